"""Gauges of the money: bars inside an agreed amount, as shares of 100, for components/gauge.html."""

from decimal import Decimal
from typing import Any

from finance.models import Source
from finance.position import Amounts, CapPosition, Position
from regiodeal.covenant.dutch import euro, percent

PARTS = (("received", "ontvangen"), ("committed", "verplicht"), ("spent", "besteed"))


def gauges(money: Position, *, url: str) -> list[dict[str, Any]]:
    """One gauge per source, against the time that has gone by, and one per cap."""
    by_source = [_source_gauge(money, source, label, url) for source, label in Source.choices]
    return by_source + [cap_gauge(cap, url) for cap in money.caps]


def _source_gauge(money: Position, source: str, label: str, url: str) -> dict[str, Any]:
    amounts = money.total(source=source)
    return {
        "label": label.capitalize(),
        "url": url,
        "agreed": euro(amounts.agreed),
        "parts": sorted(_parts(amounts), key=lambda part: -float(part["share"])),
        "marks": [
            {"kind": "time", "label": "tijd voorbij", "text": percent(money.elapsed), "share": money.elapsed * 100}
        ],
    }


def _parts(amounts: Amounts) -> list[dict[str, Any]]:
    return [
        {
            "kind": kind,
            "label": label,
            "text": euro(getattr(amounts, kind)),
            "share": _of(getattr(amounts, kind), amounts.agreed),
        }
        for kind, label in PARTS
    ]


def cap_gauge(cap: CapPosition, url: str) -> dict[str, Any]:
    """The cap: what was spent against the share of what was received (art. 5 lid 2)."""
    note = f"{euro(cap.room)} ruimte. De grens groeit mee met wat van het Rijk is ontvangen."
    if cap.deviation:
        note = f"{euro(cap.room)} ruimte. Er is een afwijking vastgelegd."
    if cap.room < 0:
        note = f"De grens is overschreden met {euro(-cap.room)}."
    return {
        "label": "Uitvoeringskosten (VAT)",
        "url": url,
        "agreed": euro(cap.amount),
        "agreed_label": "grens",
        "parts": [{"kind": "spent", "label": "besteed", "text": euro(cap.spent), "share": _of(cap.spent, cap.amount)}],
        "marks": [
            {
                "kind": "limit",
                "label": "berekening",
                "text": cap.formula,
                "share": 100,
            }
        ],
        "note": note,
    }


def _of(part: Decimal, whole: Decimal) -> Decimal:
    """The part as a share of 100 of the whole; 100 at most, since a bar cannot be longer than its track."""
    if not whole:
        return Decimal(100) if part else Decimal(0)
    return min(part / whole * 100, Decimal(100))
