"""Pinyin of names: the sort key and the search forms.

Surnames that are read differently as a name stand in a table (domain 09 §9.4, stack.md: pypinyin gets them wrong);
whatever the table gets wrong can be typed over, the field is editable. ü is written v, as people type it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

from app.models.values.names import COMPOUND_SURNAMES, is_han
from app.models.values.text import fold, half_width_letters

_SURNAMES = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "朴": "piao", "缪": "miao",
    "翟": "zhai", "种": "chong", "乐": "yue", "盖": "ge", "折": "she", "覃": "qin", "冼": "xian", "洗": "xian",
    "任": "ren", "华": "hua", "尉": "wei", "秘": "bi", "员": "yun", "贠": "yun", "繁": "po", "召": "shao",
    "祭": "zhai", "阚": "kan", "车": "che", "过": "guo", "句": "gou", "勾": "gou", "都": "du", "卜": "bu", "谌": "chen",
    "隗": "wei", "佴": "nai", "乜": "nie", "燕": "yan", "应": "ying", "相": "xiang", "沈": "shen", "瞿": "qu",
    "郗": "xi", "莘": "shen", "藏": "zang", "适": "kuo", "褟": "ta", "角": "jue", "粘": "nian", "石": "shi",
    "葛": "ge", "宁": "ning", "甯": "ning", "那": "na", "哈": "ha", "撒": "sa", "牟": "mou",
    "柏": "bai", "纪": "ji", "曲": "qu", "强": "qiang", "臧": "zang", "俞": "yu", "逄": "pang", "逯": "lu",
    "訾": "zi", "眭": "sui", "郇": "xun", "郄": "qie", "笪": "da", "菅": "jian",
}  # fmt: skip
_COMPOUND = {
    "长孙": "zhang sun", "尉迟": "yu chi", "万俟": "mo qi", "单于": "chan yu", "澹台": "tan tai", "令狐": "ling hu",
    "亓官": "qi guan", "拓跋": "tuo ba", "独孤": "du gu", "皇甫": "huang fu", "南宫": "nan gong", "鲜于": "xian yu",
    "乐正": "yue zheng", "呼延": "hu yan", "赫连": "he lian", "淳于": "chun yu", "濮阳": "pu yang", "宇文": "yu wen",
}  # fmt: skip
# Characters whose usual reading in given names is not the dictionary's first.
_GIVEN = {"晟": "sheng", "茜": "qian", "莎": "sha", "娜": "na", "盖": "gai", "那": "na", "莘": "xin", "颉": "jie"}


def name_pinyin(name: str) -> str:
    """The syllables of a name, separated by a space: 刘秀英 → `liu xiu ying`, 吕丽 → `lv li`.

    A character without a known reading keeps itself; Latin words are kept in lower case.
    """
    surname, given = _split(name)
    parts = [_surname(surname)] if surname else []
    word = ""
    for char in given:
        reading = _given(char)
        if not reading and char.isalnum():
            word += fold(char)
            continue
        parts += filter(None, (word, reading))
        word = ""
    return " ".join([*parts, word] if word else parts)


def initials(pinyin: str) -> str:
    """The first letters of the syllables: `liu xiu ying` → `lxy`."""
    return "".join([syllable[0] for syllable in pinyin.split()])


def search_forms(name: str, pinyin: str) -> str:
    """One string to search with LIKE: the name, its whole pinyin, its initials, and `lu` beside `lv`.

    The words of a search must pass `text.fold` first; so `lü`, `lv`, `LV` and `lu` all find 吕.
    """
    whole = fold(pinyin)
    forms = [fold(name), whole, fold(initials(pinyin))]
    if "v" in whole:
        forms.append(whole.replace("v", "u"))
    without_dot = forms[0].replace("·", "")
    if without_dot != forms[0]:
        forms.append(without_dot)
    return " ".join(dict.fromkeys(filter(None, forms)))


def _split(name: str) -> tuple[str, str]:
    """The surname to look up, and the rest. Names with · (domain 09 §9.5) have no Chinese surname."""
    name = half_width_letters(name)
    if len(name) < 2 or "·" in name or not is_han(name[0]):
        return "", name
    length = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:length], name[length:]


@cache
def _surname(surname: str) -> str:
    """How a surname is read."""
    return _COMPOUND.get(surname) or _SURNAMES.get(surname) or " ".join(map(_reading, surname))


@cache
def _given(char: str) -> str:
    """How a character of a given name is read; nothing for any other sign."""
    return (_GIVEN.get(char) or _reading(char)) if is_han(char) else ""


@cache
def _reading(char: str) -> str:
    """The first dictionary reading of one character, without tone. Cached: 100,000 names hold some 3,000 characters."""
    return _lookup()(char).replace("ü", "v")


@cache
def _lookup() -> Callable[[str], str]:
    # Only single characters are looked up here: the readings of 47,000 phrases would cost 0.2 s and change nothing.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    import pypinyin  # 0.1 s: only when the first name is read

    return lambda char: "".join(pypinyin.lazy_pinyin(char, style=pypinyin.Style.NORMAL, errors="default"))
