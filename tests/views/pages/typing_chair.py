"""Somebody types at a window and never saves; the test ends it with SIGKILL. Arguments: file, password."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.services import drafts, files
from app.views.desk import Desk
from app.views.frame import MainWindow
from app.views.jobs import DatabaseThread
from app.views.members import MembersPage
from app.views.pages import PAGES

app = QApplication([])
jobs = DatabaseThread()
window = MainWindow(jobs, PAGES)
desk = Desk(window, jobs)
window.show()
file = files.open_file(Path(sys.argv[1]), files.by_password(sys.argv[2]))
desk.enter(file, "members")


def wait_for_the_page() -> None:
    if isinstance(window.page, MembersPage):
        window.page.page.form.settled.connect(begin, Qt.ConnectionType.SingleShotConnection)
        window.page.page.new()
    else:
        QTimer.singleShot(50, wait_for_the_page)


def begin() -> None:
    assert isinstance(window.page, MembersPage)
    rows = window.page.page.form.body.rows
    rows["name"].editor.control.setFocus()
    QTest.keyClicks(rows["name"].editor.control, "Liu Xiuying")
    rows["post"].editor.control.setFocus()
    QTest.keyClicks(rows["post"].editor.control, "ban zhang")
    jobs.run(lambda: drafts.kept(file.database), tell)


def tell(found: list[drafts.Draft]) -> None:
    if found:
        print("kept", flush=True)
    QTimer.singleShot(50, lambda: jobs.run(lambda: drafts.kept(file.database), tell))


wait_for_the_page()
app.exec()
