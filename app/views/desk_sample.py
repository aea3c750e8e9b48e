"""What is said as long as the made-up union is open, and how to get rid of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.errors import KnownError
from app.i18n import Label
from app.services import pc_settings, samples
from app.views.kit.ask import Answer, ask
from app.views.kit.notices import Notice

if TYPE_CHECKING:
    from app.views.desk import Desk

SAMPLE = "sample"
REMOVE = Label("删除示例")


class SampleBanner(QObject):
    """这是示例，可以随便改."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk, self._window = desk, desk.window

    def show(self) -> None:
        """Say it in the banner."""
        words = Label("这是示例，可以随便改。里面的人都是编的。")
        self._window.add_notice(Notice(SAMPLE, words, actions=[(REMOVE, self.ask)]))

    def ask(self) -> None:
        """It cannot be brought back with what was typed into it, so it is asked."""
        words = Label("删除示例？编出来的人和你试填的内容都会删掉。你自己的资料不受影响；以后还可以再看示例。")
        answers = [Answer(REMOVE, self._remove, "danger"), Answer(Label("留着"))]
        ask(self._window, REMOVE, words, answers)

    def _remove(self) -> None:
        if self._desk.file is None:
            return
        file = self._desk.let_go()
        self._desk.jobs.run(lambda: samples.remove_sample(file), lambda _: self._removed(), self._failed)

    def _removed(self) -> None:
        self._desk.forget_held()
        pc_settings.save(replace(pc_settings.load(), last_file=""))
        self._desk.ways.first_run()

    def _failed(self, fault: KnownError) -> None:
        self._removed()
        self._window.tell_fault(fault)
