"""Pages of a PDF as pictures, for the preview, the sample pictures and the printer.

pdfium may be used by one thread at a time only: in the window that is the one that owns the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.frozen import dataclass


@dataclass(frozen=True)
class PagePicture:
    """One page in grey: `stride` bytes a line, of which the first `width` are pixels."""

    width: int
    height: int
    stride: int
    grey: bytes


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page, in points."""
    with _opened(pdf) as document:
        return [document.get_page_size(index) for index in range(len(document))]


def page_picture(pdf: bytes, index: int, scale: float) -> PagePicture:
    """One page at `scale` pixels a point."""
    with _opened(pdf) as document:
        return _picture(document, index, scale)


def page_pictures(pdf: bytes, indices: Sequence[int], scale: float) -> Iterator[PagePicture]:
    """These pages one after the other; only one of them is in memory."""
    with _opened(pdf) as document:
        for index in indices:
            yield _picture(document, index, scale)


def pdf_to_png(pdf: bytes, folder: Path, stem: str, dpi: int = 110) -> list[Path]:
    """Write every page as `stem-1.png`, `stem-2.png` … into `folder`; the paths in page order."""
    with _opened(pdf) as document:
        paths = []
        for index, page in enumerate(document):
            path = folder / f"{stem}-{index + 1}.png"
            page.render(scale=dpi / 72).to_pil().save(path)
            page.close()
            paths.append(path)
        return paths


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def _picture(document: Any, index: int, scale: float) -> PagePicture:
    page = document[index]
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        return PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    finally:
        bitmap.close()
        page.close()
