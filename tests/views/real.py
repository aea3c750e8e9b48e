"""The real window over sample data, and what a careful eye sees in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QMainWindow, QMenu, QPushButton, QRadioButton, QWidget

from app.views.pictures.hand import Hand
from app.views.pictures.samples import Made, Samples
from app.views.pictures.stage import Stage
from app.views.theme import Look, theme
from tests.views.seeing import cut_off, nameless, too_low, unsaid

# Logical rooms, less title and task bar: the office PC, a large screen, the office PC at 150 %.
SIZES = ((1366, 690), (1920, 1002), (910, 460))
# With the font; the last one is the largest.
ROOMS = (*((*size, 100) for size in SIZES), (1366, 690, 175))
BEAT_MS = 5
MOST_TABS = 150


@dataclass(frozen=True)
class Blemishes:
    """What nobody should have to see on a page."""

    cut: list[str]
    low: list[str]
    nameless: list[str]
    unsaid: list[str]
    without_reason: list[str]


NONE = Blemishes([], [], [], [], [])


def look_at(root: QWidget) -> Blemishes:
    """Look at everything in view."""
    names = [*nameless(root), *unnamed(root)]
    return Blemishes(cut_off(root), too_low(root), names, unsaid(root), without_reason(root))


def look_in_all_sizes(stage: Stage, scale: int = 100) -> dict[tuple[int, int], Blemishes]:
    """What is wrong in which size of the window; a dialog keeps the size of the room that it was opened in.

    The largest font has its own room only.
    """
    first = stage.window.size().toTuple()
    found = {first: look_at(stage.window)}
    if scale == 100 and stage.hand.front is stage.window:
        for size in (each for each in SIZES if each != first):
            stage.window.resize(*size)
            stage.settle()
            found[size] = look_at(stage.window)
    return {size: seen for size, seen in found.items() if seen != NONE}


def stops(root: QWidget) -> list[QWidget]:
    """The controls in view that the Tab key has to reach."""
    tab = Qt.FocusPolicy.TabFocus
    found = [each for each in root.findChildren(QWidget) if each.isVisible() and each.isEnabled()]
    found = [each for each in found if each.focusPolicy() & tab == tab and each.focusProxy() is None]
    # Of radio buttons that belong together one is a stop; the arrows go to the others.
    return [each for each in found if not isinstance(each, QRadioButton)]


def unnamed(root: QWidget) -> list[str]:
    """Stops of the Tab key without a name."""
    own = [each for each in stops(root) if not isinstance(each.parentWidget(), QComboBox)]
    return [repr(each) for each in own if not each.accessibleName()]


def without_reason(root: QWidget) -> list[str]:
    """Buttons that are off and do not say why."""
    buttons = [each for each in root.findChildren(QPushButton) if each.isVisible() and not each.isEnabled()]
    return [each.accessibleName() for each in buttons if not each.accessibleDescription()]


def tab_round(hand: Hand) -> list[QWidget]:
    """The controls that Tab goes to until it comes back to the first one; the last is None when it never does."""
    hand.key("Tab")
    first = QApplication.focusWidget()
    found: list[QWidget] = []
    while len(found) < MOST_TABS:
        focused = QApplication.focusWidget()
        if focused is None or (found and focused is first):
            return found
        found.append(focused)
        hand.key("Tab")
    raise AssertionError(f"Tab never comes back: {[each.accessibleName() for each in found[-6:]]}")


def out_of_reach(stage: Stage) -> list[str]:
    """The controls in front that the Tab key never comes to."""
    reached = tab_round(stage.hand)
    return [each.accessibleName() for each in stops(stage.hand.front) if each not in reached]


def walk_to(hand: Hand, name: str) -> QWidget:
    """Go to a control with the Tab key alone."""
    for _ in range(MOST_TABS):
        focused = QApplication.focusWidget()
        if focused is not None and focused.accessibleName() == name:
            return focused
        hand.key("Tab")
    raise AssertionError(f"Tab does not lead to {name}")


@contextmanager
def longest_wait() -> Iterator[Callable[[], float]]:
    """Measure how long the window's thread was too busy to listen, in seconds of its own work.

    What the machine does besides is none of the program's business.
    """
    gaps, last = [0.0], [time.thread_time()]

    def beat() -> None:
        now = time.thread_time()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(BEAT_MS)
    yield lambda: max(gaps)
    timer.stop()


class _StrayWatch(QObject):
    """Notes every widget that becomes a window though it is no window, dialog or menu."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        wanted = QMainWindow | QDialog | QMenu
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            popup = watched.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
            if not isinstance(watched, wanted) and not popup:
                self.strays.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@contextmanager
def stray_windows(app: QApplication) -> Iterator[list[str]]:
    """Widgets shown before they had a place: each flashes as a small window and takes the keyboard away."""
    watch = _StrayWatch()
    app.installEventFilter(watch)
    yield watch.strays
    app.removeEventFilter(watch)


def use_font(scale: int) -> None:
    """The light look with this size of the font; to change it takes as long as to draw a page."""
    if (theme().look, theme().scale) != (Look.LIGHT, scale):
        theme().use(Look.LIGHT, scale)


class Stages:
    """Makes stages and closes them all."""

    def __init__(self, samples: Samples) -> None:
        self._samples = samples
        self._made: list[Stage] = []

    def empty_room(self, width: int = 1366, height: int = 690, scale: int = 100) -> Stage:
        """A window without a file."""
        use_font(scale)
        made = Stage(QSize(width, height), samples=self._samples)
        self._made.append(made)
        return made

    def open(self, made: Made, width: int = 1366, height: int = 690, scale: int = 100, page: str = "home") -> Stage:
        """A window with a copy of a sample file."""
        stage = self.empty_room(width, height, scale)
        stage.open(made, page)
        return stage

    def close(self) -> None:
        """Close them all."""
        for made in self._made:
            made.close()
        use_font(100)
