"""The command: pictures of every state and every form into a folder."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from app.i18n import LANGUAGES, set_language
from app.views.garbage import GarbageInWindowThread
from app.views.pages import PAGES
from app.views.pictures.drawing import render
from app.views.pictures.paper import PAPERS, draw_paper
from app.views.pictures.samples import Samples
from app.views.pictures.scenes import SHOWN, states_of
from app.views.theme import SCALES, Look, theme

# The sizes that the documentation shows: the screen in pixels, its scale, and what the names of the pictures end with.
DOCUMENTED = (("1366x768", 1.0, ""), ("1920x1080", 1.0, "-1920x1080"), ("1366x768", 1.5, "-1366x768-150"))
# Title bar and task bar of the office PC, at 96 dpi.
BARS = 78


def main(argv: Sequence[str] | None = None) -> int:
    """Draw what is asked for; exit code 0."""
    given = _arguments(argv)
    return _document(given.folder, given.only) if given.documentation else _draw(given)


def _document(folder: Path, only: str) -> int:
    """The pictures of the documentation; each size is a run of its own, since a program has one scale."""
    command = [sys.executable, "-m", "app.views.pictures", str(folder), "--only", only]
    codes = [
        subprocess.run([*command, "--size", size, "--scale", str(scale), f"--ending={ending}"], check=False).returncode
        for size, scale, ending in DOCUMENTED
    ]
    return max(codes)


def _draw(given: argparse.Namespace) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(given.scale)
    set_language(given.lang)
    app = QApplication.instance() or QApplication([])
    GarbageInWindowThread(app)
    theme().use(given.look, given.font)
    wide, high = (int(part) for part in given.size.split("x"))
    size = QSize(round(wide / given.scale), round((high - BARS) / given.scale))
    with tempfile.TemporaryDirectory(prefix="xiaojia-pictures-") as name:
        # The settings of this PC are none of the pictures' business.
        os.environ["XIAOJIA_DATA_DIR"] = name
        samples = Samples(Path(name))
        states = {name: state for name, state in states_of(PAGES).items() if given.only in name}
        papers = {name: paper for name, paper in PAPERS.items() if given.only in name}
        if given.ending:  # one more size of what is drawn already
            states, papers = {name: state for name, state in states.items() if name in SHOWN}, {}
        drawn = render(states, given.folder, size, PAGES, samples, given.ending)
        drawn += draw_paper(papers, samples, given.folder) if papers else []
    for path in drawn:
        print(path)
    app.processEvents()
    return 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pictures", description="Pictures of every page, dialog and printed form.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="1366x768", help="the screen in pixels; title and task bar are taken off")
    parser.add_argument("--scale", type=float, default=1.0, help="the scale of the display, 1.5 for 150 %%")
    parser.add_argument("--font", type=int, default=100, choices=SCALES, help="the size of the font in percent")
    parser.add_argument("--look", default=Look.LIGHT, type=Look, choices=list(Look))
    parser.add_argument("--lang", default="zh_CN", choices=LANGUAGES)
    parser.add_argument("--only", default="", help="only pictures whose names hold this")
    parser.add_argument("--ending", default="", help="only the chosen states, with this at the end of their names")
    parser.add_argument("--documentation", action="store_true", help="all, as docs/pictures has them, in every size")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
