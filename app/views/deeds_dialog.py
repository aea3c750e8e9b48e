"""撤销历史: the last deeds by name, and taking one of them back where nothing stands on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.models.store.undo import DeedLine
from app.services.history import who
from app.views import theme
from app.views.kit.ask import Dialog
from app.views.kit.deeds import Button, Deed
from app.views.kit.near import moment_words
from app.views.kit.plain_table import PlainTable
from app.views.kit.text import Text

STATES = {"done": Label("已做"), "undone": Label("已撤销"), "fixed": Label("已做，不能撤销")}
BLANKED = Label("有人已彻底删除，不能撤销")
# Why the current one cannot be taken back.
REASONS = {"undone": Label("这一步已经撤销了"), "fixed": Label("这一步不能撤销")}
HEADINGS = (Label("时间"), Label("做了什么"), Label("谁"), Label("现在"))
LISTED = 50
WIDE, ROWS, LEFT_OVER = 46, 12, 8


class DeedsDialog(Dialog):
    """Lists deeds, newest first; `take_back` gets the id of the one chosen."""

    def __init__(self, parent: QWidget, deeds: Sequence[DeedLine], take_back: Callable[[int], object]) -> None:
        super().__init__(parent, Label("撤销历史"))
        self._deeds, self._take_back = deeds, take_back
        self.undo_deed = Deed(Label("撤销选中的一步"), self._chosen, kind="main", parent=self)
        self.table = PlainTable(Label("做过的事"))
        self.table.current_changed.connect(lambda _: self._fit())
        self.table.show_rows([str(one) for one in HEADINGS], [_cells(deed) for deed in deeds])
        look, window = theme.theme(), parent.window()
        wide = min(look.chars(WIDE), window.width() - look.chars(LEFT_OVER))
        self.table.setMinimumSize(wide, max(look.row_height * 4, min(look.row_height * ROWS, window.height() // 2)))
        self.body.addWidget(Text(Label("最近 {n} 步，新的在上面。选一步，可以只撤销这一步。", n=LISTED)))
        self.body.addWidget(self.table)
        close = Deed(Label("关闭"), self.reject, parent=self)
        self._buttons.addStretch(1)
        for each in (self.undo_deed, close):
            self._buttons.addWidget(Button(each))
        self._fit()
        self.table.setFocus()

    def _current(self) -> DeedLine | None:
        row = self.table.current_row
        return self._deeds[row] if 0 <= row < len(self._deeds) else None

    def _fit(self) -> None:
        deed = self._current()
        if deed is None:
            self.undo_deed.off(Label("先选一步"))
        elif deed.is_blanked:
            self.undo_deed.off(BLANKED)
        elif deed.state in REASONS:
            self.undo_deed.off(REASONS[deed.state])
        else:
            self.undo_deed.on()

    def _chosen(self) -> None:
        deed = self._current()
        if deed is not None:
            self.accept()
            self._take_back(deed.id)


def _cells(deed: DeedLine) -> list[str]:
    state = BLANKED if deed.is_blanked else STATES[deed.state]
    return [moment_words(deed.at), str(deed.name), who(deed.actor), str(state)]
