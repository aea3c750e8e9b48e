"""Where a data file lies, and whether it may be kept there while it is in use (reliability A6, M6).

No way of writing is safe on a stick that is pulled out (1 of 75 pulls ruined the file), network drives lie about
locks, and a sync program replaces the file underneath; so the first two are refused and the last is warned about.
Backups may go anywhere: this is about the live file only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path, PurePath

from app.errors import NOTHING_CHANGED, ErrorCode, KnownError
from app.frozen import dataclass
from app.i18n import Label
from app.models.store.volumes import Volume, volumes_for


class Kind(StrEnum):
    """What a place is for the live file."""

    LOCAL = "local"
    REMOVABLE = "removable"
    NETWORK = "network"
    FORMAT = "format"
    """A disk inside the PC, but formatted in a way that a power cut can ruin (FAT, exFAT)."""
    CLOUD = "cloud"
    COPY = "copy"
    """Named like the second copy that a sync program or the file manager leaves."""


@dataclass(frozen=True)
class Place:
    """The kind of a place and, unless it is a good one, why not."""

    kind: Kind
    reason: Label | None = None

    @property
    def refused(self) -> bool:
        """True where the live file may not be."""
        return self.kind in (Kind.REMOVABLE, Kind.NETWORK, Kind.FORMAT)


GOOD = Place(Kind.LOCAL)
_BAD = {
    Kind.REMOVABLE: Label("这里是U盘或移动硬盘，中途拔出会弄坏资料。"),
    Kind.NETWORK: Label("这里是共享盘或网络盘，断网或两人同时写会弄坏资料。"),
    Kind.FORMAT: Label("这个盘的格式（FAT）在断电时会弄坏资料。"),
    Kind.CLOUD: Label("这个文件夹会被“{name}”自动上传，可能把资料换成旧的，也会把资料传到网上。"),
    Kind.COPY: Label("“{name}”像是另一份资料的副本。先看清楚哪一份是在用的，别两份都记。"),
}

_FAT = {"vfat", "msdos", "exfat", "fat", "fat32", "fat16", "fat12"}
_NETWORK = {"cifs", "smb3", "smbfs", "nfs", "nfs4", "ncpfs", "davfs", "afs", "ceph", "lustre", "glusterfs", "beegfs"}
_NETWORK_FUSE = {
    "sshfs", "davfs2", "davfs", "gvfsd-fuse", "kio-fuse", "rclone", "s3fs", "smbnetfs", "curlftpfs", "glusterfs",
    "jmtpfs", "simple-mtpfs", "go-mtpfs", "ifuse", "onedriver", "google-drive-ocamlfuse",
}  # fmt: skip

_CLOUD_FOLDERS = {
    "onedrive": "OneDrive",
    "skydrive": "OneDrive",
    "wps云盘": "WPS云盘",
    "wps cloud files": "WPS云盘",
    "wpsdrive": "WPS云盘",
    "wps drive": "WPS云盘",
    "kingsoftdata": "WPS云盘",
    "坚果云": "坚果云",
    "我的坚果云": "坚果云",
    "nutstore": "坚果云",
    "nutstore files": "坚果云",
    "百度网盘": "百度网盘",
    "百度网盘同步空间": "百度网盘",
    "baidusyncdisk": "百度网盘",
    "baidusync": "百度网盘",
    "baidunetdisk": "百度网盘",
    "baidunetdiskworkspace": "百度网盘",
    "阿里云盘": "阿里云盘",
    "adrive": "阿里云盘",
    "天翼云盘": "天翼云盘",
    "微云": "微云",
    "weiyun": "微云",
    "腾讯微云": "微云",
    "dropbox": "Dropbox",
    "icloud": "iCloud",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "syncthing": "Syncthing",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
    "resilio sync": "Resilio Sync",
    "mega": "MEGA",
}
_CLOUD_ENDINGS = re.compile(r"^(?P<name>.+?)(?: ?[-–_] ?.+| ?[(（].+[)）])$")
_COPY_NAME = re.compile(
    r"副本|冲突|conflict(?:ed|s)?\b|\bcopy(?: ?\(\d+\))?$|\.sync-conflict-|[(（]\d{1,3}[)）]$", re.IGNORECASE
)


def classify_place(path: PurePath, volumes: Iterable[Volume] | None = None) -> Place:
    """What the place of the file `path` is; `volumes` stands in for the PC's own (tests)."""
    if volumes is None:
        here = Path(path).resolve()
        path, volumes = here, volumes_for(here)
    volume = _volume_holding(path, volumes)
    bad = _bad_volume(path, volume)
    if bad is not None:
        return Place(bad, _BAD[bad])
    cloud = _cloud_name(path)
    if cloud:
        return Place(Kind.CLOUD, Label(_BAD[Kind.CLOUD].msgid, name=cloud))
    if _COPY_NAME.search(path.stem):
        return Place(Kind.COPY, Label(_BAD[Kind.COPY].msgid, name=path.name))
    return GOOD


def require_safe_place(path: Path) -> Label | None:
    """Refuse a place where the live file would be ruined; return a warning where it is only in danger."""
    place = classify_place(path)
    if not place.refused or place.reason is None:
        return place.reason
    raise KnownError(
        ErrorCode.UNSAFE_PLACE,
        place.reason,
        safe=NOTHING_CHANGED,
        next=Label("把资料放到这台电脑自己的硬盘上，再打开。备份可以放在U盘上。"),
    )


def _bad_volume(path: PurePath, volume: Volume | None) -> Kind | None:
    if str(path).startswith(("\\\\", "//")):
        return Kind.NETWORK
    if volume is None:
        return None
    form, _, helper = volume.format.casefold().partition(".")
    if volume.network or form in _NETWORK or helper in _NETWORK_FUSE:
        return Kind.NETWORK
    if volume.removable:
        return Kind.REMOVABLE
    return Kind.FORMAT if form in _FAT or helper in _FAT else None


def _volume_holding(path: PurePath, volumes: Iterable[Volume]) -> Volume | None:
    """The volume with the longest root; of several mounted over each other, the last."""
    holding: Volume | None = None
    for volume in volumes:
        if path.is_relative_to(volume.root) and (holding is None or len(volume.root.parts) >= len(holding.root.parts)):
            holding = volume
    return holding


def _cloud_name(path: PurePath) -> str:
    for part in path.parent.parts:
        folded = part.casefold()
        found = _CLOUD_FOLDERS.get(folded)
        if not found and (ending := _CLOUD_ENDINGS.match(folded)):
            found = _CLOUD_FOLDERS.get(ending["name"].rstrip())
        if found:
            return found
    return ""
