"""Where a form goes, by room and not by taste: beside its list, or, where there is no room for both, in its place."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.i18n import Label
from app.views import theme
from app.views.kit.layout import Area, column

PANEL_CHARS = 25
PANEL_FROM_CHARS = 72
LIST_LEAST_CHARS = 44


class Roomy(Protocol):
    """A form that can stand in a panel or alone on the page."""

    def be_page(self, alone: bool) -> None:
        """Stand alone, with a way back, or in a panel, with a ×."""
        ...


class Beside(QStackedWidget):
    """A list, and now and then a form, which may be given later: when it is first opened."""

    def __init__(self, listed: QWidget, form: QWidget | None = None, room: Roomy | None = None) -> None:
        super().__init__()
        self._listed, self._form, self._room = listed, form, room
        self.is_open = False
        self._panel_row, self._page_row = column(spacing=0), column(spacing=0)
        self._panel = Area("panel", self._panel_row, name=str(Label("填写")))
        self._alone = QWidget()
        self._alone.setLayout(self._page_row)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(5)
        self._split.addWidget(listed)
        self._split.addWidget(self._panel)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self.addWidget(self._split)
        self.addWidget(self._alone)
        theme.theme().changed.connect(self._fit)
        self._place()
        self._fit()

    def hold(self, form: QWidget, room: Roomy) -> None:
        """Show this form from now on."""
        self._form, self._room = form, room
        self._place()
        self._fit()

    @property
    def is_beside(self) -> bool:
        """Whether there is room for both."""
        return self.width() >= theme.theme().chars(PANEL_FROM_CHARS)

    def open(self, wanted: bool) -> None:
        """Show the form, or the list only."""
        self.is_open = wanted
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _place(self) -> None:
        if self._form is None or self._room is None:
            return
        (self._panel_row if self.is_beside else self._page_row).addWidget(self._form)
        self._room.be_page(not self.is_beside)

    def _fit(self) -> None:
        look = theme.theme()
        home = self._panel if self.is_beside else self._alone
        if self._form is not None and self._form.parentWidget() is not home:
            self._place()
        self._panel.setMinimumWidth(look.chars(PANEL_CHARS))
        room = self.width() - look.chars(PANEL_CHARS)
        self._listed.setMinimumWidth(min(look.chars(LIST_LEAST_CHARS), max(room, 0)) if self.is_beside else 0)
        self._panel.setVisible(self.is_open and self.is_beside)
        if self._form is not None:
            self._form.setVisible(self.is_open)
        self.setCurrentWidget(self._alone if self.is_open and not self.is_beside else self._split)
