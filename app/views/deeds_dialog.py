"""撤销历史: the last deeds by name, and taking one of them back where nothing stands on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.models.kinds import show_moment
from app.models.store.undo import DeedLine
from app.services.today import today
from app.views import theme
from app.views.kit.ask import Answer, Dialog
from app.views.kit.plain_table import PlainTable
from app.views.kit.text import Text

STATES = {"done": Label("已做"), "undone": Label("已撤销"), "fixed": Label("不能撤销")}
HEADINGS = (Label("时间"), Label("做了什么"), Label("谁"), Label("现在"))
LISTED = 50


class DeedsDialog(Dialog):
    """Lists deeds, newest first; `take_back` gets the id of the one chosen."""

    def __init__(self, parent: QWidget, deeds: Sequence[DeedLine], take_back: Callable[[int], object]) -> None:
        super().__init__(parent, Label("撤销历史"))
        self._deeds, self._take_back = deeds, take_back
        self.table = PlainTable(Label("做过的事"))
        self.table.show_rows([str(one) for one in HEADINGS], [_cells(deed) for deed in deeds])
        self.table.setMinimumSize(theme.theme().chars(46), theme.theme().row_height * 12)
        self.body.addWidget(Text(Label("最近 {n} 步，新的在上面。选一步，可以只撤销这一步。", n=LISTED)))
        self.body.addWidget(self.table)
        self.add_answers([Answer(Label("撤销选中的一步"), self._chosen, kind="main"), Answer(Label("关闭"))], default=1)

    def _chosen(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._deeds):
            self._take_back(self._deeds[row].id)


def _cells(deed: DeedLine) -> list[str]:
    return [_when(deed.at), str(deed.name), deed.actor, str(STATES[deed.state])]


def _when(moment: int) -> str:
    shown = show_moment(moment)
    day, _, time = shown.partition(" ")
    return time if day == today().isoformat() else shown
