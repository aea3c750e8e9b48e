"""File dialogs begin where one was last, each kind of file by itself; at first among the user's documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Label
from app.views.kit.file_dialogs import SystemDialogs

DOCUMENTS = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


class Desktop:
    """Stands for the dialogs of Qt: remembers where each began, and answers what it was told."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.answer = ""

    def ask(self, parent: QWidget, title: str, begin: str, pattern: str = "") -> Any:
        self.began.append(begin)
        return (self.answer, pattern) if pattern else self.answer


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desktop:
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(tmp_path / "程序"))
    made = Desktop()
    for name in ("getOpenFileName", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, made.ask)
    return made


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_dialog_begins_among_the_documents(desktop: Desktop, parent: QWidget) -> None:
    SystemDialogs().open_path(parent, Label("选要导入的文件"), "*.xlsx *.xls")
    SystemDialogs().save_path(parent, Label("存成PDF"), "走访名单.pdf", "*.pdf")

    assert desktop.began == [DOCUMENTS, str(Path(DOCUMENTS) / "走访名单.pdf")]


def test_each_kind_of_file_has_its_own_last_folder(desktop: Desktop, parent: QWidget, tmp_path: Path) -> None:
    desktop.answer = str(tmp_path / "名单.xlsx")
    SystemDialogs().open_path(parent, Label("选要导入的文件"), "*.xlsx *.xls")
    desktop.answer = ""

    SystemDialogs().save_path(parent, Label("导出名单"), "会员.xlsx", "*.xlsx")
    SystemDialogs().save_path(parent, Label("存成PDF"), "走访名单.pdf", "*.pdf")

    assert desktop.began[1:] == [str(tmp_path / "会员.xlsx"), str(Path(DOCUMENTS) / "走访名单.pdf")]


def test_a_folder_that_is_gone_is_not_gone_to(desktop: Desktop, parent: QWidget, tmp_path: Path) -> None:
    gone = tmp_path / "U盘"
    gone.mkdir()
    desktop.answer = str(gone)
    SystemDialogs().folder(parent, Label("备份放到哪个文件夹"))
    gone.rmdir()

    SystemDialogs().folder(parent, Label("备份放到哪个文件夹"))

    assert desktop.began == [DOCUMENTS, DOCUMENTS]


def test_a_stick_that_is_plugged_in_comes_before_the_last_folder(
    desktop: Desktop, parent: QWidget, tmp_path: Path
) -> None:
    desktop.answer = str(tmp_path)
    SystemDialogs().folder(parent, Label("备份放到哪个文件夹"))

    SystemDialogs().folder(parent, Label("备份放到哪个文件夹"), tmp_path / "U盘")

    assert desktop.began[1:] == [str(tmp_path / "U盘")]


def test_leaving_a_dialog_changes_nothing(desktop: Desktop, parent: QWidget, tmp_path: Path) -> None:
    desktop.answer = str(tmp_path / "名单.xlsx")
    SystemDialogs().open_path(parent, Label("选要导入的文件"), "*.xlsx *.xls")
    desktop.answer = ""

    for _ in range(2):
        assert SystemDialogs().open_path(parent, Label("选要导入的文件"), "*.xlsx *.xls") == ""

    assert desktop.began[1:] == [str(tmp_path), str(tmp_path)]
