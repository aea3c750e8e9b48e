"""设置: the union, standards, branches, code lists, password, and where the data lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from PySide6.QtWidgets import QTabWidget, QWidget

from app.i18n import Label
from app.models import OrgUnit, PolicyParameter
from app.models.declare import Record
from app.services.drafts import Draft
from app.views import settings_work as work
from app.views import theme
from app.views.drafts import fill_in, keep_form
from app.views.forms.choices import ChoiceEditor
from app.views.forms.form import FormView
from app.views.forms.source import Choice, FormField, Saved
from app.views.keys_tab import KeysTab
from app.views.kit.deeds import Deed
from app.views.kit.layout import STRETCH, column, row
from app.views.kit.text import Text
from app.views.page import PageView, Shell
from app.views.record_list.counting import Status
from app.views.record_list.source import ListWords
from app.views.record_page import RecordPage, RecordParts, RecordWords
from app.views.removing import remove_plainly
from app.views.settings_places import Place
from app.views.settings_work import Prepared
from app.views.sources import RecordForm, RecordRows
from app.views.where_tab import WhereTab

prepare = work.prepare
ALL = "*"


def build(shell: Shell, prepared: Prepared) -> SettingsPage:
    """The page of the settings."""
    return SettingsPage(shell, prepared)


PARTS = {
    Place.UNION: ("union", Label("工会")),
    Place.STANDARDS: ("standards", Label("标准")),
    Place.BRANCHES: ("branches", Label("分会（小组）")),
    Place.CODES: ("codes", Label("代码表")),
    Place.PASSWORD: ("keys", Label("密码和恢复码")),
    Place.WHERE: ("where", Label("资料在哪里")),
}
"""The attribute and the name of each part."""


class SettingsPage(PageView):
    """Tabs in the order of `Place`; what stands in one is built when it is first shown (all at once take 0.3 s)."""

    def __init__(self, shell: Shell, prepared: Prepared) -> None:
        super().__init__(shell)
        self._prepared = prepared
        self._built: dict[Place, PageView] = {}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName(str(Label("设置")))
        self._rooms = [column(spacing=0) for _ in PARTS]
        for room, (_, label) in zip(self._rooms, PARTS.values(), strict=True):
            empty = QWidget()
            empty.setLayout(room)
            self.tabs.addTab(empty, str(label))
        self.tabs.currentChanged.connect(lambda _: self._turned())
        self.setLayout(column(self.tabs, spacing=0))

    @cached_property
    def union(self) -> UnionTab:
        """The union itself."""
        return UnionTab(self.shell, self._prepared.union, self._prepared.union_id)

    @cached_property
    def standards(self) -> RecordPage:
        """Standards and ceilings with their documents."""
        return _page(self.shell, PolicyParameter, self._prepared.standards, STANDARDS, Place.STANDARDS)

    @cached_property
    def branches(self) -> RecordPage:
        """Branches and groups."""
        return _page(self.shell, OrgUnit, self._prepared.branches, BRANCHES, Place.BRANCHES)

    @cached_property
    def codes(self) -> CodesTab:
        """The code lists."""
        return CodesTab(self.shell, self._prepared.codes)

    @cached_property
    def keys(self) -> KeysTab:
        """Password and recovery code."""
        return KeysTab(self.shell)

    @cached_property
    def where(self) -> WhereTab:
        """Where the data lie."""
        return WhereTab(self.shell)

    @property
    def _shown(self) -> PageView:
        place = Place(max(0, self.tabs.currentIndex()))
        if place not in self._built:
            made: PageView = getattr(self, PARTS[place][0])
            self._rooms[place].addWidget(made)
            made.status_changed.connect(self.status_changed)
            self._built[place] = made
        return self._built[place]

    def _turned(self) -> None:
        self.status_changed.emit(Status())
        self.deeds_changed.emit()
        self._shown.came()

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        return self._shown.menu_deeds()

    def areas(self) -> Sequence[QWidget]:
        return [self.tabs.tabBar(), *self._shown.areas()]

    def came(self) -> None:
        self._shown.came()

    def records_changed(self, types: frozenset[str]) -> None:
        for part in self._built.values():
            part.records_changed(types)

    def show_record(self, record_id: int) -> None:
        """Show a part of the page: one of `Place`."""
        self.tabs.setCurrentIndex(Place(record_id))

    def resume(self, draft: Draft) -> None:
        place = next((place for place, (name, _) in PARTS.items() if name == draft.part), None)
        if place is not None:
            self.tabs.setCurrentIndex(place)
            self._shown.resume(draft)

    def to_search(self) -> None:
        self._shown.to_search()

    def leave(self, then: Callable[[], object]) -> None:
        for part in reversed(self._built.values()):
            then = _after(part, then)
        then()


def _after(part: PageView, then: Callable[[], object]) -> Callable[[], object]:
    return lambda: part.leave(then)


class UnionTab(PageView):
    """The union itself: one form."""

    def __init__(self, shell: Shell, source: RecordForm, union_id: int | None) -> None:
        super().__init__(shell)
        self._id = union_id
        self.form = FormView(source, shell.jobs)
        self.form.be_only()
        self.form.saved.connect(self._saved)
        self._keeper = keep_form(self.form, shell, part=PARTS[Place.UNION][0])
        self.setLayout(column(self.form, spacing=0))

    def came(self) -> None:
        if not self.form.draft():
            self.form.open_record(self._id)

    def records_changed(self, types: frozenset[str]) -> None:
        if "organization" in types and self.isVisible() and not self.form.draft():
            self.form.open_record(self._id)

    def resume(self, draft: Draft) -> None:
        fill_in(self.form, self._keeper, draft)

    def leave(self, then: Callable[[], object]) -> None:
        self.form.leave(then)

    def _saved(self, saved: Saved, _: bool) -> None:
        self._id = saved.record_id
        self.shell.done(saved.said)


STANDARDS = RecordWords(
    Label("标准"),
    Label("新增标准"),
    ListWords(
        Label("标准列表"),
        Label("条"),
        Label("还没有填标准"),
        Label("先填本年的低保标准和依据文件：困难类别要用它算。慰问的上限也填在这里。"),
        icon="coins",
        search_hint=Label("搜标准、地区、文件号"),
    ),
)
BRANCHES = RecordWords(
    Label("分会（小组）"),
    Label("新增分会（小组）"),
    ListWords(
        Label("分会（小组）列表"),
        Label("个"),
        Label("还没有分会（小组）"),
        Label("会员可以归到分会和小组。导入会员时也能自动建好。"),
        icon="building",
        offers_new=True,
        search_hint=Label("搜名称"),
    ),
)
CODES = RecordWords(
    Label("代码表"),
    Label("新增代码"),
    ListWords(
        Label("代码列表"),
        Label("个"),
        Label("这张表里还没有代码"),
        Label("填表时的选项都来自代码表。"),
        icon="list-details",
        search_hint=Label("搜名称"),
    ),
)


def _page(shell: Shell, record: type[Record], form: RecordForm, words: RecordWords, place: Place) -> RecordPage:
    types = frozenset({record.__tablename__})
    parts = RecordParts(RecordRows(shell.database, record), form, types, part=PARTS[place][0])
    page = RecordPage(shell, words, parts)
    page.delete_asked.connect(lambda ids: remove_plainly(page, record, ids))
    return page


class CodesPage(RecordPage):
    """The codes; a new one belongs to the list that is shown."""

    def __init__(self, shell: Shell, parts: RecordParts) -> None:
        super().__init__(shell, CODES, parts)

    def new(self) -> None:
        """Fill in a new code."""
        name = self.list.query.view
        self._open_form(None, {"list": name} if name else None)


class CodesTab(PageView):
    """One code list at a time, chosen above its codes."""

    def __init__(self, shell: Shell, form: RecordForm) -> None:
        super().__init__(shell)
        parts = RecordParts(
            work.CodeRows(shell.database),
            form,
            frozenset({"code_item"}),
            name_field="label",
            part=PARTS[Place.CODES][0],
        )
        self.page = CodesPage(shell, parts)
        self.page.delete_asked.connect(self._refuse)
        self.page.status_changed.connect(self.status_changed)
        choices = [Choice(ALL, str(Label("全部")))]
        choices += [Choice(name, title, keys) for name, title, keys in work.list_choices()]
        self._names = {choice.value for choice in choices}
        self.choice = ChoiceEditor(FormField("list", Label("哪一张代码表"), "code", choices=choices))
        self.choice.describe(str(Label("哪一张代码表")), "")
        self.choice.setFixedWidth(theme.theme().chars(14))
        self.choice.show_raw(ALL)
        self.choice.edited.connect(self._choose)
        self.choice.left.connect(self._choose)
        top = row(
            Text(Label("哪一张代码表")), self.choice, STRETCH,
            Text(Label("不用的代码把“使用中”改成“否”，不删。"), tone="secondary"),
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

    def _refuse(self, _: object) -> None:
        self.shell.say(Label("代码不删：以前填的资料还要用。把“使用中”改成“否”，就不再出现。"))

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        return self.page.menu_deeds()

    def areas(self) -> Sequence[QWidget]:
        return [self.choice, *self.page.areas()]

    def came(self) -> None:
        self.page.came()

    def records_changed(self, types: frozenset[str]) -> None:
        self.page.records_changed(types)

    def resume(self, draft: Draft) -> None:
        self.page.resume(draft)

    def to_search(self) -> None:
        self.page.to_search()

    def leave(self, then: Callable[[], object]) -> None:
        self.page.leave(then)
