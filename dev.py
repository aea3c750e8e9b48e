#!/usr/bin/env python3
"""Start, check and picture 职工小家 from a checkout; whatever is missing is installed first.

    python3 dev.py run [ARGS…]       start the program: without ARGS its window, with ARGS one headless command
    python3 dev.py test [ARGS…]      every check and test; ARGS go to pytest
    python3 dev.py pictures DIR […]  pictures of every page, dialog and form (--size WxH, --scale 1.5, --lang CODE)
    python3 dev.py bench [ARGS…]     measure the speed, about 15 minutes (--quick, --only NAME, --out FILE)
    python3 dev.py faults [ARGS…]    cut, fill, pull, kill and lie, about an hour (--only NAME …, --list); as root

For Debian-family Linux and Windows, with Python 3.11 or newer and nothing else: only the standard library is used here.
All words about the set-up go to standard error, so that the output of a headless command stays clean.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BASE_PYTHON = Path(getattr(sys, "_base_executable", sys.executable))  # never .venv's own: .venv may have to go
STAMP = VENV / "xiaojia-locks"
SETUP_LOCK = ROOT / "build" / "setup.lock"
UNFINISHED = ROOT / "build" / "setup-unfinished"
LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"  # holds LOCK whole; a test proves it
OLDEST_PYTHON = (3, 11)

# Debian's names of what the wheels of Qt expect the system to have.
QT_PACKAGES = ["libgl1", "libegl1", "libglib2.0-0", "libxkbcommon0", "libdbus-1-3", "libfontconfig1", "libcups2"]
WINDOW_PACKAGES = [
    *["libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0", "libxcb-xkb1"],
    *["libxcb-randr0", "libxcb-render-util0", "libxcb-image0", "libwayland-cursor0", "libwayland-egl1"],
]
TEST_PACKAGES = [
    *["strace", "poppler-utils", "xvfb", "xauth"],
    *["at-spi2-core", "dbus-daemon", "matchbox-window-manager", "xdotool", "x11-xkb-utils"],  # the window from outside
    *["cups", "printer-driver-cups-pdf"],  # a print queue
]
# What is copied is pasted into it. Its parts with windows and without them exclude one another: never over one's own.
OFFICE_PACKAGES = [] if shutil.which("soffice") else ["libreoffice-calc-nogui"]
FAULT_PACKAGES = ["strace", "libfaketime", "xfsprogs", "e2fsprogs", "gcc", "libc6-dev"]


class SetupError(Exception):
    """The set-up cannot go on; the text says what to do."""


def say(text: str) -> None:
    """Tell the person at the terminal, beside the program's own output."""
    print(text, file=sys.stderr, flush=True)


def quietly(command: list[str]) -> int:
    """Run one step of the set-up; what it prints is no output of the program."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr.fileno(), check=False).returncode


# --- the system's packages (Debian family only) ---


def has_screen(platform: str, environment: dict[str, str]) -> bool:
    """Whether a window can be shown; on Linux somebody has to say where."""
    if not platform.startswith("linux"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def packages_for(task: str, screen: bool) -> list[str]:
    """The system packages of a task. A headless command needs none: it loads no Qt."""
    names = {
        "run": [],
        "pictures": QT_PACKAGES,
        "bench": QT_PACKAGES,
        "faults": FAULT_PACKAGES,
        "test": QT_PACKAGES + WINDOW_PACKAGES + TEST_PACKAGES + OFFICE_PACKAGES,
    }[task]
    return QT_PACKAGES + WINDOW_PACKAGES if task == "run" and screen else names


def read_package_list(text: str) -> set[str]:
    """The names in dpkg's list (status, name, what it provides); a renamed library under its old name too."""
    present = set()
    for line in text.splitlines():
        status, name, provides = line.split("\t")
        if status == "installed":
            present.add(name)
            present.update(entry.split()[0] for entry in provides.split(",") if entry.strip())
    return present


def ensure_packages(names: list[str]) -> None:
    """Install what is missing of the system packages `names`, or say how."""
    if not names or not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status}\t${Package}\t${Provides}\n"]
    present = read_package_list(subprocess.run(query, stdout=subprocess.PIPE, text=True, check=True).stdout)
    missing = [name for name in names if name not in present]
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    by_hand = "sudo " + " ".join(install)
    if os.geteuid() == 0:
        rights = []
    elif (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0
    ):
        rights = ["sudo", "-n"]
    else:
        raise SetupError("System packages are missing. Install them, then start this again:\n\n    " + by_hand)
    say("Installing system packages: " + " ".join(missing))
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    quietly([*rights, "apt-get", "update", "-q"])  # an old list of packages may still do
    if quietly([*rights, *install]):
        raise SetupError("The system packages could not be installed. Try by hand:\n\n    " + by_hand)


# --- the virtual environment ---


def version_of(python: Path, module: str = "sys") -> str:
    """The version ("3.11") of an interpreter that starts and has `module`; otherwise empty."""
    code = f"import sys, {module}; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([str(python), "-I", "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def stamp_line(lock: Path, version: str) -> str:
    """What STAMP says once `lock` is installed for that Python."""
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()} python{version}"


def is_ready(lock: Path) -> bool:
    """Whether all that `lock` names is installed for the Python that is really there."""
    if UNFINISHED.exists() or not STAMP.exists():
        return False
    return stamp_line(lock, version_of(PYTHON)) in STAMP.read_text(encoding="utf-8").splitlines()


def _try_lock(file) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextlib.contextmanager
def one_at_a_time():
    """Hold SETUP_LOCK; the system lets go of it even if we are killed."""
    SETUP_LOCK.parent.mkdir(exist_ok=True)
    with SETUP_LOCK.open("w") as file:
        waiting = False
        while not _try_lock(file):
            if not waiting:
                say("Another set-up is at work here; waiting for it.")
            waiting = True
            time.sleep(0.2)
        yield


def make_venv() -> None:
    """Make .venv anew."""
    say("Making the virtual environment .venv")
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
    except OSError as error:
        raise SetupError(f"The old .venv cannot be removed: {error}. Close the program, then try again.") from error
    if quietly([str(BASE_PYTHON), "-m", "venv", str(VENV)]):
        raise SetupError("The virtual environment could not be made; the lines above say why.")


def install(locks: list[Path]) -> None:
    """Bring .venv to what the last of `locks` says. UNFINISHED stands while a kill would leave halves behind."""
    usable = not UNFINISHED.exists() and version_of(PYTHON, "pip") and STAMP.parent.exists()
    UNFINISHED.touch()
    if not usable:
        make_venv()
    STAMP.unlink(missing_ok=True)
    say("Installing Python packages (the first time about 150 MB are downloaded)")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    failed = quietly([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(locks[-1])])
    if not failed:
        lines = [stamp_line(lock, version_of(PYTHON)) for lock in locks]
        STAMP.write_text("\n".join(lines) + "\n", encoding="utf-8")
    UNFINISHED.unlink()  # when pip fails in an orderly way it has put back what it replaced
    if failed:
        raise SetupError("The Python packages could not be installed; the lines above say why.")


def set_up(task: str) -> None:
    """Everything that `task` needs; next to nothing the second time."""
    packages = packages_for(task, has_screen(sys.platform, dict(os.environ)))
    locks = [LOCK, DEV_LOCK] if task in ("test", "faults") else [LOCK]
    ready = is_ready(locks[-1])
    if not ready and not version_of(BASE_PYTHON, "ensurepip"):
        packages = [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv", *packages]
    ensure_packages(packages)
    if not ready:
        with one_at_a_time():
            if not is_ready(locks[-1]):  # the one we waited for may have done it
                install(locks)


# --- the commands ---


def module(name: str, arguments: list[str]) -> list[str]:
    """The command that runs a module of this checkout, whatever the current folder holds (-P)."""
    return [str(PYTHON), "-P", "-m", name, *arguments]


def call(command: list[str]) -> int:
    """Run `command` to its end; its exit code, as a shell gives it."""
    process = subprocess.Popen(command)
    while True:
        try:
            code = process.wait()
            return code if code >= 0 else 128 - code
        except KeyboardInterrupt:  # Ctrl+C reached it too: it decides when to stop
            continue


def become(command: list[str]) -> int:
    """Run `command` in our place, so that signals reach it; Windows has no such thing."""
    if os.name == "nt":
        return call(command)
    os.execv(command[0], command)


def demo_folder(environment: dict[str, str], here: Path, moment: str) -> Path:
    """A folder that does not exist yet for what the story makes, or the one that the environment names."""
    if environment.get("XIAOJIA_DEMO_DIR"):
        return Path(environment["XIAOJIA_DEMO_DIR"])
    folder, count = here / "out" / f"demo-{moment}", 1
    while folder.exists():
        count += 1
        folder = here / "out" / f"demo-{moment}-{count}"
    return folder


def run(arguments: list[str]) -> int:
    """Start the program; without a screen and without a command, do its whole story on paper."""
    if arguments or has_screen(sys.platform, dict(os.environ)):
        return become(module("app", arguments))
    folder = demo_folder(dict(os.environ), Path.cwd(), time.strftime("%Y%m%d-%H%M%S"))
    say(f"There is no screen here, so the whole story is done without a window, into {folder}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    code = call(module("app", ["demo", str(folder), "--pictures"]))
    say("For the window, start this on an X11 or Wayland desktop, or on a virtual screen:")
    say("    apt-get install -y xvfb xauth && xvfb-run -a python3 dev.py run")
    return code


def test(arguments: list[str]) -> int:
    """Every check, to the end even if one fails; 1 if any did."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.chdir(ROOT)
    imports = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    steps = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "mypy": ["-m", "mypy", "--strict", "app"],
        "lint-imports": ["-c", imports],
        "pytest": ["-m", "pytest", "-n", "auto", "--dist", "worksteal", *arguments],
    }
    results = []
    for name, command in steps.items():
        say(f"--- {name}")
        begin = time.monotonic()
        code = call([str(PYTHON), *command])
        results.append((name, code, time.monotonic() - begin))
    for name, code, seconds in results:
        say(f"{name:14}{'ok' if code == 0 else 'FAILED':8}{seconds:6.1f} s")
    return int(any(code for _, code, _ in results))


def pictures(arguments: list[str]) -> int:
    """Pictures of every page, dialog and form, on no screen so that they come out the same everywhere."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return become(module("app.views.pictures", arguments))


def bench(arguments: list[str]) -> int:
    """How fast everything is, on files and sheets of a size that nobody has."""
    return become(module("tests.bench", arguments))


def faults(arguments: list[str]) -> int:
    """Whether everything that was said to be safe stays safe when the PC, the disk or the stick fails."""
    os.chdir(ROOT)
    return become(module("tests.faults", arguments))


COMMANDS = {"run": run, "test": test, "pictures": pictures, "bench": bench, "faults": faults}


def main(argv: list[str]) -> int:
    """One of COMMANDS; 2 if the set-up or the command line is at fault."""
    if not argv or argv[0] not in COMMANDS:
        say(__doc__.strip())
        return 0 if argv in (["-h"], ["--help"]) else 2
    if sys.version_info < OLDEST_PYTHON:
        say("Python 3.11 or newer is needed; this is " + sys.version.split()[0])
        return 2
    try:
        set_up(argv[0])
    except SetupError as error:
        say(str(error))
        return 2
    os.environ["PYTHONPATH"] = str(ROOT)
    return COMMANDS[argv[0]](argv[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
