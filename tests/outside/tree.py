"""What a screen reader is told about the window: names, roles, states, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.outside.bus import Bus, call, read

ACCESSIBLE = "org.a11y.atspi.Accessible"
ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")

# The numbers of AT-SPI's roles and states, by the names used here.
ROLES = {
    7: "check box", 11: "combo box", 16: "dialog", 23: "frame", 29: "label", 31: "list", 32: "list item", 33: "menu",
    34: "menu bar", 35: "menu item", 37: "tab", 38: "tabs", 39: "panel", 40: "password", 43: "button", 44: "radio",
    45: "radio item", 8: "check item", 55: "table", 56: "cell", 57: "column header", 58: "row header", 61: "text",
    62: "toggle", 69: "window", 75: "application", 2: "alert", 68: "viewport", 49: "scroll pane", 48: "scroll bar",
}  # fmt: skip
ACTIVE, CHECKED, ENABLED, FOCUSED, SHOWING = 1, 4, 8, 12, 25
LEAVES = {"table", "label", "button", "radio", "check box", "text", "password"}


@dataclass
class Node:
    """One thing on the screen."""

    place: tuple[str, str]
    role: str
    name: str
    states: int
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    def has(self, state: int) -> bool:
        """Whether it is in this state."""
        return bool(self.states >> state & 1)

    def walk(self) -> Iterator[Node]:
        """This and all below, in reading order."""
        yield self
        for each in self.children:
            yield from each.walk()


def applications(bus: Bus) -> list[tuple[str, str]]:
    """The programs that a screen reader knows of."""
    return list(bus.one(call(ROOT, ACCESSIBLE, "GetChildren")) or [])


def look(bus: Bus, place: tuple[str, str]) -> Node:
    """All that is shown of a program now: each level of the tree is one round of questions."""
    root = _nodes(bus, [place], [None])[0]
    level = [root]
    while level:
        answers = bus.ask([call(each.place, ACCESSIBLE, "GetChildren") for each in level])
        pairs = [(each, tuple(child)) for each, found in zip(level, answers, strict=True) for child in found or []]
        made = _nodes(bus, [child for _, child in pairs], [each for each, _ in pairs])
        shown = [each for each in made if each.has(SHOWING) or each.role in ("menu", "menu item")]
        for each in shown:
            assert each.parent is not None
            each.parent.children.append(each)
        level = [each for each in shown if each.role not in LEAVES]
    return root


def _nodes(bus: Bus, places: list[tuple[str, str]], parents: list[Any]) -> list[Node]:
    questions = []
    for each in places:
        questions += [
            call(each, ACCESSIBLE, "GetRole"),
            read(each, ACCESSIBLE, "Name"),
            call(each, ACCESSIBLE, "GetState"),
        ]
    answers = bus.ask(questions)
    found = []
    for at, (place, parent) in enumerate(zip(places, parents, strict=True)):
        role, name, states = answers[3 * at : 3 * at + 3]
        low, high = states or (0, 0)
        words = ROLES.get(role, str(role))
        found.append(Node(place, words, name[1] if name else "", low | high << 32, parent))
    return found
