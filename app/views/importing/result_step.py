"""Keeping what was shown, and what came of it: taken back or mended from here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.models import Person
from app.services.importing.apply import Imported
from app.views import theme
from app.views.importing import work
from app.views.importing.paper import MOST, order_of, prints_doubtful
from app.views.importing.steps import State, Step
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import STRETCH, Area, column, row, scrolled
from app.views.kit.note import Note
from app.views.kit.notices import ProgressStrip
from app.views.kit.text import Picture, Text
from app.views.printing import ask_print
from app.views.record_list.source import Only


class ResultStep(Step):
    """完成."""

    title = Label("完成")
    promise = Label("")
    kept = Signal()
    look_asked = Signal(object)  # Only: the records to be checked

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.words: Label | None = None  # what was kept and not taken back
        self._head, self._detail = Text(role="title", wrap=True), Text(wrap=True)
        self._fault, self._said = Note("error"), Note("good")
        self._undo = Deed(Label("撤销本次导入"), self.take_back, icon="arrow-back-up", parent=self)
        self._save = Deed(Label("存成 Excel 修改"), self.save_left_out, icon="download", parent=self)
        self._print = Deed(Label("打印结果…"), self.print_result, icon="printer", parent=self)
        self._look = Deed(Label("看待核实的"), self.look_at_doubtful, icon="alert-triangle", parent=self)
        self._save_button, self._undo_button = Button(self._save), Button(self._undo)
        self._print_button, self._look_button = Button(self._print), Button(self._look)
        words = row(column(Picture("check", "good", 32), STRETCH), column(self._head, self._detail), spacing=theme.WIDE)
        words.setStretch(1, 1)
        card = column(
            words,
            row(self._look_button, self._undo_button, STRETCH),
            row(self._save_button, self._print_button, STRETCH),
            margins=(24, 24, 24, 24),
            spacing=16,
        )
        self._card = Area("card", card)
        self._below = column()
        shown = scrolled(column(self._card, STRETCH))  # in a low window the card may be higher than the room for it
        self.setLayout(column(self._below, self._said, self._fault, shown, spacing=theme.WIDE))
        self._card.hide()

    def next_words(self) -> Label:
        if self.state.result is not None and self.words is None:
            return Label("关闭")  # taken back: nothing new to look at
        return Label("看会员名单") if self.state.record is Person else Label("看名单")

    @property
    def is_busy(self) -> bool:
        """Whether rows are being written now."""
        return self._job is not None

    def keep(self, back: Callable[[KnownError], object]) -> None:
        """Write what the trial showed; `back` is told when nothing was written after all."""
        state, shell = self.state, self.state.shell
        tried, read = state.tried, state.read
        assert tried is not None and read is not None
        self._card.hide()
        self._said.say("")
        self._fault.say("")
        self._strip = ProgressStrip(Label("正在导入"), Label("停止导入"), Label("停止后一行也不会导入。"))
        self._below.addWidget(self._strip)

        def failed(fault: KnownError) -> None:
            self._end()
            back(fault)

        self._job = shell.jobs.run_long(
            lambda report: work.keep(shell.database, tried, read.source, report),
            self._kept,
            failed,
            on_progress=self._strip.show_progress,
            owner=self,
        )
        self._strip.stop.connect(self.stop)
        self.changed.emit()

    def _end(self) -> None:
        super()._end()
        self.changed.emit()

    def _kept(self, result: Imported) -> None:
        self._end()
        self.state.result = result
        told = {"new": result.new, "changed": result.changed, "unit": self.state.unit}
        self._head.say(Label("新增 {new} {unit}，更新 {changed} {unit}。", **told))
        self._undo.on()
        left, doubtful = result.skipped, len(result.doubtful)
        self._detail.say("\n".join(map(str, self._details(left, doubtful))))
        self._save.rename(Label("把 {n} 行存成 Excel 修改…", n=left))
        self._look.rename(Label("看待核实的 {n} {unit}", n=doubtful, unit=self.state.unit))
        self._look.on()
        self._print.on()
        self._save_button.setVisible(bool(left))
        self._look_button.setVisible(bool(doubtful))
        self._print_button.setVisible(bool(left or doubtful))
        self._undo_button.setVisible(result.deed is not None)
        self._card.show()
        self.words = Label("新增 {new} {unit}，更新 {changed} {unit}。", **told)
        self.changed.emit()
        self.kept.emit()

    def _details(self, left: int, doubtful: int) -> list[Label]:
        told = [Label("全部导入。")]
        if left:
            told = [Label("{n} 行没有导入。存成 Excel，照最后一列改好，再导一次就行。", n=left)]
        if doubtful:
            kept = Label(
                "导入的里面有 {n} {unit}待核实，已经在名单里，对照证件核一遍。", n=doubtful, unit=self.state.unit
            )
            told.append(kept)
        return told

    def look_at_doubtful(self) -> None:
        """The list with only those who came in with something to check."""
        result = self.state.result
        if result is not None and result.doubtful:
            told = {"n": len(result.doubtful), "unit": self.state.unit}
            self.look_asked.emit(Only(result.doubtful, Label("只看这次导入待核实的 {n} {unit}", **told)))

    def take_back(self) -> None:
        """Undo the whole import."""
        shell, result = self.state.shell, self.state.result
        if result is None or result.deed is None:
            return
        deed = result.deed
        self._undo.off(Label("正在撤销"))
        shell.jobs.run(
            lambda: work.take_back(shell.database, deed), lambda _: self._taken_back(), self._failed, owner=self
        )

    def _taken_back(self) -> None:
        self.words = None
        self._undo.off(Label("已经撤销了"))
        self._look.off(Label("已经撤销了"))
        if self.state.tried is not None and not self.state.tried.left_out:
            self._print.off(Label("已经撤销了"))
        self._said.say(Label("已撤销本次导入，名册和导入前一样。"))
        self.changed.emit()
        self.state.shell.say(Label("已撤销本次导入"))

    def save_left_out(self) -> None:
        """Keep the rows that were left out, with what is wrong, as a sheet to mend."""
        state, shell = self.state, self.state.shell
        if state.tried is None:
            return
        tried = state.tried
        name = f"{Path(state.name).stem}{Label('-要改的行')}.xlsx"
        chosen = shell.dialogs.save_path(self, Label("把没有导入的行存成 Excel"), name, "*.xlsx")
        if chosen:
            path = Path(chosen)
            shell.jobs.run(
                lambda: work.save_left_out(tried, path),
                lambda n: self._said.say(Label("{n} 行存好了：{name}", n=n, name=path.name)),
                self._failed,
                owner=self,
            )

    def print_result(self) -> None:
        """What was left out and what is to be checked, on paper."""
        shell, tried, name = self.state.shell, self.state.tried, self.state.name
        if tried is None:
            return
        with_doubtful = self.words is not None and prints_doubtful(tried)
        if tried.left_out > MOST:
            self._said.say(Label("有 {n} 行没有导入，打在纸上太多了。先存成 Excel 修改。", n=f"{tried.left_out:,}"))
            return
        if self.words is not None and not with_doubtful:
            self._said.say(
                Label("有 {n} 行待核实，打在纸上太多了。按“看待核实的”在名单里看。", n=f"{tried.doubtful:,}")
            )
        if tried.left_out or with_doubtful:
            shell.jobs.run(
                lambda: order_of(shell.database, tried, name, with_doubtful=with_doubtful),
                lambda order: ask_print(self, shell, Path(name).stem, [order]),
                self._failed,
                owner=self,
            )

    def _failed(self, fault: KnownError) -> None:
        self._undo.on()
        self._fault.tell_fault(fault)


def must_try_again(fault: KnownError) -> bool:
    """Whether the file has changed since the trial."""
    return fault.code is ErrorCode.STATE
