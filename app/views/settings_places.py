"""The parts of the settings page, in the order of its tabs: what other pages ask to go to."""

from __future__ import annotations

from enum import IntEnum


class Place(IntEnum):
    """Given as the record id of `shell.go_to("settings", …)`."""

    UNION = 0
    STANDARDS = 1
    BRANCHES = 2
    CODES = 3
    PASSWORD = 4
    WHERE = 5
