"""The bus of screen readers: many questions at a time, since one answer takes as long as a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jeepney import DBusAddress, Message, MessageFlag, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

SECONDS = 10.0
AT_ONCE = 400
"""More at once would fill the bus's own queue."""


def call(place: tuple[str, str], interface: str, method: str, signature: str = "", *body: Any) -> Message:
    """A question to an object (bus name, path)."""
    bus_name, path = place
    return new_method_call(DBusAddress(path, bus_name, interface), method, signature or None, body)


def read(place: tuple[str, str], interface: str, name: str) -> Message:
    """The question for a property."""
    return call(place, "org.freedesktop.DBus.Properties", "Get", "ss", interface, name)


class Bus:
    """A connection; what is no longer there answers None."""

    def __init__(self, address: str) -> None:
        self._connection: DBusConnection = open_dbus_connection(bus=address)

    def ask(self, questions: Sequence[Message]) -> list[Any]:
        """The answers in the order of the questions."""
        found: list[Any] = []
        for at in range(0, len(questions), AT_ONCE):
            found += self._ask(questions[at : at + AT_ONCE])
        return found

    def _ask(self, questions: Sequence[Message]) -> list[Any]:
        order: dict[int, int] = {}
        for at, question in enumerate(questions):
            serial = next(self._connection.outgoing_serial)
            order[serial] = at
            self._connection.send(question, serial=serial)
        answers: list[Any] = [None] * len(questions)
        while order:
            message = self._connection.receive(timeout=SECONDS)
            at = order.pop(message.header.fields.get(5, -1), None)  # 5: the serial of the question
            if at is not None and message.header.message_type is MessageType.method_return:
                answers[at] = message.body[0] if message.body else None
        return answers

    def one(self, question: Message) -> Any:
        """The answer to one question."""
        return self.ask([question])[0]

    def tell(self, order: Message) -> None:
        """Ask for something to be done without waiting: a button that opens a dialog answers when that is closed."""
        order.header.flags |= MessageFlag.no_reply_expected
        self._connection.send(order)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
