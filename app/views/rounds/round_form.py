"""The form of a round: its title follows from year and occasion until somebody types another one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.errors import Grade, Problem
from app.i18n import Label
from app.models import CondolenceRound
from app.models.store.database import Database
from app.services import rounds
from app.services.today import today
from app.views.forms.source import Checked, Loaded, Saved, Suggestion
from app.views.sources import RecordForm

FIELDS = {
    "occasion": Label("这一批"),
    "year": Label("这一批"),
    "title": Label("这一批"),
    "cash": Label("每户（人）标准"),
    "goods": Label("每户（人）标准"),
    "goods_value": Label("每户（人）标准"),
    "fund": Label("经费"),
    "budget": Label("经费"),
    "planned_on": Label("其他"),
    "basis": Label("其他"),
    "remark": Label("其他"),
}
# Under the heading of the standard shorter words will do.
LABELS = {"cash": Label("慰问金（元）"), "goods": Label("慰问品"), "goods_value": Label("折价（元）")}
# In digits: names of rounds and occasions are longer than most texts.
WIDTHS = {"occasion": 20, "title": 24, "goods": 24}
# What the title follows from, and itself.
NAMING = ("occasion", "year", "title")
WINTER = (11, 12, 1, 2)
# What a round of an occasion is called where the label of the occasion would not do (domain 03 §3.1).
CALLED = {
    "HARD": Label("困难职工走访慰问"),
    "RETIRE": Label("退休离岗慰问"),
    "HEAT": Label("送清凉"),
    "FRONT": Label("一线职工慰问"),
    "MODEL": Label("劳模先进慰问"),
    "STUDY": Label("金秋助学"),
    "VET": Label("八一慰问"),
    "RETIRED": Label("离退休人员慰问"),
    "MIGR": Label("农民工慰问"),
    "DIS": Label("受灾职工慰问"),
    "OTH": Label("慰问"),
}
IN_WINTER = {"HARD": Label("春节送温暖"), "FEST": Label("春节慰问")}


class RoundForm(RecordForm):
    """A round as a form; made in the database thread."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, CondolenceRound, leave_out=("status", "done_on"))
        found = {field.name: field for field in self._fields}
        grouped = (replace(found[name], group=group) for name, group in FIELDS.items())
        self._fields = tuple(
            replace(each, label=LABELS.get(each.name, each.label), width=WIDTHS.get(each.name, each.width))
            for each in grouped
        )

    def load(self, record_id: int | None) -> Loaded:
        """A round; a new one is for this year, from November on for the next."""
        loaded = super().load(record_id)
        if record_id is not None:
            return loaded
        return Loaded(str(Label("新批次")), {**loaded.texts, "year": str(round_year(today()))})

    def check(self, record_id: int | None, texts: Mapping[str, str], name: str) -> Checked:
        """Look at a field; year and occasion give a new round its title, which no other may have."""
        checked = super().check(record_id, texts, name)
        with self._database.read() as session:
            doubts = rounds.doubt_typed(session, CondolenceRound, None, name, texts.get(name, ""))
        checked = replace(checked, problems=[*checked.problems, *doubts])
        occasion, year = texts.get("occasion", ""), texts.get("year", "")
        labels = {each.value: each.label for field in self.fields for each in field.choices}
        if record_id is not None or name not in NAMING or not (year.isdigit() and 1990 <= int(year) <= 2100):
            return checked
        if name == "title":
            return self._look_for(checked, texts.get("title", ""), "title")
        if occasion not in labels:
            return checked
        title = suggested_title(occasion, labels[occasion], int(year), today())
        named = replace(checked, suggestions={"title": Suggestion(title, Label("由年度和事由得出，可以改"))})
        return self._look_for(named, title, "year")

    def _look_for(self, checked: Checked, title: str, field: str) -> Checked:
        """Say beside a field that a round of this title is there already."""
        with self._database.read() as session:
            if rounds.titled(session, title) is None:
                told = []
            elif field == "year":
                told = [Label("已经有“{title}”了。是下一年的，改年度；再建一批，改名称。", title=title)]
            else:
                told = [Label("已经有“{title}”了。再建一批，换一个名称。", title=title)]
        problems = [*checked.problems, *(Problem(one, field, grade=Grade.CHECK) for one in told)]
        return replace(checked, problems=problems, looked_at=[*checked.looked_at, "year", "title"])

    def save(self, record_id: int | None, texts: Mapping[str, str]) -> Saved:
        """Keep the round in one deed."""
        if record_id is not None:
            return super().save(record_id, texts)
        whole = {**self.load(None).texts, **texts}  # the form hands over only what was changed in it
        given = {name: text for name, text in whole.items() if text}
        with self._database.write("新建慰问批次：{title}", title=given.get("title", "")) as session:
            kept = rounds.new(session, given)
            made = kept.records[0]
            found, title = made.id, given["title"]
        return Saved(found, title, Label("已新建“{title}”。", title=title), kept.warnings)


def round_year(day: date) -> int:
    """The year that a round begun on this day is most likely for: 春节 is prepared from November on."""
    return day.year + 1 if day.month >= 11 else day.year


def suggested_title(occasion: str, label: str, year: int, day: date) -> str:
    """A title such as 2027年春节送温暖."""
    name: Label | str = CALLED.get(occasion, label)
    if day.month in WINTER:
        name = IN_WINTER.get(occasion, name)
    return str(Label("{year}年{name}", year=year, name=name))
