"""Somebody who knows the window only by what a screen reader says of it, and who waits until it has answered."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from tests.outside.bus import call, read
from tests.outside.desktop import Desktop
from tests.outside.tree import ACCESSIBLE, ACTIVE, CHECKED, ENABLED, FOCUSED, Node, applications, look, windows

PATIENCE_S = 30.0
PAUSE_S = 0.03
ACTION, EDITABLE, TEXT = (f"org.a11y.atspi.{each}" for each in ("Action", "EditableText", "Text"))
TABLE = "org.a11y.atspi.Table"
PRESSED = ["button", "radio", "check box", "toggle", "menu item", "check item", "radio item", "tab", "list item"]
WRITTEN = ["text", "password", "combo box"]
STOPS = [*PRESSED, *WRITTEN, "table", "tabs", "list"]
"""Where the Tab key may stop."""

SEEN_ROWS, SEEN_COLUMNS = 8, 8

T = TypeVar("T")


class Somebody:
    """Presses, writes, reads. `{n}` in a name stands for anything."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self._bus = desktop.bus
        self._program = ("", "")
        self._program = self.until(lambda: next(iter(applications(self._bus)), None), "no program appears")

    # --- seeing

    def until(self, found: Callable[[], T | None], what: str) -> T:
        """Wait until something is there; `what` is said when patience ends."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if (answer := found()) is not None:
                return answer
            time.sleep(PAUSE_S)
        raise AssertionError(f"{what}\n{self._all()}")

    def front(self) -> Node:
        """The dialog in front, or else the window, as it is now."""
        shown = windows(self._bus, self._program)
        assert shown, f"the program shows no window; it said: {self.desktop.said.read_text(encoding='utf-8')}"
        dialogs = [each for each in shown if each.role != "frame"]
        return look(self._bus, next((each for each in dialogs if each.has(ACTIVE)), (dialogs or shown)[-1]))

    def sees(self, name: str, roles: list[str] | None = None) -> Node | None:
        """What is named so and can be used, if it is there now."""
        fits = _pattern(name)
        found = [each for each in self.front().walk() if fits.fullmatch(each.name)]
        found = [each for each in found if roles is None or each.role in roles]
        # Asked once more: a button may have got another name while one looked around.
        return next((each for each in found if each.has(ENABLED) and self._is(each, ENABLED)), None)

    def find(self, name: str, roles: list[str] | None = None) -> Node:
        """What is named so, as soon as it can be used."""
        return self.until(lambda: self.sees(name, roles), f"{name} is not to be seen")

    def reads(self, text: str) -> str:
        """Wait for words on the screen; gives them whole."""
        return self.find(text, ["label", "status bar", "alert", "panel"]).name

    def _all(self) -> str:
        """All that is in front; before anything is there, what the program said."""
        if not self._program[1]:
            return self.desktop.said.read_text(encoding="utf-8")
        there = [each for each in self.front().walk() if each.name]
        lines = [
            f"{each.role} {each.name!r}{' *' if each.has(FOCUSED) else ''}{'' if each.has(ENABLED) else ' off'}"
            for each in there
        ]
        return "\n".join([*lines, *(f"{each.name}: {self._cells(each)}" for each in there if each.role == "table")])

    # --- doing

    def press(self, name: str) -> None:
        """Press a button, an entry of a menu, a tab."""
        self.do(self.find(name, PRESSED))

    def do(self, node: Node) -> None:
        """The first thing that can be done with it, without waiting: a dialog answers only when it is closed."""
        self._bus.tell(call(node.place, ACTION, "DoAction", "i", 0))

    def choose(self, name: str) -> None:
        """Choose one of a few, and wait until it is chosen."""
        node = self.find(name, ["radio", "check box"])
        if not node.has(CHECKED):
            self.do(node)
            self.until(lambda: ((now := self.sees(name)) and now.has(CHECKED)) or None, f"{name} is not chosen")

    def go_to(self, name: str, roles: list[str]) -> Node:
        """Put the keyboard where it is named so; where that cannot be asked for, as in a table, with the Tab key."""

        def there() -> Node | None:
            node = self.find(name, roles)
            if node.has(FOCUSED):
                return node
            if not self._do(node, "SetFocus"):
                self._tab_to(node)
            return node if self._is(node, FOCUSED) else None

        return self.until(there, f"the keyboard does not go to {name}")

    def _tab_to(self, wanted: Node) -> None:
        """Press Tab until it is there, and wait each time until the keyboard has gone on: pressed twice too soon, it
        would go too far."""
        there = [each for each in self.front().walk() if each.role in STOPS]
        for _ in there:
            if self._is(wanted, FOCUSED):
                return
            before = self._states(there, FOCUSED)
            self.keys("Tab")
            self.until(partial(self._changed, there, before), "Tab leads nowhere")

    def _changed(self, nodes: Sequence[Node], before: Sequence[bool]) -> bool | None:
        return self._states(nodes, FOCUSED) != before or None

    def _is(self, node: Node, state: int) -> bool:
        """Whether what was found before is in this state now: one question, where a look around takes hundreds."""
        return self._states([node], state)[0]

    def _states(self, nodes: Sequence[Node], state: int) -> list[bool]:
        """The same of many."""
        answers = self._bus.ask([call(each.place, ACCESSIBLE, "GetState") for each in nodes])
        return [bool((each or (0, 0))[state // 32] >> state % 32 & 1) for each in answers]

    def _do(self, node: Node, action: str) -> bool:
        actions = [each[0] for each in self._bus.one(call(node.place, ACTION, "GetActions")) or []]
        if action in actions:
            self._bus.tell(call(node.place, ACTION, "DoAction", "i", actions.index(action)))
        return action in actions

    def go(self, page: str) -> None:
        """To a page of the navigation."""
        self.choose(page)

    def window(self) -> None:
        """Wait until no dialog is in front any more."""
        self.until(lambda: self.front().role == "frame" or None, "a dialog stays open")

    def dialog(self, title: str) -> None:
        """Wait for the dialog of this title."""
        self.until(lambda: _pattern(title).fullmatch(self.front().name), f"the dialog {title} does not open")

    def fill(self, name: str, text: str) -> None:
        """Write into a field, over what stands there."""
        self.write(self.go_to(name, WRITTEN), text)

    def write(self, node: Node, text: str) -> None:
        """Write into what has the keyboard, over what stands there.

        No key stands for a Chinese character, so the text is put there as a program for dictation would put it; a
        blank typed and taken back tells the field that somebody wrote.
        """
        self._bus.one(call(node.place, EDITABLE, "SetTextContents", "s", text))
        self.keys("End", "space", "BackSpace")

    def answers(self, path: Path) -> None:
        """Give the file dialog a path."""
        field = self.until(lambda: self._in_file_dialog("text"), "no file dialog opens")
        self._bus.one(call(field.place, EDITABLE, "SetTextContents", "s", str(path)))
        self.do(self.until(lambda: self._in_file_dialog("button"), f"the file dialog does not take {path}"))

    def _in_file_dialog(self, role: str) -> Node | None:
        """The field for the name, or the first button after it; only Qt's own dialog lists files beside them."""
        there = list(self.front().walk())
        fields = [at for at, each in enumerate(there) if each.role == "text"]
        if not fields or there[0].role != "dialog" or not any(each.role == "column header" for each in there):
            return None
        return next((each for each in there[fields[-1] :] if each.role == role and each.has(ENABLED)), None)

    def rows(self, table: str) -> list[list[str]]:
        """The first rows of a table, as far as one looks at them."""
        return self._cells(self.find(table, ["table"]))

    def _cells(self, node: Node) -> list[list[str]]:
        counts = self._bus.ask([read(node.place, TABLE, each) for each in ("NRows", "NColumns")])
        down, across = (min(found[1], most) for found, most in zip(counts, (SEEN_ROWS, SEEN_COLUMNS), strict=True))
        places = [
            call(node.place, TABLE, "GetAccessibleAt", "ii", at, to) for at in range(down) for to in range(across)
        ]
        # While it is filled anew, a cell may be nowhere.
        cells = [tuple(each) if each and each[1] else node.place for each in self._bus.ask(places)]
        names = self._bus.ask([read(each, ACCESSIBLE, "Name") for each in cells])
        words = [found[1] if found else "" for found in names]
        return [words[at * across : (at + 1) * across] for at in range(down)]

    def write_cell(self, table: str, text: str) -> None:
        """Type into the cell that has the keyboard, and go on to the next one with Enter.

        While a cell is written in, its editor has the keyboard, which no screen reader is told of; the table has lost
        it. That is how to see that the keys have arrived.
        """
        node = self.find(table, ["table"])
        self.desktop.type(text)
        self.until(lambda: not self._is(node, FOCUSED) or None, f"no cell of {table} can be written in")
        self.keys("Return")
        self.until(lambda: self._is(node, FOCUSED) or None, f"a cell of {table} is not left")

    def text(self, node: Node) -> str:
        """What stands in a field."""
        return str(self._bus.one(call(node.place, TEXT, "GetText", "ii", 0, -1)))

    def keys(self, *pressed: str) -> None:
        """Press keys."""
        self.desktop.keys(*pressed)


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, re.split(r"\{\w+\}", name))), re.DOTALL)
