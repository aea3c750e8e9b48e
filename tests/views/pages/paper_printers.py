"""Printers for tests: what the user may choose is made up, what is printed on is a real QPrinter into a file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from app.views.press.printers import Queue
from app.views.press.spool import no_answer


class FilePrinters:
    """Printers whose paper is a file each; `silent` ones take nothing."""

    def __init__(self, folder: Path, *names: str) -> None:
        self._folder, self._names = folder, names
        self.silent: set[str] = set()

    def queues(self) -> Sequence[Queue]:
        return [Queue(name, is_default=at == 0) for at, name in enumerate(self._names)]

    def device(self, name: str) -> QPrinter:
        if name in self.silent:
            raise no_answer()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.paper(name)))
        return printer

    def paper(self, name: str) -> Path:
        """Where the pages of a printer lie."""
        return self._folder / f"{name}.pdf"

    def sizes(self, name: str) -> list[tuple[int, int]]:
        """Width and height of every page that came out, in mm."""
        path = self.paper(name)
        if not path.exists():
            return []
        # Not by pdfium: only the database thread may use it while it draws.
        told = subprocess.run(["pdfinfo", "-l", "999", path], capture_output=True, check=True, text=True).stdout
        found = re.findall(r"^Page +\d+ size: +([\d.]+) x ([\d.]+)", told, re.MULTILINE)
        return [(round(float(wide) / 72 * 25.4), round(float(high) / 72 * 25.4)) for wide, high in found]
