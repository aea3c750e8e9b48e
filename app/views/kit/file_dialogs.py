"""Asking where to read from or write to: a port, so that tests can answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import Label
from app.services import pc_settings


class FileDialogs(Protocol):
    """Each call returns the chosen path, or "" when the user left without choosing.

    `first` is where to begin, such as the stick that is plugged in; else it is where the last file of that kind was.
    """

    def open_path(self, parent: QWidget, title: Label, pattern: str, first: Path | None = None) -> str:
        """A file to read, such as `*.xlsx *.xls`."""
        ...

    def save_path(self, parent: QWidget, title: Label, suggested: str, pattern: str) -> str:
        """A file to write; `suggested` is a name without folder. Replacing an existing one was confirmed."""
        ...

    def folder(self, parent: QWidget, title: Label, first: Path | None = None) -> str:
        """A folder."""
        ...


class SystemDialogs:
    """The dialogs of the desktop."""

    def open_path(self, parent: QWidget, title: Label, pattern: str, first: Path | None = None) -> str:
        """A file to read."""
        kind = _kind_of(pattern)
        chosen = QFileDialog.getOpenFileName(parent, str(title), str(first or _last_folder(kind)), pattern)[0]
        return _remember(kind, chosen, Path(chosen).parent)

    def save_path(self, parent: QWidget, title: Label, suggested: str, pattern: str) -> str:
        """A file to write."""
        kind = _kind_of(pattern)
        chosen = QFileDialog.getSaveFileName(parent, str(title), str(_last_folder(kind) / suggested), pattern)[0]
        return _remember(kind, chosen, Path(chosen).parent)

    def folder(self, parent: QWidget, title: Label, first: Path | None = None) -> str:
        """A folder."""
        kind = title.msgid
        chosen = QFileDialog.getExistingDirectory(parent, str(title), str(first or _last_folder(kind)))
        return _remember(kind, chosen, Path(chosen))


def _kind_of(pattern: str) -> str:
    """Tables to read and to write lie in one folder, paper and backups in others."""
    return pattern.split()[0]


def _last_folder(kind: str) -> Path:
    """Where the last file of this kind was, as long as the folder is there; else the user's documents."""
    last = pc_settings.load().folders.get(kind, "")
    if isinstance(last, str) and last and Path(last).is_dir():
        return Path(last)
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def _remember(kind: str, chosen: str, folder: Path) -> str:
    if chosen:
        settings = pc_settings.load()
        pc_settings.save(replace(settings, folders={**settings.folders, kind: str(folder)}))
    return chosen
