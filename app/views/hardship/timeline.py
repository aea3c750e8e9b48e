"""What a household received, year by year, newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from app.i18n import Label
from app.models.values.money import show_money
from app.services.hardship import Received
from app.views import theme
from app.views.kit.layout import column
from app.views.kit.notices import EmptyState
from app.views.kit.text import Text


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
        parts = [part for year, ones in groupby(given, lambda one: one.year) for part in _year(year, list(ones))]
        inside = QWidget()
        inside.setProperty("area", "scrolled")
        inside.setLayout(
            column(*parts, None, spacing=theme.NORMAL, margins=(theme.WIDE, theme.NORMAL, theme.WIDE, theme.WIDE))
        )
        self.setWidget(inside)


def _year(year: int, given: Sequence[Received]) -> Iterator[QWidget | int]:
    done = [one for one in given if one.handed_out]
    total = sum(one.cash + one.goods_value for one in done)
    told = {"year": year, "n": len(done), "sum": show_money(total)}
    yield Text(Label("{year}年　已发 {n} 次，共 {sum} 元", **told), role="heading")
    lines = QWidget()
    grid = QGridLayout()
    grid.setContentsMargins(theme.WIDE, 0, 0, theme.NORMAL)
    grid.setHorizontalSpacing(theme.ROOMY)
    grid.setVerticalSpacing(6)
    for at, one in enumerate(given):
        for across, words in enumerate(_cells(one)):
            cell = Text(words, tone="" if one.handed_out else "secondary", wrap=across == 3)
            cell.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(cell, at, across)
    grid.setColumnStretch(3, 1)
    lines.setLayout(grid)
    yield lines


def _cells(one: Received) -> tuple[str, ...]:
    day = one.on.isoformat() if one.on else str(Label("日期没有填"))
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
