"""Fusion with the few primitives mended that a style sheet cannot reach, and the filter of the mouse wheel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QProxyStyle,
    QSlider,
    QStyle,
    QStyleOption,
    QStyleOptionHeader,
    QWidget,
)

from app.views.theme import icons
from app.views.theme.tokens import Tokens


class XiaojiaStyle(QProxyStyle):
    """Fusion, with sort arrows the right way round and tick marks whose frames can be seen in the dark."""

    def __init__(self, tokens: Callable[[], Tokens], scale: Callable[[], int]) -> None:
        super().__init__("Fusion")
        self._tokens, self._scale = tokens, scale
        self._guard = WheelGuard(self)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        if element == QStyle.PrimitiveElement.PE_IndicatorHeaderArrow and isinstance(option, QStyleOptionHeader):
            self._draw_sort_arrow(option, painter)
        elif element in (
            QStyle.PrimitiveElement.PE_IndicatorCheckBox,
            QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck,
        ):
            self._draw_tick_box(option, painter)
        elif element == QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            self._draw_radio(option, painter)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Icons inside fields follow the scale; Qt knows no other door to their size."""
        if metric == QStyle.PixelMetric.PM_LineEditIconSize:
            return round(20 * self._scale() / 100)
        return super().pixelMetric(metric, option, widget)

    def generatedIconPixmap(self, iconMode: QIcon.Mode, pixmap: QPixmap | QImage, opt: QStyleOption) -> QPixmap:
        """An icon that cannot be pressed, in the colour of secondary words; asked for only when one is painted."""
        if iconMode == QIcon.Mode.Disabled:
            return icons.tinted(QPixmap(pixmap), QColor(self._tokens().secondary))
        return super().generatedIconPixmap(iconMode, pixmap, opt)

    def polish(self, arg__1: Any) -> None:
        """Put the wheel guard on every box that the wheel could change; Qt polishes each widget once."""
        super().polish(arg__1)
        if isinstance(arg__1, QComboBox | QAbstractSpinBox | QSlider):
            arg__1.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            arg__1.installEventFilter(self._guard)

    def _draw_sort_arrow(self, option: QStyleOptionHeader, painter: QPainter) -> None:
        # Qt says SortDown for ascending; people read ▲ as ascending.
        ascending = option.sortIndicator == QStyleOptionHeader.SortIndicator.SortDown  # type: ignore[attr-defined]
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        middle, half = box.center(), min(box.width(), box.height(), 10.0) / 2
        tip, foot = (-half * 0.6, half * 0.6) if ascending else (half * 0.6, -half * 0.6)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens().text))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(middle.x(), middle.y() + tip),
                    QPointF(middle.x() - half, middle.y() + foot),
                    QPointF(middle.x() + half, middle.y() + foot),
                ]
            )
        )
        painter.restore()

    def _indicator(self, option: QStyleOption, painter: QPainter) -> tuple[QRectF, bool, bool]:
        """Set pen and brush for the frame of a tick mark; gives its box, whether it is on and whether it is enabled."""
        tokens = self._tokens()
        on = bool(option.state & (QStyle.StateFlag.State_On | QStyle.StateFlag.State_NoChange))  # type: ignore[attr-defined]
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)  # type: ignore[attr-defined]
        focus = bool(option.state & QStyle.StateFlag.State_HasFocus)  # type: ignore[attr-defined]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = tokens.accent if enabled and (on or focus) else tokens.border
        painter.setPen(QPen(QColor(frame), 2.0 if focus else 1.2))
        painter.setBrush(QColor(tokens.accent if on and enabled else tokens.base if enabled else tokens.window))
        return QRectF(option.rect).adjusted(1, 1, -1, -1), on, enabled  # type: ignore[attr-defined]

    def _draw_tick_box(self, option: QStyleOption, painter: QPainter) -> None:
        painter.save()
        box, on, enabled = self._indicator(option, painter)
        painter.drawRoundedRect(box, 3, 3)
        if on:
            painter.setPen(QPen(QColor(self._tokens().on_accent if enabled else self._tokens().secondary), 2.0))
            x, y, w, h = box.x(), box.y(), box.width(), box.height()
            points = [(0.22, 0.52), (0.43, 0.72), (0.78, 0.3)]
            painter.drawPolyline(QPolygonF([QPointF(x + w * a, y + h * b) for a, b in points]))
        painter.restore()

    def _draw_radio(self, option: QStyleOption, painter: QPainter) -> None:
        painter.save()
        box, on, enabled = self._indicator(option, painter)
        painter.setBrush(QColor(self._tokens().base if enabled else self._tokens().window))
        painter.drawEllipse(box)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._tokens().accent if enabled else self._tokens().secondary))
            inset = box.width() * 0.26
            painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
        painter.restore()


class WheelGuard(QObject):
    """Keeps the mouse wheel from changing values: over a closed box it scrolls the page, as people expect."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)
