"""A command line that cannot be followed: the program ends with 2, nothing was done."""

from __future__ import annotations

import re

from app.i18n import Label

# argparse speaks English; these are all the refusals that our commands can meet.
_REFUSALS: tuple[tuple[str, Label], ...] = (
    (r"the following arguments are required: (?P<names>.+)", Label("还缺 {names}")),
    (r"unrecognized arguments: (?P<names>.+)", Label("看不懂 {names}")),
    (r"argument COMMAND: invalid choice: '(?P<value>.*)' \(.*", Label("没有“{value}”这个命令")),
    (
        r"argument (?P<name>.+): invalid choice: '(?P<value>.*)' \(choose from (?P<choices>.*)\)",
        Label("{name} 不能写“{value}”，只能写 {choices}"),
    ),
    (r"argument (?P<name>.+): invalid \S+ value: '(?P<value>.*)'", Label("{name} 不能写“{value}”")),
    (r"argument (?P<name>.+): expected .+", Label("{name} 后面要写内容")),
    (r"argument (?P<name>.+): ignored explicit argument '(?P<value>.*)'", Label("{name} 后面不能写“{value}”")),
    (r"argument (?P<name>.+): not allowed with argument (?P<other>.+)", Label("{name} 和 {other} 不能一起写")),
    (r"one of the arguments (?P<names>.+) is required", Label("{names} 里要写一个")),
)


class WrongUseError(Exception):
    """The command was written in a way that means nothing; `what` says which part."""

    def __init__(self, what: Label) -> None:
        super().__init__(what.msgid)
        self.what = what


def in_words(message: str) -> str:
    """What argparse refuses, in the language of the program; as it stands when it is a refusal nobody has met yet."""
    for pattern, label in _REFUSALS:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return str(Label(label.msgid, **found.groupdict()))
    return message
