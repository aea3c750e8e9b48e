"""Outline icons, painted in the colour that the present look gives to their role."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in `colour`, `size` logical pixels wide and high."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def icon(name: str, colour: str, size: int) -> QIcon:
    """The icon, drawn for the screens that there are; how it looks when disabled is the style's affair (`tinted`)."""
    return _icon(name, colour, size, needed_ratios([one.devicePixelRatio() for one in QGuiApplication.screens()]))


def needed_ratios(screens: Sequence[float]) -> tuple[float, ...]:
    """The device pixel ratios to draw for, so that no icon is ever blown up: most screens need one of the two."""
    return (1.0,) if max(screens, default=1.0) <= 1.0 else (1.0, 2.0)


@cache
def _icon(name: str, colour: str, size: int, ratios: tuple[float, ...]) -> QIcon:
    made = QIcon()
    for ratio in ratios:
        made.addPixmap(pixmap(name, colour, size, ratio))
    return made


def tinted(picture: QPixmap, colour: QColor) -> QPixmap:
    """The same outline in another colour."""
    made = QPixmap(picture)
    painter = QPainter(made)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(made.rect(), colour)
    painter.end()
    return made
