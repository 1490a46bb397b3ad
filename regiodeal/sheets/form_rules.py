"""The rules of a form for the cells of a file, so that a file and a page refuse the same, in the same words."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from regiodeal.base.values import Values
from regiodeal.sheets.cells import FALSE, TRUE, Cell, PercentCell, text_of

NO_ROW = "?"  # no row of the database has this key
MOST_REMEMBERED = 20_000  # cleaned cells; a file has many rows with the same source, and few values


class FormRules:
    """Cleans many rows by one form: each cell by its field and `clean_<name>`, each row by the form's `clean`.

    A form that is made anew for every row would build its fields and ask for its choices every time. What was cleaned
    once is remembered: the same text in the same column gives the same answer.

    `rows` has per field what the rows of the database that one can choose are called, by primary key or by the key of
    the choice. In a file they go by that name alone: a number that somebody typed is never taken for the key of a row.
    `takes_percent` says that a cell that shows 84% means 84; elsewhere such a cell is refused.
    """

    def __init__(
        self,
        form: forms.BaseForm,
        names: tuple[str, ...],
        rows: Mapping[str, Mapping[int, str] | Mapping[str, str]] | None = None,
        *,
        takes_percent: bool = False,
    ) -> None:
        self._takes_percent = takes_percent
        self._form: Any = form
        self._names = tuple(name for name in names if name in form.fields)
        self._words = {name: _words(form.fields[name]) for name in self._names}
        self._rows = {name: {plain(text): pk for pk, text in called.items()} for name, called in (rows or {}).items()}
        self._remembered: dict[tuple[str, Cell], object] = {}

    def clean(self, cells: Mapping[str, Cell]) -> tuple[Values, dict[str, list[str]]]:
        """Return what the cells of a row mean, and in Dutch what is wrong with them, both by the name of the field."""
        form, remembered = self._form, self._remembered
        form.cleaned_data = {}
        form.errors.clear()
        errors: dict[str, list[str]] = {}
        for name in self._names:
            key = (name, cells.get(name))
            if key not in remembered:
                self._remember(*key)
            answer = remembered[key]
            if type(answer) is ValidationError:
                errors[name] = answer.messages
            else:
                form.cleaned_data[name] = answer
        values = form.clean() or {}
        return values, errors | {name: list(found) for name, found in form.errors.items()}

    def _remember(self, name: str, cell: Cell) -> None:
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
        try:
            answer = self._form.fields[name].clean(self._typed(name, cell))
            if hook := getattr(self._form, f"clean_{name}", None):
                kept, self._form.cleaned_data = self._form.cleaned_data, {name: answer}
                try:
                    answer = hook()
                finally:
                    self._form.cleaned_data = kept
        except ValidationError as error:
            answer = error
        self._remembered[name, cell] = answer

    def _typed(self, name: str, cell: Cell) -> object:
        """The cell as the field of the form would get it."""
        field = self._form.fields[name]
        if isinstance(field, forms.DecimalField) and isinstance(cell, Decimal):
            return cell
        if isinstance(cell, PercentCell) and isinstance(field, forms.DecimalField):
            return self._percent(cell)
        if isinstance(field, forms.DateField) and isinstance(cell, date):
            return cell
        text = text_of(cell)
        if name in self._rows:
            return self._rows[name].get(plain(text), NO_ROW) if text.strip() else ""
        return self._words[name].get(text.strip().casefold(), text)

    def _percent(self, cell: PercentCell) -> Decimal:
        """The percentage that a cell shows, where percentages are asked for. Raises ValidationError elsewhere."""
        if self._takes_percent:
            return cell.percent
        raise ValidationError(
            f"Deze cel is opgemaakt als percentage ({text_of(cell)}), en hier hoort geen percentage. "
            "Geef de cel de opmaak Getal en typ de waarde opnieuw."
        )


def plain(text: str) -> str:
    """A name as it is compared with another: without regard to capitals and to how many spaces there are."""
    return " ".join(text.split()).casefold()


def _words(field: forms.Field) -> dict[str, str]:
    """Return what people write for a choice: its label, the word after its number or before its comma, WAAR for yes."""
    if not isinstance(field, forms.ChoiceField):
        return {}
    choices = cast("Iterable[tuple[object, object]]", field.choices)
    labels = {str(key): str(label).casefold() for key, label in choices if key != ""}
    words: dict[str, str] = {}
    for key, label in labels.items():
        words |= dict.fromkeys((label, label.partition(",")[0], label.rpartition(": ")[2]), key)
    if labels.keys() == {"0", "1"}:
        words |= {TRUE.casefold(): "1", FALSE.casefold(): "0"}
    return words
