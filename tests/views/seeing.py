"""What a careful eye would see: cut words, small targets, controls that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QTabBar,
    QWidget,
)

from app.views.kit.search import SearchBox
from app.views.kit.text import ElidedText

LEAST_HEIGHT = 28
PADDING = 4
HEADING = Qt.Orientation.Horizontal


def _seen(root: QWidget) -> Iterator[QWidget]:
    return (each for each in root.findChildren(QWidget) if each.isVisible() and not each.visibleRegion().isEmpty())


def cut_off(root: QWidget) -> list[str]:
    """The words in view that have less room than they need, measured with their own font."""
    found: list[str] = []
    for each in _seen(root):
        if isinstance(each, QLabel):
            found += _cut_label(each)
        elif isinstance(each, QAbstractButton):
            found += _cut_button(each)
        elif isinstance(each, QLineEdit):
            found += _cut_hint(each)
        elif isinstance(each, QTabBar):
            found += _cut_tabs(each)
        elif isinstance(each, QHeaderView):
            found += _cut_headings(each)
    return found


def _cut_label(label: QLabel) -> list[str]:
    if not label.text():
        return []
    if label.wordWrap():
        cut = label.heightForWidth(label.width()) > label.height() + 2
    elif isinstance(label, ElidedText):
        cut = label.height() < label.fontMetrics().height()  # a tooltip has the rest of the line
    else:
        cut = label.width() < label.minimumSizeHint().width() or label.height() < label.fontMetrics().height()
    return [label.text()] if cut or _covered(label) else []


def _cut_button(button: QAbstractButton) -> list[str]:
    cut = isinstance(button, QPushButton) and button.width() < button.sizeHint().width()
    return [button.text()] if button.text() and (cut or _covered(button)) else []


def _cut_hint(line: QLineEdit) -> list[str]:
    """What may be typed, said in the empty field; what was typed scrolls, and a search that is short says less."""
    words = "" if line.text() or isinstance(line, SearchBox) else line.placeholderText()
    room = line.width() - line.textMargins().left() - line.textMargins().right() - 2 * _frame(line)
    return [words] if line.fontMetrics().horizontalAdvance(words) > room else []


def _frame(widget: QWidget) -> int:
    return widget.style().pixelMetric(QStyle.PixelMetric.PM_DefaultFrameWidth, None, widget)


def _cut_tabs(bar: QTabBar) -> list[str]:
    """Tabs narrower than their words; those out of view are reached by the arrows of the bar."""
    narrow = [at for at in range(bar.count()) if bar.tabRect(at).width() + PADDING < bar.tabSizeHint(at).width()]
    return [bar.tabText(at) for at in narrow if bar.isTabVisible(at)]


def _cut_headings(header: QHeaderView) -> list[str]:
    """Headings of columns that do not fit, broken into as many lines as the height has room for."""
    model = header.model()
    if header.orientation() is not HEADING or model is None:
        return []
    found = []
    for at in (each for each in range(header.count()) if not header.isSectionHidden(each)):
        words = str(model.headerData(at, HEADING) or "")
        room = QRect(0, 0, header.sectionSize(at), 0)
        needed = header.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWrapAnywhere), words)
        if needed.height() > header.height() or needed.width() > room.width():
            found.append(words)
    return found


def _covered(widget: QWidget) -> bool:
    """Whether something hides a part of it; what scrolls is reached by scrolling."""
    shown: QRect = widget.visibleRegion().boundingRect()
    return _sheet(widget) is None and (shown.width() < widget.width() - 1 or shown.height() < widget.height() - 1)


def too_low(root: QWidget) -> list[str]:
    """Targets that a trembling hand would miss."""
    kinds = QPushButton | QLineEdit | QPlainTextEdit
    return [each.accessibleName() for each in _seen(root) if isinstance(each, kinds) and each.height() < LEAST_HEIGHT]


def nameless(root: QWidget) -> list[str]:
    """Controls without a name for screen readers."""
    kinds = QAbstractButton | QLineEdit | QPlainTextEdit
    own = (each for each in _seen(root) if isinstance(each, kinds) and type(each).__module__.startswith("app."))
    return [repr(each) for each in own if not each.accessibleName()]


def unsaid(root: QWidget) -> list[str]:
    """Words that a screen reader is not told, since a name stands in their place."""
    labels = (each for each in _seen(root) if isinstance(each, QLabel) and each.text() and each.accessibleName())
    return [each.text() for each in labels if each.text() not in each.accessibleName()]


def outside(root: QWidget) -> list[str]:
    """The controls in view that begin or end beyond the edge of their window; what scrolls is reached by scrolling."""
    window = root.window()
    return [
        _called(each)
        for each in _controls(root)
        if _sheet(each) is None and not window.rect().contains(QRect(each.mapTo(window, QPoint()), each.size()))
    ]


def overlapping(root: QWidget) -> list[tuple[str, str]]:
    """The pairs of controls in view that stand on one another: one of them hides a part of the other."""
    window = root.window()
    placed = [(each, QRect(each.mapTo(window, QPoint()), each.size())) for each in _controls(root)]
    return [
        (_called(one), _called(other))
        for at, (one, room) in enumerate(placed)
        for other, its_room in placed[at + 1 :]
        if room.intersects(its_room) and not one.isAncestorOf(other) and not other.isAncestorOf(one)
        and _sheet(one) is _sheet(other)
    ]  # fmt: skip


def _controls(root: QWidget) -> list[QWidget]:
    """What people read and use, without the parts that a control is made of."""
    kinds = QAbstractButton | QLabel | QLineEdit | QPlainTextEdit | QComboBox | QTabBar | QAbstractItemView
    found = [each for each in _seen(root) if isinstance(each, kinds) and each.window() is root.window()]
    return [each for each in found if not (isinstance(each, QLabel) and not each.text())]


def _sheet(widget: QWidget) -> QWidget | None:
    """What a control scrolls with, if it does."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QAbstractScrollArea):
            return above
        above = above.parentWidget()
    return None


def _called(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or getattr(widget, 'text', str)()}"
