"""Forms of decisions and action items."""

from datetime import date
from typing import Any

from django import forms

from regiodeal.covenant.forms import NO_NAMES, DayField, PastDateField, VersionForm, lines
from regiodeal.covenant.meetings.subjects import choices, reference
from regiodeal.covenant.models import ActionItem, AgendaItem, Deal, Decision, Meeting, User
from regiodeal.covenant.models.decisions import Reference
from regiodeal.covenant.models.openness import Openness
from regiodeal.covenant.openness.forms import OpennessForm


class AboutField(forms.MultipleChoiceField):
    """What something is about: anything in the portal that an app offers."""

    widget = forms.SelectMultiple(attrs={"size": 8})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Gaat over",
            required=False,
            help_text="Kies er zoveel als nodig is, met Ctrl ingedrukt.",
            **kwargs,
        )

    def clean(self, value: Any) -> list[Reference]:
        """The references that were chosen."""
        return [reference(text) for text in super().clean(value)]


class DecisionForm(OpennessForm):
    """A decision of one meeting."""

    title = forms.CharField(
        label="Besluit in één zin",
        max_length=200,
        error_messages={"required": "Schrijf op wat er is besloten."},
        help_text=NO_NAMES,
    )
    text = forms.CharField(label="Toelichting", required=False, widget=lines(4), max_length=20_000)
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label="Bij agendapunt", required=False, empty_label="geen agendapunt"
    )
    about = AboutField()
    field_order = ("title", "text", "item", "about")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, deal=meeting.deal, **kwargs)
        item, about = self.fields["item"], self.fields["about"]
        assert isinstance(item, forms.ModelChoiceField)
        assert isinstance(about, AboutField)
        item.queryset = meeting.agenda.all()
        about.choices = choices(meeting.deal)
        self.fields["openness"].required = False

    def clean_openness(self) -> str:
        """Open where the short form does not ask."""
        return self.cleaned_data["openness"] or Openness.PUBLIC

    def values(self) -> dict[str, Any]:
        """The decision from a valid form."""
        return {name: self.cleaned_data[name] for name in ("title", "text", "item")} | self.openness_values()


class ReviseDecisionForm(VersionForm):
    """Better words for a decision that is not final."""

    title = forms.CharField(label="Besluit in één zin", max_length=200)
    text = forms.CharField(label="Toelichting", required=False, widget=lines(4), max_length=20_000)


class ActionForm(VersionForm):
    """Who does what before when."""

    text = forms.CharField(label="Wat moet er gebeuren?", max_length=300)
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Wie", required=False, empty_label="iemand zonder account"
    )
    owner_name = forms.CharField(
        label="Naam of organisatie", required=False, max_length=150, help_text="Alleen voor iemand zonder account."
    )
    due_on = DayField(label="Uiterlijk")
    decision = forms.ModelChoiceField(
        Decision.objects.none(), label="Volgt uit besluit", required=False, empty_label="geen besluit"
    )
    about = AboutField()

    def __init__(self, *args: Any, meeting: Meeting, decisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        owner, decision, about = self.fields["owner"], self.fields["decision"], self.fields["about"]
        assert isinstance(owner, forms.ModelChoiceField)
        assert isinstance(decision, forms.ModelChoiceField)
        assert isinstance(about, AboutField)
        owner.queryset = User.objects.filter(memberships__deal=meeting.deal).distinct().order_by("name")
        decision.queryset = decisions
        about.choices = choices(meeting.deal)

    def clean(self) -> dict[str, Any]:
        """One owner."""
        data = super().clean() or {}
        if data.get("owner"):
            data["owner_name"] = ""
        elif not data.get("owner_name"):
            self.add_error("owner", "Kies wie dit doet, of vul een naam in.")
        return data

    def values(self) -> dict[str, Any]:
        """The action item from a valid form."""
        return {name: self.cleaned_data[name] for name in ActionItem.content_fields}


class FinishForm(forms.Form):
    """It is done: since when, and what."""

    note = forms.CharField(label="Wat is er gedaan?", required=False, widget=lines(3), max_length=5000)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"] = PastDateField(label="Gedaan op", today=today, initial=today)
        self.order_fields(["done_on", "note"])


class DecisionFilter(forms.Form):
    """Which decisions to show."""

    zoek = forms.CharField(label="Zoek in besluiten", required=False, max_length=100)
    jaar = forms.TypedChoiceField(label="Jaar", required=False, coerce=int, empty_value=None)
    over = forms.ChoiceField(label="Gaat over", required=False)

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(deal.ends_on.year, deal.in_force_on.year - 1, -1)
        year, about = self.fields["jaar"], self.fields["over"]
        assert isinstance(year, forms.ChoiceField)
        assert isinstance(about, forms.ChoiceField)
        year.choices = [("", "alle jaren"), *((number, str(number)) for number in years)]
        about.choices = [("", "alles"), *choices(deal)]


class BriefDecisionForm(forms.Form):
    """The short form of a decision beside what it is about; it is posted to where DecisionForm is read."""

    title = forms.CharField(label="Besluit in één zin", max_length=200)
    text = forms.CharField(label="Toelichting", required=False, widget=lines(2))
    about = forms.CharField(widget=forms.HiddenInput)
    item = forms.CharField(widget=forms.HiddenInput, required=False)
