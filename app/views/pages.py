"""The pages of the window, as data: a new page is one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.i18n import Label
from app.views.page import PageView, Shell


@dataclass(frozen=True)
class Page:
    """One entry of the navigation. `short` is the name of two characters for narrow windows, chosen by hand."""

    key: str
    label: Label
    short: Label
    icon: str
    build: Callable[[Shell], PageView]
    group: Label | None = None


PAGES: tuple[Page, ...] = ()
