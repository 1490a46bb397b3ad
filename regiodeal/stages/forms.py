"""The forms of a deal in preparation, of its signing and closing, and of corrections."""

import re
from typing import Any, Unpack

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model

from regiodeal.base.converters import CodeConverter
from regiodeal.base.forms import DayField, FormOptions, Posted, ReasonForm, lines
from regiodeal.base.values import Values
from regiodeal.deal_file.schema import properties, resolved, row_schema, title_of
from regiodeal.deal_file.texts import LARGEST_FILE
from regiodeal.deals.models import Deal, Neighbourhood, Organisation, Party
from regiodeal.deals.words import WORDS
from regiodeal.files.forms import PhotoField
from regiodeal.files.kinds import UnreadableFileError
from regiodeal.files.scanning import scan

COVER_WIDTH = 1_400  # pixels: 170 in an inch over the width of a page
NEW = "nieuw"  # stands in addresses for a row that is still to come
ENDINGS = (".xlsx", ".yaml", ".yml", ".json")


def _labels(of: str) -> dict[str, tuple[str, str]]:
    """The Dutch title and explanation of each word or article of a deal, as its schema has them."""
    named = properties(resolved(properties(row_schema("deal"))[of]))
    return {name: (title_of(name, node), str(node.get("description", ""))) for name, node in named.items()}


class DealFileField(forms.FileField):
    """A deal file, by the end of its name and its size; what stands in it is checked afterwards."""

    widget = forms.FileInput(attrs={"accept": ",".join(ENDINGS)})

    def __init__(self) -> None:
        super().__init__(
            label="Bestand",
            max_length=200,
            help_text=f"Het ingevulde werkboek (XLSX) of een dealbestand (YAML of JSON), hoogstens "
            f"{LARGEST_FILE // 1_000_000} MB.",
        )

    def clean(self, data: object, initial: object = None) -> "UploadedFile[bytes]":
        """The upload, or a message that says what is wrong with it."""
        file: UploadedFile[bytes] = super().clean(data, initial)
        if not str(file.name).lower().endswith(ENDINGS):
            raise ValidationError("Kies een bestand dat eindigt op .xlsx, .yaml of .json.")
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError(f"Dit bestand is groter dan {LARGEST_FILE // 1_000_000} MB.")
        try:
            scan(file.file)  # type: ignore[arg-type]
        except UnreadableFileError as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file


class DraftForm(forms.Form):
    """The file of a deal."""

    file = DealFileField()


class NamesForm(forms.Form):
    """What a deal is called, and its days."""

    name = forms.CharField(label="Naam", max_length=200, help_text="De hele naam, zoals Regio Deal Noordkop.")
    short_name = forms.CharField(
        label="Korte naam", max_length=100, help_text="Staat boven elke pagina, zoals Noordkop."
    )
    region_name = forms.CharField(label="Regio", max_length=100)
    signed_on = DayField(label="Ondertekend op", help_text="Of de dag waarop u dat verwacht. Dit kan later anders.")
    in_force_on = DayField(label="In werking op")
    ends_on = DayField(label="Eindigt op")
    financing_ends_on = DayField(
        label="Financiering eindigt op", required=False, help_text="Leeg: op de laatste dag van de deal."
    )

    def clean(self) -> Values:
        """Refuse days that are out of order; the financing ends with the deal where no other day is given."""
        data = super().clean() or {}
        signed, starts, ends = (data.get(name) for name in ("signed_on", "in_force_on", "ends_on"))
        if signed and starts and starts <= signed:
            self.add_error("in_force_on", "Kies een dag na de dag van ondertekening.")
        for name in ("ends_on", "financing_ends_on"):
            if starts and (last := data.get(name)) and last <= starts:
                self.add_error(name, "Kies een dag na de dag waarop de deal in werking treedt.")
        if "financing_ends_on" not in self.errors:
            data["financing_ends_on"] = data.get("financing_ends_on") or ends
        return data


class WordsForm(forms.Form):
    """How a deal calls its parts: one, more than one, and whether it is de or het. Empty: the plain word."""

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        for name, (label, _help) in _labels("own_words").items():
            own, plain = deal.own_words.get(name, {}), WORDS[name]
            self.fields[f"{name}_singular"] = forms.CharField(
                label=f"{label}: één",
                max_length=80,
                required=False,
                initial=own.get("singular", ""),
                help_text=f"Leeg: {plain.singular}.",
            )
            self.fields[f"{name}_plural"] = forms.CharField(
                label=f"{label}: meer", max_length=80, required=False, initial=own.get("plural", "")
            )
            self.fields[f"{name}_article"] = forms.ChoiceField(
                label=f"{label}: de of het",
                choices=[("de", "de"), ("het", "het")],
                initial=own.get("article", plain.article),
            )

    def clean(self) -> Values:
        """A word of its own has both its forms."""
        data = super().clean() or {}
        for name in WORDS:
            one, more = data.get(f"{name}_singular"), data.get(f"{name}_plural")
            if bool(one) != bool(more):
                missing = f"{name}_plural" if one else f"{name}_singular"
                self.add_error(missing, "Vul beide vormen in, of geen van beide.")
        return data

    def own_words(self) -> Values:
        """Return the words of the deal's own, as its file writes them."""
        data = self.cleaned_data
        return {
            name: {form: data[f"{name}_{form}"] for form in ("singular", "plural", "article")}
            for name in WORDS
            if data[f"{name}_singular"]
        }


class ArticlesForm(forms.Form):
    """Which article of the covenant governs what. Empty: the covenant has none, and no page names one."""

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        for name, (label, told) in _labels("articles").items():
            own = deal.articles.get(name, "")
            self.fields[name] = forms.CharField(label=label, max_length=60, required=False, initial=own, help_text=told)

    def articles(self) -> Values:
        """Return the articles that are named, by what they govern."""
        return {name: text for name, text in self.cleaned_data.items() if text}


class _RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """One agreed row of a deal in preparation."""

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.deal = deal
        self.fields["code"].help_text = "Kort en zonder spaties, zoals Hollandsdiep of 1.a."
        self.fields["article"].required = False

    def clean_code(self) -> str:
        """Refuse a code that another row of this list has, and one of which there can be no address."""
        code: str = self.cleaned_data["code"]
        if not re.fullmatch(CodeConverter.regex, code):
            raise ValidationError(
                "Een code heeft hoogstens 60 tekens: alleen letters zonder accent, cijfers, punten en streepjes."
            )
        if code == NEW:
            raise ValidationError(f"'{NEW}' kan geen code zijn. Kies een andere.")
        model: type[Model] = self._meta.model
        same = model._default_manager.filter(deal_id=self.deal.pk, code=code).exclude(pk=self.instance.pk)
        if same.exists():
            raise ValidationError("Deze code is al van een andere regel.")
        return code


class PartyForm(_RowForm):
    """A Party."""

    class Meta:
        model = Party
        fields = ("code", "name", "article", "side", "is_treasurer", "receives_report")


class OrganisationForm(_RowForm):
    """An organisation without the status of Party."""

    class Meta:
        model = Organisation
        fields = ("code", "name", "article", "kind", "role")


class AreaForm(_RowForm):
    """An area in which the deal works."""

    class Meta:
        model = Neighbourhood
        fields = ("code", "name", "article")


class TypedNameForm(forms.Form):
    """Asks for the short name of the deal, so that nobody does this by accident."""

    typed = forms.CharField(label="Typ de korte naam van de deal", max_length=100)

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.deal = deal
        self.fields["typed"].help_text = f"Dus: {deal.short_name}"

    def clean_typed(self) -> str:
        """Refuse another name."""
        typed: str = self.cleaned_data["typed"]
        if typed.strip().casefold() != self.deal.short_name.strip().casefold():
            raise ValidationError("Dit is niet de korte naam van deze deal.")
        return typed


class SigningForm(TypedNameForm):
    """Asks whether the portal reads the deal as it is meant, and for the short name."""

    is_read_well = forms.BooleanField(
        label="Zo is de deal bedoeld",
        help_text="Klopt er iets niet? Verander dan eerst het werkboek.",
        error_messages={"required": "Kijk na hoe het portaal de deal leest, en bevestig dat."},
    )

    field_order = ("is_read_well", "typed")


class TypedReasonForm(TypedNameForm, ReasonForm):
    """Asks for the short name and for a reason."""


class SlipForm(forms.Form):
    """What a wrongly written text should be, and why."""

    new = forms.CharField(label="Zo hoort het", widget=lines(4))
    reason = ReasonForm.base_fields["reason"]


class CoverForm(forms.Form):
    """The photo on the cover of the report: what it shows, whose it is, and that it may be used."""

    photo = PhotoField(widest=COVER_WIDTH)
    text = forms.CharField(
        label="Wat is erop te zien?",
        max_length=300,
        help_text="Voor wie de foto niet ziet. Bijvoorbeeld: kinderen spelen op een nieuw plein.",
    )
    credit = forms.CharField(
        label="Wie maakte de foto, en van wie zijn de rechten?",
        max_length=200,
        help_text="Staat onder de foto, ook in het openbare rapport. Bijvoorbeeld: Jan Jansen, Voorbeeldkrant.",
    )
    may_be_used = forms.BooleanField(
        label="Wij mogen deze foto gebruiken. Wie er herkenbaar op staat, vindt dat goed.",
        error_messages={"required": "Zonder toestemming kan deze foto niet op de voorkant."},
    )


class DealLookForm(forms.Form):
    """The owner of the deal, and how its pages, mails and reports look."""

    owner_name = forms.CharField(
        label="Eigenaar", max_length=200, required=False, help_text="Staat onder elke pagina en onder elke brief."
    )
    theme = forms.ChoiceField(label="Huisstijl", required=False)
    primary_color = forms.CharField(
        label="Eigen kleur", max_length=7, required=False, help_text="Als #1e6c35. Leeg: de kleur van de huisstijl."
    )
    logo = forms.FileField(
        label="Logo",
        required=False,
        help_text=f"PNG of JPEG, hoogstens {settings.LARGEST_LOGO // 1000} kB. Geen SVG.",
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )
    logo_text = forms.CharField(
        label="Wat het logo laat zien", max_length=150, required=False, help_text="Voor wie het niet kan zien."
    )
    remove_logo = forms.BooleanField(label="Haal het logo weg", required=False)
