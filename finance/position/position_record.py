"""The position as a record, with amounts as text: the command, the export, the snapshot and the API tell the same."""

from decimal import Decimal
from typing import Annotated, Literal, NotRequired, TypedDict

from finance.base.money_fields import CENT
from finance.budget.models import Source
from finance.caps.cap_position import CapPosition
from finance.position.figures import Amounts, LinePosition, Position, PromisedAmounts
from regiodeal.base.json_values import Day, Euro, Share, said, two_decimals
from regiodeal.deals.models import Party
from regiodeal.deals.words import speaking

type Side = Annotated[str, said(Party.Side)]
type SourceCode = str
type YesOrNo = Literal["yes", "no"]


class FlowRecord(TypedDict):
    """Holds what was booked, in euro incl. btw."""

    received: Euro
    committed: Euro
    spent: Euro


class AmountsRecord(FlowRecord):
    """The amounts of a line or of several; no forecast where that of one of them cannot be told."""

    agreed: Euro
    room: Euro
    forecast: Euro | None


class PromisedRecord(TypedDict):
    """Holds what the region promised to put in: each later stage is part of the one before it."""

    pledged: Euro
    confirmed: Euro
    realised: Euro


class LineRecord(AmountsRecord):
    """The position of a budget line; receipts that are not divided yet are the line `onverdeeld`.

    `also_serves` is what of it serves another pillar too, by the pillar's code. `pending` waits for approval; it is
    only there where it was asked for. `room_reason` says why a cap makes the room less than agreed less bound.
    """

    code: str
    article: str
    pillar: str | None
    label: str
    source: SourceCode
    side: Side
    forecast_reason: str
    also_serves: dict[str, Euro]
    room_reason: NotRequired[str]
    pending: NotRequired[FlowRecord]


class CapRecord(TypedDict):
    """A cap: at most `rate` (a share of 1) of `base` (euro, `base_of` says of what), or an amount that was decided
    (`is_fixed`).

    Where a recorded deviation counts, `rate` is that of the deviation and `agreed_rate` the covenant's.
    """

    code: str
    article: str
    title: str
    subject: str
    rate: Share
    agreed_rate: Share
    base: Euro
    base_of: str
    amount: Euro
    spent: Euro
    room: Euro
    deviates: YesOrNo
    is_fixed: YesOrNo


class YearRecord(FlowRecord):
    """Holds what was booked in a bookkeeping year."""

    year: int


class ContributorRecord(TypedDict):
    """Holds what came in from a contributor, by the code of its source."""

    contributor: str
    received: Euro


class SourceRecord(PromisedRecord):
    """A source of money as the deal names it, who brings it in, and what of it was agreed, came in and was promised.

    `part_of` is the code of the larger source whose part it is; a source that has parts counts them.
    """

    code: str
    name: str
    who: str
    side: Side
    part_of: str
    agreed: Euro
    received: Euro


class PartnerRecord(PromisedRecord):
    """Holds what one partner promised."""

    partner: str


class PositionSums(TypedDict):
    """Holds what the position adds up to: per source, year, contributor and partner."""

    forecast_assumption: str
    sources: list[SourceRecord]
    totals: dict[SourceCode, AmountsRecord]
    years: list[YearRecord]
    contributors: list[ContributorRecord]
    partners: list[PartnerRecord]
    promised: PromisedRecord


class PositionRecord(PositionSums):
    """The whole position of a deal on a day. `cap` is the first of its caps."""

    deal: str
    on: Day
    lines: list[LineRecord]
    cap: CapRecord | None
    caps: list[CapRecord]


def position_record(money: Position, *, with_pending: bool = False) -> PositionRecord:
    """The position, in the words of its deal. What waits for approval is in no report and no open data: only when it is
    asked for."""
    with speaking(money.deal.words):
        return _record(money, with_pending=with_pending)


def _record(money: Position, *, with_pending: bool) -> PositionRecord:
    caps = [cap_record(cap) for cap in money.caps]
    return {
        "deal": money.deal.slug,
        "on": money.on.isoformat(),
        "lines": [line_record(line, with_pending=with_pending) for line in money.lines],
        "forecast_assumption": money.ahead.assumption,
        "sources": [_source(money, source) for source in money.sources.rows],
        "totals": {source.code: amounts_record(money.own(source)) for source in money.line_sources},
        "cap": caps[0] if caps else None,
        "caps": caps,
        "years": [{"year": year, **_flow(amounts)} for year, amounts in money.by_year.items()],
        "contributors": [
            {"contributor": name, "received": two_decimals(amounts.received)}
            for name, amounts in money.by_contributor.items()
        ],
        "partners": [{"partner": name, **_promised(part)} for name, part in money.by_partner.items()],
        "promised": _promised(money.promised()),
    }


def _source(money: Position, source: Source) -> SourceRecord:
    return {
        "code": source.code,
        "name": source.name,
        "who": source.who,
        "side": source.side,
        "part_of": source.part_of,
        "agreed": two_decimals(money.total(source=source.code).agreed),
        "received": two_decimals(money.received_from(source.code)),
        **_promised(money.promised(contributor=source.code)),
    }


def line_record(row: LinePosition, *, with_pending: bool = False) -> LineRecord:
    """The position of one line."""
    line, amounts = row.line, amounts_record(row.amounts)
    record: LineRecord = {
        "code": row.code,
        "article": line.article if line else row.source.article,
        "label": row.label,
        "pillar": line.pillar.code if line and line.pillar else None,
        "source": row.source.code,
        "side": row.source.side,
        "agreed": amounts["agreed"],
        "received": amounts["received"],
        "committed": amounts["committed"],
        "spent": amounts["spent"],
        "room": amounts["room"],
        "forecast": amounts["forecast"],
        "forecast_reason": row.forecast.reason,
        "also_serves": {pillar: two_decimals(amount) for pillar, amount in row.also_serves},
    }
    if row.room_reason:
        record["room_reason"] = row.room_reason
    if with_pending:
        record["pending"] = _flow(row.pending)
    return record


def cap_record(cap: CapPosition) -> CapRecord:
    """Return how a cap stands."""
    return {
        "code": cap.cap.code,
        "article": cap.cap.article,
        "title": cap.cap.title,
        "subject": cap.cap.label,
        "rate": _rate_text(cap.rate),
        "agreed_rate": _rate_text(cap.cap.rate),
        "base": two_decimals(cap.base),
        "base_of": cap.cap.base_in_words,
        "amount": two_decimals(cap.amount),
        "spent": two_decimals(cap.spent),
        "room": two_decimals(cap.room),
        "deviates": "yes" if cap.deviation else "no",
        "is_fixed": "yes" if cap.deviation and cap.deviation.amount is not None else "no",
    }


def amounts_record(amounts: Amounts) -> AmountsRecord:
    """All amounts of a line or of several."""
    return {
        "agreed": two_decimals(amounts.agreed),
        **_flow(amounts),
        "room": two_decimals(amounts.room),
        "forecast": two_decimals(amounts.forecast),
    }


def _flow(amounts: Amounts) -> FlowRecord:
    return {
        "received": two_decimals(amounts.received),
        "committed": two_decimals(amounts.committed),
        "spent": two_decimals(amounts.spent),
    }


def _promised(part: PromisedAmounts) -> PromisedRecord:
    return {
        "pledged": two_decimals(part.pledged),
        "confirmed": two_decimals(part.confirmed),
        "realised": two_decimals(part.realised),
    }


def _rate_text(rate: Decimal) -> str:
    return two_decimals(rate) if rate == rate.quantize(CENT) else str(rate)
