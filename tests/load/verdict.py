"""What a run shows: its figures, and everything that is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pillars.exchange.models import ImportJob
from pillars.measurements.models import Measurement
from pillars.requests.models import AnswerEvent, AnswerPart
from regiodeal.deals.models import Deal
from regiodeal.sheets.models import ImportState
from reporting.building.models import BuildState
from reporting.reports.models import AnnualReport
from tests.faults.sound import unsound
from tests.load import scenario
from tests.load.accounting import Save, discrepancies, kept_saves, lost_half_typed, not_standing, plain
from tests.load.figures import SAVES, Asked, of_the_minute, percentile, table
from tests.load.silent import Silent

SLOWEST_SAVES = 1.0  # seconds, within which 95% of the saves must be answered
SLOWEST_HEALTH = 0.1  # seconds, within which 95% of the signs of life must be
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
    silent: Silent

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
        f"The file of {scenario.IMPORTED} rows was entered after: {_entered_after(facts)}.",
        f"Answers of partners counted back: {sum(len(texts) for texts in facts.notes['answers'].values())}.",
        f"`/healthz`, beside {facts.silent.count} silent connections: {_health(facts.silent.health)}.",
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
    yield from _beside(facts)
    if len(facts.reports()) != len(facts.emails("ask")):
        yield f"{len(facts.reports())} reports were asked for, not {len(facts.emails('ask'))}"
    yield from (f"{row} is {row.state}: {row.error}" for row in facts.reports() if row.state != BuildState.READY)
    yield from unsound(facts.deal)


def _health(seconds: list[float]) -> str:
    slow, slowest = (percentile(seconds, share) * 1000 for share in (0.95, 1))
    return f"{len(seconds)} times, 95% within {slow:.0f} ms, at most {slowest:.0f} ms"


def _entered_after(facts: Facts) -> str:
    job = ImportJob.objects.filter(uploaded_by__email__in=facts.emails("import")).first()
    if job is None:
        return "nobody asked it"
    if job.state != ImportState.ENTERED or not job.finished_at:
        return f"never: {job.state} {job.reason}"
    looked = [each.at + each.seconds for each in facts.asked if each.kind == "look how far the file is"]
    return f"{max(looked):.0f} s"  # whoever waits sees it then; the job says when the work began


def _beside(facts: Facts) -> Iterator[str]:
    """What is wrong with the file, the partners and the signs of life."""
    yield from facts.silent.faults
    if (slow := percentile(facts.silent.health, 0.95)) > SLOWEST_HEALTH:
        yield f"95% of /healthz took up to {slow:.3f} s, more than {SLOWEST_HEALTH} s"
    rows = Measurement.objects.filter(indicator__deal=facts.deal, entered_by__email__in=facts.emails("import"))
    if rows.count() != scenario.IMPORTED * len(facts.emails("import")):
        yield f"the file was not entered whole: {_entered_after(facts)}"
    for person in facts.people:
        if person["does"] == "answer":
            told, part = facts.notes["answers"].get(person["email"], []), AnswerPart.objects.get(pk=person["part"])
            steps = AnswerEvent.objects.filter(answer=part.answer_id, by__email=person["email"]).count()
            if not told or part.done != told[-1] or steps != len(told):
                yield f"{person['email']} was told that {len(told)} answers were kept; {steps} steps, {part.done!r}"


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
