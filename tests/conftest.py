"""What holds for every test: no screen, no network, no traces in the user's folders, the same examples every time."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from app.models.store.database import Database

# Before any test imports Qt. A run under Xvfb sets "xcb" itself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Examples derive from the test itself, so a failure repeats; no deadline, since the machine is shared.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, print_blob=True)
hypothesis.settings.load_profile("repeatable")

HOME_VARIABLES = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
NETWORK_EVENTS = frozenset({"socket.connect", "socket.sendto", "socket.bind", "socket.getaddrinfo"})


class NetworkRefusedError(RuntimeError):
    """A test reached for the network: the program never does."""


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event not in NETWORK_EVENTS:
        return
    family = getattr(arguments[0], "family", None)
    if family is None or family.name in {"AF_INET", "AF_INET6"}:
        raise NetworkRefusedError(f"{event}: tests use no network")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse the network and give the run a home folder of its own."""
    sys.addaudithook(_refuse_network)
    home = Path(tempfile.mkdtemp(prefix="xiaojia-tests-"))
    for name in HOME_VARIABLES:
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        os.environ[name] = str(folder)
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))


@dataclass(frozen=True)
class MadeFile:
    """A file made once for the whole run (Argon2 and the first schema cost a second); tests work on copies of it."""

    path: Path
    dek: bytes
    password: str
    recovery_code: str

    def copy_to(self, folder: Path) -> Path:
        """A copy with its key file, as a user would have it."""
        target = folder / "工会.xiaojia"
        shutil.copy(self.path, target)
        shutil.copy(self.path.with_name(self.path.name + "-keys"), target.with_name(target.name + "-keys"))
        return target


@pytest.fixture(scope="session")
def made_file(tmp_path_factory: pytest.TempPathFactory) -> MadeFile:
    """The new file of 示例工会, closed."""
    from app.services import files

    path = tmp_path_factory.mktemp("made") / "made.xiaojia"
    new = files.create(path, "示例工会", "secret-12")
    dek = new.file.dek
    new.file.close()
    return MadeFile(path, dek, "secret-12", new.recovery_code)


@pytest.fixture(autouse=True, scope="session")
def _remembered_keys() -> Iterator[None]:
    """The same password and salt give the same key: in one process it is stretched once, which saves minutes."""
    from app.models.store import crypto

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crypto, "stretch", cache(crypto.stretch))
        yield


@pytest.fixture
def data_file(made_file: MadeFile, tmp_path: Path) -> Path:
    """The path of a new file of 示例工会 (password `made_file.password`), closed."""
    return made_file.copy_to(tmp_path)


@pytest.fixture
def database(made_file: MadeFile, data_file: Path) -> Iterator[Database]:
    """A new file of 示例工会, open."""
    from app.models.store.database import Database

    with Database.open(data_file, made_file.dek, actor="张主席") as opened:
        yield opened
