"""Any record type as the source of a list and of a form, by its declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.i18n import Label
from app.models import Person, kinds
from app.models.declare import Field, Record, field_named
from app.models.store.database import Database
from app.models.values.money import show_money
from app.models.values.text import NAME_LIMIT
from app.models.words import find_keys
from app.services import filtering, forms, hidden, listing
from app.services.list_order import ListOrder
from app.services.listing import Condition, View
from app.services.records import DOUBT
from app.views.forms.source import Checked, Choice, FormField, Loaded, Saved, Suggestion
from app.views.record_list.source import Block, Column, Figures, Filter, Found, Query

# A text that may be so long takes the whole line; a last group of so many fields is folded at first.
LONG_TEXT, LONG_REST = 200, 8
FILTERED = (kinds.Code, kinds.YesNo, kinds.Link)


class RecordRows:
    """The rows of a record type, narrowed by `where`; `views` are the page's ready-made views by name."""

    def __init__(
        self,
        database: Database,
        record: type[Record],
        *,
        where: Sequence[Condition] = (),
        views: Mapping[str, Sequence[Condition]] | None = None,
        columns: Sequence[str] = (),
    ) -> None:
        self._database = database
        self.record = record
        self._where = tuple(where)
        self._views = dict(views or {})
        self._paths = tuple(columns) or View(record).shown_columns()
        specs = listing.columns_of(View(record, columns=self._paths))
        self._columns = tuple(_column(record, spec) for spec in specs)
        self._is_marked = field_named(record, DOUBT) is not None and DOUBT not in self._paths

    @property
    def columns(self) -> Sequence[Column]:
        """All columns of the list."""
        return self._columns

    def view(self, query: Query) -> View:
        """The query as the services know it."""
        sort = (f"{query.sort}:desc" if query.descending else query.sort,) if query.sort else ()
        return View(
            self.record,
            query.search,
            (*self._where, *self._views.get(query.view, ()), *map(_condition, query.conditions)),
            sort,
            self._paths,
            tuple((each.column, each.values) for each in query.filters if not each.operator),
            only=None if query.only is None else query.only.ids,
        )

    def ids(self, query: Query) -> Sequence[int]:
        """The ids of all rows of the query, in order."""
        base = self.view(Query(view=query.view, sort=query.sort, descending=query.descending))
        deed = self._database.last_deed()
        with self._database.read() as session:
            return ListOrder.of(session).narrowed(session, base, self.view(query), deed)

    def total(self) -> int:
        """How many rows there are without any search or filter."""
        deed = self._database.last_deed()
        with self._database.read() as session:
            return len(ListOrder.of(session).whole(session, self.view(Query()), deed))

    def rows(self, ids: Sequence[int]) -> Sequence[Sequence[str]]:
        """The written cells of these rows, numbers of people with a few digits only; then what is to be checked."""
        paths = (*self._paths, DOUBT) if self._is_marked else self._paths
        with self._database.read() as session:
            found = listing.rows(session, View(self.record, columns=paths), ids, masked=True)
        if not self._is_marked:
            return found
        yes, mark = str(Label("是")), str(Label("待核实"))
        return [[*cells[:-1], mark if cells[-1] == yes else ""] for cells in found]

    def in_full(self, ids: Sequence[int], *, copied: bool) -> Sequence[Sequence[str]]:
        """The same with nothing hidden; who looked is noted."""
        deed = hidden.COPIED if copied else hidden.LOOKED
        return hidden.rows_in_full(self._database, View(self.record, columns=self._paths), ids, deed)

    def figures(self, query: Query, blocks: Sequence[Block]) -> Figures:
        """Count, sum and average of the filled cells."""
        with self._database.read() as session:
            found = listing.figures(session, self.view(query), [(block.columns, block.ids) for block in blocks])
        if found.kind is None or not found.numbers:
            return Figures(found.count)
        if isinstance(found.kind, kinds.Money):
            total = str(Label("{amount} 元", amount=show_money(found.total)))
            average = (2 * found.total + found.numbers) // (2 * found.numbers)  # to the nearest fen, as Excel shows it
            return Figures(found.count, total, str(Label("{amount} 元", amount=show_money(average))))
        return Figures(found.count, f"{found.total:,}", f"{found.total / found.numbers:,.1f}")

    def values(self, column: str, query: Query) -> Sequence[tuple[str, int]]:
        """What stands in a column, and how often."""
        with self._database.read() as session:
            found = listing.groups(session, self.view(query), (f"{column}",))
            return [(values[0], count) for values, count, _ in found]

    def understood(self, found: Filter) -> tuple[str, ...]:
        """Those of the values of a filter that still mean something."""
        with self._database.read() as session:
            return filtering.understood(session, self.record, found.column, found.operator, found.values)

    def find(self, lines: Sequence[str], query: Query) -> Found:
        """The rows that numbers or names mean, in the order of the lines."""
        missing, several, wanted = [], [], dict[int, None]()
        ids = self.ids(query)
        listed = set(ids)
        # What is kept about people is known by their names and numbers as well.
        about = field_named(self.record, "person")
        with self._database.read() as session:
            owners = listing.values(session, View(self.record, columns=("person",)), ids) if about else []
            for line in lines:
                people = set(find_keys(session, Person, line)) if about else set()
                own = set(find_keys(session, self.record, line)) | {
                    one["id"] for one in owners if one["person"] in people
                }
                hits = sorted(own & listed)
                wanted |= dict.fromkeys(hits)
                missing += [line] if not hits else []
                several += [line] if len(hits) > 1 else []
        return Found(tuple(wanted), tuple(missing), tuple(several))

    def doubtful(self, query: Query) -> Sequence[int] | None:
        """The rows marked 待核实; None where the type knows no such mark."""
        if field_named(self.record, DOUBT) is None:
            return None
        view = self.view(query)
        with self._database.read() as session:
            return listing.ids(session, replace(view, where=(*view.where, Condition(DOUBT, "=", "是"))))


def _condition(found: Filter) -> Condition:
    return Condition(found.column, found.operator, found.values[0])


def _column(record: type[Record], spec: Field) -> Column:
    masked = spec.sensitive and spec.kind.hides
    return Column(spec.name, spec.label, spec.kind.name, filterable=_is_shared(record, spec), masked=masked)


def _is_shared(record: type[Record], spec: Field) -> bool:
    """Whether many records have the same value, so that there is something to tick: choices, and short words."""
    is_key = spec.name in (*record.key_paths, record.title_path) or isinstance(spec.kind, kinds.PersonName)
    is_word = type(spec.kind) is kinds.ShortText and spec.kind.limit == NAME_LIMIT
    return isinstance(spec.kind, FILTERED) or (is_word and not is_key)


class RecordForm:
    """A record type as a form; made in the database thread, because its choices lie in the file."""

    def __init__(
        self, database: Database, record: type[Record], *, leave_out: Sequence[str] = (), new_title: Label | None = None
    ) -> None:
        """`new_title` is what the form of a new record is called."""
        self._database = database
        self.record = record
        self._new_title = new_title or Label("新增{type}", type=record.record_label)
        with database.read() as session:
            items = forms.form_items(session, record)
        self._items = {item.path: item for item in items if item.path not in leave_out}
        self._fields = _fold_the_rest([_form_field(item) for item in self._items.values()])

    @property
    def fields(self) -> Sequence[FormField]:
        """The fields, in the order of the declaration."""
        return self._fields

    def load(self, record_id: int | None) -> Loaded:
        """A record, or for None a new one."""
        with self._database.read() as session:
            state = forms.load(session, self.record, record_id)
        title = state.title if record_id is not None else str(self._new_title)
        return Loaded(title, state.texts, state.labels, state.problems)

    def check(self, record_id: int | None, texts: Mapping[str, str], name: str) -> Checked:
        """Look at the field that was left."""
        with self._database.read() as session:
            looked = forms.look(session, self.record, record_id, texts, name)
        note = Label("由身份证号得出") if name == "id_no" else Label("由姓名得出")
        follows = {
            path: Suggestion(text, note, label) for path, (text, label) in looked.follows.items() if path in self._items
        }
        return Checked(looked.problems, looked.looked_at, looked.texts, follows)

    def save(self, record_id: int | None, texts: Mapping[str, str]) -> Saved:
        """Keep the changed texts in one deed."""
        kept, title, doubts, is_new = forms.save(self._database, self.record, record_id, texts)
        said = Label("已新增“{title}”", title=title) if is_new else Label("已保存“{title}”", title=title)
        return Saved(kept, title, said, doubts)

    def find(self, name: str, text: str) -> Sequence[Choice]:
        """Records that a link field may point to."""
        kind = self._items[name].spec.kind
        assert isinstance(kind, kinds.Link)
        with self._database.read() as session:
            return [Choice(uid, title, note=note) for uid, title, note in forms.suggestions(session, kind, text)]


def _form_field(item: forms.FormItem) -> FormField:
    spec = item.spec
    return FormField(
        item.path,
        spec.label,
        spec.kind.name,
        required=spec.required,
        group=spec.group,
        choices=tuple(Choice(code, label, keys) for code, label, keys in item.choices),
        width=0 if isinstance(spec.kind, kinds.ShortText) and spec.kind.limit >= LONG_TEXT else None,
        read_only=spec.derived,
    )


def _fold_the_rest(fields: Sequence[FormField]) -> tuple[FormField, ...]:
    """The last group of a long form is folded at first: what is asked for least stands there."""
    last = [each for each in fields if each.group == fields[-1].group] if fields else []
    if not LONG_REST <= len(last) < len(fields):
        return tuple(fields)
    return tuple(replace(each, folded=True) if each in last else each for each in fields)
