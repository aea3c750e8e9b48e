"""The choices beside a preview: form, version, printer, copies, pages, sides; below them how the form is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal

from app.errors import Problem
from app.i18n import Label
from app.views import theme
from app.views.forms.body import FormBody
from app.views.forms.source import Choice, FormField
from app.views.kit.layout import Area, column, drop
from app.views.press import written
from app.views.press.pages import read_pages
from app.views.press.printers import Queue
from app.views.press.spool import Ticket
from app.views.press.work import BLANK, DRAFT, OFFICIAL, Offer, Order, Wanted
from app.views.press.written import number

CHARS = 22
ONE_SIDE, BOTH_SIDES = "one", "both"
MOST_COPIES = 99
# Fields that change the pages, as do those of `written`; the others say what happens to them.
SEEN = ("form", "version")


class Panel(Area):
    """The fields at the right; it holds raw texts only and reads them when asked."""

    look_changed = Signal()  # other pages are to be seen
    ticket_changed = Signal()

    def __init__(self, orders: Sequence[Order]) -> None:
        self._inside = column(spacing=0)
        super().__init__("panel", self._inside, name=str(Label("打印设置")))
        self._orders = orders
        self._order, self._offer = orders[0], Offer()
        self._queues: Sequence[Queue] = ()
        self.body = FormBody([])
        self._inside.addWidget(self.body)
        theme.theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(theme.theme().chars(CHARS))

    # --- what it offers

    def show_offer(self, order: Order, offer: Offer, queues: Sequence[Queue]) -> None:
        """Offer what this form and these printers allow; copies, pages and printer stay as they were typed.

        Which form is chosen stays too, and where only the printers have come, all the rest: an answer that arrives
        late takes nothing back.
        """
        known, busy = self.body.texts(), self.body.focused()
        is_same = order is self._order and offer == self._offer
        if is_same and list(queues) == list(self._queues) and known:
            return
        self._order, self._offer, self._queues = order, offer, queues
        body = FormBody(self._fields())
        body.show_texts(self._first_texts() | (known if is_same else self._kept(known)))
        body.edited.connect(self._edited)
        self._inside.replaceWidget(self.body, body)
        drop(self.body)
        self.body = body
        if busy:
            body.show()
            body.focus_on(busy)

    def _fields(self) -> list[FormField]:
        fields = []
        if len(self._orders) > 1:
            forms = [Choice(each.key, str(each.name)) for each in self._orders]
            fields.append(FormField("form", Label("哪一种表"), "code", choices=forms, width=26, always=True))
        if self._order.is_form:
            fields.append(FormField("version", Label("版本"), "code", choices=self._versions(), always=True))
        if self._queues:
            printers = [Choice(each.name, each.name) for each in self._queues]
            sides = [Choice(ONE_SIDE, str(Label("单面"))), Choice(BOTH_SIDES, str(Label("双面")))]
            fields += [
                FormField("printer", Label("打印机"), "code", choices=printers, width=26, always=True),
                FormField("copies", Label("份数"), "number", width=5),
                FormField("pages", Label("页码"), width=14, hint=Label("全部；例 1-3、5")),
                FormField("sides", Label("单双面"), "code", choices=sides, always=True),
            ]
        return [*fields, *(written.fields(self._offer) if self._order.is_form else [])]

    def _versions(self) -> list[Choice]:
        words = {OFFICIAL: Label("正式"), DRAFT: Label("草稿"), BLANK: Label("空白表")}
        if not self._order.has_number:
            words = {OFFICIAL: Label("名单"), BLANK: Label("空白表")}
        return [Choice(key, str(label)) for key, label in words.items()]

    def _first_texts(self) -> dict[str, str]:
        """What stands in the fields before anybody types: what was used the last time."""
        first = next((each.name for each in self._queues if each.is_default), "")
        texts = {"form": self._order.key, "version": OFFICIAL, "copies": "1", "sides": ONE_SIDE}
        texts["printer"] = first or (self._queues[0].name if self._queues else "")
        return texts | written.texts(self._offer)

    def _kept(self, known: Mapping[str, str]) -> dict[str, str]:
        """Of what was typed, what holds for another form as well."""
        kept = {name: known[name] for name in ("form", "printer", "copies", "sides", "pages") if known.get(name)}
        if known.get("version") in [each.value for each in self._versions()]:
            kept["version"] = known["version"]
        return kept

    # --- what was chosen

    def wanted(self) -> tuple[Wanted, list[Problem]]:
        """What is to be seen, and what is wrong with it; where something is wrong, as if it were not written."""
        texts = self.body.texts()
        order = next((each for each in self._orders if each.key == texts.get("form")), self._order)
        version = texts.get("version") or OFFICIAL
        if order is not self._order or not order.is_form:
            return Wanted(order, version), []
        options, problems = written.read(self._offer, texts)
        return Wanted(order, version, options), problems

    def ticket(self, count: int) -> tuple[Ticket, list[Problem]]:
        """What goes to the printer, and what is wrong with it."""
        texts = self.body.texts()
        copies, problems = number(texts.get("copies", ""), "copies", 1, MOST_COPIES)
        pages, wrong = read_pages(texts.get("pages", ""), count)
        if wrong is not None:
            problems.append(wrong)
        queue = texts.get("printer", "")
        if self._queues and queue not in [each.name for each in self._queues]:
            problems.append(Problem(Label("从列表里选一台打印机"), "printer", value=queue))
        return Ticket(queue, pages, copies, texts.get("sides") == BOTH_SIDES), problems

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say beside each field what is wrong with it."""
        self.body.show_problems(problems)

    def _edited(self, name: str) -> None:
        is_seen = name in SEEN or written.is_one(name)
        (self.look_changed if is_seen else self.ticket_changed).emit()
