"""The form of a key file: how a slot is made, what it is bound to, and what is refused before any key is derived."""

from __future__ import annotations

import binascii
import json
import secrets
import uuid
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label
from app.models.store import crypto

FORMAT = 1
PASSWORD = "password"
RECOVERY = "recovery"
KDF = "argon2id"
_MAC_PURPOSE = "xiaojia key file mac 1"
_MAC_BYTES = 32
_BOX_BYTES = crypto.KEY_BYTES + 16
_MOST_OF_A_TYPE = 2
"""We write one; each costs seconds to try, so a key file with many would only be a way to hang the program."""

Slot = Mapping[str, Any]


def new_slot(file_id: str, kind: str, secret: bytes, dek: bytes) -> Slot:
    """A slot in which `secret` opens `dek`."""
    salt, nonce = secrets.token_bytes(crypto.SALT_BYTES), secrets.token_bytes(crypto.NONCE_BYTES)
    slot = {
        "id": secrets.token_hex(8),
        "type": kind,
        "kdf": KDF,
        "params": {"m": crypto.COST.memory, "t": crypto.COST.passes, "p": crypto.COST.lanes},
        "salt": encoded(salt),
        "nonce": encoded(nonce),
        "made_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    box = crypto.seal(crypto.stretch(secret, salt, crypto.COST), nonce, dek, _bound(file_id, slot))
    return {**slot, "box": encoded(box)}


def open_slot(file_id: str, slot: Slot, secret: bytes) -> bytes:
    """What the slot holds; `crypto.WrongKeyError` if `secret` does not open it or the slot was changed."""
    key = crypto.stretch(secret, decoded(slot["salt"]), _cost(slot))
    return crypto.unseal(key, decoded(slot["nonce"]), decoded(slot["box"]), _bound(file_id, slot))


def document_mac(document: Mapping[str, Any], dek: bytes) -> bytes:
    """The MAC over everything else in the document."""
    signed = {name: value for name, value in document.items() if name != "mac"}
    return crypto.mac(crypto.derive(dek, _MAC_PURPOSE), _canonical(signed))


def read_document(text: str) -> Mapping[str, Any]:
    """The document in `text`, its form and the costs of its slots checked."""
    try:
        document = json.loads(text)
        if isinstance(document, dict) and type(document.get("format")) is int and document["format"] > FORMAT:
            raise _newer()
        _check_document(document)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise broken() from error
    checked: Mapping[str, Any] = document
    return checked


def encoded(raw: bytes) -> str:
    """Bytes as they stand in the key file."""
    return b64encode(raw).decode("ascii")


def decoded(text: Any) -> bytes:
    """The bytes of a text in the key file; ValueError or TypeError if it is none."""
    try:
        return b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _bound(file_id: str, slot: Slot) -> bytes:
    """What the box of a slot is bound to: the file and everything else in the slot."""
    return _canonical({"file_id": file_id, **{name: value for name, value in slot.items() if name != "box"}})


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _cost(slot: Slot) -> crypto.Argon2Cost:
    params = slot["params"]
    return crypto.Argon2Cost(memory=params["m"], passes=params["t"], lanes=params["p"])


def _check_document(document: Any) -> None:
    """Raise ValueError, KeyError or TypeError unless the form is right; KnownError for lowered costs."""
    if document["format"] != FORMAT or document["file_id"] != str(uuid.UUID(document["file_id"])):
        raise ValueError("format or file id")
    if len(decoded(document["mac"])) != _MAC_BYTES:
        raise ValueError("mac")
    ours = [slot for slot in document["slots"] if slot["type"] in (PASSWORD, RECOVERY)]
    for slot in ours:
        _check_slot(slot)
    if max(Counter(slot["type"] for slot in ours).values(), default=0) > _MOST_OF_A_TYPE:
        raise ValueError("slots")


def _check_slot(slot: Any) -> None:
    cost, floor, ceiling = _cost(slot), crypto.COST, crypto.COST_CEILING
    if slot["kdf"] != KDF or cost.memory < floor.memory or cost.passes < floor.passes or cost.lanes < floor.lanes:
        raise _lowered()
    if any(type(number) is not int for number in (cost.memory, cost.passes, cost.lanes)):
        raise ValueError("cost")
    if cost.memory > ceiling.memory or cost.passes > ceiling.passes or cost.lanes > ceiling.lanes:
        raise ValueError("cost")
    if len(decoded(slot["salt"])) < crypto.SALT_BYTES or len(decoded(slot["nonce"])) != crypto.NONCE_BYTES:
        raise ValueError("salt or nonce")
    if len(decoded(slot["box"])) != _BOX_BYTES:
        raise ValueError("box")


_USE_SPARE = Label(
    "把这个钥匙文件改个名字，再打开一次：程序自己还留着一份。还不行，就从任何一个备份（.xjbak）里取回钥匙。"
)


def broken() -> KnownError:
    """The refusal of a key file that is damaged or was changed."""
    return KnownError(
        ErrorCode.DAMAGED,
        Label("钥匙文件坏了，或者被改动过，不能用它打开资料。"),
        safe=NOTHING_CHANGED,
        next=_USE_SPARE,
    )


def _lowered() -> KnownError:
    return KnownError(
        ErrorCode.DAMAGED,
        Label("钥匙文件被人改过：密码的保护强度被调低了，所以没有打开。"),
        safe=NOTHING_CHANGED,
        next=_USE_SPARE,
    )


def _newer() -> KnownError:
    return KnownError(
        ErrorCode.NEWER_FILE,
        Label("这份资料的钥匙文件是新版本做的，现在的程序打不开。"),
        safe=NOTHING_CHANGED,
        next=Label("请装新版本，再打开。"),
    )
