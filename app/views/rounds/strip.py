"""What is to be said about the person in the current row, and why something is handed out nevertheless."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy

from app.i18n import Label
from app.views import theme
from app.views.forms.editors import Line
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import Area, column
from app.views.kit.note import Note
from app.views.kit.text import ElidedText, Text

SIDE_CHARS = 20
FIELD_LEAST_CHARS = 10
WIDEST = 16777215


class WarningStrip(Area):
    """Beside the list where there is room, else below it in one line.

    What was typed for somebody stays until it is kept, also when the list goes on to others.
    """

    kept = Signal(object)  # reasons by record id

    def __init__(self) -> None:
        super().__init__("panel", name=str(Label("提醒")))
        self._record_id: int | None = None
        self._stored: dict[int, str] = {}
        self.drafts: dict[int, str] = {}
        self._name = ElidedText(role="heading", least=4)
        self._note = Note("warning")
        self._short = ElidedText(tone="warning", least=8)
        self._label = Text(Label("仍要发放的原因"))
        self.field = Line()
        self.field.setAccessibleName(str(Label("仍要发放的原因")))
        self._label.setBuddy(self.field)
        self.deed = Deed(Label("保存原因"), self.keep, parent=self)
        self._button = Button(self.deed)
        self._left = Text(tone="secondary", wrap=True)
        self._left.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self._left.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._box: QBoxLayout = column(
            self._name, self._note, self._short, self._label, self.field, self._button, self._left
        )  # fmt: skip
        self._box.setAlignment(self._button, Qt.AlignmentFlag.AlignLeft)
        self._box.setStretchFactor(self._short, 3)
        self._box.setStretchFactor(self.field, 2)
        self._box.setStretchFactor(self._left, 4)
        self.setLayout(self._box)
        self.field.written.connect(self._typed)
        self.field.went_on.connect(self.keep)
        theme.theme().changed.connect(self._fit)
        self.is_beside = True
        self.show_nobody()
        self._fit()

    def put_beside(self, beside: bool) -> None:
        """Stand beside the list, or below it."""
        if beside != self.is_beside:
            self.is_beside = beside
            self._fit()
            self._refresh()

    def show_person(self, record_id: int, name: str, warnings: Sequence[str], reason: str) -> None:
        """Show what is to be said about somebody; `reason` as it is kept."""
        same = record_id == self._record_id
        self._record_id = record_id
        self._stored[record_id] = reason
        if self.drafts.get(record_id) == reason:
            del self.drafts[record_id]
        self._name.say(name)
        self._note.say("\n".join(warnings))
        self._short.say("；".join(warnings))
        text = self.drafts.get(record_id, reason)
        if not (same and self.field.text() == text):
            self.field.setText(text)
        self._refresh()

    def show_nobody(self) -> None:
        """There is no current row."""
        self._record_id = None
        for part in (self._name, self._note, self._short):
            part.say("")
        self.field.clear()
        self._refresh()

    def show_left(self, unanswered: int) -> None:
        """Say how many warnings have no reason yet."""
        words = Label("还有 {n} 人有提醒，没写原因。按 F8 到下一个。", n=unanswered)
        self._left.say(words if unanswered else Label("有提醒的都写了原因。"))

    def keep(self) -> None:
        """Ask for the reason of this person to be kept."""
        if self._record_id in self.drafts:
            self.kept.emit({self._record_id: self.drafts[self._record_id]})

    def forget(self) -> None:
        """Drop everything that was typed and not kept."""
        self.drafts.clear()
        if self._record_id is not None:
            self.field.setText(self._stored[self._record_id])
        self._refresh()

    def _typed(self, text: str) -> None:
        assert self._record_id is not None
        self.drafts[self._record_id] = text.strip()
        if text.strip() == self._stored[self._record_id]:
            del self.drafts[self._record_id]
        self._refresh()

    def _refresh(self) -> None:
        warned, beside = bool(self._short.text()), self.is_beside
        self._name.setVisible(beside)
        self._note.setVisible(beside and warned)
        self._short.setVisible(warned and not beside)
        self._left.setVisible(beside)
        for part in (self.field, self._button):
            part.setVisible(warned)
        self._label.say(Label("仍要发放的原因") if warned else self._nothing())
        self.field.setEnabled(warned)
        if self._record_id in self.drafts:
            self.deed.on()
        else:
            self.deed.off(Label("先写原因") if warned else Label("这一位没有提醒"))

    def _nothing(self) -> Label | str:
        return Label("这一位没有提醒") if self._record_id is not None else ""

    def _fit(self) -> None:
        look, beside = theme.theme(), self.is_beside
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.TopToBottom if beside else ways.LeftToRight)
        side = theme.WIDE if beside else theme.NARROW
        self._box.setContentsMargins(theme.WIDE, side, theme.WIDE, side)
        self.setMinimumWidth(look.chars(SIDE_CHARS) if beside else 0)
        self.setMaximumWidth(look.chars(SIDE_CHARS) if beside else WIDEST)
        self.field.setMinimumWidth(0 if beside else look.chars(FIELD_LEAST_CHARS))
        self.setMinimumHeight(0 if beside else look.field_height + 2 * theme.NARROW + 4)
        self.setProperty("area", "panel" if beside else "buttons")
        theme.refresh(self)
