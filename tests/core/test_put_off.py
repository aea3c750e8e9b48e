"""Modules of Python that are loaded only when something of them is wanted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def said(code: str) -> list[str]:
    """What a fresh Python prints that puts modules off, loads SQLAlchemy, and then does this."""
    begun = "from app.put_off import put_off; put_off(); import sys, sqlalchemy.orm\n"
    done = subprocess.run(
        [sys.executable, "-c", begun + code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.split()


def test_the_database_library_is_there_without_network_and_mail() -> None:
    assert said("print(*{'asyncio.events', 'ssl', 'email'} & set(sys.modules))") == []


def test_what_was_put_off_is_whole_when_it_is_wanted() -> None:
    code = """
import importlib.metadata, asyncio
async def three(): return 3
print(importlib.metadata.version('sqlalchemy'), asyncio.run(three()), sys.modules['asyncio'].__name__)
import asyncio.queues
print(asyncio.queues.Queue is sys.modules['asyncio'].Queue)
"""
    version, *rest = said(code)
    assert version.startswith("2.")
    assert rest == ["3", "asyncio", "True"]
