"""Forms of a booking, its correction, and dividing a receipt over the lines."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db.models import Model, QuerySet
from django.utils import timezone

from finance.base.amounts import ZERO
from finance.base.forms import EuroField, EuroOrShareField, Share
from finance.budget.forms import LineField, ProjectField, lines_of, projects_of
from finance.budget.models import BudgetLine, Source
from finance.budget.project_fit import misfit
from finance.budget.sources import sources_of
from finance.closing.periods import closed_periods, refusal_of
from finance.contributions.models import Contribution, payable
from finance.ledger.documents import came_from_ledger
from finance.ledger.models import Booking, BookingKind, Commitment, Expenditure, Receipt
from pillars.agreed.models import Measure, Pillar
from regiodeal.base.dates import FIRST_YEAR, LAST_YEAR
from regiodeal.base.dutch import euro
from regiodeal.base.forms import NO_NAMES, FormOptions, PastDateField, Posted, VersionField
from regiodeal.base.refusals import NO_REASON_TO_CORRECT
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.deals.words import deal_text, fill_in
from regiodeal.files.forms import CheckedFileField
from regiodeal.lifecycle.review import State


class BookingForm(forms.Form):
    """Asks what every booking has. Choices are cut to the deal."""

    model: ClassVar[type[Booking]]

    code = forms.CharField(label="Boekstuk", max_length=60, help_text="Het nummer in de administratie.")
    booked_on = PastDateField(label="Boekdatum")
    year = forms.IntegerField(
        label="Boekjaar",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Alleen als het een ander jaar is dan dat van de boekdatum.",
    )
    line = LineField(BudgetLine.objects.none(), label="Begrotingsregel", empty_label="Kies")
    amount = EuroField(label="Bedrag incl. btw", help_text="In euro, met centen: 1.234,50.")
    version = VersionField()

    def __init__(
        self, data: Posted = None, *, deal: Deal, booking: Booking | None = None, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        self.deal = deal
        self.booking = booking
        self._cut("line", lines_of(deal))
        self._cut("measure", Measure.objects.filter(deal=deal))
        self._cut("project", projects_of(deal))
        if booking is not None and booking.may_be_negative:
            for name in ("amount", "btw_amount", "also_serves_amount"):
                if name in self.fields:
                    _let_be_negative(self.fields[name])
            self.fields["amount"].help_text = "Met een minteken als het iets terugneemt: -1.234,50."

    def _cut(self, name: str, rows: QuerySet[Model]) -> None:
        if name in self.fields:
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean_amount(self) -> Decimal:
        """Refuse an amount of nothing."""
        amount: Decimal = self.cleaned_data["amount"]
        if not amount:
            raise ValidationError("Een boeking van niets bestaat niet. Vul een bedrag in.")
        return amount

    def clean(self) -> Values:
        """Take the year of the day where no bookkeeping year was given, and refuse a document that is there already."""
        data = super().clean() or {}
        if data.get("booked_on") and not data.get("year"):
            data["year"] = data["booked_on"].year
        year, code = data.get("year"), data.get("code")
        if year and year > timezone.localdate().year:
            self.add_error("year", f"Het boekjaar {year} is nog niet begonnen.")
        elif year and data.get("booked_on") and (closed := self._closed(data["booked_on"], year)):
            self.add_error("booked_on", closed)
        elif year and code and (refusal := self._taken(year, code)):
            self.add_error("code", refusal)
        return data

    def _closed(self, booked_on: date, year: int) -> str:
        """Why nothing can be booked on that day and in that year any more; empty when it can."""
        return refusal_of(closed_periods(self.deal), booked_on=booked_on, year=year)

    def _taken(self, year: int, code: str) -> str:
        """Why the number of the document cannot be used in that year; empty when it can."""
        own = self.booking.pk if self.booking is not None else None
        used = self.model._default_manager.filter(deal=self.deal, year=year, code__iexact=code).exclude(pk=own)
        if used.exclude(state=State.WITHDRAWN).exists():
            return f"Het boekstuk {code} is al ingevoerd."
        if came_from_ledger(self.model, self.deal, year=year, code=code, besides=own):
            return f"Het boekstuk {code} is al uit de financiële administratie ingelezen."
        return ""

    def values(self) -> Values:
        """The content of a booking from the fields that are right."""
        return {name: self.cleaned_data[name] for name in self.model.content_fields if name in self.cleaned_data}

    def typed(self) -> Booking | None:
        """The booking as typed so far, not stored; None while it has no line or no amount."""
        self.is_valid()
        values = self.values()
        if not values.get("amount") or ("line" in self.errors) or not (values.get("line") or self.may_be_undivided):
            return None
        if self.model is Receipt and "contributor" not in values:
            if values.get("line") is None:
                return None
            values["contributor"] = values["line"].source
        values.setdefault("booked_on", self.deal.in_force_on)
        values["year"] = values.get("year") or values["booked_on"].year
        return self.model(deal=self.deal, **values)

    may_be_undivided: ClassVar[bool] = False


def _let_be_negative(field: forms.Field) -> None:
    """Let the field of an amount take back what came in or was spent."""
    assert isinstance(field, EuroField)
    field.takes_negative = True
    field.min_value = None
    field.validators = [each for each in field.validators if not isinstance(each, MinValueValidator)]


class SourceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A source of the deal, by who brings its money in."""

    def label_from_instance(self, obj: Model) -> str:
        """Name a source by who brings it in."""
        assert isinstance(obj, Source)
        return obj.who


class PaidContributionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A contribution in money that was confirmed, and of which some may still come in."""

    def label_from_instance(self, obj: Model) -> str:
        """Name a contribution by who it is from, what it is, and what was confirmed."""
        assert isinstance(obj, Contribution)
        return f"{obj.partner.name}: {obj.description} ({euro(obj.value)})"


class ReceiptForm(BookingForm):
    """Money that came in."""

    model = Receipt
    may_be_undivided = True

    line = LineField(
        BudgetLine.objects.none(),
        label="Begrotingsregel",
        required=False,
        empty_label="nog niet verdeeld",
        help_text="Geld van het Rijk mag u ook later over de regels verdelen.",
    )
    contributor = SourceField(Source.objects.none(), label="Van wie", empty_label="Kies", to_field_name="code")
    contribution = PaidContributionField(
        Contribution.objects.none(),
        label="Betaalt welke bijdrage?",
        required=False,
        empty_label="geen, of niet bekend",
        help_text="Alleen bijdragen in geld die zijn bevestigd.",
    )
    reference = forms.CharField(
        label="Kenmerk", max_length=200, help_text="Bijvoorbeeld het nummer van de beschikking."
    )
    field_order: Iterable[str] | None = (
        *("code", "booked_on", "year", "contributor", "contribution", "line", "amount", "reference"),
    )

    def __init__(
        self, data: Posted = None, *, deal: Deal, booking: Booking | None = None, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, deal=deal, booking=booking, **kwargs)
        self.sources = sources_of(deal)
        self._cut("contributor", Source.objects.filter(pk__in=[row.pk for row in self.sources.contributors]))
        self._cut("contribution", payable(deal))

    def clean(self) -> Values:
        """Money on a line of its own source; the state's may wait to be divided over lines."""
        data = super().clean()
        line, who, paid = data.get("line"), data.get("contributor"), data.get("contribution")
        if who and paid is not None and paid.contributor_id != who.pk:
            self.add_error("contribution", f"Deze bijdrage is van {paid.contributor.who}. Kies een andere, of geen.")
        if not who or "line" in self.errors:
            return data
        if line is None and not who.is_national:
            self.add_error("line", "Kies een regel. Alleen geld van het Rijk mag u later verdelen.")
        elif line is not None and who.code not in self.sources.within(line.source.code):
            self.add_error("line", f"Deze regel is voor {line.source.name}. Kies een andere regel of afzender.")
        return data


class CommitmentForm(BookingForm):
    """Money promised to somebody."""

    model: ClassVar[type[Booking]] = Commitment

    measure = forms.ModelChoiceField(
        Measure.objects.none(), label="Maatregel", required=False, empty_label=deal_text("geen ({execution_costs})")
    )
    project = ProjectField()
    counterpart = forms.CharField(label="Aan wie", max_length=200)
    description = forms.CharField(label="Omschrijving", max_length=300, help_text=NO_NAMES)
    field_order: Iterable[str] | None = (
        *("code", "booked_on", "year", "line", "amount", "measure", "project", "counterpart", "description"),
    )

    def clean(self) -> Values:
        """A project stands on a line of its pillar, with one of its measures."""
        data = super().clean()
        if refusal := misfit(data.get("project"), line=data.get("line"), measure=data.get("measure")):
            self.add_error("project", refusal)
        return data


class CommitmentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A commitment of the deal, with its line."""

    def label_from_instance(self, obj: Model) -> str:
        """Name a commitment: 'V01 (A-rijk): Stichting, opdracht'."""
        assert isinstance(obj, Commitment)
        return f"{obj.code} ({obj.line.code}): {obj.counterpart}, {obj.description}"[:120]


class InvoiceForm(forms.Form):
    """The invoice of an expenditure, or other evidence of it, given along while it is entered."""

    file = CheckedFileField(
        label="Factuur of ander bewijs",
        required=False,
        note="De naam van een bedrijf mag erin staan. Streep namen en adressen van bewoners door.",
    )


class ExpenditureForm(CommitmentForm):
    """Money spent."""

    model: ClassVar[type[Booking]] = Expenditure

    btw_amount = EuroField(label="Waarvan btw", required=False, help_text="0 als er geen btw op zit.")
    commitment = CommitmentField(
        Commitment.objects.none(), label="Onder verplichting", required=False, empty_label="zonder verplichting"
    )
    also_serves = forms.ModelChoiceField(
        Pillar.objects.none(),
        label="Draagt ook bij aan",
        required=False,
        empty_label="niets anders",
        help_text=deal_text("Het geld blijft in zijn eigen regel en telt één keer{art_also_serves}."),
    )
    also_serves_amount = EuroOrShareField(
        label="Waarvan ook daarvoor", required=False, help_text="Een bedrag, of een deel zoals 30%."
    )
    field_order: Iterable[str] | None = (
        *("code", "booked_on", "year", "line", "amount", "btw_amount", "measure", "project", "commitment"),
        *("counterpart", "description", "also_serves", "also_serves_amount"),
    )

    def __init__(
        self, data: Posted = None, *, deal: Deal, booking: Booking | None = None, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, deal=deal, booking=booking, **kwargs)
        promised = Commitment.objects.filter(deal=self.deal, state__in=(State.SUBMITTED, State.APPROVED))
        self._cut("commitment", promised.filter(kind=BookingKind.BOOKING).select_related("line").order_by("code"))
        self._cut("also_serves", Pillar.objects.filter(deal=self.deal))

    def clean(self) -> Values:
        """The parts lie within the amount, and a commitment stands on the same line."""
        data = super().clean()
        amount, line = data.get("amount"), data.get("line")
        part = data.get("also_serves_amount")
        if isinstance(part, Share):
            data["also_serves_amount"] = part.of(amount) if amount else None
        for name in ("btw_amount", "also_serves_amount"):
            if name in self.errors:
                continue
            data[name] = data.get(name) or Decimal("0.00")
            if amount is not None and (abs(data[name]) > abs(amount) or data[name] * amount < 0):
                self.add_error(name, "Dit is meer dan het hele bedrag, of het heeft een ander teken.")
        self._clean_also_serves(data, line)
        commitment = data.get("commitment")
        if commitment and line and commitment.line_id != line.pk:
            self.add_error("commitment", f"Deze verplichting staat op de regel {commitment.line.code}.")
        return data

    def _clean_also_serves(self, data: Values, line: BudgetLine | None) -> None:
        pillar, amount = data.get("also_serves"), data.get("also_serves_amount")
        if pillar and line and pillar.pk == line.pillar_id:
            self.add_error("also_serves", fill_in("Dit is {the_pillar} van de regel zelf. Kies iets anders, of niets."))
        elif pillar and not amount:
            self.add_error("also_serves_amount", "Vul in welk deel van het bedrag ook daarvoor is.")
        elif amount and not pillar and "also_serves" not in self.errors:
            self.add_error("also_serves", fill_in("Kies {the_pillar} waaraan dit deel ook bijdraagt."))


FORMS: Mapping[type[Booking], type[BookingForm]] = {
    Receipt: ReceiptForm,
    Commitment: CommitmentForm,
    Expenditure: ExpenditureForm,
}


def correction_form(
    kind: type[Booking], data: Posted = None, *, deal: Deal, initial: dict[str, object] | None = None
) -> BookingForm:
    """The form of a correction: what the booking should have been, what it is called, and what was wrong."""
    form = FORMS[kind](data, deal=deal, initial=initial)
    for name in ("code", "counterpart", "description", "reference"):
        form.fields.pop(name, None)
    form.fields["amount"] = EuroField(label="Juist bedrag incl. btw", help_text="0 als de boeking helemaal vervalt.")
    form.fields["kind"] = forms.ChoiceField(
        label="Soort", choices=[choice for choice in BookingKind.choices if choice[0] != BookingKind.BOOKING]
    )
    form.fields["reason"] = forms.CharField(
        label="Wat klopte er niet?",
        max_length=300,
        error_messages={"required": NO_REASON_TO_CORRECT},
    )
    form.fields["right_year"] = forms.IntegerField(
        label="Juist boekjaar",
        required=False,
        min_value=FIRST_YEAR,
        max_value=timezone.localdate().year,
        help_text="Alleen als de boeking zelf in het verkeerde boekjaar staat. Wat er stond, wordt in dat boekjaar "
        "teruggenomen; is het afgesloten, dan in het boekjaar van deze correctie.",
    )
    form.fields["booked_on"].label = "Boekdatum van de correctie"
    form.fields["year"].label = "Boekjaar van de correctie"
    form.order_fields([*(name for name in form.fields if name not in {"kind", "reason"}), "kind", "reason"])
    form.clean_amount = lambda: form.cleaned_data["amount"]  # type: ignore[method-assign]  # 0 takes it all back
    return form


def lines_for(source: Source) -> list[BudgetLine]:
    """The lines that money of a source can stand on: those of it, and of what it is a part of."""
    sources = sources_of(source.deal)
    return [line for line in lines_of(source.deal) if source.code in sources.within(line.source.code)]


class DivideForm(forms.Form):
    """An amount for each line of the source that the receipt is of; together the whole.

    It proposes none: the table of art. 5 is rounded, and nothing is computed from it.
    """

    booked_on = PastDateField(label="Boekdatum")
    reason = forms.CharField(
        label="Waarop is deze verdeling gegrond?",
        max_length=300,
        error_messages={"required": "Schrijf op waarop de verdeling is gegrond, bijvoorbeeld een besluit."},
    )

    def __init__(self, data: Posted = None, *, source: Source, whole: Decimal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.whole = whole
        self.lines = lines_for(source)
        self.fields["booked_on"].initial = timezone.localdate()
        for line in self.lines:
            self.fields[f"line-{line.pk}"] = EuroField(label=line.label, required=False)
        self.order_fields([*(f"line-{line.pk}" for line in self.lines), "booked_on", "reason"])

    def parts(self) -> dict[BudgetLine, Decimal]:
        """The amount per line, from a valid form."""
        return {line: self.cleaned_data.get(f"line-{line.pk}") or ZERO for line in self.lines}

    def clean(self) -> Values:
        """Together the whole: not a cent is lost."""
        data = super().clean() or {}
        if not self.errors:
            total = sum((data.get(f"line-{line.pk}") or ZERO for line in self.lines), ZERO)
            if total != self.whole:
                text = f"Samen is dit {euro(total)}. Het moet {euro(self.whole)} zijn: {euro(abs(self.whole - total))} "
                self.add_error(None, text + ("te weinig." if total < self.whole else "te veel."))
        return data
