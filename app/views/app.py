"""Starting the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from app.i18n import set_language
from app.services import pc_settings
from app.services.files import Unlock
from app.views import theme
from app.views.crash import CrashWindow
from app.views.desk import Desk
from app.views.frame import MainWindow
from app.views.garbage import GarbageInWindowThread
from app.views.jobs import DatabaseThread
from app.views.loading import DEEDS, load_ahead
from app.views.pages import MODULES, PAGES
from app.views.theme import Look

FIRST_SIZE = (1280, 760)
# The password can be typed by then: whoever types it does not wait for the pages behind. First come the two that are
# seen first; the others wait until these are there.
LOAD_AFTER_MS, LOAD_REST_AFTER_MS = 30, 5000
FIRST = 2


def main(arguments: Sequence[str] = (), unlock: Unlock | None = None) -> int:
    """Show the window and stay until it is closed; the exit code. `unlock` opens the last file without asking."""
    settings = pc_settings.load()
    set_language(settings.language)
    app = QApplication(["xiaojia", *arguments])
    app.setApplicationName("职工小家")
    translator = QTranslator(app)  # Qt's own words: the menu of a text field, the buttons of file dialogs
    if translator.load(f"qtbase_{settings.language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    theme.theme().use(Look(settings.look), settings.scale)
    GarbageInWindowThread(app)
    jobs = DatabaseThread()
    window = MainWindow(jobs, PAGES)
    desk = Desk(window, jobs)
    CrashWindow(window).listen()
    place(window, settings)
    window.look_changed.connect(keep_look)
    window.left.connect(lambda: keep_place(window))
    window.show()
    QTimer.singleShot(0, lambda: desk.start(pc_settings.remembered(settings), unlock))
    QTimer.singleShot(LOAD_AFTER_MS if unlock is None else 0, lambda: load_ahead(MODULES[:FIRST]))
    QTimer.singleShot(LOAD_REST_AFTER_MS, lambda: load_ahead(MODULES[FIRST:] + DEEDS))
    code = app.exec()
    jobs.finish()
    desk.close()
    return code


def place(window: MainWindow, settings: pc_settings.PcSettings) -> None:
    """Put the window where it was; on the first run, as large as an office PC allows."""
    left, top, width, height = settings.window
    if width and height:
        window.setGeometry(left, top, width, height)
    else:
        window.resize(*FIRST_SIZE)
    screen = window.screen().availableGeometry()
    if settings.maximized or not width or not screen.intersects(window.geometry()):
        window.showMaximized()


def keep_place(window: MainWindow) -> None:
    """Remember on this PC where the window was."""
    shape = window.normalGeometry()
    found = (shape.x(), shape.y(), shape.width(), shape.height())
    pc_settings.save(replace(pc_settings.load(), window=found, maximized=window.isMaximized()))


def keep_look() -> None:
    """Remember on this PC how the window looks."""
    found = theme.theme()
    pc_settings.save(replace(pc_settings.load(), look=str(found.look), scale=found.scale))
