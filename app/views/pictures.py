"""Pictures of every page and dialog in named states: `python -m app.views.pictures DIR`.

A state is a function that arranges a `Stage` and gives back what to draw; it needs no screen.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from app.i18n import LANGUAGES, Label, set_language
from app.views.frame import MainWindow
from app.views.jobs import DatabaseThread
from app.views.pages import PAGES, Page
from app.views.theme import SCALES, Look, theme
from app.views.unlock import FirstRun, NewUnion, Password, Recover, RecoveryCode

# Title bar and task bar of the office PC, at 96 dpi.
BARS = 78
SETTLE_MS = 60


class Stage:
    """A window of the right size, its database thread, and the means to wait until nothing moves any more."""

    def __init__(self, size: QSize, pages: Sequence[Page] = PAGES) -> None:
        self.jobs = DatabaseThread()
        self.jobs.bug_found.connect(self._raise)
        self._bug: Exception | None = None
        self.window = MainWindow(self.jobs, pages)
        self.window.resize(size)
        self.window.show()
        self.window.activateWindow()

    def settle(self, milliseconds: int = SETTLE_MS) -> None:
        """Wait until the line of jobs is empty and the window has drawn itself."""
        loop = QEventLoop()
        self.jobs.run(lambda: None, lambda _: QTimer.singleShot(milliseconds, loop.quit))
        loop.exec()
        if self._bug is not None:
            raise self._bug

    def close(self) -> None:
        """End the thread and drop the window."""
        self.jobs.finish()
        self.window.close()
        self.window.deleteLater()

    def _raise(self, bug: Exception) -> None:
        self._bug = bug


State = Callable[[Stage], QWidget]


def _covered(make: Callable[[], QWidget]) -> State:
    def arrange(stage: Stage) -> QWidget:
        stage.window.cover(make())
        return stage.window

    return arrange


def _wrong_password() -> QWidget:
    page = Password("示例机械厂工会")
    page.refuse(Label("密码不对，请等 {n} 秒再试（每错一次等得久一些）。资料没有变。忘了密码可以用恢复码。", n=4))
    page.wait(4)
    return page


STATES: dict[str, State] = {
    "first-run": _covered(FirstRun),
    "new-union": _covered(NewUnion),
    "recovery-code": _covered(lambda: RecoveryCode("7GZ4M-0K2XQ-9HT3B-W5NYC-8RJ6PA")),
    "password": _covered(lambda: Password("示例机械厂工会")),
    "password-wrong": _covered(_wrong_password),
    "locked": _covered(lambda: Password("示例机械厂工会", locked=True)),
    "recover": _covered(Recover),
}


def draw(widget: QWidget) -> QPixmap:
    """The widget with its open dialogs and menus, as a person sees them."""
    picture = widget.grab()
    painter = QPainter(picture)
    for each in QApplication.topLevelWidgets():
        if each is widget or not each.isVisible():
            continue
        if isinstance(each, QDialog):
            _draw_dialog(painter, each, widget)
        elif isinstance(each, QMenu):
            painter.drawPixmap(widget.mapFromGlobal(each.pos()), each.grab())
    painter.end()
    return picture


def _draw_dialog(painter: QPainter, dialog: QDialog, widget: QWidget) -> None:
    """A dialog with a title bar, which the desktop would draw."""
    look = theme()
    bar = look.line + 12
    left, top = (widget.width() - dialog.width()) // 2, (widget.height() - dialog.height() - bar) // 3
    whole = QRect(left, top, dialog.width(), dialog.height() + bar)
    painter.fillRect(whole, look.colour("base"))
    painter.setFont(look.font)
    painter.setPen(look.colour("text"))
    title = QRect(left + 12, top, dialog.width() - 24, bar)
    painter.drawText(title, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), dialog.windowTitle())
    painter.drawPixmap(QPoint(left, top + bar), dialog.grab())
    painter.setPen(look.colour("border"))
    painter.drawRect(whole)


def render(states: Mapping[str, State], folder: Path, size: QSize, pages: Sequence[Page] = PAGES) -> list[Path]:
    """Draw each state into `NAME.png`; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, arrange in states.items():
        stage = Stage(size, pages)
        stage.settle()
        shown = arrange(stage)
        stage.settle()
        files.append(folder / f"{name}.png")
        draw(shown).save(str(files[-1]))
        stage.close()
    return files


def main(argv: Sequence[str] | None = None) -> int:
    """The command; exit code 0."""
    parser = argparse.ArgumentParser(prog="pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="1366x768", help="the screen in pixels; title and task bar are taken off")
    parser.add_argument("--scale", type=float, default=1.0, help="the scale of the display, 1.5 for 150 %%")
    parser.add_argument("--font", type=int, default=100, choices=SCALES, help="the size of the font in percent")
    parser.add_argument("--look", default=Look.LIGHT, type=Look, choices=list(Look))
    parser.add_argument("--lang", default="zh_CN", choices=LANGUAGES)
    parser.add_argument("--only", default="", help="only states whose names hold this")
    given = parser.parse_args(argv)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(given.scale)
    set_language(given.lang)
    app = QApplication.instance() or QApplication([])
    theme().use(given.look, given.font)
    wide, high = (int(part) for part in given.size.split("x"))
    size = QSize(round(wide / given.scale), round((high - BARS) / given.scale))
    wanted = {name: state for name, state in STATES.items() if given.only in name}
    for path in render(wanted, given.folder, size):
        print(path)
    app.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
