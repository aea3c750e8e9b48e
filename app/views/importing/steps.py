"""What the steps of the wizard share: what was chosen so far, and what each step is to the wizard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.i18n import Label
from app.models import Person
from app.models.declare import Record
from app.services.importing.apply import Imported
from app.views.importing.work import Choices, Read, Tried
from app.views.jobs import Job
from app.views.kit.layout import drop
from app.views.kit.notices import ProgressStrip
from app.views.page import Shell


@dataclass
class State:
    """What is known and chosen so far; going back loses nothing of it."""

    shell: Shell
    record: type[Record]
    name: str = ""  # of the chosen file
    read: Read | None = None
    choices: Choices = field(default_factory=Choices)
    chosen: dict[int, str] = field(default_factory=dict)
    tried: Tried | None = None
    result: Imported | None = None

    @property
    def unit(self) -> Label:
        """The measure word of what is imported."""
        return Label("人") if self.record is Person else Label("行")


class Step(QWidget):
    """One step; it has one long piece of work at most, and a strip that shows it."""

    changed = Signal()  # `blocked` or `words` may have changed
    finished = Signal()  # go on by itself

    title: Label
    promise = Label("到最后按“导入”之前，什么都不会写进资料。")

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state
        self._job: Job | None = None
        self._strip: ProgressStrip | None = None

    def came(self) -> None:
        """The step is shown."""

    def blocked(self) -> Label | None:
        """Why one cannot go on yet."""
        return None

    def next_words(self) -> Label:
        """What the button that goes on says."""
        return Label("下一步")

    def go_on(self, then: Callable[[], object]) -> None:
        """The user goes on: finish what this step decides, then `then`."""
        then()

    def stop(self) -> None:
        """Stop the work: the user says so, or the wizard is closed."""
        if self._job is not None:
            self._job.cancel()
            if self._strip is not None:
                self._strip.stopping()

    def _end(self) -> None:
        """The work has ended, well or not."""
        self._job = None
        if self._strip is not None:
            drop(self._strip)
            self._strip = None
