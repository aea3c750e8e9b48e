"""A page over the whole window while the file itself is replaced or moved: how far it is, and how to stop."""

from __future__ import annotations

from app.i18n import Label
from app.views.kit.step_progress import StepProgress, Steps
from app.views.unlock.cover import Cover


class Working(Cover):
    """Shows the steps of `steps`; the window cannot be closed meanwhile."""

    is_busy = True

    def __init__(self, title: Label, leaves: Label, steps: Steps) -> None:
        super().__init__(title)
        self._steps = steps
        self._progress = StepProgress(title, Label("停止"), leaves)
        self._progress.stop.connect(self._stop)
        steps.setParent(self)
        steps.told.connect(self._progress.show_step)
        self.body.addWidget(self._progress)

    def _stop(self) -> None:
        self._steps.stop()
        self._progress.stopping()
