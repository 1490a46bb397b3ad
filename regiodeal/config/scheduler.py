"""The scheduler of the work of the clock, which goes on when the clock was ahead and is set right."""

import time
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry

JUMP = 60  # seconds by which the clock goes back that are no correction of every day


class SteadyScheduler(PersistentScheduler):
    """Celery keeps when each task last ran; of a moment that is still to come it would wait until that passed."""

    _last_tick = 0.0

    def is_due(self, entry: ScheduleEntry) -> tuple[bool, float]:
        """Tell whether a task must run now, and when to look again; what ran in the future ran just now."""
        now = entry.default_now()
        if entry.last_run_at and entry.last_run_at > now:
            entry.last_run_at = now
        found: tuple[bool, float] = super().is_due(entry)
        return found

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Do what is due. After a clock that went back the order of what comes next is made anew."""
        now = time.time()
        if now < self._last_tick - JUMP:
            self.old_schedulers = None  # as after a change of the schedule
        self._last_tick = now
        return float(super().tick(*args, **kwargs))
