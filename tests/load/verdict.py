"""What a run shows: its figures, and everything that is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from regiodeal.deals.models import Deal
from reporting.building.models import BuildState
from reporting.reports.models import AnnualReport
from tests.faults.sound import unsound
from tests.load.accounting import Save, discrepancies, kept_saves, lost_half_typed, not_standing, plain
from tests.load.figures import SAVES, Asked, of_the_minute, percentile, table

SLOWEST_SAVES = 1.0  # seconds, within which 95% of the saves must be answered
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Facts:
    """What was found: the people, their notes, shares of the processors (0..1), memory in bytes, and logged errors."""

    deal: Deal
    seconds: float
    people: list[dict[str, Any]]
    notes: dict[str, Any]
    shares: Mapping[str, float]
    memory: Mapping[str, int]
    logged: list[str]

    @property
    def asked(self) -> list[Asked]:
        """Every request, those before the minute too."""
        return [Asked(**row) for row in self.notes["asked"]]

    @property
    def saves(self) -> list[Save]:
        """Every save that was answered as done."""
        rows = self.notes["saved"]
        return [Save(**row | {"value": row["value"] and plain(row["value"])}) for row in rows]

    def emails(self, *does: str) -> list[str]:
        """Those who do this."""
        return [person["email"] for person in self.people if person["does"] in does]

    def reports(self) -> list[AnnualReport]:
        """The reports that were asked for."""
        rows = AnnualReport.objects.filter(requested_by__email__in=self.emails("ask"))
        return list(rows.defer("snapshot").order_by("pk"))


def summary(facts: Facts) -> str:
    """The figures of the measured time, as Markdown."""
    used = ", ".join(f"{name} {share:.0%}" for name, share in facts.shares.items())
    memory = ", ".join(f"{name} {size / MEGABYTE:.0f} MB" for name, size in facts.memory.items())
    ended = [row for row in facts.reports() if row.finished_at]
    waited = ", ".join(f"{(row.finished_at - row.requested_at).total_seconds():.0f} s" for row in ended)  # type: ignore[operator]
    lines = [
        f"Of the processors: {used}.",
        f"Memory at most: {memory}.",
        f"Reports ready after: {waited}.",
        f"Saves counted back: {len(facts.saves)}; conflicts that gave back what was typed: {facts.notes['conflicts']}.",
    ]
    return "\n".join([table(of_the_minute(facts.asked, facts.seconds)), "", *lines])


def failures(facts: Facts) -> Iterator[str]:
    """All that is wrong, in the words of a person; nothing when the run is good."""
    yield from (f"{each.kind}: {each.fault}" for each in facts.asked if each.fault)
    yield from (f"logged: {line}" for line in facts.logged)
    away = {person["email"] for person in facts.people} - set(facts.notes["home"])
    yield from (f"{email} broke off" for email in sorted(away))
    yield from _not_kept(facts)
    yield from _slow(facts)
    if len(facts.reports()) != len(facts.emails("ask")):
        yield f"{len(facts.reports())} reports were asked for, not {len(facts.emails('ask'))}"
    yield from (f"{row} is {row.state}: {row.error}" for row in facts.reports() if row.state != BuildState.READY)
    yield from unsound(facts.deal)


def _not_kept(facts: Facts) -> Iterator[str]:
    yield from discrepancies(facts.saves, kept_saves(facts.deal, facts.emails("grid", "story")))
    yield from not_standing(facts.deal)
    yield from lost_half_typed(facts.deal, facts.notes["half_typed"])


def _slow(facts: Facts) -> Iterator[str]:
    times = [each.seconds for each in of_the_minute(facts.asked, facts.seconds) if each.kind in SAVES]
    if not times:
        yield "nothing was saved"
    elif (slow := percentile(times, 0.95)) > SLOWEST_SAVES:
        yield f"95% of the saves took up to {slow:.2f} s, more than {SLOWEST_SAVES:.0f} s"
