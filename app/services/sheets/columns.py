"""Which heading is which field: by its label, by synonyms kept as data, by a careful guess, or as the user says."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib import resources

from app.errors import KnownError, Problem, bad_input
from app.frozen import dataclass
from app.i18n import Label

Synonyms = Mapping[str, Sequence[str]]

_BRACKETS = re.compile(r"[(\[{【〔<《][^()\[\]{}【】〔〕<>《》]*[)\]}】〕>》]")
_HINT = re.compile("(?<=.)(?:请?填写|请填|格式|例如|如[:：]|注[:：]|必填|选填|下拉|单选|多选).*", re.DOTALL)
_DECORATION = re.compile(r"[\s*※★☆●■□▲△◆:：;；,，。.、\"'“”‘’_\-—–/\\|]+")
_LARGE_UNIT = re.compile(r"[(\[【〔](?:单位[:：]?)?[百千万亿]+元?[)\]】〕]")  # (万元): the figures mean something else

# A guess wants the known word to be most of the heading, and no word that makes it another person's or another thing's.
_GUESS_SHARE = 0.6
_OTHERS = re.compile(
    "配偶|子女|父|母|亲属|家属|家庭|紧急|联系人|监护|上级|推荐|介绍|帮扶|代领|经办|原|前|曾|是否|工会内|党内|社会"
)


class How(StrEnum):
    """How a column came to its field."""

    EXACT = "exact"
    SYNONYM = "synonym"
    GUESS = "guess"
    MAP = "map"
    NONE = "none"


_RANK = (How.EXACT, How.SYNONYM, How.GUESS)


@dataclass(frozen=True)
class ColumnMatch:
    """One column of the sheet and the field it fills. `others`: fields that the heading might mean as well."""

    column: str
    heading: str
    field: str | None
    how: How
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Claim:
    choice: int  # 0: the field that this heading means first
    how: How
    place: int  # of the word among the field's synonyms: earlier is nearer
    column: int
    field: str

    @property
    def order(self) -> tuple[int, int, int, int]:
        return self.choice, _RANK.index(self.how), self.place, self.column


def match_columns(
    headings: Sequence[tuple[str, str]],
    fields: Sequence[tuple[str, str | Label]],
    synonyms: Synonyms,
    explicit_map: Mapping[str, str] | None = None,
) -> list[ColumnMatch]:
    """Match the columns of a sheet, given as (letter, heading), to fields, given as (name, label).

    Each field takes one column: the one whose heading comes nearest. `explicit_map` goes from heading to a field's name
    or label, or to "" for a column to be left out; what it names is never matched otherwise. Raises `bad_input` when
    it names a heading or field that is not there.
    """
    told = _read_map(explicit_map or {}, headings, fields)
    vocabulary = _Vocabulary(fields, synonyms)
    claims = [
        claim
        for at, (_, heading) in enumerate(headings)
        if at not in told
        for claim in vocabulary.claims(at, heading)
        if claim.field not in told.values()
    ]
    taken: dict[int, _Claim] = {}
    for claim in sorted(claims, key=lambda claim: claim.order):
        if claim.column not in taken and all(other.field != claim.field for other in taken.values()):
            taken[claim.column] = claim
    return [
        _outcome(letter, heading, told.get(at), taken.get(at), [one.field for one in claims if one.column == at])
        for at, (letter, heading) in enumerate(headings)
    ]


def _outcome(letter: str, heading: str, told: str | None, claim: _Claim | None, may_be: list[str]) -> ColumnMatch:
    if told is not None:
        return ColumnMatch(letter, heading, told or None, How.MAP)
    field = claim.field if claim else None
    others = tuple(dict.fromkeys(name for name in may_be if name != field))
    return ColumnMatch(letter, heading, field, claim.how if claim else How.NONE, others)


def known_labels(fields: Iterable[tuple[str, str | Label]], synonyms: Synonyms) -> frozenset[str]:
    """Every heading that means a field, folded: what `headers.find_header` looks for."""
    labels = [form for _, label in fields for form in _label_forms(label)]
    words = [form for field in synonyms.values() for word in field for form in heading_forms(word)]
    return frozenset((*labels, *words))


def heading_forms(heading: str) -> tuple[str, ...]:
    """A heading folded for comparison: as it stands, then without brackets and filling hints.

    `证件号码\\n（填写18位身份证）` → `证件号码(填写18位身份证)`, `证件号码`.
    """
    text = unicodedata.normalize("NFKC", heading).lower()
    whole = _DECORATION.sub("", text)
    if _LARGE_UNIT.search("".join(text.split())):
        return (whole,) if whole else ()
    bare = _HINT.sub("", _DECORATION.sub("", _BRACKETS.sub("", text)))
    return tuple(dict.fromkeys(form for form in (whole, bare) if form))


@cache
def load_synonyms(type_name: str) -> Synonyms:
    """The synonyms of a record type's fields, by field; empty for a type that has none."""
    text = resources.files("app.resources").joinpath("synonyms.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, list[str]]] = json.loads(text)
    return found.get(type_name, {})


class _Vocabulary:
    """What each folded heading may mean, best meaning first.

    A word listed under several fields means them in the order of the list; a field's own label comes after those,
    so that data can say that 部门 means the branch union first and the department second.
    """

    def __init__(self, fields: Sequence[tuple[str, str | Label]], synonyms: Synonyms) -> None:
        names = {name for name, _ in fields}
        labels = {name: _label_forms(label) for name, label in fields}
        self._meanings: dict[str, list[tuple[str, How, int]]] = {}
        for name, words in synonyms.items():
            if name in names:
                for place, word in enumerate(words):
                    for form in heading_forms(word):
                        self._add(form, name, How.EXACT if form in labels[name] else How.SYNONYM, place)
        for name, forms in labels.items():
            for form in (*forms, *heading_forms(name)):
                self._add(form, name, How.EXACT, 0)

    def _add(self, form: str, field: str, how: How, place: int) -> None:
        meanings = self._meanings.setdefault(form, [])
        if all(known != field for known, _, _ in meanings):
            meanings.append((field, how, place))

    def claims(self, column: int, heading: str) -> list[_Claim]:
        """The fields that a column may be, best first."""
        forms = heading_forms(heading)
        for form in forms:
            if form in self._meanings:
                return self._claims(column, self._meanings[form])
        word = self._guess(forms[-1]) if forms else ""
        guessed = [(field, How.GUESS, place) for field, _, place in self._meanings.get(word, ())]
        return self._claims(column, guessed)

    def _claims(self, column: int, meanings: Iterable[tuple[str, How, int]]) -> list[_Claim]:
        return [_Claim(choice, how, place, column, field) for choice, (field, how, place) in enumerate(meanings)]

    def _guess(self, form: str) -> str:
        """The longest known word that is most of the heading; none when the rest speaks of someone else."""
        words = [word for word in self._meanings if word in form and len(word) >= _GUESS_SHARE * len(form)]
        word = max(words, key=len, default="")
        return "" if not word or _OTHERS.search(form.replace(word, "", 1)) else word


def _label_forms(label: str | Label) -> tuple[str, ...]:
    """A label's forms; a translatable one is known in its own words and in today's language."""
    texts = (label,) if isinstance(label, str) else (str(label), label.msgid)
    return tuple(dict.fromkeys(form for text in texts for form in heading_forms(text)))


def _read_map(
    explicit_map: Mapping[str, str], headings: Sequence[tuple[str, str]], fields: Sequence[tuple[str, str | Label]]
) -> dict[int, str]:
    """Column index → field name, or "" for a column that is left out."""
    places: dict[str, int] = {}
    for at, (_, heading) in enumerate(headings):
        places.setdefault(_whole(heading), at)
    names = {form: name for name, label in fields for form in (name.lower(), *_label_forms(label))}
    told: dict[int, str] = {}
    problems: list[Problem] = []
    for heading, target in explicit_map.items():
        if _whole(heading) not in places:
            problems.append(Problem(Label("表里没有这个标题"), column=heading, value=heading))
            continue
        field = names.get(target.strip().lower()) or names.get(_whole(target))
        if target.strip() and field is None:
            problems.append(Problem(Label("没有这一项内容"), column=heading, value=target))
            continue
        told[places[_whole(heading)]] = field or ""
    problems += _doubles(told, headings)
    if problems:
        raise _bad_map(problems)
    return told


def _doubles(told: Mapping[int, str], headings: Sequence[tuple[str, str]]) -> list[Problem]:
    """Two columns told to fill one field."""
    seen: set[str] = set()
    problems = []
    for at, field in told.items():
        if field and field in seen:
            letter, heading = headings[at]
            problems.append(Problem(Label("有两列都对到这一项"), field=field, column=letter, value=heading))
        seen.add(field)
    return problems


def _bad_map(problems: list[Problem]) -> KnownError:
    return bad_input(problems, Label("指定的列对不上，没有导入。"))


def _whole(heading: str) -> str:
    return next(iter(heading_forms(heading)), "")
