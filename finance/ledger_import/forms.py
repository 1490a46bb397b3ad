"""The forms of the ledger in files: a mapping, a file to read, a file to make."""

import re
from collections.abc import Iterator
from decimal import Decimal
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
    LedgerImport,
    LedgerKind,
    LedgerMapping,
)
from finance.ledger_import.row_rules import FILTERED, Pattern, PatternError
from pillars.agreed.models import Measure
from pillars.projects.models import Project
from regiodeal.base.forms import FormOptions, Posted, RowFormOptions
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.forms import RegisterForm
from regiodeal.sheets.formats import UnreadableError
from regiodeal.sheets.reading import LAST_HEADING_ROW
from regiodeal.sheets.views import UploadForm

NAME_TAKEN = "Er is al een koppeling met deze naam."
NOT_IN_FILE = "staat niet in dit bestand"
LONGEST_EXAMPLE = 25
MOST_UNKNOWN = 60  # values that are asked at once
RULES = ("only", "never", "rates", "default")
PATTERN_HELP = "Met komma's, bijvoorbeeld: 4300, 43*, 4000-4999, leeg. Wat niet past, hoort niet bij de deal."
_RATE = re.compile(r"(?P<currency>[A-Za-z]{3})\s*=?\s*(?P<rate>[0-9]{1,4}([.,][0-9]{1,6})?)")
HELP = {
    LedgerColumn.KEY: "Aan het boekstuk herkent het portaal een boeking die er al staat.",
    LedgerColumn.KEY_PART: "Kies deze kolom als een boekstuk meer regels kan hebben.",
    LedgerColumn.YEAR: "Zonder deze kolom geldt het jaar van de boekdatum.",
    LedgerColumn.BOOK: "Kies deze kolom als elk dagboek zijn eigen nummers heeft.",
    LedgerColumn.SIDE: "Kies deze kolom als het bedrag geen teken heeft, en D of C in een eigen kolom staat.",
    LedgerColumn.CREDIT: "Kies deze kolom als debet en credit apart staan.",
    LedgerColumn.LINE: "Bijvoorbeeld de kostenplaats. Bewaar, en zeg daarna welke waarde bij welke regel hoort.",
    LedgerColumn.MEASURE: "Bijvoorbeeld de activiteit. Leeg laten mag: dan vult u de maatregel zelf in.",
    LedgerColumn.ACCOUNT: "Nodig om op rekening te kiezen, of als de btw in eigen rijen staat.",
    LedgerColumn.PERIOD: "Zonder boekdatum geldt de eerste dag van de periode.",
    LedgerColumn.CURRENCY: "Kies deze kolom als er andere valuta in kunnen staan.",
    LedgerColumn.PROJECT: "De kostendrager. Leeg laten mag: wat bij geen project hoort, staat buiten de projecten.",
    LedgerColumn.COMMITMENT: "Zonder deze kolom telt alles als besteed zonder verplichting.",
}


class LookForm(UploadForm):
    """A file to look at, to see which columns it has; where its headings stand can be said."""

    heading_row = forms.IntegerField(
        label="Rij met de kopjes",
        required=False,
        min_value=1,
        max_value=LAST_HEADING_ROW,
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
        """Look at the file; `looked` holds its headings with what stands under them."""
        cleaned: Values = super().clean() or {}
        if file := cleaned.get("file"):
            with NamedTemporaryFile() as copy:
                for chunk in file.chunks():
                    copy.write(chunk)
                copy.flush()
                try:
                    self.looked = look(Path(copy.name), **self.place())
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
            raise ValidationError(NAME_TAKEN)
        return name


class MappingForm(RegisterForm):
    """A mapping: a choice of column for each thing that is read, and a meaning for each value of three of them.

    It is kept half: what is needed to read a file says so, and nothing says that it may stay empty.
    """

    is_kept_half = True

    class Meta:
        model = LedgerMapping
        fields = (
            *("name", "kind", "adds_btw", "heading_row", "sheet_number"),
            *("leaves_out_totals", "has_no_numbers", "btw_accounts"),
        )
        help_texts = {
            "adds_btw": "De btw wordt bij het bedrag opgeteld: het portaal rekent inclusief btw.",
            "leaves_out_totals": "Rijen zonder boekstuk die totaal of beginbalans heten, en herhaalde kopjes.",
            "has_no_numbers": "Het portaal maakt een nummer uit de inhoud. Een rij die wijzigt, is dan nieuw.",
            "btw_accounts": "Als de btw in eigen rijen staat, bijvoorbeeld 152*: zij gaat bij de factuur.",
            "heading_row": f"Hoogstens {LAST_HEADING_ROW}. Leeg: het portaal zoekt de rij met de gekozen kolommen.",
            "sheet_number": "1 is het eerste werkblad. Leeg: het portaal zoekt het.",
        }

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[RowFormOptions]) -> None:
        super().__init__(data, deal=deal, **kwargs)
        mapping = self.instance
        headings = [
            (title, _with_example(title, mapping.sample.get(title) or mapping.seen.get(title) or []))
            for title in sorted({*mapping.seen, *filter(None, mapping.columns.values())})
        ]
        for column in self._columns():
            needed = column in REQUIRED_COLUMNS
            self.fields[f"column-{column}"] = forms.ChoiceField(
                label=f"{column.label} (nodig)" if needed else column.label,
                choices=[("", "Kies" if needed else NOT_IN_FILE), *headings],
                initial=mapping.columns.get(column, ""),
                required=False,
                help_text=HELP.get(column, ""),
            )
        lines = [(line.code, line.label) for line in lines_of(self.deal)]
        self._add_rules(mapping, lines)
        measures = [(row.code, str(row)) for row in Measure.objects.filter(deal=self.deal)]
        projects = [(row.code, str(row)) for row in Project.objects.filter(deal=self.deal)]
        self._values = {
            "lines": self._add_values("line", mapping.lines, lines, "hoort niet bij de deal"),
            "measures": self._add_values("measure", mapping.measures, measures, "geen maatregel"),
            "projects": self._add_values("project", mapping.projects, projects, "geen project"),
        }

    def _columns(self) -> Iterator[LedgerColumn]:
        for column in LedgerColumn:
            if self.instance.kind == LedgerKind.EXPENDITURE or column not in EXPENDITURE_COLUMNS:
                yield column

    def _add_rules(self, mapping: LedgerMapping, lines: list[tuple[str, str]]) -> None:
        """Fields for the filters, the rates, and what is booked for what is missing."""
        for column in FILTERED:
            label = LedgerColumn(column).label
            for name, words in (("only", "Alleen van"), ("never", "Niet van")):
                self.fields[f"{name}-{column}"] = forms.CharField(
                    label=f"{words} {label.lower()}",
                    required=False,
                    max_length=300,
                    initial=getattr(mapping, name).get(column, ""),
                    help_text=PATTERN_HELP if name == "only" else "",
                )
        rates = "; ".join(f"{name} {rate}" for name, rate in sorted(mapping.rates.items())).replace(".", ",")
        self.fields["rates-text"] = forms.CharField(
            label="Koersen",
            required=False,
            max_length=200,
            initial=rates,
            help_text="Euro voor één, bijvoorbeeld: USD 0,92; GBP 1,17. Een valuta zonder koers wordt geweigerd.",
        )
        self.fields["default-line"] = forms.ChoiceField(
            label="Regel als er geen kolom voor is",
            choices=[("", "er is een kolom voor"), *lines],
            initial=mapping.defaults.get(LedgerColumn.LINE, ""),
            required=False,
        )
        for column in (LedgerColumn.DESCRIPTION, LedgerColumn.COUNTERPART):
            self.fields[f"default-{column}"] = forms.CharField(
                label=f"{column.label} als die ontbreekt",
                required=False,
                max_length=100,
                initial=mapping.defaults.get(column, ""),
            )

    def _add_values(
        self, column: str, known: dict[str, str], choices: list[tuple[str, str]], elsewhere: str
    ) -> dict[str, str]:
        """A choice for each value that stands in the column; gives the value by the name of its field."""
        title = self.instance.columns.get(column, "")
        values = sorted({*(self.instance.seen.get(title) or []), *known, *([""] if title and column == "line" else [])})
        own = {code for code, _label in choices}
        names = {f"{column}-{place}": value for place, value in enumerate(values) if value not in own or value in known}
        for name, value in names.items():
            self.fields[name] = forms.ChoiceField(
                label=value or "(leeg)",
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
    def project_fields(self) -> list[forms.BoundField]:
        """Return the fields in which a project is chosen."""
        return [self[name] for name in self._values["projects"]]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """Return the other fields of the form."""
        return [self[name] for name in self.Meta.fields]

    @property
    def rule_fields(self) -> list[forms.BoundField]:
        """Return the fields of the filters, the rates and what is booked for what is missing."""
        return [self[name] for name in self.fields if name.partition("-")[0] in RULES]

    @property
    def has_rules(self) -> bool:
        """Tell whether some rule is set, so that the page opens them."""
        return any(field.value() for field in self.rule_fields) or bool(self.instance.has_no_numbers)

    def clean_heading_row(self) -> int | None:
        """A row that can be said to be the heading."""
        row: int | None = self.cleaned_data["heading_row"]
        if row is not None and not 1 <= row <= LAST_HEADING_ROW:
            raise ValidationError(f"Kies een rij van 1 tot en met {LAST_HEADING_ROW}.")
        return row

    def clean_btw_accounts(self) -> str:
        """Accounts as a list that can be read."""
        text: str = self.cleaned_data["btw_accounts"]
        try:
            Pattern.of(text)
        except PatternError as error:
            raise ValidationError(str(error)) from error
        return text

    def clean(self) -> Values:
        """Refuse filters and rates that cannot be read, and a column that is missing without something in its place."""
        cleaned: Values = super().clean() or {}
        for name in [name for name in cleaned if name.startswith(("only-", "never-"))]:
            column = name.partition("-")[2]
            try:
                Pattern.of(cleaned[name])
            except PatternError as error:
                self.add_error(name, str(error))
            if cleaned.get(name) and not cleaned.get(f"column-{column}"):
                self.add_error(name, f"Kies eerst een kolom voor: {LedgerColumn(column).label}.")
        try:
            self._rates = rates_of(cleaned.get("rates-text", ""))
        except ValueError as error:
            self.add_error("rates-text", str(error))
        if cleaned.get("btw_accounts") and not cleaned.get("column-account"):
            self.add_error("btw_accounts", "Kies eerst een kolom voor de grootboekrekening.")
        for column in REQUIRED_COLUMNS:
            if not (cleaned.get(f"column-{column}") or self._stands_in(column, cleaned)):
                self.add_error(f"column-{column}", "Kies een kolom.")
        return cleaned

    @staticmethod
    def _stands_in(column: LedgerColumn, cleaned: Values) -> bool:
        """Tell whether something else says what a column would have said."""
        if column == LedgerColumn.KEY:
            return bool(cleaned.get("has_no_numbers"))
        if column == LedgerColumn.BOOKED_ON:
            return bool(cleaned.get("column-period"))
        return bool(cleaned.get(f"default-{column}"))

    def clean_name(self) -> str:
        """A name that is not taken."""
        name: str = self.cleaned_data["name"]
        if LedgerMapping.objects.filter(deal=self.deal, name=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(NAME_TAKEN)
        return name

    def values(self) -> Values:
        """The content of the mapping from a valid form."""
        data = self.cleaned_data
        chosen = {name.removeprefix("column-"): data[name] for name in data if name.startswith("column-")}
        return super().values() | {
            "columns": {column: title for column, title in chosen.items() if title},
            "only": self._said("only"),
            "never": self._said("never"),
            "defaults": self._said("default"),
            "rates": self._rates,
            **{
                content: {value: data[name] for name, value in names.items() if data[name]}
                for content, names in self._values.items()
            },
        }

    def _said(self, rule: str) -> dict[str, str]:
        """What was filled in by column, of one kind of rule."""
        names = [name for name in self.cleaned_data if name.startswith(f"{rule}-")]
        return {name.partition("-")[2]: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


def _with_example(title: str, values: list[str]) -> str:
    """A heading, with a value that stands under it."""
    example = next(filter(None, values), "")
    return f"{title} (bijvoorbeeld {example[:LONGEST_EXAMPLE]})" if example else title


def rates_of(text: str) -> dict[str, str]:
    """Euros for one of each currency, from `USD 0,92; GBP 1,17`. Raises ValueError for what cannot be read."""
    found = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        told = _RATE.fullmatch(part)
        if not told or not Decimal(told["rate"].replace(",", ".")):
            raise ValueError(f"'{part[:30]}' is geen koers. Schrijf bijvoorbeeld USD 0,92.")
        found[told["currency"].upper()] = told["rate"].replace(",", ".")
    return found


class UnknownValuesForm(forms.Form):
    """Asks what the values of a refused file mean that the mapping does not know, each with how many rows have it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Posted = None, *, job: LedgerImport, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self._mapping = job.mapping
        self.fields["version"].initial = job.mapping.version
        choices: dict[str, tuple[list[tuple[str, str]], str]] = {
            "line": ([(line.code, line.label) for line in lines_of(job.deal)], "hoort niet bij de deal"),
            "measure": ([(row.code, str(row)) for row in Measure.objects.filter(deal=job.deal)], "geen maatregel"),
            "project": ([(row.code, str(row)) for row in Project.objects.filter(deal=job.deal)], "geen project"),
        }
        self._values: dict[str, tuple[str, str]] = {}
        for column, counts in job.totals.get("unknown", {}).items():
            codes, elsewhere = choices[column]
            title = LedgerColumn(column).label.lower()
            largest = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_UNKNOWN]
            for place, (value, count) in enumerate(largest):
                name = f"{column}-{place}"
                self._values[name] = (column, value)
                rows = f"{count} {'rij' if count == 1 else 'rijen'}"
                self.fields[name] = forms.ChoiceField(
                    label=f"{job.mapping.columns.get(column, title)} {value or '(leeg)'}: {rows}",
                    choices=[("", "nog niet gekoppeld"), *codes, (ELSEWHERE, elsewhere)],
                    required=False,
                )

    @property
    def value_fields(self) -> list[forms.BoundField]:
        """Return the fields in which a meaning is chosen."""
        return [self[name] for name in self._values]

    def values(self) -> Values:
        """The values of the mapping with those that got a meaning; empty when none did."""
        found: dict[str, dict[str, str]] = {}
        for name, (column, value) in self._values.items():
            if code := self.cleaned_data[name]:
                content = f"{column}s"
                found.setdefault(content, dict(getattr(self._mapping, content)))[value] = code
        return dict(found)


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
