"""Which printers the system knows, asked by a process of its own.

    python -m app.views.press.asking        one JSON object: the names of all printers, and the default one

A print service that hangs holds Python's lock for as long as it hangs, and every thread of the window with it. A child
process can be waited for without that, and given up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.errors import ErrorCode, KnownError
from app.i18n import Label

PATIENCE_S = 12.0
"""A printer in the network that is switched off takes some seconds to be given up by the system itself."""
_HOME = Path(__file__).resolve().parents[3]


def ask() -> tuple[list[str], str]:
    """The names of all printers, and the default one ("" for none); raises STATE when the system does not answer."""
    try:
        done = subprocess.run(
            [sys.executable, "-E", "-s", "-B", "-X", "utf8", "-m", "app.views.press.asking"],
            cwd=_HOME,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        told: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise no_service() from error
    return told["names"], told["default"]


def no_service() -> KnownError:
    """The system does not tell which printers there are."""
    return KnownError(
        ErrorCode.STATE,
        Label("没有打印：电脑找打印机，一直没有回音。"),
        safe=Label("要打的表还在。"),
        next=Label("看看打印机开了没有，过一会儿再打，或者先存成PDF。"),
    )


def main() -> None:
    """Ask, and answer."""
    from PySide6.QtPrintSupport import QPrinterInfo

    told = {"names": QPrinterInfo.availablePrinterNames(), "default": QPrinterInfo.defaultPrinterName()}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
