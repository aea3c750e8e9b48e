"""The look: contrast of every pair of colours, fonts that show rare names, sizes that follow the scale."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QRawFont, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.views.theme import SCALES, Look, Theme, icons, set_role
from app.views.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens

LOOKS = {"light": LIGHT, "dark": DARK, "high contrast": HIGH_CONTRAST}
TEXT_ON_GROUND = [
    *((text, ground) for text in ("text", "secondary") for ground in ("window", "base", "alt", "hover")),
    *(("text", f"{name}_ground") for name in ("error", "warning", "good", "information")),
    ("on_accent", "accent"), ("on_accent", "accent_strong"),
    ("on_selection", "selection"), ("on_selection_inactive", "selection_inactive"),
    *((grade, ground) for grade in ("error", "warning", "good", "accent") for ground in ("window", "base")),
    *((grade, f"{grade}_ground") for grade in ("error", "warning", "good")),
]  # fmt: skip
FRAMES = [
    ("border", "window"),
    ("border", "base"),
    ("accent", "window"),
    ("accent", "base"),
    ("frame_on_selection", "selection"),
]


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(tokens: Tokens, one: str, other: str) -> float:
    dark, light = sorted(luminance(getattr(tokens, name)) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", LOOKS)
def test_every_text_can_be_read_on_its_ground(name: str) -> None:
    least = 7.0 if name == "high contrast" else 4.5
    poor = [pair for pair in TEXT_ON_GROUND if contrast(LOOKS[name], *pair) < least]
    assert poor == []


@pytest.mark.parametrize("name", LOOKS)
def test_every_frame_can_be_seen(name: str) -> None:
    poor = [pair for pair in FRAMES if round(contrast(LOOKS[name], *pair), 1) < 3.0]
    assert poor == []


@pytest.mark.parametrize("character", ["国", "𬱖", "𠮷", "·", "▲", "‹"])
def test_the_bundled_fonts_hold_the_characters_of_rare_names(look: Theme, character: str) -> None:
    families = [QRawFont.fromFont(_only(look, family)) for family in look.font.families()]
    assert any(font.supportsCharacter(ord(character)) for font in families)


def _only(look: Theme, family: str):  # type: ignore[no-untyped-def]
    font = look.role_font("")
    font.setFamilies([family])
    return font


def test_sizes_at_one_hundred_percent_are_those_of_the_design(look: Theme) -> None:
    assert (look.char, look.line, look.row_height, look.field_height) == (15, 21, 28, 31)


@pytest.mark.parametrize("scale", SCALES)
def test_a_new_scale_reaches_what_is_already_shown(qtbot: QtBot, look: Theme, scale: int) -> None:
    field, title = QLineEdit("刘秀英"), QLabel("会员")
    set_role(title, "title")
    for widget in (field, title):
        qtbot.addWidget(widget)
        widget.show()

    look.use(scale=scale)

    assert field.font().pointSizeF() == pytest.approx(11 * scale / 100)
    assert title.font().pointSizeF() == pytest.approx(11 * scale / 100 * 1.3)
    assert field.sizeHint().height() == look.field_height


@pytest.mark.parametrize("kind", ["", "main", "danger", "flat"])
def test_a_button_keeps_its_size_when_the_focus_comes(qtbot: QtBot, look: Theme, kind: str) -> None:
    button = QPushButton("新增会员")
    button.setProperty("deed", kind)
    qtbot.addWidget(button)
    button.show()
    before = button.sizeHint()

    button.setFocus()
    qtbot.waitUntil(button.hasFocus)

    assert button.sizeHint() == before
    assert before.height() >= 32


def test_the_wheel_changes_no_value(qtbot: QtBot, look: Theme) -> None:
    box = QComboBox()
    box.addItems(["男", "女"])
    qtbot.addWidget(box)
    box.show()
    down = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip

    QApplication.sendEvent(box, down)

    assert box.currentText() == "男"
    assert not down.isAccepted()


def test_a_line_is_as_high_as_the_font_says(look: Theme) -> None:
    for scale in SCALES:
        look.use(Look.DARK, scale)
        assert look.line == QFontMetrics(look.font).height()


def ink(icon: QIcon, mode: QIcon.Mode) -> set[str]:
    """The colours of an icon where it is painted whole."""
    image = icon.pixmap(QSize(20, 20), 1.0, mode).toImage()
    dots = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {dot.name() for dot in dots if dot.alpha() == 255}


@pytest.mark.parametrize("name", [Look.LIGHT, Look.DARK])
def test_an_icon_that_cannot_be_pressed_has_the_colour_of_secondary_words(look: Theme, name: Look) -> None:
    look.use(name)
    icon = look.icon("printer", "accent")

    assert ink(icon, QIcon.Mode.Normal) == {QColor(look.tokens.accent).name()}
    assert ink(icon, QIcon.Mode.Disabled) == {QColor(look.tokens.secondary).name()}


def test_on_a_fine_screen_icons_are_drawn_finer(look: Theme) -> None:
    assert icons.needed_ratios([1.0]) == (1.0,)
    assert icons.needed_ratios([1.0, 1.5]) == (1.0, 2.0)
