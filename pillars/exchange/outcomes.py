"""Outcome measurements in a file: how residents fare as others count it, also in the years before the deal."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from pillars.agreed.models import OutcomeIndicator
from pillars.exchange.matching import ChangeKind, Entry, Key, Refusal, RowChange, digest
from pillars.exchange.resources import Faults, column
from pillars.exchange.reviewed import EntryInReview, ReviewedResource
from pillars.measurements.plausible import doubt_after
from pillars.outcomes.forms import OutcomeMeasurementForm
from pillars.outcomes.models import OutcomeArea, OutcomeMeasurement, OutcomeSource
from regiodeal.base.refusals import NO_REASON_TO_CORRECT
from regiodeal.base.values import Values
from regiodeal.deals.in_force import terms
from regiodeal.lifecycle.corrections import counting
from regiodeal.lifecycle.review import OPEN_STATES, State
from regiodeal.sheets.cells import Cell, text_of
from regiodeal.sheets.form_rules import FormRules, plain

CONTENT = ("value", "source", "table", "is_baseline", "note")
YES, NO = "ja", "nee"
CENT = Decimal("0.01")


class OutcomeResource(ReviewedResource):
    """One row an indicator, area and year: how much, and which source published it."""

    indicator = column("indicator", "indicator__code")
    name = column("omschrijving", "indicator__name")
    unit = column("eenheid", "indicator__unit")
    area = column("gebied van de statistiek")
    year = column("jaar", "year")
    value = column("waarde", "value")
    source = column("bron")
    table = column("tabel of webadres", "table")
    is_baseline = column("nulmeting")
    note = column("toelichting", "note")
    reason = column("reden van correctie")  # of the correction that this row makes
    state = column("stand")
    entered_by = column("ingevuld door", "entered_by")
    entered_at = column("ingevuld op", "entered_at")
    decided_by = column("beoordeeld door", "decided_by")
    decided_at = column("beoordeeld op", "decided_at")
    return_reason = column("reden van terugsturen", "return_reason")
    mark = column("kenmerk")

    model = OutcomeMeasurement
    layout_name = "outcomes"
    sheet_title = "Maatschappelijk"
    key_field = "indicator"
    filled_in = ("value", "source", "table", "note")
    required = ("indicator", "area", "year", "value", "source")
    informs = ("name", "unit")
    read = ("indicator", *informs, "area", "year", *CONTENT, "reason", "mark")
    template_fields = ("indicator", "name", "unit", "area", "year", *CONTENT, "reason", "state", "mark")
    export_fields = (
        *("indicator", "name", "unit", "area", "year", *CONTENT),
        *("state", "entered_by", "entered_at", "decided_by", "decided_at", "return_reason"),
    )
    related = ("indicator", "area", "source")
    touched = ("area", "year", *CONTENT)
    to_fill_in = (*touched, "reason")
    compared = ("area", "year", *CONTENT)
    guarded = ("area", "source", "is_baseline")
    hints = (
        "Per indicator, gebied en jaar is er één cijfer. Voor meer jaren voegt u rijen toe, met dat jaar erin.",
        "Jaren van voor de deal mogen ook. Een leeg gebied is de hele regio.",
        "Een goedgekeurd cijfer verandert met een reden van correctie.",
    )

    # --- Out -------------------------------------------------------------------------------------------------------

    @cached_property
    def indicators(self) -> dict[str, OutcomeIndicator]:
        """The indicators that are agreed, by their code."""
        rows = OutcomeIndicator.objects.filter(deal=self.deal).select_related("deal")
        return {row.code: row for row in terms(self.deal, on=self.today).apply(rows)}

    @cached_property
    def areas(self) -> dict[int, OutcomeArea]:
        """The areas of the statistics."""
        return {row.pk: row for row in OutcomeArea.objects.filter(deal=self.deal)}

    @cached_property
    def sources(self) -> dict[int, OutcomeSource]:
        """The bodies that publish."""
        return {row.pk: row for row in OutcomeSource.objects.filter(deal=self.deal)}

    def entries_of_deal(self) -> QuerySet[OutcomeMeasurement]:
        """All figures of the deal."""
        return OutcomeMeasurement.objects.filter(indicator__deal=self.deal)

    def known(self, on: date, *, unapproved: bool) -> Iterable[OutcomeMeasurement]:
        """The figures that were there on a date; without the right to see them, none that were not approved by then."""
        rows = OutcomeMeasurement.objects.known_on(on)
        if unapproved:
            rows = OutcomeMeasurement.objects.filter(entered_at__date__lte=on).exclude(state=State.WITHDRAWN)
        rows = rows.filter(indicator__deal=self.deal).order_by("indicator__position", "year", "pk")
        return rows.select_related(*self.related, "entered_by", "decided_by").iterator()

    def for_template(self, year: int | None) -> Iterator[OutcomeMeasurement]:
        """For each indicator its figures of the year, and otherwise an empty row for the whole region."""
        assert year is not None
        rows = self.entries_of_deal().filter(year=year).exclude(state=State.WITHDRAWN).select_related(*self.related)
        standing = {key: entry.pk for key, entry in self.portal.entries.items()}
        shown = [row for row in rows.order_by("pk") if row.pk in standing.values()]
        for indicator in self.indicators.values():
            own = [row for row in shown if row.indicator_id == indicator.pk]
            yield from own or [OutcomeMeasurement(indicator=indicator, year=year)]

    def allowed(self, name: str, entry: OutcomeMeasurement) -> tuple[str, ...]:
        """Return the areas, the sources, or yes and no."""
        if name == "area":
            return tuple(map(str, self.areas.values()))
        return tuple(map(str, self.sources.values())) if name == "source" else (YES, NO)

    def dehydrate_area(self, row: OutcomeMeasurement) -> str:
        """The area; nothing for the whole region."""
        return str(row.area) if row.area_id else ""

    def dehydrate_source(self, row: OutcomeMeasurement) -> str:
        """The body that published it."""
        return str(row.source) if row.source_id else ""

    def dehydrate_is_baseline(self, row: OutcomeMeasurement) -> str:
        """Tell whether the Parties compare with it."""
        if not row.source_id:
            return ""  # an empty row
        return YES if row.is_baseline else NO

    def dehydrate_reason(self, row: OutcomeMeasurement) -> str:
        """Nothing: it is asked of the row that corrects."""
        return ""

    # --- In --------------------------------------------------------------------------------------------------------

    def current_rows(self) -> Iterator[tuple[Key, EntryInReview, bool]]:
        """All figures of the deal, approved ones first and each newer one after an older one."""
        corrections = self.entries_of_deal().filter(replaces__isnull=False).exclude(state=State.WITHDRAWN)
        replaced = set(corrections.values_list("replaces_id", flat=True))
        rows = self.entries_of_deal().select_related("source").order_by("pk")
        for states in ([State.APPROVED], OPEN_STATES):
            for row in rows.filter(state__in=states):
                content = self.content({name: getattr(row, name) for name in CONTENT})
                entry = EntryInReview(row.pk, row.version, row.entered_by_id, content, row.state)
                yield (row.indicator_id, row.area_id, row.year), entry, row.pk in replaced

    def values_of(self, change: RowChange, cells: Mapping[str, Cell]) -> tuple[Values, Faults]:
        """Find the indicator by its code, and read the rest by the rules of its form."""
        code = text_of(cells["indicator"]).strip()
        indicator = self.indicators.get(code)
        if indicator is None:
            told = f"Deze deal heeft geen maatschappelijke indicator '{code[:60]}'." if code else "De code ontbreekt."
            return {}, {"indicator": [told]}
        said = plain(text_of(cells["is_baseline"]))
        values, errors = self._rules(indicator).clean({**cells, "is_baseline": "1" if said == YES else ""})
        if said not in {"", YES, NO}:
            errors["is_baseline"] = [f"Schrijf {YES} of {NO}."]
        values["correction_reason"] = text_of(cells["reason"]).strip()
        area = values.get("area")
        change.key = (indicator.pk, area.pk if area else None, values.get("year"))
        return values, self.misfits(code, cells, {"name": indicator.name, "unit": indicator.unit}) | errors

    def _rules(self, indicator: OutcomeIndicator) -> FormRules:
        if indicator.pk not in self._rules_by_indicator:
            form = OutcomeMeasurementForm(indicator=indicator, today=self.today)
            for name, told in (("area", "Dit gebied kent de deal niet."), ("source", "Deze bron kent de deal niet.")):
                form.fields[name].error_messages["invalid_choice"] = f"{told} Kies een naam uit de lijst."
            names = {"area": _names(self.areas), "source": _names(self.sources)}
            self._rules_by_indicator[indicator.pk] = FormRules(form, ("area", "year", *CONTENT), names)
        return self._rules_by_indicator[indicator.pk]

    @cached_property
    def _rules_by_indicator(self) -> dict[int, FormRules]:
        return {}

    def content(self, values: Values) -> str:
        """All that the figure says."""
        source = values["source"]
        rest = [values[name] for name in ("table", "is_baseline", "note")]
        return digest(f"{values['value']:.2f}", source.pk if source else "", *rest)

    def kind_for(self, change: RowChange, entry: Entry) -> ChangeKind:
        """An approved figure never changes: another value for it is a correction, with its reason."""
        if super().kind_for(change, entry) == ChangeKind.REVISION:
            return ChangeKind.REVISION
        if not change.values["correction_reason"]:
            raise Refusal(f"Dit cijfer is goedgekeurd. {NO_REASON_TO_CORRECT}", "reason")
        return ChangeKind.CORRECTION

    def ask(self, change: RowChange) -> None:
        """Ask what the form asks: about a value far from the one before it."""
        indicator, area, year = change.key
        before = [value for of_year, value in self._counting[indicator, area] if of_year <= year]
        change.doubt = doubt_after(change.values["value"], before[-1] if before else None)

    @cached_property
    def _counting(self) -> dict[Key, list[tuple[int, Decimal]]]:
        """The values that count of each indicator and area with their year, oldest first, in one query."""
        found: dict[Key, list[tuple[int, Decimal]]] = defaultdict(list)
        for row in counting(self.entries_of_deal()).order_by("year", "pk"):
            found[row.indicator_id, row.area_id].append((row.year, row.value))
        return found

    def values_to(self, values: Values) -> Values:
        """The values as they are kept: rows by their key."""
        rows = {name: values[name].pk if values.get(name) else None for name in ("area", "source")}
        return values | rows

    def values_from(self, packed: Values) -> Values:
        """The values, with the rows and the number from what was kept."""
        rows = {"area": self.areas.get(packed["area"] or 0), "source": self.sources[packed["source"]]}
        return packed | rows | {"value": Decimal(packed["value"]).quantize(CENT)}

    def build(self, change: RowChange) -> OutcomeMeasurement:
        """The figure that the change asks for; a correction names the figure that it corrects."""
        row = OutcomeMeasurement(indicator_id=change.key[0], **change.values)
        if change.kind != ChangeKind.CORRECTION:
            row.correction_reason = ""
        elif change.entry:
            row.replaces_id = change.entry.pk
        return row

    def shown(self, change: RowChange) -> OutcomeMeasurement:
        """The figure that the change asks for, with its indicator."""
        row = self.build(change)
        row.indicator = next(each for each in self.indicators.values() if each.pk == row.indicator_id)
        return row

    def name_of(self, entry: OutcomeMeasurement) -> str:
        """The indicator, the area and the year."""
        return str(entry)


def _names(rows: Mapping[int, Any]) -> dict[int, str]:
    return {pk: str(row) for pk, row in rows.items()}
