"""What is printed of a round."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from app.models import PrintedForm
from app.views.press.preview import Preview
from tests.views.pages.rounds.desktop import Desktop, Held, Key, fill, shown_texts


def _print(desktop: Desktop, form: str, version: str, path: Path | None) -> None:
    desktop.dialogs.path = path
    desktop.press(Key.Key_P, Held.ControlModifier)
    desktop.settle()
    preview = desktop.dialog()
    assert isinstance(preview, Preview)
    preview.panel.body.rows["form"].editor.show_raw(form)
    preview.panel.body.rows["version"].editor.show_raw(version)
    desktop.click("存成PDF", preview)
    desktop.settle()


def _printed(desktop: Desktop) -> list[tuple[str, str, str | None]]:
    with desktop.database.read() as session:
        return [(one.form, one.number, one.reason) for one in session.scalars(select(PrintedForm))]


def test_an_official_sheet_is_written_numbered_and_archived(desktop: Desktop, tmp_path: Path) -> None:
    fill(desktop, "王芳")

    _print(desktop, "F22", "official", tmp_path / "签收表.pdf")

    assert desktop.dialogs.proposed == "2027年春节送温暖签收表.pdf"
    assert (tmp_path / "签收表.pdf").read_bytes().startswith(b"%PDF")
    assert _printed(desktop) == [("F22", "2026-F22-001", None)]
    assert "已存成PDF，共 1 页，签收表编号 2026-F22-001，已存档：签收表.pdf" in desktop.said()


def test_a_draft_takes_no_number(desktop: Desktop, tmp_path: Path) -> None:
    fill(desktop, "王芳")

    _print(desktop, "F20", "draft", tmp_path / "草稿.pdf")

    assert (tmp_path / "草稿.pdf").exists() and _printed(desktop) == []
    assert desktop.dialogs.proposed == "2027年春节送温暖走访名单（草稿）.pdf"


def test_without_a_place_to_store_it_nothing_is_printed(desktop: Desktop) -> None:
    fill(desktop, "王芳")

    _print(desktop, "F22", "official", None)

    assert _printed(desktop) == []


def test_a_public_notice_names_those_without_consent_and_asks_for_the_reason(desktop: Desktop, tmp_path: Path) -> None:
    fill(desktop, "王芳")
    _print(desktop, "F13", "official", tmp_path / "公示.pdf")
    asking = desktop.asking()
    assert any("有 1 人没有登记同意公示的日期：王芳。" in text for text in shown_texts(asking))
    desktop.click("接着打印", asking)
    assert asking.isVisible() and _printed(desktop) == []

    asking.fields.rows["reason"].editor.show_raw("本人口头同意")
    desktop.click("接着打印", asking)

    assert _printed(desktop) == [("F13", "2026-F13-001", "本人口头同意")]


def test_a_character_that_no_font_has_is_told_and_can_be_left_for_the_pen(desktop: Desktop, tmp_path: Path) -> None:
    fill(desktop, "王\U00031350")
    _print(desktop, "F22", "official", tmp_path / "签收表.pdf")
    assert any("U+31350" in text for text in shown_texts(desktop.dialog()))

    desktop.click("缺字留空", desktop.dialog())

    assert _printed(desktop) == [("F22", "2026-F22-001", None)]
