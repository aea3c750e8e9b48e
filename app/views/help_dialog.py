"""F1: what the keys do on this page, read from the deeds themselves so that it is never out of date."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.views import theme
from app.views.kit.ask import Answer, Dialog
from app.views.kit.deeds import Deed
from app.views.kit.plain_table import PlainTable
from app.views.kit.text import Text

HEADINGS = (Label("按键"), Label("做什么"))
ALWAYS = (
    ("F1", Label("这一页的帮助")),
    ("↑ ↓ ← →", Label("在名单里走一格；加 Ctrl 走到头")),
    ("Shift + ↑ ↓", Label("多选几行")),
    ("Enter", Label("打开这一行；在表里填写时到下一格")),
    ("Shift + Enter", Label("在另一个窗口里打开这一行")),
    ("F2", Label("直接改这一格；不能直接改的打开填写")),
    ("Home / End", Label("到这一行的头、尾；加 Ctrl 到第一行、最后一行")),
    ("Esc", Label("退出填写，或清除搜索")),
    ("F8", Label("到下一处要改的地方")),
)


class HelpDialog(Dialog):
    """Lists the keys of the deeds given, those of lists and forms before them."""

    def __init__(self, parent: QWidget, deeds: Iterable[QAction]) -> None:
        super().__init__(parent, Label("帮助"))
        table = PlainTable(Label("按键"))
        rows = [(key, str(words)) for key, words in ALWAYS] + sorted(_keys(deeds))
        table.show_rows([str(one) for one in HEADINGS], rows)
        table.verticalHeader().hide()
        table.setMinimumSize(theme.theme().chars(40), theme.theme().row_height * 13)
        self.body.addWidget(Text(Label("不用鼠标也能做：按 Tab 走到按钮，按空格。做错了按 Ctrl+Z。"), wrap=True))
        self.body.addWidget(table)
        self.add_answers([Answer(Label("关闭"))], default=0)


def _keys(deeds: Iterable[QAction]) -> set[tuple[str, str]]:
    found = {(deed.keys_written, str(deed.words)) for deed in deeds if isinstance(deed, Deed)}
    return {(key, words.rstrip("…")) for key, words in found if key and key != "F1"}
