"""A desktop of our own: an X server that shows nothing, a bus, a screen reader's registry, a keyboard."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.outside.bus import Bus, call

# Keys that no keyboard has and no program uses: each can stand for a Chinese character.
SPARE_KEYS = [f"FK{number}" for number in range(13, 25)]
KEYMAP = """xkb_keymap {{
    xkb_keycodes {{ include "evdev+aliases(qwerty)" }}; xkb_types {{ include "complete" }};
    xkb_compat {{ include "complete" }}; xkb_symbols {{ include "pc+us+inet(evdev)" {keys} }};
}};"""
SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")  # at-spi2-core
STATUS = ("org.a11y.Bus", "/org/a11y/bus")


def missing() -> list[str]:
    """What a desktop needs and this PC does not have."""
    programs = ("Xvfb", "dbus-daemon", "matchbox-window-manager", "xdotool", "xkbcomp")
    return [each for each in programs if not shutil.which(each)] + [SERVICE.name] * (not SERVICE.exists())


class Desktop:
    """Everything runs under numbers that the system gives, so that many can run beside each other."""

    def __init__(self, folder: Path, size: str = "1366x768") -> None:
        self._running: list[subprocess.Popen[bytes]] = []
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_"))}
        for name in ("XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "HOME"):
            place = folder / name.lower()
            place.mkdir(mode=0o700, parents=True)
            self.environment[name] = str(place)
        self.said = folder / "said.txt"  # by the programs, on standard error
        self.environment |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        try:
            self._begin(size)
        except BaseException:
            self._end()
            raise

    def _begin(self, size: str) -> None:
        display = self._announced("Xvfb", "-displayfd", "{fd}", "-screen", "0", f"{size}x24", "-noreset")
        self.environment["DISPLAY"] = f":{display}"
        # What the bus starts by itself, the registry among it, inherits the display from here.
        address = self._announced("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={fd}")
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        session = Bus(address)
        on = ("ssv", "org.a11y.Status", "IsEnabled", ("b", True))  # as a screen reader says when it starts
        session.one(call(STATUS, "org.freedesktop.DBus.Properties", "Set", *on))
        self.bus = Bus(session.one(call(STATUS, "org.a11y.Bus", "GetAddress")))
        session.close()

    def _announced(self, *command: str) -> str:
        """Start a server that tells its address on a file descriptor; what it told."""
        ours, theirs = os.pipe()
        words = [each.format(fd=theirs) for each in command]
        self._running.append(
            subprocess.Popen(words, env=self.environment, pass_fds=[theirs], stderr=subprocess.DEVNULL)
        )
        os.close(theirs)
        with os.fdopen(ours) as told:
            return told.readline().strip()

    def start(self, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a program here."""
        with self.said.open("ab") as log:
            self._running.append(subprocess.Popen(command, env=self.environment | environment, stderr=log))
        return self._running[-1]

    def keys(self, *pressed: str) -> None:
        """Press keys, such as `ctrl+n`, where the keyboard is."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *pressed], env=self.environment, check=True)

    def type(self, text: str) -> None:
        """Type where the keyboard is; Chinese as far as keys were given to it (`give_keys_to`)."""
        subprocess.run(["xdotool", "type", text], env=self.environment, check=True)

    def give_keys_to(self, characters: str) -> None:
        """Put these characters on the keyboard, as no input method runs here."""
        pairs = zip(SPARE_KEYS, characters, strict=False)
        keys = " ".join(f"key <{key}> {{ [ U{ord(each):04X} ] }};" for key, each in pairs)
        command = ["xkbcomp", "-w", "0", "-", self.environment["DISPLAY"]]
        subprocess.run(command, input=KEYMAP.format(keys=keys).encode(), env=self.environment, check=True)
        self.keys("Shift_L")  # the first key of all makes the server take the new keyboard

    def __enter__(self) -> Desktop:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.bus.close()
        self._end()

    def _end(self) -> None:
        """End what was started here, the last one first."""
        for process in reversed(self._running):
            process.terminate()
            process.wait(10)
