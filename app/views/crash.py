"""What is said when the program itself is wrong: plain words, drafts kept, a report without anybody's data.

Nothing is printed: on some desktops that would end up in a file of the user's folder.
"""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.i18n import Label
from app.services.bug_report import write_bug_report
from app.views.desk_lock import keepers
from app.views.frame import MainWindow
from app.views.kit.ask import Answer, ask

MOST_REPORTS = 20
"""A fault that comes back with every tick of a clock must not fill the disk."""


class CrashWindow(QObject):
    """Hears of every exception that nobody caught, in any thread; one dialog at a time."""

    _elsewhere = Signal(object)  # a bug in another thread

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._reports = 0
        self._is_shown = False
        window.jobs.bug_found.connect(self.tell)
        self._elsewhere.connect(self.tell)

    def listen(self) -> None:
        """Take the place of Python's own messages, for the whole program."""
        sys.excepthook = self._uncaught
        threading.excepthook = lambda uncaught: self._elsewhere.emit(uncaught.exc_value)

    def tell(self, bug: BaseException) -> None:
        """Keep what is half typed, write the report, say it."""
        for keeper in keepers():
            with suppress(Exception):  # the bug may be there
                keeper.now()
        path = write_bug_report("window", bug) if self._reports < MOST_REPORTS else None
        self._reports += 1
        if self._is_shown:
            return
        self._is_shown = True
        answers = [Answer(Label("知道了"), kind="main")]
        if path is not None:
            words = Label(
                "程序出了差错，不是你的操作问题。已经保存的都在，填到一半的已存成草稿，可以接着用。\n"
                "方便时把这份报告拷给维护人员，里面没有任何人的资料：\n{path}",
                path=path,
            )
            answers.insert(0, Answer(Label("打开报告所在的文件夹"), lambda: _open_folder(path)))
        else:
            words = Label("程序出了差错，不是你的操作问题。已经保存的都在，填到一半的已存成草稿，可以接着用。")
        dialog = ask(self._window, Label("程序出了差错"), words, answers, tone="error")
        dialog.finished.connect(self._closed)

    def _closed(self) -> None:
        self._is_shown = False

    def _uncaught(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):  # Ctrl+C in a terminal
            sys.exit(130)
        self.tell(bug.with_traceback(trace))


def _open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
