"""The line at the top of a page: title, count, search, and the page's deeds. What does not fit goes into 更多."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.i18n import Label
from app.views import theme
from app.views.kit.deeds import Button, Deed, MenuButton
from app.views.kit.layout import row
from app.views.kit.search import SearchBox
from app.views.kit.text import ElidedText, Text

# The search box never gets narrower than this many 字.
SEARCH_LEAST = 12
PLAIN_MOST = 3


class HeaderLine(QWidget):
    """Title and deeds of a page; `deeds` in order: the filled one first, then plain ones; the rest stands in 更多."""

    def __init__(
        self,
        title: Label,
        deeds: Sequence[Deed] = (),
        *,
        search: SearchBox | None = None,
        view: MenuButton | None = None,
        more: Sequence[Deed] = (),
        eye: Deed | None = None,
    ) -> None:
        """`eye` shows hidden numbers: an icon beside the search, since its name is long and its picture is known."""
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = Text(title, role="title")
        self._count = ElidedText(tone="secondary") if search is None else Text(tone="secondary")
        self._search = search
        self._longest = ""
        self._buttons: list[Button] = [Button(deed) for deed in deeds[: PLAIN_MOST + 1]]
        self._rest = [*deeds[PLAIN_MOST + 1 :], *more]
        self._more = MenuButton(Label("更多"))
        icons = [Button(eye, words=False)] if eye is not None else []
        self._fixed: list[QWidget] = [self._title, self._count, *([view] if view else []), *icons]
        self._line: QHBoxLayout = row(
            self._title, self._count, *([search] if search else [None]), *([view] if view else []), *icons,
            *self._buttons, self._more, margins=(theme.WIDE, 6, theme.WIDE, 6),
        )  # fmt: skip
        if search is not None:
            self._line.setStretchFactor(search, 1)
        self.setLayout(self._line)
        self._fit()
        theme.theme().changed.connect(self._fit)

    def rename(self, title: Label | str) -> None:
        """Show another title."""
        self._title.say(title)
        self._fit()

    def count(self, words: Label | str, longest: str = "") -> None:
        """Say how many there are, with room for the `longest` such words: the search box stays where one types."""
        self._count.say(words)
        self._longest = longest
        self._fit()

    def arrange(self, deeds: Sequence[Deed]) -> None:
        """Put the buttons into this order: the first ones stay longest where room is short."""
        wanted = sorted(self._buttons, key=lambda made: deeds.index(made.deed))
        if wanted == self._buttons:
            return
        self._buttons = wanted
        before: QWidget | None = None
        for made in wanted:
            self._line.removeWidget(made)
            self._line.insertWidget(self._line.indexOf(self._more), made)
            if before is not None:
                QWidget.setTabOrder(before, made)
            before = made
        if before is not None:
            QWidget.setTabOrder(before, self._more)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        wanted = (max(widget.sizeHint().width(), widget.minimumWidth()) for widget in self._fixed)
        fixed = sum(width + theme.NORMAL for width in wanted)
        search = theme.theme().chars(SEARCH_LEAST) if self._search else 0
        first = self._buttons[0].sizeHint().width() + theme.NORMAL if self._buttons else 0
        more = self._more.sizeHint().width() + theme.NORMAL
        return QSize(fixed + search + first + more + 2 * theme.WIDE, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Move deeds into 更多, from the right, until the rest has room; the filled one always stays."""
        self._count.setMinimumWidth(self._count.fontMetrics().horizontalAdvance(self._longest))
        room = self.width() - self.minimumSizeHint().width()
        shown = 1
        for made in self._buttons[1:]:
            room -= _width(made)
            if room < 0:
                break
            shown += 1
        for at, made in enumerate(self._buttons):
            made.setVisible(at < shown)
        menu = [made.deed for made in self._buttons[shown:]] + self._rest
        self._more.offer(menu)
        self._more.setVisible(bool(menu))


def _width(widget: QPushButton) -> int:
    return widget.sizeHint().width() + theme.NORMAL
