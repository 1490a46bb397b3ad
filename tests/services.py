"""PostgreSQL, Redis and S3 of the tests' own: on free ports of this machine, in a temporary folder, gone afterwards."""

import glob
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

START_SECONDS = 300  # a busy machine with two cores may take that long; a quiet one takes five
STOP_SECONDS = 20.0


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def as_user(user: str) -> list[str]:
    """Return what makes setpriv run a program as another user: PostgreSQL refuses to run as root."""
    return [f"--reuid={user}", f"--regid={user}", "--clear-groups"]


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    log: Path,
    stop: signal.Signals = signal.SIGTERM,
    user: str | None = None,
    env: dict[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends; it also stops when the tests themselves are killed."""
    guard = ["setpriv", "--pdeathsig", stop.name.removeprefix("SIG")]
    if user:
        guard += as_user(user)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*guard, *map(str, command)], stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=env
        )
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def children(pid: int) -> list[int]:
    """Return the processes that a process started itself, in whichever of its threads."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the program answers; fail with the end of its log when it ended or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args!r} did not start:\n{log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.05)


FAST_NOT_SAFE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=64MB")


@contextmanager
def postgresql(folder: Path, settings: Sequence[str] = FAST_NOT_SAFE) -> Iterator[str]:
    """Run a PostgreSQL server and give its URL, with a password that only this folder knows; an earlier one goes on."""
    programs = postgresql_programs()
    user = "postgres" if os.geteuid() == 0 else None
    log = folder / "log"
    if not (folder / "ready").exists():
        folder.mkdir()
        (folder / "password").write_text(secrets.token_urlsafe())
        if user:
            folder.parent.chmod(0o711)
            for path in (folder, folder / "password"):
                shutil.chown(path, user, user)
        initialise(programs / "initdb", folder, user)
        (folder / "ready").touch()
    password = (folder / "password").read_text()
    port = free_port()
    where = [f"port={port}", f"unix_socket_directories={folder}", "listen_addresses=127.0.0.1"]
    command: list[str | Path] = [programs / "postgres", "-D", folder / "data"]
    for setting in [*where, *settings]:
        command += ["-c", setting]
    url = f"postgresql://portal:{password}@127.0.0.1:{port}/postgres"
    with running(command, log=log, stop=signal.SIGINT, user=user) as process:
        wait_until(lambda: answers_postgresql(url), process, log)
        yield url


def postgresql_programs() -> Path:
    """Return the folder of the newest PostgreSQL server that Debian installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    if not found:
        raise RuntimeError("No PostgreSQL server on this machine: bin/bootstrap test installs it.")
    return Path(found[-1])


def initialise(initdb: Path, folder: Path, user: str | None) -> None:
    """Make an empty database cluster."""
    options = ["--username=portal", "--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--no-sync"]
    locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
    command = [initdb, "-D", folder / "data", *options, *locale]
    guard = ["setpriv", *as_user(user)] if user else []
    done = subprocess.run([*guard, *map(str, command)], capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")


def answers_postgresql(url: str) -> bool:
    """Tell whether a PostgreSQL server takes connections."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Run a Redis server that keeps nothing, and give its URL, with a password that only this run knows."""
    program = shutil.which("redis-server")
    if not program:
        raise RuntimeError("No Redis server on this machine: bin/bootstrap test installs it.")
    folder.mkdir()
    password, port, log = secrets.token_urlsafe(), free_port(), folder / "log"
    configuration = folder / "redis.conf"
    configuration.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass "{password}"\nsave ""\nappendonly no\ndir {folder}\n'
    )
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    with running([program, configuration], log=log) as process:
        wait_until(lambda: answers_redis(url), process, log)
        yield url


def answers_redis(url: str) -> bool:
    """Tell whether a Redis server answers."""
    with redis.Redis.from_url(url, socket_timeout=2) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


BUCKET = "portaal"
S3_PORTS = (
    "master",
    "master.grpc",
    "volume",
    "volume.grpc",
    "filer",
    "filer.grpc",
    "s3",
    "s3.grpc",
    "admin",
    "admin.grpc",
)


@contextmanager
def s3_server(folder: Path) -> Iterator[dict[str, str]]:
    """Run SeaweedFS, with one bucket and one key that may use it, and give what the portal is told of it."""
    folder.mkdir()
    secret, log, rights = secrets.token_urlsafe(), folder / "log", folder / "rights.json"
    allowed = [f"{right}:{BUCKET}" for right in ("Read", "Write", "List")]
    key = {"accessKey": "portaal", "secretKey": secret}
    rights.write_text(json.dumps({"identities": [{"name": "portaal", "credentials": [key], "actions": allowed}]}))
    ports = {name: free_port() for name in S3_PORTS}
    here: list[str | Path] = [
        "-dir",
        folder,
        "-ip",
        "127.0.0.1",
        "-ip.bind",
        "127.0.0.1",
        "-s3.config",
        rights,
        "-bucket",
        BUCKET,
    ]
    off = ["-admin.ui=false", "-webdav=false", "-master.telemetry=false", "-s3.port.iceberg=0", "-s3.port.lance=0"]
    listen = [
        f"-{name.replace('.', '.port.', 1) if '.' in name else f'{name}.port'}={port}" for name, port in ports.items()
    ]
    listen.append(f"-filer.localSocket={folder / 'filer.sock'}")
    command: list[str | Path] = [
        Path(sys.executable).with_name("weed"),
        "-logdir",
        folder,
        "mini",
        *here,
        *off,
        *listen,
    ]
    address = f"http://127.0.0.1:{ports['s3']}/{BUCKET}"
    with running(command, log=log, stop=signal.SIGKILL) as process:  # nothing of it is kept
        wait_until(lambda: "enabled components are running" in log.read_text(errors="replace"), process, log)
        yield {"S3_URL": address, "S3_ACCESS_KEY": "portaal", "S3_SECRET_KEY": secret}
