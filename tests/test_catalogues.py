"""Words for people: said in plain Chinese, found by the extraction, and translated into every language."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog

from app.i18n import CATALOGUES, Label
from app.models.store import undo
from app.models.store.database import Database
from tests.factories import add_person
from tools import catalogues
from tools.catalogues import HAN, PLACEHOLDER, TEMPLATE, TRANSLATED

NEVER_ON_SCREEN = (
    *(
        "数据库",
        "记录",
        "字段",
        "参数",
        "校验",
        "非法",
        "无效",
        "异常",
        "错误代码",
        "系统",
        "路径",
        "缓存",
        "同步",
        "进程",
    ),
    *("null", "操作失败", "未知错误", "您", "！", "其它", "登陆"),
)
"""Words of `screen.md` section 8; a chair past fifty reads none of them at work."""

OFFICIAL = {
    "慰问记录": "the ledger is called so in the trade (domain/10-glossary.md), as in 会议记录",
}
"""Terms that hold such a word and are no computer words."""

STORED = {"app/models/store/journal.py", "app/models/store/undo.py"}
"""Where labels are made from the names of deeds that a file has kept."""

SAID_AS_IT_IS = re.compile('"[^"]*"')
"""In English, words of the sheets and forms stand in quotation marks, as they are."""


@cache
def texts() -> dict[str, list[str]]:
    return catalogues.texts()


@cache
def catalogue(language: str) -> Catalog:
    return catalogues.read(CATALOGUES / language / "xiaojia.po", language)


def translations(language: str) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalogue(language) if message.id}


def gaps(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    shown = translations(language)

    missing = [text for text in texts() if not shown.get(text)]

    assert not missing, f"{len(missing)} texts wait: run python -m tools.catalogues, fill them in: {missing}"


def test_the_template_holds_the_texts_of_the_code() -> None:
    template = catalogues.read(TEMPLATE)

    assert {message.id for message in template if message.id} ^ texts().keys() == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_holds_no_text_that_the_code_has_not(language: str) -> None:
    assert sorted(translations(language).keys() - texts().keys()) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_holds_nothing_doubtful(language: str) -> None:
    found = catalogue(language)

    doubtful = [message.id for message in found if message.id and message.fuzzy]

    assert not doubtful and not found.obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_gaps_of_its_text(language: str) -> None:
    shown = translations(language)

    wrong = [text for text, translated in shown.items() if translated and gaps(text) != gaps(translated)]

    assert not wrong


def test_english_has_no_chinese_outside_quotation_marks() -> None:
    shown = translations("en").values()

    assert [text for text in shown if HAN.search(SAID_AS_IT_IS.sub("", text))] == []


def test_english_has_straight_quotation_marks() -> None:
    assert [text for text in translations("en").values() if re.search("[“”‘’「」]", text)] == []


def test_an_english_sentence_ends_where_the_chinese_one_does() -> None:
    shown = translations("en")

    wrong = [text for text, english in shown.items() if english and text.endswith("。") != english.endswith(".")]

    assert not wrong


def test_traditional_chinese_has_no_simplified_characters() -> None:
    shown = translations("zh_TW").values()

    simplified = [text for text in shown if not _is_traditional("".join(HAN.findall(text)))]

    assert not simplified


def _is_traditional(characters: str) -> bool:
    """Whether Big5, which knows no simplified characters, can write them all."""
    try:
        characters.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("word", NEVER_ON_SCREEN)
def test_no_text_says_a_word_that_frightens(word: str) -> None:
    plain = {text: _without_official(text) for text in texts()}

    assert [text for text, rest in plain.items() if word in rest] == []


def _without_official(text: str) -> str:
    for term in OFFICIAL:
        text = text.replace(term, "")
    return text


def test_the_text_of_a_label_stands_where_the_label_is_made() -> None:
    unseen = []

    for path in sorted((catalogues.ROOT / "app").rglob("*.py")):
        place = path.relative_to(catalogues.ROOT).as_posix()
        calls = catalogues.label_calls(ast.parse(path.read_text(encoding="utf-8")))
        unseen += [f"{place}:{call.lineno}" for call in calls if place not in STORED and not _is_seen(call.args[0])]

    assert unseen == []


def _is_seen(text: ast.expr) -> bool:
    """Whether the extraction sees the text here: a literal, or the text of another label."""
    if isinstance(text, ast.IfExp):
        return _is_seen(text.body) and _is_seen(text.orelse)
    return isinstance(text, ast.Constant) or (isinstance(text, ast.Attribute) and text.attr == "msgid")


def test_a_deed_is_read_in_the_language_of_its_reader(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.write("新增{type}", type=Label("人员")) as session:
        add_person(session, "刘秀英")

    monkeypatch.setattr("app.i18n._language", "en")

    assert str(undo.deeds(database, limit=1)[0].name) == "Add Person"


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "Import Person, 80 rows"), ("zh_TW", "匯入人員80列")], ids=["en", "zh_TW"]
)
def test_a_deed_of_an_older_program_is_read_in_the_language_of_its_reader(
    database: Database, monkeypatch: pytest.MonkeyPatch, language: str, shown: str
) -> None:
    with database.write("导入{type}{n}行", type=Label("人员"), n=80) as session:
        add_person(session, "刘秀英")

    monkeypatch.setattr("app.i18n._language", language)

    assert str(undo.deeds(database, limit=1)[0].name) == shown
