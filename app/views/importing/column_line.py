"""One column of a sheet among those that the user looks through: its heading, examples, the field, how it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout

from app.i18n import Label
from app.services.sheets.columns import ColumnMatch, How
from app.views import theme
from app.views.forms.choices import ChoiceEditor
from app.views.forms.source import Choice, FormField
from app.views.importing.tables import LEFT_OUT
from app.views.kit.layout import drop
from app.views.kit.text import ElidedText, Text

HOW = {
    How.EXACT: (Label("认出"), "good"),
    How.SYNONYM: (Label("认出"), "good"),
    How.GUESS: (Label("猜的"), "warning"),
    How.MAP: (Label("你选的"), "accent"),
    How.NONE: (Label("不导入"), "secondary"),
}


class ColumnLine:
    """One column of the sheet: what stands there, which field it fills, how that was found."""

    def __init__(self, match: ColumnMatch, examples: str, choices: Sequence[Choice]) -> None:
        self.match = match
        heading = " ".join(match.heading.split())
        self._heading = ElidedText(Label("{letter}　{heading}", letter=match.column, heading=heading), role="strong")
        self._examples = ElidedText(examples, role="message", tone="secondary")
        self._how = Text()
        self._valid = {choice.value for choice in choices}
        self.editor = ChoiceEditor(FormField(match.column, Label("栏目"), "code", choices=choices))
        self.editor.show_raw(match.field or LEFT_OUT)
        self.editor.describe(str(Label("{heading}填到", heading=heading)), examples)
        self.editor.setFixedWidth(theme.theme().chars(11))
        self._widgets = [self._heading, self._examples, self.editor, self._how]
        self._say_how()

    @property
    def path(self) -> str | None:
        """The field that the column fills."""
        return self.match.field

    def put_into(self, grid: QGridLayout, at: int) -> None:
        """Take two rows of the grid."""
        grid.addWidget(self._heading, 2 * at, 0)
        grid.addWidget(self._examples, 2 * at + 1, 0)
        grid.addWidget(self.editor, 2 * at, 1, 2, 1)
        grid.addWidget(self._how, 2 * at, 2, 2, 1)

    def drop(self) -> None:
        """Leave the page."""
        for widget in self._widgets:
            drop(widget)

    def look(self) -> None:
        """Take what the user has chosen; a text that is no field yet changes nothing."""
        raw = self.editor.raw()
        if raw not in self._valid or raw == (self.match.field or LEFT_OUT):
            return
        self.match = replace(self.match, field=None if raw == LEFT_OUT else raw, how=How.MAP)
        self._say_how()

    def _say_how(self) -> None:
        words, tone = HOW[self.match.how]
        self._how.say(words)
        self._how.set_tone(tone)
