"""Pictures of named states: drawn without a screen, at the asked size, with nothing cut off."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.views.pictures import STATES, Stage
from app.views.theme import Look, Theme
from tests.views.demo import DEMO_STATES, PAGES
from tests.views.seeing import cut_off, nameless, too_low

ALL = STATES | DEMO_STATES
# Display scale and font scale, as logical room and font: every pair whose product is at most two.
ROOMS = [(1366, 690, 100), (1366, 690, 175), (910, 460, 100), (1920, 1000, 125)]


def test_the_command_draws_every_state(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.views.pictures", str(tmp_path), "--scale", "1.5", "--only", "password"]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    drawn = sorted(path.stem for path in tmp_path.glob("*.png"))
    assert drawn == sorted(name for name in STATES if "password" in name)
    assert len(done.stdout.splitlines()) == len(drawn)
    assert QImage(str(tmp_path / "password.png")).size() == QSize(1367, 690)


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
