"""The bundled fonts: the screen uses those of the paper, so that rare names look right on any PC."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf", "NotoSansSC-Bold.ttf", "HanaMinB.ttf")
# HanaMinB holds the characters of Extension B and later, which names need and Noto Sans SC lacks.
FAMILIES = ["Noto Sans SC", "HanaMinB"]
BASE_POINTS = 11.0
SCALES = (100, 110, 125, 150, 175)


@cache
def load() -> None:
    """Make the bundled fonts known to Qt (about 60 ms, once in a process)."""
    for name in FILES:
        QFontDatabase.addApplicationFont(str(FOLDER / name))


def base_font(scale: int) -> QFont:
    """The font of ordinary text at `scale` percent."""
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPointSizeF(BASE_POINTS * scale / 100)
    return font


def role_font(base: QFont, role: str) -> QFont:
    """The font of a role: `title`, `heading`, `strong`, `message` or `huge`; any other name gives the base."""
    font = QFont(base)
    points = base.pointSizeF()
    if role == "title":
        font.setPointSizeF(points * 1.3)
        font.setWeight(QFont.Weight.Medium)
    elif role == "huge":
        font.setPointSizeF(points * 1.7)
        font.setWeight(QFont.Weight.Medium)
    elif role == "heading":
        font.setPointSizeF(points * 1.1)
        font.setWeight(QFont.Weight.Medium)
    elif role == "strong":
        font.setWeight(QFont.Weight.Bold)
    elif role == "message":
        font.setPointSizeF(max(10.0, points - 1))
    return font
