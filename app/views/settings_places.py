"""The parts of the settings page, in the order of its tabs: what other pages ask to go to."""

from __future__ import annotations

from enum import IntEnum

from app.i18n import Label


class Place(IntEnum):
    """Given as the record id of `shell.go_to("settings", …)`."""

    UNION = 0
    STANDARDS = 1
    BRANCHES = 2
    CODES = 3
    PASSWORD = 4
    WHERE = 5


PARTS = {
    Place.UNION: ("union", Label("工会")),
    Place.STANDARDS: ("standards", Label("标准")),
    Place.BRANCHES: ("branches", Label("分会（小组）")),
    Place.CODES: ("codes", Label("填表选项")),
    Place.PASSWORD: ("keys", Label("密码和恢复码")),
    Place.WHERE: ("where", Label("资料在哪里")),
}
"""The attribute and the name of each part."""
