"""How the category follows: the calculation, written out line by line while one types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.i18n import Label
from app.services.hardship import Looked, Sheet, told_monthly
from app.views import theme
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import STRETCH, Area, column, row
from app.views.kit.text import Picture, Text

UNFILLED = Label("还没有填收入，先不算。")
HOW_TO_FILL = Label("在“收入”里填上全家的收入。确实没有收入的，填一行 0 元。")


class Reckoning(Area):
    """The lines, the warnings, and what the file says up to now."""

    monthly_asked = Signal()  # what the family table tells of monthly incomes is to count

    def __init__(self, to_standards: Callable[[], object]) -> None:
        super().__init__("card", name=str(Label("怎么算的")))
        self._to_standards = Deed(Label("去填标准"), to_standards, kind="main", icon="settings", parent=self)
        self._take_monthly = Deed(Label("把月收入算进去"), self.monthly_asked.emit, icon="plus", parent=self)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(str(Label("怎么算的")))
        head = Text(Label("怎么算的"), role="heading")
        head.setContentsMargins(theme.WIDE, theme.NORMAL, theme.WIDE, theme.NARROW)
        layout = column(head, self._scroll, spacing=0, margins=(1, 1, 1, 1))
        layout.setStretchFactor(self._scroll, 1)
        self.setLayout(layout)
        self.setFocusProxy(self._scroll)

    def outdate(self) -> None:
        """Something was changed: what is told here waits for the next look."""
        self._take_monthly.setEnabled(False)

    def show_result(self, looked: Looked, sheet: Sheet) -> None:
        """Write the calculation out anew; whoever reads on keeps his place."""
        place = self._scroll.verticalScrollBar().value()
        self._take_monthly.setEnabled(True)
        told, texts = [*_uncounted(looked)], [*_lines(looked), *_kept(looked, sheet)]
        lines = column(spacing=6, margins=(theme.WIDE, 0, theme.WIDE, 8))
        _write(lines, told)
        if looked.uncounted:
            self._take_monthly.rename(Label("按 {n} 个月把月收入算进去", n=looked.months))
            lines.addLayout(row(Button(self._take_monthly), STRETCH))
        _write(lines, texts)
        if looked.fault is not None:
            lines.addLayout(row(Button(self._to_standards), STRETCH))
        lines.addStretch(1)
        inside = QWidget()
        inside.setProperty("area", "scrolled")
        inside.setLayout(lines)
        self._scroll.setWidget(inside)
        self._scroll.setAccessibleDescription("\n".join(str(words) for words, _ in [*told, *texts]))
        self._scroll.verticalScrollBar().setValue(place)


def _uncounted(looked: Looked) -> Iterator[tuple[Label, str]]:
    """What does not count as long as nobody says so; first, since it wants somebody to do something."""
    return ((told_monthly(one), "warning") for one in looked.uncounted)


def _lines(looked: Looked) -> Iterator[tuple[Label, str]]:
    """What is said, and in which tone."""
    if looked.fault is not None:
        yield looked.fault.what, "warning"
        yield looked.fault.next, "secondary"
    if looked.result is None:
        if looked.is_unfilled:
            yield UNFILLED, "strong"
            yield HOW_TO_FILL, "secondary"
        return
    *steps, end = looked.result.lines
    yield from ((words, "") for words in steps)
    yield end, "strong"
    said = {words for words, _ in _uncounted(looked)}
    yield from ((words, "warning") for words in looked.result.warnings if words not in said)
    if looked.unread:
        yield Label("有 {n} 处金额看不懂，没有算进去", n=looked.unread), "warning"


def _kept(looked: Looked, sheet: Sheet) -> Iterator[tuple[Label, str]]:
    """What the file holds up to now, where that is another thing."""
    now = looked.result.category_label if looked.result else ""
    if sheet.kept and sheet.kept != now and sheet.kept_on is not None:
        told = {"kept": sheet.kept, "day": sheet.kept_on.isoformat()}
        yield Label("档案里现在记的是“{kept}”（{day} 核算）。", **told), "secondary"


def _write(lines: QVBoxLayout, texts: Sequence[tuple[Label, str]]) -> None:
    for words, tone in texts:
        lines.addLayout(_line(words, tone))


def _line(words: Label, tone: str) -> QHBoxLayout:
    text = Text(words, role="strong" if tone == "strong" else "", tone=tone if tone != "strong" else "", wrap=True)
    if tone != "warning":
        line = row(text)
    else:
        line = row(column(2, Picture("alert-triangle", "warning", 16), STRETCH, spacing=0), text, spacing=6)
    line.setStretchFactor(text, 1)
    return line
