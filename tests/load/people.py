"""The people at the deadline, run by Locust: each has a browser of their own, and thinks between two things they do.

In a process and an environment of its own (requirements/load.txt), with the plan of tests/load/scenario.py. It knows
the portal by its pages alone: python -m tests.load.people PLAN NOTES
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gevent
from locust import HttpUser, constant, task
from locust.env import Environment
from locust.exception import StopUser

from tests.load.browser import Browser, Deeds, Notes, think
from tests.load.entering import enter_file, fill_row, tell_project, write_story
from tests.load.looking import ask_report, watch

DEEDS = {
    "grid": fill_row,
    "story": write_story,
    "watch": watch,
    "ask": ask_report,
    "answer": tell_project,
    "import": enter_file,
}
AT_ONCE = ("ask", "import")  # who begins as the minute does, and looks often how far the work is
POLL_SECONDS = 2.0  # how often the page of a report that is being made renews itself


class Person(HttpUser):
    """Somebody of the plan: arrives in the seconds before the minute, and goes when it is over, between two deeds."""

    wait_time = constant(0)  # they think in `act`, which knows when the time is over
    plans: Iterator[dict[str, Any]]
    notes: Notes
    base: str
    seconds: float
    pace: tuple[float, float]

    def on_start(self) -> None:
        """Sit down at one's own browser; whoever asks for a report does so as the minute begins."""
        self.plan = next(self.plans)
        self.deeds: Deeds = DEEDS[self.plan["does"]](Browser(self.client, self.plan, self.notes), self.base)
        wait = self.notes.began - time.time()
        gevent.sleep(wait if self.plan["does"] in AT_ONCE else think(0, max(wait, 0)))

    @task
    def act(self) -> None:
        """Do one thing, and think."""
        next(self.deeds, None)
        gevent.sleep(POLL_SECONDS if self.plan["does"] in AT_ONCE else think(*self.pace))
        if time.time() > self.notes.began + self.seconds:
            self.notes.home.append(self.plan["email"])
            raise StopUser


def main(plan_file: Path, notes_file: Path) -> None:
    """Let everybody of the plan do their work, and write down what happened."""
    plan = json.loads(plan_file.read_text())
    Person.notes = Notes(time.time() + plan["arrival"])
    Person.host, Person.base, Person.seconds = plan["host"], plan["base"], plan["seconds"]
    Person.pace, Person.plans = tuple(plan["pace"]), iter(plan["people"])
    people = len(plan["people"])
    environment = Environment(user_classes=[Person], catch_exceptions=False)
    runner = environment.create_local_runner()
    print(json.dumps({"begins": Person.notes.began}), flush=True)
    runner.start(people, spawn_rate=people)
    gevent.sleep(max(0.0, Person.notes.began + plan["seconds"] - time.time()))
    while runner.user_count:
        gevent.sleep(0.1)
    runner.quit()
    notes_file.write_text(json.dumps(Person.notes.as_json()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
