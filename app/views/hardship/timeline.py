"""What a household received, year by year, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from app.i18n import Label
from app.models.values.money import show_money
from app.services.hardship import Received
from app.views import theme
from app.views.kit.notices import EmptyState
from app.views.kit.text import Text

# The column that holds what was given, and takes the room.
WHAT = 3


class Timeline(QScrollArea):
    """Years as headings with their counts, below them one line for each gift."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(str(Label("得到过的慰问")))

    def show_received(self, given: Sequence[Received]) -> None:
        """Show these, in their order."""
        if not given:
            reason = Label("慰问批次里发给这一户的，会记在这里。")
            self.setWidget(EmptyState(Label("这一户还没有得到过慰问"), reason, icon="gift"))
            return
        grid = QGridLayout()
        grid.setContentsMargins(theme.WIDE, theme.NORMAL, theme.WIDE, theme.WIDE)
        grid.setHorizontalSpacing(theme.ROOMY)
        grid.setVerticalSpacing(6)
        for year, ones in groupby(given, lambda one: one.year):
            _add_year(grid, year, list(ones))
        grid.setColumnStretch(WHAT, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        inside = QWidget()
        inside.setProperty("area", "scrolled")
        inside.setLayout(grid)
        self.setWidget(inside)


def _add_year(grid: QGridLayout, year: int, given: Sequence[Received]) -> None:
    at = grid.rowCount()
    heading = Text(_heading(year, given), role="heading")
    heading.setContentsMargins(0, theme.WIDE if at > 1 else 0, 0, 0)
    grid.addWidget(heading, at, 0, 1, -1)
    for row, one in enumerate(given, start=at + 1):
        for across, words in enumerate(_cells(one)):
            cell = Text(words, tone="" if one.handed_out else "secondary", wrap=across == WHAT)
            cell.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(cell, row, across)


def _heading(year: int, given: Sequence[Received]) -> Label:
    done = [one for one in given if one.handed_out]
    if not done:
        return Label("{year}年　还没有发", year=year)
    total = show_money(sum(one.cash + one.goods_value for one in done))
    return Label("{year}年　发了 {n} 次，共 {sum} 元", year=year, n=len(done), sum=total)


def _cells(one: Received) -> tuple[str, ...]:
    day = one.on.isoformat() if one.on else str(Label("日期未定"))
    return (day, one.title, one.name, _what(one), _status(one))


def _what(one: Received) -> str:
    parts = [str(Label("{sum} 元", sum=show_money(one.cash)))] if one.cash else []
    if one.goods and one.goods_value:
        parts.append(str(Label("{goods}（折 {sum} 元）", goods=one.goods, sum=show_money(one.goods_value))))
    elif one.goods:
        parts.append(one.goods)
    return "，".join(parts)


def _status(one: Received) -> str:
    if one.proxy:
        return str(Label("{status}（{name}代领）", status=one.status, name=one.proxy))
    return one.status
