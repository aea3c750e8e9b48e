"""Which printers there are: a port, so that tests can answer.

Qt's print support is loaded when it is first needed: a start without a print never pays for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from app.errors import ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.views.press import asking

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


@dataclass(frozen=True)
class Queue:
    """A printer as the system knows it."""

    name: str
    is_default: bool = False


class Printers(Protocol):
    """The printers of this PC. Asking may take seconds where one is in the network and switched off."""

    def queues(self) -> Sequence[Queue]:
        """All printers, the default one marked; asked beside the file (`jobs.beside`). Raises STATE: no answer."""
        ...

    def device(self, name: str) -> QPrinter:
        """What pages are painted on, once `queues` has answered; raises NOT_FOUND when the printer is gone."""
        ...


class SystemPrinters:
    """The printers of the system: CUPS on Linux, the spooler on Windows."""

    def queues(self) -> Sequence[Queue]:
        """All printers."""
        names, default = asking.ask()
        return [Queue(name, name == default) for name in names]

    def device(self, name: str) -> QPrinter:
        """One of them; the system has just answered `queues` then, so that this does not hang."""
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        info = QPrinterInfo.printerInfo(name)
        if info.isNull():
            raise KnownError(
                ErrorCode.NOT_FOUND,
                Label("没有打印：找不到打印机“{name}”。", name=name),
                safe=Label("要打的表还在。"),
                next=Label("看看打印机连上没有，或者换一台，再按“打印”。"),
            )
        return QPrinter(info, QPrinter.PrinterMode.HighResolution)
