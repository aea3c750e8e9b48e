"""The filters in force, always in view, each with its way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.views.kit.deeds import icon_button
from app.views.kit.layout import Area, clear, row
from app.views.kit.text import ElidedText
from app.views.record_list.conditions import said
from app.views.record_list.source import Column, Query


class FilterChips(QWidget):
    """One chip for each filter; hidden when there is none."""

    asked = Signal(object)  # the Query without one of its filters

    def __init__(self) -> None:
        super().__init__()
        self._row = row(margins=(12, 0, 12, 6))
        self.setLayout(self._row)
        self.hide()

    def show_filters(self, query: Query, columns: Mapping[str, Column]) -> None:
        """Show the filters of this query."""
        clear(self._row)
        if query.only is not None:
            self._add(query.only.words, partial(self.asked.emit, replace(query, only=None)))
        for each in query.filters:
            words = Label("筛选：{what}", what=said(each, columns[each.column]))
            self._add(words, partial(self.asked.emit, query.without(each)))
        self._row.addStretch(1)
        self.setVisible(bool(query.filters or query.only))

    def _add(self, words: Label, run: Callable[[], object]) -> None:
        remove = icon_button(Label("不再筛选"), "x", run)
        remove.setProperty("deed", "chip")
        self._row.addWidget(Area("chip", row(ElidedText(words), remove, spacing=4, margins=(8, 0, 0, 0))))
