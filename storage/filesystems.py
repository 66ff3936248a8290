"""Tells what a folder lies on, from the list of mounts, and syncs files to the disk.

SQLite's write-ahead log needs memory that all its users share, which a network cannot give:
https://www.sqlite.org/wal.html
"""

import os
from pathlib import Path

MOUNTS = Path("/proc/self/mountinfo")

NETWORK_TYPES = {
    "9p",
    "afs",
    "ceph",
    "cifs",
    "gfs2",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "smb3",
    "smbfs",
}
LOCAL_FUSE = {
    "fuse.gocryptfs",
    "fuse.encfs",
    "fuse.mergerfs",
    "fuse.ntfs-3g",
    "fuse.overlayfs",
    "fuse.fuse-overlayfs",
}


IN_MEMORY = {"tmpfs", "ramfs"}


def network_filesystem(path: Path, mountinfo: str) -> str:
    """Return the type of the network file system that holds an absolute path without links, or "" if none
    does."""
    _, kind = mount_of(path, mountinfo)
    return kind if kind in NETWORK_TYPES or (kind.startswith("fuse.") and kind not in LOCAL_FUSE) else ""


def lasts_as_long(path: Path, other: Path, mountinfo: str) -> bool:
    """Return True if what is written at `path` lasts as long as what is written at `other`, even in a
    container that is made anew at each start: both lie on one mount, or `path` lies on a mounted volume. The
    root of a machine with a disk for `other` looks like that of a container, and counts as that."""
    (point, kind), (other_point, _) = mount_of(path, mountinfo), mount_of(other, mountinfo)
    return point == other_point or (point != Path("/") and kind not in IN_MEMORY)


def mount_of(path: Path, mountinfo: str) -> tuple[Path, str]:
    """Return the mount that holds an absolute path without links, and its type. `mountinfo` is
    /proc/self/mountinfo: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html"""
    mount, kind = Path("/"), ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].encode().decode("unicode_escape"))
        if path.is_relative_to(point) and len(point.parts) >= len(mount.parts):
            mount, kind = point, after.split()[0]
    return mount, kind


def mounts() -> str:
    """Return the list of mounts, or "" on a system without one."""
    return MOUNTS.read_text() if MOUNTS.exists() else ""


def sync_to_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, will survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
