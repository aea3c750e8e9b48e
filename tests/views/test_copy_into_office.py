"""What is copied in a list arrives in LibreOffice as it was: long numbers whole, money as money, nothing computed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from app.i18n import Label
from app.views.record_list.clipboard import mime
from app.views.record_list.source import Column

COLUMNS = [
    Column("name", Label("姓名"), "name"),
    Column("id_no", Label("身份证号"), "resident_id"),
    Column("member_no", Label("会员证号"), "text"),
    Column("note", Label("备注"), "long_text"),
    Column("cash", Label("金额（元）"), "money"),
    Column("joined", Label("入会日期"), "day"),
]
ROWS = [
    ["刘秀英", "460105197902130021", "007", "=1+1", "1,000.50", "2020-03-01"],
    ["<b>王芳</b>", "46010519790213002X", "1-2", "一号楼\n二单元", "", "2020-03"],
]
NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}
Cell = tuple[str, str, bool]  # the kind, what stands there, whether it is computed


def test_copied_cells_arrive_in_a_spreadsheet_as_they_were(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "apt-get install libreoffice-calc-nogui (dev.py test does it)"
    (tmp_path / "copied.html").write_text(mime(COLUMNS, ROWS, headings=True).html(), encoding="utf-8")

    rows = loaded(office, tmp_path / "copied.html")

    assert rows == [
        [("string", str(each.label), False) for each in COLUMNS],
        [
            *[("string", text, False) for text in ("刘秀英", "460105197902130021", "007", "=1+1")],
            ("float", "1000.5", False),
            ("string", "2020-03-01", False),
        ],
        [
            *[("string", text, False) for text in ("<b>王芳</b>", "46010519790213002X", "1-2", "一号楼\n二单元")],
            ("", "", False),
            ("string", "2020-03", False),
        ],
    ]


def loaded(office: str, page: Path) -> list[list[Cell]]:
    """The cells of a page as LibreOffice takes it when it is pasted into a sheet."""
    own = f"-env:UserInstallation={(page.parent / 'own').as_uri()}"
    command = [office, own, "--headless", "--norestore", "--infilter=HTML (StarCalc)", "--convert-to", "fods"]
    command += ["--outdir", str(page.parent), str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    tree = ElementTree.parse(page.with_suffix(".fods"))
    rows = tree.findall(".//table:table-row", NAMESPACES)
    found = [cells_of(row) for row in rows]
    return [cells for cells in found if any(text for _, text, _ in cells)]


def cells_of(row: ElementTree.Element) -> list[Cell]:
    found = []
    for cell in row.findall("table:table-cell", NAMESPACES)[: len(COLUMNS)]:
        kind = cell.get(f"{{{NAMESPACES['office']}}}value-type", "")
        words = "\n".join("".join(each.itertext()) for each in cell.findall("text:p", NAMESPACES))
        number = cell.get(f"{{{NAMESPACES['office']}}}value")
        computed = cell.get(f"{{{NAMESPACES['table']}}}formula") is not None
        found.append((kind, number if kind == "float" and number else words, computed))
    return found
