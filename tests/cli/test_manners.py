"""What holds for every command: passwords, exit codes, the last line, ACK, global options, no Qt, no traceback."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy.orm import Mapped

from app.cli import commands
from app.i18n import Label
from app.models.declare import Record, field, forget_type
from app.models.kinds import ShortText
from tests.cli.conftest import Xiaojia, in_own_process
from tests.conftest import MadeFile

HEAVY = ("PySide6", "shiboken6", "reportlab", "pypinyin", "alembic", "babel", "python_calamine", "xlsxwriter")
SAYS_WHAT_IS_LOADED = f"""
import json, sys
from app.__main__ import main
for line in json.load(sys.stdin):
    code = main(line)
    print("LOADED", json.dumps([line[0], code, [name for name in {HEAVY} if name in sys.modules]]))
"""


def _loaded(made_file: MadeFile, *lines: Sequence[object]) -> list[tuple[str, int, list[str]]]:
    """Command, exit code and heavy libraries loaded after each of these lines, all in one process of their own."""
    said = json.dumps([[str(word) for word in line] for line in lines])
    password = {"XIAOJIA_PASSWORD": made_file.password}
    ran = in_own_process(program=SAYS_WHAT_IS_LOADED, environment=password, stdin=said)
    assert ran.code == 0, ran
    marked = [line.removeprefix("LOADED ") for line in ran.out.splitlines() if line.startswith("LOADED ")]
    return [(command, code, names) for command, code, names in map(json.loads, marked)]


def test_info_starts_without_any_heavy_library(made_file: MadeFile, data_file: Path) -> None:
    assert _loaded(made_file, ("info", data_file)) == [("info", 0, [])]


def test_no_command_ever_loads_qt(made_file: MadeFile, data_file: Path, tmp_path: Path) -> None:
    file, out, title = data_file, tmp_path / "out", "2027年春节送温暖"
    out.mkdir()
    (out / "secret").write_text(made_file.password, encoding="utf-8")
    lines: list[Sequence[object]] = [
        ("new", out / "new.xiaojia", "--union", "示例"),
        ("types",),
        ("forms",),
        ("info", file),
        ("add", file, "person", '{"name": "刘秀英", "memberships": [{}]}'),
        ("add", file, "parameter", '{"key": "dibao_monthly", "value": "750"}'),
        ("add", file, "hardship-case", '{"person": "刘秀英", "stage": "on_file", "filed_on": "2026-01-01"}'),
        ("edit", file, "person", "刘秀英", '{"sex": "女"}'),
        ("show", file, "person", "刘秀英"),
        ("history", file, "person", "刘秀英"),
        ("list", file, "person"),
        ("count", file, "person", "--by", "sex"),
        ("assess", file, "刘秀英"),
        ("round", file, "new", "--title", title, "--year", "2027", "--occasion", "HARD"),
        ("round", file, title, "propose", "--apply"),
        ("figures", file),
        ("export", file, "person", out / "p.xlsx"),
        ("import", file, "person", out / "p.xlsx"),
        ("export", file, "hardship-case", out / "h.xlsx"),
        ("import", file, "hardship-case", out / "h.xlsx"),
        ("print", file, "F22", out / "f22.pdf", "--of", title),
        ("print", file, "LIST:person", out / "list.pdf"),
        ("backup", file, out),
        ("undo", file),
        ("redo", file),
        ("deeds", file),
        ("check", file, "--deep"),
        ("upgrade", file),
        ("passwd", file, "--new-password-file", out / "secret"),
        ("recovery", file),
        ("demo", tmp_path / "demo", "--members", "20"),
    ]
    loaded = _loaded(made_file, *lines)
    assert [(command, code) for command, code, _ in loaded] == [(str(line[0]), 0) for line in lines]
    assert not {name for _, _, names in loaded for name in names} & {"PySide6", "shiboken6"}
    untried = {command.name for command in commands.COMMANDS} - {command for command, _, _ in loaded}
    assert untried == {"delete", "restore-deleted", "verify", "restore"}  # loaded with their modules


def test_every_command_has_its_function() -> None:
    for command in commands.COMMANDS:
        assert callable(commands.implementation(command.name)), command.name


def test_global_options_stand_before_or_after_the_command(xiaojia: Xiaojia) -> None:
    before = xiaojia.run("--json", "--quiet", "info", xiaojia.path)
    after = xiaojia.run("info", xiaojia.path, "--quiet", "--json")
    assert before.json == after.json and before.json["command"] == "info"


def test_today_is_the_day_that_was_given(xiaojia: Xiaojia) -> None:
    data = json.dumps({"name": "刘秀英", "birth_date": "2027-06-01"})
    assert [one["field"] for one in xiaojia("add", "person", data, "--today", "2027-05-01")["warnings"]] == [
        "birth_date"
    ]
    assert xiaojia("add", "person", data, "--today", "2027-07-01")["warnings"] == []


def test_a_day_that_is_none_is_wrong_use(xiaojia: Xiaojia) -> None:
    assert xiaojia.run("info", xiaojia.path, "--today", "2027-02-30").code == 2


@pytest.mark.parametrize(
    "line", [["nonsense"], ["info"], ["list", "FILE", "no-such-type"], ["add", "FILE", "person"], ["info", "FILE", "x"]]
)
def test_wrong_use_ends_with_two_and_still_a_line_of_json(xiaojia: Xiaojia, line: list[str]) -> None:
    ran = xiaojia.run(*[str(xiaojia.path) if word == "FILE" else word for word in line], "--json")
    assert ran.code == 2
    assert ran.json["ok"] is False and ran.json["error"]["what"]
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["nonsense"], "没有“nonsense”这个命令"),
        (["info"], "还缺 FILE"),
        (["info", "FILE", "x"], "看不懂 x"),
        (["list", "FILE", "person", "--limit", "x"], "--limit 不能写“x”"),
        (["list", "FILE", "person", "--limit"], "--limit 后面要写内容"),
        (["types", "--lang", "fr"], "--lang 不能写“fr”，只能写"),
    ],
)
def test_wrong_use_is_told_in_plain_chinese(xiaojia: Xiaojia, line: list[str], told: str) -> None:
    ran = xiaojia.run(*[str(xiaojia.path) if word == "FILE" else word for word in line])
    assert ran.code == 2
    assert told in ran.err and "写法：xiaojia" in ran.err


def test_the_password_comes_from_a_file_with_one_line_end(
    xiaojia: Xiaojia, made_file: MadeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOJIA_PASSWORD", "not this one")
    for number, content in enumerate([made_file.password, f"{made_file.password}\n", f"{made_file.password}\r\n"]):
        secret = tmp_path / f"secret-{number}"
        secret.write_bytes(content.encode())
        assert xiaojia.run("info", xiaojia.path, "--password-file", secret).code == 0
        monkeypatch.setenv("XIAOJIA_PASSWORD_FILE", str(secret))
        assert xiaojia.run("info", xiaojia.path).code == 0
        monkeypatch.delenv("XIAOJIA_PASSWORD_FILE")
    (tmp_path / "two").write_text(f"{made_file.password}\n\n", encoding="utf-8")
    assert xiaojia.refused("info", "--password-file", tmp_path / "two")["code"] == "wrong_password"


def test_a_wrong_password_is_a_known_fault(xiaojia: Xiaojia, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOJIA_PASSWORD", "wrong")
    error = xiaojia.refused("info")
    assert error["code"] == "wrong_password" and error["safe"] and error["next"]


def test_without_a_password_and_without_a_terminal_it_is_wrong_use(data_file: Path) -> None:
    ran = in_own_process("info", data_file, "--json")
    assert ran.code == 2 and "--password-file" in ran.err


def test_the_recovery_code_opens_the_file(
    xiaojia: Xiaojia, made_file: MadeFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XIAOJIA_PASSWORD")
    written = tmp_path / "code"
    code = made_file.recovery_code.lower()
    written.write_text(f"{code[:5]} {code[5:]}\n", encoding="utf-8")
    assert xiaojia("info", "--recovery-code-file", written)["schema"] >= 1


def test_a_password_file_that_is_not_there_is_named_as_such(xiaojia: Xiaojia, tmp_path: Path) -> None:
    assert xiaojia.refused("info", "--password-file", tmp_path / "none")["code"] == "not_found"


def test_ack_comes_after_each_deed_and_names_it(xiaojia: Xiaojia) -> None:
    ran = xiaojia.run("add", xiaojia.path, "person", '{"name": "张伟"}', "--json", "--ack")
    assert ran.acks == [f"ACK add {ran.json['deed']}"]
    assert ran.out.splitlines()[-1].startswith("{")


def test_what_is_refused_or_only_read_is_not_acknowledged(xiaojia: Xiaojia) -> None:
    assert xiaojia.run("add", xiaojia.path, "person", "{}", "--ack").acks == []
    assert xiaojia.run("list", xiaojia.path, "person", "--ack").acks == []


def test_without_json_a_fault_is_one_plain_paragraph(xiaojia: Xiaojia) -> None:
    ran = xiaojia.run("show", xiaojia.path, "person", "没有这个人")
    assert (ran.code, ran.out) == (1, "")
    assert "没有找到" in ran.err and "Traceback" not in ran.err and "\n\n" not in ran.err


def test_people_read_tables_with_the_labels_of_the_fields(xiaojia: Xiaojia) -> None:
    xiaojia.add("person", {"name": "刘秀英", "sex": "女"})
    lines = xiaojia.run("list", xiaojia.path, "person", "--fields", "name,sex").out.splitlines()
    assert lines == ["姓名    性别", "刘秀英  女", "共 1 份"]


def test_the_last_line_is_one_line_for_every_reader(xiaojia: Xiaojia) -> None:
    xiaojia.add("person", {"name": "张伟", "remark": "一\u2028二\x85三\n四"})
    ran = xiaojia.run("list", xiaojia.path, "person", "--fields", "name,remark", "--json")
    assert json.loads(ran.out.splitlines()[-1])["rows"][0]["name"] == "张伟"


@pytest.fixture
def without_table() -> Iterator[str]:
    """A record type that the file has no table for: whatever asks for it meets a bug."""

    class Nowhere(Record, label=Label("没有的表")):
        name: Mapped[str] = field(ShortText(), Label("名称"), required=True)

    yield Nowhere.type_name
    forget_type(Nowhere)


def test_a_bug_leaves_a_report_without_what_the_union_keeps(
    xiaojia: Xiaojia, without_table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(tmp_path))
    ran = xiaojia.run("list", xiaojia.path, without_table, "--where", "name=11010519491231002X", "--json")
    report = Path(ran.json["error"]["report"])
    text = report.read_text(encoding="utf-8")
    assert ran.code == 3 and str(report) in ran.err and report.is_relative_to(tmp_path)
    assert "OperationalError" in text and "app/cli/list_commands.py:" in text and "sqlalchemy/" in text
    assert "11010519491231002X" not in text + ran.err and str(tmp_path) not in text and "Traceback" not in ran.err


def test_a_bug_that_cannot_be_written_down_is_still_told(
    xiaojia: Xiaojia, without_table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAOJIA_DATA_DIR", "/proc/nowhere")
    monkeypatch.setattr(tempfile, "tempdir", "/proc/nowhere")
    ran = xiaojia.run("list", xiaojia.path, without_table)
    assert ran.code == 3 and ran.err and "Traceback" not in ran.err


class _Interrupted:
    """A keyboard on which Ctrl+C is pressed."""

    @property
    def buffer(self) -> _Interrupted:
        return self

    def read(self) -> bytes:
        raise KeyboardInterrupt


def test_an_interrupt_ends_with_130_and_keeps_nothing(xiaojia: Xiaojia, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", _Interrupted())
    ran = xiaojia.run("add", xiaojia.path, "person", "-", "--json")
    assert ran.code == 130 and ran.json["error"]["code"] == "cancelled"
    assert xiaojia("list", "person")["total"] == 0


def test_help_ends_well(xiaojia: Xiaojia) -> None:
    ran = xiaojia.run("--help")
    assert ran.code == 0 and "restore-deleted" in ran.out
    assert xiaojia.run("list", "--help").code == 0


def test_without_a_screen_a_bare_start_says_in_one_line_how_to_get_the_window() -> None:
    environment = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"), "")
    ran = in_own_process(environment=environment)
    assert ran.code == 2 and "xvfb" in ran.err and len(ran.err.splitlines()) == 1


def test_two_programs_do_not_share_a_file(xiaojia: Xiaojia, made_file: MadeFile) -> None:
    from app.models.store.lock import acquire

    with acquire(xiaojia.path):
        assert xiaojia.refused("info")["code"] == "locked"
