"""Start: a command without a window, or the window. Only the one that was asked for is loaded."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.put_off import put_off

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with `argv` (the process's own arguments where not given); the exit code."""
    put_off()
    from app.cli.commands import global_options
    from app.cli.run import main as run_command
    from app.cli.wrong_use import WrongUseError

    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        options, command = global_options(arguments)
    except WrongUseError:
        command = arguments  # to be refused in words
    if command:
        return run_command(arguments)
    if not has_screen(sys.platform, os.environ):
        from app.i18n import Label

        text = Label(
            "这里没有屏幕，打不开窗口。请在桌面上运行，或先装虚拟屏幕：apt-get install -y xvfb xauth，再用 xvfb-run -a "
            "运行。不用窗口的命令见 --help。"
        )
        print(text, file=sys.stderr)
        return 2
    return show_window(arguments, options.today, options.password_file)


def show_window(arguments: Sequence[str], today: date | None, password_file: Path | None) -> int:
    """Open the window; with a password file, the file that was open last without asking. The exit code."""
    gc.disable()  # the window switches it off for good (`garbage`); while all is loaded it only finds what stays
    from app.cli.passwords import read_secret
    from app.cli.result import fault_text
    from app.errors import KnownError
    from app.services import pc_settings
    from app.services.files import UnlockAhead
    from app.services.today import set_today

    set_today(today)
    path, unlock = pc_settings.remembered(pc_settings.load()), None
    try:
        if password_file is not None and path is not None:
            unlock = UnlockAhead(path, read_secret(password_file))
    except KnownError as fault:
        print(fault_text(fault), file=sys.stderr)
        return 1
    from app.views import app

    return app.main(arguments, unlock)


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown; on Linux somebody has to say where (or that it is to be shown nowhere)."""
    if not platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
