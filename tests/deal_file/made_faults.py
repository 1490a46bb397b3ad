"""Faults that people make in a deal file, by kind: what is changed in a valid file, and where that has to be told."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from regiodeal.deal_file.document import DealFile
from regiodeal.deals.declaration import all_rows

SMALL = Path(settings.BASE_DIR) / "fixtures" / "voorbeeld-kleine-deal.yaml"
VEENLAND = Path(settings.BASE_DIR) / "tests" / "deals" / "veenland.yaml"

type Data = dict[str, Any]
MISSING = object()


@dataclass(frozen=True)
class Kind:
    """A kind of fault: the field of each row of a list gets a value. `when` tells which rows it can be made in."""

    name: str
    list_name: str
    path: tuple[str | int, ...]
    value: object
    when: Callable[[Data], bool] = lambda _row: True
    told_at: tuple[str | int, ...] = ()
    is_remark: bool = False
    in_cells: bool = True

    @property
    def place(self) -> tuple[str | int, ...]:
        """Return the path at which the fault is told."""
        return self.told_at or self.path


@dataclass(frozen=True)
class Made:
    """One fault that was made: in which row, and where it has to be told."""

    kind: Kind
    index: int | None

    @property
    def path(self) -> tuple[str | int, ...]:
        """Return the path from the file."""
        row = () if self.index is None else (self.index,)
        return (self.kind.list_name, *row, *self.kind.place)


def has(*names: str) -> Callable[[Data], bool]:
    """Tell whether a row has these fields."""
    return lambda row: all(name in row for name in names)


def of(name: str, *values: object) -> Callable[[Data], bool]:
    """Tell whether a field of the row is one of these."""
    return lambda row: row.get(name) in values


def yearly(row: Data) -> bool:
    """Tell whether the term of the row comes back each year."""
    return bool(row.get("due", {}).get("rule") == "yearly")


KINDS = (
    Kind("31 april", "obligations", ("due", "day"), 31, lambda row: yearly(row) and row["due"]["month"] == 4),
    Kind(
        "30 februari",
        "obligations",
        ("due",),
        {"rule": "yearly", "month": 2, "day": 30, "first_year": 2026},
        told_at=("due", "day"),
    ),
    Kind(
        "29 februari",
        "targets",
        ("due",),
        {"rule": "yearly", "month": 2, "day": 29, "first_year": 2026},
        told_at=("due", "day"),
    ),
    Kind("maand 13", "obligations", ("due", "month"), 13, yearly),
    Kind("dag 0", "obligations", ("due", "day"), 0, yearly),
    Kind(
        "vaste dag die niet bestaat",
        "targets",
        ("due",),
        {"rule": "fixed", "date": "2026-02-30"},
        told_at=("due", "date"),
    ),
    Kind("regel die niet bestaat", "targets", ("due",), {"rule": "ooit"}, told_at=("due", "rule")),
    Kind("laatste jaar voor eerste", "obligations", ("due", "last_year"), 2001, yearly),
    Kind(
        "periode andersom",
        "obligations",
        ("due",),
        {"rule": "window", "from": "2026-05-01", "to": "2026-04-01"},
        told_at=("due", "to"),
    ),
    Kind("ondertekend op 30 februari", "deal", ("signed_on",), "2025-02-30"),
    Kind("ondertekend op tekst", "deal", ("signed_on",), "1 november"),
    Kind("einde voor begin", "deal", ("ends_on",), "2001-01-01"),
    Kind("in werking voor ondertekening", "deal", ("in_force_on",), "2001-01-01"),
    Kind("financiering eindigt voor begin", "deal", ("financing_ends_on",), "2001-01-01"),
    Kind("marge groter dan 1", "deal", ("drift_margin",), "1.5"),
    Kind("eerste jaar na het einde", "deal", ("first_counted_year",), 2090),
    Kind("sleutel met hoofdletters", "deal", ("slug",), "Mijn Deal"),
    Kind("instemming die niet bestaat", "deal", ("consent_rule",), "loting"),
    Kind("naam te lang", "deal", ("name",), "x" * 201),
    Kind("naam weg", "deal", ("name",), MISSING),
    Kind("lidwoord", "deal", ("own_words", "area", "article"), "een"),
    Kind(
        "ambtsdrager weg voor hij kwam",
        "parties",
        ("office_holders", 0, "valid_to"),
        "2001-01-01",
        has("office_holders"),
    ),
    Kind("ambtsdrager zonder ambt", "parties", ("office_holders", 0, "office"), MISSING, has("office_holders")),
    Kind("ambtsdrager vanaf", "parties", ("office_holders", 0, "valid_from"), "2025-13-01", has("office_holders")),
    Kind("kant", "parties", ("side",), "europa"),
    Kind("kassier", "parties", ("is_treasurer",), "misschien"),
    Kind("partij zonder naam", "parties", ("name",), MISSING),
    Kind("partij met spatie in code", "parties", ("code",), "mijn code"),
    Kind("gebied zonder naam", "neighbourhoods", ("name",), MISSING),
    Kind("pijler zonder naam", "pillars", ("name",), MISSING),
    Kind("doel bij onbekende pijler", "goals", ("pillar",), "ZZ"),
    Kind("doel zonder titel", "goals", ("title",), MISSING),
    Kind("doel met te lange titel", "goals", ("title",), "x" * 301),
    Kind("maatregel bij onbekend doel", "measures", ("goal",), "ZZ"),
    Kind("maatregel zonder tekst", "measures", ("wording",), MISSING),
    Kind("resultaat bij onbekend doel", "results", ("goal",), "ZZ"),
    Kind("resultaat zonder maatregel", "results", ("measures",), MISSING),
    Kind("resultaat bij onbekende maatregel", "results", ("measures",), ["ZZ"]),
    Kind("resultaat met maatregel twee keer", "results", ("measures",), ["L1.1", "L1.1"]),
    Kind("resultaat zonder titel", "results", ("title",), MISSING),
    Kind("indicator optellen", "indicators", ("aggregation",), "middelen"),
    Kind("indicator soort waarde", "indicators", ("value_kind",), "kleur"),
    Kind("indicator zonder eenheid", "indicators", ("unit",), MISSING),
    Kind("indicator uitsplitsing", "indicators", ("breakdown",), "per straat"),
    Kind(
        "onderdelen zonder uitsplitsing",
        "indicators",
        ("items",),
        [{"code": "a", "name": "A"}],
        lambda row: "breakdown" not in row,
        told_at=("breakdown",),
    ),
    Kind("per onderdeel zonder onderdelen", "indicators", ("breakdown",), "item", lambda row: "items" not in row),
    Kind(
        "gebied dat geen gebied is",
        "indicators",
        ("items",),
        [{"code": "west", "name": "West"}],
        of("breakdown", "neighbourhood"),
        told_at=("items", 0, "code"),
    ),
    Kind("norm bij onbekend resultaat", "targets", ("result",), "ZZ"),
    Kind("norm bij onbekende indicator", "targets", ("indicator",), "ZZ"),
    Kind("noemer onbekend", "targets", ("whole_indicator",), "ZZ"),
    Kind("soort norm", "targets", ("kind",), "dekkend"),
    Kind("vergelijking", "targets", ("operator",), "meer dan"),
    Kind("kwalitatief op een getal", "targets", ("kind",), "qualitative", of("kind", "per_year", "cumulative")),
    Kind("mijlpaal op een getal", "targets", ("kind",), "milestone", of("kind", "per_year", "cumulative", "coverage")),
    Kind("getal op een mijlpaal", "targets", ("kind",), "cumulative", of("kind", "milestone")),
    Kind("per jaar op een stand", "targets", ("kind",), "per_year", of("kind", "coverage", "cumulative")),
    Kind("minimum is geen getal", "targets", ("minimum",), "veel"),
    Kind("minimum weg", "targets", ("minimum",), MISSING, of("kind", "per_year", "cumulative", "coverage")),
    Kind("maximum onder minimum", "targets", ("maximum",), "0.5", has("minimum")),
    Kind("9 van de 2", "targets", ("minimum",), "9", of("kind", "coverage")),
    Kind("leest onbekend onderdeel", "targets", ("reads",), ["west"], of("kind", "coverage")),
    Kind("leest onderdelen die er niet zijn", "targets", ("reads",), ["west"], of("kind", "milestone", "per_year")),
    Kind("delen door 0", "targets", ("divide_by",), 0),
    Kind("tolerantie", "targets", ("tolerance",), "15%-ish"),
    Kind("jaar van de beginsituatie", "targets", ("baseline_year",), 1850),
    Kind("regel bij onbekende pijler", "budget_lines", ("pillar",), "ZZ", has("pillar")),
    Kind("bedrag met letters", "budget_lines", ("amount",), "vijf miljoen"),
    Kind("bedrag weg", "budget_lines", ("amount",), MISSING),
    Kind("bedrag te groot", "budget_lines", ("amount",), "1" * 30 + ".00", in_cells=False),
    Kind("soort bedrag", "budget_lines", ("kind",), "ongeveer"),
    Kind("grens bij onbekende regel", "caps", ("budget_line",), "ZZ"),
    Kind("grens boven 100%", "caps", ("rate",), "3.00"),
    Kind("onbekende eigenaar", "obligations", ("owner",), "NIEMAND"),
    Kind("afspraak zonder titel", "obligations", ("title",), MISSING),
    Kind("sluit een ronde", "obligations", ("closes_round",), "soms"),
    Kind("tweede merk", "obligations", ("submits_report",), True, of("code", "overleg", "opzegging")),
    Kind("richting", "outcome_indicators", ("direction",), "opzij"),
    Kind("indicator bij onbekend doel", "outcome_indicators", ("goal",), "ZZ"),
    Kind("onbekend veld in deal", "deal", ("kleur",), "rood", in_cells=False),
    Kind("onbekend veld in norm", "targets", ("minimaal",), "3", in_cells=False),
    Kind("onbekend veld in afspraak", "obligations", ("titel",), "Overleg", in_cells=False),
    Kind("getal zonder aanhalingstekens", "budget_lines", ("amount",), 5600000.5, in_cells=False),
    Kind("lijst in plaats van tekst", "results", ("wording",), ["a", "b"], in_cells=False),
    Kind("tekst in plaats van rij", "measures", (), "maatregel", in_cells=False),
    Kind("trend zonder beginjaar", "targets", ("baseline_year",), MISSING, of("kind", "trend"), is_remark=True),
)


def valid(path: Path) -> Data:
    """The lists of a valid file, in short form and in the order of the schema."""
    data = deepcopy(DealFile.read(path).data)
    for rows in all_rows():
        for row in data.get(rows.name, ()):
            row.setdefault("code", "")
    return data


def rows_for(kind: Kind, data: Data) -> Iterator[int | None]:
    """The rows in which a fault of the kind can be made."""
    if kind.list_name == "deal":
        yield None
        return
    for index, row in enumerate(data.get(kind.list_name, ())):
        if kind.when(row):
            yield index


def make(data: Data, made: Made) -> None:
    """Make the fault in the data."""
    steps = [made.kind.list_name, *([] if made.index is None else [made.index]), *made.kind.path]
    node: Any = data
    for place, step in enumerate(steps[:-1]):
        if isinstance(node, dict) and step not in node:
            node[step] = [{}] if isinstance(steps[place + 1], int) else {}
        node = node[step]
    if made.kind.value is MISSING:
        node.pop(steps[-1], None)
    else:
        node[steps[-1]] = deepcopy(made.kind.value)
