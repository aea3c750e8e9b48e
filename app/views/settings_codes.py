"""填表选项: the codes that forms offer for a choice, one list at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.models import CodeItem
from app.services.drafts import Draft
from app.views import settings_work as work
from app.views import theme
from app.views.forms.choices import ChoiceEditor
from app.views.forms.source import Choice, FormField
from app.views.history_panel import HistoryDeed
from app.views.kit.deeds import Deed
from app.views.kit.layout import STRETCH, column, row
from app.views.kit.text import Text
from app.views.page import PageView, Shell
from app.views.record_list.source import ListWords
from app.views.record_page import RecordPage, RecordParts, RecordWords
from app.views.settings_places import PARTS, Place
from app.views.sources import RecordForm

ALL = "*"
CODES = RecordWords(
    Label("填表选项"),
    Label("新增选项"),
    ListWords(
        Label("选项列表"),
        Label("个"),
        Label("这一类里还没有选项"),
        Label("填表时可以选的内容，都在这里改。"),
        icon="list-details",
        search_hint=Label("搜名称"),
    ),
)


class CodesPage(RecordPage):
    """The codes; a new one belongs to the list that is shown."""

    def __init__(self, shell: Shell, parts: RecordParts) -> None:
        super().__init__(shell, CODES, parts)

    def new(self) -> None:
        """Fill in a new code."""
        name = self.list.query.view
        self._open_form(None, draft={"list": name} if name else None)


class CodesTab(PageView):
    """One code list at a time, chosen above its codes."""

    def __init__(self, shell: Shell, form: RecordForm) -> None:
        super().__init__(shell)
        history = HistoryDeed(shell, CodeItem, lambda: self.page.current_id())
        parts = RecordParts(
            work.CodeRows(shell.database),
            form,
            frozenset({"code_item"}),
            name_field="label",
            more=[history],
            row_deeds=[history],
            part=PARTS[Place.CODES][0],
            removes=False,
        )
        self.page = CodesPage(shell, parts)
        history.setParent(self.page)
        self.page.delete_asked.connect(self._refuse)
        self.page.status_changed.connect(self.status_changed)
        self.page.list.view_asked.connect(self._show_list)
        choices = [Choice(ALL, str(Label("全部")))]
        choices += [Choice(name, title, keys) for name, title, keys in work.list_choices()]
        self._names = {choice.value for choice in choices}
        self.choice = ChoiceEditor(FormField("list", Label("哪一类选项"), "code", choices=choices))
        self.choice.describe(str(Label("哪一类选项")), "")
        self.choice.setFixedWidth(theme.theme().chars(14))
        self.choice.show_raw(ALL)
        self.choice.edited.connect(self._choose)
        self.choice.left.connect(self._choose)
        top = row(
            Text(Label("哪一类选项")), self.choice, STRETCH,
            Text(Label("不用的选项把“使用中”改成“否”，不删。"), tone="secondary"),
            margins=(theme.WIDE, theme.NORMAL, theme.WIDE, 0),
        )  # fmt: skip
        layout = column(top, self.page, spacing=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _choose(self) -> None:
        raw, listed = self.choice.raw(), self.page.list
        name = "" if raw == ALL else raw
        if raw in self._names and name != listed.query.view:
            listed.show_query(replace(listed.query, view=name))

    def _show_list(self, name: str) -> None:
        self.choice.show_raw(name or ALL)
        self._choose()

    def _refuse(self, _: object) -> None:
        self.shell.say(Label("选项不删：以前填的资料还要用。把“使用中”改成“否”，就不再出现。"))

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        return self.page.menu_deeds()

    def areas(self) -> Sequence[QWidget]:
        return [self.choice, *self.page.areas()]

    def came(self) -> None:
        self.page.came()

    def take_focus(self) -> None:
        self.page.take_focus()

    def to_top(self) -> None:
        self.page.to_top()

    def records_changed(self, types: frozenset[str]) -> None:
        self.page.records_changed(types)

    def resume(self, draft: Draft) -> None:
        self.page.resume(draft)

    def to_search(self) -> None:
        self.page.to_search()

    def leave(self, then: Callable[[], object]) -> None:
        self.page.leave(then)
