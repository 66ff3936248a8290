from pathlib import Path

import pytest

from storage.filesystems import network_filesystem

MOUNTINFO = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:21 / /srv rw,relatime shared:2 - nfs4 server:/export rw,vers=4.2
24 23 8:2 / /srv/local rw,relatime shared:3 - xfs /dev/sdb1 rw
25 22 0:44 / /home/user/My\\040Drive rw - fuse.sshfs user@host: rw
26 22 0:45 / /vault rw - fuse.gocryptfs /home/user/.vault rw
27 22 0:46 / /mnt/share rw master:1 propagate_from:2 - cifs //server/share rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/accord/accord.db", ""),
        ("/srv/accord/accord.db", "nfs4"),
        ("/srv/local/accord.db", ""),
        ("/srvs/accord.db", ""),
        ("/home/user/My Drive/accord.db", "fuse.sshfs"),
        ("/vault/accord.db", ""),
        ("/mnt/share/accord.db", "cifs"),
    ],
)
def test_a_path_lies_on_the_nearest_mount_above_it(path: str, kind: str) -> None:
    assert network_filesystem(Path(path), MOUNTINFO) == kind


def test_without_a_list_of_mounts_no_path_is_on_a_network() -> None:
    assert network_filesystem(Path("/srv/accord"), "") == ""
