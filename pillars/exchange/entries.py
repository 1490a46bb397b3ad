"""Progress entries in a file."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from pillars.agreed.models import Measure
from pillars.exchange.matching import Key, RowChange, digest
from pillars.exchange.resources import Faults, column
from pillars.exchange.reviewed import EntryInReview, ReviewedResource
from pillars.stories.forms import ProgressEntryForm
from pillars.stories.models import ProgressEntry, ProgressEntryQuerySet
from regiodeal.base.forms import NUMBERS_NOT_NAMES
from regiodeal.base.values import Values
from regiodeal.covenant.due_rules.due_rules import years_to_write
from regiodeal.deals.in_force import terms
from regiodeal.lifecycle.review import OPEN_STATES, State
from regiodeal.sheets.cells import Cell, text_of
from regiodeal.sheets.form_rules import FormRules

CONTENT = ProgressEntry.content_fields


class ProgressEntryResource(ReviewedResource):
    """One row a measure and year: what was done, on schedule or not, the outlook, and what was learned."""

    measure = column("maatregel", "measure__code")
    title = column("titel", "measure__title")
    year = column("jaar", "year")
    done = column("wat is gedaan", "done")
    schedule = column("planning")
    reason = column("waarom niet op schema", "reason")
    outlook = column("vooruitblik", "outlook")
    learned = column("wat is geleerd", "learned")
    risks = column("risico's", "risks")
    state = column("stand")
    entered_by = column("ingevuld door", "entered_by")
    entered_at = column("ingevuld op", "entered_at")
    decided_by = column("beoordeeld door", "decided_by")
    decided_at = column("beoordeeld op", "decided_at")
    return_reason = column("reden van terugsturen", "return_reason")
    mark = column("kenmerk")

    model = ProgressEntry
    layout_name = "entries"
    sheet_title = "Voortgang"
    key_field = "measure"
    filled_in = CONTENT
    required = ("measure", "year", "done", "schedule", "outlook")
    informs = ("title",)
    read = ("measure", *informs, "year", *CONTENT, "mark")
    template_fields = ("measure", "title", "year", *CONTENT, "state", "mark")
    export_fields = (
        *("measure", "title", "year", *CONTENT),
        *("state", "entered_by", "entered_at", "decided_by", "decided_at", "return_reason"),
    )
    related = ("measure",)
    compared = CONTENT
    touched = to_fill_in = ("year", *CONTENT)
    guarded = ("schedule",)
    hints = (
        "Per maatregel en jaar is er één tekst. Ligt de maatregel niet op schema? Schrijf dan ook waarom niet.",
        NUMBERS_NOT_NAMES,
    )

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """The measures of the deal by code."""
        return {measure.code: measure for measure in self._agreed_measures()}

    def _agreed_measures(self) -> list[Measure]:
        return terms(self.deal, on=self.today).apply(Measure.objects.filter(deal=self.deal))

    def dehydrate_schedule(self, row: ProgressEntry) -> str:
        """Tell in words whether it is on schedule."""
        return str(row.get_schedule_display())

    def entries_of_deal(self) -> ProgressEntryQuerySet:
        """All texts of the deal."""
        return ProgressEntry.objects.filter(measure__deal=self.deal)

    def for_template(self, year: int | None) -> Iterator[ProgressEntry]:
        """For each measure the text of the year: the open one, else the newest that was approved, else an empty one."""
        assert year is not None
        rows = self.entries_of_deal().filter(year=year).select_related("measure")
        found: dict[int, ProgressEntry] = {}
        for row in sorted(rows, key=lambda row: (row.state != State.APPROVED, row.pk)):
            found[row.measure_id] = row
        for measure in self.measures.values():
            yield found.get(measure.pk) or ProgressEntry(measure=measure, year=year)

    def allowed(self, name: str, entry: ProgressEntry) -> tuple[str, ...] | None:
        """Return the words for on schedule or not."""
        return tuple(map(str, ProgressEntry.Schedule.labels))

    def current_rows(self) -> Iterator[tuple[Key, EntryInReview, bool]]:
        """All texts of the deal, approved ones first and each newer one after an older one."""
        rows = self.entries_of_deal().order_by("pk")
        found = rows.values_list("measure_id", "year", "pk", "version", "state", "entered_by_id", *CONTENT)
        for states in ([State.APPROVED], OPEN_STATES):
            for measure, year, pk, version, state, entered_by, *texts in found.filter(state__in=states).iterator():
                content = self.content(dict(zip(CONTENT, texts, strict=True)))
                yield (measure, year), EntryInReview(pk, version, entered_by, content, state), False

    def values_of(self, change: RowChange, cells: Mapping[str, Cell]) -> tuple[Values, Faults]:
        """Find the measure by its code, and read the rest by the rules of the form."""
        values, errors = self._rules.clean(cells)
        code = text_of(cells["measure"]).strip()
        if measure := self.measures.get(code):
            errors |= self.misfits(code, cells, {"title": measure.title})
        else:
            errors["measure"] = [f"Deze deal heeft geen maatregel '{code[:60]}'." if code else "De code ontbreekt."]
        years = years_to_write(self.deal, on=self.today)
        year = text_of(cells["year"]).strip()
        if year not in map(str, years):
            errors["year"] = [f"Kies een jaar van de deal: {', '.join(map(str, years)) or 'die begint nog'}."]
        if measure and not errors:
            change.key = (measure.pk, int(year))
        return values, errors

    def content(self, values: Values) -> str:
        """All that the text says."""
        return digest(*(values[name] for name in CONTENT))

    def build(self, change: RowChange) -> ProgressEntry:
        """The text that the change asks for."""
        measure, year = change.key
        return ProgressEntry(measure_id=measure, year=year, **change.values)

    def shown(self, change: RowChange) -> ProgressEntry:
        """The text that the change asks for, with its measure."""
        row = self.build(change)
        row.measure = next(measure for measure in self.measures.values() if measure.pk == row.measure_id)
        return row

    def name_of(self, entry: ProgressEntry) -> str:
        """The measure and the year."""
        return str(entry)

    @cached_property
    def _rules(self) -> FormRules:
        return FormRules(ProgressEntryForm(), CONTENT)
