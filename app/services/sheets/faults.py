"""What is said when a spreadsheet cannot be read or written: what happened, what is safe, what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.i18n import Label

KEPT = Label("资料没有改动，原来的文件也没有动。")

_SAVE_AS = Label("在 Excel 里打开它，用“另存为”选“Excel 工作簿（.xlsx）”存一份，导入存好的那一份。")
_ASK_AGAIN = Label("先用 Excel 打开看看：打得开，就另存一份 .xlsx 再导入；打不开，就请发来这个表的人重新发一份。")
_SPLIT = Label("把要导入的那一部分单独另存成一个表，再导入。")

_KINDS: dict[str, Label] = {
    "word": Label("文字文档"),
    "slides": Label("幻灯片"),
    "document": Label("别的文档"),
    "archive": Label("压缩包"),
    "binary_sheet": Label("另一种格式的表格"),
    "pdf": Label("PDF 文件"),
    "html": Label("网页"),
    "xml": Label("另一种格式的表格"),
}

_CHOOSE_A_SHEET = Label("请选一个表格文件：名字以 .xlsx、.xls、.ods 或 .csv 结尾。")
_NEXT_BY_KIND: dict[str, Label] = {
    "archive": Label("先解开压缩包，再导入里面的表格。"),
    "binary_sheet": _SAVE_AS,
    "html": _SAVE_AS,
    "xml": _SAVE_AS,
}

_UNREADABLES: dict[str, tuple[Label, Label]] = {
    "password": (
        Label("这个表加了密码，打不开。"),
        Label("在 Excel 里打开它，点“文件、信息、保护工作簿、用密码进行加密”，把密码清空，存好再导入。"),
    ),
    "empty_file": (Label("这个文件是空的，里面什么也没有。"), _ASK_AGAIN),
    "entities": (Label("这个文件里夹带了表格不该有的东西，没有读。"), _SAVE_AS),
    "encoding": (
        Label("这个文件不像表格：里面的内容认不出是什么字。怕读成乱码，没有读。"),
        Label(
            "用 Excel 打开它看看：字都对，就用“另存为”存成“Excel 工作簿（.xlsx）”，导入存好的那一份；"
            "打不开或是乱码，就换一个文件，或请发来这个表的人重新发一份。"
        ),
    ),
    "quotes": (
        Label("这个文件里有引号不成对，会把几行读成一行，没有读。"),
        Label("用 Excel 打开它，看每一行都对了，再另存成“Excel 工作簿（.xlsx）”导入。"),
    ),
    "long_text": (Label("这个文件里有一段字特别长，不像表格。"), _ASK_AGAIN),
}


def refused(code: str, facts: Mapping[str, object]) -> KnownError:
    """The sentence for what the child refused; anything unknown reads as a damaged file."""
    if code == "not_a_sheet":
        kind = _KINDS.get(str(facts.get("kind")), _KINDS["document"])
        what = Label("这个文件里面其实是{kind}，不是能导入的表格。", kind=kind)
        return _unreadable(what, _NEXT_BY_KIND.get(str(facts.get("kind")), _CHOOSE_A_SHEET))
    if code in _UNREADABLES:
        return _unreadable(*_UNREADABLES[code])
    if code == "bad_character":
        what = Label("第{row}行有认不出的字。怕读错，整个文件都没有读。", row=facts.get("row", 0))
        return _unreadable(what, Label("在原来的表里把这个字改好，再导入。"))
    return _too_big(code, facts) or damaged()


def damaged() -> KnownError:
    """The file is no table at all, or an incomplete one, or it killed the child."""
    return _unreadable(Label("这个文件读不出来：它不完整，或者不是表格。"), _ASK_AGAIN)


def costly() -> KnownError:
    """Reading it took more memory or time than any real register takes."""
    what = Label("这个表太大或者太复杂，读到一半停下了。")
    return KnownError(ErrorCode.TOO_BIG, what, safe=NOTHING_CHANGED, next=_SPLIT)


def _too_big(code: str, facts: Mapping[str, object]) -> KnownError | None:
    limit = facts.get("limit", 0)
    sheet = facts.get("sheet") or Label("这个表")
    whats = {
        "file_size": Label("这个文件超过{limit}兆，太大了。", limit=limit),
        "unpacked": Label("这个文件很小，解开以后却大得不像真的表格，没有读。"),
        "parts": Label("这个文件里的零件超过{limit}个，不像真的表格，没有读。", limit=limit),
        "rows": Label("“{sheet}”超过{limit}行，太大了。", sheet=sheet, limit=limit),
        "columns": Label("“{sheet}”超过{limit}列，太大了。", sheet=sheet, limit=limit),
        "cell_text": Label("有一格里的字超过{limit}个，不像真的表格，没有读。", limit=limit),
        "far_cell": Label(
            "“{sheet}”很远的地方（{cell}格）还有内容，整个表太大了。", sheet=sheet, cell=facts.get("cell", "")
        ),
    }
    next_steps = {
        "far_cell": Label("在 Excel 里按 Ctrl+End 找到最远的那一格，把表格以外多余的内容删掉，存好再导入。"),
        "unpacked": _ASK_AGAIN,
        "parts": _ASK_AGAIN,
    }
    if code == "costly":
        return costly()
    if code not in whats:
        return None
    return KnownError(ErrorCode.TOO_BIG, whats[code], safe=NOTHING_CHANGED, next=next_steps.get(code, _SPLIT))


def _unreadable(what: Label, next_step: Label) -> KnownError:
    return KnownError(ErrorCode.UNREADABLE_SHEET, what, safe=NOTHING_CHANGED, next=next_step)


def in_use() -> KnownError:
    """Another program has the table open: what is on the disk may not be what is on its screen."""
    return KnownError(
        ErrorCode.LOCKED,
        Label("这个表正在 Excel 里开着，里面也许有还没存的改动。"),
        safe=NOTHING_CHANGED,
        next=Label(
            "先在 Excel 里存好、关掉它，再试一次。"
            "要是它并没有开着，把同一个文件夹里名字以“~$”或“.~”开头的那个文件删掉。"
        ),
    )


def missing() -> KnownError:
    """There is no such file."""
    return KnownError(
        ErrorCode.NOT_FOUND,
        Label("找不到这个文件。"),
        safe=NOTHING_CHANGED,
        next=Label("看看它是不是改了名、挪了地方，或者U盘没有插好，再选一次。"),
    )


def shut() -> KnownError:
    """The system lets nobody read the file: most often because a program holds it open."""
    return KnownError(
        ErrorCode.LOCKED,
        Label("这个文件打不开：它正在别的程序里开着，或者这台电脑不让读它。"),
        safe=NOTHING_CHANGED,
        next=Label("先在 Excel 里关掉它，再试一次；还不行，就把它复制到桌面再导入。"),
    )


def target_in_use() -> KnownError:
    """The file to be replaced is open in another program."""
    return _not_written(
        ErrorCode.LOCKED,
        Label("同名的表正在 Excel 里开着，换不掉。"),
        Label("先在 Excel 里关掉它再存，或者换一个名字。"),
    )


def target_exists() -> KnownError:
    """A file of this name is there already, and nobody said to replace it."""
    return _not_written(ErrorCode.EXISTS, Label("这里已经有一个同名的文件。"), Label("换一个名字存。"))


def wrong_kind() -> KnownError:
    """The name ends with something that we do not write."""
    return _not_written(
        ErrorCode.BAD_INPUT, Label("表格只能存成 .xlsx 或 .csv。"), Label("把文件名的结尾改成 .xlsx，再存一次。")
    )


def _not_written(code: ErrorCode, what: Label, next_step: Label) -> KnownError:
    return KnownError(code, what, safe=KEPT, next=next_step)


def empty_sheet(name: str) -> KnownError:
    """There is nothing in the sheet."""
    return _no_header(
        Label("“{sheet}”是空的，里面什么也没有。", sheet=name), Label("看看是不是选错了表，或者内容在另一张表里。")
    )


def no_header() -> KnownError:
    """No row looks like the headings of a table that we know."""
    return _no_header(
        Label("找不到标题行：没有哪一行写着“姓名”“身份证号”这样的标题。也许它不是要导入的那个表。"),
        Label(
            "先看是不是选错了文件或表。没有选错，就在 Excel 里给最上面加一行标题，另存成 .xlsx 再导入；"
            "已经有标题，就指明标题在第几行。"
        ),
    )


def blank_header_row(row: int) -> KnownError:
    """The row that was said to hold the headings is blank."""
    return _no_header(Label("第{row}行是空的，不是标题行。", row=row), Label("看看标题在第几行，重新指明。"))


def no_such_sheet(names: Sequence[str]) -> KnownError:
    """The workbook has no sheet of the wanted name; `names` are those it has."""
    return KnownError(
        ErrorCode.NOT_FOUND,
        Label("这个文件里没有这张表。"),
        safe=NOTHING_CHANGED,
        next=Label("文件里有这些表，选其中一张：{names}。", names="、".join(names)),
    )


def _no_header(what: Label, next_step: Label) -> KnownError:
    return KnownError(ErrorCode.NO_HEADER, what, safe=NOTHING_CHANGED, next=next_step)
