"""What the print centre asks for in the database thread: whether a list was changed since it was printed."""

from __future__ import annotations

from app.frozen import dataclass
from app.i18n import Label
from app.models import PrintedForm
from app.models.store.database import Database

WARNING = "warning"
NAMED = 6
"""So many names are said of each kind; all are counted."""


@dataclass(frozen=True)
class Told:
    """What is said of one print: the words, their tone, and the print they are about."""

    number: str
    form: str
    title: str
    words: Label
    tone: str


def tell(database: Database, record_id: int) -> Told | None:
    """What was changed since this form was printed; None where the record is gone."""
    from app.reports.drift import drift

    with database.read() as session:
        found = session.get(PrintedForm, record_id)
        if found is None:
            return None
        changed = drift(session, found)
        if found.snapshot is None:
            words, tone = Label("这份表上有按本人要求彻底删除的人，存下的页面已经清掉。"), "information"
        elif changed is None:
            words, tone = Label("现在的名单和打印时比不了：那一批已经删了，或者是旧版程序打的。"), "information"
        elif not changed.is_any:
            words, tone = Label("名单和打印时一样。"), "good"
        else:
            parts = [
                (changed.added, Label("新增 {n} 人（{names}）", **_counted(changed.added))),
                (changed.lost, Label("少了 {n} 人（{names}）", **_counted(changed.lost))),
                (changed.changed, Label("{n} 人的内容改了（{names}）", **_counted(changed.changed))),
            ]
            told = "，".join(str(label) for names, label in parts if names)
            words, tone = Label("名单在打印后改过：{changes}。", changes=told), WARNING
        return Told(found.number, found.form, found.title, words, tone)


def _counted(names: tuple[str, ...]) -> dict[str, object]:
    shown = "、".join(names[:NAMED])
    return {"n": len(names), "names": shown if len(names) <= NAMED else Label("{names}等", names=shown)}
