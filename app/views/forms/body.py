"""The fields of a form in groups, in one or two columns, inside a scroll area; problems never make it jump."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.errors import Grade, Problem
from app.i18n import Label
from app.views import theme
from app.views.forms import table
from app.views.forms.row import FieldRow, by_field
from app.views.forms.source import Checked, FormField, Loaded
from app.views.kit.deeds import Button, Deed
from app.views.kit.layout import column, line, row
from app.views.kit.text import Text

TWO_COLUMNS_FROM = 44
LABELS_ABOVE_BELOW = 22


class Group(QWidget):
    """Fields under a heading of one word; a folded one opens by itself when one of its fields has a problem."""

    def __init__(self, heading: Label | None, rows: Sequence[FieldRow], *, folded: bool) -> None:
        super().__init__()
        self.rows = rows
        self._folded = folded
        self._heading = heading
        self._fold: Deed | None = None
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.ROOMY)
        self._grid.setVerticalSpacing(0)
        self._inside = QWidget()
        self._inside.setLayout(self._grid)
        layout = column(*self._head(), self._inside, spacing=4)
        self.setLayout(layout)
        self._columns = 0
        self._show_fold()

    def _head(self) -> list[QWidget]:
        if self._heading is None:
            return []
        if self._folded:
            words = Label("{group}（{n} 项）", group=self._heading, n=len(self.rows))
            self._fold = Deed(words, self.toggle, kind="link", icon="chevron-right", parent=self)
            return [Button(self._fold, icon_token="accent")]
        head = QWidget()
        made = row(Text(self._heading, role="strong", tone="secondary"), line(), margins=(0, 6, 0, 2))
        made.setStretch(1, 1)
        head.setLayout(made)
        return [head]

    def toggle(self) -> None:
        """Fold or unfold."""
        self._folded = not self._folded
        self._show_fold()

    def open(self) -> None:
        """Unfold."""
        if self._folded:
            self.toggle()

    def _show_fold(self) -> None:
        self._inside.setVisible(not self._folded)
        if self._fold is not None:
            self._fold.icon_name = "chevron-right" if self._folded else "chevron-down"
            self._fold.changed.emit()

    def arrange(self, columns: int, *, above: bool) -> None:
        """Lay the rows out in so many columns, read row by row; a field of a whole line takes one."""
        for made in self.rows:
            made.put_label_above(above)
        if columns == self._columns:
            return
        self._columns = columns
        for made in self.rows:
            self._grid.removeWidget(made)
        at = across = 0
        for made in self.rows:
            whole = not table.digits(made.field)
            if whole and across:
                at, across = at + 1, 0
            self._grid.addWidget(made, at, across, 1, columns if whole else 1, Qt.AlignmentFlag.AlignTop)
            across += columns if whole else 1
            if across >= columns:
                at, across = at + 1, 0
        for each in range(2):
            self._grid.setColumnStretch(each, 1 if each < columns else 0)


class FormBody(QScrollArea):
    """All fields of one form."""

    edited = Signal(str)
    left = Signal(str)
    finished = Signal()  # Enter in the last field
    opened = Signal(str, int)  # another record that a problem is about: its type and its id

    def __init__(self, fields: Sequence[FormField], rows: dict[str, FieldRow] | None = None) -> None:
        """`rows`: those of the fields, where they were made beforehand."""
        super().__init__()
        self.rows = {each.name: FieldRow(each) for each in fields} if rows is None else rows
        self._groups = [
            Group(heading, rows, folded=rows[0].field.folded) for heading, rows in _grouped(list(self.rows.values()))
        ]
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("area", "scrolled")
        explained = [Text(Label("* 为必填"), role="message", tone="secondary")] if self._any_required() else []
        self._column: QVBoxLayout = column(*self._groups, *explained, None, spacing=4, margins=(12, 4, 12, 8))
        inside.setLayout(self._column)
        self.setWidget(inside)
        for made in self.rows.values():
            made.edited.connect(self.edited)
            made.left.connect(self.left)
            made.opened.connect(self.opened)
            made.editor.went_on.connect(self._go_on)
        self._arrange()
        theme.theme().changed.connect(self._arrange)

    def _any_required(self) -> bool:
        return any(made.field.required for made in self.rows.values())

    # --- what it holds

    def texts(self) -> dict[str, str]:
        """What stands in every field."""
        return {name: made.editor.raw() for name, made in self.rows.items()}

    def show_record(self, loaded: Loaded) -> None:
        """Show a record and what is doubtful about it."""
        for name, made in self.rows.items():
            made.editor.show_raw(loaded.texts.get(name, ""), loaded.labels.get(name, ""))
            made.show_problem(None)
        self.show_problems(loaded.problems)
        self.verticalScrollBar().setValue(0)

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show these texts over those of the record (a draft, or defaults)."""
        for name, text in texts.items():
            if name in self.rows and self.rows[name].editor.raw() != text:
                self.rows[name].editor.show_raw(text)

    def take_kept(self, sent: Mapping[str, str], kept: Loaded) -> None:
        """What was sent to be kept stands as it is kept; what was typed since then stays."""
        for name, made in self.rows.items():
            text = kept.texts.get(name, "")
            if made.editor.raw() == sent[name] != text:
                made.editor.show_raw(text, kept.labels.get(name, ""))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show all problems at once, each beside its field."""
        found = by_field(problems)

        def show() -> None:
            for name, made in self.rows.items():
                made.show_problem(found.get(name))

        self._steadily(show)
        self._open_groups()

    def take_check(self, name: str, checked: Checked) -> None:
        """What came of looking at one field, and at those that it bears upon."""
        found = by_field(checked.problems)

        def show() -> None:
            for each in {name, *checked.looked_at, *found} & set(self.rows):
                self.rows[each].show_problem(found.get(each))
            for each, text in checked.texts.items():
                if each in self.rows and (each != name or not self.rows[each].editor.control.hasFocus()):
                    self.rows[each].editor.show_raw(text)
            for each, suggestion in checked.suggestions.items():
                if each in self.rows:
                    self.rows[each].suggest(suggestion)

        self._steadily(show)
        self._open_groups()

    def problems(self) -> list[Problem]:
        """The problems shown, in the order of the fields."""
        return [made.problem for made in self.rows.values() if made.problem is not None]

    # --- where the focus is

    def focused(self) -> str:
        """The name of the field that has the keyboard; "" when none has."""
        at = self.focusWidget()
        if at is None or not at.hasFocus():
            return ""
        return next((name for name, made in self.rows.items() if made.isAncestorOf(at)), "")

    def focus_on(self, field: str) -> None:
        """Go to a field that can be filled, or else to the first one."""
        made = self.rows.get(field)
        if made is not None and not made.field.read_only:
            self.go_to(made)
        else:
            self.focus_first()

    def focus_first(self) -> None:
        """Go to the first field that can be filled."""
        for made in self.rows.values():
            if not made.field.read_only and made.isVisibleTo(self):
                self.go_to(made)
                return

    def first_refusal(self) -> None:
        """Go to the first field that keeps from saving."""
        wrong = [made for made in self.rows.values() if made.problem and made.problem.grade is Grade.MUST]
        if wrong:
            self.go_to(wrong[0])

    def next_problem(self, steps: int = 1) -> bool:
        """Go to the next field with a problem, or the one before; round and round."""
        names = list(self.rows)
        wrong = [at for at, name in enumerate(names) if self.rows[name].problem is not None]
        if not wrong:
            return False
        here = next((at for at, name in enumerate(names) if self.rows[name].editor.control.hasFocus()), -1)
        onward = [at for at in wrong if at > here] if steps > 0 else [at for at in reversed(wrong) if at < here]
        self.go_to(self.rows[names[onward[0] if onward else wrong[0 if steps > 0 else -1]]])
        return True

    def go_to(self, made: FieldRow) -> None:
        """Give a field the focus and bring it into view with its message."""
        for group in self._groups:
            if made in group.rows:
                group.open()
        made.editor.control.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(made, 0, theme.theme().line)

    def _go_on(self) -> None:
        """Enter: to the next field, from the last one to the button."""
        shown = [made for made in self.rows.values() if not made.field.read_only and made.isVisibleTo(self)]
        here = next((at for at, made in enumerate(shown) if made.editor is self.sender()), len(shown))
        if here + 1 < len(shown):
            self.go_to(shown[here + 1])
        else:
            self.finished.emit()

    # --- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        look = theme.theme()
        room = self.viewport().width()
        columns = 2 if room >= look.chars(TWO_COLUMNS_FROM) else 1
        for group in self._groups:
            group.arrange(columns, above=room < look.chars(LABELS_ABOVE_BELOW))

    def _open_groups(self) -> None:
        for group in self._groups:
            if any(made.problem is not None for made in group.rows):
                group.open()

    def _steadily(self, change: Callable[[], object]) -> None:
        """Change messages so that the field with the focus stays where it is: the form grows downwards."""
        inside, bar = self.widget(), self.verticalScrollBar()
        focused = next((made for made in self.rows.values() if made.editor.control.hasFocus()), None)
        before = focused.mapTo(inside, QPoint()).y() if focused else 0
        change()
        if focused is None:
            return
        self._column.activate()
        inside.resize(inside.width(), max(inside.sizeHint().height(), self.viewport().height()))
        bar.setValue(bar.value() + focused.mapTo(inside, QPoint()).y() - before)


def _grouped(rows: Sequence[FieldRow]) -> list[tuple[Label | None, list[FieldRow]]]:
    groups: list[tuple[Label | None, list[FieldRow]]] = []
    for made in rows:
        if groups and groups[-1][0] == made.field.group:
            groups[-1][1].append(made)
        else:
            groups.append((made.field.group, [made]))
    return groups
