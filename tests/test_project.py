"""The project as a whole: what is shipped, what is locked, and the laws of the house."""

from __future__ import annotations

import ast
import hashlib
import re
import socket
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RESOURCES = ROOT / "app" / "resources"
SOURCES = sorted(ROOT.glob("app/**/*.py"))
TEXTS = sorted(
    path
    for pattern in ("*.py", "*.toml", "*.in", "*.lock", "*.md", ".ci/run", "app/**/*.*", "tests/**/*.*", "docs/**/*.*")
    for path in ROOT.glob(pattern)
    if path.suffix in {"", ".py", ".toml", ".in", ".lock", ".md", ".json", ".csv", ".po", ".mako", ".ini"}
)
LOCKS = ("requirements.lock", "requirements-dev.lock")

# One of the names on the right is enough where a package leaves the choice ("A OR B").
GOOD_LICENCES = {
    *("MIT", "MIT-0", "MIT-CMU", "MIT License", "BSD-2-Clause", "BSD-3-Clause", "BSD 3-Clause License"),
    *("BSD License", "Apache-2.0", "PSF-2.0"),
    *("LGPL-3.0-only", "GNU Lesser General Public License v2 or later (LGPLv2+)"),  # linked, never changed
}
# Packages that name no licence in their metadata: what a person read in the licence file they bring.
READ_BY_HAND = {
    "sqlcipher3": "This software is provided 'as-is', without any express or implied",  # zlib
    "pypdfium2": "BSD-3-Clause, Apache-2.0, dependency licenses",
}


def pins(lock: str) -> dict[str, set[str]]:
    """The versions that a lock names (one for each marker), by package."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def installed(names: set[str]) -> list[metadata.Distribution]:
    """Those of `names` that this system needs (a marker leaves out the others)."""
    return [next(iter(found)) for name in sorted(names) if (found := list(metadata.distributions(name=name)))]


def licences(package: metadata.Distribution) -> set[str]:
    """The licences a package offers, from the newest kind of statement it has."""
    about = package.metadata
    stated = about.get("License-Expression") or about.get("License") or ""
    classifiers = [
        entry.split(" :: ")[-1] for entry in about.get_all("Classifier") or [] if entry.startswith("License")
    ]
    return {part.strip(" ()") for part in stated.split(" OR ")} | set(classifiers)


# --- what is shipped ---


@pytest.mark.parametrize("folder", ["fonts", "icons"])
def test_fonts_and_icons_are_those_that_were_taken_in(folder: str) -> None:
    sums = (RESOURCES / folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    wanted = dict(reversed(line.split("  ")) for line in sums)
    files = [path for path in (RESOURCES / folder).iterdir() if path.name not in {"SHA256SUMS", "README.md"}]

    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == wanted


def test_every_font_brings_its_licence() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (RESOURCES / "fonts").glob("OFL-*.txt")}
    fonts = {path.stem.split("-")[0] for path in (RESOURCES / "fonts").glob("*.ttf")}

    assert set(texts) == {f"OFL-{font}.txt" for font in fonts}
    assert all("SIL OPEN FONT LICENSE Version 1.1" in text and "Copyright" in text for text in texts.values())


def test_every_package_that_is_shipped_has_a_licence_that_lets_us() -> None:
    unknown = {
        package.name: licences(package)
        for package in installed(set(pins("requirements.lock")))
        if not licences(package) & GOOD_LICENCES and package.name not in READ_BY_HAND
    }

    assert unknown == {}


@pytest.mark.parametrize(("name", "words"), READ_BY_HAND.items())
def test_a_licence_read_by_hand_still_reads_that_way(name: str, words: str) -> None:
    package = metadata.distribution(name)
    files = [Path(str(file.locate())) for file in package.files or [] if file.name == "LICENSE"]

    assert words in package.metadata.get("License", "") + "".join(file.read_text(encoding="utf-8") for file in files)


def test_the_project_is_under_the_apache_licence() -> None:
    assert SETTINGS["project"]["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in (ROOT / "LICENSE").read_text(encoding="utf-8")


# --- what is locked ---


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock: str) -> None:
    entries = re.split(r"^(?=\w)", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]

    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_folder(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if "/" in line or line.startswith("-")] == []


@pytest.mark.parametrize("requirements", ["requirements.in", "requirements-dev.in"])
def test_every_requirement_is_locked(requirements: str) -> None:
    lines = (ROOT / requirements).read_text(encoding="utf-8").splitlines()
    names = {match[0].lower().replace("_", "-") for line in lines if (match := re.match(r"[A-Za-z][\w.-]*", line))}

    assert names - set(pins(requirements.replace(".in", ".lock"))) == set()


def test_the_tests_run_on_the_versions_that_are_shipped() -> None:
    tested = pins("requirements-dev.lock")

    assert {name: tested.get(name) for name in pins("requirements.lock")} == pins("requirements.lock")


# --- the laws of the house ---


@pytest.mark.parametrize(
    ("layer", "forbidden"),
    [
        ("app.models", {"PySide6", "reportlab", "app.services", "app.reports", "app.views"}),
        ("app.services", {"PySide6", "reportlab", "app.reports", "app.views"}),
        ("app.reports", {"PySide6", "app.views"}),
        ("app.views", {"sqlalchemy", "reportlab"}),
        ("app.cli", {"PySide6", "app.views"}),
    ],
)
def test_each_layer_has_its_contract(layer: str, forbidden: set[str]) -> None:
    contracts = [c for c in SETTINGS["tool"]["importlinter"]["contracts"] if c.get("source_modules") == [layer]]

    assert [set(contract["forbidden_modules"]) for contract in contracts] == [forbidden]
    assert not any("ignore_imports" in contract for contract in contracts)


def test_no_part_of_the_program_stands_outside_the_layers() -> None:
    contracts = SETTINGS["tool"]["importlinter"]["contracts"]
    floors = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    named = {module for floor in floors for module in re.findall(r"[\w.]+", floor)}
    parts = {f"app.{path.stem}" for path in (ROOT / "app").iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}

    assert parts - {"app.__init__", "app.resources"} <= named


def test_pyproject_is_the_only_configuration_file() -> None:
    others = ("setup.cfg", "setup.py", "tox.ini", "pytest.ini", "mypy.ini", "ruff.toml", ".importlinter", ".coveragerc")

    assert [name for name in others if (ROOT / name).exists()] == []


def test_every_ignored_rule_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    blocks = re.findall(r"^ignore = \[\n(.*?)^\]|per-file-ignores\]\n(.*?)\n\n", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in "".join(block).splitlines()]

    assert lines
    assert [line for line in lines if not re.search(r"# \w", line)] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is_for(source: Path) -> None:
    tree = ast.parse(source.read_text(encoding="utf-8"))

    assert ast.get_docstring(tree) or not tree.body


def test_nothing_is_left_to_do_in_the_code() -> None:
    left_over = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    places = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*SOURCES, ROOT / "dev.py", *ROOT.glob("tests/**/*.py")]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if left_over.search(line)
    ]

    assert places == []


def test_no_file_names_a_registry_or_a_folder_of_the_machine_it_was_written_on() -> None:
    forbidden = re.compile("pypi" + r"\.org|python" + r"hosted|registry\.npm" + r"js|/wo" + "rk/(main|shared)")

    assert [str(path) for path in TEXTS if forbidden.search(path.read_text(encoding="utf-8"))] == []


# --- what holds for every test ---


def test_a_test_cannot_reach_the_network() -> None:
    with socket.socket(socket.AF_INET) as plug, pytest.raises(RuntimeError, match="no network"):
        plug.connect(("127.0.0.1", 9))


def test_a_test_cannot_look_up_a_host() -> None:
    with pytest.raises(RuntimeError, match="no network"):
        socket.getaddrinfo("localhost", 9)
