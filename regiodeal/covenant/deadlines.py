"""The calendar of a deal: which obligation is due when, seen from a date."""

from dataclasses import dataclass
from datetime import date

from regiodeal.covenant.due import due_dates
from regiodeal.covenant.models import Deal, Obligation

SATURDAY = 5


@dataclass(frozen=True)
class Deadline:
    """One last day of one obligation. `days_left` is negative when it has passed."""

    obligation: Obligation
    due_on: date
    days_left: int

    @property
    def is_on_weekend(self) -> bool:
        """Whether the last day is a Saturday or Sunday, so that the working day before it is the real one."""
        return self.due_on.weekday() >= SATURDAY


def calendar(deal: Deal, *, on: date) -> list[Deadline]:
    """All last days of all obligations of the deal, in order of date, with the days left as seen from `on`."""
    deadlines = [
        Deadline(obligation, due_on, (due_on - on).days)
        for obligation in Obligation.objects.filter(deal=deal)
        for due_on in due_dates(obligation.due, deal)
    ]
    return sorted(deadlines, key=lambda deadline: (deadline.due_on, deadline.obligation.position))


def upcoming(deal: Deal, *, on: date, count: int = 3) -> list[Deadline]:
    """The next `count` last days, today's included."""
    return [deadline for deadline in calendar(deal, on=on) if deadline.days_left >= 0][:count]
