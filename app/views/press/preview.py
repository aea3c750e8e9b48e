"""The preview: the pages at the left, what can be chosen at the right, the deeds below. Nothing is kept by looking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.i18n import Label
from app.models.store.database import Database
from app.views import theme
from app.views.export import export_view
from app.views.kit.ask import Dialog
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import column, row
from app.views.kit.note import Note
from app.views.kit.text import ElidedText
from app.views.page import Shell
from app.views.press import work
from app.views.press.doing import Doing
from app.views.press.panel import Panel
from app.views.press.printers import Queue
from app.views.press.progress import PrintProgress
from app.views.press.sheet_view import SheetView
from app.views.press.thumbs import Thumbs
from app.views.press.toolbar import Toolbar
from app.views.press.work import Offer, Order, Shown, Wanted

if TYPE_CHECKING:
    from app.reports.pictures import PagePicture

LOOK_AFTER_MS = 350
THUMBS_FROM_CHARS = 66
GAPS_NAMED = 4


class Preview(Dialog):
    """As large as the window; `title` (of the round, of the list) begins the names of files."""

    def __init__(self, parent: QWidget, shell: Shell, title: str, orders: Sequence[Order]) -> None:
        super().__init__(parent, Label("打印预览"))
        self._shell, self._title, self._parent = shell, title, parent.window()
        self._wanted = Wanted(orders[0])
        self._offer: Offer | None = None
        self._queues: Sequence[Queue] | None = None
        self._shown: Shown | None = None
        self.doing = Doing(self, shell)
        self.view, self.thumbs, self.panel = SheetView(), Thumbs(), Panel(orders)
        self._gaps, self._came_of = Note("warning"), Note("good")
        self._failed, self._progress = Note("error"), PrintProgress()
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
        self._export = Button(self.export_deed)
        self._main = Button(self.print_deed)

    def _lay_out(self) -> None:
        pages = row(self.thumbs, self.view, spacing=0)
        pages.setStretchFactor(self.view, 1)
        left = column(Toolbar(self.view), pages, spacing=0)
        left.setStretchFactor(pages, 1)
        middle = row(spacing=0)
        middle.addLayout(left, 1)
        middle.addWidget(self.panel)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(middle, 1)
        said = (self._gaps, self._failed, self._came_of, self._progress)
        self.body.addLayout(column(*said, spacing=theme.NARROW, margins=(theme.NORMAL,) * 4))
        self._buttons.addWidget(self._reason, 1)
        for made in (self._main, Button(self.save_deed), self._export, Button(self.close_deed)):
            self._buttons.addWidget(made)

    def _connect(self) -> None:
        view, thumbs = self.view, self.thumbs
        view.wanted.connect(lambda page, scale: self._draw(page, scale, view.take))
        thumbs.wanted.connect(lambda page, scale: self._draw(page, scale, thumbs.take))
        view.turned.connect(thumbs.mark)
        thumbs.chosen.connect(view.go_to)
        self.panel.look_changed.connect(self._pause.start)
        self.panel.ticket_changed.connect(self._refresh)
        self._pause.timeout.connect(self._look_again)
        self._progress.stop.connect(self._stop)
        doing = self.doing
        doing.began.connect(self._began)
        doing.progressed.connect(self._progress.show_pages)
        doing.ended.connect(self._ended)
        doing.said.connect(self._came_of.say)
        doing.failed.connect(self._failed.say)
        doing.fault_found.connect(self._tell)

    def begin(self) -> None:
        """Show it, and ask for the printers and for the first form."""
        room = self._parent.size()
        look = theme.theme()
        self.resize(room - QSize(look.chars(1), look.line + 2 * theme.WIDE))
        self._refresh()
        self.open()
        self.view.setFocus()
        self._begin_form(self._wanted.order)
        printers = self._shell.printers
        self._shell.jobs.run(printers.queues, self._take_queues, owner=self)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._shown.sizes) if self._shown else 0

    # --- what is seen

    def _database(self) -> Database:
        return self._shell.database

    def _begin_form(self, order: Order) -> None:
        """Another form: what it offers, then its pages with the options of the last time."""
        version = self._wanted.version

        def ask() -> tuple[Offer, Wanted, Shown]:
            offer = work.offer(self._database, order)
            wanted = Wanted(order, version, offer.options)
            return offer, wanted, work.look(self._database, wanted)

        def take(found: tuple[Offer, Wanted, Shown]) -> None:
            self._offer = found[0]
            self._show_offer(order)
            self._take_pages(found[1], found[2])

        self._wanted = Wanted(order, version)
        self._shell.jobs.run(ask, take, self._tell, owner=self)

    def _show_offer(self, order: Order) -> None:
        if self._offer is not None and self._queues is not None:
            self.panel.show_offer(order, self._offer, self._queues)

    def _take_queues(self, queues: Sequence[Queue]) -> None:
        self._queues = queues
        self._show_offer(self._wanted.order)
        self._refresh()

    def _look_again(self) -> None:
        wanted, problems = self.panel.wanted()
        self.panel.show_problems(problems)
        if wanted.order is not self._wanted.order:
            self._wanted = Wanted(wanted.order, wanted.version)
            self._begin_form(wanted.order)
        elif wanted != self._wanted and not problems:
            self._wanted = wanted
            database = self._database
            take = partial(self._take_pages, wanted)
            self._shell.jobs.run(lambda: work.look(database, wanted), take, self._tell, owner=self)

    def _take_pages(self, wanted: Wanted, shown: Shown) -> None:
        if wanted.order is not self._wanted.order:
            return  # the user has gone on to another form
        self._wanted, self._shown = wanted, shown
        self._say_nothing()
        told = "；".join(map(str, shown.gaps[:GAPS_NAMED]))
        self._gaps.say(Label("打印前看一看：{gaps}。", gaps=told) if shown.gaps else "")
        self.thumbs.show_pages(shown.sizes)
        self.view.show_pages(shown.sizes)
        self._refresh()

    def _draw(self, page: int, scale: float, take: Callable[[int, float, QImage], object]) -> None:
        """Ask for the picture of a page; one that belongs to pages no longer shown is dropped."""
        shown = self._shown
        if shown is None:
            return

        def make() -> PagePicture:
            from app.reports.pictures import page_picture

            return page_picture(shown.pdf, page, scale)

        def give(found: PagePicture) -> None:
            if self._shown is shown:
                lines = QImage(found.grey, found.width, found.height, found.stride, QImage.Format.Format_Grayscale8)
                take(page, scale, lines.copy())

        self._shell.jobs.run(make, give, owner=self)

    # --- the deeds

    def _refresh(self) -> None:
        """Buttons say how many pages, and why they are off."""
        ticket, problems = self.panel.ticket(self.count)
        self.print_deed.rename(Label("打印 {n} 页", n=len(ticket.pages)) if ticket.pages else Label("打印"))
        busy = Label("正在打印") if self.doing.is_busy else None
        waiting = None if self._shown else Label("正在排页…")
        no_printer = Label("这台电脑没有装打印机，可以存成PDF拿到别处打") if self._queues == [] else None
        looking = Label("正在找打印机") if self._queues is None else None
        wrong = Label("先改好右边的页码和份数") if problems else None
        self._reason.say(no_printer or "")
        _switch(self.print_deed, busy or waiting or no_printer or looking or wrong)
        _switch(self.save_deed, busy or waiting)
        _switch(self.close_deed, Label("正在打印，先停止") if self.doing.is_busy else None)
        self._export.setVisible(self._wanted.order.view is not None)

    def print(self) -> None:
        """Print for good, then send the pages to the printer."""
        ticket, problems = self.panel.ticket(self.count)
        self.panel.show_problems(problems)
        if not problems:
            self._say_nothing()
            self.doing.print(self._wanted, ticket)

    def save(self) -> None:
        """Print for good into a PDF file."""
        self._say_nothing()
        self.doing.save(self._wanted, self._title, self.count)

    def export(self) -> None:
        """The list behind the form as a sheet."""
        view = self._wanted.order.view
        if view is not None:
            export_view(self._shell, view, self)

    def _say_nothing(self) -> None:
        self._failed.say("")
        self._came_of.say("")

    def _tell(self, fault: KnownError) -> None:
        self._came_of.say("")
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

    def reject(self) -> None:
        """Close; while pages are on their way it stays, so that nobody stops a print by mistake."""
        if not self.doing.is_busy:
            super().reject()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.thumbs.setVisible(self.width() >= theme.theme().chars(THUMBS_FROM_CHARS))


def _switch(deed: Deed, reason: Label | None) -> None:
    if reason is None:
        deed.on()
    else:
        deed.off(reason)
