"""The summary of a report: what changed since a year before, and what is asked of the Parties."""

from dataclasses import dataclass
from decimal import Decimal

from pillars.status.status import Status, severity
from regiodeal.base.dutch import counted, uncapital
from regiodeal.base.templatetags.dutch_filters import day, euro_short
from reporting.snapshot.schema import DeadlineRecord, Snapshot, YearBeforeRecord
from reporting.snapshot.told_results import told_results

MOST_NAMED = 5  # results of each sort that the summary names; the others are counted
SOON_DAYS = 120


@dataclass(frozen=True)
class MovedResult:
    """A result whose status changed in a year."""

    code: str
    title: str
    measure: str
    was: str
    now: str


@dataclass(frozen=True)
class YearOfChanges:
    """What changed between a day a year before and the day of the report."""

    before: str
    rows: tuple[tuple[str, str, str], ...]
    better: tuple[MovedResult, ...]
    worse: tuple[MovedResult, ...]
    words: str

    @property
    def better_named(self) -> tuple[MovedResult, ...]:
        """The first results that went up; the measures tell of all."""
        return self.better[:MOST_NAMED]

    @property
    def worse_named(self) -> tuple[MovedResult, ...]:
        """The first results that went down."""
        return self.worse[:MOST_NAMED]

    @property
    def better_more(self) -> int:
        """How many more went up than are named."""
        return max(len(self.better) - MOST_NAMED, 0)

    @property
    def worse_more(self) -> int:
        """How many more went down than are named."""
        return max(len(self.worse) - MOST_NAMED, 0)


def changes_of_a_year(snapshot: Snapshot) -> YearOfChanges | None:
    """What changed in a year; None where there was nothing to compare with a year before."""
    before = snapshot.get("year_before")
    if before is None:
        return None
    better, worse, *otherwise = _moved(snapshot, before)
    return YearOfChanges(
        before=day(before["on"]),
        rows=tuple(_rows(snapshot, before)),
        better=tuple(better),
        worse=tuple(worse),
        words=_words(len(better), len(worse), before) + _only_now(*otherwise),
    )


def _moved(snapshot: Snapshot, before: YearBeforeRecord) -> tuple[list[MovedResult], list[MovedResult], int, int]:
    """The results that went up and down, and how many can be judged only now, and not any more."""
    better: list[MovedResult] = []
    worse: list[MovedResult] = []
    only_now = no_more = 0
    for code, row in told_results(snapshot).items():
        earlier = before["results"].get(code)
        statuses = {earlier["status"], row.result["status"]} if earlier else set()
        if earlier is None or len(statuses) == 1:
            continue
        if Status.NOT_ASSESSABLE in statuses:
            only_now += earlier["status"] == Status.NOT_ASSESSABLE
            no_more += row.result["status"] == Status.NOT_ASSESSABLE
            continue
        moved = MovedResult(
            code, row.result["title"], row.measure["code"], earlier["status_label"], row.result["status_label"]
        )
        went_up = severity(Status(row.result["status"])) > severity(Status(earlier["status"]))
        (better if went_up else worse).append(moved)
    return better, worse, only_now, no_more


def _only_now(only_now: int, no_more: int) -> str:
    """' 2 resultaten zijn nu pas te beoordelen.'"""
    words = f" {_results_are(only_now)} nu pas te beoordelen." if only_now else ""
    return f"{words} {_results_are(no_more)} niet meer te beoordelen." if no_more else words


def _results_are(count: int) -> str:
    return f"{counted(count, 'resultaat', 'resultaten')} {'is' if count == 1 else 'zijn'}"


def _words(better: int, worse: int, before: YearBeforeRecord) -> str:
    """'Sinds 14 juni 2025 staan 9 resultaten er beter voor en 3 slechter.'"""
    since = f"Sinds {day(before['on'])}"
    if not better and not worse:
        return f"{since} staat geen enkel resultaat er beter of slechter voor."
    up, down = _stand(better), _stand(worse)
    if not worse:
        return f"{since} {up} er beter voor. Geen enkel resultaat staat er slechter voor."
    if not better:
        return f"{since} {down} er slechter voor. Geen enkel resultaat staat er beter voor."
    return f"{since} {up} er beter voor, en {down} er slechter voor."


def _stand(count: int) -> str:
    return f"{'staat' if count == 1 else 'staan'} {counted(count, 'resultaat', 'resultaten')}"


def _rows(snapshot: Snapshot, before: YearBeforeRecord) -> list[tuple[str, str, str]]:
    """What, then, now: the results of each status that is or was there, and the money."""
    then = {row["status"]: row["count"] for row in before["counts"]}
    rows = [
        (f"Resultaten: {row['label']}", str(then.get(row["status"], 0)), str(row["count"]))
        for row in snapshot["counts"]
        if row["count"] or then.get(row["status"])
    ]
    if snapshot["money"]["sources"]:
        was, now = before["money"], snapshot["money"]["sum"]
        rows += [
            ("Geld ontvangen", euro_short(Decimal(was["received"])), euro_short(Decimal(now["received"]))),
            ("Geld besteed", euro_short(Decimal(was["spent"])), euro_short(Decimal(now["spent"]))),
        ]
    return rows


@dataclass(frozen=True)
class AskedThing:
    """One thing that is asked of the Parties, of whom, and where the report tells of it (an anchor)."""

    words: str
    who: str
    place: str


def asked_of_parties(snapshot: Snapshot) -> list[AskedThing]:
    """What waits for a decision or consent, and what is soon to be done: changes, proposals and terms."""
    asked = [
        AskedThing(
            f"Wijziging {row['number']}, {uncapital(row['title'])}. {row['words']}", "de Partijen", "wijzigingen"
        )
        for row in snapshot["coming_amendments"]
        if not row["in_force_on"]
    ]
    told_of = told_results(snapshot)
    for row in (told_of[code] for code in snapshot["deviations"]):
        asked += [
            AskedThing(
                f"Besluit over {uncapital(row.result['title'])}: {told['proposal']}", "de Partijen", "afwijkingen"
            )
            for target in row.targets
            if (told := target["explanation"]) and told["proposal"] and not told["decision"]
        ]
    asked += [
        AskedThing(f"{row['title']}, {_due(row)}", row["owner"], "termijnen")
        for row in snapshot["deadlines"]
        if not row["done_on"] and row["days_left"] <= SOON_DAYS and not row.get("is_met_by_time")
    ]
    return asked


def _due(row: DeadlineRecord) -> str:
    return f"uiterlijk {day(row['due_on'])}{' (te laat)' if row['days_left'] < 0 else ''}"
