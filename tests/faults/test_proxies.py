"""The proxies of deploy/, run for real before the web server: only ports and paths differ from what is shipped."""

import json
import os
import shutil
import socket
import ssl
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from tests.environment import PRODUCTION
from tests.portal import ROOT
from tests.services import free_port, running, wait_until

NAME = "portaal.example.nl"
BEHIND = """
import json, socket, sys
from dataclasses import asdict

import django

django.setup()
from django.core.handlers.wsgi import WSGIRequest
from regiodeal.config.web_server import serve
from regiodeal.operations.seen_request import seen

def application(environ, start):
    told = asdict(seen(WSGIRequest(environ))) | {"size": len(environ["wsgi.input"].read())}
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]

serve(application, socket.create_server(("127.0.0.1", int(sys.argv[1]))), threads=1, is_known=lambda cookies: True)
"""
FORGED = {
    "X-Forwarded-For": "7.7.7.1",
    "X_Forwarded_For": "7.7.7.2",
    "Forwarded": "for=7.7.7.3;proto=http;host=kwaad.example",
    "X-Forwarded-Proto": "http",
    "X_Forwarded_Proto": "http",
    "X-Forwarded-Host": "kwaad.example",
    "X-Real-IP": "7.7.7.4",
}


@dataclass(frozen=True)
class Front:
    """A proxy that runs: its address for people, and the plain one, where it has one."""

    port: int
    plain: int

    def connect(self) -> ssl.SSLSocket:
        """A connection as a browser makes it, to the name of the portal."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), 20), server_hostname=NAME)

    def ask(
        self, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> tuple[int, Any]:
        """Return the status, and what the portal saw of it where it came that far."""
        connection = HTTPConnection(NAME, timeout=20)
        connection.sock = self.connect()
        try:
            with suppress(ConnectionError):  # who is refused may be cut off while it sends
                connection.request(method, "/", body=body, headers=headers or {})
            return read(connection.getresponse())
        finally:
            connection.close()

    def answers(self) -> bool:
        """Tell whether the portal is reached."""
        with suppress(OSError):
            return self.ask()[0] == 200
        return False


def read(answer: HTTPResponse) -> tuple[int, Any]:
    content = answer.read()
    return answer.status, json.loads(content) if answer.status == 200 else content


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for the name of the portal, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = timezone.now()
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    folder = tmp_path_factory.mktemp("tls")
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*form))
    return folder / "fullchain.pem", folder / "key.pem"


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The web server of the portal with one thread, which says what the portal sees of a request."""
    folder, port = tmp_path_factory.mktemp("behind"), free_port()
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    told = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "regiodeal.config.settings"}
    command = [sys.executable, "-c", textwrap.dedent(BEHIND), str(port)]
    with running(command, log=folder / "log", env=kept | PRODUCTION | told) as process:
        wait_until(lambda: listens(port), process, folder / "log")
        yield port


def listens(port: int) -> bool:
    """Tell whether something takes connections at a port."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 5):
        return True
    return False


def changed(name: str, *pairs: tuple[str, object]) -> str:
    """An example of deploy/ with other ports and paths; each must be in it."""
    text = (ROOT / "deploy" / name).read_text()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, str(new))
    return text


def nginx(folder: Path, front: Front, behind: int, certificate: tuple[Path, Path]) -> list[str | Path]:
    """The command of nginx, with the example in an http block."""
    example = changed(
        "nginx.conf",
        ("listen 80;", f"listen 127.0.0.1:{front.plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{front.port} ssl;"),
        ("/etc/ssl/portaal/fullchain.pem", certificate[0]),
        ("/etc/ssl/portaal/key.pem", certificate[1]),
        ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
    )
    (folder / "portaal.conf").write_text(example)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
    own = "user root;" if os.geteuid() == 0 else ""
    around = f"{own} pid {folder / 'pid'}; error_log stderr; daemon off; worker_processes 1; events {{}}\n"
    (folder / "nginx.conf").write_text(
        f"{around}http {{ access_log off; {places} include {folder / 'portaal.conf'}; }}\n"
    )
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "No nginx on this machine: bin/bootstrap test installs it."
    return [program, "-e", "stderr", "-p", folder, "-c", folder / "nginx.conf"]


def caddy(folder: Path, front: Front, behind: int, certificate: tuple[Path, Path]) -> list[str | Path]:
    """The command of Caddy, with a certificate that is given: it asks nobody for one."""
    example = changed(
        "Caddyfile",
        (f"{NAME} {{", f"https://{NAME}:{front.port} {{\n\tbind 127.0.0.1\n\ttls {certificate[0]} {certificate[1]}"),
        ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
    )
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{example}")
    return [Path(sys.executable).with_name("caddy"), "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def front(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    behind: int,
    certificate: tuple[Path, Path],
) -> Iterator[Front]:
    """Each proxy, before the portal."""
    folder, found = tmp_path_factory.mktemp("front"), Front(free_port(), free_port())
    command: Callable[..., list[str | Path]] = request.param
    env = os.environ | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    with running(command(folder, found, behind, certificate), log=folder / "log", env=env) as process:
        wait_until(found.answers, process, folder / "log")
        yield found


def test_the_portal_sees_who_asks_and_where(front: Front) -> None:
    status, told = front.ask()
    assert (status, told["scheme"], told["host"], told["address"]) == (200, "https", NAME, "127.0.0.1")
    assert (told["forwarded"], told["faults"]) == (["127.0.0.1"], [])


@pytest.mark.parametrize("fillers", [0, 1, 5, 12])
def test_nobody_chooses_an_address_or_a_scheme(front: Front, fillers: int) -> None:
    """Security A2: in any order, and beside as many other headers as one likes."""
    others = {f"Z{number}": "1" for number in range(fillers)}
    for headers in (FORGED | others, others | FORGED, dict(reversed(FORGED.items())) | others):
        status, told = front.ask(headers=headers)
        assert (status, told["scheme"], told["host"], told["address"]) == (200, "https", NAME, "127.0.0.1")
        assert (told["forwarded"], told["faults"]) == (["127.0.0.1"], [])


def test_a_file_of_twenty_megabytes_passes_and_a_larger_body_is_refused(front: Front) -> None:
    """nginx itself stops at 1 MB."""
    assert front.ask("POST", body=b"x" * 20_000_000)[1]["size"] == 20_000_000
    with front.connect() as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 26000000\r\n\r\n".encode())
        refused = b""
        with suppress(OSError):
            for _ in range(26):
                connection.sendall(b"x" * 1_000_000)
        with suppress(OSError):
            refused = connection.recv(100)
    assert not refused or b" 413 " in refused
    assert front.answers()


def test_slow_bodies_keep_nobody_waiting(front: Front) -> None:
    """Security A1, through each proxy: the portal has one thread, and thirty send two bytes of a form."""
    silent = [front.connect() for _ in range(30)]
    try:
        for each in silent:
            each.sendall(f"POST / HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 1000\r\n\r\na=".encode())
        time.sleep(0.2)
        assert [front.ask()[0] for _ in range(10)] == [200] * 10
        silent[0].sendall(b"b" * 998)  # who goes on is answered, with all that was sent
        answer = HTTPResponse(silent[0])
        answer.begin()
        assert read(answer)[1]["size"] == 1000
    finally:
        for each in silent:
            each.close()


def test_plain_http_leads_to_https(tmp_path: Path, behind: int, certificate: tuple[Path, Path]) -> None:
    found = Front(free_port(), free_port())
    with running(nginx(tmp_path, found, behind, certificate), log=tmp_path / "log") as process:
        wait_until(found.answers, process, tmp_path / "log")
        connection = HTTPConnection("127.0.0.1", found.plain, timeout=20)
        connection.request("GET", "/x/?a=1", headers={"Host": "kwaad.example"})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/x/?a=1")
        connection.close()
