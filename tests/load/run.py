"""One run: the portal as the Procfile has it, the minute, and the verdict."""

import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connections

from pillars.exchange.models import ImportJob
from regiodeal.deals.models import Deal
from regiodeal.sheets.models import ImportState
from reporting.building.models import BuildState
from reporting.reports.models import AnnualReport
from tests.load import machine, scenario
from tests.load.silent import CONNECTIONS, Silent
from tests.load.verdict import Facts
from tests.portal import ROOT
from tests.services import running, wait_until

SECONDS, ARRIVAL = 60, 15  # how long is measured, and in how many seconds before it everybody opens their first page
PACE = (3.0, 8.0)  # seconds between two things that a person does: typing a figure with its source, under pressure
PATIENCE = 600  # seconds, for the reports and all other builds after the minute
PEOPLE = ROOT / ".load" / "bin" / "python"
BUSY = (BuildState.QUEUED, BuildState.BUILDING)


@dataclass
class Run:
    """A portal that runs in `folder` and answers on `port`, and what is found out about it."""

    folder: Path
    port: str
    alone: bool = False
    deal: Deal = field(default_factory=Deal.objects.get)
    pids: dict[str, int] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)

    def __enter__(self) -> "Run":
        """Start web, worker and beat, and let them finish what the example left to do."""
        with ExitStack() as stack:
            for name in ("web", "worker", "beat"):  # ended the other way round
                log = self.folder / f"{name}.log"
                process = stack.enter_context(running([ROOT / "bin" / "process", name], log=log))
                self.pids[name] = process.pid
                if name == "web":
                    wait_until(self.answers, process, log)
            self._until(lambda: not self.busy())
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        """End them all."""
        self.stack.close()
        connections.close_all()

    def answers(self) -> bool:
        """Whether the web process does."""
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
        except OSError:
            return False
        return True

    def busy(self) -> int:
        """How many reports are asked for and not made, and files that are being entered."""
        entering = ImportJob.objects.filter(state__in=(ImportState.ACCEPTED, ImportState.ENTERING))
        return AnnualReport.objects.filter(state__in=BUSY).count() + entering.count()

    def minute(self) -> Facts:
        """Let everybody work for a minute, and wait for the reports that they asked for."""
        plan, notes = self.folder / "plan.json", self.folder / "notes.json"
        people = scenario.people(self.deal, alone=self.alone)
        plan.write_text(json.dumps(self._plan(people)))
        command: list[str | Path] = [PEOPLE, "-m", "tests.load.people", plan, notes]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as crowd:
            assert crowd.stdout is not None
            self.pids["people"] = crowd.pid
            began = json.loads(crowd.stdout.readline())["begins"]
            with Silent(self.port, 0 if self.alone else CONNECTIONS) as silent:
                used = self._watch(began, silent)
            crowd.communicate(timeout=PATIENCE)
        self._until(lambda: not self.busy())
        found = json.loads(notes.read_text())
        return Facts(self.deal, SECONDS, people, found, used, self.memory, self._logged(), silent)

    def _plan(self, people: list[scenario.Plan]) -> dict[str, Any]:
        base = f"/deals/{self.deal.slug}/"
        timing = {"arrival": ARRIVAL, "seconds": SECONDS, "pace": PACE}
        return {"host": f"http://127.0.0.1:{self.port}", "base": base, "people": people, **timing}

    def _watch(self, began: float, silent: Silent) -> dict[str, float]:
        """The share of the processors that each used during the minute; remembers the most memory they took."""
        time.sleep(max(0.0, began - time.time()))
        pids = {**self.pids, "all of the run": os.getpid()}
        before = machine.work(pids)
        while time.time() < began + SECONDS:
            for name, pid in self.pids.items():
                self.memory[name] = max(self.memory.get(name, 0), machine.memory(pid))
            silent.renew()
            for _ in range(4):
                silent.ask_health()
                time.sleep(0.5)
        return machine.shares(before, machine.work(pids), time.time() - began)

    def _logged(self) -> list[str]:
        """The errors that web and worker wrote in their logs."""
        lines = [line for name in ("web", "worker") for line in (self.folder / f"{name}.log").read_text().splitlines()]
        return [f"{line[:300]} … {line[-300:]}" for line in lines if '"ERROR"' in line or "Traceback" in line]

    @staticmethod
    def _until(is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > deadline:
                raise RuntimeError("The reports were not made in time.")
            time.sleep(0.5)
