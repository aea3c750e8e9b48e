"""One page of a print on its ground: whole, as wide as the room, or at any size; the pictures are asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QPoint, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from app.i18n import Label
from app.views import theme

MARGIN = 12
STEP = 1.25
LEAST, MOST = 0.2, 6.0
KEPT = 12
"""Pictures kept: those of the pages last looked at."""
ASK_AFTER_MS = 30
LINES_PER_NOTCH = 60


class Zoom(Enum):
    """How large a page is shown."""

    WHOLE = "whole"
    WIDTH = "width"
    FREE = "free"


class SheetView(QAbstractScrollArea):
    """Shows one page at a time; PgUp and PgDn turn, Ctrl with the wheel or + and − zooms."""

    wanted = Signal(int, float)  # page from 0, pixels a point
    turned = Signal(int)
    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.page, self.zoom = 0, Zoom.WHOLE
        self._sizes: Sequence[tuple[float, float]] = ()
        self._free = 1.0
        self._pictures: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._asked: tuple[int, float] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(ASK_AFTER_MS)
        self._pause.timeout.connect(self._ask)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("area", "pages")
        self._describe()

    # --- what is shown

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show another print, at the same page if it has that many."""
        self._sizes = sizes
        self._pictures.clear()
        self._asked = None
        self.go_to(min(self.page, max(0, len(sizes) - 1)))

    def take(self, page: int, scale: float, picture: QImage) -> None:
        """A picture that was asked for."""
        self._pictures[page, scale] = picture
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def go_to(self, page: int) -> None:
        """Turn to a page (from 0)."""
        if not self._sizes:
            return
        self.page = max(0, min(page, self.count - 1))
        self.verticalScrollBar().setValue(0)
        self._fit()
        self._describe()
        self.turned.emit(self.page)

    def set_zoom(self, zoom: Zoom) -> None:
        """Show the whole page, or let it be as wide as the room."""
        self.zoom = zoom
        self._fit()
        self.zoomed.emit()

    def zoom_by(self, steps: int) -> None:
        """Bigger (+1) or smaller (−1)."""
        self._free = max(LEAST, min(self.scale() * STEP**steps, MOST))
        self.set_zoom(Zoom.FREE)

    @property
    def percent(self) -> int:
        """The size shown; 100 is as large as on paper at 96 dots an inch."""
        return round(self.scale() * 72 / 96 * 100)

    def scale(self) -> float:
        """Pixels of the screen for a point of the page."""
        if not self._sizes or self.zoom is Zoom.FREE:
            return self._free
        wide, high = self._sizes[self.page]
        room = self.maximumViewportSize()
        by_width = max(40, room.width() - 2 * MARGIN) / wide
        if self.zoom is Zoom.WIDTH:
            bar = self.verticalScrollBar().sizeHint().width()
            return max(40, room.width() - bar - 2 * MARGIN) / wide
        return min(by_width, max(40, room.height() - 2 * MARGIN) / high)

    # --- pictures

    def _fit(self) -> None:
        """The scroll bars follow the size of the page; a picture is asked for once nothing moves."""
        size, room = self._page_size(), self.viewport().size()
        for bar, length, shown in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, max(0, round(length) + 2 * MARGIN - shown))
            bar.setPageStep(shown)
            bar.setSingleStep(LINES_PER_NOTCH)
        self._pause.start()
        self.viewport().update()

    def _page_size(self) -> QSizeF:
        wide, high = self._sizes[self.page] if self._sizes else (0.0, 0.0)
        return QSizeF(wide * self.scale(), high * self.scale())

    def _pixels(self) -> float:
        return round(self.scale() * self.devicePixelRatioF(), 4)

    def _ask(self) -> None:
        key = (self.page, self._pixels())
        if self._sizes and key not in self._pictures and key != self._asked:
            self._asked = key
            self.wanted.emit(*key)

    def _best(self) -> QImage | None:
        """The picture of this page in this size, or one of another size for the moment."""
        exact = self._pictures.get((self.page, self._pixels()))
        return exact or next((each for (page, _), each in self._pictures.items() if page == self.page), None)

    # --- events

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.theme(), QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.colour("selection_inactive"))
        if not self._sizes:
            return
        size, room = self._page_size(), self.viewport().size()
        left = max(MARGIN, (room.width() - size.width()) / 2) - self.horizontalScrollBar().value()
        top = max(MARGIN, (room.height() - size.height()) / 2) - self.verticalScrollBar().value()
        sheet = QRectF(round(left), round(top), size.width(), size.height())
        painter.fillRect(sheet, Qt.GlobalColor.white)  # paper is white in every look
        if (picture := self._best()) is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, picture)
        painter.setPen(look.colour("accent" if self.hasFocus() else "border"))
        painter.drawRect(sheet.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.zoomed.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if steps.y() > 0 else -1)
        else:
            self._scroll(QPoint(-steps.x(), -steps.y()))
        event.accept()

    def _scroll(self, by: QPoint) -> None:
        """Scroll; at the end of the page on to the next one."""
        bar = self.verticalScrollBar()
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + by.x())
        if by.y() > 0 and bar.value() == bar.maximum():
            self.turn(1)
        elif by.y() < 0 and bar.value() == 0:
            self.turn(-1)
        else:
            bar.setValue(bar.value() + by.y())

    def turn(self, steps: int) -> None:
        """The next page, or the one before; of that one its foot is shown first."""
        goal = self.page + steps
        if 0 <= goal < self.count:
            self.go_to(goal)
            if steps < 0:
                self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, bar = event.key(), self.verticalScrollBar()
        if key == Qt.Key.Key_PageDown:
            self._page_on(1)
        elif key == Qt.Key.Key_PageUp:
            self._page_on(-1)
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(self.count - 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            bar.setValue(bar.value() + (LINES_PER_NOTCH if key == Qt.Key.Key_Down else -LINES_PER_NOTCH))
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            across = self.horizontalScrollBar()
            across.setValue(across.value() + (LINES_PER_NOTCH if key == Qt.Key.Key_Right else -LINES_PER_NOTCH))
        else:
            event.ignore()

    def _page_on(self, steps: int) -> None:
        bar = self.verticalScrollBar()
        at_end = bar.value() == (bar.maximum() if steps > 0 else 0)
        if at_end:
            self.turn(steps)
        else:
            bar.setValue(bar.value() + steps * bar.pageStep())

    def _describe(self) -> None:
        words = Label("预览　第 {n} 页，共 {count} 页", n=self.page + 1, count=self.count)
        self.setAccessibleName(str(words if self._sizes else Label("预览")))
