"""Modules of pages: loaded when a page is wanted, and beforehand while somebody types the password."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from threading import Lock, RLock, Thread
from typing import Any

from app.frozen import dataclass
from app.services import readiness

# While two threads compute, the window waits so long for its turn, and it asks for many turns to paint once.
TURN_S = 0.0005
# One module at a time: two threads that load parts of one package can wait for each other.
_loading = RLock()
# The interval belongs to the whole program: the first to come keeps it, the last to go puts it back.
_counting = Lock()
_users: list[float] = []


@dataclass(frozen=True)
class Later:
    """A module with a page, which is loaded when it is first wanted."""

    module: str

    def build(self, *given: Any) -> Any:
        """Its function `build`: makes the page."""
        return self.load().build(*given)

    def prepare(self, *given: Any) -> Any:
        """Its function `prepare`: what the page must know before it is built."""
        return self.load().prepare(*given)

    def load(self) -> Any:
        """The module."""
        with _loading:
            return import_module(self.module)


# What a page or the window needs for one of its deeds only; a list is there sooner without it.
DEEDS = WIZARD, PREVIEW, EXPORTING, PUTTING_BACK, PURGING, PALETTE = tuple(
    Later(f"app.{name}")
    for name in (
        "views.importing.wizard", "views.press.preview", "services.exporting", "services.putting_back",
        "services.purging", "views.palette",
    )
)  # fmt: skip


def load_ahead(modules: Sequence[Later]) -> Thread:
    """Load these in their order, in a thread of its own."""
    thread = Thread(target=_load, args=(modules,), name="loading", daemon=True)
    thread.start()
    return thread


def _load(modules: Sequence[Later]) -> None:
    with _short_turns():
        readiness.get_ready()
        for each in modules:
            each.load()
    gc.freeze()  # modules stay for good: no collection need look at them again (`garbage`)


@contextmanager
def _short_turns() -> Iterator[None]:
    with _counting:
        _users.append(_users[0] if _users else sys.getswitchinterval())
        sys.setswitchinterval(TURN_S)
    try:
        yield
    finally:
        with _counting:
            usual = _users.pop()
            if not _users:
                sys.setswitchinterval(usual)
