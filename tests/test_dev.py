"""dev.py: what it decides, and real set-ups of a tiny program in a folder with an awkward name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import dev

TINY_APP = """
import os, sys
print(os.getcwd() if sys.argv[1:] == ["where"] else "|".join(sys.argv[1:]))
sys.exit(7)
"""
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="system packages are a matter of Debian")


@dataclass(frozen=True)
class Checkout:
    """A copy of dev.py with a tiny program and locks that name no package, so that no network is needed."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def dev(self, *arguments: str, here: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        return subprocess.run(
            [sys.executable, str(self.root / "dev.py"), *arguments],
            cwd=here or self.root,
            env=inherited | {"PIP_NO_INDEX": "1"} | environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def make_checkout(root: Path) -> Checkout:
    (root / "app").mkdir(parents=True)
    shutil.copy(dev.__file__, root / "dev.py")
    (root / "app" / "__init__.py").touch()
    (root / "app" / "__main__.py").write_text(TINY_APP, encoding="utf-8")
    for lock in (dev.LOCK, dev.DEV_LOCK):
        (root / lock.name).write_text("# nothing\n", encoding="utf-8")
    return Checkout(root)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout whose set-up is done; tests leave it that way."""
    checkout = make_checkout(tmp_path_factory.mktemp("dev") / "职工 小家 100%d")
    assert checkout.dev("run", "anything").returncode == 7
    return checkout


# --- what it decides ---


@pytest.mark.parametrize(
    ("platform", "environment", "screen"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
    ],
)
def test_linux_has_a_screen_only_where_one_is_named(platform: str, environment: dict[str, str], screen: bool) -> None:
    assert dev.has_screen(platform, environment) is screen


def test_a_headless_command_needs_no_system_package() -> None:
    assert dev.packages_for("run", screen=False) == []


def test_a_window_needs_more_packages_than_pictures() -> None:
    assert set(dev.packages_for("run", screen=True)) > set(dev.packages_for("pictures", screen=True))


def test_tests_need_every_package_that_the_window_needs() -> None:
    assert set(dev.packages_for("test", screen=False)) > set(dev.packages_for("run", screen=True))


def test_a_package_counts_as_present_only_when_installed() -> None:
    assert dev.read_package_list("installed\txauth\t\nconfig-files\tstrace\t\n") == {"xauth"}


def test_a_renamed_library_counts_under_its_old_name() -> None:
    present = dev.read_package_list("installed\tlibglib2.0-0t64\tlibglib2.0-0 (= 2.80.0), libglib2.0-0-old\n")

    assert {"libglib2.0-0t64", "libglib2.0-0", "libglib2.0-0-old"} <= present


def test_the_demo_never_goes_into_a_folder_that_exists(tmp_path: Path) -> None:
    first = dev.demo_folder({}, tmp_path, "20270110-080000")
    first.mkdir(parents=True)

    assert dev.demo_folder({}, tmp_path, "20270110-080000") not in {first, first.parent}


def test_the_demo_goes_where_the_environment_says(tmp_path: Path) -> None:
    assert dev.demo_folder({"XIAOJIA_DEMO_DIR": str(tmp_path)}, Path(), "now") == tmp_path


def test_the_stamp_changes_with_the_lock_and_with_the_python(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("one", encoding="utf-8")
    before = dev.stamp_line(lock, "3.11")
    lock.write_text("two", encoding="utf-8")

    assert len({before, dev.stamp_line(lock, "3.11"), dev.stamp_line(lock, "3.12")}) == 3


def test_a_python_that_is_gone_has_no_version(tmp_path: Path) -> None:
    assert dev.version_of(tmp_path / "gone") == ""


def test_a_python_without_the_module_has_no_version() -> None:
    assert dev.version_of(Path(sys.executable), "no_such_module") == ""


def test_a_sound_python_tells_its_version() -> None:
    assert dev.version_of(Path(sys.executable), "json") == f"{sys.version_info[0]}.{sys.version_info[1]}"


@POSIX_ONLY
def test_without_rights_the_exact_command_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for program in ("dpkg-query", "apt-get"):
        (tmp_path / program).write_text("#!/bin/sh\nprintf 'installed\\txauth\\t\\n'\n", encoding="utf-8")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    with pytest.raises(dev.SetupError) as refusal:
        dev.ensure_packages(["xauth", "strace", "xvfb"])

    assert str(refusal.value).endswith("sudo apt-get install -y --no-install-recommends strace xvfb")


# --- what it does ---


def test_without_a_command_it_explains_itself(ready: Checkout) -> None:
    answer = ready.dev()

    assert (answer.returncode, answer.stdout) == (2, "")
    assert "python3 dev.py run" in answer.stderr


def test_arguments_output_and_exit_code_pass_through(ready: Checkout) -> None:
    answer = ready.dev("run", "add", "张三 100%", '{"a": "b"}', "--", "-x")

    assert (answer.returncode, answer.stdout) == (7, 'add|张三 100%|{"a": "b"}|--|-x\n')


def test_the_second_time_nothing_is_set_up(ready: Checkout) -> None:
    answer = ready.dev("run", "again")

    assert (answer.stdout, answer.stderr) == ("again\n", "")


def test_the_program_starts_where_the_person_stands(ready: Checkout, tmp_path: Path) -> None:
    assert ready.dev("run", "where", here=tmp_path).stdout.strip() == str(tmp_path)


def test_a_folder_named_app_where_the_person_stands_is_not_started(ready: Checkout, tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_text("print('wrong program')", encoding="utf-8")

    assert ready.dev("run", "right", here=tmp_path).stdout == "right\n"


@POSIX_ONLY
def test_without_a_screen_the_story_is_done_on_paper_and_the_window_explained(ready: Checkout, tmp_path: Path) -> None:
    answer = ready.dev("run", here=tmp_path)

    assert answer.returncode == 7
    assert answer.stdout.startswith(f"demo|{tmp_path / 'out' / 'demo-'}")
    assert answer.stdout.endswith("|--pictures\n")
    assert "There is no screen here" in answer.stderr
    assert "xvfb-run" in answer.stderr


def test_a_changed_lock_is_installed_into_the_same_environment(ready: Checkout) -> None:
    (ready.venv / "kept").touch()
    (ready.root / dev.LOCK.name).write_text("# nothing, but otherwise\n", encoding="utf-8")

    answer = ready.dev("run", "go")

    assert "Installing Python packages" in answer.stderr
    assert (ready.venv / "kept").exists()


def test_packages_that_cannot_be_had_stop_it_but_spoil_nothing(ready: Checkout) -> None:
    lock = ready.root / dev.LOCK.name
    wanted = lock.read_text(encoding="utf-8")
    lock.write_text(f"no-such-package-of-ours==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    (ready.venv / "kept").touch()

    refused = ready.dev("run", "go")
    lock.write_text(wanted, encoding="utf-8")
    again = ready.dev("run", "go")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "could not be installed" in refused.stderr
    assert again.returncode == 7
    assert (ready.venv / "kept").exists()


def test_a_set_up_that_was_killed_is_made_anew(ready: Checkout) -> None:
    (ready.root / "build" / dev.UNFINISHED.name).touch()
    (ready.venv / "half").touch()

    answer = ready.dev("run", "go")

    assert (answer.returncode, answer.stdout) == (7, "go\n")
    assert not (ready.venv / "half").exists()
    assert not (ready.root / "build" / dev.UNFINISHED.name).exists()
