"""The named states of the pages as data: which file is open, which page is shown, what a person did there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.i18n import Label
from app.views.kit.notices import Notice
from app.views.pages import Page
from app.views.pictures.acts import (
    EMPTY,
    TYPING_MS,
    Act,
    Scene,
    answer_folder,
    answer_sheet,
    choose,
    copied,
    filled,
    keys,
    press,
    tab,
    typed,
    wait,
)
from app.views.pictures.covers import STATES
from app.views.pictures.seldom import SELDOM
from app.views.pictures.stage import Stage, State

# --- the members

SEARCH, SAVE, NAME, ID_NO = Label("查找"), Label("保存"), Label("姓名"), Label("证件号码")
IMPORT, NEXT = Label("导入…"), Label("下一步")
TO_COLUMNS: Sequence[Act] = (press(IMPORT), answer_sheet, press(Label("选文件…")))
TO_TRIAL: Sequence[Act] = (*TO_COLUMNS, press(NEXT), press(NEXT))


def _remind(stage: Stage) -> None:
    """A reminder, as after nine days without a backup."""
    actions = [(Label("现在备份"), stage.settle), (Label("明天再说"), stage.settle)]
    stage.window.add_notice(Notice("backup", Label("已 9 天没有备份。资料只在这台电脑上。"), "warning", actions))


MEMBERS: dict[str, Scene] = {
    "members": Scene("members"),
    "members-empty": Scene("members", file=EMPTY),
    "members-found": Scene("members", [keys("Ctrl+F"), typed("chen"), wait(TYPING_MS)]),
    "members-no-hit": Scene("members", [keys("Ctrl+F"), typed("张伟伟"), wait(TYPING_MS)]),
    "members-form": Scene("members", [keys("Down", 3), keys("Return")]),
    "members-problems": Scene(
        "members",
        [keys("Down", 3), keys("Return"), filled(NAME, ""), filled(ID_NO, "46019919790213002"), keys("Ctrl+S")],
    ),
    "members-unsaved": Scene("members", [keys("Down", 3), keys("Return"), filled(NAME, "刘秀英"), keys("Escape")]),
    "members-new": Scene("members", [keys("Ctrl+N")]),
    "members-cells": Scene(
        "members", [keys("Down", 2), keys("Shift+Down", 4), keys("Shift+Right", 3), wait(TYPING_MS)]
    ),
    "members-deleted": Scene(
        "members", [keys("Down", 4), keys("Home"), keys("Shift+End"), keys("Delete"), wait(TYPING_MS)]
    ),
    "members-conditions": Scene("members", [keys("Right", 2), keys("F4"), typed("abc\n"), press(Label("再加一条"))]),
    "members-narrowed": Scene(
        "members", [keys("Right", 2), keys("F4"), typed("1980"), keys("Return"), wait(TYPING_MS)]
    ),
    "members-column-filter": Scene("members", [keys("Right"), keys("F4")]),
    "members-columns": Scene("members", [choose(Label("列设置…"))]),
    "members-cell": Scene("members", [keys("Down", 2), keys("Right", 9), keys("F2"), wait(TYPING_MS)]),
    "members-bulk": Scene("members", [keys("Shift+Down", 5), keys("Ctrl+H"), typed("s")]),
    "members-pasting": Scene(
        "members",
        [
            keys("Right", 4),
            copied("13811110001\t第一车间\n1381111000\t查无此处\n13811110003\t\n"),
            keys("Ctrl+V"),
            wait(TYPING_MS),
        ],
    ),
    "members-pasted-names": Scene("members", [keys("Ctrl+F"), copied("查无此人\n孟桂花\n付丽\n"), keys("Ctrl+V")]),
    "members-reminder": Scene("members", [_remind]),
    "members-print": Scene("members", [keys("Ctrl+P")]),
    "import-file": Scene("members", [press(IMPORT)]),
    "import-columns": Scene("members", [*TO_COLUMNS, wait(TYPING_MS)]),
    "import-where": Scene("members", [*TO_COLUMNS, press(NEXT)]),
    "import-trial": Scene("members", TO_TRIAL, EMPTY),
    "import-trial-again": Scene("members", TO_TRIAL),
    "import-result": Scene("members", [*TO_TRIAL, press(Label("导入 {n} 人"))], EMPTY),
    "undo-history": Scene("members", [choose(Label("撤销历史…"))]),
    "help": Scene("members", [keys("F1")]),
}

# --- the other pages

OPEN = keys("Return")
TO_FOLDER: Sequence[Act] = (answer_folder, press(Label("备份到别的文件夹…")))


def _answer_pdf(stage: Stage) -> None:
    """The file dialog will give a place for a PDF."""
    stage.dialogs.next = str(stage.folder / "走访名单.pdf")


TO_PRINTED: Sequence[Act] = (
    OPEN,
    keys("Ctrl+P"),
    _answer_pdf,
    press(Label("存成PDF")),
    press(Label("关闭")),
)


def _backup_again(stage: Stage) -> None:
    """The file dialog will give the backup that was just made."""
    stage.dialogs.next = str(next((stage.folder / "U盘").glob("*.xjbak")))


OTHERS: dict[str, Scene] = {
    "home": Scene("home"),
    "home-empty": Scene("home", file=EMPTY),
    "hardship": Scene("hardship"),
    "hardship-empty": Scene("hardship", file=EMPTY),
    "hardship-new": Scene("hardship", [keys("Ctrl+N"), typed("chen"), wait(TYPING_MS)]),
    "hardship-family": Scene("hardship", [OPEN]),
    "hardship-money": Scene("hardship", [OPEN, tab(Label("收入与支出"))]),
    "hardship-reckoning": Scene("hardship", [OPEN, press(Label("怎么算的"))]),
    "hardship-file": Scene("hardship", [OPEN, tab(Label("档案"))]),
    "hardship-unfilled": Scene(
        "hardship", [keys("Ctrl+N"), typed("chen"), wait(TYPING_MS), keys("Return", 2), keys("Ctrl+2"), wait(TYPING_MS)]
    ),
    "hardship-monthly": Scene(
        "hardship",
        [OPEN, keys("Down", 2), keys("Right", 2), typed("1500\n"), tab(Label("收入与支出")), wait(TYPING_MS)],
    ),
    "hardship-received": Scene("hardship", [OPEN, tab(Label("得到过的慰问"))]),
    "rounds": Scene("rounds"),
    "rounds-empty": Scene("rounds", file=EMPTY),
    "round-new": Scene("rounds", [keys("Ctrl+N")]),
    "round": Scene("rounds", [OPEN]),
    "round-proposal": Scene(
        "rounds", [OPEN, keys("Ctrl+A"), keys("Delete"), press(Label("提出名单…")), keys("Down"), keys("Space")]
    ),
    "round-adding": Scene("rounds", [OPEN, keys("Ctrl+N"), typed("chen\n"), typed("蔡丹"), wait(TYPING_MS)]),
    "round-amounts": Scene("rounds", [OPEN, keys("Ctrl+A"), press(Label("金额…"))]),
    "round-through": Scene("rounds", [OPEN, keys("Space", 5)]),
    "round-marking": Scene("rounds", [OPEN, press(Label("标记…"))]),
    "round-print": Scene("rounds", [OPEN, keys("Ctrl+P")]),
    "round-print-saved": Scene("rounds", [OPEN, keys("Ctrl+P"), _answer_pdf, press(Label("存成PDF")), wait(TYPING_MS)]),
    "round-print-notice": Scene("rounds", [OPEN, keys("Ctrl+P"), press("哪一种表 公示"), wait(TYPING_MS)]),
    "round-print-options": Scene("rounds", [OPEN, keys("Ctrl+P"), press(Label("日期写法、栏目和签名（{n} 项）"))]),
    "prints": Scene("rounds", [*TO_PRINTED, press(Label("移出批次")), keys("Alt+5"), wait(TYPING_MS)]),
    "prints-again": Scene("rounds", [*TO_PRINTED, keys("Alt+5"), wait(TYPING_MS), OPEN]),
    "prints-empty": Scene("prints", file=EMPTY),
    "backup": Scene("backup"),
    "backup-done": Scene("backup", TO_FOLDER),
    "restore": Scene("backup", [*TO_FOLDER, _backup_again, press(Label("从备份恢复…"))]),
    "settings-union": Scene("settings"),
    "settings-first-standard": Scene(
        "hardship", [wait(TYPING_MS), press(Label("先填低保标准")), wait(TYPING_MS)], file=EMPTY
    ),
    "settings-standards": Scene("settings", [tab(Label("标准")), OPEN]),
    "settings-units": Scene("settings", [tab(Label("分会（小组）"))]),
    "settings-codes": Scene("settings", [tab(Label("填表选项"))]),
    "settings-keys": Scene("settings", [tab(Label("密码和恢复码"))]),
    "settings-place": Scene("settings", [tab(Label("资料在哪里"))]),
}

# --- what was deleted, what happened, what is hidden

_DELETE_TWO: Sequence[Act] = (
    keys("Down", 3), keys("Home"), keys("Shift+Down"), keys("Shift+End"), keys("Delete"), wait(TYPING_MS),
)  # fmt: skip


def _to_bin(stage: Stage) -> None:
    """To the recycle bin."""
    stage.window.go_to("recycle")


PAST: dict[str, Scene] = {
    "recycle": Scene("members", [*_DELETE_TWO, _to_bin]),
    "purge": Scene("members", [*_DELETE_TWO, _to_bin, press(Label("彻底删除…"))]),
    "purge-done": Scene(
        "members", [keys("Down", 3), choose(Label("按本人要求彻底删除…")), press(Label("彻底删除 {n} 人", n=1))]
    ),
    "recycle-empty": Scene("recycle", file=EMPTY),
    "members-history": Scene("members", [keys("Down", 3), keys("Ctrl+Shift+H")]),
    "hardship-history": Scene("hardship", [OPEN, keys("Ctrl+Shift+H")]),
    "members-whole-numbers": Scene("members", [keys("Down"), keys("Shift+Down", 2), keys("Ctrl+Shift+E")]),
    "members-leaving": Scene("members", [keys("Shift+Down", 2), choose(Label("退会、转出…"))]),
    "members-rejoining": Scene("members", [choose(Label("重新入会…"))]),
    "palette": Scene("members", [keys("Ctrl+K")]),
    "palette-found": Scene("members", [keys("Ctrl+K"), typed("ch"), wait(TYPING_MS)]),
    "palette-nothing": Scene("members", [keys("Ctrl+K"), typed("查无此人"), wait(TYPING_MS)]),
    "members-deceased": Scene("members", [choose(Label("去世…"))]),
}


def offer_draft(stage: Stage) -> None:
    """What a crash left behind."""
    stage.window.add_notice(
        Notice("draft", Label("上次填到一半的“{name}”还在。", name="刘秀英"), actions=[
            (Label("接着填"), lambda: None), (Label("丢弃"), lambda: None),
        ], rank=1)
    )  # fmt: skip


SAFE: dict[str, Scene] = {
    "leaving": Scene("home", [keys("Ctrl+Q"), wait(TYPING_MS)]),
    "draft-offered": Scene("members", [offer_draft]),
}

SCENES: dict[str, Scene] = OTHERS | MEMBERS | PAST | SAFE | SELDOM


SHOWN = (
    "first-run", "new-union", "recovery-code", "password", "home", "home-empty", "members", "members-empty",
    "members-form", "members-problems", "members-cells", "members-deleted", "members-print", "import-columns",
    "import-trial", "import-result", "hardship", "hardship-family", "hardship-money", "rounds", "round",
    "round-proposal", "round-print", "backup", "backup-done", "restore", "recycle", "settings-standards",
    "palette-found",
)  # fmt: skip
"""The states that the documentation shows in every size of the screen."""


def states_of(pages: Sequence[Page]) -> Mapping[str, State]:
    """All states of these pages; those of a page that is not there are left out."""
    there = {page.key for page in pages}
    return STATES | {name: scene for name, scene in SCENES.items() if scene.page in there}
