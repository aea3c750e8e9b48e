"""What holds for the tests of importing: it is 22 November 2026."""

from __future__ import annotations

from tests.fixed_day import on_day

_today = on_day()
