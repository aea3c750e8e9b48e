from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.files import OpenFile
from tests.backup.backup_makers import Template, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def data_path(template: Template, tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    return template.copy(folder)


@pytest.fixture
def opened(template: Template, data_path: Path) -> Iterator[OpenFile]:
    with template.open(data_path) as file:
        yield file


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XIAOJIA_DATA_DIR", str(tmp_path / "own"))
    return tmp_path / "own"
