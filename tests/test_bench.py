"""The table of the measurements: what another program took is held against what this one took in the same run."""

from __future__ import annotations

from tests.bench.__main__ import GROUPS, wanted
from tests.bench.measure import Figure
from tests.bench.table import NEAREST, written


def test_the_other_program_is_measured_beside_ours() -> None:
    assert wanted(["office"]) == ["lists", "paper", "office"]
    assert wanted(list(GROUPS)) == list(GROUPS)


def test_the_table_says_how_many_times_as_long_the_other_program_took() -> None:
    theirs, ours = "LibreOffice: sort it by phone", NEAREST["LibreOffice: sort it by phone"]
    figures = [Figure(ours, [0.3, 0.5, 0.9], [0.2]), Figure(theirs, [5.0], [3.0])]

    text = written(figures, "this one", 1, [], 60)

    assert f"{theirs}: 10.0 times as long as {ours} (15.0 times the CPU)" in text


def test_the_table_says_no_ratio_where_the_other_program_is_not_installed() -> None:
    text = written([Figure("LibreOffice: not installed", [0.0])], "this one", 1, [], 60)

    assert "times as long" not in text
