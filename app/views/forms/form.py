"""A form: fills in a draft, asks to be saved, never keeps anything by itself and never loses what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.errors import ErrorCode, KnownError
from app.i18n import Label
from app.views import theme
from app.views.forms.body import FormBody
from app.views.forms.choices import LinkEditor
from app.views.forms.row import FieldRow
from app.views.forms.source import Checked, FormSource, Loaded, Saved
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Answer, ask, tell_fault
from app.views.kit.deeds import Button, Deed, button, icon_button
from app.views.kit.layout import STRETCH, Area, column, row
from app.views.kit.text import ElidedText, Text


class FormView(QWidget):
    """One record in a panel or on a page; `open_record` begins, `leave` ends (and asks when something was changed)."""

    saved = Signal(object, bool)  # Saved, whether the user wants to go on to the next one
    closed = Signal()
    other_asked = Signal(str, int)  # another record that a problem is about: its type and its id
    step_asked = Signal(int)  # −1 previous, +1 next, in the list's order
    settled = Signal()  # what stands in it was loaded, saved or given up

    def __init__(self, source: FormSource, jobs: DatabaseThread, rows: dict[str, FieldRow] | None = None) -> None:
        """`rows`: those of its fields, where they were made beforehand."""
        super().__init__()
        self._source, self._jobs = source, jobs
        self.record_id: int | None = None
        self._loaded = Loaded("")
        self._saving = False
        self.body = FormBody(source.fields, rows)
        self._title = ElidedText(role="heading", least=3)
        self._subtitle = ElidedText(tone="secondary", least=2)
        self._sum = Text(role="message")
        self._make_deeds()
        self._lay_out()
        self.body.edited.connect(self._edited)
        self.body.left.connect(self._left)
        self.body.finished.connect(self._to_save_button)
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
        self._back = button(Label("返回名单"), lambda: self.leave(self.closed.emit), icon="chevron-left")
        self._close = icon_button(Label("收起"), "x", lambda: self.leave(self.closed.emit), hint="Esc")
        previous = icon_button(Label("上一个"), "chevron-left", lambda: self.step_asked.emit(-1), hint="Ctrl+PgUp")
        following = icon_button(Label("下一个"), "chevron-right", lambda: self.step_asked.emit(1), hint="Ctrl+PgDn")
        self._ways = [self._back, self._close, previous, following]
        head = row(
            self._back, self._title, self._subtitle, STRETCH, previous, following, self._close, spacing=theme.NORMAL
        )
        head.setContentsMargins(12, 6, 8, 6)
        self._save_button = Button(self.save_deed)
        buttons = row(self._save_button, Button(self.drop_deed), STRETCH, spacing=theme.NORMAL)
        self._foot = column(self._sum, buttons, spacing=2, margins=(12, 4, 12, 10))
        layout = column(head, self.body, Area("buttons", self._foot), spacing=0)
        layout.setStretchFactor(self.body, 1)
        self.setLayout(layout)
        theme.theme().changed.connect(self._fit)
        self._fit()

    def be_page(self, alone: bool) -> None:
        """Stand alone on the page, with a way back to the list, or beside it, with a ×."""
        self._back.setVisible(alone)
        self._close.setVisible(not alone)
        # A page is wide and often low: what is left to do then stands at the right of the buttons.
        self._foot.setDirection(QBoxLayout.Direction.RightToLeft if alone else QBoxLayout.Direction.TopToBottom)
        self._foot.setContentsMargins(12, 8 if alone else 4, 12, 10)

    def be_only(self) -> None:
        """The only record there is: no list to go back to, none before it and none after."""
        self.be_page(True)
        for way in self._ways:
            way.setVisible(False)

    def _fit(self) -> None:
        self._sum.setFixedHeight(theme.theme().line + 4)

    # --- open and leave

    def open_record(
        self, record_id: int | None, draft: Mapping[str, str] | None = None, *, focus: bool = False, field: str = ""
    ) -> None:
        """Show a record, or a new one for None; `draft` is what was typed before a lock or a crash.

        With `focus` the keyboard goes to this field, or to the first one.
        """
        self._jobs.run(
            lambda: self._source.load(record_id),
            lambda loaded: self._show(record_id, loaded, draft or {}, field if focus else None),
            self._fault,
            owner=self,
        )

    def _show(self, record_id: int | None, loaded: Loaded, draft: Mapping[str, str], focus: str | None) -> None:
        self.record_id, self._loaded = record_id, loaded
        self._title.say(loaded.title)
        self._subtitle.say(loaded.subtitle)
        self.body.show_record(loaded)
        self.body.show_texts(draft)
        self._refresh()
        self.settled.emit()
        if focus is not None:
            self.body.focus_on(focus)

    def reread(self) -> None:
        """Show the record as it is kept now: it was changed elsewhere or put back. What is typed stays."""
        record_id = self.record_id
        if record_id is None or self._saving:
            return

        def show(loaded: Loaded) -> None:
            if self.record_id == record_id and not self._saving and loaded.texts != self._loaded.texts:
                self._show(record_id, loaded, self.draft(), None)

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
        """Go on with `then`: at once when nothing was changed, else after the user has decided."""
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
        """Ask for the draft to be kept. What is wrong is shown beside its field; everything typed stays."""
        if self._saving:
            return
        self._saving = True
        self._refresh()
        draft, record_id = self.draft(), self.record_id

        def done(saved: Saved) -> None:
            self._saving = False
            self._loaded = Loaded(saved.title, self.body.texts(), {}, saved.problems, self._loaded.subtitle)
            self.record_id = saved.record_id
            self._title.say(saved.title)
            self.body.show_problems(saved.problems)
            self._refresh()
            self.settled.emit()
            self.saved.emit(saved, go_on)
            if then is not None:
                then()

        self._jobs.run(lambda: self._source.save(record_id, draft), done, self._refused, owner=self)

    def _refused(self, fault: KnownError) -> None:
        self._saving = False
        self.body.show_problems(fault.problems)
        self._refresh()
        named = any(problem.field in self.body.rows for problem in fault.problems)
        if fault.code is ErrorCode.BAD_INPUT and named:
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

    def _to_save_button(self) -> None:
        self._save_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _refresh(self) -> None:
        """Say what is left to do; switch the buttons."""
        problems, changed = self.body.problems(), bool(self.draft())
        must = sum(problem.grade.value == "must" for problem in problems)
        if must:
            self._sum.set_tone("error")
            self._sum.say(Label("还有 {n} 处要改，到下一处 (F8)", n=must))
        elif problems:
            self._sum.set_tone("warning")
            self._sum.say(Label("有 {n} 处待核实，可以先保存", n=len(problems)))
        else:
            self._sum.set_tone("secondary")
            self._sum.say(Label("改过，还没保存") if changed else "")
        if self._saving:
            self.save_deed.off(Label("正在保存"))
        else:
            self.save_deed.on()
        if changed:
            self.drop_deed.on()
        else:
            self.drop_deed.off(Label("还没有改动"))
