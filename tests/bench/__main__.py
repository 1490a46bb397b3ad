"""Measure the heavy work on a PostgreSQL and Redis of its own that hold the example: `make bench`.

With `scale` (`make bench ARGS=scale`): the pages of a deal alone, and among a thousand deals.
"""

import logging
import os
import runpy
import sys
import tempfile
from pathlib import Path

from django.db import connections

from tests import services
from tests.bench.measuring import table
from tests.portal import ROOT


def main() -> None:
    """Prepare a portal, measure every case and print the table."""
    with (
        tempfile.TemporaryDirectory(prefix="portal-bench-") as name,
        services.postgresql(Path(name) / "postgresql") as database,
        services.redis_server(Path(name) / "redis") as redis,
    ):
        os.environ |= {"DATA_DIR": f"{name}/data", "DATABASE_URL": database, "REDIS_URL": redis}
        logging.disable(logging.INFO)
        runpy.run_path(str(ROOT / "bin" / "prepare"), run_name="__main__")

        measure(sys.argv[1:])
        connections.close_all()


def measure(asked: list[str]) -> None:
    """Measure what was asked for. Imports here, since they need a Django that is set up."""
    if asked == ["scale"]:
        from tests.bench.scale import run

        run()
        return
    from tests.bench.cases import cases

    print(table(list(cases())))


if __name__ == "__main__":
    main()
