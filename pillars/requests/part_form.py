"""The form of one project in an answer, and how what somebody typed is laid on what a colleague wrote meanwhile.

Fields are called as in answering.py: `part-5-done`, `figure-12-value`, `milestone-7-reached_on`. What can be read is
kept at once, complete or not; a field that cannot be read, or that a colleague changed too, waits for its own answer.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from pillars.agreed.models import Indicator
from pillars.agreed.scale import SCALE_WORDS
from pillars.requests.answering import FigureValues, MilestoneValues, PartValues, Written
from pillars.requests.models import AnswerFigure, AnswerMilestone, AnswerPart
from regiodeal.base.dutch import day, number
from regiodeal.base.forms import NO_NAMES_OF_ANYBODY, DayField, PastDateField, Posted, lines
from regiodeal.base.numbers import DutchNumberField

LARGEST = Decimal("999999999999.99")
LONGEST = 5000  # characters of a story
DIGITS = {"inputmode": "decimal", "autocomplete": "off"}

type Texts = Mapping[str, str]  # what stands in each field, by its name


class ChosenNumber(forms.TypedChoiceField):
    """A number that one chooses by its word: yes or no, or a step of the scale."""

    def __init__(self, *, label: str, choices: list[tuple[str, str]]) -> None:
        super().__init__(label=label, required=False, choices=choices, coerce=Decimal, empty_value=None)


class PartForm(forms.Form):
    """All that is asked of one project; nothing is required, since half work is kept."""

    def __init__(self, data: Posted = None, *, part: AnswerPart) -> None:
        super().__init__(data)
        self.part = part
        self.figures = list(part.figures.select_related("indicator", "item"))
        self.milestones = list(part.milestones.select_related("milestone"))
        for figure in self.figures:
            self.fields[f"figure-{figure.pk}-value"] = _figure_field(figure)
        for name, made in _part_fields(part).items():
            self.fields[f"part-{part.pk}-{name}"] = made
        for milestone in self.milestones:
            for name, made in _milestone_fields(milestone).items():
                self.fields[f"milestone-{milestone.pk}-{name}"] = made
        for name, made in self.fields.items():
            described = [f"fout-{name}", *([f"id_{name}_helptext"] if made.help_text else [])]
            made.widget.attrs["aria-describedby"] = " ".join(described)
        self.initial = stored_texts(self)

    def value_of(self, name: str, text: str) -> object:
        """Return what a text in a field means; the text itself where it cannot be read. It tells two texts apart."""
        try:
            return self.fields[name].clean(text)
        except ValidationError:
            return text


def stored_texts(form: PartForm) -> dict[str, str]:
    """What stands in each field as it is stored, as a browser sends it back."""
    texts: dict[str, str] = {}
    for figure in form.figures:
        texts[f"figure-{figure.pk}-value"] = _text(figure.value, is_chosen=_is_chosen(figure.indicator))
    for name in AnswerPart.WRITTEN:
        texts[f"part-{form.part.pk}-{name}"] = _text(getattr(form.part, name))
    for row in form.milestones:
        for name in ("reached_on", "new_day", "reason"):
            texts[f"milestone-{row.pk}-{name}"] = _text(getattr(row, name))
    return texts


def _text(value: object, *, is_chosen: bool = False) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case Decimal():
            return str(int(value)) if is_chosen else number(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _is_chosen(indicator: Indicator) -> bool:
    return indicator.value_kind in (Indicator.ValueKind.MILESTONE, Indicator.ValueKind.SCALE)


def _figure_field(figure: AnswerFigure) -> forms.Field:
    label = str(figure)
    match figure.indicator.value_kind:
        case Indicator.ValueKind.MILESTONE:
            return ChosenNumber(label=label, choices=[("", "Kies"), ("1", "ja"), ("0", "nee")])
        case Indicator.ValueKind.SCALE:
            steps = [(str(step), f"{step}: {word}") for step, word in enumerate(SCALE_WORDS)]
            return ChosenNumber(label=label, choices=[("", "Kies"), *steps])
        case _:
            made = DutchNumberField(label=label, required=False, min_value=0, max_value=LARGEST)
            made.widget.attrs.update(DIGITS)
            return made


def _part_fields(part: AnswerPart) -> dict[str, forms.Field]:
    earlier = part.earlier
    texts = {
        "done": ("Wat is er gedaan?", 4, NO_NAMES_OF_ANYBODY),
        "upcoming": ("Wat komt er nu?", 3, ""),
        "why_not": ("Niet op schema: waarom?", 3, ""),
        "learned": ("Wat hebt u geleerd?", 3, ""),
        "note": ("Opmerking voor het bureau", 2, "Wordt niet openbaar."),
    }
    amounts = {
        "spent": ("Tot nu toe uitgegeven (euro, incl. btw)", "0 als er nog niets is uitgegeven."),
        "still_to_spend": ("Nog uit te geven (euro, incl. btw)", "0 als er niets meer komt."),
        "hours_in_kind": ("Uren in natura", "Hoeft niet."),
    }
    fields: dict[str, forms.Field] = {
        name: forms.CharField(
            label=label,
            required=False,
            max_length=LONGEST,
            widget=lines(rows),
            help_text=_help(help_text, earlier, name),
        )
        for name, (label, rows, help_text) in texts.items()
    }
    for name, (label, help_text) in amounts.items():
        made = DutchNumberField(
            label=label,
            required=False,
            min_value=0,
            max_value=LARGEST,
            decimal_places=2,
            help_text=_help(help_text, earlier, name),
        )
        made.widget.attrs.update(DIGITS)
        fields[name] = made
    fields["on_schedule"] = forms.TypedChoiceField(
        label="Ligt het project op schema?",
        required=False,
        choices=[("", "Kies"), ("ja", "ja"), ("nee", "nee")],
        coerce=lambda text: text == "ja",
        empty_value=None,
        help_text=_help("", earlier, "on_schedule"),
    )
    order = (
        "done",
        "upcoming",
        "on_schedule",
        "why_not",
        "learned",
        "spent",
        "still_to_spend",
        "hours_in_kind",
        "note",
    )
    return {name: fields[name] for name in order}


def _help(text: str, earlier: AnswerPart | None, name: str) -> str:
    """Return the help of a field, with what was answered the last time."""
    last = _text(getattr(earlier, name)) if earlier else ""
    return " ".join(filter(None, [text, f"Vorige keer: {last}" if last and name != "note" else ""]))


def _milestone_fields(row: AnswerMilestone) -> dict[str, forms.Field]:
    return {
        "reached_on": PastDateField(label="Bereikt op", required=False, help_text=f"Afgesproken: {day(row.due_on)}."),
        "new_day": DayField(label="Of: wordt later, op", required=False),
        "reason": forms.CharField(label="Waarom later?", required=False, max_length=LONGEST, widget=lines(2)),
    }


# --- What somebody typed, laid on what stands there ---------------------------------------------------------------


@dataclass
class Typed:
    """What came of the fields that somebody sent: what to write, what cannot be read, and what a colleague wrote too.

    `shown` is what stands in each field on the screen of the sender now, and so what the next save starts from.
    """

    written: Written
    is_alone: bool
    names: frozenset[str] = frozenset()
    faults: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    posted: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)

    def shown(self, form: "PartForm | None" = None) -> str:
        """The fields as they are on the screen, for the next save: what was not kept is still to be kept.

        With the form of a page that was made anew, what a colleague wrote elsewhere in it is on the screen as well.
        """
        now = {name: self.posted[name] if name in self.names else self.seen[name] for name in self.posted}
        if form is not None:
            fresh = stored_texts(form)
            now |= {name: fresh[name] for name in fresh if name not in self.faults and name not in self.conflicts}
        return json.dumps(now)

    def is_now(self, name: str, form: "PartForm") -> None:
        """Take what is stored in a field as what is on the screen: it was made anew."""
        self.posted[name] = self.seen[name] = stored_texts(form)[name]


def read_typed(form: PartForm, data: Mapping[str, str], *, is_alone: bool, keep: str = "", take: str = "") -> Typed:
    """Find what the sender changed since the page was made, and hold it against what is stored now.

    A field that both changed, each in another way, is a conflict and is not written, until the sender chooses: `keep`
    names the field in which the own text stays, `take` the one in which the colleague's text stays. There is none for
    who `is_alone`: nobody else wrote since the page was made.
    """
    stored = stored_texts(form)
    seen = _seen(data.get("seen", ""), stored)
    posted = {name: _plain(data[name]) if name in data else seen[name] for name in stored}
    if take in stored:
        posted[take] = seen[take] = stored[take]
    if keep in stored:
        seen[keep] = stored[keep]
    typed = Typed(Written(), is_alone, posted=posted, seen=seen)
    changed: list[str] = []
    for name, text in posted.items():
        mine, was, now = (form.value_of(name, each) for each in (text, seen[name], stored[name]))
        if mine in (was, now):
            seen[name] = text
            continue
        if was != now and not is_alone:
            typed.conflicts[name] = stored[name]
        else:
            changed.append(name)
    values = _values(form, typed, changed)
    typed.names = frozenset(values)
    typed.written = _written(values)
    return typed


def _values(form: PartForm, typed: Typed, names: Iterable[str]) -> dict[str, object]:
    """The values of these fields; what cannot be read is told at its field."""
    values: dict[str, object] = {}
    for name in names:
        try:
            values[name] = form.fields[name].clean(typed.posted[name])
        except ValidationError as refusal:
            typed.faults[name] = " ".join(refusal.messages)
    return values


def _written(values: Mapping[str, object]) -> Written:
    part: dict[str, object] = {}
    figures: dict[int, dict[str, object]] = {}
    milestones: dict[int, dict[str, object]] = {}
    for full, value in values.items():
        kind, key, name = full.split("-")
        match kind:
            case "figure":
                figures.setdefault(int(key), {})[name] = value
            case "milestone":
                milestones.setdefault(int(key), {})[name] = value
            case _:
                part[name] = value
    return Written(
        PartValues(**part),  # type: ignore[typeddict-item]
        {key: FigureValues(**row) for key, row in figures.items()},  # type: ignore[typeddict-item]
        {key: MilestoneValues(**row) for key, row in milestones.items()},  # type: ignore[typeddict-item]
    )


def _seen(text: str, stored: Texts) -> dict[str, str]:
    """What stood on the screen; what is stored, for a page that does not tell it."""
    try:
        told = json.loads(text)
    except ValueError:
        told = {}
    known = told if isinstance(told, dict) else {}
    return {name: _plain(str(known.get(name, now))) for name, now in stored.items()}


def _plain(text: str) -> str:
    """The text as it is stored: a browser sends its own line ends."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()
