"""The parts of a household's page, made a piece at a time while the list is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.views.forms.ahead import PAUSE_MS, RowsAhead
from app.views.forms.body import FormBody
from app.views.hardship.case_parts import CaseParts
from app.views.hardship.work import Shape


class PartsAhead:
    """First the rows of the form, then the form, then the tables; `make` goes on at once from where it is.

    All together take a tenth of a second, for which the first household would wait otherwise.
    """

    def __init__(self, shape: Shape, to_standards: Callable[[], object], parent: QWidget) -> None:
        self.shape = shape
        self._to_standards, self._parent = to_standards, parent
        self._rows = RowsAhead(shape.fields, parent)
        self._body: FormBody | None = None
        self._parts: CaseParts | None = None
        self._is_wanted = True
        self._rows.finished.connect(self._go_on)

    def begin(self) -> None:
        """Begin when the window has rested for a moment."""
        self._rows.begin()

    def make_body(self) -> None:
        """The form at once, from the rows that are there."""
        if self._body is None:
            self._body = FormBody(self.shape.fields, self._rows.take())
            self._body.setParent(self._parent)
            self._body.hide()

    def make(self) -> CaseParts:
        """All of it at once, as far as it is not there yet; to be shown by whoever asks."""
        self.make_body()
        assert self._body is not None
        if self._parts is None:
            self._parts = CaseParts(self.shape.columns, self._body, self._to_standards)
            self._parts.setParent(self._parent)
            self._parts.hide()
        return self._parts

    def discard(self) -> None:
        """Parts for other fields or choices are wanted: these go, and nothing more of them is made."""
        self._is_wanted = False
        self._rows.deleteLater()
        made = self._parts or self._body  # the form is a child of the parts
        if made is not None:
            made.deleteLater()

    @property
    def is_made(self) -> bool:
        """Whether nothing is left to make."""
        return self._parts is not None

    def _go_on(self) -> None:
        QTimer.singleShot(PAUSE_MS, self._parent, self._make_more)

    def _make_more(self) -> None:
        if not self._is_wanted:
            return
        if self._body is None:
            self.make_body()
            self._go_on()
        else:
            self.make()
