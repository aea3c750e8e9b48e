"""What a careful eye would see: cut words, small targets, controls that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.views.kit.text import ElidedText

LEAST_HEIGHT = 28


def _seen(root: QWidget) -> Iterator[QWidget]:
    return (each for each in root.findChildren(QWidget) if each.isVisible() and not each.visibleRegion().isEmpty())


def cut_off(root: QWidget) -> list[str]:
    """The words of labels and buttons that have less room than they need."""
    found = []
    for each in _seen(root):
        if isinstance(each, QLabel) and not isinstance(each, ElidedText) and each.text() and not each.wordWrap():
            if each.width() < each.minimumSizeHint().width() or each.height() < each.fontMetrics().height():
                found.append(each.text())
        elif isinstance(each, QLabel) and each.wordWrap() and each.text():
            if each.heightForWidth(each.width()) > each.height() + 2:
                found.append(each.text())
        elif isinstance(each, QPushButton) and each.text() and each.width() < each.sizeHint().width():
            found.append(each.text())
    return found


def too_low(root: QWidget) -> list[str]:
    """Targets that a trembling hand would miss."""
    kinds = QPushButton | QLineEdit | QPlainTextEdit
    return [each.accessibleName() for each in _seen(root) if isinstance(each, kinds) and each.height() < LEAST_HEIGHT]


def nameless(root: QWidget) -> list[str]:
    """Controls without a name for screen readers."""
    kinds = QAbstractButton | QLineEdit | QPlainTextEdit
    own = (each for each in _seen(root) if isinstance(each, kinds) and type(each).__module__.startswith("app."))
    return [repr(each) for each in own if not each.accessibleName()]
