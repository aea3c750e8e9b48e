"""Frozen dataclasses that are made in a third of the time: a start makes more than a hundred of them.

To a type checker this is `dataclasses.dataclass` itself; it is mypy that keeps the fields of frozen ones from being set
again. Python would write and compile six methods for each class; here a class has an `__init__` of its own and shares
the others.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, **how: bool) -> type | Callable[[type], type]:
        """`dataclasses.dataclass`; equality, hash and text of `@dataclass(frozen=True)` are those of this module."""
        if how == {"frozen": True}:
            return _make if cls is None else _make(cls)
        return dataclasses.dataclass(cls, **how)


def _make(cls: type) -> Any:
    own = set(vars(cls))
    made: Any = dataclasses.dataclass(eq=False, repr=False)(cls)
    names = [field.name for field in dataclasses.fields(made) if field.compare]
    made.__compared__ = attrgetter(*names) if names else type
    for name, shared in (("__eq__", _equal), ("__hash__", _hash), ("__repr__", _text)):
        if name not in own or vars(made)[name] is None:  # `__eq__` of its own leaves None for the hash
            setattr(made, name, shared)
    return made


def _equal(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return self.__compared__(self) == self.__compared__(other)


def _hash(self: Any) -> int:
    return hash(self.__compared__(self))


def _text(self: Any) -> str:
    told = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(told)})"
