"""How much a foreign file may cost (reliability E2), and the way a refusal leaves the child process."""

from __future__ import annotations

MIB = 1 << 20

FILE_BYTES = 20 * MIB
UNPACKED_BYTES = 200 * MIB
PACKING_RATIO = 200  # looked at only in parts above 1 MiB: small parts of equal bytes pack well
PARTS = 2_000
ROWS = 200_000
COLUMNS = 200
CELL_TEXT = 32_767  # what a cell of a spreadsheet holds at most
STREAM_BYTES = 400 * MIB  # what the parent takes from the child

MEMORY_BYTES = 1024 * MIB
CPU_SECONDS = 60
WALL_SECONDS = 90


class Refusal(Exception):
    """A file is refused: `code` names a sentence of `faults`, `facts` fill it in. Raised in the child only."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
