"""Before many cells are changed: what stands there, what will stand there, what cannot be; then one deed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.i18n import Label
from app.services.cell_changes import Change, Seen
from app.views import theme
from app.views.jobs import DatabaseThread, Job, Report
from app.views.kit.ask import Dialog
from app.views.kit.deeds import Button, Deed
from app.views.kit.note import Note
from app.views.kit.plain_table import PlainTable
from app.views.kit.text import Text

HEADINGS = (Label("谁"), Label("哪一栏"), Label("原来"), Label("改成"), Label("说明"))
WIDE_CHARS, ROWS, WIDEST_CHARS = 54, 9, 10
SHOWN = 2000

Apply = Callable[[Sequence[Change], Report | None], int]


class ChangesDialog(Dialog):
    """Shows every change; stays open until they were kept."""

    def __init__(
        self, parent: QWidget, title: Label, seen: Sequence[Seen], unit: Label, remarks: Sequence[Label] = ()
    ) -> None:
        super().__init__(parent, title)
        self._unit, self._beside = unit, parent
        self._job: Job | None = None
        self._wrong = [one for one in seen if one.refusal is not None]
        self._new = [one for one in seen if one.refusal is None and not one.is_same]
        self._people = len({one.change.record_id for one in self._new})
        self._fault, self._wait = Note("error"), Text(tone="secondary")
        self.table = PlainTable(Label("要改的格子"))
        self._deed = Deed(Label("应用到 {n} {unit}", n=f"{self._people:,}", unit=unit), parent=self, kind="main")
        self._cancel = Deed(Label("取消"), self.reject, parent=self)
        self._lay_out(len(seen) - len(self._wrong) - len(self._new), remarks)

    def _lay_out(self, same: int, remarks: Sequence[Label]) -> None:
        told = [
            Label("改 {n} 格。", n=f"{len(self._new):,}"),
            *([Label("{n} 格本来就是这样。", n=f"{same:,}")] if same else []),
            *([Label("{n} 格填不进去，不会改，原因见下。", n=f"{len(self._wrong):,}")] if self._wrong else []),
            *remarks,
        ]
        self.body.addWidget(Text("".join(map(str, told)), wrap=True))
        rows = [_row(one) for one in [*self._wrong, *self._new][:SHOWN]]
        self.table.show_rows(
            [str(each) for each in HEADINGS], rows, marked=lambda at: at < len(self._wrong), widest=WIDEST_CHARS
        )
        room = self._beside.window().width() - 4 * theme.ROOMY
        wide = min(theme.theme().chars(WIDE_CHARS), room)
        self.table.setMinimumSize(wide, theme.theme().row_height * min(ROWS, len(rows) + 2))
        self.body.addWidget(self.table)
        if len(self._wrong) + len(self._new) > SHOWN:
            self.body.addWidget(Text(Label("只列出前 {n} 格。", n=f"{SHOWN:,}"), tone="secondary"))
        self._wait.hide()
        self.body.addWidget(self._wait)
        self.body.addWidget(self._fault)
        self.body.setStretchFactor(self.table, 1)
        self.add_answers([])
        self._main = Button(self._deed)
        self._main.setDefault(True)
        self._buttons.addWidget(self._main)
        self._buttons.addWidget(Button(self._cancel))
        if not self._new:
            self._deed.off(Label("没有要改的"))

    def begin(self, jobs: DatabaseThread, apply: Apply, done: Callable[[int], object]) -> None:
        """Ask; `done` gets how many records were changed."""
        self._deed.triggered.connect(lambda: self._go(jobs, apply, done))
        self.open()
        (self._main if self._new else self.table).setFocus()

    def _go(self, jobs: DatabaseThread, apply: Apply, done: Callable[[int], object]) -> None:
        changes = [one.change for one in self._new]

        def kept(count: int) -> None:
            self._job = None
            self.accept()
            done(count)

        self._deed.off(Label("正在保存"))
        self._cancel.rename(Label("停止"))
        self._job = jobs.run_long(
            lambda report: apply(changes, report), kept, self._refused, on_progress=self._tell, owner=self
        )

    def _tell(self, done: int, total: int) -> None:
        self._wait.show()
        self._wait.say(
            Label("正在改第 {done} 个，共 {total} 个。停止就一个都不改。", done=f"{done:,}", total=f"{total:,}")
        )

    def _refused(self, fault: KnownError) -> None:
        self._job = None
        self._deed.on()
        self._cancel.rename(Label("取消"))
        self._wait.hide()
        told = [str(problem.what) for problem in fault.problems[:5]] or [str(fault.what)]
        self._fault.say("\n".join(dict.fromkeys([*told, str(fault.safe)])))

    def reject(self) -> None:
        """Leave, or while the changes are being made stop them: none of them is kept then."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()


def _row(one: Seen) -> list[str]:
    return [one.title, str(one.label), one.before, one.after, str(one.refusal or one.doubt or "")]
