"""Fonts on paper: embedded, rare names printable and copied right, what has no glyph refused with its place."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import ErrorCode, KnownError
from app.reports import check_glyphs, draw
from app.reports.fonts import GAP, Face, missing, runs, text_width, to_unicode_table
from tests.reports.paper_reader import pdf_text, read_pages
from tests.reports.paper_samples import DAY, MAKERS, RARE_NAMES, sign_off, visits

UNPRINTABLE = ("\U00031350", "😀")


def test_text_is_cut_into_runs_by_the_font_that_has_each_character() -> None:
    assert runs("张伟", Face.SERIF) == [(Face.SERIF, "张伟")]
    assert runs("李𠮷芳", Face.BOLD) == [(Face.BOLD, "李"), (Face.RARE, "𠮷"), (Face.BOLD, "芳")]
    assert runs("", Face.SERIF) == []


def test_width_counts_each_character_in_the_font_that_draws_it() -> None:
    assert text_width("𠮷", Face.SERIF, 10) == pytest.approx(10)
    assert text_width("张𠮷1", Face.SERIF, 10) == pytest.approx(20 + text_width("1", Face.SERIF, 10))


def test_characters_that_no_font_has_are_named_once_in_their_order() -> None:
    assert missing("张伟𬱖𠮷·（）") == []
    assert missing("a😀张\U00031350😀") == ["😀", "\U00031350"]


def test_the_whole_table_of_general_standard_characters_of_gb2312_prints() -> None:
    signs = [bytes([high, low]).decode("gb2312") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
             if not (high == 0xD7 and low > 0xF9)]  # fmt: skip

    assert missing("".join(signs)) == []


@pytest.mark.parametrize("name", RARE_NAMES)
@pytest.mark.parametrize("code", sorted(MAKERS))
def test_a_rare_name_is_read_back_from_the_paper(code: str, name: str) -> None:
    assert name in pdf_text(draw(code, MAKERS[code](name=name), printed_on=DAY).pdf)


def test_every_font_is_embedded_and_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(draw("F22", sign_off(name="𠮷田芳"), printed_on=DAY).pdf)

    listed = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True).stdout.splitlines()[2:]

    assert {re.split(r"[+ ]", line)[1] for line in listed} >= {"NotoSerifSC-Regular", "NotoSansSC-Bold", "HanaMinB"}
    for line in listed:
        assert re.search(r"TrueType\s+\S+\s+yes yes yes", line), line


def test_the_table_of_characters_is_written_as_utf_16() -> None:
    table = to_unicode_table("F1", [0, 0x5F20, 0x2CC56])

    assert "<01> <5F20>" in table and "<02> <D873DC56>" in table and "<00> <0000>" not in table
    assert "100 beginbfchar" in to_unicode_table("F1", range(1, 256))


def test_the_large_font_is_not_read_for_ordinary_names() -> None:
    script = (
        "from app.reports.fonts import Face, load\n"
        "from app.reports import draw\n"
        "from tests.reports.paper_samples import DAY, sign_off\n"
        "draw('F22', sign_off(), printed_on=DAY)\n"
        "from reportlab.pdfbase.pdfmetrics import getRegisteredFontNames\n"
        "print(Face.RARE in getRegisteredFontNames())\n"
        "draw('F22', sign_off(name='𠮷'), printed_on=DAY)\n"
        "print(Face.RARE in getRegisteredFontNames())\n"
    )

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)

    assert run.stdout.split() == ["False", "True"]


def test_listing_the_forms_loads_no_pdf_library() -> None:
    script = "import sys, app.reports; print('reportlab' in sys.modules, 'pypdfium2' in sys.modules)"

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)

    assert run.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("sign", UNPRINTABLE)
@pytest.mark.parametrize("code", sorted(MAKERS))
def test_a_character_without_glyph_is_refused_with_person_and_field(code: str, sign: str) -> None:
    data = MAKERS[code](name=f"王{sign}")

    with pytest.raises(KnownError) as refused:
        draw(code, data, printed_on=DAY)

    assert refused.value.code is ErrorCode.NO_GLYPH
    problem = refused.value.problems[0]
    assert (problem.field, problem.row) == ("姓名", 1)
    assert f"王{sign}" in str(problem.what) and f"U+{ord(sign):04X}" in str(problem.what)
    assert all(str(part) for part in (refused.value.what, refused.value.safe, refused.value.next))


def test_every_place_is_named_before_printing_and_nothing_where_all_is_well() -> None:
    data = visits(2, address="某某路\U00031350号", note="😀")

    problems = check_glyphs(data)

    assert [(problem.row, problem.field) for problem in problems] == [
        (1, "住址"),
        (1, "备注"),
        (2, "住址"),
        (2, "备注"),
    ]
    assert check_glyphs(visits(2)) == []


def test_a_character_behind_a_very_long_text_is_found_too() -> None:
    data = visits(1, reason="长" * 1990, address="长" * 1990, note="😀")

    assert [problem.field for problem in check_glyphs(data)] == ["备注"]


def test_a_title_or_a_signer_that_cannot_be_printed_is_refused_too() -> None:
    with pytest.raises(KnownError):
        draw("F22", replace(sign_off(), union="工会😀"), printed_on=DAY)
    with pytest.raises(KnownError):
        draw("F22", sign_off(), printed_on=DAY, signers={"制表人": "李\U00031350"})


def test_a_blank_form_is_not_refused_for_names_that_it_does_not_print() -> None:
    assert draw("F22", sign_off(name="\U00031350"), printed_on=DAY, blank=True).rows == 0


def test_a_box_is_left_for_the_pen_when_that_is_asked_for() -> None:
    printed = draw("F22", sign_off(name="王\U00031350明"), printed_on=DAY, leave_gaps=True)

    assert read_pages(printed.pdf)[0].row("1")[2] == f"王{GAP}明"
    assert any("方格" in str(warning) for warning in printed.warnings)
