"""看看是哪几处…: where the name or number of somebody deleted for good stands and is left, to be mended by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.views import theme
from app.views.kit.ask import Answer, Dialog
from app.views.kit.deeds import Deed
from app.views.kit.plain_table import PlainTable
from app.views.kit.text import Text

if TYPE_CHECKING:
    from app.services.purging import Place

WIDE_CHARS, ROWS, WIDEST_CHARS = 32, 5, 16
HEADINGS = (Label("哪一类"), Label("哪一份"), Label("哪一栏"))


class PlacesDeed(Deed):
    """看看是哪几处…: where the same name or number stands and was left, to be mended by hand, before or after."""

    def __init__(self, over: QWidget, places: Sequence[Place]) -> None:
        super().__init__(Label("看看是哪几处…"), self.show, parent=over)
        self._over, self._places = over, places

    def show(self) -> None:
        """Name them."""
        PlacesDialog(self._over, self._places).open()


class PlacesDialog(Dialog):
    """Kind, record and field of every place that is left as it is: only the chair knows whose it is."""

    def __init__(self, parent: QWidget, places: Sequence[Place]) -> None:
        super().__init__(parent, Label("同样的姓名或号码"))
        lines = [Text(each, wrap=True) for each in _lines(places)]
        for each in lines:
            each.setMinimumWidth(theme.theme().chars(WIDE_CHARS))
            self.body.addWidget(each)
        self.table = PlainTable(Label("写着同样姓名或号码的地方"))
        rows = [[str(each.kind), each.title, str(each.field)] for each in places]
        self.table.show_rows([str(each) for each in HEADINGS], rows, numbers=(), widest=WIDEST_CHARS)
        fit_table(self.table, rows, parent)
        self.body.addWidget(self.table)
        self.setAccessibleDescription(" ".join(each.text() for each in lines))
        self.add_answers([Answer(Label("知道了"), kind="main")])


def _lines(places: Sequence[Place]) -> list[Label]:
    """What can be done about them; in the history, where they stood once, nothing."""
    lines = [Label("这几处可能是别人的，程序不动。")]
    if not all(each.is_past for each in places):
        lines.append(Label("是本人的，请到那份资料里自己改掉。"))
    if any(each.is_past for each in places):
        lines.append(Label("写“改动历史”的，是以前写过、后来改掉的：现在的资料里已经没有了，历史里的留着，改不了。"))
    return lines


def fit_table(table: PlainTable, rows: Sequence[object], parent: QWidget) -> None:
    """Some rows high, and as wide as the window has room."""
    look = theme.theme()
    table.setFixedHeight((look.row_height + 1) * (min(len(rows), ROWS) + 1) + look.row_height)
    room = parent.window().width() - 4 * theme.ROOMY
    table.setMinimumWidth(min(look.chars(3 * WIDEST_CHARS), room))
