"""What holds for every test: no screen, no network, no traces in the user's folders, the same examples every time."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest

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
