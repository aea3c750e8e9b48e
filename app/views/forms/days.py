"""Days are one text field that understands 19850305, 1985.3.5 and 今天, with a calendar to point at."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit

from app.i18n import Label
from app.views import theme
from app.views.forms.editors import LineEditor, closes_only
from app.views.forms.source import FormField
from app.views.kit.layout import Area, column


class DayEditor(LineEditor):
    """A day, or a part of one; Alt+↓ opens the calendar, Ctrl+; writes today."""

    def __init__(self, field: FormField) -> None:
        super().__init__(field)
        if field.hint is None:
            # No longer than the field is wide; the other ways to write a day stand in the tooltip.
            is_partial = field.kind == "partial_day"
            self.line.setPlaceholderText(str(Label("例 1985.3") if is_partial else Label("例 2026.3.5")))
            ways = Label("例 1985、1985.3 或 1985年3月5日") if is_partial else Label("例 20260305、2026.3.5 或 今天")
            self.line.setToolTip(str(ways))
        self._open = QAction(str(Label("打开日历")), self)
        self._open.setToolTip(str(Label("打开日历　Alt+↓")))
        self._open.triggered.connect(self.open_calendar)
        self.line.addAction(self._open, QLineEdit.ActionPosition.TrailingPosition)
        self.line.list_asked.connect(self.open_calendar)
        self.line.today_asked.connect(self._write_today)
        theme.theme().changed.connect(self._draw)
        self._draw()

    def open_calendar(self) -> None:
        """Show the month of the day that stands here, or this month."""
        if self.line.isReadOnly():
            return
        shown = QDate.fromString(self.raw()[:10], "yyyy-MM-dd")
        calendar = Calendar(self, shown if shown.isValid() else QDate.currentDate())
        calendar.move(self.line.mapToGlobal(QPoint(0, self.line.height())))
        calendar.show()

    def lock(self) -> None:
        super().lock()
        self.line.removeAction(self._open)
        self.line.setPlaceholderText("")  # nothing can be typed, so nothing says how
        self.line.setToolTip("")

    def write(self, day: date) -> None:
        """Write a day as if it had been typed."""
        self.line.selectAll()
        self.line.insert(day.isoformat())
        self.edited.emit()
        self.line.setFocus()

    def _write_today(self) -> None:
        if not self.line.isReadOnly():
            self.write(date.today())

    def _draw(self) -> None:
        self._open.setIcon(theme.theme().icon("calendar", "secondary"))


class Calendar(Area):
    """A month to point at; Monday comes first."""

    def __init__(self, editor: DayEditor, shown: QDate) -> None:
        super().__init__("popup", name=str(Label("日历")))
        self.setParent(editor, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editor = editor
        self._month = QCalendarWidget()
        self._month.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self._month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._month.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self._month.setGridVisible(False)
        weekend = QTextCharFormat()
        weekend.setForeground(theme.theme().colour("text"))
        for each in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._month.setWeekdayTextFormat(each, weekend)
        self._month.setSelectedDate(shown)
        self._month.activated.connect(self._take)
        self._month.clicked.connect(self._take)
        self.setLayout(column(self._month, margins=(1, 1, 1, 1)))
        self._month.setFocus()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and closes_only(event):
            event.accept()
            return True
        return super().event(event)

    def _take(self, chosen: QDate) -> None:
        self.close()
        self._editor.write(date(chosen.year(), chosen.month(), chosen.day()))
