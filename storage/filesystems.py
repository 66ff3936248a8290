"""Detects network file systems. Pure.

SQLite's write-ahead log needs memory that all its users share, which a network cannot give:
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
LOCAL_FUSE = {
    "fuse.gocryptfs",
    "fuse.encfs",
    "fuse.mergerfs",
    "fuse.ntfs-3g",
    "fuse.overlayfs",
    "fuse.fuse-overlayfs",
}


def network_filesystem(path: Path, mountinfo: str) -> str:
    """Return the type of the network file system that holds an absolute path without links, or "" if none
    does. `mountinfo` is /proc/self/mountinfo: https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html"""
    mount, kind = Path("/"), ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].encode().decode("unicode_escape"))
        if path.is_relative_to(point) and len(point.parts) >= len(mount.parts):
            mount, kind = point, after.split()[0]
    return kind if kind in NETWORK_TYPES or (kind.startswith("fuse.") and kind not in LOCAL_FUSE) else ""
