"""The forms of the ledger in files: a mapping, a file to read, a file to make."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError

from finance.base.file_format import Format
from finance.budget.forms import lines_of
from finance.ledger_import.looking import look
from finance.ledger_import.models import (
    ELSEWHERE,
    EXPENDITURE_COLUMNS,
    REQUIRED_COLUMNS,
    LedgerColumn,
    LedgerKind,
    LedgerMapping,
)
from pillars.agreed.models import Measure
from regiodeal.base.forms import FormOptions, Posted, RowFormOptions
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.forms import RegisterForm
from regiodeal.sheets.formats import UnreadableError
from regiodeal.sheets.reading import HEADING_WITHIN
from regiodeal.sheets.views import UploadForm

NOT_IN_FILE = "staat niet in dit bestand"
HELP = {
    LedgerColumn.KEY: "Aan het boekstuk herkent het portaal een boeking die er al staat.",
    LedgerColumn.KEY_PART: "Kies deze kolom als een boekstuk meer regels kan hebben.",
    LedgerColumn.YEAR: "Zonder deze kolom geldt het jaar van de boekdatum.",
    LedgerColumn.BOOK: "Kies deze kolom als elk dagboek zijn eigen nummers heeft.",
    LedgerColumn.SIDE: "Kies deze kolom als het bedrag geen teken heeft, en D of C in een eigen kolom staat.",
    LedgerColumn.CREDIT: "Kies deze kolom als debet en credit apart staan.",
    LedgerColumn.LINE: "Bijvoorbeeld de kostenplaats. Bewaar, en zeg daarna welke waarde bij welke regel hoort.",
    LedgerColumn.MEASURE: "Bijvoorbeeld de projectcode. Leeg laten mag: dan vult u de maatregel zelf in.",
    LedgerColumn.COMMITMENT: "Zonder deze kolom telt alles als besteed zonder verplichting.",
}


class LookForm(UploadForm):
    """A file to look at, to see which columns it has; where its headings stand can be said."""

    heading_row = forms.IntegerField(
        label="Rij met de kopjes",
        required=False,
        min_value=1,
        max_value=HEADING_WITHIN,
        help_text="Alleen nodig als het portaal de verkeerde rij kiest.",
    )
    sheet_number = forms.IntegerField(
        label="Nummer van het werkblad",
        required=False,
        min_value=1,
        max_value=200,
        help_text="1 is het eerste werkblad. Leeg laten mag: dan zoekt het portaal het.",
    )

    def clean(self) -> Values:
        """Look at the file; `seen` holds its headings with their values."""
        cleaned: Values = super().clean() or {}
        if file := cleaned.get("file"):
            with NamedTemporaryFile() as copy:
                for chunk in file.chunks():
                    copy.write(chunk)
                copy.flush()
                try:
                    self.seen = look(Path(copy.name), **self.place())
                except UnreadableError as refusal:
                    raise ValidationError({"file": str(refusal)}) from refusal
        return cleaned

    def place(self) -> dict[str, int | None]:
        """Where the headings stand, as far as somebody said so."""
        return {name: self.cleaned_data.get(name) for name in ("heading_row", "sheet_number")}


class AddMappingForm(LookForm):
    """Asks what a new mapping is called and reads, with an example of the file."""

    name = forms.CharField(label="Naam", max_length=60, initial="Grootboek", help_text="Zo herkent u deze koppeling.")
    kind = forms.ChoiceField(label="Wat de rijen zijn", choices=LedgerKind.choices)

    field_order = ("name", "kind", "file", "heading_row", "sheet_number")

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self._deal = deal
        self.fields["file"].label = "Voorbeeld van het bestand"

    def clean_name(self) -> str:
        """A name that is not taken."""
        name: str = self.cleaned_data["name"]
        if LedgerMapping.objects.filter(deal=self._deal, name=name).exists():
            raise ValidationError("Er is al een koppeling met deze naam.")
        return name


class MappingForm(RegisterForm):
    """A mapping: a choice of column for each thing that is read, and a meaning for each value of two of them."""

    class Meta:
        model = LedgerMapping
        fields = ("name", "kind", "adds_btw", "heading_row", "sheet_number")
        help_texts = {
            "adds_btw": "De btw wordt bij het bedrag opgeteld: het portaal rekent inclusief btw.",
            "heading_row": f"Hoogstens {HEADING_WITHIN}. Leeg: het portaal zoekt de rij met de gekozen kolommen.",
            "sheet_number": "1 is het eerste werkblad. Leeg: het portaal zoekt het.",
        }

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[RowFormOptions]) -> None:
        super().__init__(data, deal=deal, **kwargs)
        mapping = self.instance
        headings = [(title, title) for title in sorted({*mapping.seen, *filter(None, mapping.columns.values())})]
        for column in self._columns():
            needed = column in REQUIRED_COLUMNS
            self.fields[f"column-{column}"] = forms.ChoiceField(
                label=column.label,
                choices=[("", "Kies" if needed else NOT_IN_FILE), *headings],
                initial=mapping.columns.get(column, ""),
                required=needed,
                help_text=HELP.get(column, ""),
            )
        lines = [(line.code, line.label) for line in lines_of(self.deal)]
        measures = [(row.code, str(row)) for row in Measure.objects.filter(deal=self.deal)]
        self._values = {
            "lines": self._add_values("line", mapping.lines, lines, "hoort niet bij de deal"),
            "measures": self._add_values("measure", mapping.measures, measures, "geen maatregel"),
        }

    def _columns(self) -> Iterator[LedgerColumn]:
        for column in LedgerColumn:
            if self.instance.kind == LedgerKind.EXPENDITURE or column not in EXPENDITURE_COLUMNS:
                yield column

    def _add_values(
        self, column: str, known: dict[str, str], choices: list[tuple[str, str]], elsewhere: str
    ) -> dict[str, str]:
        """A choice for each value that stands in the column; gives the value by the name of its field."""
        values = sorted({*(self.instance.seen.get(self.instance.columns.get(column, "")) or []), *known})
        own = {code for code, _label in choices}
        names = {f"{column}-{place}": value for place, value in enumerate(values) if value not in own or value in known}
        for name, value in names.items():
            self.fields[name] = forms.ChoiceField(
                label=value,
                choices=[("", "nog niet gekoppeld"), *choices, (ELSEWHERE, elsewhere)],
                initial=known.get(value, ""),
                required=False,
            )
        return names

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """Return the fields in which a column is chosen."""
        return [self[name] for name in self.fields if name.startswith("column-")]

    @property
    def line_fields(self) -> list[forms.BoundField]:
        """Return the fields in which a budget line is chosen."""
        return [self[name] for name in self._values["lines"]]

    @property
    def measure_fields(self) -> list[forms.BoundField]:
        """Return the fields in which a measure is chosen."""
        return [self[name] for name in self._values["measures"]]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Return the other fields of the form."""
        return [self[name] for name in self.Meta.fields]

    def clean_heading_row(self) -> int | None:
        """A row within those in which a heading is looked for."""
        row: int | None = self.cleaned_data["heading_row"]
        if row is not None and not 1 <= row <= HEADING_WITHIN:
            raise ValidationError(f"Kies een rij van 1 tot en met {HEADING_WITHIN}.")
        return row

    def clean_name(self) -> str:
        """A name that is not taken."""
        name: str = self.cleaned_data["name"]
        if LedgerMapping.objects.filter(deal=self.deal, name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Er is al een koppeling met deze naam.")
        return name

    def values(self) -> Values:
        """The content of the mapping from a valid form."""
        data = self.cleaned_data
        chosen = {name.removeprefix("column-"): data[name] for name in data if name.startswith("column-")}
        return super().values() | {
            "columns": {column: title for column, title in chosen.items() if title},
            **{
                content: {value: data[name] for name, value in names.items() if data[name]}
                for content, names in self._values.items()
            },
        }


class LedgerUploadForm(UploadForm):
    """The file to read, and the mapping to read it with."""

    mapping = forms.ModelChoiceField(LedgerMapping.objects.none(), label="Koppeling", empty_label=None)

    field_order = ("mapping", "file")

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["mapping"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = LedgerMapping.objects.filter(deal=deal)

    def clean_mapping(self) -> LedgerMapping:
        """A mapping that is complete."""
        mapping: LedgerMapping = self.cleaned_data["mapping"]
        if not mapping.is_complete:
            raise ValidationError(f"Deze koppeling is nog niet klaar. Kies eerst een kolom voor: {mapping.missing[0]}.")
        return mapping


class MoneyExportForm(forms.Form):
    """Asks which kind of file to make."""

    formaat = forms.ChoiceField(label="Soort bestand", choices=Format.choices, initial=Format.XLSX)
