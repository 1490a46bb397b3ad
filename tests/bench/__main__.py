"""Measure the heavy work and the pages on a PostgreSQL and Redis of its own that hold the example: `make bench`.

A part of it: `make bench ARGS=work`, `make bench ARGS=pages`, `make bench ARGS=projects` (two thousand of them),
`make bench ARGS=worker` (what it holds after twenty reports), or `make bench ARGS=scale`: among a thousand deals.
"""

import logging
import os
import runpy
import sys
import tempfile
from collections.abc import Callable, Iterable
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

        for kind, part in parts().items():
            if kind in sys.argv[1:] or len(sys.argv) == 1:
                for line in part():
                    print(line, flush=True)
        connections.close_all()


def parts() -> dict[str, Callable[[], Iterable[str]]]:
    """What can be measured, by name; each gives its lines when they are known."""
    from regiodeal.deals.models import Deal  # needs a Django that is set up
    from tests.bench.cases import cases
    from tests.bench.many_projects import project_lines
    from tests.bench.pages import page_table
    from tests.bench.scale import run
    from tests.bench.worker import worker_lines

    return {
        "pages": lambda: page_table(Deal.objects.get()),
        "work": lambda: table(cases()),
        "worker": lambda: worker_lines(Deal.objects.get()),
        "projects": lambda: project_lines(Deal.objects.get()),
        "scale": lambda: [run()],  # last: it fills the database
    }


if __name__ == "__main__":
    main()
