"""Pictures of the printed forms, filled from the sample union; drafts and blank ones too."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtGui import QImage

from app.frozen import dataclass
from app.models import CondolenceRound
from app.models.store.database import Database
from app.reports import pdf_to_png, press
from app.services import listing, story
from app.services.listing import View
from app.views.pictures.drawing import save_small
from app.views.pictures.samples import Samples

DPI = 96


@dataclass(frozen=True)
class Paper:
    """One print: of which form, of the sample round or not, and which version."""

    code: str
    of_round: bool = False
    draft: bool = False
    blank: bool = False

    def press(self, database: Database, title: str) -> bytes:
        """Print it; gives the PDF."""
        request = press.request_for(self.code, of=title if self.of_round else "")
        if self.blank:
            return press.print_blank(database, request).printed.pdf
        return press.print_form(database, request, draft=self.draft, reason=story.NO_CONSENT).printed.pdf


PAPERS: dict[str, Paper] = {
    "paper-F01": Paper("F01"),
    "paper-F14": Paper("F14"),
    "paper-F20": Paper("F20", of_round=True),
    "paper-F22": Paper("F22", of_round=True),
    "paper-F13": Paper("F13", of_round=True),
    "paper-LIST": Paper("LIST:person"),
    "paper-F22-draft": Paper("F22", of_round=True, draft=True),
    "paper-F20-blank": Paper("F20", blank=True),
    "paper-F22-blank": Paper("F22", blank=True),
}


def draw_paper(wanted: dict[str, Paper], samples: Samples, folder: Path) -> list[Path]:
    """Draw every page of these prints into `NAME-1.png`, `NAME-2.png` …; gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    with tempfile.TemporaryDirectory() as name, samples.filled.open_copy(Path(name)) as opened:
        title = _title_of_round(opened.database)
        for stem, paper in wanted.items():
            for page in pdf_to_png(paper.press(opened.database, title), Path(name), stem, DPI):
                drawn.append(folder / page.name)
                save_small(QImage(str(page)), drawn[-1])
    return drawn


def _title_of_round(database: Database) -> str:
    with database.read() as session:
        view = View(CondolenceRound, columns=("title",))
        return str(listing.rows(session, view, listing.ids(session, view, limit=1))[0][0])
