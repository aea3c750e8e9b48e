"""The button with the views of a list: its ready-made ones, and those that people have saved."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt

from app.i18n import Label
from app.services.saved_views import SavedViews
from app.views import theme
from app.views.jobs import DatabaseThread
from app.views.kit.deeds import Deed, MenuButton
from app.views.kit.text import plain
from app.views.record_list.panel import RecordList
from app.views.record_list.source import RowSource
from app.views.record_list.view_keeping import ViewKeeping
from app.views.record_list.view_shown import ShownView

ALL: Mapping[str, Label] = {"": Label("全部")}
BUTTON_CHARS = 9
"""So much of a saved view's name stands on the button; the whole of it is in the tooltip."""


class ViewChoice(MenuButton):
    """Shows views by its menu; `deed` is the same menu as an entry of 查看."""

    def __init__(
        self,
        people: RecordList,
        source: RowSource,
        jobs: DatabaseThread,
        names: Mapping[str, Label],
        store: SavedViews | None,
    ) -> None:
        """`names`: `Query.view` → name of the ready-made views; without a `store` there are no others."""
        self._labels = names or ALL
        super().__init__(self._labels[""])
        self._shown = ShownView(people, source, jobs, list(self._labels))
        self.show_view, self.leave_for = self._shown.show_ready, self._shown.leave_for
        people.put_above(self._shown.note)
        self._ready = {key: self._choice(label, partial(self.show_view, key)) for key, label in self._labels.items()}
        self._saved: dict[str, Deed] = {}
        self._keeping = self._keep(store, jobs, people) if store is not None else None
        self.deed = Deed(Label("名单视图"), icon="list-details", parent=self)
        self.deed.setMenu(self._menu)
        self._is_read = False
        self._groups: list[list[Deed]] = []
        self._shown.changed.connect(self._fit)
        people.model.changed.connect(self._read_once)
        self._offer()

    def _keep(self, store: SavedViews, jobs: DatabaseThread, people: RecordList) -> ViewKeeping:
        made = ViewKeeping(self._shown, store, jobs, [str(each) for each in self._labels.values()], people)
        self._save = Deed(Label("把现在的样子存成视图…"), made.ask_save, parent=self)
        self._put_back = Deed(Label("放回存的样子"), made.put_back, parent=self)
        self._change = Deed(Label("把改过的样子存进去"), made.save_changes, parent=self)
        self._rename = Deed(Label("给这个视图改名…"), made.ask_name, parent=self)
        self._delete = Deed(Label("删掉这个视图"), made.delete, parent=self)
        made.changed.connect(self._offer)
        made.kept.connect(people.done)
        made.failed.connect(people.failed)
        return made

    def read(self) -> None:
        """Read again which saved ones there are."""
        if self._keeping is not None and self._is_read:
            self._keeping.read()

    def _read_once(self) -> None:
        """The first rows are there: nobody waits for the names of views any more."""
        if self._keeping is not None and not self._is_read:
            self._is_read = True
            self._keeping.read()

    def _choice(self, label: Label, run: partial[None]) -> Deed:
        made = Deed(label, run, parent=self)
        made.setCheckable(True)
        return made

    def _offer(self) -> None:
        """Offer the views that there are now."""
        for old in self._saved.values():
            old.deleteLater()
        names = [one.name for one in self._keeping.all] if self._keeping is not None else []
        self._saved = {name: self._named(name) for name in names}
        self._fit()

    def _named(self, name: str) -> Deed:
        assert self._keeping is not None
        made = self._choice(Label("视图“{name}”", name=name), partial(self._keeping.show, name))
        made.setText(name.replace("&", "&&"))
        return made

    def _fit(self) -> None:
        """Show which one it is, whether the list still looks like it, and what can be done."""
        current, is_changed = self._shown.name, self._shown.is_changed
        for name, deed in self._saved.items():
            deed.setChecked(name == current)
        for key, deed in self._ready.items():
            deed.setChecked(not current and key == self._shown.key)
        groups: list[list[Deed]] = [[*self._ready.values()], [*self._saved.values()]]
        if self._keeping is not None:
            of_changed = [self._put_back, self._change] if is_changed else []
            of_current = [self._rename, self._delete] if current else []
            groups.append([self._save, *of_changed, *of_current])
        if groups != self._groups:
            self._groups = groups
            self.offer(*groups)
        self._say(current, is_changed=is_changed)

    def _say(self, current: str, *, is_changed: bool) -> None:
        if not current:
            self.rename(self._labels.get(self._shown.key, self._labels[""]))
            self.setToolTip("")
            return
        width = theme.theme().chars(BUTTON_CHARS)
        cut = self.fontMetrics().elidedText(current, Qt.TextElideMode.ElideRight, width)
        told = str(Label("{name}（改过）", name=current)) if is_changed else current
        self.rename(f"{cut} *" if is_changed else cut)
        self.setAccessibleName(told)
        self.setToolTip(plain(told))
