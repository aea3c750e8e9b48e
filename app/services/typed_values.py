"""What was typed for the fields of a record: read by their kinds, with every problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.errors import Grade, Problem
from app.i18n import Label
from app.models import kinds
from app.models.declare import Field, Record, field_named, fields_of, table_of
from app.models.words import FileWords


class Judged:
    """What has problems of both grades."""

    problems: list[Problem]

    @property
    def refused(self) -> list[Problem]:
        """The problems that keep from saving."""
        return [problem for problem in self.problems if problem.grade == Grade.MUST]

    @property
    def doubts(self) -> list[Problem]:
        """The problems that are kept and marked 待核实."""
        return [problem for problem in self.problems if problem.grade == Grade.CHECK]


@dataclass
class Checked(Judged):
    """Values read from what was typed, with every problem of both grades."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_values(record: type[Record], raw: Mapping[str, object], words: FileWords, prefix: str = "") -> Checked:
    """Read what was typed for the fields of a type; names may be attributes or command-line names."""
    checked = Checked()
    for name, value in raw.items():
        spec = field_named(record, name)
        where = prefix + (spec.key if spec else name)
        if spec is None or spec.derived:
            checked.problems.append(Problem(Label("没有“{name}”这一栏", name=name), field=where, value=str(value)))
            continue
        if _is_nested(value) and not isinstance(spec.kind, kinds.Codes):
            checked.problems.append(Problem(Label("这一栏只能填一个值"), field=where))
            continue
        reading = spec.kind.read(value, words)
        if reading.must is not None:
            checked.problems.append(Problem(reading.must, field=where, value=written(value)))
        elif reading.value is None and spec.required:
            checked.problems.append(Problem(required(spec), field=where))
        else:
            checked.values[spec.name] = reading.value
        for doubt in reading.checks:
            checked.problems.append(Problem(doubt, field=where, value=written(value), grade=Grade.CHECK))
    return checked


def _is_nested(value: object) -> bool:
    return isinstance(value, Mapping | list | tuple)


def required(spec: Field) -> Label:
    """The refusal for a required field left blank."""
    return Label("请填{label}", label=spec.label)


def written(value: object) -> str:
    """A value as somebody typed it; blank for none."""
    return "" if value is None else str(value)


def missing(record: type[Record], values: Mapping[str, Any], prefix: str = "") -> list[Problem]:
    """Required fields of a new record that nothing fills."""
    table = table_of(record)
    return [
        Problem(required(spec), field=prefix + spec.key)
        for spec in fields_of(record).values()
        if spec.required and not spec.derived and values.get(spec.name) is None and table.c[spec.name].default is None
    ]


def field_key(record: type[Record], name: str) -> str:
    """The command-line name of an attribute."""
    return fields_of(record)[name].key
