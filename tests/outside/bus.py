"""The bus of screen readers: many questions at a time, since one answer takes as long as a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from jeepney import DBusAddress, MessageFlag, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

SECONDS = 10.0
AT_ONCE = 400
"""More at once would fill the bus's own queue."""
SERIAL = slice(8, 12)
"""Where a message has its number."""


class Question(NamedTuple):
    """A call of a method of an object (bus name, path)."""

    place: tuple[str, str]
    interface: str
    method: str
    signature: str = ""
    body: tuple[Any, ...] = ()


def call(place: tuple[str, str], interface: str, method: str, signature: str = "", *body: Any) -> Question:
    """A question to an object."""
    return Question(place, interface, method, signature, body)


def read(place: tuple[str, str], interface: str, name: str) -> Question:
    """The question for a property."""
    return call(place, "org.freedesktop.DBus.Properties", "Get", "ss", interface, name)


@cache
def _written(question: Question, *, answered: bool) -> bytes:
    """The message without its number: the same is asked a hundred times, and to write it down takes longest."""
    bus_name, path = question.place
    address = DBusAddress(path, bus_name, question.interface)
    message = new_method_call(address, question.method, question.signature or None, question.body)
    if not answered:
        message.header.flags |= MessageFlag.no_reply_expected
    return message.serialise(serial=1)


class Bus:
    """A connection; what is no longer there answers None."""

    def __init__(self, address: str) -> None:
        self._connection: DBusConnection = open_dbus_connection(bus=address)
        self.roles: dict[tuple[str, str], int | None] = {}  # what each place is, which never changes

    def ask(self, questions: Sequence[Question]) -> list[Any]:
        """The answers in the order of the questions."""
        found: list[Any] = []
        for at in range(0, len(questions), AT_ONCE):
            found += self._ask(questions[at : at + AT_ONCE])
        return found

    def _ask(self, questions: Sequence[Question]) -> list[Any]:
        order = self._send(questions, answered=True)
        answers: list[Any] = [None] * len(questions)
        while order:
            message = self._connection.receive(timeout=SECONDS)
            at = order.pop(message.header.fields.get(5, -1), None)  # 5: the serial of the question
            if at is not None and message.header.message_type is MessageType.method_return:
                answers[at] = message.body[0] if message.body else None
        return answers

    def _send(self, questions: Sequence[Question], *, answered: bool) -> dict[int, int]:
        """Send all in one; which number stands for which of them."""
        order: dict[int, int] = {}
        whole = bytearray()
        for at, question in enumerate(questions):
            serial = next(self._connection.outgoing_serial)
            order[serial] = at
            message = bytearray(_written(question, answered=answered))
            message[SERIAL] = serial.to_bytes(4, "little")
            whole += message
        self._connection.sock.sendall(whole)
        return order

    def one(self, question: Question) -> Any:
        """The answer to one question."""
        return self.ask([question])[0]

    def tell(self, order: Question) -> None:
        """Ask for something to be done without waiting: a button that opens a dialog answers when that is closed."""
        self._send([order], answered=False)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()
