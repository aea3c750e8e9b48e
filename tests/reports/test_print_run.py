"""A print can be repeated byte for byte, reprinted with its stamp only, shown as pictures, and is fast."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from app.reports import draw, pdf_to_png, stamp_reprint
from app.reports.fonts import Face, load
from tests.reports.paper_reader import MM, pdf_text, read_pages
from tests.reports.paper_samples import DAY, MAKERS, UNION, sign_off

LATER = date(2027, 3, 1)


def grey_picture(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("L")


@pytest.mark.parametrize("code", sorted(MAKERS))
def test_the_same_data_give_the_same_bytes_also_in_another_process(code: str) -> None:
    script = (
        "import sys; from app.reports import draw; from tests.reports.paper_samples import DAY, MAKERS\n"
        f"data = MAKERS[{code!r}](30, name='李𬱖')\n"
        f"sys.stdout.buffer.write(draw({code!r}, data, printed_on=DAY, number='2027-1').pdf)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}

    other = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=environment).stdout
    here = draw(code, MAKERS[code](30, name="李𬱖"), printed_on=DAY, number="2027-1").pdf

    assert here == other == draw(code, MAKERS[code](30, name="李𬱖"), printed_on=DAY, number="2027-1").pdf


def test_the_file_tells_title_union_program_and_language_and_nothing_of_this_pc(tmp_path: Path) -> None:
    pdf = draw("F22", sign_off(), printed_on=DAY).pdf
    path = tmp_path / "form.pdf"
    path.write_bytes(pdf)

    told = subprocess.run(["pdfinfo", path], capture_output=True, check=True).stdout.decode("utf-8")

    assert re.search(rf"Title: +{UNION}2027年春节送温暖慰问金（品）发放签收表\n", told)
    assert re.search(rf"Author: +{UNION}\n", told) and re.search(r"Producer: +职工小家\n", told)
    assert b"/Lang (zh-CN)" in pdf
    assert str(Path.cwd()).encode() not in pdf and b".ttf" not in pdf


@pytest.mark.parametrize("code", ["F22", "F13"])
def test_a_reprint_differs_from_the_archived_pages_in_its_margin_only(code: str, tmp_path: Path) -> None:
    archived = draw(code, MAKERS[code](30), printed_on=DAY, number="2027-F22-003").pdf

    stamped = stamp_reprint(archived, LATER)

    before, after = (
        [grey_picture(path) for path in pdf_to_png(pdf, tmp_path, stem, dpi=72)]
        for pdf, stem in ((archived, "before"), (stamped, "after"))
    )
    assert len(before) == len(after) > 1
    for old, new in zip(before, after, strict=True):
        left, _, right, bottom = ImageChops.difference(old, new).getbbox()
        assert bottom < 20 * MM and left > 20 * MM and right < 80 * MM
    assert all("补打2027-03-01" in page.text for page in read_pages(stamped))


def test_a_reprint_keeps_every_drawing_command_of_the_archived_pages() -> None:
    archived = draw("F22", sign_off(13, name="𠮷田芳"), printed_on=DAY, number="2027-F22-003").pdf

    stamped = stamp_reprint(archived, LATER)

    assert pdf_text(stamped).replace("补打2027-03-01", "") == pdf_text(archived)
    for old, new in zip(read_pages(archived), read_pages(stamped), strict=True):
        assert new.lines == old.lines
        assert set(old.words) <= set(new.words)


def test_stamping_leaves_the_archived_bytes_alone_and_stays_small() -> None:
    archived = draw("F22", sign_off(13), printed_on=DAY).pdf
    kept = bytes(archived)

    stamped = stamp_reprint(archived, LATER)

    assert archived == kept
    assert len(stamped) < len(archived) + 40_000


def test_pictures_show_every_page_at_the_size_asked_for(tmp_path: Path) -> None:
    pdf = draw("F22", sign_off(25), printed_on=DAY).pdf

    paths = pdf_to_png(pdf, tmp_path, "F22", dpi=50)

    assert [path.name for path in paths] == ["F22-1.png", "F22-2.png", "F22-3.png"]
    assert grey_picture(paths[0]).size == pytest.approx((585, 414), abs=2)


def test_the_mark_of_a_draft_lies_under_the_text_on_every_page() -> None:
    document = pypdfium2.PdfDocument(draw("F22", sign_off(13), printed_on=DAY, draft=True).pdf)

    for page in document:
        first = next(iter(page.get_objects()))
        assert first.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT
        page.close()
    document.close()


@pytest.mark.parametrize(("rows", "seconds"), [(1_000, 1.5), (10_000, 7.5)])
def test_a_long_sheet_is_drawn_within_the_time_promised_and_half_as_much_for_a_busy_machine(
    rows: int, seconds: float
) -> None:
    for face in (Face.SERIF, Face.BOLD):
        load(face)
    started = time.process_time()

    printed = draw("F22", sign_off(rows), printed_on=DAY)

    assert printed.rows == rows
    assert time.process_time() - started < seconds
