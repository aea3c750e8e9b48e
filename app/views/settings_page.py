"""设置: the union, standards, branches, code lists, password, and where the data lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget

from app.i18n import Label
from app.models import OrgUnit, PolicyParameter
from app.services.drafts import Draft
from app.views import settings_work as work
from app.views.history_panel import HistoryDeed
from app.views.keys_tab import KeysTab
from app.views.kit.deeds import Deed
from app.views.kit.layout import column
from app.views.page import PageView, Shell
from app.views.record_list.counting import Status
from app.views.record_list.source import ListWords
from app.views.record_page import RecordPage, RecordParts, RecordWords
from app.views.removing import remove_plainly
from app.views.settings_codes import CodesTab
from app.views.settings_places import PARTS as PARTS
from app.views.settings_places import Place
from app.views.settings_union import UnionTab
from app.views.settings_work import Prepared
from app.views.sources import RecordForm, RecordRows
from app.views.where_tab import WhereTab

prepare = work.prepare


def build(shell: Shell, prepared: Prepared) -> SettingsPage:
    """The page of the settings."""
    return SettingsPage(shell, prepared)


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
        rows = work.StandardRows(self.shell.database, PolicyParameter)
        return _page(self.shell, rows, self._prepared.standards, STANDARDS, Place.STANDARDS)

    @cached_property
    def branches(self) -> RecordPage:
        """Branches and groups."""
        rows = RecordRows(self.shell.database, OrgUnit)
        return _page(self.shell, rows, self._prepared.branches, BRANCHES, Place.BRANCHES)

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

    def take_focus(self) -> None:
        self._shown.take_focus()

    def to_top(self) -> None:
        self._shown.to_top()

    def records_changed(self, types: frozenset[str]) -> None:
        for part in self._built.values():
            part.records_changed(types)

    def show_record(self, record_id: int) -> None:
        """Show a part of the page: one of `Place`. Who is sent to the standards while there is none begins one."""
        self.tabs.setCurrentIndex(Place(record_id))
        if Place(record_id) is Place.STANDARDS:
            people = self.standards.list
            if people.model.is_loaded:
                self._begin_standard()
            else:
                once = Qt.ConnectionType.SingleShotConnection
                people.model.changed.connect(self._begin_standard, once)

    def _begin_standard(self) -> None:
        if not self.standards.list.model.ids and not self.standards.list.query.is_narrowed:
            self.standards.new()

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


STANDARDS = RecordWords(
    Label("标准"),
    Label("新增标准"),
    ListWords(
        Label("标准列表"),
        Label("条"),
        Label("还没有填标准"),
        Label(
            "标准是政府或上级工会公布的数，在民政局或上级工会的文件里找。先填本年的低保标准（每人每月多少元）和文件号："
            "困难类别要用它算。慰问的上限也填在这里。"
        ),
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


def _page(shell: Shell, rows: RecordRows, form: RecordForm, words: RecordWords, place: Place) -> RecordPage:
    record = rows.record
    history = HistoryDeed(shell, record, lambda: page.current_id())
    parts = RecordParts(
        rows,
        form,
        frozenset({record.__tablename__}),
        more=[history],
        row_deeds=[history],
        table=record.__tablename__,
        part=PARTS[place][0],
    )
    page = RecordPage(shell, words, parts)
    history.setParent(page)
    page.delete_asked.connect(lambda ids: remove_plainly(page, record, ids))
    return page
