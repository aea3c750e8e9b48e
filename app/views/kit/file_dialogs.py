"""Asking where to read from or write to: a port, so that tests can answer."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import Label


class FileDialogs(Protocol):
    """Each call returns the chosen path, or "" when the user left without choosing."""

    def open_path(self, parent: QWidget, title: Label, pattern: str) -> str:
        """A file to read, such as `*.xlsx *.xls`."""
        ...

    def save_path(self, parent: QWidget, title: Label, suggested: str, pattern: str) -> str:
        """A file to write; `suggested` is a name without folder. Replacing an existing one was confirmed."""
        ...

    def folder(self, parent: QWidget, title: Label) -> str:
        """A folder."""
        ...


class SystemDialogs:
    """The dialogs of the desktop."""

    def open_path(self, parent: QWidget, title: Label, pattern: str) -> str:
        """A file to read."""
        return QFileDialog.getOpenFileName(parent, str(title), "", pattern)[0]

    def save_path(self, parent: QWidget, title: Label, suggested: str, pattern: str) -> str:
        """A file to write."""
        return QFileDialog.getSaveFileName(parent, str(title), suggested, pattern)[0]

    def folder(self, parent: QWidget, title: Label) -> str:
        """A folder."""
        return QFileDialog.getExistingDirectory(parent, str(title))
