"""Which disks are somewhere else. Pure.

SQLite's write-ahead log needs memory that all its users share, which they do not over a network:
https://www.sqlite.org/wal.html
"""

from pathlib import Path

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
LOCAL = {
    "fuse.gocryptfs",
    "fuse.encfs",
    "fuse.mergerfs",
    "fuse.ntfs-3g",
    "fuse.overlayfs",
    "fuse.fuse-overlayfs",
}


def network_filesystem(path: Path, mountinfo: str) -> str:
    """The kind of the network file system that an absolute path without links lies on; empty where it lies on
    none. `mountinfo` is /proc/self/mountinfo: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html"""
    at, kind = Path("/"), ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].encode().decode("unicode_escape"))
        if path.is_relative_to(point) and len(point.parts) >= len(at.parts):
            at, kind = point, after.split()[0]
    return kind if kind in NETWORK_TYPES or (kind.startswith("fuse.") and kind not in LOCAL) else ""
