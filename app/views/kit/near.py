"""Days as people say them (screen.md §8): 今天, 昨天, 3 天前; the date itself belongs into the tooltip."""

from __future__ import annotations

from datetime import date, timedelta

from app.i18n import Label
from app.models.kinds import show_moment
from app.services.today import today


def spoken(day: date) -> Label:
    """A day in a sentence: 11月22日, with its year unless that is this one."""
    told = {"year": day.year, "month": day.month, "day": day.day}
    return Label("{month}月{day}日" if day.year == today().year else "{year}年{month}月{day}日", **told)


def backup_words(age: int | None) -> Label:
    """How many days ago the last backup was made."""
    if age is None:
        return Label("还没有备份过")
    if age < 2:
        return Label("昨天备份过") if age else Label("今天备份过")
    return Label("上次备份 {n} 天前", n=age)


def backup_day(age: int | None) -> Label | str:
    """The date of the last backup."""
    return "" if age is None else Label("上次备份：{day}", day=spoken(today() - timedelta(days=age)))


def moment_words(moment: int) -> str:
    """A moment to the minute: of today and yesterday with that word, else with its date. UTC milliseconds."""
    shown = show_moment(moment)
    day, _, time = shown.partition(" ")
    if day == today().isoformat():
        return str(Label("今天 {time}", time=time))
    return str(Label("昨天 {time}", time=time)) if day == (today() - timedelta(days=1)).isoformat() else shown
