"""Start: a command without a window, or the window. Only the one that was asked for is loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with `argv` (the process's own arguments where not given); the exit code."""
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
    from app.services.today import set_today
    from app.views.app import main as open_window

    set_today(options.today)
    return open_window(arguments)


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown; on Linux somebody has to say where (or that it is to be shown nowhere)."""
    if not platform.startswith("linux"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
