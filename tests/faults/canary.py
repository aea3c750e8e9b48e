"""One person's name, number, telephone and illness are looked for on the raw disk after the whole story (F1, B8, F9).

The raw disk also holds what was deleted: temporary files, rollback journals, backups. Sheets and papers that the user
asked for lie on another disk. The control: the same words, written and deleted, are found in every form.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.faults.promises import NotHereError, Promise, Result, Tier

SECRETS: Mapping[str, str] = {
    "name": "诸葛金丝雀",
    "number": "110105196812310013",
    "phone": "13971234568",
    "illness": "特发性金丝雀综合征",
}
PERSON = {"name": SECRETS["name"], "id_no": SECRETS["number"], "phone": SECRETS["phone"], "remark": SECRETS["illness"]}
DISK = 96 << 20
_CODES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


def forms(text: str) -> Iterator[tuple[str, bytes]]:
    """Every way in which a text might lie somewhere."""
    for code in _CODES:
        raw = text.encode(code)
        yield code, raw
        yield f"{code}, hex", raw.hex().encode()
        yield f"{code}, HEX", raw.hex().upper().encode()
        for shift in range(3):  # base64 reads three bytes at a time: the text may begin at any of them
            inner = base64.b64encode(bytes(shift) + raw)
            yield f"{code}, base64 {shift}", inner[-(-shift * 8 // 6) + (shift > 0) : -4]
    yield "json", text.encode("ascii", "backslashreplace")


def needles() -> dict[bytes, str]:
    """All forms of all secrets, each once."""
    found: dict[bytes, str] = {}
    for secret, text in SECRETS.items():
        for form, raw in forms(text):
            found.setdefault(raw, f"{secret} as {form}")
    return found


def search(image: Path) -> list[str]:
    """Which of them lie on the disk."""
    content = image.read_bytes()
    return [form for raw, form in needles().items() if raw in content]


def _make_disk(image: Path) -> None:
    with image.open("wb") as file:
        file.truncate(DISK)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)


def _in_namespace(*command: object) -> subprocess.CompletedProcess[str]:
    words = ["unshare", "-m", "--propagation", "private", *map(str, command)]
    return subprocess.run(words, capture_output=True, text=True, timeout=600, check=False)


def _control(folder: Path) -> list[str]:
    """What is not found though it was there and was deleted."""
    image, place = folder / "control.img", folder / "control"
    place.mkdir()
    _make_disk(image)
    words = folder / "words"
    words.write_bytes(b"\n".join(needles()))
    lines = f"mount -o loop {image} {place} && cp {words} {place}/x && sync && rm {place}/x && sync && umount {place}"
    done = _in_namespace("sh", "-c", lines)
    if done.returncode:
        raise NotHereError(f"no disk can be mounted here: {done.stderr.strip()[-200:]}")
    found = set(search(image))
    return [f"the control does not find {form}" for form in needles().values() if form not in found]


def canary(tier: Tier, folder: Path) -> Result:
    """Tell the story and search the disk."""
    if not hasattr(os, "geteuid") or os.geteuid() or not all(map(shutil.which, ("unshare", "mkfs.ext4", "mount"))):
        raise NotHereError("mounts a disk of its own: only as root, with unshare and mkfs.ext4")
    bad = _control(folder)
    _make_disk(folder / "disk.img")
    done = _in_namespace(sys.executable, "-m", "tests.faults.canary_story", folder)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    bad += [f"found on the disk: {form}" for form in search(folder / "disk.img")]
    bad += [f"not on the desk, so the story was not told: {name}" for name in _missing(folder / "desk")]
    bad += [f"found in what was said: {form}" for raw, form in needles().items() if raw in done.stderr.encode()]
    return Result(
        len(needles()), bad, "data, temporary files, HOME, logs, journal, report and stick, deleted blocks too"
    )


def _missing(desk: Path) -> list[str]:
    return [name for name in ("导出.xlsx", "名册.pdf") if not (desk / name).exists()]


PROMISES = (
    Promise(
        "canary",
        "one person's name, number, telephone, illness in any of their forms on the raw disk after the whole story",
        canary,
        count_long=40,
    ),
)
