"""The forms of reports and their rounds."""

from collections.abc import Sequence
from datetime import date
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError

from regiodeal.base.dates import NO_DATE
from regiodeal.base.forms import DayField, FormOptions, PastDateField, Posted, VersionForm, lines
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import Deal
from regiodeal.deals.words import deal_text
from regiodeal.files.forms import CheckedFileField, PhotoField
from regiodeal.files.kinds import FileKind, Upload, described
from reporting.content.report_sections import ReportSection
from reporting.content.rich_text import LONGEST, clean, is_empty
from reporting.reports.models import AnnualReport
from reporting.rounds.kept_reports import years_to_keep, years_to_print
from reporting.rounds.models import ReportRound
from reporting.texts.models import TextPicture
from reporting.texts.named_pictures import named_pictures

LONGEST_PICTURE_WORDS = 300


class ReportForm(forms.Form):
    """Asks which year, and for whom: a concept or the final report."""

    year = forms.TypedChoiceField(coerce=int, label="Jaar")
    stage = forms.ChoiceField(choices=AnnualReport.Stage.choices, label="Stadium")

    def __init__(self, data: Posted = None, *, deal: Deal, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        years = years_to_print(deal, today=today)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(year, str(year)) for year in years]


class KeptReportForm(forms.Form):
    """A report of before the portal: its year, the day on which it was submitted, and its PDF."""

    year = forms.TypedChoiceField(coerce=int, label="Jaar van de rapportage")
    submitted_on = PastDateField(label="Ingediend op", error_messages={"invalid": NO_DATE})
    file = CheckedFileField(label="De rapportage, als PDF")

    def __init__(self, data: Posted = None, *, deal: Deal, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        year, submitted_on = self.fields["year"], self.fields["submitted_on"]
        assert isinstance(year, forms.TypedChoiceField)
        assert isinstance(submitted_on, PastDateField)
        year.choices = [(number, str(number)) for number in years_to_keep(deal, today=today)]
        submitted_on.today = today

    def clean_file(self) -> Upload:
        """Refuse what is no PDF."""
        upload: Upload = self.cleaned_data["file"]
        if described(upload)["kind"] != FileKind.PDF:
            raise ValidationError("Dit is geen PDF. Bewaar de rapportage eerst als PDF.")
        return upload


class FreezeForm(forms.Form):
    """Laying down a concept or a final report; a later edition asks for a reason."""

    reason = forms.CharField(
        label="Waarom komt er een nieuwe versie?",
        max_length=2000,
        widget=lines(2),
        help_text="Deze reden staat in de nieuwe versie.",
        error_messages={"required": "Schrijf op waarom er een nieuwe versie komt."},
    )

    is_of_today = forms.BooleanField(
        label="Neem de stand van vandaag",
        required=False,
        help_text=(
            "Zonder dit vinkje blijft de stand die van de vorige versie, met de correcties die later op cijfers van "
            "vóór die dag zijn goedgekeurd. Met dit vinkje verandert alles wat sindsdien is gebeurd mee."
        ),
    )

    def __init__(self, data: Posted = None, *, asks_reason: bool, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        if not asks_reason:
            del self.fields["reason"]
            del self.fields["is_of_today"]


class StepForm(forms.Form):
    """A step that was taken outside the portal."""

    done_on = PastDateField(label="Op welke dag?", error_messages={"invalid": NO_DATE})
    note = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=2000,
        widget=lines(2),
        help_text="Bijvoorbeeld het kenmerk van de brief.",
    )

    def __init__(self, data: Posted = None, *, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["done_on"]
        assert isinstance(field, PastDateField)
        field.today = field.initial = today


class DiscussedForm(forms.Form):
    """Asks in which meeting the report was discussed."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=deal_text("In welk {overleg}?"),
        empty_label=None,
        error_messages={"invalid_choice": deal_text("Kies {an_overleg} uit de lijst.")},
    )
    note = forms.CharField(label="Toelichting", required=False, max_length=2000, widget=lines(2))

    def __init__(self, data: Posted = None, *, meetings: Sequence[Meeting], **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Meeting.objects.filter(pk__in=[row.pk for row in meetings]).order_by("-held_on")


class PeriodForm(VersionForm):
    """Asks how the period of a round is read."""

    figure_year = forms.TypedChoiceField(
        coerce=int,
        label="De jaarnormen gaan over",
        help_text="Het kalenderjaar waarvan de cijfers tellen, zoals 100 vrijwilligers per jaar.",
    )
    reference_date = DayField(
        label="Alle andere cijfers: stand op",
        required=False,
        help_text="Leeg: de dag waarop de rapportage wordt vastgelegd.",
        error_messages={"invalid": NO_DATE},
    )
    comments_until = DayField(
        label="Reageren op het concept tot en met",
        required=False,
        help_text="Wie mag reageren, ziet deze dag en krijgt er een herinnering van.",
        error_messages={"invalid": NO_DATE},
    )
    concept_on = DayField(
        label="Op deze dag maakt het portaal zelf een concept",
        help_text="Alleen als niemand dat eerder deed. Zo is er altijd een concept voor de laatste dag.",
        error_messages={"invalid": NO_DATE},
    )

    def __init__(self, data: Posted = None, *, round_: ReportRound, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["figure_year"]
        assert isinstance(field, forms.TypedChoiceField)
        first = round_.deal.in_force_on.year
        field.choices = [(year, str(year)) for year in range(round_.year, first - 1, -1)]


class SectionTextForm(VersionForm):
    """The text of a section, written in a small editor."""

    body = forms.CharField(
        label="Tekst",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14, "data-rich-text": ""}),
        help_text="Kopjes, lijsten, tabellen, noten, vet, links en plaatjes blijven staan, ook als u plakt. "
        "Noem geen namen van bewoners.",
        error_messages={"max_length": "Deze tekst is te lang: kort hem in."},
    )

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.deal = deal

    def clean_body(self) -> str:
        """The text with only what the editor makes; each picture is of this deal, and says what it shows."""
        body = clean(self.cleaned_data["body"])
        pictures = named_pictures(body)
        kept = TextPicture.objects.filter(deal=self.deal, pk__in=pictures, removed_at__isnull=True)
        if pictures and kept.count() < len(pictures):
            raise ValidationError("Een plaatje in deze tekst is er niet meer. Haal het weg, en zet het er opnieuw in.")
        told = [words for each in pictures.values() for words in each]
        if not all(told):
            raise ValidationError(
                "Schrijf bij elk plaatje wat erop te zien is, voor wie het niet ziet. Dat kan met de knop Plaatjes."
            )
        if any(len(words) > LONGEST_PICTURE_WORDS for words in told):
            raise ValidationError(f"Zeg in hoogstens {LONGEST_PICTURE_WORDS} tekens wat er op een plaatje te zien is.")
        return "" if is_empty(body) else body


class TextPictureForm(forms.Form):
    """Asks for a picture for in a text."""

    picture = PhotoField(label="Plaatje", widest=1600)


class CommentForm(forms.Form):
    """A comment on a section of the concept."""

    section = forms.ChoiceField(label="Over welk onderdeel?")
    text = forms.CharField(
        label="Uw reactie",
        max_length=10_000,
        widget=lines(5),
        error_messages={"required": "Schrijf uw reactie op."},
    )

    def __init__(
        self, data: Posted = None, *, sections: Sequence[ReportSection], **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["section"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(section.code, section.title) for section in sections]


class ReplyForm(VersionForm):
    """Asks what was done with a comment."""

    text = forms.CharField(
        label="Uw antwoord",
        max_length=10_000,
        widget=lines(3),
        error_messages={"required": "Schrijf op wat u met deze reactie doet."},
    )
    is_adapted = forms.BooleanField(label="De rapportage is hierop aangepast", required=False)


class LetterForm(forms.Form):
    """Asks what the letter says and the report does not know; to whom it goes, where that is more than one Party."""

    receiver = forms.ChoiceField(
        label="Aan wie",
        help_text="De rapportage gaat naar meer Partijen. Maak voor elk een eigen brief.",
        error_messages={"required": "Kies aan wie de brief gaat."},
    )
    sender = forms.CharField(
        label="Afzender",
        max_length=500,
        widget=lines(3),
        help_text="Naam van de organisatie en op de volgende regels het adres.",
        error_messages={"required": "Schrijf op wie de brief stuurt."},
    )
    place = forms.CharField(
        label="Plaats", max_length=100, error_messages={"required": "Schrijf op waar de brief wordt geschreven."}
    )
    on = DayField(
        label="Datum van de brief",
        error_messages={"invalid": NO_DATE},
    )
    reference = forms.CharField(label="Kenmerk", required=False, max_length=100)
    signed_by = forms.CharField(
        label="Ondertekenaar",
        max_length=200,
        help_text="Naam en functie.",
        error_messages={"required": "Schrijf op wie de brief ondertekent."},
    )

    def __init__(
        self, data: Posted = None, *, receivers: Sequence[tuple[str, str]] = (), **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["receiver"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Kies"), *receivers]
        if len(receivers) < 2:
            del self.fields["receiver"]
