"""A small union file to back up, and ways to spoil a backup."""

from __future__ import annotations

import hashlib
import hmac
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from app.models import Person
from app.models.store.copies import Contents, contents_of
from app.models.store.database import Database
from app.models.store.keyfile import KeyFile, keys_path
from app.models.store.lock import acquire
from app.services import files, records
from app.services.files import OpenFile

PASSWORD = "工会2027"
UNION = "某某有限公司工会委员会"


@dataclass(frozen=True)
class Template:
    """A closed file with its secrets; tests work on copies."""

    path: Path
    dek: bytes
    recovery_code: str

    def known(self, keys: KeyFile) -> bytes:
        """Unlock without paying for a password."""
        keys.check(self.dek)
        return self.dek

    def copy(self, folder: Path) -> Path:
        """A copy with its keys."""
        for path in (self.path, keys_path(self.path)):
            shutil.copy(path, folder / path.name)
        return folder / self.path.name

    def open(self, path: Path) -> OpenFile:
        """Open a copy as the program does, without paying for a password."""
        return OpenFile(Database.open(path, self.dek), KeyFile.load(keys_path(path)), self.dek, acquire(path))

    def contents(self, path: Path) -> Contents:
        """What a closed file holds."""
        with self.open(path) as opened:
            return contents_of(opened.database.raw)


def make_template(folder: Path) -> Template:
    made = files.create(folder / "工会.xiaojia", UNION, PASSWORD)
    dek = made.file.dek  # closing drops it
    with made.file as opened:
        add_people(opened, 20)
    return Template(folder / "工会.xiaojia", dek, made.recovery_code)


def add_people(opened: OpenFile, count: int) -> None:
    with opened.database.write("新增会员") as session:
        records.add(session, Person, [{"name": "王" + chr(0x4E00 + number)} for number in range(count)])


def members(backup: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(backup) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repack(backup: Path, changed: Mapping[str, bytes]) -> None:
    """Write the backup again with other contents, as an ordinary zip program would."""
    contents = members(backup) | dict(changed)
    with zipfile.ZipFile(backup, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


def with_manifest(backup: Path, **changed: object) -> bytes:
    return json.dumps(json.loads(members(backup)["manifest.json"]) | changed).encode()


_PAGE, _RESERVED, _IV = 4096, 80, 16


def with_page(data: bytes, dek: bytes, number: int, change: Callable[[bytearray], object]) -> bytes:
    """An encrypted file with one page (not the first) changed and sealed again, as whoever has the key can do it.

    SQLCipher 4: AES-CBC with an IV a page, then HMAC-SHA512 over both and the number of the page.
    """
    start, end = (number - 1) * _PAGE, number * _PAGE - _RESERVED
    vector = data[end : end + _IV]
    box = Cipher(AES(dek), CBC(vector))
    opener, sealer = box.decryptor(), box.encryptor()
    plain = bytearray(opener.update(data[start:end]) + opener.finalize())
    change(plain)
    sealed = sealer.update(bytes(plain)) + sealer.finalize() + vector
    key = hashlib.pbkdf2_hmac("sha512", dek, bytes(one ^ 0x3A for one in data[:16]), 2, 32)
    mac = hmac.digest(key, sealed + number.to_bytes(4, "little"), "sha512")
    return data[:start] + sealed + mac + data[number * _PAGE :]
