"""A record type that a test declares is gone when the test is over."""

from __future__ import annotations

import gc
import weakref

from app.models.declare import Base, Record, record_types
from tests.core.everything import declared


def test_a_type_taken_out_again_leaves_no_trace() -> None:
    def declare_and_forget() -> weakref.ref[type[Record]]:
        with declared() as (record, _):
            assert record.type_name in record_types()
        return weakref.ref(record)

    taken_out = declare_and_forget()
    gc.collect()
    again = declare_and_forget()
    gc.collect()

    assert taken_out() is None and again() is None
    assert "everything" not in Base.metadata.tables
    assert "everything" not in record_types()
