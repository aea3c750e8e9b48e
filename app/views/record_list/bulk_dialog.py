"""批量修改: one field, one new value, for all who are selected; what would change is shown before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.errors import KnownError
from app.i18n import Label
from app.services.cell_changes import Change, Seen
from app.views import theme
from app.views.forms import table as editors
from app.views.forms.choices import LinkEditor
from app.views.forms.editors import Editor
from app.views.forms.source import FormField
from app.views.jobs import DatabaseThread
from app.views.kit.ask import Answer, Dialog
from app.views.kit.choice_box import ChoiceBox
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import STRETCH, column, drop, row
from app.views.kit.note import Note
from app.views.kit.text import Text
from app.views.record_list.cells import CellSource

VALUE_DIGITS = 36

Show = Callable[[Sequence[Seen]], object]


class BulkDialog(Dialog):
    """Asks for a field and its new value."""

    def __init__(
        self, parent: QWidget, cells: CellSource, ids: Sequence[int], whom: Label, jobs: DatabaseThread
    ) -> None:
        super().__init__(parent, Label("批量修改"))
        self._cells, self._ids, self._jobs = cells, ids, jobs
        self._show: Show = lambda _: None
        self._fields = [cells.fields[name] for name in cells.alike]
        self._choice = ChoiceBox(Label("改哪一栏"), [str(each.label) for each in self._fields])
        self._editor: Editor | None = None
        self._room = column(spacing=0)
        self._fault = Note("error")
        self._deed = Deed(Label("看改动…"), self._look, kind="main", parent=self)
        main = Button(self._deed)
        main.setDefault(True)
        self.body.addWidget(Text(Label("给{whom}的同一栏填上一样的内容；留空就是清空这一栏。", whom=whom), wrap=True))
        self.body.addLayout(row(Text(Label("改哪一栏")), self._choice, STRETCH))
        self.body.addLayout(row(column(Text(Label("改成什么")), STRETCH), self._room, STRETCH))
        self.body.addWidget(self._fault)
        self.body.addStretch(1)
        self.add_answers([Answer(Label("取消"))])
        self._buttons.insertWidget(1, main)
        self._choice.currentIndexChanged.connect(self._make_editor)

    def begin(self, about: str, show: Show) -> None:
        """Ask, at first about the field `about`; `show` gets what would change."""
        self._show = show
        names = [each.name for each in self._fields]
        self._choice.setCurrentIndex(names.index(about) if about in names else 0)
        self._make_editor()
        self.open()
        self._choice.setFocus()

    @property
    def _field(self) -> FormField:
        return self._fields[max(0, self._choice.currentIndex())]

    def _make_editor(self) -> None:
        if self._editor is not None:
            self._room.removeWidget(self._editor)
            drop(self._editor)
        field = self._field
        made = editors.editor(field)
        made.set_width(theme.theme().digits(editors.digits(field) or VALUE_DIGITS) + 24)
        made.describe(str(field.label), "")
        made.went_on.connect(self._look)
        if isinstance(made, LinkEditor):
            made.find_asked.connect(lambda text: self._find(field.name, made, text))
        self._room.addWidget(made)
        made.show()
        self._editor = made
        self._fault.say("")

    def _find(self, name: str, editor: LinkEditor, text: str) -> None:
        cells = self._cells
        self._jobs.run(lambda: cells.choices(name, text), editor.found, owner=editor)

    def _look(self) -> None:
        assert self._editor is not None
        cells, ids, name, text = self._cells, self._ids, self._field.name, self._editor.raw()
        self._deed.off(Label("正在读取"))
        self._jobs.run(
            lambda: cells.preview([Change(each, name, text) for each in ids]), self._seen, self._refused, owner=self
        )

    def _seen(self, seen: Sequence[Seen]) -> None:
        """A value that cannot stand there is refused here, once, and not in every line of a preview."""
        self._deed.on()
        if seen and all(one.refusal is not None for one in seen):
            self._fault.say(str(seen[0].refusal))
            return
        self.accept()
        self._show(seen)

    def _refused(self, fault: KnownError) -> None:
        self._deed.on()
        self._fault.say(fault.what)
