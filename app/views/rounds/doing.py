"""What the deeds of a round's page do: ask what is to be asked, let the file do it, say what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.i18n import Label
from app.models import CondolenceRecord, CondolenceRound
from app.models.values.days import chinese_day
from app.services.listing import Condition, View
from app.services.today import today
from app.views.history_panel import show_history
from app.views.printing import Order, ask_print
from app.views.rounds import asks
from app.views.rounds.bringing import Bringer
from app.views.rounds.keys import group_of
from app.views.rounds.work import BEFORE_SIGNING

if TYPE_CHECKING:
    from app.views.rounds.round_page import RoundView

FORMS = (
    ("F20", Label("走访名单")),
    ("F22", Label("签收表")),
    ("F13", Label("公示")),
)
"""What is printed of a round (domain 03 §3.4)."""
NOT_IN_ORDER = Label("先清除搜索、筛选和排序，再排次序")


class RoundDoer(Bringer):
    """Acts for one page."""

    def __init__(self, page: RoundView) -> None:
        super().__init__(page)
        self._day = ""  # the day that was last written in 标记; the space bar goes on with it

    # --- what they get, who visits them, in which order

    def ask_amounts(self) -> None:
        """Ask for amounts."""
        page = self._page
        asks.ask_amounts(
            page, self._shell.jobs, self._work, page.state, (page.people.chosen(), page.people.whom()), self._shell.done
        )

    def ask_group(self) -> None:
        """Ask for a group."""
        page = self._page
        asks.ask_group(
            page, self._shell.jobs, self._work, page.state, (page.people.chosen(), page.people.whom()), self._shell.done
        )

    def group_by_key(self, number: int) -> None:
        """A digit puts the selected people into a group."""
        self.put_in_group(group_of(number, self._page.state.groups))

    def put_in_group(self, group: str) -> None:
        """Put the selected people into a group."""
        deed, ids = self._page.deeds.group, self._page.people.chosen()
        if self._may(deed.isEnabled(), deed.toolTip()):
            self._deed(lambda: self._work.put_in_group(ids, group), asks.grouped(len(ids), group))

    def move(self, steps: int) -> None:
        """Move the selected people in the order of the printed list."""
        deed, people = self._page.deeds.up, self._page.people

        def done(moved: bool) -> None:
            if moved:
                self._shell.done(Label("已把 {n} 人往上移了一位。", n=len(ids)) if steps < 0 else
                                 Label("已把 {n} 人往下移了一位。", n=len(ids)))  # fmt: skip

        ids = people.chosen()
        if not people.is_in_printed_order:
            self._shell.say(NOT_IN_ORDER)
        elif self._may(deed.isEnabled(), deed.toolTip()):
            self._run(lambda: self._work.move(ids, steps), done)

    def drop(self, before: int) -> None:
        """Put the selected people before a row of the list, where they were dragged."""
        deed, people = self._page.deeds.up, self._page.people
        ids, listed = people.chosen(), people.list.model.ids
        goal = listed[before] if before < len(listed) else None

        def done(moved: bool) -> None:
            if moved:
                self._shell.done(Label("已把 {n} 人移到新的位置。", n=len(ids)))

        if not people.is_in_printed_order:
            self._shell.say(NOT_IN_ORDER)
        elif self._may(deed.isEnabled(), deed.toolTip()):
            self._run(lambda: self._work.place(ids, goal), done)

    def remove(self) -> None:
        """Take the selected people off the list."""
        ids = self._page.people.chosen()
        if self._may(self._page.deeds.remove.isEnabled(), self._page.deeds.remove.toolTip()):
            self._deed(lambda: self._work.remove(ids), Label("已把 {n} 人移出这一批。", n=len(ids)))

    # --- what became of them

    def ask_mark(self, to: str = "signed") -> None:
        """Ask what became of the selected people, at first whether this."""

        def done(words: Label, day: str) -> None:
            self._day = day
            self._shell.done(words)

        page = self._page
        chosen = (page.people.chosen(), page.people.whom())
        asks.ask_mark(page, self._shell.jobs, self._work, page.choices, chosen, self._day, done, to)

    def mark_quickly(self, status: str) -> None:
        """Mark the selected people without a question, unless some have signed: going back wants a reason."""
        ids = self._page.people.chosen()
        if status in BEFORE_SIGNING:
            self._run(lambda: self._work.signed(ids), lambda n: self.ask_mark(status) if n else self._mark(ids, status))
        else:
            self._mark(ids, status)

    def _mark(self, ids: list[int], status: str) -> None:
        label = self._page.people.status_label(status)
        texts = {"to": status, "visited_on": "" if status == "planned" else self._day}
        self._deed(lambda: self._work.mark(ids, texts), Label("已把 {n} 人记成“{status}”。", n=len(ids), status=label))

    def explain_digits(self) -> None:
        """Nothing is done: whoever types an amount over a cell does not mean a group."""
        self._shell.say(Label("要改金额按 F2。数字键是分慰问组：先选姓名或慰问组那一格。"))

    def tick(self) -> None:
        """Space: the current person has signed; go on to the next. Several selected rows are marked at once."""
        page, deed = self._page, self._page.deeds.signed
        if not self._may(deed.isEnabled(), deed.toolTip()):
            return
        if len(page.people.chosen()) > 1:
            self.mark_quickly("signed")
            return
        record_id, name, status = page.people.current()
        page.people.next_row()
        if status == page.people.status_label("signed"):
            self._shell.say(Label("“{name}”已经签收过了", name=name))
        elif status == page.people.status_label("cancelled"):
            self._shell.say(Label("“{name}”已取消，没有记签收", name=name))
        elif record_id is not None:
            texts = {"to": "signed", "visited_on": self._day}
            told = {"name": name, "day": self._day or chinese_day(today())}
            self._deed(lambda: self._work.mark([record_id], texts), Label("“{name}”已签收，{day}。", **told))

    # --- warnings

    def next_warning(self, steps: int = 1) -> None:
        """Go to the next person with a warning and no reason, round and round."""
        if not self._page.people.go_to_unanswered(steps, set()):
            self._shell.say(Label("没有要写原因的了"))

    def keep_reasons(self, typed: Mapping[int, str], then: Callable[[], object] | None = None) -> None:
        """Keep reasons; then go on to the next person who wants one."""

        def done(count: int) -> None:
            self._shell.done(Label("已写明 {n} 人仍要发放的原因。", n=count))
            if then is not None:
                then()
            else:
                self._page.people.go_to_unanswered(1, set(typed))

        self._run(lambda: self._work.keep_reasons(typed), done)

    # --- the round as a whole

    def print(self) -> None:
        """Ask which form."""
        state = self._page.state
        people = View(CondolenceRecord, where=(Condition("round", "=", state.uid),), sort=("position", "id"))
        orders = [Order(code, name, {"of": state.uid, "view": people}) for code, name in FORMS]
        ask_print(self._page, self._shell, state.title, orders)

    def go_on(self) -> None:
        """To the next stage."""
        self._advance(self._page.state.following)

    def finish(self) -> None:
        """Everybody was visited: the round is handed out."""
        words = Label("这一批已转到“{stage}”。", stage=self._page.state.label("done"))
        self._deed(self._work.finish, words)

    def go_back(self) -> None:
        """To the stage before."""
        self._advance(self._page.state.former)

    def _advance(self, stage: str | None) -> None:
        if stage is not None:
            words = Label("这一批已转到“{stage}”。", stage=self._page.state.label(stage))
            self._deed(lambda: self._work.advance(stage), words)

    def edit_round(self) -> None:
        """Show the round itself as a form."""
        self._page.edit_asked.emit(self._work.round_id)

    def show_history(self) -> None:
        """What happened to the round and to everybody on its list."""
        show_history(self._page, self._shell, CondolenceRound, self._work.round_id)
