"""Draws a window with what the desktop would draw around its dialogs, and keeps the pictures small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from app.views.pages import PAGES, Page
from app.views.pictures.samples import Samples
from app.views.pictures.stage import Stage, State
from app.views.theme import theme

COLOURS = 40
VIVID = 6
"""A colour counts for so many pixels more if it is a strong one: a frame or a warning has few, and must be right."""


def draw(widget: QWidget) -> QPixmap:
    """The widget with its open dialogs and menus, as a person sees them."""
    picture = widget.grab()
    painter = QPainter(picture)
    for each in QApplication.topLevelWidgets():
        if each is widget or not each.isVisible():
            continue
        if isinstance(each, QDialog):
            _draw_dialog(painter, each, widget)
        elif isinstance(each, QMenu):
            painter.drawPixmap(widget.mapFromGlobal(each.pos()), each.grab())
    painter.end()
    return picture


def _draw_dialog(painter: QPainter, dialog: QDialog, widget: QWidget) -> None:
    """A dialog with a title bar, which the desktop would draw."""
    look = theme()
    bar = look.line + 12
    left, top = (widget.width() - dialog.width()) // 2, (widget.height() - dialog.height() - bar) // 3
    whole = QRect(left, top, dialog.width(), dialog.height() + bar)
    painter.fillRect(whole, look.colour("base"))
    painter.setFont(look.font)
    painter.setPen(look.colour("text"))
    title = QRect(left + 12, top, dialog.width() - 24, bar)
    painter.drawText(title, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), dialog.windowTitle())
    painter.drawPixmap(QPoint(left, top + bar), dialog.grab())
    painter.setPen(look.colour("border"))
    painter.drawRect(whole)


def save_small(image: QImage, path: Path) -> None:
    """Write a PNG with a palette of the colours that are most frequent: a window has few, and the file is small."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    counts = Counter(memoryview(plain.constBits()).cast("I").tolist())
    palette = sorted(counts, key=lambda colour: counts[colour] * (1 + VIVID * _strength(colour)), reverse=True)[
        :COLOURS
    ]
    flags = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
    writer = QImageWriter(str(path))
    writer.setCompression(100)
    if not writer.write(plain.convertToFormat(QImage.Format.Format_Indexed8, palette, flags)):
        raise OSError(writer.errorString())


def _strength(colour: int) -> float:
    """How far a colour is from grey, from 0 to 1."""
    parts = (colour >> 16 & 255, colour >> 8 & 255, colour & 255)
    return (max(parts) - min(parts)) / 255


def render(
    states: Mapping[str, State],
    folder: Path,
    size: QSize,
    pages: Sequence[Page] = PAGES,
    samples: Samples | None = None,
    ending: str = "",
) -> list[Path]:
    """Draw each state into `NAME.png`, or `NAME` with this ending; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for name, arrange in states.items():
        stage = Stage(size, pages, samples)
        try:
            stage.settle()
            drawn.append(folder / f"{name}{ending}.png")
            save_small(draw(arrange(stage)).toImage(), drawn[-1])
        finally:
            stage.close()
    return drawn
