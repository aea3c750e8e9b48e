"""What stands where the rows do: the rows, that they are being read, or why there are none."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.i18n import Label
from app.views.jobs import SPOKEN_AFTER_MS
from app.views.kit.focus import holds
from app.views.kit.layout import STRETCH, column, row
from app.views.kit.notices import EmptyState
from app.views.kit.text import Text
from app.views.record_list.table import RecordTable


class Standing(QStackedWidget):
    """The table of a list, or what is shown instead of it; the focus goes where the work is."""

    def __init__(self, table: RecordTable) -> None:
        super().__init__()
        self._table = table
        self._empty: EmptyState | None = None
        self._waits = False  # the focus was wanted before there was anything to give it to
        self._reading = Text(tone="secondary")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(SPOKEN_AFTER_MS)
        self._patience.timeout.connect(lambda: self._reading.say(Label("正在读取…")))
        waiting = QWidget()
        waiting.setLayout(column(STRETCH, row(STRETCH, self._reading, STRETCH), STRETCH, STRETCH))
        self.addWidget(waiting)
        self.addWidget(table)

    def wait(self) -> None:
        """The rows are being read; shorter waits are not spoken of."""
        self._patience.start()

    def take_focus(self, *, is_reading: bool = False) -> None:
        """Give the focus to the table, now or as soon as there are rows; where there are none, to what is offered.

        While the list `is_reading` it waits here: what was offered while there were no rows may be gone at once.
        """
        if self.currentWidget() is self._table:
            self._table.setFocus()
            return
        empty = self._empty if self.currentWidget() is self._empty else None
        if empty is None or empty.focusProxy() is None or is_reading:
            self._waits = True
            self.setFocus()
        else:
            empty.setFocus()

    def show_rows(self) -> None:
        """There are rows."""
        wants_focus = self._read()
        self.setCurrentWidget(self._table)
        if wants_focus:
            self._table.setFocus()

    def show_empty(self, empty: EmptyState) -> None:
        """There are none, and this says why."""
        take_focus = self._read()
        old, self._empty = self._empty, empty
        if old is not None:
            self.removeWidget(old)
            old.deleteLater()
        self.addWidget(empty)
        self.setCurrentWidget(empty)
        if take_focus and empty.focusProxy() is not None:
            empty.setFocus()

    def _read(self) -> bool:
        """The wait is over; whether the focus was waited with."""
        self._patience.stop()
        focused, waits, self._waits = self.window().focusWidget(), self._waits, False
        was_empty = self._empty is not None and holds(self._empty, focused)
        return self._table.hasFocus() or was_empty or (waits and focused in (None, self))
