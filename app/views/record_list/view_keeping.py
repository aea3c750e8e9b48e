"""Saving, renaming and deleting the views of a list; each can be taken back at the foot of the window."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.i18n import Label
from app.services.saved_views import NAME, SavedView, SavedViews
from app.views.forms.asking import Asking
from app.views.forms.source import FormField
from app.views.jobs import DatabaseThread
from app.views.kit.foot import WayBack
from app.views.record_list.view_shown import ShownView

HOW = Label("筛选、查找、排序和各列会一起存下来。以后在查找框旁边选它。")


class ViewKeeping(QObject):
    """Knows the saved views of one list and changes them."""

    changed = Signal()  # other views, or other names of them
    kept = Signal(object, object)  # what became of one, a Label; and its WayBack
    failed = Signal(object)  # KnownError

    def __init__(
        self, shown: ShownView, store: SavedViews, jobs: DatabaseThread, taken: Collection[str], window: QWidget
    ) -> None:
        """`taken` are the names of the ready-made views; `window`: what asks for names stands over it."""
        super().__init__(shown)
        self._shown, self._store, self._jobs, self._taken, self._window = shown, store, jobs, taken, window
        self.all: Sequence[SavedView] = ()

    def show(self, name: str) -> None:
        """Show the one of this name, if there is one."""
        found = next((one for one in self.all if one.name == name), None)
        if found is not None:
            self._shown.show(found)

    def read(self) -> None:
        """Read which ones there are; another window may have changed them."""
        self._do(lambda: None, lambda _: None)

    def ask_save(self) -> None:
        """Ask for the name under which the list is kept as it stands."""
        content = self._shown.content

        def kept(view: SavedView) -> None:
            before = self._shown.is_kept(view.name)
            told = Label("已存成视图“{name}”。", name=view.name)
            self._tell(told, lambda: self._store.delete(view.name), lambda: self._shown.go_on_as(before))

        self._ask(Label("存成视图"), HOW, "", lambda typed: self._store.add(typed, content, self._taken), kept)

    def ask_name(self) -> None:
        """Ask for another name of the one that is shown."""
        before = self._shown.name

        def kept(view: SavedView) -> None:
            self._shown.is_called(view.name)
            told = Label("视图“{before}”改名为“{name}”。", before=before, name=view.name)
            self._tell(told, lambda: self._store.rename(view.name, before), lambda: self._shown.is_called(before))

        self._ask(Label("改名"), "", before, lambda typed: self._store.rename(before, typed, self._taken), kept)

    def save_changes(self) -> None:
        """Let the one that is shown hold the list as it stands."""
        name, content = self._shown.name, self._shown.content

        def kept(before: SavedView) -> None:
            self._shown.is_kept(name)
            told = Label("已把现在的样子存到视图“{name}”里。", name=name)
            self._tell(told, lambda: self._store.change(name, before.content), lambda: self.show(name))

        self._do(lambda: self._store.change(name, content), kept)

    def put_back(self) -> None:
        """Show the list as the view has it that is shown."""
        self.show(self._shown.name)

    def delete(self) -> None:
        """Delete the one that is shown; the list stands as before it."""
        name = self._shown.name

        def gone(what: tuple[SavedView, int]) -> None:
            self._shown.show_ready(self._shown.key)
            told = Label("已删掉视图“{name}”。", name=name)
            self._tell(told, lambda: self._store.put_back(*what), lambda: self.show(name))

        self._do(lambda: self._store.delete(name), gone)

    def _ask(
        self,
        title: Label,
        words: Label | str,
        first: str,
        keep: Callable[[str], SavedView],
        kept: Callable[[SavedView], object],
    ) -> None:
        asking = Asking(self._window.window(), title, words, [FormField(NAME, Label("视图名称"), required=True)], title)
        asking.begin(
            {NAME: first},
            self._jobs,
            lambda texts: (keep(texts[NAME]), self._store.all()),
            lambda got, _: self._take(got, kept),
        )

    def _do(self, work: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Do something to them, and read which ones there are then."""
        self._jobs.run(lambda: (work(), self._store.all()), lambda got: self._take(got, then), self._fail, owner=self)

    def _take(self, got: tuple[Any, Sequence[SavedView]], then: Callable[[Any], object]) -> None:
        result, self.all = got
        then(result)
        if self._shown.name and self._shown.name not in (one.name for one in self.all):
            self._shown.show_ready(self._shown.key)  # it was deleted in another window
        self.changed.emit()

    def _fail(self, fault: KnownError) -> None:
        self.failed.emit(fault)
        if fault.problems:  # it is gone: say so, and show which ones there are
            self.read()

    def _tell(self, words: Label, back: Callable[[], object], then: Callable[[], object]) -> None:
        """Say what was done, and how it is taken back: `back` in the file, `then` in the list."""
        self.kept.emit(words, WayBack(words, lambda: self._do(back, lambda _: then())))
