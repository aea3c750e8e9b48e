"""The sticks that are plugged in, as their owner knows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.store.volumes import Volume
from app.services.drives import Drive, drives_of


def test_a_stick_is_named_as_it_was_mounted(tmp_path: Path) -> None:
    stick = tmp_path / "金士顿"
    stick.mkdir()

    found = drives_of([Volume(stick, "vfat", removable=True)])

    assert [(drive.root, drive.name) for drive in found] == [(stick, "金士顿")]
    assert found[0].free > 0


@pytest.mark.parametrize(
    "volume",
    [
        pytest.param({"format": "ext4"}, id="a disk inside the PC"),
        pytest.param({"format": "iso9660", "removable": True}, id="a disc that cannot be written"),
        pytest.param({"format": "cifs", "network": True}, id="a drive of the network"),
    ],
)
def test_what_is_no_stick_is_not_offered(tmp_path: Path, volume: dict[str, object]) -> None:
    assert drives_of([Volume(tmp_path, **volume)]) == []  # type: ignore[arg-type]


def test_a_stick_pulled_out_meanwhile_is_not_offered(tmp_path: Path) -> None:
    assert drives_of([Volume(tmp_path / "gone", "vfat", removable=True)]) == []


def test_a_stick_is_told_with_its_letter_and_what_is_free() -> None:
    assert str(Drive(Path("/"), "金士顿", "E:", 12_300_000_000).words) == "U盘 金士顿 (E:) 剩 12.3 GB"
    assert str(Drive(Path("/"), "KINGSTON", "", 1_500_000_000).words) == "U盘 KINGSTON 剩 1.5 GB"
