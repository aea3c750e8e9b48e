"""The union itself: the form in the settings."""

from __future__ import annotations

from collections.abc import Callable

from app.services.drafts import Draft
from app.views.drafts import fill_in, keep_form
from app.views.forms.form import FormView
from app.views.forms.source import Saved
from app.views.kit.layout import column
from app.views.page import PageView, Shell
from app.views.settings_places import PARTS, Place
from app.views.sources import RecordForm


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
