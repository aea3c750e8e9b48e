"""Pages of a PDF as pictures, for the preview, the sample pictures and the printer."""

from __future__ import annotations

from pathlib import Path


def pdf_to_png(pdf: bytes, folder: Path, stem: str, dpi: int = 110) -> list[Path]:
    """Write every page as `stem-1.png`, `stem-2.png` … into `folder`; the paths in page order."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        paths = []
        for index, page in enumerate(document):
            path = folder / f"{stem}-{index + 1}.png"
            page.render(scale=dpi / 72).to_pil().save(path)
            page.close()
            paths.append(path)
        return paths
    finally:
        document.close()
