"""The table of colours: one column for each of the three looks (screen.md §11).

Every pair used for text keeps 4.5 : 1 (7 : 1 in high contrast), every frame that carries meaning 3 : 1: a test
computes it.
"""

from __future__ import annotations

from enum import StrEnum

from app.frozen import dataclass


class Look(StrEnum):
    """What the user may choose; `SYSTEM` follows the desktop between light and dark."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True)
class Tokens:
    """Colours as `#rrggbb`, named by use."""

    window: str
    base: str
    alt: str
    text: str
    secondary: str
    border: str
    grid: str
    accent: str
    on_accent: str
    accent_strong: str
    selection: str
    on_selection: str
    selection_inactive: str
    on_selection_inactive: str
    frame_on_selection: str
    error: str
    error_ground: str
    warning: str
    warning_ground: str
    good: str
    good_ground: str
    information_ground: str
    hover: str
    # grounds are all alike: areas need a line between them
    needs_lines: bool = False


LIGHT = Tokens(
    window="#f3f4f6", base="#ffffff", alt="#f7f9fb", text="#1f2328", secondary="#57606a",
    border="#868e99", grid="#dde1e6", accent="#0b5cad", on_accent="#ffffff", accent_strong="#084886",
    selection="#cfe3fa", on_selection="#1f2328", selection_inactive="#e1e5ea", on_selection_inactive="#1f2328",
    frame_on_selection="#0b5cad", error="#b42318", error_ground="#fdecea", warning="#8a5200",
    warning_ground="#fff4dc", good="#1a6e34", good_ground="#e6f5ea", information_ground="#e8f1fb", hover="#e8ebef",
)  # fmt: skip

DARK = Tokens(
    window="#1e2125", base="#25292e", alt="#2a2f35", text="#e6e8ea", secondary="#a9b1ba",
    border="#7f8893", grid="#3a4047", accent="#7db8ff", on_accent="#10151b", accent_strong="#a6cfff",
    selection="#24496f", on_selection="#e6e8ea", selection_inactive="#3a414a", on_selection_inactive="#e6e8ea",
    frame_on_selection="#7db8ff", error="#ff8f85", error_ground="#43201e", warning="#f2c14e",
    warning_ground="#3d3117", good="#7bd694", good_ground="#1d3625", information_ground="#1e3247", hover="#2e343b",
)  # fmt: skip

HIGH_CONTRAST = Tokens(
    window="#000000", base="#000000", alt="#000000", text="#ffffff", secondary="#ffffff",
    border="#ffffff", grid="#9a9a9a", accent="#ffff00", on_accent="#000000", accent_strong="#ffffff",
    selection="#1aebff", on_selection="#000000", selection_inactive="#595959", on_selection_inactive="#ffffff",
    frame_on_selection="#000000", error="#ffb3ab", error_ground="#000000", warning="#ffd54a",
    warning_ground="#000000", good="#7cfc8a", good_ground="#000000", information_ground="#000000", hover="#333333",
    needs_lines=True,
)  # fmt: skip

# The union's red, for the mark on the start page only: red elsewhere on this screen means "wrong".
UNION_RED = "#c8102e"

TABLE = {Look.LIGHT: LIGHT, Look.DARK: DARK, Look.HIGH_CONTRAST: HIGH_CONTRAST}
