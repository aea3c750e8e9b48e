"""Modules of Python itself that a library imports and hardly ever uses: loaded when something of them is asked for.

SQLAlchemy imports asyncio (with it the network, TLS and process pools) and the list of installed packages (with it the
reading of mail and archives): sixty modules, a tenth of what a command loads.
"""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any


class NotYet(ModuleType):
    """Stands for a module until somebody wants anything of it."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        real = import_module(self.__name__)
        vars(self).update(vars(real))  # whoever holds this one finds everything from now on
        return getattr(real, name)


def put_off() -> None:
    """Let them wait; called before any library is loaded. What is loaded already stays as it is."""
    _put_off("asyncio", iscoroutine=inspect.iscoroutine)  # SQLAlchemy takes this one at once
    _put_off("importlib.metadata")


def _put_off(name: str, **known: object) -> None:
    if name in sys.modules:
        return
    made = NotYet(name)
    made.__spec__ = find_spec(name)
    vars(made).update(known)
    sys.modules[name] = made
    package, _, last = name.rpartition(".")
    if package:
        setattr(sys.modules[package], last, made)
