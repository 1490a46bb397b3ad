"""Takes the snapshot: everything a report says, frozen as plain data. The one module that asks every other app."""

import hashlib
import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from finance.position.figures import LinePosition, Position
from finance.position.money_position import agreed_totals, position
from finance.position.position_record import cap_record, line_record, position_record
from pillars.agreed.models import NamedItem, Target
from pillars.outcomes.series import outcome_series
from pillars.progress.deal_progress import deal_progress
from pillars.progress.progress_records import result_records
from regiodeal.base.json_values import day_text, two_decimals
from regiodeal.covenant.documents.models import core_message
from regiodeal.covenant.due_rules.due_rules import EventTerm, event_terms, judged_year
from regiodeal.covenant.obligations.deadlines import Deadline, calendar
from regiodeal.deals.in_force import deal_in_force, terms, version_in_force, versions_of
from regiodeal.deals.models import Deal, Interpretation, Organisation, Party
from regiodeal.deals.words import WORDS, speaking
from regiodeal.files.kinds import CONTENT_TYPES, UnreadableFileError, kind_of
from regiodeal.lifecycle.register import as_of
from regiodeal.pages.look import deal_theme, owner_of
from reporting.snapshot.money_rows import booking_rows, contribution_rows, finding_rows
from reporting.snapshot.progress_rows import count_rows, pillar_rows, source_rows, target_row, year_before_record
from reporting.snapshot.project_rows import project_rows
from reporting.snapshot.register_rows import (
    adjustment_rows,
    amendment_rows,
    area_rows,
    bottleneck_row,
    coming_rows,
    lesson_row,
    map_record,
    notice_rows,
    outcome_row,
    place_row,
    section_texts,
    text_pictures,
)
from reporting.snapshot.schema import (
    SCHEMA_VERSION,
    AgreedTotalRecord,
    CovenantVersionRecord,
    CoverRecord,
    DeadlineRecord,
    DealRecord,
    EditionRecord,
    EventTermRecord,
    LogoRecord,
    MoneyRecord,
    PartyRecord,
    PlaceRecord,
    ReadingRecord,
    ReportedLine,
    Snapshot,
    SumRecord,
    WordRecord,
    YearBeforeRecord,
)


def take_snapshot(
    deal: Deal,
    *,
    year: int,
    stage: str,
    on: date,
    figure_year: int | None = None,
    edition: EditionRecord | None = None,
) -> Snapshot:
    """All that the report of a year says, as of a date; the texts of a correction as of the day it is made.

    `figure_year` is the calendar year that year targets are judged by, where its round reads that otherwise. `edition`
    says which one it is: number, what it replaces and why; None for a trial print.
    """
    with speaking(deal.words):
        return _taken(deal, year=year, stage=stage, on=on, figure_year=figure_year, edition=edition)


def _taken(
    deal: Deal, *, year: int, stage: str, on: date, figure_year: int | None, edition: EditionRecord | None
) -> Snapshot:
    agreed = deal_in_force(deal, on=on)
    progress = deal_progress(agreed, on=on, figure_year=figure_year)
    names, texts = _owner_names(deal), section_texts(deal, year=year, on=_texts_on(edition) or on)
    return {
        "schema": SCHEMA_VERSION,
        "year": year,
        "stage": stage,
        "on": on.isoformat(),
        "judged_year": figure_year or judged_year(agreed, on),
        "edition": edition,
        "texts": texts,
        "text_pictures": text_pictures(deal, texts),
        "deal": _deal(agreed, on),
        "covenant_version": _version(deal, on),
        "parties": [_party(party, on) for party in _parties(agreed, on)],
        "pillars": pillar_rows(deal, progress, on=on),
        "results": result_records(progress),
        "targets": [target_row(target) for target in progress.targets],
        "counts": count_rows(progress),
        "results_total": len(progress.results),
        "deviations": [row.result.code for row in progress.results if row.is_off_course],
        "money": _money(deal, agreed, on),
        "deadlines": [_deadline(deadline, names) for deadline in calendar(agreed, on=on)],
        "event_terms": [_event_term(term, names) for term in event_terms(agreed, on=on)],
        "outcome_indicators": [outcome_row(series) for series in outcome_series(deal, on=on)],
        "lessons": [lesson_row(row) for row in as_of(deal.lessons.prefetch_related("measures"), on)],
        "bottlenecks": [
            bottleneck_row(row)
            for row in as_of(deal.bottlenecks.select_related("theme").prefetch_related("measures"), on)
        ],
        "places": _places(deal, on),
        "map": map_record(deal),
        "areas": area_rows(deal),
        "amendments": amendment_rows(deal, on),
        "coming_amendments": coming_rows(deal, on),
        "notices": notice_rows(deal, on),
        "adjustments": adjustment_rows(deal, on),
        "readings": [_reading(reading) for reading in Interpretation.objects.filter(deal=deal)],
        "sources": source_rows(deal, on),
        "projects": project_rows(deal, progress, on=on),
        "year_before": _year_before(deal, on, figure_year - 1 if figure_year else None),
    }


def canonical(snapshot: Mapping[str, object]) -> bytes:
    """The snapshot as JSON in one fixed form: the file inside the PDF, and what the digest is taken of."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(snapshot: Mapping[str, object]) -> str:
    """The SHA-256 of the snapshot's canonical JSON: one figure changed gives another hash."""
    return digest_of(canonical(snapshot))


def digest_of(content: bytes) -> str:
    """The same, of the canonical JSON itself."""
    return hashlib.sha256(content).hexdigest()


def _texts_on(edition: EditionRecord | None) -> date | None:
    corrected_on = edition["corrected_on"] if edition else None
    return date.fromisoformat(corrected_on) if corrected_on else None


def _version(deal: Deal, on: date) -> CovenantVersionRecord | None:
    """The version of the covenant by which everything in the report is told; None before the deal was in force."""
    version = version_in_force(versions_of(deal), on=on)
    if version is None:
        return None
    return {"number": version.number, "in_force_on": version.in_force_on.isoformat(), "title": version.title}


def _places(deal: Deal, on: date) -> list[PlaceRecord]:
    """The named places as they stood on the date, each with the measures that count it."""
    counted: dict[int, set[str]] = defaultdict(set)
    counting = Target.objects.filter(deal=deal, indicator__item_sets__isnull=False, result__measures__isnull=False)
    for pk, code in counting.values_list("indicator__item_sets", "result__measures__code"):
        counted[pk].add(code)
    items = NamedItem.objects.filter(deal=deal).select_related("item_set", "neighbourhood")
    rows = as_of(items.order_by("item_set__position", "position", "pk"), on)
    return [place_row(row, on, sorted(counted[row.item_set_id])) for row in rows]


def _deal(deal: Deal, on: date) -> DealRecord:
    message = core_message(deal, on=on)
    record: DealRecord = {
        "slug": deal.slug,
        "name": deal.name,
        "short_name": deal.short_name,
        "region_name": deal.region_name,
        "signed_on": deal.signed_on.isoformat(),
        "in_force_on": deal.in_force_on.isoformat(),
        "ends_on": deal.ends_on.isoformat(),
        "core_message": message.text,
        "core_message_article": deal.core_message_article if message.version == 1 else "",
        "example_notice": deal.example_notice,
        "own_words": {name: _word(deal, name) for name in WORDS if name in deal.own_words},
        "articles": dict(sorted(deal.words.articles.items())),
        "owner": owner_of(deal),
        "theme": deal_theme(deal).name,
        "primary_color": deal.primary_color,
    }
    if logo := _logo(deal):
        record["logo"] = logo
    if cover := _cover(deal):
        record["cover"] = cover
    return record


def _logo(deal: Deal) -> LogoRecord | None:
    """The logo as it is now, so that a report keeps it; None for a deal without one, or whose file is gone."""
    try:
        with deal.logo.open("rb") as file:
            return {
                "content_type": CONTENT_TYPES[kind_of(file)],
                "picture": b64encode(file.read()).decode(),
                "text": deal.logo_text,
            }
    except (ValueError, FileNotFoundError, UnreadableFileError):  # ValueError: there is none
        return None


def _cover(deal: Deal) -> CoverRecord | None:
    """The photo of the cover as it is now; None for a deal without one, or whose file is gone."""
    try:
        with deal.cover_photo.open("rb") as file:
            picture = b64encode(file.read()).decode()
    except (ValueError, FileNotFoundError):  # ValueError: there is none
        return None
    return {"picture": picture, "text": deal.cover_text, "credit": deal.cover_credit}


def _word(deal: Deal, name: str) -> WordRecord:
    word = deal.words.word(name)
    return {"singular": word.singular, "plural": word.plural, "article": word.article}


def _owner_names(deal: Deal) -> dict[str, str]:
    """The names behind the owners of obligations, by code: of Parties and of organisations."""
    parties = Party.objects.filter(deal=deal).values_list("code", "name")
    return dict(parties) | dict(Organisation.objects.filter(deal=deal).values_list("code", "name"))


def _parties(deal: Deal, on: date) -> Iterable[Party]:
    """The Parties that are bound on the date: who left is told among the amendments."""
    return terms(deal, on=on).apply(Party.objects.filter(deal=deal).bound(on).prefetch_related("office_holders"))


def _party(party: Party, on: date) -> PartyRecord:
    holders = [holder for holder in party.office_holders.all() if holder.is_in_office(on)]
    return {
        "code": party.code,
        "name": party.name,
        "side": party.side,
        "office_holders": [f"{h.name}, {h.office}" for h in holders],
        "receives_report": party.receives_report,
    }


def _money(deal: Deal, agreed: Deal, on: date) -> MoneyRecord:
    with speaking(deal.words):
        return _money_told(deal, position(agreed, on=on), on)


def _year_before(deal: Deal, on: date, figure_year: int | None) -> YearBeforeRecord | None:
    """How the deal stood a year before, with its yearly targets judged by that year; None where not in force then."""
    before = on - relativedelta(years=1)
    if before < deal.in_force_on:
        return None
    agreed = deal_in_force(deal, on=before)
    money = position(agreed, on=before, with_forecast=False)
    return year_before_record(deal_progress(agreed, on=before, figure_year=figure_year), on=before, money=_sum(money))


def _sum(money: Position) -> SumRecord:
    total = money.total()
    return {
        "agreed": two_decimals(total.agreed),
        "received": two_decimals(total.received),
        "committed": two_decimals(total.committed),
        "spent": two_decimals(total.spent),
        "room": two_decimals(total.room),
    }


def _money_told(deal: Deal, money: Position, on: date) -> MoneyRecord:
    told = position_record(money)
    return {
        "forecast_assumption": told["forecast_assumption"],
        "sources": told["sources"],
        "totals": told["totals"],
        "years": told["years"],
        "contributors": told["contributors"],
        "partners": told["partners"],
        "promised": told["promised"],
        "elapsed": f"{money.elapsed:.4f}",
        "sum": _sum(money),
        "lines": [_line(row) for row in money.lines],
        "caps": [cap_record(row) for row in money.caps],
        "agreed_totals": [_agreed_total(total) for total in agreed_totals(money)],
        "contributions": contribution_rows(deal, on),
        "bookings": list(booking_rows(deal, on)),
        "findings": finding_rows(money),
    }


def _line(row: LinePosition) -> ReportedLine:
    """A line of the position with what the covenant says of its agreed amount."""
    line = row.line
    return {
        **line_record(row),
        "kind_label": line.get_kind_display() if line else None,
        "is_rounded": bool(line and line.is_rounded),
    }


def _agreed_total(total: Any) -> AgreedTotalRecord:
    return {
        "code": total.code,
        "article": total.article,
        "contributor_label": total.who,
        "kind_label": total.get_kind_display(),
        "amount": two_decimals(total.amount),
        "received": two_decimals(total.received),
        "realised": two_decimals(total.promised.realised),
        "is_rounded": total.is_rounded,
    }


def _deadline(deadline: Deadline, names: Mapping[str, str]) -> DeadlineRecord:
    owner = deadline.obligation.owner
    by_time: dict[str, bool] = {"is_met_by_time": True} if deadline.case and deadline.case.is_met_by_time else {}
    return {
        **by_time,  # type: ignore[typeddict-item]
        "code": deadline.obligation.code,
        "title": deadline.title,
        "article": deadline.obligation.article,
        "owner": names.get(owner, owner),
        "due_on": deadline.due_on.isoformat(),
        "days_left": deadline.days_left,
        "is_on_weekend": deadline.is_on_weekend,
        "remark": deadline.remark,
        "state": deadline.state.value,
        "state_label": str(deadline.state.label),
        "done_on": day_text(deadline.done_on),
    }


def _event_term(term: EventTerm, names: Mapping[str, str]) -> EventTermRecord:
    row = term.obligation
    return {
        "code": row.code,
        "title": row.title,
        "article": row.article,
        "owner": names.get(row.owner, row.owner),
        "words": term.words,
    }


def _reading(reading: Interpretation) -> ReadingRecord:
    return {
        "code": reading.code,
        "article": reading.article,
        "title": reading.title,
        "ambiguity": reading.ambiguity,
        "reading": reading.reading,
        "consequence": reading.consequence,
        "decided_on": reading.decided_on.isoformat(),
        "decided_by": reading.decided_by,
    }
