"""Which branch the rows go to, and whether new people become members."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from app.i18n import Label
from app.services.importing.plan import EMPLOYER_PATH, UNIT_PATH
from app.services.importing.source import Source
from app.views import theme
from app.views.forms.choices import ChoiceEditor
from app.views.forms.source import Choice, FormField
from app.views.importing.steps import State, Step
from app.views.importing.work import Choices
from app.views.kit.layout import STRETCH, Area, column, row, scrolled
from app.views.kit.text import Text


class WhereStep(Step):
    """归到哪里."""

    title = Label("归到哪里")

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._units, self._members = QButtonGroup(self), QButtonGroup(self)
        self._by_sheet = self._radio(self._units, Label("按表里的“部门”这一列分"))
        self._by_employer = self._radio(self._units, Label("每个“工作单位”一个分会"))
        self._all_into = self._radio(self._units, Label("全部归到一个分会（小组）"))
        self._none = self._radio(self._units, Label("先不归"))
        self._branch = self._branch_editor([])
        self._branch_row = row(40, Text(Label("分会（小组）")), self._branch, STRETCH)
        self._hint = Text(Label("选已有的，或者写一个新名称，导入时会建好。"), role="message", tone="secondary")
        self._joined = self._radio(self._members, Label("新人都是会员"))
        self._only_known = self._radio(self._members, Label("新人只登记，不算会员（例如家属）"))
        self._joined.setChecked(True)
        self._lay_out()
        self._source: Source | None = None
        for group in (self._units, self._members):
            group.buttonClicked.connect(self._taken)

    def _radio(self, group: QButtonGroup, words: Label) -> QRadioButton:
        made = QRadioButton(str(words))
        made.setAccessibleName(str(words))
        group.addButton(made)
        return made

    def _branch_editor(self, names: list[str]) -> ChoiceEditor:
        choices = [Choice(name, name) for name in names]
        hint = Label("例 一车间分会")
        made = ChoiceEditor(FormField("unit", Label("分会（小组）"), "code", choices=choices, hint=hint))
        made.describe(str(Label("分会（小组）")), str(Label("选已有的，或者写一个新名称")))
        made.setFixedWidth(theme.theme().chars(18))
        made.edited.connect(self._typed)
        return made

    def _lay_out(self) -> None:
        units = column(
            Text(Label("人归到哪个分会（小组）？"), role="heading"),
            self._by_sheet,
            self._by_employer,
            self._all_into,
            self._branch_row,
            row(40, self._hint),
            self._none,
            spacing=theme.NARROW,
            margins=(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE),
        )
        members = column(
            Text(Label("名册里没有的人怎么办？"), role="heading"),
            self._joined,
            self._only_known,
            Text(Label("已经是会员的人，会籍照表里写的更新，不受这一项影响。"), role="message", tone="secondary"),
            spacing=theme.NARROW,
            margins=(theme.WIDE, theme.WIDE, theme.WIDE, theme.WIDE),
        )
        self.setLayout(
            column(scrolled(column(Area("card", units), Area("card", members), STRETCH, spacing=theme.WIDE)))
        )

    def came(self) -> None:
        read = self.state.read
        if read is None or read.source is self._source:
            return
        is_first = self._source is None or self._source.book is not read.source.book
        self._source = read.source
        filled = {match.field for match in read.source.columns}
        self._by_sheet.setVisible(UNIT_PATH in filled)
        self._by_employer.setVisible(EMPLOYER_PATH in filled)
        self._branch.offer([Choice(name, name) for name in read.branches])
        gone = self._units.checkedButton() is None or self._units.checkedButton().isHidden()
        if is_first or gone:
            self._guess(filled)
        self._taken()

    def _guess(self, filled: set[str | None]) -> None:
        if UNIT_PATH in filled:
            self._by_sheet.setChecked(True)
        elif EMPLOYER_PATH in filled:
            self._by_employer.setChecked(True)
        else:
            self._none.setChecked(True)

    def blocked(self) -> Label | None:
        if self._all_into.isChecked() and not self.state.choices.unit:
            return Label("先写是哪个分会（小组）")
        return None

    def _typed(self) -> None:
        self._all_into.setChecked(True)
        self._taken()

    def _taken(self) -> None:
        all_into = self._all_into.isChecked()
        self.state.choices = replace(
            Choices(),
            unit=self._branch.raw() if all_into else "",
            unit_per_employer=self._by_employer.isChecked(),
            without_unit=self._none.isChecked(),
            members=self._joined.isChecked(),
        )
        self.changed.emit()
