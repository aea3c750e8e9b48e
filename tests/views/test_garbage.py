"""Garbage is collected in the window's thread, and only there."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import ClassVar

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.views.garbage import GarbageInWindowThread, collect_everything


class _Knot:
    """Refers to itself, so only the collection finds it; says in which thread it went."""

    went_in: ClassVar[list[str]] = []

    def __init__(self) -> None:
        self.itself = self
        weakref.finalize(self, lambda: _Knot.went_in.append(threading.current_thread().name))


def test_what_a_thread_drops_is_collected_by_the_window(qtbot: QtBot) -> None:
    parent = QObject()
    GarbageInWindowThread(parent)
    _Knot.went_in.clear()
    worker = threading.Thread(target=lambda: [_Knot() for _ in range(3000)], name="worker")

    worker.start()
    worker.join()

    assert not gc.isenabled()
    qtbot.waitUntil(lambda: bool(_Knot.went_in), timeout=5000)
    assert set(_Knot.went_in) == {"MainThread"}


def test_what_was_taken_to_stay_still_goes_when_everything_is_looked_at() -> None:
    _Knot.went_in.clear()
    _Knot()
    gc.freeze()
    gc.collect()
    assert _Knot.went_in == []

    collect_everything()

    assert _Knot.went_in == ["MainThread"]
