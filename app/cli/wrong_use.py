"""A command line that cannot be followed: the program ends with 2, nothing was done."""

from __future__ import annotations

from app.i18n import Label


class WrongUseError(Exception):
    """The command was written in a way that means nothing; `what` says which part."""

    def __init__(self, what: Label) -> None:
        super().__init__(what.msgid)
        self.what = what
