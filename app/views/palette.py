"""快速查找 (Ctrl+K): one line that finds pages, deeds and people, and goes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.errors import KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models.declare import record_type
from app.models.values import pinyin
from app.models.values.text import fold
from app.services import finding
from app.services.finding import Hit
from app.views import theme
from app.views.kit.ask import Dialog
from app.views.kit.deeds import Deed
from app.views.kit.text import Text
from app.views.menus import PALETTE_NAME

if TYPE_CHECKING:
    from app.views.frame import MainWindow

ASKED_AFTER_MS = 120
HINT = Label("找页面、要做的事，或者人：姓名、拼音、身份证后四位")
WIDE, ROWS = 40, 12
NARROWEST, LEFT_OVER = 24, 6
NAME, NOTE, ENTRY = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole
WAYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: 1 - ROWS, Qt.Key.Key_PageDown: ROWS - 1}


@dataclass(frozen=True)
class Entry:
    """Something to go to: its name, what it is, the way there, and how it is read (whole and by initials)."""

    name: str
    note: str
    go: Callable[[], object]
    reading: str = ""
    initials: str = ""

    is_page: bool = False

    def fits(self, word: str) -> bool:
        """Whether a folded word finds it: somewhere in the name, at the start of its pinyin, in its initials."""
        return self.is_called(word) or self.reading.startswith(word) or (len(word) > 1 and word in self.initials)

    def is_called(self, word: str) -> bool:
        """Whether the word stands in the name itself."""
        return word in fold(self.name)


def named(label: Label | str, note: Label | str, go: Callable[[], object], *, is_page: bool = False) -> Entry:
    """An entry that its name, its pinyin and its initials find."""
    name = str(label)
    reading = pinyin.name_pinyin(name)
    return Entry(name, str(note), go, fold(reading), fold(pinyin.initials(reading)), is_page)


def matching(entries: Sequence[Entry], text: str, records: Sequence[Entry] = ()) -> list[Entry]:
    """The entries that every word of a text finds: pages and what is called so, then records, then other deeds.

    A deed that only its reading finds comes last: whoever types a name must not do a deed with Enter.
    """
    words = [fold(word) for word in text.split()]
    found = [each for each in entries if all(each.fits(word) for word in words)]
    first = [each for each in found if each.is_page or all(each.is_called(word) for word in words)]
    begun = fold(text)
    first.sort(key=lambda each: not (fold(each.name).startswith(begun) or each.reading.startswith(begun)))
    return [*first, *records, *(each for each in found if each not in first)]


class Palette(Dialog):
    """A line over a list; ↑ ↓ go through it, Enter goes there, Esc closes. It asks the file while one types."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, Label("快速查找"))
        self._window = window
        self._fixed = [*_pages(window), *_deeds(window)]
        self._is_going, self._is_answered = False, False
        self._types = {page.finds: page.key for page in window.pages if page.finds}
        self.line = _Line(self)
        self.list = QListWidget()
        self._make_list()
        self.body.addWidget(self.line)
        self._nothing = Text(tone="secondary", wrap=True)
        self._found = QStackedWidget()
        self._found.addWidget(self.list)
        self._found.addWidget(self._nothing)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(self._found)
        self.body.setStretchFactor(self._found, 1)
        self._buttons.addWidget(Text(Label("↑ ↓ 选，Enter 去那里，Esc 关闭"), role="message", tone="secondary"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(ASKED_AFTER_MS)
        self._pause.timeout.connect(self._ask)
        self.line.textChanged.connect(self._typed)
        self._typed("")
        self.line.setFocus()

    def _make_list(self) -> None:
        look, window = theme.theme(), self._window
        self.list.setAccessibleName(str(Label("找到的")))
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumWidth(
            max(look.chars(NARROWEST), min(look.chars(WIDE), window.width() - look.chars(LEFT_OVER)))
        )
        self.list.setMinimumHeight(min(look.row_height * ROWS, window.height() // 2))
        self.list.itemClicked.connect(lambda _: self.go())

    # --- what is found

    def _typed(self, text: str) -> None:
        self._is_going, self._is_answered = False, not text.strip()
        self._show(matching(self._fixed, text), keep=False)
        self._pause.start()

    def _ask(self) -> None:
        text, types, database = self.line.text(), list(self._types), self._window.database

        def work() -> list[Hit]:
            with database.read() as session:
                return finding.find(session, types, text)

        def take(hits: list[Hit]) -> None:
            if self.line.text() == text:
                self._is_answered = True
                self._show(matching(self._fixed, text, [self._entry(hit) for hit in hits]), keep=True)
                if self._is_going:
                    self._is_going = False
                    self.go()

        self._window.jobs.run(work, take, self._failed, owner=self)

    def _failed(self, fault: KnownError) -> None:
        self.reject()
        self._window.tell_fault(fault)

    def _entry(self, hit: Hit) -> Entry:
        note = f"{record_type(hit.type).record_label}　{hit.note}"
        return Entry(hit.title, note, partial(self._window.go_to, self._types[hit.type], hit.id))

    def _show(self, entries: Sequence[Entry], *, keep: bool) -> None:
        at = self.list.currentRow() if keep else 0
        self.list.clear()
        for each in entries:
            item = QListWidgetItem(each.name)
            item.setData(NOTE, each.note)
            item.setData(ENTRY, each)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{each.name}　{each.note}")
            self.list.addItem(item)
        self.list.setCurrentRow(min(max(at, 0), len(entries) - 1))
        self._say_nothing(not entries and self._is_answered)

    def _say_nothing(self, is_nothing: bool) -> None:
        """Where the file has answered and there is no hit, say so, and what can be looked for."""
        words = Label(
            "没有找到“{text}”。可以找：页面和要做的事的名称；会员、困难职工档案、慰问批次的名称、姓名、拼音或"
            "拼音首字母（李建国：lijianguo 或 ljg）、身份证后四位。少写几个字试试。",
            text=self.line.text().strip(),
        )
        self._nothing.say(words if is_nothing else "")
        self._found.setCurrentWidget(self._nothing if is_nothing else self.list)
        self.line.setAccessibleDescription(str(words if is_nothing else HINT))

    # --- going there

    def go(self) -> None:
        """Close, and go to the current entry once the focus is back where it was."""
        if not self._is_answered:  # what stands there is not all yet: go as soon as the file has answered
            self._is_going = True
            return
        item = self.list.currentItem()
        if item is None:
            return
        entry: Entry = item.data(ENTRY)
        self.accept()
        QTimer.singleShot(0, self._window, entry.go)

    def step(self, key: Qt.Key) -> None:
        """Go through the list from the line."""
        self.list.setCurrentRow(max(0, min(self.list.currentRow() + WAYS[key], self.list.count() - 1)))


class _Line(QLineEdit):
    """The line; its ways go through the list."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self.setPlaceholderText(str(HINT))
        self.setAccessibleName(str(Label("快速查找")))
        self.setAccessibleDescription(str(HINT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (key := Qt.Key(event.key())) in WAYS:
            self._palette.step(key)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._palette.go()
        else:
            super().keyPressEvent(event)


class _Painter(QStyledItemDelegate):
    """The name at the left, what it is at the right, quieter."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.theme().row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, box = theme.theme(), QRect(option.rect)  # type: ignore[attr-defined]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.fillRect(box, look.colour("selection" if selected else "base"))
        inner = box.adjusted(theme.NORMAL, 0, -theme.NORMAL, 0)
        metrics, note = painter.fontMetrics(), str(index.data(NOTE) or "")
        note = metrics.elidedText(note, Qt.TextElideMode.ElideRight, inner.width() * 3 // 5)
        taken = metrics.horizontalAdvance(note) + theme.ROOMY
        name = metrics.elidedText(str(index.data(NAME)), Qt.TextElideMode.ElideRight, inner.width() - taken)
        upright = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(look.colour("on_selection" if selected else "text"))
        painter.drawText(inner, int(upright | Qt.AlignmentFlag.AlignLeading), name)
        painter.setPen(look.colour("on_selection" if selected else "secondary"))
        painter.drawText(inner, int(upright | Qt.AlignmentFlag.AlignTrailing), note)


def _pages(window: MainWindow) -> list[Entry]:
    """The pages, and the parts of those that have some."""
    entries = []
    for number, page in enumerate(window.pages, start=1):
        key = f"　Alt+{number}" if number <= 9 else ""
        entries.append(named(page.label, f"{Label('页面')}{key}", partial(window.go_to, page.key), is_page=True))
    for page in window.pages:
        entries += [
            named(label, page.label, partial(window.go_to, page.key, part), is_page=True) for label, part in page.parts
        ]
    return entries


def _deeds(window: MainWindow) -> list[Entry]:
    """What can be done now: the menus from the left to the right, then the rest of the page's own."""
    found: dict[int, Deed] = {}
    pages = {str(page.label) for page in window.pages}
    for menu in window.menuBar().findChildren(QMenu):
        _collect(menu, found)
    page = window.page
    for action in page.actions() if page is not None else ():
        if isinstance(action, Deed):
            found.setdefault(id(action), action)
    return [
        named(str(deed.words).rstrip("…"), _key(deed), deed.trigger)
        for deed in found.values()
        if deed.isEnabled() and deed.isVisible() and str(deed.words) not in pages and deed.words != PALETTE_NAME
    ]


def _collect(menu: QMenu, found: dict[int, Deed]) -> None:
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            _collect(below, found)
        elif isinstance(action, Deed):
            found.setdefault(id(action), action)


def _key(deed: Deed) -> str:
    return deed.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def open_palette(window: MainWindow) -> None:
    """Open it over the window; not over a cover, behind which nothing is to be found."""
    if window.covering is None and window.page is not None and QApplication.activeModalWidget() is None:
        Palette(window).open()
