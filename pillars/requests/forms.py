"""Forms of requests: opening one, its last day, what is told of a project, and a question that is asked back."""

from datetime import date
from decimal import Decimal
from typing import IO, Any, Unpack

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from pillars.agreed.models import Indicator
from pillars.agreed.scale import SCALE_WORDS
from pillars.measurements.rounds import Round
from pillars.requests.answering import NO_QUESTION, FigureValues, MilestoneValues, PartValues, Written
from pillars.requests.models import AnswerFigure, AnswerMilestone, AnswerPart
from regiodeal.base.dutch import number
from regiodeal.base.forms import (
    NO_NAMES_OF_ANYBODY,
    NUMBERS_NOT_NAMES,
    DayField,
    FormOptions,
    PastDateField,
    Posted,
    lines,
)
from regiodeal.base.numbers import DutchNumberField
from regiodeal.files.forms import CheckedFileField
from regiodeal.files.kinds import UnreadableFileError, Upload
from regiodeal.files.scanning import scan
from regiodeal.sheets.formats import UnreadableError
from regiodeal.sheets.reading import files_in, inspect

_YES_OR_NO = (("", "Kies"), ("ja", "Ja"), ("nee", "Nee"))


class OpenRequestForm(forms.Form):
    """Asks for which round, until when, and with which words."""

    year = forms.TypedChoiceField(label="Ronde", coerce=int)
    last_day = DayField(label="Antwoorden tot en met")
    text = forms.CharField(
        label="Tekst boven het bericht",
        widget=lines(4),
        required=False,
        max_length=4000,
        help_text="Waarom vraagt u dit, en wie kan helpen? De vragen zelf en de link staan al in het bericht.",
    )

    def __init__(self, data: Posted = None, *, rounds: list[Round], **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(row.year, f"{row.year}: cijfers over {row.figure_year}") for row in rounds]


class LastDayForm(forms.Form):
    """Asks for another last day."""

    last_day = DayField(label="Antwoorden tot en met")


class QuestionForm(forms.Form):
    """Asks what the bureau wants to know."""

    question = forms.CharField(
        label="Wat wilt u weten?", widget=lines(3), max_length=4000, error_messages={"required": NO_QUESTION}
    )


class AnswerUploadForm(forms.Form):
    """Asks for a workbook that was filled in, or a zip of many."""

    file = forms.FileField(
        label="Werkboek of zip",
        max_length=200,
        help_text=f"XLSX, ODS, CSV of een zip daarvan, hoogstens {settings.EXCHANGE_FILE_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.zip"}),
    )

    def clean_file(self) -> Upload:
        """Refuse what is too large, empty, damaged, or holds no rows and columns."""
        file: Upload = self.cleaned_data["file"]
        stream: IO[bytes] = file.file  # type: ignore[assignment]  # a file that can be read and sought
        try:
            if (file.size or 0) > settings.EXCHANGE_FILE_BYTES or not _is_zip_of_sheets(stream):
                inspect(stream, file.size or 0)
            stream.seek(0)
            scan(stream)
        except (UnreadableError, UnreadableFileError) as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file


def _is_zip_of_sheets(stream: IO[bytes]) -> bool:
    stream.seek(0)
    return stream.read(2) == b"PK" and bool(files_in(stream))


class AnswerFileForm(forms.Form):
    """Asks for a file or photo with what is told of a project."""

    file = CheckedFileField(label="Bestand of foto")


class AnswerPartForm(forms.Form):
    """All that is asked of one project, filled in with what was told so far. Nothing is required: half work is kept.

    So no field says that it may stay empty, but those that may when the answer is sent.

    The names of its fields are those of what is missing (answering.py): `part-3-done`, `figure-12-value`.
    """

    is_kept_half = True

    def __init__(self, data: Posted = None, *, part: AnswerPart, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.part, self.today = part, today
        self.figures = list(part.figures.select_related("indicator", "item"))
        self.milestones = list(part.milestones.select_related("milestone"))
        self._ask_story()
        self._ask_money()
        for figure in self.figures:
            self._ask_figure(figure)
        for row in self.milestones:
            self._ask_milestone(row)

    def _put(self, kind: str, key: int, name: str, field: forms.Field, initial: Any) -> None:
        field.required, field.initial = False, initial
        self.fields[f"{kind}-{key}-{name}"] = field

    def _ask_story(self) -> None:
        part = self.part
        labels = {
            "done": "Wat is er gedaan?",
            "upcoming": "Wat komt er nu? (hoeft niet)",
            "why_not": "Waarom niet op schema?",
            "learned": "Wat hebt u geleerd? (hoeft niet)",
            "note": "Wilt u nog iets kwijt? (hoeft niet)",
        }
        if part.earlier_id:
            field = forms.BooleanField(label="Verhaal en geld zijn niet veranderd sinds de vorige keer")
            self._put("part", part.pk, "is_unchanged", field, part.is_unchanged)
        for name in ("done", "upcoming"):
            self._put("part", part.pk, name, _text(labels[name]), getattr(part, name))
        chosen = {True: "ja", False: "nee"}.get(part.on_schedule, "") if part.on_schedule is not None else ""
        schedule = forms.ChoiceField(label="Ligt het project op schema?", choices=_YES_OR_NO)
        self._put("part", part.pk, "on_schedule", schedule, chosen)
        for name in ("why_not", "learned", "note"):
            self._put("part", part.pk, name, _text(labels[name]), getattr(part, name))

    def _ask_money(self) -> None:
        labels = {
            "spent": "Uitgegeven tot nu toe (euro, met btw)",
            "still_to_spend": "Nog uit te geven (euro, met btw)",
            "hours_in_kind": "Uren van vrijwilligers en eigen mensen (hoeft niet)",
        }
        digits = {"spent": 14, "still_to_spend": 14, "hours_in_kind": 9}
        for name in AnswerPart.MONEY:
            field = DutchNumberField(label=labels[name], min_value=0, max_digits=digits[name], decimal_places=2)
            amount: Decimal | None = getattr(self.part, name)
            self._put("part", self.part.pk, name, field, None if amount is None else f"{amount:.2f}".replace(".", ","))

    def _ask_figure(self, figure: AnswerFigure) -> None:
        known = [f"gepland {figure.planned_words}"] if figure.planned is not None else []
        if figure.last_value is not None:
            label = "tot nu toe" if figure.adds_up else f"vorige keer ({figure.last_about})"
            known.append(f"{label} {figure.last_words}")
        field = _value_field(figure)
        field.help_text = ". ".join([figure.indicator.unit, ", ".join(known)]).strip(". ")
        self._put("figure", figure.pk, "value", field, _shown(figure))
        if figure.unchanged_value is not None:
            label = "Er kwam niets bij" if figure.adds_up else "Ongewijzigd"
            box = forms.BooleanField(label=f"{label}: {figure.name}")
            self._put("figure", figure.pk, "is_unchanged", box, figure.is_unchanged)
        note = forms.CharField(
            label=f"Toelichting (hoeft niet): {figure.name}", max_length=2000, help_text=NUMBERS_NOT_NAMES
        )
        self._put("figure", figure.pk, "note", note, figure.note)

    def _ask_milestone(self, row: AnswerMilestone) -> None:
        reached = PastDateField(label=f"{row}: bereikt op", today=self.today)
        self._put("milestone", row.pk, "reached_on", reached, row.reached_on)
        self._put("milestone", row.pk, "new_day", DayField(label=f"{row}: of wordt op"), row.new_day)
        reason = forms.CharField(label=f"{row}: waarom later?", max_length=2000)
        self._put("milestone", row.pk, "reason", reason, row.reason)
        box = forms.BooleanField(label=f"{row}: nog niet bereikt, de dag blijft staan")
        self._put("milestone", row.pk, "is_unchanged", box, row.is_unchanged)

    def written(self) -> Written:
        """What was typed, from a valid form; of a question that is not on the form nothing."""
        return Written(
            PartValues(**self._of("part", self.part.pk)),  # type: ignore[typeddict-item]
            {row.pk: self._figure(row) for row in self.figures},
            {row.pk: MilestoneValues(**self._of("milestone", row.pk)) for row in self.milestones},  # type: ignore[typeddict-item]
        )

    def _figure(self, row: AnswerFigure) -> FigureValues:
        values = self._of("figure", row.pk)
        if values.get("is_unchanged") and values.get("value") not in (None, row.value, row.unchanged_value):
            values["is_unchanged"] = False  # a number that was typed says more than a tick
        found: FigureValues = values  # type: ignore[assignment]  # the fields of the form have these names
        return found

    def _of(self, kind: str, key: int) -> dict[str, Any]:
        """The values of one row, by the names that the verbs know."""
        start = f"{kind}-{key}-"
        found = {name.removeprefix(start): value for name, value in self.cleaned_data.items() if name.startswith(start)}
        if "on_schedule" in found:
            found["on_schedule"] = {"ja": True, "nee": False}.get(found["on_schedule"])
        return found


def _text(label: str) -> forms.CharField:
    return forms.CharField(label=label, widget=lines(3), max_length=20000, help_text=NO_NAMES_OF_ANYBODY)


def _value_field(figure: AnswerFigure) -> forms.Field:
    """The field for a value of this indicator: a number, yes or no, or a step of the scale."""
    label = str(figure)
    match figure.indicator.value_kind:
        case Indicator.ValueKind.MILESTONE:
            choices = [("", "Kies"), ("1", "Ja, dit is gereed"), ("0", "Nee, nog niet")]
        case Indicator.ValueKind.SCALE:
            choices = [("", "Kies"), *((str(step), f"{step}: {word}") for step, word in enumerate(SCALE_WORDS))]
        case _:
            return DutchNumberField(label=label, min_value=0, max_digits=14, decimal_places=2)
    return forms.TypedChoiceField(label=label, choices=choices, coerce=_decimal, empty_value=None)


def _decimal(text: str) -> Decimal:
    return Decimal(text)


def _shown(figure: AnswerFigure) -> object:
    """What stands in the field of a figure: of a choice its key, else the number as people type it."""
    return None if figure.value is None else number(figure.value).replace(".", "")
