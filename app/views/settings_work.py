"""What the settings page has done in the database thread. Plain values in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models import CodeItem, Organization, OrgUnit, PolicyParameter
from app.models.store.database import Database
from app.models.store.keyfile import KeyFile, save_keys
from app.models.values import pinyin
from app.models.values.codes_data import shipped_code_lists
from app.services import files, listing, moving, samples
from app.services.backup import kept_files
from app.services.files import OpenFile
from app.services.listing import Condition, View
from app.views.forms.source import Choice, FormField, Loaded, Saved
from app.views.record_list.source import Column
from app.views.sources import RecordForm, RecordRows

# Lists whose codes the program itself goes by: to change them would break what it does.
FIXED_LISTS = frozenset(
    {"yes_no", "case_stage", "membership_status", "round_status", "round_record_status", "parameter_key", "legal_basis"}
)

# What columns may take in 字: documents and names of forms are long.
MOST = 20
# Names of unions and employers, and their width in digits.
DOCUMENT = "doc_no"
FIRST_STANDARD = "dibao_monthly"
EXAMPLES = {"value": Label("例 750"), "region": Label("例 海口市"), DOCUMENT: Label("例 民发〔2026〕1号")}
LONG, WIDE = frozenset({"name", "employer_name", "superior_name", "address"}), 30


@dataclass(frozen=True)
class Prepared:
    """What the page must know of the file before it is built."""

    union: RecordForm
    union_id: int | None
    standards: RecordForm
    branches: RecordForm
    codes: RecordForm


@dataclass(frozen=True)
class Whereabouts:
    """Where the file lies, which older ones restores have kept beside it, and where it lay before it was moved."""

    path: Path
    kept: Sequence[Path]
    moved_from: Path | None


def prepare(database: Database) -> Prepared:
    """The forms of the page, with their choices."""
    with database.read() as session:
        union = listing.ids(session, View(Organization), limit=1)
    return Prepared(
        UnionForm(database, Organization),
        union[0] if union else None,
        StandardForm(database, PolicyParameter),
        RecordForm(database, OrgUnit),
        CodeForm(database),
    )


def list_titles() -> Mapping[str, str]:
    """What the code lists are called, without those that the program itself goes by."""
    found = {name: str(content["title"]) for name, content in shipped_code_lists().items()}
    return {name: title for name, title in found.items() if name not in FIXED_LISTS}


@cache
def list_choices() -> Sequence[tuple[str, str, str]]:
    """(name, title, pinyin initials) of the code lists, in the order of their titles' sounds."""
    found = [(name, title, pinyin.initials(pinyin.name_pinyin(title))) for name, title in list_titles().items()]
    return sorted(found, key=lambda one: one[2])


class CodeRows(RecordRows):
    """The codes, each list by its title."""

    def __init__(self, database: Database) -> None:
        self._titles = list_titles()
        views = {name: [Condition("list", "=", name)] for name in self._titles}
        hidden = [Condition("list", "!=", name) for name in FIXED_LISTS]
        columns = ("label", "code", "list", "sort_order", "active", "from", "to")
        super().__init__(database, CodeItem, where=hidden, views=views, columns=columns)

    @property
    def columns(self) -> Sequence[Column]:
        """The names whole: papers to be handed in have long ones."""
        return _roomy(super().columns, "label")

    def rows(self, ids: Sequence[int]) -> Sequence[Sequence[str]]:
        """The written cells of these rows."""
        return [
            [*cells[:2], self._titles.get(cells[2], cells[2]), *cells[3:]] if len(cells) > 2 else cells
            for cells in super().rows(ids)
        ]


class StandardRows(RecordRows):
    """The standards, each with the whole name of its document."""

    @property
    def columns(self) -> Sequence[Column]:
        """All columns of the list."""
        return _roomy(super().columns, DOCUMENT)


def _roomy(columns: Sequence[Column], name: str) -> Sequence[Column]:
    return [replace(each, most=MOST) if each.name == name else each for each in columns]


class StandardForm(RecordForm):
    """A standard; its document is seen whole. The first one is the 低保 standard, without which nothing is reckoned."""

    @property
    def fields(self) -> Sequence[FormField]:
        """The fields, each with an example of what stands in it."""
        found = [replace(field, hint=EXAMPLES.get(field.name, field.hint)) for field in super().fields]
        return [replace(field, width=WIDE) if field.name == DOCUMENT else field for field in found]

    def load(self, record_id: int | None) -> Loaded:
        """A standard, or a new one."""
        loaded = super().load(record_id)
        if record_id is not None:
            return loaded
        with self._database.read() as session:
            first = not listing.ids(session, View(PolicyParameter))
        return replace(loaded, texts={**loaded.texts, "key": FIRST_STANDARD}) if first else loaded

    def save(self, record_id: int | None, texts: Mapping[str, str]) -> Saved:
        """Keep it; the form hands over only what was changed in it."""
        if record_id is None:
            texts = {**{name: text for name, text in self.load(None).texts.items() if text}, **texts}
        return super().save(record_id, texts)


class UnionForm(RecordForm):
    """The union itself: names of unions and employers are long."""

    @property
    def fields(self) -> Sequence[FormField]:
        """The fields."""
        return [replace(field, width=WIDE) if field.name in LONG else field for field in super().fields]


class CodeForm(RecordForm):
    """A code; which list it belongs to is chosen by its title."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, CodeItem, leave_out=("origin",))
        choices = tuple(Choice(name, title, keys) for name, title, keys in list_choices())
        self._fields = tuple(
            replace(field, kind="code", choices=choices) if field.name == "list" else field for field in self._fields
        )

    @property
    def fields(self) -> Sequence[FormField]:
        """The fields."""
        return self._fields


def change_password(opened: OpenFile, old: str, new: str) -> None:
    """A new password, once the present one was right. STATE for the made-up union, which opens by itself."""
    if samples.is_sample(opened.database.path):
        raise KnownError(
            ErrorCode.STATE,
            Label("这是示例，密码写在开始那一页上，不用换。"),
            safe=NOTHING_CHANGED,
            next=Label("开自己的资料以后，再在这里换密码。"),
        )
    files.check_new_password(new)
    opened.keys.unlock_password(old)
    files.change_password(opened, new)


def propose_recovery_code(opened: OpenFile) -> tuple[KeyFile, str]:
    """New keys with a new recovery code; nothing counts before `keep_recovery_code`."""
    return opened.keys.with_new_recovery(opened.dek)


def keep_recovery_code(opened: OpenFile, keys: KeyFile) -> None:
    """From now on the new recovery code counts, and the old one is void."""
    save_keys(keys, opened.database.path)
    opened.keys = keys


def whereabouts(database: Database) -> Whereabouts:
    """Where the file lies."""
    return Whereabouts(database.path, kept_files(database.path), moving.old_copy(database))


SAVED_PASSWORD = Label("密码换好了，下次打开就用新密码。恢复码没有变；以前的备份还用旧密码。")
