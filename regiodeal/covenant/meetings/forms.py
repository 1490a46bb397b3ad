"""Forms of meetings: the plan, the agenda, attendance, minutes, decisions and action items."""

from datetime import date
from typing import Any, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from regiodeal.base.forms import (
    NO_NAMES,
    TIME_WIDGET,
    DayField,
    FormOptions,
    PastDateField,
    Posted,
    RowFormOptions,
    VersionForm,
    lines,
)
from regiodeal.base.values import Values
from regiodeal.covenant.meetings.attendance import SeatTaken
from regiodeal.covenant.meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    Reference,
    WrittenReply,
)
from regiodeal.covenant.meetings.subjects import Proposed, choices, reference
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.words import deal_text
from regiodeal.files.forms import OpennessForm
from regiodeal.files.models import Openness


class MeetingForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks when, where and how the overleg meets."""

    version = VersionForm.base_fields["version"]

    class Meta:
        model = Meeting
        fields = Meeting.content_fields
        field_classes = {"held_on": DayField}
        widgets = {"starts_at": TIME_WIDGET, "ends_at": TIME_WIDGET, "note": lines(3)}
        help_texts = {
            "title": deal_text("Bijvoorbeeld: {overleg} september 2026."),
            "written_reason": "Alleen bij een schriftelijke ronde.",
            "held_on": "Bij een schriftelijke ronde: de laatste dag om te reageren.",
            "report_year": deal_text(
                "Laat leeg als dit overleg de jaarlijkse rapportage niet bespreekt{art_report_meeting}."
            ),
            "place": "Een zaal of een adres om online mee te doen.",
        }

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[RowFormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.deal = deal
        self.fields["version"].initial = self.instance.version
        years = range(deal.in_force_on.year, deal.ends_on.year + 2)
        self.fields["report_year"] = forms.TypedChoiceField(
            coerce=int,
            empty_value=None,
            required=False,
            label="Bespreekt de voortgangsrapportage van",
            choices=[("", "geen"), *((year, str(year)) for year in years)],
            help_text=self.fields["report_year"].help_text,
            initial=self.instance.report_year or "",
        )

    def clean_held_on(self) -> date:
        """A day of the deal, or the year after it."""
        day: date = self.cleaned_data["held_on"]
        if not self.deal.in_force_on <= day <= date(self.deal.ends_on.year + 1, 12, 31):
            raise ValidationError("Deze dag valt buiten de looptijd van de deal.")
        return day

    def clean(self) -> Values:
        """A written round says why, and a meeting ends after it starts."""
        data = super().clean() or {}
        if data.get("form") == Meeting.Form.WRITTEN and not data.get("written_reason"):
            self.add_error("written_reason", "Schrijf op waarom er geen vergadering kan zijn.")
        if data.get("form") == Meeting.Form.MEETING:
            data["written_reason"] = ""
        if data.get("ends_at") and not data.get("starts_at"):
            self.add_error("starts_at", "Vul ook in hoe laat het begint.")
        elif data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", "Het einde is na het begin.")
        return data

    def values(self) -> Values:
        """The content of the meeting from a valid form."""
        return {name: self.cleaned_data[name] for name in Meeting.content_fields}


class AgendaForm(forms.Form):
    """Points for the agenda: from what is proposed, and one of one's own."""

    proposed = forms.MultipleChoiceField(
        label="Voorgesteld", required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    title = forms.CharField(label="Eigen agendapunt", required=False, max_length=250)
    note = forms.CharField(label="Toelichting", required=False, widget=lines(2), help_text=NO_NAMES)

    def __init__(self, data: Posted = None, *, proposals: list[Proposed], **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.proposals = {f"{row.kind}:{row.code}": row for row in proposals}
        field = self.fields["proposed"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, row.title) for key, row in self.proposals.items()]
        field.initial = list(self.proposals)
        if not proposals:
            del self.fields["proposed"]

    def clean(self) -> Values:
        """Refuse a form without any point."""
        data = super().clean() or {}
        if not data.get("proposed") and not data.get("title") and not self.errors:
            raise ValidationError("Kies een voorgesteld punt, of schrijf zelf een punt.")
        return data

    def points(self) -> list[Proposed]:
        """The points from a valid form, those that were proposed first."""
        chosen = [self.proposals[key] for key in self.cleaned_data.get("proposed", [])]
        own = self.cleaned_data["title"]
        return chosen + ([Proposed("", "", own, self.cleaned_data["note"])] if own else [])


class AttendanceForm(forms.Form):
    """One person at the table, or one seat."""

    presence = forms.ChoiceField(
        label="Aanwezigheid", choices=[("", "nog niet ingevuld"), *Attendance.Presence.choices], required=False
    )
    name = forms.CharField(label="Naam", max_length=150, required=False)
    substitute = forms.CharField(
        label="Vervanger", max_length=150, required=False, help_text="Alleen als iemand anders meedeed."
    )
    capacity = forms.CharField(label="Functie en organisatie", max_length=200, required=False)
    party = forms.ModelChoiceField(Party.objects.none(), label="Namens", required=False, empty_label="geen Partij")

    def __init__(
        self,
        data: Posted = None,
        *,
        deal: Deal,
        rows: list[SeatTaken | None],
        index: int = 0,
        **kwargs: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **kwargs)
        taken = rows[index] if index < len(rows) else None
        self.seat = taken.seat if taken else None
        party = self.fields["party"]
        assert isinstance(party, forms.ModelChoiceField)
        party.queryset = Party.objects.filter(deal=deal)
        if self.seat:
            del self.fields["capacity"], self.fields["party"]

    def clean(self) -> Values:
        """Ask the name of whoever was there, and of a substitute."""
        data = super().clean() or {}
        presence = data.get("presence")
        if not presence and (data.get("name") or data.get("substitute")):
            self.add_error("presence", "Kies of deze persoon er was.")
        if presence == Attendance.Presence.PRESENT and not data.get("name"):
            self.add_error("name", "Vul in wie er was.")
        if presence == Attendance.Presence.SUBSTITUTE and not data.get("substitute"):
            self.add_error("substitute", "Vul in wie er in de plaats kwam.")
        return data

    def row(self) -> Values | None:
        """The attendance from a valid form, or None for a row that was left empty."""
        data = self.cleaned_data
        if not data.get("presence"):
            return None
        if data["presence"] != Attendance.Presence.SUBSTITUTE:
            data = data | {"substitute": ""}
        return {"seat": self.seat, **data}


class _AttendanceFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """All seats first, then whoever else was there."""

    def get_form_kwargs(self, index: int | None) -> dict[str, object]:
        """Tell each form which row it is about."""
        return super().get_form_kwargs(index) | {"index": index or 0}

    def rows(self) -> list[Values]:
        """The attendance from a valid formset."""
        return [row for form in self.forms if (row := form.row())]


AttendanceFormSet = forms.formset_factory(
    AttendanceForm, formset=_AttendanceFormSet, extra=3, max_num=60, absolute_max=60, validate_max=True
)


class WrittenReplyForm(VersionForm):
    """What a member says in a written round. The choice begins empty."""

    position = forms.ChoiceField(
        label="Uw antwoord", choices=WrittenReply.Position.choices, widget=forms.RadioSelect, initial=None
    )
    text = forms.CharField(
        label="Toelichting",
        widget=lines(6),
        required=False,
        max_length=20_000,
        help_text="Verplicht als u niet akkoord bent of alleen iets wilt opmerken.",
    )


class MinutesForm(VersionForm):
    """The minutes as a draft."""

    text = forms.CharField(label="Verslag", widget=lines(16), help_text=NO_NAMES, max_length=100_000)


class AgreeForm(forms.Form):
    """Asks when the overleg agreed with its minutes."""

    def __init__(self, data: Posted = None, *, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.fields["agreed_on"] = PastDateField(label="Vastgesteld op", today=today, initial=today)


class CorrectMinutesForm(AgreeForm):
    """Minutes that correct the ones that stand."""

    text = forms.CharField(label="Het hele verslag, verbeterd", widget=lines(16), max_length=100_000)
    reason = forms.CharField(label="Wat klopte er niet?", widget=lines(3))


class AboutField(forms.MultipleChoiceField):
    """Asks what something is about: anything in the portal that an app offers."""

    widget = forms.SelectMultiple(attrs={"size": 8})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Gaat over",
            required=False,
            help_text="Kies er zoveel als nodig is, met Ctrl ingedrukt.",
            **kwargs,
        )

    def clean(self, value: object) -> list[Reference]:
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

    def __init__(self, data: Posted = None, *, meeting: Meeting, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, deal=meeting.deal, **kwargs)
        item, about = self.fields["item"], self.fields["about"]
        assert isinstance(item, forms.ModelChoiceField)
        assert isinstance(about, AboutField)
        item.queryset = meeting.agenda.all()
        about.choices = choices(meeting.deal, unapproved=True)  # who keeps meetings sees unapproved work
        self.fields["openness"].required = False

    def clean_openness(self) -> str:
        """Open where the short form does not ask."""
        return self.cleaned_data["openness"] or Openness.PUBLIC

    def values(self) -> Values:
        """The decision from a valid form."""
        return {name: self.cleaned_data[name] for name in ("title", "text", "item")} | self.openness_values()


class ReviseDecisionForm(VersionForm):
    """Better words for a decision that is not final."""

    title = forms.CharField(label="Besluit in één zin", max_length=200)
    text = forms.CharField(label="Toelichting", required=False, widget=lines(4), max_length=20_000)


class ActionForm(VersionForm):
    """Asks who does what before when."""

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

    def __init__(
        self, data: Posted = None, *, meeting: Meeting, decisions: QuerySet[Decision], **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        self.meeting = meeting
        owner, decision, about = self.fields["owner"], self.fields["decision"], self.fields["about"]
        assert isinstance(owner, forms.ModelChoiceField)
        assert isinstance(decision, forms.ModelChoiceField)
        assert isinstance(about, AboutField)
        owner.queryset = (
            User.objects.filter(memberships__in=meeting.deal.membership_set.readers()).distinct().order_by("name")
        )
        decision.queryset = decisions
        about.choices = choices(meeting.deal, unapproved=True)  # who keeps meetings sees unapproved work

    def clean(self) -> Values:
        """Refuse an action item without exactly one owner."""
        data = super().clean() or {}
        if data.get("owner"):
            data["owner_name"] = ""
        elif not data.get("owner_name"):
            self.add_error("owner", "Kies wie dit doet, of vul een naam in.")
        return data

    def values(self) -> Values:
        """The action item from a valid form."""
        return {name: self.cleaned_data[name] for name in ActionItem.content_fields}


class FinishForm(forms.Form):
    """Asks since when it is done, and what was done."""

    note = forms.CharField(label="Wat is er gedaan?", required=False, widget=lines(3), max_length=5000)

    def __init__(self, data: Posted = None, *, today: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.fields["done_on"] = PastDateField(label="Gedaan op", today=today, initial=today)
        self.order_fields(["done_on", "note"])


class DecisionFilter(forms.Form):
    """Asks which decisions to show."""

    zoek = forms.CharField(label="Zoek in besluiten", required=False, max_length=100)
    jaar = forms.TypedChoiceField(label="Jaar", required=False, coerce=int, empty_value=None)
    over = forms.ChoiceField(label="Gaat over", required=False)

    def __init__(
        self, data: Posted = None, *, deal: Deal, sees_unapproved: bool, **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        years = range(deal.ends_on.year, deal.in_force_on.year - 1, -1)
        year, about = self.fields["jaar"], self.fields["over"]
        assert isinstance(year, forms.ChoiceField)
        assert isinstance(about, forms.ChoiceField)
        year.choices = [("", "alle jaren"), *((number, str(number)) for number in years)]
        about.choices = [("", "alles"), *choices(deal, unapproved=sees_unapproved)]


class BriefDecisionForm(forms.Form):
    """The short form of a decision beside what it is about; it is posted to where DecisionForm is read."""

    title = forms.CharField(label="Besluit in één zin", max_length=200)
    text = forms.CharField(label="Toelichting", required=False, widget=lines(2))
    about = forms.CharField(widget=forms.HiddenInput)
    item = forms.CharField(widget=forms.HiddenInput, required=False)
