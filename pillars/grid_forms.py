"""Forms of the grid: what is typed in one row, and which rows are shown."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from pillars.expected import ExpectedFigure, RoundFigures
from pillars.forms import MeasurementForm
from pillars.models import Pillar, State
from regiodeal.covenant.forms import DayField
from regiodeal.covenant.models import User


class RowForm(MeasurementForm):
    """One row of the grid: checked as the form of one figure, with the item and the year that the row is about."""

    measured_on = DayField(
        label="Peildatum", error_messages={"invalid": "Dit is geen datum. Schrijf bijvoorbeeld 31-12-2026."}
    )

    def __init__(self, *args: Any, row: ExpectedFigure, today: date) -> None:
        self.row = row
        super().__init__(*args, deal=row.round.deal, indicator=row.indicator, today=today)
        del self.fields["version"]

    def _shape_item(self) -> None:
        del self.fields["item"]

    def _shape_period(self) -> None:
        del self.fields["year"]
        if self.indicator.is_yearly:
            del self.fields["measured_on"]

    def clean_measured_on(self) -> date:
        """A day that has been, and that belongs to the round."""
        measured_on = super().clean_measured_on()
        try:
            self.row.round.refuse_outside(measured_on)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from refusal
        return measured_on

    def clean(self) -> dict[str, Any]:
        """The row knows its year."""
        self.cleaned_data |= {"year": self.row.year} if self.row.year else {}
        return super().clean()


type Choose = Callable[[ExpectedFigure, User], bool]

SHOWS: dict[str, tuple[str, Choose]] = {
    "alles": ("Alles", lambda row, user: True),
    "mijn": ("Mijn cijfers", lambda row, user: row.owner == user),
    "leeg": ("Nog leeg", lambda row, user: row.state is None),
    "teruggestuurd": ("Teruggestuurd", lambda row, user: row.state == State.RETURNED),
    "concept": ("Concept", lambda row, user: row.state == State.DRAFT),
}


class GridFilter(forms.Form):
    """Which rows are shown: by whose they are or how far, each with how many there are, and by pillar."""

    toon = forms.ChoiceField(label="Toon", required=False)
    pijler = forms.ChoiceField(label="Pijler", required=False)

    def __init__(self, *args: Any, figures: RoundFigures, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures = figures
        self.user = user
        counts = {name: sum(choose(row, user) for row in figures.rows) for name, (_label, choose) in SHOWS.items()}
        self._offer("toon", [(name, f"{label} ({counts[name]})") for name, (label, _choose) in SHOWS.items()])
        pillars: Iterable[Pillar] = dict.fromkeys(target.result.goal.pillar for target in figures.targets)
        self._offer("pijler", [("", "Alle pijlers"), *((pillar.code, str(pillar)) for pillar in pillars)])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen and can be used; nothing for what the list does not offer."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def rows(self) -> list[ExpectedFigure]:
        """The rows that it lets through; a shared figure belongs to the pillar of each of its results."""
        chosen = self.chosen
        _label, choose = SHOWS[chosen.get("toon", "alles")]
        pillar = chosen.get("pijler")
        return [
            row
            for row in self.figures.rows
            if choose(row, self.user)
            and (not pillar or any(result.goal.pillar.code == pillar for result in row.results))
        ]
