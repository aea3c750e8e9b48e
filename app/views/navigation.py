"""The navigation at the left: the pages in their groups; narrow windows get icons over two characters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QWidget

from app.i18n import Label
from app.views import theme
from app.views.kit.layout import STRETCH, Area, column
from app.views.kit.text import Text
from app.views.pages import Page

WIDE_CHARS, NARROW_CHARS = 9.0, 4.6
# On the lowest screens eight pages are in view without scrolling, below a reminder too.
ICON, NARROW_ICON = 24, 18


class NavButton(QAbstractButton):
    """One page: icon and name; the current one has a bar, bold words and a ground of its own."""

    def __init__(self, page: Page, number: int) -> None:
        super().__init__()
        self.page = page
        self.narrow = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(str(page.label))
        self.setAccessibleName(str(page.label))
        key = Label("Alt+{n}", n=number) if number <= 9 else ""
        self.setToolTip(f"{page.label}　{key}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Once is enough: pressed twice, a page closes what is open in it."""
        event.accept()

    def nextCheckState(self) -> None:
        """Being pressed does not mark it; the window does once the page is there."""

    def sizeHint(self) -> QSize:
        look = theme.theme()
        if self.narrow:
            return QSize(look.chars(NARROW_CHARS), look.icon_size(NARROW_ICON) + look.line + 3)
        return QSize(look.chars(WIDE_CHARS), look.line + 15)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter, box = theme.theme(), QPainter(self), self.rect()
        on = self.isChecked()
        ink = "on_selection" if on else "text"
        if on or self.underMouse():
            painter.fillRect(box, look.colour("selection" if on else "hover"))
        if on:
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            left = box.right() - 3 if mirrored else 0
            painter.fillRect(QRect(left, 0, 4, box.height()), look.colour("frame_on_selection"))
        icon = NARROW_ICON if self.narrow else ICON
        side = look.icon_size(icon)
        picture, words, where = self._places(box, side)
        look.icon(self.page.icon, ink, icon).paint(painter, picture)
        painter.setFont(look.role_font("strong" if on else ""))
        painter.setPen(look.colour(ink))
        painter.drawText(words, int(where), str(self.page.short if self.narrow else self.page.label))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("frame_on_selection" if on else "accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))

    def _places(self, box: QRect, side: int) -> tuple[QRect, QRect, Qt.AlignmentFlag]:
        """Where icon and words go, and how the words stand."""
        if self.narrow:
            picture = QRect((box.width() - side) // 2, 2, side, side)
            return picture, box.adjusted(0, side + 2, 0, -1), Qt.AlignmentFlag.AlignCenter
        picture = QRect(16, (box.height() - side) // 2, side, side)
        words = box.adjusted(16 + side + 10, 0, -4, 0)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            picture.moveRight(box.right() - 16)
            words = box.adjusted(4, 0, -(16 + side + 10), 0)
        return picture, words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading


class Navigation(QScrollArea):
    """All pages; ↑ ↓ go between them, Enter and space show one. The list scrolls when it is long."""

    chosen = Signal(str)  # the page's key

    def __init__(self, pages: Sequence[Page]) -> None:
        super().__init__()
        self.setAccessibleName(str(Label("页面")))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.buttons = [NavButton(page, number) for number, page in enumerate(pages, start=1)]
        self._headings: list[Text] = []
        inside = Area("nav", column(theme.NORMAL, *self._entries(), STRETCH, spacing=1))
        self.setWidget(inside)
        for made in self.buttons:
            made.clicked.connect(lambda _=False, key=made.page.key: self.chosen.emit(key))
            # A screen reader does not press it but marks it.
            made.toggled.connect(lambda on, key=made.page.key: self.chosen.emit(key) if on else None)
            made.installEventFilter(self)
        theme.theme().changed.connect(self._fit)
        self._narrow = False
        self._fit()

    def _entries(self) -> list[QWidget]:
        entries: list[QWidget] = []
        group: Label | None = None
        for made in self.buttons:
            if made.page.group is not None and made.page.group != group:
                heading = Text(made.page.group, role="message", tone="secondary")
                heading.setContentsMargins(16, theme.WIDE, 0, theme.NARROW)
                self._headings.append(heading)
                entries.append(heading)
            group = made.page.group
            entries.append(made)
        return entries

    def show_current(self, key: str) -> None:
        """Mark this page as the one shown."""
        for made in self.buttons:
            with QSignalBlocker(made):
                made.setChecked(made.page.key == key)
        self._show_where()

    def _show_where(self) -> None:
        """The page shown is in view, also in a low window."""
        for made in self.buttons:
            if made.isChecked():
                self.ensureWidgetVisible(made, 0, theme.NORMAL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_where()

    def set_narrow(self, narrow: bool) -> None:
        """Icons over two characters, for windows without room."""
        self._narrow = narrow
        self._fit()

    def focus_current(self) -> None:
        """Give the focus to the page shown."""
        for made in self.buttons:
            if made.isChecked():
                made.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, NavButton):
            at = self.buttons.index(watched)
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                goal = self.buttons[(at + step) % len(self.buttons)]
                goal.setFocus()
                self.ensureWidgetVisible(goal)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                watched.click()
                return True
        return False

    def _fit(self) -> None:
        self.setFixedWidth(theme.theme().chars(NARROW_CHARS if self._narrow else WIDE_CHARS) + 1)
        # A bar would take half of a narrow navigation; the wheel and the keys scroll it as well.
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if self._narrow else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        for heading in self._headings:
            heading.setVisible(not self._narrow)
        for made in self.buttons:
            made.narrow = self._narrow
            made.updateGeometry()
            made.update()
