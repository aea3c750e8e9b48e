"""What a scene is made of: the page, the file, and what a person does there step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.frozen import dataclass
from app.i18n import Label
from app.views.pictures.stage import Stage

Act = Callable[[Stage], object]

FILLED, EMPTY = "filled", "empty"
TYPING_MS = 300


@dataclass(frozen=True)
class Scene:
    """A state of a page: the page, what a person does there step by step, and the file it is done in."""

    page: str
    acts: Sequence[Act] = field(default=())
    file: str = FILLED

    def __call__(self, stage: Stage) -> QWidget:
        """Arrange it; gives the window."""
        stage.open(getattr(stage.samples, self.file), self.page)
        for act in self.acts:
            act(stage)
            stage.settle()
        return stage.window


# --- what a person does


def press(name: Label | str) -> Act:
    """Press a button."""
    return lambda stage: stage.hand.press(name)


def choose(name: Label | str) -> Act:
    """Choose an entry of a menu."""
    return lambda stage: stage.hand.choose(name)


def tab(name: Label | str) -> Act:
    """Go to a tab."""
    return lambda stage: stage.hand.tab(name)


def keys(pressed: str, times: int = 1) -> Act:
    """Press a key."""
    return lambda stage: stage.hand.key(pressed, times)


def typed(text: str) -> Act:
    """Type where the focus is."""
    return lambda stage: stage.hand.type(text)


def filled(name: Label | str, text: str) -> Act:
    """Fill in a field."""
    return lambda stage: stage.hand.fill(name, text)


def wait(milliseconds: int) -> Act:
    """Wait for something that takes its time by itself."""
    return lambda stage: stage.settle(milliseconds)


def copied(text: str) -> Act:
    """Something was copied in Excel before."""
    return lambda stage: QGuiApplication.clipboard().setText(text)


def answer_sheet(stage: Stage) -> None:
    """The file dialog will give the member sheet."""
    stage.dialogs.next = str(stage.samples.sheet)


def answer_folder(stage: Stage) -> None:
    """The file dialog will give a folder."""
    folder = stage.folder / "U盘"
    folder.mkdir()
    stage.dialogs.next = str(folder)
