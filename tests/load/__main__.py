"""A minute at the deadline, on a portal of its own that runs as in production: `make load`.

Ends with 1 when a request failed, something was lost, a report was not made, 95% of the saves took over a second or 95%
of the signs of life over a tenth of one. `alone` has one person do each thing, to see what the crowd costs.
"""

import logging
import os
import runpy
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests import services
from tests.portal import ROOT

SAFE = ("shared_buffers=128MB",)  # PostgreSQL as it comes: a save is on the disk before it is answered
AS_IN_PRODUCTION = {"WEB_WORKERS": "2", "WEB_THREADS": "2", "WORKER_POOL": "prefork", "WORKER_PROCESSES": "2"}
LOGS = {"LOG_LEVEL": "INFO", "LOG_FORMAT": "json"}


def main() -> int:
    """Run the portal and the minute, print what was found, and return the exit code."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-load-")))
        port = str(services.free_port())
        os.environ |= {
            "DATA_DIR": str(folder / "data"),
            "DATABASE_URL": stack.enter_context(services.postgresql(folder / "postgresql", SAFE)),
            "REDIS_URL": stack.enter_context(services.redis_server(folder / "redis")),
            "PORT": port,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            **{name: os.environ.get(name, value) for name, value in (AS_IN_PRODUCTION | LOGS).items()},
        }
        logging.disable(logging.INFO)
        runpy.run_path(str(ROOT / "bin" / "prepare"), run_name="__main__")
        return told(folder, port)


def told(folder: Path, port: str) -> int:
    """Let the minute happen, and tell how it went."""
    from tests.load.run import Run  # these need a Django that is set up
    from tests.load.verdict import failures, summary

    with Run(folder, port, alone="alone" in sys.argv) as run:
        facts = run.minute()
    print(f"\n{', '.join(f'{name}={os.environ[name]}' for name in AS_IN_PRODUCTION)}\n\n{summary(facts)}\n")
    wrong = list(failures(facts))
    print("\n".join(wrong) or "Nothing failed, nothing was lost.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
