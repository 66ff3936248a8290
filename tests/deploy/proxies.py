"""nginx and Caddy with the files of deploy/, as an operator runs them, on ports that nobody else has."""

import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import trustme

from tests.end_to_end.serving import free_port
from tests.support.patience import PATIENCE

DEPLOY = Path(__file__).parent.parent.parent / "deploy"
NAME = "accord.example.org"
MISSING = "{} IS NOT HERE, SO ITS SETTINGS WERE NOT TRIED"
AUTHORITY = trustme.CA()
CERTIFICATE = AUTHORITY.issue_cert("localhost")
# Around the file, as Debian's own nginx.conf is, with the number of connections of docs/operate/proxy.md.
NGINX = """\
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 4096; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    gzip on;
    include {folder}/accord.conf;
}}
"""


def trusting() -> ssl.SSLContext:
    """Return a context that trusts the certificate of the proxy."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    AUTHORITY.configure_trust(context)
    return context


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of a proxy, chosen before it starts: Accord must know its address."""

    http: int
    https: int

    @property
    def url(self) -> str:
        return f"https://localhost:{self.https}"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that runs. Everything that it writes is in `folder`."""

    ports: Ports
    folder: Path

    @property
    def url(self) -> str:
        return self.ports.url

    def written(self) -> str:
        """Return all that it has written, files of bodies and responses included."""
        ours = {"accord.conf", "nginx.conf", "Caddyfile", "key.pem", "certificate.pem"}
        files = [file for file in self.folder.rglob("*") if file.is_file() and file.name not in ours]
        return "\n".join(file.read_bytes().decode("latin1") for file in files)


def is_here(kind: str) -> bool:
    return shutil.which(kind, path=f"{os.environ['PATH']}:/usr/sbin") is not None


def choose_ports() -> Ports:
    return Ports(free_port(), free_port())


@contextmanager
def running_proxy(
    kind: str, folder: Path, ports: Ports, *upstreams: int, hasty: bool = False
) -> Iterator[Proxy]:
    """Run a proxy in front of the ports of Accord. A `hasty` one waits five seconds for a head, not ten."""
    folder.mkdir()
    (folder / "key.pem").write_bytes(CERTIFICATE.private_key_pem.bytes())
    (folder / "certificate.pem").write_bytes(b"".join(pem.bytes() for pem in CERTIFICATE.cert_chain_pems))
    write = {"nginx": write_nginx, "caddy": write_caddy}[kind]
    command = write(folder, ports, upstreams, "5s" if hasty else "10s")
    program = shutil.which(command[0], path=f"{os.environ['PATH']}:/usr/sbin") or command[0]
    home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "output.log").open("wb") as output:
        process = subprocess.Popen(
            [program, *command[1:]], cwd=folder, env=os.environ | home, stdout=output, stderr=output
        )
        try:
            wait_until_it_listens(process, ports, folder)
            yield Proxy(ports, folder)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def wait_until_it_listens(process: subprocess.Popen[bytes], ports: Ports, folder: Path) -> None:
    late = monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("localhost", ports.https), PATIENCE).close()
        except OSError:
            output = (folder / "output.log").read_text()
            assert process.poll() is None, output
            assert monotonic() < late, output
        else:
            return


def write_nginx(folder: Path, ports: Ports, upstreams: tuple[int, ...], head_seconds: str) -> list[str]:
    first, second, *_ = *upstreams, 0
    changes = {
        "server 127.0.0.1:8000": f"server 127.0.0.1:{first}",
        "listen [::]:80 default_server;": "",
        "listen [::]:443 ssl http2 default_server;": "",
        "listen 80 default_server": f"listen {ports.http} default_server",
        "listen 443 ssl": f"listen {ports.https} ssl",
        "return 301 https://accord.example.org": f"return 301 {ports.url}",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": f"{folder}/certificate.pem",
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": f"{folder}/key.pem",
        "/var/log/nginx": str(folder),
        "client_header_timeout 10s": f"client_header_timeout {head_seconds}",
        NAME: "localhost",
    }
    if second:
        changes["# server 127.0.0.1:8001"] = f"server 127.0.0.1:{second}"
    (folder / "accord.conf").write_text(replaced(DEPLOY / "nginx.conf", changes))
    user = "user root root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
    return ["nginx", "-p", str(folder), "-c", f"{folder}/nginx.conf", "-g", "daemon off;"]


def write_caddy(folder: Path, ports: Ports, upstreams: tuple[int, ...], head_seconds: str) -> list[str]:
    accord = " ".join(f"127.0.0.1:{port}" for port in upstreams)
    options = (
        f"http_port {ports.http}\n\tadmin off\n\tskip_install_trust\n\tstorage file_system {folder}/storage"
    )
    changes = {
        "{\n\t# Errors": f"{{\n\t{options}\n\t# Errors",
        f"{NAME} {{": f"{ports.url} {{\n\ttls {folder}/certificate.pem {folder}/key.pem",
        "reverse_proxy 127.0.0.1:8000": f"reverse_proxy {accord}",
        "read_header 10s": f"read_header {head_seconds}",
        "lb_try_duration 5s": "lb_try_duration 1s",
    }
    (folder / "Caddyfile").write_text(replaced(DEPLOY / "Caddyfile", changes))
    return ["caddy", "run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]


def replaced(file: Path, changes: dict[str, str]) -> str:
    """Return the text of a file with each of these changed, all of which must be there."""
    text = file.read_text()
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text
