"""Pages are loaded when they are wanted, or beforehand, and never at the start."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from app.views.loading import DEEDS, _short_turns, load_ahead
from app.views.pages import MODULES, PAGES

LOOK = """
import json, sys
import {what}
print(json.dumps([name for name in sys.modules if name.startswith("app.") or "." not in name]))
"""


def loaded_with(what: str) -> set[str]:
    look = LOOK.format(what=what)
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60)
    return set(json.loads(done.stdout))


def test_the_window_starts_without_any_page_or_dictionary() -> None:
    loaded = loaded_with("app.views.app")

    assert loaded & {one.module for one in MODULES} == set()
    assert loaded & {"pypinyin", "reportlab", "openpyxl", "pypdfium2", "app.services.story"} == set()
    assert loaded & {"app.services.hardship", "app.services.rounds", "app.services.purging"} == set()


@pytest.mark.parametrize("page", ["app.views.members", "app.views.plain_page"])
def test_a_list_is_there_before_what_only_one_of_its_deeds_needs(page: str) -> None:
    loaded = loaded_with(page)

    assert loaded & {one.module for one in DEEDS} == set()
    assert loaded & {"app.services.casebook", "app.services.rounds", "app.services.sheets.workbook"} == set()
    assert "app.services.sheets.columns" not in loaded


def test_every_page_and_deed_can_be_loaded_beforehand() -> None:
    thread = load_ahead(MODULES + DEEDS)

    thread.join(timeout=60)

    assert [one.module for one in MODULES + DEEDS if one.module not in sys.modules] == []


def test_every_page_of_the_window_has_its_function_in_its_module() -> None:
    built = {page.key: page.build.__self__.load() for page in PAGES if hasattr(page.build, "__self__")}

    assert sorted(built) == sorted(page.key for page in PAGES)
    assert [key for key, module in built.items() if not callable(module.build)] == []


def test_two_loadings_at_once_leave_the_turns_of_the_program_as_they_were() -> None:
    before = sys.getswitchinterval()
    first, second = _short_turns(), _short_turns()

    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert sys.getswitchinterval() < before
    second.__exit__(None, None, None)

    assert sys.getswitchinterval() == before
