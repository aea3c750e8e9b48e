"""Puts the recovery code on paper: straight to a printer, never into a file on this PC."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.i18n import Label
from app.services.today import today
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Answer, ask
from app.views.press.printers import Printers, Queue
from app.views.press.spool import Ticket, send
from app.views.unlock.code import RecoveryCode

MOST_PRINTERS = 4
NO_PRINTER = Label("没有看到打印机。抄在纸上也一样：抄好，再照着纸填下面两组。")


def print_code(
    window: QWidget, jobs: DatabaseThread, printers: Printers, cover: RecoveryCode, union: str, code: str
) -> None:
    """Ask which printer where there are several; tell the page once the sheet is on its way."""

    def choose(queues: Sequence[Queue]) -> None:
        if not queues:
            cover.refuse(NO_PRINTER)
        elif len(queues) == 1:
            send_to(queues[0].name)
        else:
            shown = sorted(queues, key=lambda queue: not queue.is_default)[:MOST_PRINTERS]
            answers = [Answer(Label("{name}", name=each.name), partial(to, each.name)) for each in shown]
            words = Label("用哪台打印机打恢复码？别用放在别人那里的。")
            ask(window, Label("打印恢复码"), words, [*answers, Answer(Label("不打了"))], tone="information")

    def to(name: str) -> None:
        # The question may have stood for long: a service that hangs by now is not waited for where the file is.
        jobs.beside(printers.queues, lambda _: send_to(name), failed, owner=cover)

    def send_to(name: str) -> None:
        jobs.run_long(
            lambda report: send(_sheet(union, code), printers, Ticket(name, (0,)), report),
            lambda _: cover.printed(),
            failed,
            owner=cover,
        )

    def failed(fault: KnownError) -> None:
        cover.refuse(Label("{what}{next}", what=fault.what, next=fault.next))

    cover.refuse("")
    jobs.beside(printers.queues, choose, failed, owner=cover)


def _sheet(union: str, code: str) -> bytes:
    from app.reports.recovery_sheet import draw_recovery_sheet

    return draw_recovery_sheet(union, code, today())
