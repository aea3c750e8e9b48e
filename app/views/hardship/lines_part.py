"""A table to fill in under its heading, with what it comes to and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.errors import Grade, Problem
from app.i18n import Label
from app.views import theme
from app.views.hardship.lines_deeds import SELECT_FIRST, remove_lines
from app.views.hardship.lines_table import LinesTable
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import STRETCH, column, row
from app.views.kit.text import ElidedText, Text


class LinesPart(QWidget):
    """Heading, count or sum, 去掉所选行, and the table."""

    def __init__(self, heading: Label, table: LinesTable, hint: Label) -> None:
        super().__init__()
        self.table = table
        self._told = Text(tone="secondary")
        self._wrong = Text(tone="warning", wrap=True)
        self._wrong.hide()
        self._remove = Deed(Label("去掉所选行"), self._remove_lines, icon="trash", kind="small", parent=self)
        self._button = Button(self._remove)
        for changed in (table.selectionModel().selectionChanged, table.lines.modelReset, table.lines.rowsInserted):
            changed.connect(self._switch)
        self._switch()
        told = ElidedText(hint, tone="secondary")
        self._head = row(Text(heading, role="heading"), self._told, STRETCH, told, self._button)
        self.setLayout(column(self._head, self._wrong, table, spacing=theme.NARROW))

    def offer(self, deed: Deed) -> None:
        """Offer a deed of the page as a picture beside the heading."""
        self._head.insertWidget(2, Button(deed, kind="flat", words=False))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only now: Qt forgets the order of what finds its place in the window later.
        QWidget.setTabOrder(self.table, self._button)  # whoever comes here wants to fill in, not to take out

    def _switch(self) -> None:
        """Only whole lines go: Tab from a cell leads past the button, and Enter after it takes nothing out."""
        if self.table.whole_rows():
            self._remove.on()
        else:
            self._remove.off(SELECT_FIRST)

    def _remove_lines(self) -> None:
        self.table.said.emit(remove_lines(self.table))
        self.table.setFocus()

    def tell(self, words: Label) -> None:
        """Say what it comes to."""
        self._told.say(words)

    def warn(self, problems: Sequence[Problem]) -> None:
        """Say what is wrong with the table as a whole."""
        self._wrong.say("\n".join(str(problem.what) for problem in problems))
        self._wrong.set_tone("error" if any(problem.grade is Grade.MUST for problem in problems) else "warning")
        self._wrong.setVisible(bool(problems))


class PartsColumn(QScrollArea):
    """Parts below each other; the cell that one works in stays in view."""

    def __init__(self, *parts: LinesPart | QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("area", "scrolled")
        inside.setLayout(
            column(*parts, None, spacing=theme.WIDE, margins=(theme.WIDE, theme.NORMAL, theme.WIDE, theme.WIDE))
        )
        self.setWidget(inside)
        for part in parts:
            if isinstance(part, LinesPart):
                part.table.place_changed.connect(lambda box, table=part.table: self._show_cell(table, box))

    def _show_cell(self, table: LinesTable, box: QRect) -> None:
        at = table.mapTo(self.widget(), box.center())
        self.ensureVisible(at.x(), at.y(), 0, box.height() + theme.theme().line)
