"""Names of people: how they are read, masked and shown (domain 09 §9.5, 08 §8.2)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from app.i18n import Label
from app.models.values.reading import Reading
from app.models.values.text import NAME_LIMIT, clean_text, half_width_letters, private_use

# Domain 08 §8.2; from 万俟 on completed for sorting and pinyin.
COMPOUND_SURNAMES = frozenset(
    [
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "司空",
        "夏侯", "闻人", "端木", "百里", "南宫", "东郭", "轩辕", "长孙", "宇文", "独孤", "呼延", "赫连",
        "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "仲孙", "钟离", "鲜于", "闾丘",
        "亓官", "拓跋", "万俟", "第五", "乐正", "左丘", "梁丘", "谷梁", "段干", "公羊", "公西", "漆雕",
        "南门", "东门", "西门", "完颜", "纳兰",
    ]
)  # fmt: skip

_SEPARATORS = re.compile("[•・‧∙⋅᛫\u0387･﹒ꞏ●∘˙⸱𐄁]")
_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ue000-\uf8ff\U00020000-\U000323af\U000f0000-\U0010fffd"
)
_HAN_CHAR = "[HAN]"
_DOT_BETWEEN = r"(?<=[HAN])\s*[.．]\s*(?=[HAN])"
_SPACE_BESIDE_DOT = re.compile(r"\s*·[\s·]*")
_SPACE_BETWEEN = r"(?<=[HAN])\s+(?=[HAN])"
_KANGXI_RADICAL = re.compile("[\u2f00-\u2fd5]")
_ODD = re.compile(r"[^\w\s·.'’()（）-]|[\d_]")


@cache
def _han(pattern: str) -> re.Pattern[str]:
    """A pattern with what HAN stands for; made when a name is read, since each takes 4 ms and a start reads none."""
    return re.compile(pattern.replace("HAN", _HAN))


@cache
def is_han(char: str) -> bool:
    """Whether a sign is a Chinese character (private use counts: old systems put characters there)."""
    return bool(_han(_HAN_CHAR).match(char))


def read_name(raw: object) -> Reading[str]:
    """Read a person's name: separators as · (U+00B7), no spaces inside Chinese names, at most 100 code points.

    Names are kept as spelled: variant and traditional characters are never simplified.
    """
    cleaned = clean_text(raw, limit=NAME_LIMIT)
    if cleaned.value is None:
        return cleaned
    name = _tidy(cleaned.value)
    if not name:
        return Reading(None)
    if "\ufffd" in name:
        return Reading(None, must=Label("“{name}”里有认不出的字，是原文件存坏的。请对照身份证重新填写", name=name))
    return Reading(name, checks=(*cleaned.checks, *_doubts(name)))


def _tidy(name: str) -> str:
    name = half_width_letters(_han(_DOT_BETWEEN).sub("·", name)).replace("．", ".")
    name = _SPACE_BESIDE_DOT.sub("·", _SEPARATORS.sub("·", name)).strip("·")
    name = _KANGXI_RADICAL.sub(lambda radical: unicodedata.normalize("NFKC", radical.group()), name)
    return _han(_SPACE_BETWEEN).sub("", name)


def _doubts(name: str) -> list[Label]:
    doubts = []
    if strange := private_use(name):
        doubts.append(Label("“{text}”是旧程序自造的字，别的电脑认不出，也印不了。请对照身份证重新输入", text=strange))
    if odd := "".join(dict.fromkeys(_ODD.findall(_han(_HAN_CHAR).sub("", name)))):
        doubts.append(Label("姓名里有“{text}”，请核对", text=odd))
    if len(name) == 1:
        doubts.append(Label("姓名只有一个字，请核对"))
    return doubts


def mask_name(name: str) -> str:
    """The strict masking of public lists: 张*, 李*明, 欧阳**, 阿依*·买* (domain 08 §8.2)."""
    if "·" in name:
        head, *rest = name.split("·")
        return "·".join([_mask_start(head, 2), *(_mask_start(part, 1) for part in rest)])
    if " " in name:
        return " ".join(_mask_start(word, 1) for word in name.split())
    signs = _graphemes(name)
    if len(signs) > 2 and "".join(signs[:2]) in COMPOUND_SURNAMES:
        return "".join(signs[:2]) + "*" * (len(signs) - 2)
    if len(signs) < 3:
        return "".join(signs[:-1]) + "*" * bool(signs)
    if not is_han(signs[0]):
        return signs[0] + "*"
    return signs[0] + "*" * (len(signs) - 2) + signs[-1]


def _mask_start(part: str, keep: int) -> str:
    signs = _graphemes(part)
    return "".join(signs[: max(1, min(keep, len(signs) - 1))]) + "*" if signs else ""


def _graphemes(text: str) -> list[str]:
    """What a reader sees as one sign each: a letter with its marks is never torn apart."""
    signs: list[str] = []
    for char in text:
        if signs and unicodedata.category(char) in {"Mn", "Mc", "Me"}:
            signs[-1] += char
        else:
            signs.append(char)
    return signs


def pad_name(name: str) -> str:
    """A name of two Chinese characters with a full-width space between (张　伟), for lists on paper only."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 and is_han(name[0]) and is_han(name[1]) else name
