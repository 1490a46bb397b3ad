"""Value and status of every target, worked out by hand from the approved figures."""

import json
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.recalculation.money import AMSTERDAM, rows

MARGIN_TWICE = 2
SOON = timedelta(days=90)


@dataclass(frozen=True)
class Judged:
    """What a target comes to: its value in two decimals, and its status as the API names it."""

    value: str | None
    status: str


@dataclass(frozen=True)
class Case:
    """A target, its deal, the day, and the figures that count for it, oldest first."""

    target: dict[str, Any]
    deal: dict[str, Any]
    on: date
    figures: list[dict[str, Any]]
    whole: list[dict[str, Any]]

    @property
    def last_day(self) -> date | None:
        ends_on: date = self.deal["ends_on"]
        rule = _loaded(self.target["due"])
        match rule["rule"]:
            case "fixed":
                return date.fromisoformat(rule["date"])
            case "window":
                return date.fromisoformat(rule["to"])
            case "yearly":
                year = rule.get("last_year") or ends_on.year + rule.get("years_after_end", 0)
                return date(year, rule["month"], rule["day"])
            case "end_of_year":
                return min(date(ends_on.year, 12, 31), ends_on)
            case "end_of_deal" | "after_end_of_deal":
                return ends_on
            case "before_end_of_financing":
                last = self.deal["financing_ends_on"]
                month = last.month - rule["months"]
                year, month = (last.year, month) if month > 0 else (last.year - 1, month + 12)
                return date(year, month, min(last.day, monthrange(year, month)[1]))
        raise AssertionError(rule)

    @property
    def gone(self) -> Fraction:
        """The share of the time until the last day that has gone by."""
        begin = self.deal["in_force_on"]
        whole = max(((self.last_day or self.deal["ends_on"]) - begin).days, 1)
        return min(max(Fraction((self.on - begin).days, whole), Fraction(0)), Fraction(1))

    @property
    def is_over(self) -> bool:
        return self.last_day is not None and self.on > self.last_day

    @property
    def year(self) -> int:
        """The last calendar year that is over and lies in the deal for at least half of it."""
        begin: date = self.deal["in_force_on"]
        ends_on: date = self.deal["ends_on"]
        first = begin.year if (begin.month, begin.day) <= (7, 1) else begin.year + 1
        return max(first, min((self.on + timedelta(days=1)).year - 1, ends_on.year))

    @property
    def enough(self) -> Fraction | None:
        if self.target["minimum"] is None:
            return None
        minimum, room = Fraction(self.target["minimum"]), self.target["tolerance"]
        return minimum * (1 - Fraction(room)) if self.target["operator"] == "about" and room is not None else minimum

    def added(self, figures: list[dict[str, Any]]) -> Fraction | None:
        """One number from the figures, as the indicator adds up."""
        if not figures:
            return None
        newest = {row["item"]: Fraction(row["value"]) for row in figures}
        match self.target["aggregation"]:
            case "sum":
                per_period = {(row["item"], row["year"] or row["measured_on"]): row["value"] for row in figures}
                return sum(map(Fraction, per_period.values()), Fraction(0))
            case "distinct":
                return Fraction(sum(value >= 1 for value in newest.values()))
        return sum(newest.values(), Fraction(0))


def judged(slug: str, on: date) -> dict[str, Judged]:
    """Every target of the deal by its code, as of the end of the day; an own judgement that holds goes first."""
    (deal,) = rows(
        "SELECT id, in_force_on, ends_on, financing_ends_on, drift_margin FROM deals_deal WHERE slug = %s", slug
    )
    targets = rows(
        "SELECT t.*, i.aggregation, (SELECT count(*) FROM pillars_indicatoritem p LEFT JOIN pillars_nameditem n "
        "ON n.id = p.named_item_id LEFT JOIN pillars_itemset s ON s.id = n.item_set_id "
        "WHERE p.indicator_id = i.id AND (n.id IS NULL OR n.in_agreed_set OR NOT s.is_fixed)) AS parts "
        "FROM pillars_target t JOIN pillars_indicator i ON i.id = t.indicator_id "
        "WHERE t.deal_id = %s",
        deal["id"],
    )
    figures = _figures(deal["id"], on)
    own = _own_judgements(deal["id"], on)
    found = {}
    for target in targets:
        reads = _loaded(target["reads"])
        counted = [row for row in figures[target["indicator_id"]] if not reads or row["item"] in reads]
        case = Case(target, deal, on, counted, figures[target["whole_indicator_id"]])
        by_rule = RULES[target["kind"]](case)
        judgement = own.get(target["id"])
        if judgement and (judgement["about_value"], judgement["about_status"]) == (by_rule.value, by_rule.status):
            by_rule = Judged(by_rule.value, judgement["own_status"] or by_rule.status)
        found[target["code"]] = by_rule
    return found


def _figures(deal: int, on: date) -> dict[int | None, list[dict[str, Any]]]:
    known = rows(
        "SELECT m.id, m.indicator_id, m.replaces_id, m.year, m.measured_on, m.value, m.decided_at, i.code AS item, "
        "n.in_agreed_set, s.is_fixed "
        "FROM pillars_measurement m JOIN pillars_indicator d ON d.id = m.indicator_id "
        "LEFT JOIN pillars_indicatoritem i ON i.id = m.item_id "
        "LEFT JOIN pillars_nameditem n ON n.id = i.named_item_id "
        "LEFT JOIN pillars_itemset s ON s.id = n.item_set_id "
        "WHERE d.deal_id = %s AND m.state = 'approved' AND m.measured_on <= %s",
        deal,
        on,
    )
    known = [row for row in known if row["decided_at"].astimezone(AMSTERDAM).date() <= on]
    corrected = {row["replaces_id"] for row in known}
    found: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(known, key=lambda row: (row["measured_on"], row["decided_at"], row["id"])):
        if row["id"] not in corrected:
            found[row["indicator_id"]].append(row)
    return found


def _own_judgements(deal: int, on: date) -> dict[int, dict[str, Any]]:
    written = rows(
        "SELECT e.target_id, e.about_value, e.about_status, e.own_status, e.decided_at FROM pillars_explanation e "
        "JOIN pillars_target t ON t.id = e.target_id WHERE t.deal_id = %s AND e.state = 'approved' "
        "ORDER BY e.decided_at, e.id",
        deal,
    )
    newest = {row["target_id"]: row for row in written if row["decided_at"].astimezone(AMSTERDAM).date() <= on}
    return {
        key: row | {"about_value": None if row["about_value"] is None else f"{row['about_value']:.2f}"}
        for key, row in newest.items()
    }


def _said(value: Fraction | None, status: str) -> Judged:
    return Judged(None if value is None else _two_decimals(value), status)


def _two_decimals(value: Fraction) -> str:
    hundredths = int(value * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _per_year(case: Case) -> Judged:
    value = case.added([row for row in case.figures if row["year"] == case.year])
    if case.enough is None:
        return _said(value, "not_assessable")
    if value is None:
        return _said(value, "not_assessable" if case.figures else _silent(case))
    if value >= case.enough:
        return _said(value, "achieved" if case.year >= case.deal["ends_on"].year else "on_schedule")
    least = case.enough * (1 - MARGIN_TWICE * Fraction(case.deal["drift_margin"]))
    return _said(value, "attention" if value >= least else "behind")


def _held_against(case: Case, figures: list[dict[str, Any]], enough: Fraction | None) -> Judged:
    value = case.added(figures)
    if value is not None and case.target["divide_by"] > 1:
        value = Fraction(_two_decimals(value / case.target["divide_by"]))
    if enough is None:
        return _said(value, "not_assessable")
    if value is None:
        return _said(value, "behind" if case.is_over else _silent(case))
    if value >= enough:
        return _said(value, "achieved")
    return _said(value, "behind" if case.is_over else _in_step(case, value / enough))


def _in_step(case: Case, share: Fraction) -> str:
    """How a share done compares with the share of the time that has gone by."""
    short = case.gone - share
    margin = Fraction(case.deal["drift_margin"])
    if short > MARGIN_TWICE * margin:
        return "behind"
    return "attention" if short > margin else "on_schedule"


def _silent(case: Case) -> str:
    """What no figure at all comes to: not started, until a 0 would be off course."""
    status = _in_step(case, Fraction(0))
    return "not_started" if status == "on_schedule" else status


def _cumulative(case: Case) -> Judged:
    return _held_against(case, case.figures, case.enough)


def _coverage(case: Case) -> Judged:
    agreed = [row for row in case.figures if not (row["is_fixed"] and not row["in_agreed_set"])]
    enough = case.enough
    if enough is None:
        enough = sum({row["item"]: Fraction(row["value"]) for row in case.whole}.values(), Fraction(0)) or None
        enough = enough if case.whole else None
        if enough is None:
            return _said(case.added(agreed), "not_assessable")
    return _held_against(case, agreed, enough)


def _range(case: Case) -> Judged:
    found = _cumulative(case)
    top = case.target["maximum"]
    if not case.target["is_ceiling"] or top is None or found.value is None or Fraction(found.value) <= Fraction(top):
        return found
    about, room = case.target["operator"] == "about", case.target["tolerance"]
    most = Fraction(top) * (1 + Fraction(room)) if about and room is not None else Fraction(top)
    if Fraction(found.value) <= most:
        return found
    allowed = most * (1 + MARGIN_TWICE * Fraction(case.deal["drift_margin"]))
    is_little = Fraction(found.value) <= allowed and not case.is_over
    return Judged(found.value, "attention" if is_little else "behind")


def _milestone(case: Case) -> Judged:
    minimum = case.target["minimum"]
    if minimum and not case.target["parts"]:
        needed, done = Fraction(minimum), case.added(case.figures)
    else:
        reads = _loaded(case.target["reads"])
        needed = Fraction(len(reads) if reads else max(case.target["parts"], 1))
        newest = {row["item"]: Fraction(row["value"]) for row in case.figures}
        done = Fraction(sum(value >= 1 for value in newest.values())) if newest else None
    if done is not None and done >= needed:
        return _said(done, "achieved")
    if case.is_over:
        return _said(done, "behind")
    if case.last_day and case.last_day - case.on <= SOON:
        return _said(done, "attention")
    if done is None:
        return _said(done, "attention" if _silent(case) == "behind" else "not_started")
    return _said(done, "on_schedule")


def _qualitative(case: Case) -> Judged:
    return _held_against(case, case.figures, case.enough or Fraction(4))


def _trend(case: Case) -> Judged:
    by_year = {row["year"]: Fraction(row["value"]) for row in case.figures if row["year"]}
    begin = case.target["baseline_year"]
    later = [year for year in by_year if begin is None or year > begin]
    value = by_year[max(later)] if later else None
    if begin is None or begin not in by_year or value is None:
        return _said(value, "not_assessable")
    change = value - by_year[begin] if case.target["operator"] == "increases" else by_year[begin] - value
    if change > 0:
        return _said(value, "achieved" if case.is_over else "on_schedule")
    return _said(value, "behind" if change < 0 or case.is_over else "attention")


def _loaded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


RULES: dict[str, Callable[[Case], Judged]] = {
    "per_year": _per_year,
    "cumulative": _cumulative,
    "coverage": _coverage,
    "range": _range,
    "milestone": _milestone,
    "qualitative": _qualitative,
    "trend": _trend,
}
