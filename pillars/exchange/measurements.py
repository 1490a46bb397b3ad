"""Rows of measurements in a file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Exists, OuterRef, Subquery

from pillars.agreed.models import Indicator
from pillars.agreed.scale import SCALE_WORDS
from pillars.exchange.figures import Figure, enterable_figures, figure_code
from pillars.exchange.matching import ChangeKind, Entry, Key, Refusal, RowChange, digest
from pillars.exchange.resources import Faults, column
from pillars.exchange.reviewed import EntryInReview, ReviewedResource
from pillars.measurements.forms import CorrectionForm
from pillars.measurements.models import Measurement, MeasurementQuerySet
from pillars.measurements.plausible import doubt_about
from regiodeal.base.dutch import day
from regiodeal.base.forms import NUMBERS_NOT_NAMES
from regiodeal.base.values import Values
from regiodeal.lifecycle.corrections import counting
from regiodeal.lifecycle.review import OPEN_STATES, State
from regiodeal.sheets.cells import Cell, text_of
from regiodeal.sheets.folder import Packed
from regiodeal.sheets.form_rules import FormRules

CENT = Decimal("0.01")
PERCENT = re.compile(r"%|\b(procent|percentage)\b", re.IGNORECASE)


class MeasurementResource(ReviewedResource):
    """One row a figure: what is counted, about when, how much, and where it comes from."""

    code = column("code")
    results = column("resultaten")
    name = column("omschrijving", "indicator__name")
    item_name = column("onderdeel", "item__name")
    project = column("project")
    unit = column("eenheid", "indicator__unit")
    value_kind = column("soort waarde")
    year = column("jaar", "year")
    measured_on = column("peildatum", "measured_on")
    value = column("waarde", "value")
    source = column("bron", "source")
    note = column("toelichting", "note")
    reason = column("reden van correctie")  # of the correction that this row makes
    state = column("stand")
    entered_by = column("ingevuld door", "entered_by")
    entered_at = column("ingevuld op", "entered_at")
    decided_by = column("beoordeeld door", "decided_by")
    decided_at = column("beoordeeld op", "decided_at")
    return_reason = column("reden van terugsturen", "return_reason")
    number = column("nummer", "pk")
    replaces = column("vervangt nummer", "replaces_id")
    correction_reason = column("reden van correctie", "correction_reason")
    replaced_by = column("vervangen door nummer")
    counts = column("telt mee")
    mark = column("kenmerk")

    sees_unapproved = False

    model = Measurement
    layout_name = "measurements"
    sheet_title = "Cijfers"
    key_field = "code"
    filled_in = ("value", "source", "note")
    required = ("code", "value", "source")
    informs = ("name", "item_name", "unit")
    read = ("code", *informs, "year", "measured_on", "value", "source", "note", "reason", "mark")
    template_fields = (
        *("code", "results", "name", "item_name", "unit", "year", "measured_on", "value", "source", "note"),
        *("reason", "state", "mark"),
    )
    export_fields = (
        *("code", "results", "name", "item_name", "project", "unit", "value_kind", "year", "measured_on", "value"),
        *("source", "note", "state", "entered_by", "entered_at", "decided_by", "decided_at", "return_reason"),
        *("number", "replaces", "correction_reason", "replaced_by", "counts"),
    )
    related = ("indicator", "item")
    touched = ("year", "measured_on", "value", "source", "note")
    to_fill_in = (*touched, "reason")
    guarded = ("value",)
    hints = (
        "Getallen schrijft u als 84 of 1.234,5. Datums schrijft u als 31-12-2026.",
        "Een mijlpaal krijgt ja of nee, een oordeel een stap van 0 tot en met 4.",
        "Een ander cijfer bij een nieuwe peildatum is een nieuw cijfer. Bij dezelfde peildatum verbetert u het oude.",
        "Wilt u een goedgekeurd cijfer verbeteren? Vul dan ook in wat de reden van de correctie is.",
        NUMBERS_NOT_NAMES,
    )
    compared = ("measured_on", "value", "source", "note", "correction_reason")

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The figures of the deal by code."""
        return {figure.code: figure for figure in enterable_figures(self.deal, on=self.today)}

    # --- Out ---------------------------------------------------------------------------------------------------

    def dehydrate_code(self, row: Measurement) -> str:
        """The code of the figure."""
        return figure_code(row.indicator, row.item)

    def dehydrate_results(self, row: Measurement) -> str:
        """The results that the figure counts for."""
        figure = self.figures.get(figure_code(row.indicator, row.item))
        return ", ".join(figure.results) if figure else ""

    def dehydrate_project(self, row: Measurement) -> str:
        """The code of the project that the figure is of; of a confidential one only for who may see unapproved work."""
        project = row.project
        return str(project.as_read(unapproved=self.sees_unapproved).code) if project else ""

    def dehydrate_value_kind(self, row: Measurement) -> str:
        """Return what the value means."""
        return str(row.indicator.get_value_kind_display())

    def dehydrate_value(self, row: Measurement) -> Cell:
        """The value, if asked for as somebody fills it in: ja or nee, or a step of the scale."""
        value: Decimal | None = row.value  # a figure that is still to be filled in has none
        if value is None or not self.in_words:
            return value
        match row.indicator.value_kind:
            case Indicator.ValueKind.MILESTONE:
                return "ja" if value >= 1 else "nee"
            case Indicator.ValueKind.SCALE if value in range(len(SCALE_WORDS)):
                return scale_step(int(value))
        return value

    def known(self, on: date, *, unapproved: bool) -> Iterable[Measurement]:
        """The figures that were there on a date, each with the correction that had taken its place by then."""
        self.sees_unapproved = unapproved
        corrected = Measurement.objects.filter(
            replaces=OuterRef("pk"), state=State.APPROVED, decided_at__date__lte=on, measured_on__lte=on
        )
        rows = self.entries_of_deal().shown_on(on, unapproved=unapproved)
        rows = rows.annotate(replaced_then=Subquery(corrected.values("pk")[:1]))
        return rows.select_related(*self.related, "project", "entered_by", "decided_by").iterator()

    def dehydrate_replaced_by(self, row: Measurement) -> Cell:
        """Return the number of the figure that took its place; nothing where none did."""
        number = getattr(row, "replaced_then", None)
        return Decimal(number) if number else None

    def dehydrate_counts(self, row: Measurement) -> str:
        """Return whether it is the figure that counts for its year or day: a sum over these counts nothing twice."""
        return "ja" if row.state == State.APPROVED and self.dehydrate_replaced_by(row) is None else "nee"

    def dehydrate_measured_on(self, row: Measurement) -> Cell:
        """The day that a figure is about; nothing for a figure about a year."""
        return None if row.indicator.is_yearly else row.measured_on

    def entries_of_deal(self) -> MeasurementQuerySet:
        """All figures of the deal."""
        return Measurement.objects.filter(indicator__deal=self.deal)

    def _of_the_whole(self) -> MeasurementQuerySet:
        return self.entries_of_deal().filter(project=None)

    def for_template(self, year: int | None) -> Iterator[Measurement]:
        """For each figure that a target reads: the one of the year, or the newest one up to the end of it.

        The file is about the whole: a figure of a project is not in it.
        """
        assert year is not None
        known = self._newest(year)
        for figure in self.figures.values():
            if figure.results:
                yield known.get(figure.place) or _empty(figure, year)

    def _newest(self, year: int) -> dict[tuple[int, int | None], Measurement]:
        rows = self._of_the_whole().exclude(state=State.WITHDRAWN).exclude(corrections__in=_standing_corrections())
        yearly = rows.filter(indicator__is_yearly=True, year=year)
        others = rows.filter(indicator__is_yearly=False, measured_on__lte=date(year, 12, 31))
        found: dict[tuple[int, int | None], Measurement] = {}
        for row in (yearly | others).select_related("indicator", "item").order_by("measured_on", "pk"):
            place = (row.indicator_id, row.item_id)
            if row.state != State.APPROVED or place not in found or found[place].state == State.APPROVED:
                found[place] = row
        return found

    def allowed(self, name: str, entry: Measurement) -> tuple[str, ...] | None:
        """Yes or no for a milestone, a step of the scale, or a number."""
        match entry.indicator.value_kind:
            case Indicator.ValueKind.MILESTONE:
                return ("ja", "nee")
            case Indicator.ValueKind.SCALE:
                return tuple(scale_step(step) for step in range(len(SCALE_WORDS)))
        return None

    # --- In ----------------------------------------------------------------------------------------------------

    def current_rows(self) -> Iterator[tuple[Key, EntryInReview, bool]]:
        """All figures of the deal that name no project, approved ones first and each newer one after an older one."""
        corrected = Exists(_standing_corrections().filter(replaces=OuterRef("pk")))
        rows = self._of_the_whole().annotate(is_replaced=corrected).order_by("pk")
        key = ("indicator_id", "item_id", "year", "measured_on", "is_replaced")
        found = rows.values_list(*key, "pk", "version", "state", "entered_by_id", "value", "source", "note")
        for states in ([State.APPROVED], OPEN_STATES):
            for row in found.filter(state__in=states).iterator():
                indicator, item, year, on, is_replaced, pk, version, state, by, value, source, note = row
                content = self.content({"value": value, "source": source, "note": note})
                yield (indicator, item, year or on), EntryInReview(pk, version, by, content, state), is_replaced

    def values_of(self, change: RowChange, cells: Mapping[str, Cell]) -> tuple[Values, Faults]:
        """Find the figure by its code, and read the rest by the rules of the form for its indicator."""
        code = text_of(cells["code"]).strip()
        figure = self.figures.get(code)
        if figure is None:
            reason = f"Deze deal vraagt geen cijfer met de code '{code[:60]}'." if code else "De code ontbreekt."
            return {}, {"code": [reason]}
        values, errors = self._rules(figure.indicator).clean(cells)
        values["correction_reason"] = values.pop("reason", "")
        period = values.get("year") or values.get("measured_on")
        change.key = (*figure.place, period)
        item = figure.item.name if figure.item else ""
        meanings = {"name": figure.indicator.name, "item_name": item, "unit": figure.indicator.unit}
        return values, self.misfits(code, cells, meanings) | errors

    def content(self, values: Values) -> str:
        """Return value, source and note of the row."""
        return digest(f"{values['value']:.2f}", values["source"], values["note"])

    def kind_for(self, change: RowChange, entry: Entry) -> ChangeKind:
        """An approved figure never changes: another value for it is a correction, with its reason."""
        if super().kind_for(change, entry) == ChangeKind.REVISION:
            return ChangeKind.REVISION
        if not change.values["correction_reason"]:
            asked = CorrectionForm.base_fields["reason"].error_messages["required"]
            raise Refusal(f"Dit cijfer is goedgekeurd. {asked}", "reason")
        return ChangeKind.CORRECTION

    def ask(self, change: RowChange) -> None:
        """Ask what the form of a figure asks: about a part of what has none, and about what is far from the last."""
        place, value = change.key[:2], change.values["value"]
        indicator, last = self._places[place].indicator, self._last_values.get(place)
        change.doubt = doubt_about(indicator, value, last=last)

    @cached_property
    def _last_values(self) -> dict[Key, Decimal]:
        """The newest value that counts of each figure, in one query."""
        rows = counting(self._of_the_whole()).order_by("measured_on", "decided_at", "pk")
        return {(indicator, item): value for indicator, item, value in rows.values_list("indicator", "item", "value")}

    def key_from(self, packed: Packed) -> Key:
        """Indicator, item, and year or day."""
        indicator, item, period = packed
        return indicator, item, date.fromisoformat(period) if isinstance(period, str) else period

    def values_from(self, packed: Values) -> Values:
        """The values, the number and the day from text."""
        measured_on = date.fromisoformat(packed["measured_on"])
        return packed | {"value": Decimal(packed["value"]).quantize(CENT), "measured_on": measured_on}

    def build(self, change: RowChange) -> Measurement:
        """The figure that the change asks for; a correction names the figure that it corrects."""
        indicator, item, _period = change.key
        row = Measurement(indicator_id=indicator, item_id=item, **change.values)
        if change.kind != ChangeKind.CORRECTION:
            row.correction_reason = ""
        elif change.entry:
            row.replaces_id = change.entry.pk
        return row

    def shown(self, change: RowChange) -> Measurement:
        """The figure that the change asks for, with its indicator and item."""
        row = self.build(change)
        figure = self._places[change.key[:2]]
        row.indicator, row.item = figure.indicator, figure.item
        return row

    def name_of(self, entry: Measurement) -> str:
        """The indicator, the item, and the year or day."""
        part = f", {entry.item.name}" if entry.item else ""
        return f"{entry.indicator.name}{part} ({entry.year or day(entry.measured_on)})"

    @cached_property
    def _places(self) -> dict[Key, Figure]:
        return {figure.place: figure for figure in self.figures.values()}

    def _rules(self, indicator: Indicator) -> FormRules:
        if indicator.pk not in self._rules_by_indicator:
            form = CorrectionForm(deal=self.deal, indicator=indicator, today=self.today)
            form.fields["reason"].required = False  # `kind_for` asks for it where an approved figure is corrected
            names = ("year", "measured_on", "value", "source", "note", "reason")
            takes_percent = bool(PERCENT.search(indicator.unit))
            self._rules_by_indicator[indicator.pk] = FormRules(form, names, takes_percent=takes_percent)
        return self._rules_by_indicator[indicator.pk]

    @cached_property
    def _rules_by_indicator(self) -> dict[int, FormRules]:
        return {}


def _standing_corrections() -> MeasurementQuerySet:
    """The corrections that were not withdrawn."""
    return Measurement.objects.filter(replaces__isnull=False).exclude(state=State.WITHDRAWN)


def _empty(figure: Figure, year: int) -> Measurement:
    return Measurement(indicator=figure.indicator, item=figure.item, year=year if figure.indicator.is_yearly else None)


def scale_step(step: int) -> str:
    """A step of the scale as the form shows it: '3: grotendeels bereikt'."""
    return f"{step}: {SCALE_WORDS[step]}"
