"""The stage of a file as words: 草稿 → 在档 → 已撤档, the present one in bold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.i18n import Label
from app.views.kit.layout import clear, row
from app.views.kit.text import Text


class StageLine(QWidget):
    """All stages in their order; read out as one."""

    def __init__(self) -> None:
        super().__init__()
        self._line: QHBoxLayout = row(spacing=6)
        self.setLayout(self._line)

    def show_stage(self, stages: Sequence[tuple[str, str]], present: str) -> None:
        """Show these stages (code, label)."""
        clear(self._line)
        for at, (code, label) in enumerate(stages):
            if at:
                self._line.addWidget(Text("→", tone="secondary"))
            is_present = code == present
            self._line.addWidget(
                Text(label, role="strong" if is_present else "", tone="accent" if is_present else "secondary")
            )
        named = dict(stages).get(present, present)
        self.setAccessibleName(str(Label("阶段：{stage}", stage=named)))
