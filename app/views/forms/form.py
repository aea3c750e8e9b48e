"""A form: fills in a draft, asks to be saved, never keeps anything by itself and never loses what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.errors import ErrorCode, Grade, KnownError, Problem
from app.i18n import Label
from app.views.forms.body import FormBody
from app.views.forms.choices import LinkEditor
from app.views.forms.edges import FormFoot, FormHead
from app.views.forms.row import FieldRow
from app.views.forms.source import Checked, FormSource, Loaded, Saved
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Answer, ask, tell_fault
from app.views.kit.deeds import Deed
from app.views.kit.layout import column

ELSEWHERE = Label("这一栏刚在别处改过。保存就换成这里写的，放弃修改就看到那边写的。")
_NOTHING = Loaded("")
"""What a form shows that was asked for no record yet."""


class FormView(QWidget):
    """One record in a panel or on a page; `open_record` begins, `leave` ends (and asks when something was changed)."""

    saved = Signal(object, bool)  # Saved, whether the user wants to go on to the next one
    closed = Signal()
    other_asked = Signal(str, int)  # another record that a problem is about: its type and its id
    step_asked = Signal(int)  # −1 previous, +1 next, in the list's order
    refused = Signal(object)  # a Label: it was not saved, what is wrong stands beside the fields
    settled = Signal()  # what stands in it was loaded, saved or given up

    def __init__(self, source: FormSource, jobs: DatabaseThread, rows: dict[str, FieldRow] | None = None) -> None:
        """`rows`: those of its fields, where they were made beforehand."""
        super().__init__()
        self._source, self._jobs = source, jobs
        self.record_id: int | None = None
        self._loaded = _NOTHING
        self._saving = False
        self._next: Callable[[], object] | None = None  # where to go was asked while it was being saved
        self.body = FormBody(source.fields, rows)
        self._make_deeds()
        self._lay_out()
        self.body.edited.connect(self._edited)
        self.body.left.connect(self._left)
        self.body.finished.connect(self._foot.to_save)
        self.body.opened.connect(self.other_asked)
        for made in self.body.rows.values():
            if isinstance(made.editor, LinkEditor):
                made.editor.find_asked.connect(lambda text, made=made: self._find(made.field.name, made.editor, text))

    def _make_deeds(self) -> None:
        def deed(label: Label, run: Callable[[], object], key: str, kind: str = "") -> Deed:
            made = Deed(label, run, key=key, kind=kind, parent=self)
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(made)
            return made

        self.save_deed = deed(Label("保存"), self.save, "Ctrl+S", "main")
        deed(Label("保存并填下一个"), lambda: self.save(go_on=True), "Ctrl+Return")
        self.drop_deed = deed(Label("放弃修改"), self.drop, "")
        deed(Label("下一处问题"), self.body.next_problem, "F8")
        deed(Label("上一处问题"), lambda: self.body.next_problem(-1), "Shift+F8")
        deed(Label("上一个"), lambda: self.step_asked.emit(-1), "Ctrl+PgUp")
        deed(Label("下一个"), lambda: self.step_asked.emit(1), "Ctrl+PgDown")
        deed(Label("离开"), lambda: self.leave(self.closed.emit), "Esc")

    def _lay_out(self) -> None:
        self._head = FormHead(lambda: self.leave(self.closed.emit), self.step_asked.emit)
        self._foot = FormFoot(self.save_deed, self.drop_deed)
        layout = column(self._head, self.body, self._foot, spacing=0)
        layout.setStretchFactor(self.body, 1)
        self.setLayout(layout)

    def be_page(self, alone: bool) -> None:
        """Stand alone on the page, with a way back to the list, or beside it, with a ×."""
        self._head.be_page(alone)
        self._foot.be_page(alone)

    def be_only(self) -> None:
        """The only record there is: no list to go back to, none before it and none after."""
        self.be_page(True)
        self._head.be_only()

    # --- open and leave

    def open_record(
        self, record_id: int | None, draft: Mapping[str, str] | None = None, *, focus: bool = False, field: str = ""
    ) -> None:
        """Show a record, or a new one for None; `draft` is what was typed before a lock or a crash.

        With `focus` the keyboard goes to this field, or to the first one. Whoever has typed in the one before, until
        the answer came, is asked what is to become of it.
        """

        def take(loaded: Loaded) -> None:
            typed = self.draft() if self._loaded is _NOTHING else {}  # of this record: no other was ever shown
            show = partial(self._show, record_id, loaded, {**(draft or {}), **typed}, field if focus else None)
            if typed:
                show()
            else:
                self.leave(show)

        self._jobs.run(lambda: self._source.load(record_id), take, self._fault, owner=self)

    def follow(self, record_id: int | None) -> None:
        """Show a record that nobody asked for: not once something is typed in the one that stands there."""

        def take(loaded: Loaded) -> None:
            is_same = self.record_id == record_id and loaded == self._loaded
            if not (is_same or self._saving or self.draft()):
                self._show(record_id, loaded, {}, None)

        self._jobs.run(lambda: self._source.load(record_id), take, self._fault, owner=self)

    def _show(self, record_id: int | None, loaded: Loaded, draft: Mapping[str, str], focus: str | None) -> None:
        self.record_id, self._loaded = record_id, loaded
        self._head.say(loaded.title, loaded.subtitle)
        self.body.show_record(loaded)
        self.body.show_texts(draft)
        self._refresh()
        self.settled.emit()
        if focus is not None:
            self.body.focus_on(focus)

    def reread(self) -> None:
        """Show the record as it is kept now: it was changed elsewhere or put back. What is typed stays.

        Where the same field was changed there, that is said beside it: saving would end what somebody else wrote.
        """
        record_id = self.record_id
        if record_id is None or self._saving:
            return

        def show(loaded: Loaded) -> None:
            if self.record_id != record_id or self._saving or loaded.texts == self._loaded.texts:
                return
            typed, before, now = self.draft(), self._loaded.texts, loaded.texts
            self._show(record_id, loaded, typed, None)
            for name, text in typed.items():
                if now.get(name, "") not in (before.get(name, ""), text):
                    self.body.rows[name].show_problem(Problem(ELSEWHERE, name, grade=Grade.CHECK))
            self._refresh()

        self._jobs.run(lambda: self._source.load(record_id), show, lambda _: None, owner=self)

    @property
    def title(self) -> str:
        """What the record is called."""
        return self._loaded.title

    def draft(self) -> dict[str, str]:
        """The changed raw texts by field name."""
        texts, before = self.body.texts(), self._loaded.texts
        return {name: text for name, text in texts.items() if text != before.get(name, "")}

    def leave(self, then: Callable[[], object]) -> None:
        """Go on with `then`: at once when nothing was changed, else after the user has decided, or after the saving."""
        if self._saving:
            self._next = then
            return
        changed = len(self.draft())
        if not changed:
            then()
            return

        def drop_and_go() -> None:
            self.drop()
            then()

        told = {"title": self._loaded.title, "n": changed}
        ask(
            self,
            Label("还没保存"),
            Label("{title}的资料改了 {n} 处，还没保存。", **told),
            [
                Answer(Label("保存"), lambda: self.save(then=then), "main"),
                Answer(Label("不保存"), drop_and_go),
                Answer(Label("继续填"), self.setFocus),
            ],
        )

    def drop(self) -> None:
        """Show the record again as it is kept."""
        self.body.show_record(self._loaded)
        self._refresh()
        self.settled.emit()

    # --- save

    def save(self, *, go_on: bool = False, then: Callable[[], object] | None = None) -> None:
        """Ask for the draft to be kept. What is wrong is shown beside its field; everything typed stays.

        What is typed until the answer comes was not kept with it: it stays unsaved.
        """
        self._next = then or self._next
        if self._saving:
            return
        self._saving = True
        self._refresh()
        draft, record_id, texts = self.draft(), self.record_id, self.body.texts()

        def work() -> tuple[Saved, Loaded]:
            saved = self._source.save(record_id, draft)
            return saved, self._source.load(saved.record_id)

        def done(result: tuple[Saved, Loaded]) -> None:
            self._saving = False
            saved, kept = result
            self._loaded = Loaded(saved.title, kept.texts, kept.labels, saved.problems, self._loaded.subtitle)
            self.record_id = saved.record_id
            self._head.say(saved.title)
            self.body.take_kept(texts, kept)
            self.body.show_problems(saved.problems)
            self._refresh()
            self.settled.emit()
            following, self._next = self._next, None
            self.saved.emit(saved, go_on)
            if following is not None:
                self.leave(following)

        self._jobs.run(work, done, self._refused, owner=self)

    def _refused(self, fault: KnownError) -> None:
        self._saving, self._next = False, None
        self.body.show_problems(fault.problems)
        self._refresh()
        named = sum(problem.field in self.body.rows for problem in fault.problems)
        if fault.code is ErrorCode.BAD_INPUT and named:
            self.refused.emit(Label("没有保存，有 {n} 处要改。", n=named))
            self.body.first_refusal()
        else:
            tell_fault(self, fault, Label("没有保存"))

    def _fault(self, fault: KnownError) -> None:
        tell_fault(self, fault)

    # --- while filling in

    def _edited(self, name: str) -> None:
        self._refresh()
        made = self.body.rows[name]
        complete = made.field.kind == "resident_id" and len(made.editor.raw()) == 18
        if made.problem is not None or complete:
            self._check(name)

    def _left(self, name: str) -> None:
        self._check(name)

    def _check(self, name: str) -> None:
        record_id, texts = self.record_id, self.body.texts()

        def take(checked: Checked) -> None:
            if self.body.rows[name].editor.raw() == texts[name] and self.record_id == record_id:
                self.body.take_check(name, checked)
                self._refresh()

        self._jobs.run(lambda: self._source.check(record_id, texts, name), take, self._fault, owner=self)

    def _find(self, name: str, editor: LinkEditor, text: str) -> None:
        self._jobs.run(lambda: self._source.find(name, text), editor.found, self._fault, owner=self)

    def _refresh(self) -> None:
        """Say what is left to do; switch the buttons."""
        changed = bool(self.draft())
        self._foot.say(self.body.problems(), is_changed=changed)
        if self._saving:
            self.save_deed.off(Label("正在保存"))
        else:
            self.save_deed.on()
        if changed:
            self.drop_deed.on()
        else:
            self.drop_deed.off(Label("还没有改动"))
