"""The filters in force, always in view, each with its way out."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.views.kit.deeds import icon_button
from app.views.kit.layout import Area, row
from app.views.kit.text import ElidedText
from app.views.record_list.source import Query


class FilterChips(QWidget):
    """One chip for each filter; hidden when there is none."""

    removed = Signal(str)  # the column's name

    def __init__(self) -> None:
        super().__init__()
        self._row = row(margins=(12, 0, 12, 6))
        self.setLayout(self._row)
        self.hide()

    def show_filters(self, query: Query, labels: Mapping[str, Label]) -> None:
        """Show the filters of this query."""
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for each in query.filters:
            values = "、".join(value or str(Label("空白")) for value in each.values)
            words = Label("筛选：{column} = {values}", column=labels[each.column], values=values)
            remove = icon_button(Label("不再筛选"), "x", lambda name=each.column: self.removed.emit(name))
            remove.setProperty("deed", "chip")
            self._row.addWidget(Area("chip", row(ElidedText(words), remove, spacing=4, margins=(8, 0, 0, 0))))
        self._row.addStretch(1)
        self.setVisible(bool(query.filters))
