"""The few pieces of cryptography that the store uses, and the numbers they use them with.

The file is encrypted with a random key (the DEK) that never changes; a password or a recovery code only opens a
slot that holds it (`keyfile.py`). So a new password costs nothing, and a forgotten one is not the end.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.frozen import dataclass

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12


@dataclass(frozen=True)
class Argon2Cost:
    """What one guess costs: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int


COST = Argon2Cost(memory=64 * 1024, passes=3, lanes=1)
"""About 0.3 s on an office PC. Also the floor: a key file that asks for less was tampered with."""

COST_CEILING = Argon2Cost(memory=256 * 1024, passes=6, lanes=4)
"""A key file that asks for more would only be a way to hang the program."""


class WrongKeyError(Exception):
    """A box does not open with this key, or something bound to it was changed."""


def new_dek() -> bytes:
    """A fresh data key: 256 random bits."""
    return secrets.token_bytes(KEY_BYTES)


def sqlcipher_key(dek: bytes, file_id: str = "") -> str:
    """The value for `PRAGMA key` (to stand between double quotes): the raw data key, never a passphrase.

    With `file_id`, to be given when a file is *made*, the id becomes SQLCipher's 16-byte file salt and so the first
    16 bytes of the file: the file stays recognisable when its key file is lost (`keyfile.find_keys`). That salt has
    no secret to protect: it only separates the page MAC key from the page key, and both come from a random DEK.
    """
    salt = uuid.UUID(file_id).bytes.hex() if file_id else ""
    return f"x'{dek.hex()}{salt}'"


def derive(key: bytes, purpose: str) -> bytes:
    """A key of its own for one purpose, derived with HKDF-SHA256 from a key that is already random."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(key)


def stretch(secret: bytes, salt: bytes, cost: Argon2Cost) -> bytes:
    """A key from something a person can type (Argon2id)."""
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        secret,
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def seal(key: bytes, nonce: bytes, content: bytes, bound: bytes) -> bytes:
    """Encrypt `content` with AES-256-GCM; `bound` is not hidden, but cannot be changed either."""
    return AESGCM(key).encrypt(nonce, content, bound)


def unseal(key: bytes, nonce: bytes, box: bytes, bound: bytes) -> bytes:
    """The content of a sealed box; `WrongKeyError` if the key is wrong or anything was changed."""
    try:
        return AESGCM(key).decrypt(nonce, box, bound)
    except InvalidTag as error:
        raise WrongKeyError from error


def mac(key: bytes, content: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(key, content, hashlib.sha256)


def same(left: bytes, right: bytes) -> bool:
    """Compare two MACs without telling by the time taken where they differ."""
    return hmac.compare_digest(left, right)
