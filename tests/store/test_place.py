from __future__ import annotations

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from app.errors import ErrorCode, KnownError
from app.models.store import place
from app.models.store.place import Kind, classify_place, require_safe_place
from app.models.store.volumes import Volume, can_be_pulled_out, read_mounts, windows_volume

# As Linux writes them; the device numbers 8:17, 8:33 and 179:1 are sticks and cards here.
MOUNTS = r"""
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
23 22 0:40 / /var/lib/box rw - overlay overlay rw,lowerdir=/a
24 22 0:41 / /tmp rw - tmpfs tmpfs rw
25 22 0:42 / /srv/shared rw - virtiofs host rw
26 22 0:43 / /mnt/c rw - 9p C:\134 rw,trans=fd
27 22 0:44 /@home /home rw shared:1 - btrfs /dev/sda2 rw
28 22 259:1 / /data rw - xfs /dev/nvme0n1p1 rw
29 22 0:45 / /tank rw - zfs tank rw
30 22 8:17 / /media/li/UNION rw master:2 - vfat /dev/sdb1 rw
31 22 8:33 / /media/li/big\040disk rw - ext4 /dev/sdc1 rw
32 22 8:33 / /media/li/ntfs rw - fuseblk /dev/sdc1 rw
33 22 8:3 / /windows rw - fuseblk /dev/sda3 rw
34 22 8:4 / /windows/old rw - vfat /dev/sda4 rw
35 22 8:5 / /exchange rw - exfat /dev/sda5 rw
36 22 179:1 / /media/card rw - exfat /dev/mmcblk0p1 rw
37 22 0:50 / /mnt/office rw - cifs //server/office rw
38 22 0:51 / /mnt/nas rw - nfs4 nas:/x rw
39 22 0:52 / /mnt/web rw - fuse.sshfs me@there: rw
40 22 0:53 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
41 22 0:54 / /run/user/1000/doc rw - fuse.portal portal rw
42 22 0:55 / /mnt/dav rw - davfs https://x rw
43 22 0:56 / /mnt/smb rw - smb3 //s/x rw
44 22 0:57 / /over rw - nfs nas:/over rw
45 44 254:0 / /over rw - ext4 /dev/vda rw
"""
LINUX = read_mounts(MOUNTS, lambda number, source: number in {"8:17", "8:33", "179:1"})
C = windows_volume(PureWindowsPath("C:\\"), 3, "NTFS")

LINUX_PLACES = [
    ("/root/工会.xiaojia", Kind.LOCAL),
    ("/var/lib/box/工会.xiaojia", Kind.LOCAL),
    ("/tmp/工会.xiaojia", Kind.LOCAL),
    ("/srv/shared/工会.xiaojia", Kind.LOCAL),
    ("/mnt/c/工会.xiaojia", Kind.LOCAL),
    ("/home/li/工会.xiaojia", Kind.LOCAL),
    ("/data/工会.xiaojia", Kind.LOCAL),
    ("/tank/工会.xiaojia", Kind.LOCAL),
    ("/windows/工会.xiaojia", Kind.LOCAL),
    ("/run/user/1000/doc/工会.xiaojia", Kind.LOCAL),
    ("/over/工会.xiaojia", Kind.LOCAL),
    ("/mnt/office2/工会.xiaojia", Kind.LOCAL),
    ("/media/li/UNION/工会.xiaojia", Kind.REMOVABLE),
    ("/media/li/big disk/a/b/工会.xiaojia", Kind.REMOVABLE),
    ("/media/li/ntfs/工会.xiaojia", Kind.REMOVABLE),
    ("/media/card/工会.xiaojia", Kind.REMOVABLE),
    ("/windows/old/工会.xiaojia", Kind.FORMAT),
    ("/exchange/工会.xiaojia", Kind.FORMAT),
    ("/mnt/office/工会.xiaojia", Kind.NETWORK),
    ("/mnt/nas/x/工会.xiaojia", Kind.NETWORK),
    ("/mnt/web/工会.xiaojia", Kind.NETWORK),
    ("/run/user/1000/gvfs/smb-share:server=x/工会.xiaojia", Kind.NETWORK),
    ("/mnt/dav/工会.xiaojia", Kind.NETWORK),
    ("/mnt/smb/工会.xiaojia", Kind.NETWORK),
    ("/home/li/坚果云/工会.xiaojia", Kind.CLOUD),
    ("/home/li/Nutstore Files/我的坚果云/工会.xiaojia", Kind.CLOUD),
    ("/home/li/Dropbox (个人)/工会/工会.xiaojia", Kind.CLOUD),
    ("/home/li/Syncthing/工会.xiaojia", Kind.CLOUD),
    ("/home/li/工会 (1).xiaojia", Kind.COPY),
    ("/home/li/工会（2）.xiaojia", Kind.COPY),
    ("/home/li/工会.sync-conflict-20261122-101010-ABCDEFG.xiaojia", Kind.COPY),
    ("/home/li/工会 (li's conflicted copy 2026-11-22).xiaojia", Kind.COPY),
    ("/home/li/工会(2027).xiaojia", Kind.LOCAL),
    ("/home/li/onedrive使用说明/copyright.xiaojia", Kind.LOCAL),
]
WINDOWS_PLACES = [
    (r"C:\Users\李\AppData\Local\xiaojia\工会.xiaojia", C, Kind.LOCAL),
    (r"D:\工会\工会.xiaojia", windows_volume(PureWindowsPath("D:\\"), 3, "NTFS"), Kind.LOCAL),
    (r"D:\工会\工会.xiaojia", windows_volume(PureWindowsPath("D:\\"), 3, "FAT32"), Kind.FORMAT),
    (r"E:\工会.xiaojia", windows_volume(PureWindowsPath("E:\\"), 2, "FAT32"), Kind.REMOVABLE),
    (r"E:\工会.xiaojia", windows_volume(PureWindowsPath("E:\\"), 2, "NTFS"), Kind.REMOVABLE),
    (r"F:\工会.xiaojia", windows_volume(PureWindowsPath("F:\\"), 5, "CDFS"), Kind.REMOVABLE),
    (r"Z:\工会.xiaojia", windows_volume(PureWindowsPath("Z:\\"), 4, "NTFS"), Kind.NETWORK),
    (r"\\server\office\工会.xiaojia", C, Kind.NETWORK),
    (r"C:\Users\李\OneDrive\工会.xiaojia", C, Kind.CLOUD),
    (r"C:\Users\李\OneDrive - 某某公司\文档\工会.xiaojia", C, Kind.CLOUD),
    (r"C:\Users\李\WPSDrive\123\WPS云盘\工会.xiaojia", C, Kind.CLOUD),
    (r"D:\BaiduSyncdisk\工会.xiaojia", windows_volume(PureWindowsPath("D:\\"), 3, "NTFS"), Kind.CLOUD),
    (r"C:\Users\李\iCloudDrive\工会.xiaojia", C, Kind.CLOUD),
    (r"C:\工会\工会 - 副本.xiaojia", C, Kind.COPY),
    (r"C:\工会\工会（冲突-办公室2）.xiaojia", C, Kind.COPY),
]


@pytest.mark.parametrize(("path", "kind"), LINUX_PLACES)
def test_every_place_on_linux_is_told_apart(path: str, kind: Kind) -> None:
    assert classify_place(PurePosixPath(path), LINUX).kind is kind


@pytest.mark.parametrize(("path", "volume", "kind"), WINDOWS_PLACES)
def test_every_place_on_windows_is_told_apart(path: str, volume: Volume, kind: Kind) -> None:
    assert classify_place(PureWindowsPath(path), [volume]).kind is kind


@pytest.mark.parametrize("bad", ["removable", "network", "format"])
def test_a_place_that_would_ruin_the_file_is_refused_and_another_one_named(
    bad: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = Volume(PurePath("/"), "vfat" if bad == "format" else "ext4", bad == "removable", bad == "network")
    monkeypatch.setattr(place, "volumes_for", lambda path: [volume])
    with pytest.raises(KnownError) as caught:
        require_safe_place(tmp_path / "工会.xiaojia")
    assert caught.value.code is ErrorCode.UNSAFE_PLACE
    assert "硬盘" in str(caught.value.next)


def test_a_synced_folder_is_warned_about_by_name_and_not_refused(tmp_path: Path) -> None:
    warning = require_safe_place(tmp_path / "坚果云" / "工会.xiaojia")
    assert warning is not None and "坚果云" in str(warning)


def test_an_ordinary_folder_of_this_pc_is_taken_without_a_word(tmp_path: Path) -> None:
    assert require_safe_place(tmp_path / "工会.xiaojia") is None


def test_a_link_to_a_stick_does_not_hide_the_stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "stick")
    volumes = [Volume(PurePosixPath("/"), "ext4"), Volume(tmp_path / "stick", "vfat", removable=True)]
    monkeypatch.setattr(place, "volumes_for", lambda path: volumes)
    assert classify_place(tmp_path / "link" / "工会.xiaojia").kind is Kind.REMOVABLE


def test_a_device_that_the_system_does_not_know_counts_as_built_in() -> None:
    assert not can_be_pulled_out("4095:4095", "no-such-device")


@pytest.mark.parametrize(
    ("folder", "flag", "expected"),
    [
        ("devices/pci0/usb2/2-1/host6/block/sdb/sdb1", "0", True),
        ("devices/pci0/mmc0/block/mmcblk0/mmcblk0p1", "1", True),
        ("devices/pci0/ata1/block/sda/sda1", "0", False),
    ],
)
def test_sticks_cards_and_usb_disks_are_recognised_also_beneath_encryption(
    folder: str, flag: str, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partition = tmp_path / folder
    partition.mkdir(parents=True)
    (partition.parent / "removable").write_text(flag + "\n")
    mapped = tmp_path / "devices" / "virtual" / "dm-0"
    (mapped / "slaves").mkdir(parents=True)
    (mapped / "slaves" / partition.name).symlink_to(partition)
    numbers = tmp_path / "numbers"
    numbers.mkdir()
    (numbers / "8:17").symlink_to(partition)
    (numbers / "253:0").symlink_to(mapped)
    monkeypatch.setattr("app.models.store.volumes._BLOCK_NUMBERS", numbers)
    assert can_be_pulled_out("8:17", "/dev/x") is expected
    assert can_be_pulled_out("253:0", "/dev/mapper/x") is expected
