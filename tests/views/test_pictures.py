"""Pictures of named states: drawn without a screen, at the asked size, with nothing cut off."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.views.pages import PAGES as REAL_PAGES
from app.views.pictures import STATES, Stage
from app.views.pictures.__main__ import DOCUMENTED
from app.views.pictures.paper import PAPERS, draw_paper
from app.views.pictures.samples import Samples
from app.views.pictures.scenes import SHOWN, states_of
from app.views.theme import Look, Theme
from tests.views.demo import DEMO_STATES, PAGES
from tests.views.seeing import cut_off, nameless, too_low

ALL = STATES | DEMO_STATES
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
LARGEST, LARGEST_TOGETHER = 100_000, 8_000_000
FEWEST_SHOWN = 24
# Display scale and font scale, as logical room and font: every pair whose product is at most two.
ROOMS = [(1366, 690, 100), (1366, 690, 175), (910, 460, 100), (1920, 1000, 125)]


def test_the_command_draws_every_state(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.views.pictures", str(tmp_path), "--scale", "1.5", "--only", "password"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    drawn = sorted(path.stem for path in tmp_path.glob("*.png"))
    assert drawn == sorted(name for name in STATES if "password" in name)
    assert len(done.stdout.splitlines()) == len(drawn)
    assert QImage(str(tmp_path / "password.png")).size() == QSize(1367, 690)


def test_every_printed_form_is_drawn_page_by_page_in_a_few_colours(qapp: QApplication, tmp_path: Path) -> None:
    drawn = draw_paper(PAPERS, Samples(tmp_path), tmp_path / "pictures")

    assert {path.stem.rpartition("-")[0] for path in drawn} == set(PAPERS)
    assert {QImage(str(path)).format() for path in drawn} <= {QImage.Format.Format_Indexed8, QImage.Format.Format_Mono}
    assert max(path.stat().st_size for path in drawn) < LARGEST


def test_the_pictures_in_the_documentation_are_those_of_all_states_and_of_the_chosen_ones_in_every_size() -> None:
    there = {path.stem: path.stat().st_size for path in PICTURES.glob("*.png")}
    papers = {stem for stem in there if stem.startswith("paper-")}

    states = set(states_of(REAL_PAGES))
    in_all_sizes = {f"{name}{ending}" for _, _, ending in DOCUMENTED for name in SHOWN}
    assert there.keys() - papers == states | in_all_sizes
    assert {stem.rpartition("-")[0] for stem in papers} == set(PAPERS)
    assert len(SHOWN) >= FEWEST_SHOWN and set(SHOWN) <= states
    assert sum(there.values()) < LARGEST_TOGETHER


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(("width", "height", "scale"), ROOMS)
def test_nothing_is_cut_off_in_any_state(
    qtbot: QtBot, look: Theme, name: str, width: int, height: int, scale: int
) -> None:
    look.use(Look.LIGHT, scale)
    stage = Stage(QSize(width, height), PAGES)
    stage.settle()

    shown = ALL[name](stage)
    stage.settle()

    assert (shown.width(), shown.height()) == (width, height)
    assert cut_off(shown) == []
    assert too_low(shown) == []
    assert nameless(shown) == []
    stage.close()
