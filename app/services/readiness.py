"""What the first question to a file would otherwise wait for."""

from __future__ import annotations

from sqlalchemy.orm import configure_mappers


def get_ready() -> None:
    """Link the record types with each other; any thread may do it, and a second time it costs nothing."""
    configure_mappers()
