"""What a sheet says doubtfully and the file knows without doubt: it stays as it is, and the trial says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.errors import Grade, Problem
from app.frozen import dataclass
from app.i18n import Label
from app.models.kinds import Words
from app.models.values.text import HIDDEN_REMOVED
from app.services.importing.rows import ReadRow
from app.services.importing.writes import Shape, differs


@dataclass(frozen=True)
class Left:
    """A field that stays, though the sheet says something else."""

    label: Label
    old: str
    said: str  # as the sheet has it
    doubt: Label

    @property
    def why(self) -> Label:
        """Why it stays."""
        return Label("没有改：表里的“{said}”有疑问（{doubt}）", said=self.said, doubt=self.doubt)


def leave_doubtful(shape: Shape, row: ReadRow, before: Mapping[str, Any], words: Words) -> list[Left]:
    """Take out of a row what it says doubtfully in the place of what is in no doubt; gives what was taken out.

    A list that comes again would undo what was corrected here meanwhile. Invisible characters leave no doubt once they
    are gone.
    """
    found = []
    for doubt in row.doubts if row.problems else ():
        path = doubt.field
        old, new = before.get(path), row.values.get(path)
        if old is None or new is None or path not in shape.fields or doubt.what == HIDDEN_REMOVED:
            continue
        spec = shape.fields[path]
        if differs(spec.kind, old, new) and not spec.kind.read(spec.kind.write(old, words), words).checks:
            del row.values[path]
            row.problems = [each for each in row.problems if each.field != path or each.grade == Grade.MUST]
            found.append(Left(spec.label, spec.kind.show(old, words), _said(doubt), doubt.what))
    return found


def _said(doubt: Problem) -> str:
    return doubt.value.strip()
