"""Rows, columns and areas with the spacing of the design, so that no page sets pixels of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from app.views.theme import NORMAL

STRETCH = None


def row(
    *items: QWidget | QLayout | int | None, spacing: int = NORMAL, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """A horizontal layout: widgets and layouts in order, a number is a gap in pixels, `STRETCH` takes the rest."""
    layout = QHBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def column(
    *items: QWidget | QLayout | int | None, spacing: int = NORMAL, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """A vertical layout, in the same way."""
    layout = QVBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def _fill(
    layout: QBoxLayout,
    items: tuple[QWidget | QLayout | int | None, ...],
    spacing: int,
    margins: tuple[int, int, int, int],
) -> None:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def drop(widget: QWidget) -> None:
    """Take a widget away for good, and out of sight at once: Qt deletes it only with the next event."""
    widget.hide()
    widget.deleteLater()


def clear(layout: QLayout) -> None:
    """Take everything out of a layout, for good."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            drop(widget)


class Area(QFrame):
    """A part of the window with a ground of its own (`nav`, `panel`, `status`, `card` …), named for screen readers."""

    def __init__(self, area: str, layout: QLayout | None = None, *, tone: str = "", name: str = "") -> None:
        super().__init__()
        self.setProperty("area", area)
        self.setProperty("tone", tone)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(name)
        if layout is not None:
            self.setLayout(layout)


def line() -> QFrame:
    """A thin line between two parts."""
    return Area("line")


def scrolled(layout: QLayout) -> QScrollArea:
    """What is taller than a low window: it scrolls from top to bottom and never sideways."""
    inside = QWidget()
    inside.setProperty("area", "scrolled")
    inside.setLayout(layout)
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the focus of what is in it, and is no stop itself
    scroll.setWidget(inside)
    return scroll
