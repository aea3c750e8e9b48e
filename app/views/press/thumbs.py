"""All pages of a print in small, one below the other; a picture is asked for when its page comes into view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.i18n import Label
from app.views import theme

CHARS = 8
ROOM = 0.72
"""How much of the width a page takes."""
Index = QModelIndex | QPersistentModelIndex


class _Model(QAbstractListModel):
    wanted = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sizes: Sequence[tuple[float, float]] = ()
        self.pictures: dict[int, QPixmap] = {}
        self.asked: set[int] = set()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return str(Label("第 {n} 页", n=index.row() + 1))
        return None

    def picture(self, row: int) -> QPixmap | None:
        """The picture of a page; one that is not there yet is asked for, once."""
        if row not in self.asked:
            self.asked.add(row)
            self.wanted.emit(row)
        return self.pictures.get(row)


class _Brush(QStyledItemDelegate):
    """Paints a page with its number below; the current one has a frame."""

    def __init__(self, model: _Model, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme.theme()
        return QSize(look.chars(CHARS), page_height(self._model.sizes) + look.line + 3 * theme.NORMAL)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, box = theme.theme(), option.rect  # type: ignore[attr-defined]
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        wide, high = self._model.sizes[index.row()]
        scale = page_width() / wide
        sheet = QRect(0, box.top() + theme.NORMAL, round(wide * scale), round(high * scale))
        sheet.moveLeft(box.left() + (box.width() - sheet.width()) // 2)
        painter.save()
        if is_current:
            painter.fillRect(box, look.colour("selection"))
        painter.fillRect(sheet, Qt.GlobalColor.white)
        if (picture := self._model.picture(index.row())) is not None:
            painter.drawPixmap(sheet, picture)
        painter.setPen(QPen(look.colour("frame_on_selection" if is_current else "border"), 2 if is_current else 1))
        painter.drawRect(sheet)
        painter.setFont(look.role_font("strong" if is_current else "message"))
        painter.setPen(look.colour("on_selection" if is_current else "text"))
        foot = QRect(box.left(), sheet.bottom() + 4, box.width(), look.line)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignCenter), str(index.row() + 1))
        painter.restore()


def page_width() -> int:
    """How wide a page is shown, in pixels of the screen."""
    return round(theme.theme().chars(CHARS) * ROOM)


def page_height(sizes: Sequence[tuple[float, float]]) -> int:
    """How high the highest of them is."""
    return round(page_width() * max((high / wide for wide, high in sizes), default=1.0))


class Thumbs(QListView):
    """Choosing a page shows it large."""

    chosen = Signal(int)
    wanted = Signal(int, float)  # page from 0, pixels a point

    def __init__(self) -> None:
        super().__init__()
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Brush(self._model, self))
        self.setAccessibleName(str(Label("各页缩样")))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._model.wanted.connect(self._ask)
        self.selectionModel().currentChanged.connect(self._moved)
        theme.theme().changed.connect(self._fit)
        self._fit()

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show the pages of another print."""
        self._model.beginResetModel()
        self._model.sizes = sizes
        self._model.pictures.clear()
        self._model.asked.clear()
        self._model.endResetModel()
        self._fit()

    def take(self, page: int, scale: float, picture: QImage) -> None:
        """A picture that was asked for."""
        if page < len(self._model.sizes):
            self._model.pictures[page] = QPixmap.fromImage(picture)
            self.update(self._model.index(page, 0))

    def mark(self, page: int) -> None:
        """This page is shown large."""
        index = self._model.index(page, 0)
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # they belong to the dialog
        else:
            super().keyPressEvent(event)

    def _ask(self, page: int) -> None:
        self.wanted.emit(page, page_width() * self.devicePixelRatioF() / self._model.sizes[page][0])

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.row())

    def _fit(self) -> None:
        self.setFixedWidth(theme.theme().chars(CHARS) + self.verticalScrollBar().sizeHint().width() + 2)
        self.scheduleDelayedItemsLayout()
