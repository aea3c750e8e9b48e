"""A checklist: every code of a short list stands open with a box to tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from app.i18n import Label
from app.views.forms.editors import ENTER, Editor
from app.views.forms.source import Choice, FormField
from app.views.kit.layout import column


class TicksEditor(Editor):
    """Several codes as boxes below each other; the raw text is the codes joined with commas, in the list's order."""

    def __init__(self, field: FormField) -> None:
        super().__init__()
        self._boxes = [_Tick(each) for each in field.choices]
        self._unseen: list[str] = []  # codes that are kept though the list does not offer them any more
        for made in self._boxes:
            made.toggled.connect(self.edited)  # a screen reader ticks without clicking
            made.went_on.connect(self.went_on)
            made.left.connect(self.left)
        self.control = self._boxes[0]
        self.setLayout(column(*self._boxes, spacing=0))
        self.setFocusProxy(self.control)

    def raw(self) -> str:
        ticked = [made.choice.value for made in self._boxes if made.isChecked()]
        return ",".join([*ticked, *self._unseen])

    def show_raw(self, raw: str, label: str = "") -> None:
        ticked = [code for code in raw.split(",") if code]
        for made in self._boxes:
            with QSignalBlocker(made):
                made.setChecked(made.choice.value in ticked)
        offered = {made.choice.value for made in self._boxes}
        self._unseen = [code for code in ticked if code not in offered]

    def set_width(self, width: int) -> None:
        """As wide as its words."""

    def controls(self) -> Sequence[QWidget]:
        return self._boxes

    def describe(self, name: str, description: str) -> None:
        for made in self._boxes:
            made.setAccessibleName(str(Label("{name}：{what}", name=name, what=made.choice.label)))
            made.setAccessibleDescription(description)


class _Tick(QCheckBox):
    went_on = Signal()
    left = Signal()

    def __init__(self, choice: Choice) -> None:
        super().__init__(choice.label.replace("&", "&&"))
        self.choice = choice

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.went_on.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
