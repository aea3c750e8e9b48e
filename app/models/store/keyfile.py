"""The key file: a few slots, each of which holds the same data key in a box of its own.

`NAME.xiaojia-keys` lies beside `NAME.xiaojia`; a second copy lies in the program's own data folder under the file's
id, a third in every backup. The file's id is also SQLCipher's file salt and so the first 16 bytes of the data file
(and of every copy made of it), so a data file that arrives alone still tells which keys it needs.

A file's data key never changes here: a new password replaces the password slot, and whoever kept an older key file
*and* knows the older password can still open it.

The recovery slot uses Argon2id like the password slot, though 120 random bits would do with HKDF: it is opened once
in years, so the 0.3 s cost nothing, and with a single derivation there is no weaker one that a changed key file
could ask for.
"""

from __future__ import annotations

import contextlib
import glob
import json
import os
import time
import unicodedata
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models.store import crypto, durable, slots
from app.models.store.recovery_code import new_recovery_code, read_recovery_code
from app.models.store.slots import PASSWORD, RECOVERY, Slot

SUFFIX = "-keys"
MAX_BYTES = 1024 * 1024
_UUID_VERSION = 7
_DAMAGED_BYTES = 4
_LONG_WRITTEN = 3600
"""Seconds after which a half of a key file is nobody's any more."""


@dataclass(frozen=True)
class KeyFile:
    """The whole document as read or made; slots and fields of later versions are kept untouched."""

    document: Mapping[str, Any]

    @property
    def file_id(self) -> str:
        """The id of the data file that the keys belong to (a UUIDv7)."""
        return str(self.document["file_id"])

    @property
    def slots(self) -> tuple[Slot, ...]:
        """All slots, those of unknown types too."""
        return tuple(self.document["slots"])

    @classmethod
    def create(cls, file_id: str, password: str) -> tuple[KeyFile, bytes, str]:
        """The key file of a new data file, its data key, and its recovery code (26 characters)."""
        dek, code = crypto.new_dek(), new_recovery_code()
        both = [
            slots.new_slot(file_id, PASSWORD, _password_bytes(password), dek),
            slots.new_slot(file_id, RECOVERY, read_recovery_code(code), dek),
        ]
        return cls._signed({"format": slots.FORMAT, "file_id": file_id, "slots": both}, dek), dek, code

    @classmethod
    def from_json(cls, text: str) -> KeyFile:
        """Read and check the form of a key file; everything wrong with it is refused before any key is derived."""
        return cls(slots.read_document(text))

    def to_json(self) -> str:
        """The text as it is kept."""
        return json.dumps(self.document, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def load(cls, path: Path) -> KeyFile:
        """The key file at `path`."""
        if path.stat().st_size > MAX_BYTES:
            raise slots.broken()
        try:
            return cls.from_json(path.read_bytes().decode("utf-8"))
        except UnicodeDecodeError as error:
            raise slots.broken() from error

    def save(self, path: Path) -> None:
        """Write it so that a power cut leaves the old one or the new one."""
        durable.write_whole(path, self.to_json().encode("utf-8"))

    def unlock_password(self, password: str) -> bytes:
        """The data key, opened with a password."""
        dek = self._open(PASSWORD, _password_bytes(password))
        if dek is None:
            raise _wrong(Label("密码不对。"), Label("看看大写锁定和输入法，再输一次。忘了密码可以用恢复码。"))
        return dek

    def unlock_recovery(self, code: str) -> bytes:
        """The data key, opened with a recovery code as somebody typed it."""
        dek = self._open(RECOVERY, read_recovery_code(code))
        if dek is None:
            raise _wrong(
                Label("这个恢复码抄得没有错，但它不是这份资料现在的恢复码。"),
                Label("找一找最近一次写下的恢复码。换过恢复码以后，旧的就不能用了。"),
            )
        return dek

    def with_new_password(self, dek: bytes, password: str) -> KeyFile:
        """The same keys under a new password; the old password's slot is gone."""
        return self._with_slot(slots.new_slot(self.file_id, PASSWORD, _password_bytes(password), dek), dek)

    def with_new_recovery(self, dek: bytes) -> tuple[KeyFile, str]:
        """The same keys under a new recovery code, and the code; the old code's slot is gone."""
        code = new_recovery_code()
        return self._with_slot(slots.new_slot(self.file_id, RECOVERY, read_recovery_code(code), dek), dek), code

    def check(self, dek: bytes) -> None:
        """Refuse a key file that was changed by anybody who has not got the data key."""
        if not crypto.same(slots.document_mac(self.document, dek), slots.decoded(self.document["mac"])):
            raise slots.broken()

    def _open(self, kind: str, secret: bytes) -> bytes | None:
        for slot in self.slots:
            if slot["type"] != kind:
                continue
            with contextlib.suppress(crypto.WrongKeyError):
                dek = slots.open_slot(self.file_id, slot, secret)
                self.check(dek)
                return dek
        return None

    def _with_slot(self, new: Slot, dek: bytes) -> KeyFile:
        self.check(dek)
        others = [slot for slot in self.slots if slot["type"] != new["type"]]
        return self._signed({**self.document, "slots": [*others, new]}, dek)

    @classmethod
    def _signed(cls, document: Mapping[str, Any], dek: bytes) -> KeyFile:
        return cls({**document, "mac": slots.encoded(slots.document_mac(document, dek))})


def keys_path(data_path: Path) -> Path:
    """Where the key file of a data file lies: `NAME.xiaojia-keys` beside `NAME.xiaojia`."""
    return data_path.with_name(data_path.name + SUFFIX)


def own_keys_path(file_id: str) -> Path:
    """Where the program keeps its own copy of a file's keys."""
    return data_folder() / "keys" / f"{uuid.UUID(file_id)}.xiaojia{SUFFIX}"


def data_folder() -> Path:
    """The program's own folder on this PC; the variable XIAOJIA_DATA_DIR names another one (tests)."""
    from platformdirs import user_data_path

    chosen = os.environ.get("XIAOJIA_DATA_DIR")
    return Path(chosen) if chosen else user_data_path("xiaojia", appauthor=False)


def find_keys(data_path: Path) -> KeyFile:
    """The keys of a data file that is not open: beside it, or else the program's own copy.

    A key file beside it that is damaged is refused, not passed over: somebody may have changed it. One that belongs to
    another file is passed over.
    """
    beside = keys_path(data_path)
    found = KeyFile.load(beside) if beside.exists() else None
    file_id = file_id_of(data_path)
    if found is not None and (file_id is None or _nearly_same(found.file_id, file_id)):
        return found
    if file_id is not None and (own := own_keys_path(file_id)).exists():
        return KeyFile.load(own)
    raise _keys_missing(beside.name, foreign=found is not None)


def file_id_of(data_path: Path) -> str | None:
    """The id that a data file (not open) begins with; None if its beginning is no id."""
    with data_path.open("rb") as file:
        salt = file.read(crypto.SALT_BYTES)
    file_id = uuid.UUID(bytes=salt) if len(salt) == crypto.SALT_BYTES else None
    return str(file_id) if file_id is not None and file_id.version == _UUID_VERSION else None


def _nearly_same(left: str, right: str) -> bool:
    """Whether two ids differ in so few bytes that the file's beginning is damaged rather than another file's."""
    pairs = zip(uuid.UUID(left).bytes, uuid.UUID(right).bytes, strict=True)
    return sum(one != other for one, other in pairs) <= _DAMAGED_BYTES


def _keys_missing(name: str, *, foreign: bool) -> KnownError:
    if foreign:
        what = Label("钥匙文件“{name}”是另一份资料的，打不开这一份。", name=name)
    else:
        what = Label("少了钥匙文件“{name}”，所以打不开。资料和钥匙要放在一起，多半是只拷来了其中一个。", name=name)
    return KnownError(
        ErrorCode.KEYS_MISSING,
        what,
        safe=NOTHING_CHANGED,
        next=Label(
            "从原来的文件夹把“{name}”也拷过来。找不到时，这份资料的任何一个备份（.xjbak）里都有钥匙。", name=name
        ),
    )


def save_keys(keys: KeyFile, data_path: Path) -> None:
    """Keep the keys beside the data file and in the program's own folder, where they are not there already."""
    _save_if_other(keys, keys_path(data_path))
    save_own_keys(keys)


def save_own_keys(keys: KeyFile) -> None:
    """Keep the keys in the program's own folder; a spare, so if that cannot be written, the work goes on."""
    with contextlib.suppress(OSError):
        own = own_keys_path(keys.file_id)
        own.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear_own()
        _save_if_other(keys, own)


def clear_parts(data_path: Path) -> None:
    """Take away the halves of key files that a killed program left; only while the file is locked."""
    stem = glob.escape(data_path.stem)
    for name in (glob.escape(data_path.name), f"{stem}-*前-*{data_path.suffix}"):
        _clear(data_path.parent, f"{name}{SUFFIX}")
    with contextlib.suppress(OSError):
        _clear_own()


def _clear_own() -> None:
    """Of any file, since a new one that was cut off has no second try; but another window may be writing just now."""
    _clear(data_folder() / "keys", f"*{glob.escape(SUFFIX)}", _is_left_over)


def _clear(folder: Path, name: str, may_go: Callable[[Path], bool] = lambda part: True) -> None:
    for part in folder.glob(f"{name}{durable.PART}*"):
        with contextlib.suppress(OSError):
            if may_go(part):
                part.unlink()


def _is_left_over(part: Path) -> bool:
    """Whether nobody writes this half any more: it is old, or the process in its name runs no more."""
    if time.time() - part.stat().st_mtime > _LONG_WRITTEN:
        return True
    pid = part.name.rpartition(durable.PART)[2]
    return not pid.isdecimal() or int(pid) == os.getpid() or not _runs(int(pid))


def _runs(pid: int) -> bool:
    """Whether a process of ours has this number (Windows keeps a file that is open from being removed anyway)."""
    if os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except (OSError, OverflowError):  # there is none, or it is another user's, who does not write in our folder
        return False
    return True


def _save_if_other(keys: KeyFile, path: Path) -> None:
    if not path.exists() or path.read_bytes() != keys.to_json().encode("utf-8"):
        keys.save(path)


def _password_bytes(password: str) -> bytes:
    """NFC, so that one password typed on two systems is one password."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _wrong(what: Label, next: Label) -> KnownError:
    return KnownError(ErrorCode.WRONG_PASSWORD, what, safe=NOTHING_CHANGED, next=next)
