"""The preview: the pages at the left, what can be chosen at the right, the deeds below. Nothing is kept by looking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.i18n import Label
from app.views import theme
from app.views.export import export_view
from app.views.kit.ask import Dialog
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import column, row
from app.views.kit.note import Note
from app.views.kit.text import ElidedText
from app.views.page import Shell
from app.views.press.doing import Doing
from app.views.press.looking import Looking
from app.views.press.panel import Panel
from app.views.press.printers import Queue
from app.views.press.progress import PrintProgress
from app.views.press.sheet_view import SheetView
from app.views.press.thumbs import Thumbs
from app.views.press.toolbar import Toolbar
from app.views.press.work import Offer, Order

LOOK_AFTER_MS = 350
THUMBS_FROM_CHARS = 66
GAPS_NAMED = 4


class Preview(Dialog):
    """As large as the window; `title` (of the round, of the list) begins the names of files."""

    def __init__(self, parent: QWidget, shell: Shell, title: str, orders: Sequence[Order]) -> None:
        super().__init__(parent, Label("打印预览"))
        self._shell, self._title, self._window = shell, title, parent.window()
        self._offer = Offer()
        self._queues: Sequence[Queue] | None = None
        self._no_printer = Label("这台电脑没有装打印机，可以存成PDF拿到别处打")
        self._asked_printers = False
        self._then: Callable[[], object] | None = None  # a deed that waits for the pages it is about
        self.looking, self.doing = Looking(self, shell, orders[0]), Doing(self, shell)
        self.view, self.thumbs, self.panel = SheetView(), Thumbs(), Panel(orders)
        self._gaps, self._came_of, self._failed = Note("warning"), Note("good"), Note("error")
        self._written: Path | None = None
        self._progress = PrintProgress()
        self._reason = ElidedText(least=6, tone="secondary")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LOOK_AFTER_MS)
        self._make_deeds()
        self._lay_out()
        self._connect()

    def _make_deeds(self) -> None:
        self.print_deed = Deed(Label("打印"), self.print, icon="printer", kind="main", parent=self)
        self.save_deed = Deed(Label("存成PDF"), self.save, key="Ctrl+S", icon="file-text", parent=self)
        self.export_deed = Deed(Label("导出 Excel"), self.export, key="F12", icon="file-spreadsheet", parent=self)
        self.close_deed = Deed(Label("关闭"), self.reject, hint="Esc", parent=self)
        self.addActions([self.print_deed, self.save_deed, self.export_deed])
        folder = Deed(Label("打开文件夹"), self.open_folder, icon="folder-open", kind="link", parent=self)
        self._folder = Button(folder)
        self._folder.hide()

    def _lay_out(self) -> None:
        pages = row(self.thumbs, self.view, spacing=0)
        pages.setStretchFactor(self.view, 1)
        left = column(Toolbar(self.view), pages, spacing=0)
        left.setStretchFactor(pages, 1)
        middle = row(left, self.panel, spacing=0)
        middle.setStretchFactor(left, 1)
        came_of = row(self._came_of, self._folder, spacing=theme.NORMAL)
        came_of.setStretchFactor(self._came_of, 1)
        said = column(self._gaps, self._failed, came_of, self._progress, spacing=theme.NARROW)
        said.setContentsMargins(theme.NORMAL, theme.NARROW, theme.NORMAL, theme.NARROW)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(middle, 1)
        self.body.addLayout(said)
        self._export = Button(self.export_deed)
        self._buttons.addWidget(self._reason, 1)
        for made in (Button(self.print_deed), Button(self.save_deed), self._export, Button(self.close_deed)):
            self._buttons.addWidget(made)

    def _connect(self) -> None:
        view, thumbs, looking, doing = self.view, self.thumbs, self.looking, self.doing
        view.wanted.connect(partial(looking.draw, view.take))
        thumbs.wanted.connect(partial(looking.draw, thumbs.take))
        view.turned.connect(thumbs.mark)
        thumbs.chosen.connect(view.go_to)
        self.panel.look_changed.connect(self._pause.start)
        self.panel.ticket_changed.connect(self._refresh)
        self._pause.timeout.connect(self._look_again)
        looking.offered.connect(self._take_offer)
        looking.shown_changed.connect(self._show_pages)
        looking.drawn.connect(self._ask_printers)
        looking.fault_found.connect(self._tell)
        self._progress.stop.connect(self._stop)
        doing.began.connect(self._began)
        doing.progressed.connect(self._progress.show_pages)
        doing.ended.connect(self._ended)
        doing.said.connect(self._came_of.say)
        doing.written.connect(self._offer_folder)
        doing.failed.connect(self._failed.say)
        doing.fault_found.connect(self._tell)

    def begin(self) -> None:
        """Show it, and ask for the first form."""
        look = theme.theme()
        self.resize(self._window.size() - QSize(look.chars(1), look.line + 2 * theme.WIDE))
        self._refresh()
        self.open()
        self.view.setFocus()
        self.looking.begin(self.looking.wanted)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.looking.shown.sizes) if self.looking.shown else 0

    # --- what is seen

    def _take_offer(self, order: Order, offer: Offer) -> None:
        self._offer = offer
        self.panel.show_offer(order, offer, self._queues or ())

    def _ask_printers(self) -> None:
        """Once the first page is in view: a printer in the network that is switched off takes its time to answer."""
        if not self._asked_printers:
            self._asked_printers = True
            self._shell.jobs.beside(self._shell.printers.queues, self._take_queues, self._no_answer, owner=self)

    def _no_answer(self, _: KnownError) -> None:
        """As if there were none, but for the reason: they are asked again in the next preview."""
        self._no_printer = Label("打印机没有回音，可以存成PDF拿到别处打")
        self._take_queues([])

    def _take_queues(self, queues: Sequence[Queue]) -> None:
        self._queues = queues
        self.panel.show_offer(self.looking.wanted.order, self._offer, queues)
        self._refresh()

    def _look_again(self) -> None:
        """Other pages are wanted: another form, another version, other options."""
        self._pause.stop()
        wanted, problems = self.panel.wanted()
        self.panel.show_problems([*problems, *self.panel.ticket(self.count)[1]])
        if wanted.order is not self.looking.wanted.order:
            self.looking.begin(wanted)
        elif wanted != self.looking.wanted and not problems:
            self.looking.look(wanted)

    def _show_pages(self) -> None:
        shown = self.looking.shown
        assert shown is not None
        self._say_nothing()
        told = "；".join(str(gap).rstrip("。") for gap in shown.gaps[:GAPS_NAMED])
        self._gaps.say(Label("打印前看一看：{gaps}。", gaps=told) if shown.gaps else "")
        self.thumbs.show_pages(shown.sizes)
        self.view.show_pages(shown.sizes)
        self._refresh()
        then, self._then = self._then, None
        if then is not None:
            then()

    # --- the deeds

    def _refresh(self) -> None:
        """Buttons say how many pages, and why they are off."""
        ticket, problems = self.panel.ticket(self.count)
        self.print_deed.rename(Label("打印 {n} 页", n=len(ticket.pages)) if ticket.pages else Label("打印"))
        no_printer = self._no_printer if self._queues == [] else None
        self._reason.say(no_printer or "")
        busy = Label("正在打印") if self.doing.is_busy else None
        waiting = None if self.looking.shown else Label("正在排页…")
        asking = Label("正在找打印机") if self._queues is None else None
        wrong = Label("先改好右边的页码和份数") if problems else None
        _switch(self.print_deed, busy or waiting or no_printer or asking or wrong)
        _switch(self.save_deed, busy or waiting)
        _switch(self.close_deed, Label("正在打印，先停止") if self.doing.is_busy else None)
        self._export.setVisible(self.looking.wanted.order.view is not None)

    def print(self) -> None:
        """Print for good, then send the pages to the printer."""
        self._when_seen(self._print)

    def _print(self) -> None:
        ticket, problems = self.panel.ticket(self.count)
        self.panel.show_problems(problems)
        if not problems:
            self._say_nothing()
            self.doing.print(self.looking.wanted, ticket)

    def save(self) -> None:
        """Print for good into a PDF file."""
        self._when_seen(lambda: self.doing.save(self.looking.wanted, self._title, self.count))

    def _when_seen(self, deed: Callable[[], object]) -> None:
        """Only what can be seen is printed: what was chosen a moment ago is shown first."""
        self._look_again()
        if self.panel.wanted()[1]:
            return
        if self.looking.is_up_to_date:
            deed()
        else:
            self._then = deed

    def export(self) -> None:
        """The list behind the form as a sheet."""
        view = self.looking.wanted.order.view
        if view is not None:
            export_view(self._shell, view, self)

    def _offer_folder(self, path: Path) -> None:
        self._written = path
        self._folder.show()

    def open_folder(self) -> None:
        """Show the folder of the file that was just written in the desktop's own window."""
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    def _say_nothing(self) -> None:
        self._failed.say("")
        self._came_of.say("")
        self._folder.hide()

    def _tell(self, fault: KnownError) -> None:
        self._then = None
        self._came_of.say("")
        self._folder.hide()
        self._failed.tell_fault(fault)

    def _began(self, count: int) -> None:
        self._progress.begin(count)
        self._refresh()

    def _ended(self) -> None:
        self._progress.hide()
        self._refresh()

    def _stop(self) -> None:
        self._progress.stopping()
        self.doing.stop()

    # --- the dialog

    @property
    def is_on_way(self) -> bool:
        """While pages are on their way nobody stops a print by mistake."""
        return self.doing.is_busy

    def give_way(self) -> Label | None:
        """The lock closes this: a print that waits for the printers is given up; what is to be said of it."""
        if not self.doing.is_waiting:
            return None
        self.doing.stop()
        return Label("刚才要打的表还没有打：锁上时还在找打印机。打开以后再打一次就行。")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.thumbs.setVisible(self.width() >= theme.theme().chars(THUMBS_FROM_CHARS))


def _switch(deed: Deed, reason: Label | None) -> None:
    if reason is None:
        deed.on()
    else:
        deed.off(reason)
