"""The last page of a new file: begin with the members, or look around first."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.i18n import Label
from app.views.kit.deeds import Button, Deed, button
from app.views.kit.layout import STRETCH, row
from app.views.unlock.cover import Cover


class Ready(Cover):
    """从 Excel 导入会员, or 以后再说."""

    import_asked = Signal()
    later_asked = Signal()

    def __init__(self) -> None:
        super().__init__(
            Label("资料建好了"),
            Label("第 3 步，共 3 步。有现成的会员表就先导入：导入前先试算，随时可以撤销。"),
        )
        begin = Deed(Label("从 Excel 导入会员…"), self.import_asked.emit, icon="download", kind="main", parent=self)
        take_in = Button(begin)
        self.body.addLayout(row(take_in, button(Label("以后再说"), self.later_asked.emit), STRETCH))
        self.setFocusProxy(take_in)
