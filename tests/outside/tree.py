"""What a screen reader is told about the window: names, roles, states, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
CLOSED = {"menu bar", "menu", "menu item"}
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


def look(bus: Bus, window: Node) -> Node:
    """All that is shown in a window now. Each level of the tree is a few rounds of many questions, and what is not
    shown, such as the other pages, is asked nothing but that."""
    level = [window]
    while level:
        answers = bus.ask([call(each.place, ACCESSIBLE, "GetChildren") for each in level])
        pairs = [(tuple(child), each) for each, found in zip(level, answers, strict=True) for child in found or []]
        pairs = [(place, parent) for place, parent in pairs if place[1]]  # a dialog that is just closed is nowhere
        made = _nodes(bus, pairs)
        for each in made:
            assert each.parent is not None
            each.parent.children.append(each)
        level = [each for each in made if each.role not in LEAVES]
    return window


def windows(bus: Bus, program: tuple[str, str]) -> list[Node]:
    """The windows and dialogs that a program shows, without what is in them."""
    places = bus.one(call(program, ACCESSIBLE, "GetChildren")) or []
    return _nodes(bus, [(tuple(place), None) for place in places if place[1]])


def _nodes(bus: Bus, pairs: Sequence[tuple[Any, Node | None]]) -> list[Node]:
    """Those of these places that are shown, or stand in a closed menu, each with its parent."""
    states = bus.ask([call(place, ACCESSIBLE, "GetState") for place, _ in pairs])
    made = [
        Node(place, "", "", low | high << 32, parent)
        for (place, parent), (low, high) in zip(pairs, (each or (0, 0) for each in states), strict=True)
    ]
    shown = [each for each in made if each.has(SHOWING) or (each.parent and each.parent.role in CLOSED)]
    new = [each.place for each in shown if each.place not in bus.roles]
    bus.roles.update(zip(new, bus.ask([call(place, ACCESSIBLE, "GetRole") for place in new]), strict=True))
    names = bus.ask([read(each.place, ACCESSIBLE, "Name") for each in shown])
    for each, name in zip(shown, names, strict=True):
        role = bus.roles[each.place]
        each.role, each.name = ROLES.get(role, str(role)), name[1] if name else ""
    return shown
