"""The cells of any record type, by the declaration that its form follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.i18n import Label
from app.models.declare import Record
from app.models.store.database import Database
from app.services import cell_changes
from app.services.cell_changes import Change, Seen
from app.views.forms.source import Choice, FormField
from app.views.jobs import Report
from app.views.sources import RecordForm

INLINE = frozenset({"text", "long_text", "link"})


class RecordCells:
    """Changes cells of one record type."""

    def __init__(
        self, database: Database, form: RecordForm, *, only: Sequence[str] = (), inline: Sequence[str] = ()
    ) -> None:
        """`only` these fields are changed in the list, where it is not all of them; `inline` more than texts and links.

        What is left out has a way of its own: a stage is a deed, a visit wants its day.
        """
        self._database, self._form, self._only = database, form, frozenset(only)
        record = form.record
        own = {*record.key_paths, *record.match_paths, record.title_path}
        found = [each for each in form.fields if not only or each.name in self._only]
        self._fields = {each.name: each for each in found if not each.read_only}
        self._alike = tuple(name for name in self._fields if name not in own)
        self._inline = frozenset(
            name
            for name in self._alike
            if name in inline or (self._fields[name].kind in INLINE and not self._fields[name].required)
        )

    @property
    def _record(self) -> type[Record]:
        return self._form.record

    @property
    def fields(self) -> Mapping[str, FormField]:
        """The fields of the form that can be written."""
        return self._fields

    @property
    def inline(self) -> frozenset[str]:
        """Texts and links that nothing follows from."""
        return self._inline

    @property
    def alike(self) -> Sequence[str]:
        """All but what a record is known by."""
        return self._alike

    def preview(self, changes: Sequence[Change]) -> Sequence[Seen]:
        """What the changes would do."""
        with self._database.read() as session:
            seen = cell_changes.preview(session, self._record, changes)
        if not self._only:
            return seen
        own_way = Label("这一栏不能在名单里改")
        return [one if one.change.path in self._only else replace(one, refusal=own_way) for one in seen]

    def filled(self, column: str, top: int, below: Sequence[int]) -> Sequence[Change]:
        """The value of one record for those below it."""
        with self._database.read() as session:
            return cell_changes.filled(session, self._record, column, top, below)

    def texts(self, record_id: int, column: str) -> tuple[str, str]:
        """One cell as the form would show it."""
        loaded = self._form.load(record_id)
        return loaded.texts.get(column, ""), loaded.labels.get(column, "")

    def apply(self, changes: Sequence[Change], report: Report | None = None) -> int:
        """Keep the changes as one deed."""
        return cell_changes.apply(self._database, self._record, changes, report)

    def choices(self, column: str, text: str) -> Sequence[Choice]:
        """Records that a link may point to."""
        return self._form.find(column, text)
