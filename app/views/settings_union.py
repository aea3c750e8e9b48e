"""The union itself: the form in the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.models import Organization
from app.services.drafts import Draft
from app.views.drafts import fill_in, keep_form
from app.views.forms.form import FormView
from app.views.forms.source import Saved
from app.views.history_panel import HistoryDeed
from app.views.kit.deeds import Deed
from app.views.kit.layout import column
from app.views.page import EDIT, PageView, Shell
from app.views.settings_places import PARTS, Place
from app.views.sources import RecordForm


class UnionTab(PageView):
    """The union itself: one form."""

    def __init__(self, shell: Shell, source: RecordForm, union_id: int | None) -> None:
        super().__init__(shell)
        self._id = union_id
        self.form = FormView(source, shell.jobs)
        self.form.be_only()
        self._history = HistoryDeed(shell, Organization, lambda: self._id, self)
        self.addAction(self._history)
        self.form.saved.connect(self._saved)
        self.form.refused.connect(shell.say)
        self._keeper = keep_form(self.form, shell, part=PARTS[Place.UNION][0])
        self.setLayout(column(self.form, spacing=0))

    def menu_deeds(self) -> Mapping[str, Sequence[Deed]]:
        return {EDIT: [self._history]}

    def came(self) -> None:
        if not self.form.draft():
            self.form.follow(self._id)

    def records_changed(self, types: frozenset[str]) -> None:
        if "organization" in types and self.isVisible() and not self.form.draft():
            self.form.follow(self._id)

    def resume(self, draft: Draft) -> None:
        fill_in(self.form, self._keeper, draft)

    def leave(self, then: Callable[[], object]) -> None:
        self.form.leave(then)

    def _saved(self, saved: Saved, _: bool) -> None:
        self._id = saved.record_id
        self.shell.done(saved.said)
