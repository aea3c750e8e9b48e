"""Printing and saving from the preview: made for good once, sent as often as the printer needs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.views.jobs import Job
from app.views.page import Shell
from app.views.press import work
from app.views.press.questions import Questions
from app.views.press.spool import Ticket
from app.views.press.work import Sent, Wanted

if TYPE_CHECKING:
    from app.reports.press import Print


class Doing(QObject):
    """The deeds of one preview. A form that has its number keeps it until something else is to be printed."""

    began = Signal(int)  # so many pages are going to be sent
    progressed = Signal(int, int)
    ended = Signal()
    said = Signal(object)  # a Label: it is done
    written = Signal(object)  # the file that was made
    failed = Signal(object)  # a Label: it is not, and what is safe
    fault_found = Signal(object)  # a KnownError

    def __init__(self, parent: QDialog, shell: Shell) -> None:
        super().__init__(parent)
        self._parent, self._shell = parent, shell
        self._kept: tuple[Wanted, Print] | None = None
        self._job: Job | None = None
        self._asking: Job | None = None  # whether the print service answers, before anything is made

    @property
    def is_busy(self) -> bool:
        """Whether pages are on their way, to a printer or into a file."""
        return self._job is not None

    @property
    def is_waiting(self) -> bool:
        """Whether the printers have not answered yet: nothing is made so far, and no number is taken."""
        return self._job is not None and self._job is self._asking

    def stop(self) -> None:
        """Send no more pages."""
        if self._job is None:
            return
        was_waiting = self.is_waiting
        self._job.cancel()
        if was_waiting:  # nobody waits for the answer any more
            self._end()
            self.failed.emit(Label("已停止，一页都没有送去打印。表还在这里，随时可以再打。"))

    def print(self, wanted: Wanted, ticket: Ticket) -> None:
        """Print for good, then send the pages to the printer, once the print service answers at all.

        A service that hangs is waited for beside the file: nothing is made or numbered until then.
        """
        if self.is_busy:
            return
        jobs, printers, pages = self._shell.jobs, self._shell.printers, len(ticket.pages)
        questions = Questions(self._parent, jobs)

        def go(reason: str = "", leave_gaps: bool = False) -> None:
            self._job = self._asking = jobs.beside(
                printers.queues, lambda _: send(reason, leave_gaps), self._no_service, owner=self
            )
            self.began.emit(pages)

        def send(reason: str, leave_gaps: bool) -> None:
            make = self._maker(wanted, reason, leave_gaps)
            self._job = jobs.run_long(
                lambda report: work.make_and_send(make, printers, ticket, report),
                lambda sent: self._sent(wanted, sent, pages),
                lambda fault: self._refused(fault, questions, go),
                on_progress=self.progressed.emit,
                owner=self,
            )
            self.progressed.emit(0, pages)

        go()

    def save(self, wanted: Wanted, title: str, pages: int) -> None:
        """Print for good into a PDF file."""
        if self.is_busy:  # two at once would be given two numbers
            return
        chosen = self._shell.dialogs.save_path(self._parent, Label("存成PDF"), file_name(title, wanted), "*.pdf")
        if not chosen:
            return
        path, questions = Path(chosen), Questions(self._parent, self._shell.jobs)

        def go(reason: str = "", leave_gaps: bool = False) -> None:
            make = self._maker(wanted, reason, leave_gaps)
            self._job = self._shell.jobs.run(
                lambda: work.make_and_write(make, path),
                lambda sent: self._saved(wanted, sent, pages, path),
                lambda fault: self._refused(fault, questions, go),
                owner=self,
            )

        go()

    def _maker(self, wanted: Wanted, reason: str, leave_gaps: bool) -> Callable[[], Print]:
        """What makes the print; one that was made for the same before is not made again, nor numbered again."""
        kept, shell = self._kept, self._shell
        if kept is not None and kept[0] == wanted:
            return lambda: kept[1]
        return lambda: work.make(lambda: shell.database, wanted, reason, leave_gaps=leave_gaps)

    # --- what came of it

    def _sent(self, wanted: Wanted, sent: Sent, pages: int) -> None:
        self._kept = (wanted, sent.print)
        self._end()
        fault, told = sent.fault, {"pages": pages, "form": _named(wanted), "number": sent.print.number or ""}
        if fault is not None:
            self._not_sent(fault, wanted, sent.print.number)
        elif wanted.order.number:
            self._say(Label("已补打 {pages} 页，编号 {number}。", **told))
        elif sent.print.number:
            self._say(Label("已打印 {pages} 页，{form}编号 {number}，已存档。", **told))
        else:
            self._say(Label("已打印 {pages} 页。", **told))

    def _not_sent(self, fault: KnownError, wanted: Wanted, number: str | None) -> None:
        """What went wrong with the printer, that the print is safe, what to do."""
        stopped = Label("已停止。送出去的几页可能还会打出来。")
        what, then = (stopped, Label("")) if fault.code is ErrorCode.CANCELLED else (fault.what, fault.next)
        if number:
            told = {"what": what, "form": _named(wanted), "number": number, "next": then}
            self.failed.emit(Label("{what}表已存档，{form}编号 {number}，随时可以再打。{next}", **told))
        else:
            self.failed.emit(Label("{what}表还在这里，随时可以再打。{next}", what=what, next=then))

    def _saved(self, wanted: Wanted, sent: Sent, pages: int, path: Path) -> None:
        self._kept = (wanted, sent.print)
        self._end()
        told = {"pages": pages, "form": _named(wanted), "number": sent.print.number or ""}
        told |= {"name": path.name, "folder": path.parent}
        if sent.fault is not None:
            self.fault_found.emit(sent.fault)
            return
        if sent.print.number and not wanted.order.number:
            self._say(
                Label("已存成PDF，共 {pages} 页，{form}编号 {number}，已存档：{name}，在文件夹“{folder}”里。", **told)
            )
        else:
            self._say(Label("已存成PDF，共 {pages} 页：{name}，在文件夹“{folder}”里。", **told))
        self.written.emit(path)

    def _say(self, words: Label) -> None:
        self.said.emit(words)
        self._shell.done(words, can_undo=False)

    def _no_service(self, fault: KnownError) -> None:
        self._end()
        self.fault_found.emit(fault)

    def _refused(self, fault: KnownError, questions: Questions, again: work.Again) -> None:
        self._end()
        if not questions.ask(fault, again):
            self.fault_found.emit(fault)

    def _end(self) -> None:
        self._job = self._asking = None
        self.ended.emit()


def _named(wanted: Wanted) -> Label:
    """The form that a number belongs to; that of a print from the archive is in the title already."""
    return Label("这份表的") if wanted.order.number else wanted.order.name


def file_name(title: str, wanted: Wanted) -> str:
    """The name that is proposed for the file."""
    told = {"title": title, "form": wanted.order.name}
    if wanted.version == work.BLANK:
        name = Label("{form}（空白表）.pdf", **told)
    elif wanted.version == work.DRAFT and wanted.order.has_number:
        name = Label("{title}{form}（草稿）.pdf", **told)
    else:
        name = Label("{title}{form}.pdf", **told)
    return "".join(one for one in str(name) if one not in '\\/:*?"<>|')
