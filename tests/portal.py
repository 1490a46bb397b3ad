"""The portal as a person starts it: its own processes, SQLite and a folder of its own."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.services import free_port, running, wait_until

ROOT = Path(__file__).resolve().parent.parent
SERVICES = {"DATABASE_URL", "REDIS_URL"}
SETTINGS = {"DATA_DIR", "SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "PORT", "BIND", "EXAMPLE"}


@dataclass(frozen=True)
class Portal:
    """A portal with its data in one folder."""

    data_dir: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        """The address of the start page, without the last slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes: nothing of the tests' own database and services."""
        kept = {name: value for name, value in os.environ.items() if name not in SERVICES | SETTINGS}
        return {**kept, "DATA_DIR": str(self.data_dir), "PORT": str(self.port)}

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a manage.py command on this portal's data; fail with all that it printed."""
        # The checks of Django read every page, which takes two seconds of CPU at each command; `shell` makes none.
        unchecked = [] if arguments[0] == "shell" else ["--skip-checks"]
        command = [sys.executable, "manage.py", *arguments, *unchecked]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise AssertionError(f"{arguments} failed:\n{done.stdout}\n{done.stderr}")
        return done

    def answers(self) -> bool:
        """Tell whether the web process answers."""
        try:
            urllib.request.urlopen(self.url, timeout=5).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


@contextmanager
def started(portal: Portal) -> Iterator[Portal]:
    """Run bin/portal, which loads the example in an empty database, until the block ends."""
    portal.data_dir.mkdir(parents=True, exist_ok=True)
    log = portal.data_dir / "portal.log"
    with running([sys.executable, ROOT / "bin" / "portal"], log=log, env=portal.environment) as process:
        wait_until(portal.answers, process, log)
        yield portal
