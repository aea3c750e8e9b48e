"""The look of the program: the only place with colours, sizes and a style sheet (screen.md §11).

Sizes are written in 字 (width of 国) and 行 (height of a line), so that they follow the font.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.views.theme import fonts, icons
from app.views.theme.fonts import SCALES
from app.views.theme.sheet import sheet
from app.views.theme.style import XiaojiaStyle
from app.views.theme.tokens import TABLE, UNION_RED, Look, Tokens

__all__ = ["SCALES", "UNION_RED", "Look", "Theme", "Tokens", "refresh", "set_role", "theme"]

# Spacing, in pixels at 96 dpi.
NARROW, NORMAL, WIDE, ROOMY = 4, 8, 12, 24


class Theme(QObject):
    """The look in force: colours, font and scale of one application; changes reach everything already shown."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.look = Look.SYSTEM
        self.scale = 100
        fonts.load()
        self._style = XiaojiaStyle(lambda: self.tokens, lambda: self.scale)
        app.setStyle(self._style)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        app.screenAdded.connect(self.changed)  # it may want finer icons
        self.tokens = self._tokens()
        self.use()

    def use(self, look: Look | None = None, scale: int | None = None) -> None:
        """Show everything in `look` and at `scale` percent (one of `SCALES`) from now on."""
        self.look = look or self.look
        self.scale = scale or self.scale
        self.tokens = self._tokens()
        self.font = fonts.base_font(self.scale)
        metrics = QFontMetrics(self.font)
        self.char, self.line = metrics.horizontalAdvance("国"), metrics.height()
        # With a sheet in force a new font reaches nothing, and a new sheet polishes every widget about twelve times
        # (0.5 s for a page with its form); without one in between, once (0.09 s).
        self._app.setStyleSheet("")
        self._app.setPalette(_palette(self.tokens))
        self._app.setFont(self.font)
        self._app.setStyleSheet(sheet(self.tokens, self.line, self.char))
        for widget in self._app.allWidgets():
            if widget.property("role"):
                _apply_role(widget, self.font)
        self.changed.emit()

    def step_scale(self, steps: int) -> None:
        """Bigger (+1) or smaller (−1) by one of `SCALES`; 0 goes back to 100 percent."""
        at = SCALES.index(self.scale) + steps if steps else 0
        self.use(scale=SCALES[max(0, min(at, len(SCALES) - 1))])

    @property
    def row_height(self) -> int:
        """The height of a row of a list: 行 + 7."""
        return self.line + 7

    @property
    def field_height(self) -> int:
        """The height of a field of a form: 行 + 10."""
        return self.line + 10

    def chars(self, count: float) -> int:
        """The width of `count` full-width characters in pixels."""
        return round(count * self.char)

    def digits(self, count: float) -> int:
        """The width of `count` digits in pixels, in the base font."""
        return round(QFontMetrics(self.font).horizontalAdvance("0") * count)

    def role_font(self, role: str) -> QFont:
        """The font of a role (see `fonts.role_font`)."""
        return fonts.role_font(self.font, role)

    def colour(self, name: str) -> QColor:
        """A token as a colour to paint with."""
        return QColor(getattr(self.tokens, name))

    def icon(self, name: str, token: str = "text", size: int = 20) -> QIcon:
        """The icon `name` in the colour of `token`; sizes follow the scale."""
        return icons.icon(name, getattr(self.tokens, token), self.icon_size(size))

    def icon_size(self, size: int) -> int:
        """`size` pixels at 100 percent, at the present scale."""
        return round(size * self.scale / 100)

    def _tokens(self) -> Tokens:
        if self.look is Look.SYSTEM:
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return TABLE[Look.DARK if dark else Look.LIGHT]
        return TABLE[self.look]

    def _system_changed(self) -> None:
        if self.look is Look.SYSTEM:
            self.use()


_installed: Theme | None = None


def theme() -> Theme:
    """The theme of the running application, made at the first call."""
    global _installed
    if _installed is None or not isValid(_installed):
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise RuntimeError("no QApplication yet")
        _installed = Theme(app)
    return _installed


def set_role(widget: QWidget, role: str) -> None:
    """Give `widget` the font of `role`, now and after every change of the scale."""
    widget.setProperty("role", role)
    _apply_role(widget, theme().font)


def _apply_role(widget: QWidget, base: QFont) -> None:
    widget.setFont(fonts.role_font(base, str(widget.property("role"))))


def refresh(widget: QWidget) -> None:
    """Let the style sheet look again at the properties of `widget`."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def _palette(t: Tokens) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, t.window), (roles.WindowText, t.text), (roles.Base, t.base), (roles.AlternateBase, t.alt),
        (roles.Text, t.text), (roles.Button, t.base), (roles.ButtonText, t.text), (roles.BrightText, t.error),
        (roles.ToolTipBase, t.base), (roles.ToolTipText, t.text), (roles.PlaceholderText, t.secondary),
        (roles.Highlight, t.accent), (roles.HighlightedText, t.on_accent), (roles.Link, t.accent),
        (roles.Light, t.base), (roles.Midlight, t.alt), (roles.Mid, t.grid), (roles.Dark, t.border),
        (roles.Shadow, t.border), (roles.Accent, t.accent),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(t.secondary))
    return palette
