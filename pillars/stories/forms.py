"""Forms of the story of a measure, and of the decisions it goes with."""

from typing import Unpack

from django import forms
from django.db.models import QuerySet

from pillars.stories.models import ProgressEntry
from regiodeal.base.forms import FormOptions, Posted, RowFormOptions, RowsField, VersionField, tell_choices
from regiodeal.base.values import Values
from regiodeal.covenant.meetings.models import Decision
from regiodeal.deals.words import deal_text


class ProgressEntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """The story of a measure in a year: art. 8 lid 2 a, b and c. A draft may be half; who submits has it all."""

    version = VersionField()

    class Meta:
        model = ProgressEntry
        fields = ProgressEntry.content_fields
        widgets = {name: forms.Textarea(attrs={"rows": 6}) for name in ("done", "outlook")} | {
            name: forms.Textarea(attrs={"rows": 3}) for name in ("reason", "learned", "risks")
        }
        help_texts = {
            "done": deal_text(
                "Voortgang van de initiatieven en projecten{art_report_done}. Noem geen namen van bewoners."
            ),
            "schedule": deal_text("Ligt de maatregel op schema{art_report_schedule}?"),
            "reason": "Verplicht als de maatregel niet op schema ligt.",
            "outlook": deal_text("Wat gebeurt er het komende jaar{art_report_outlook}?"),
            "learned": "Wat werkt wel, wat niet, en waarom?",
            "risks": "Wat kan er misgaan, en wat doet u eraan?",
        }

    def __init__(self, data: Posted = None, **kwargs: Unpack[RowFormOptions]) -> None:
        super().__init__(data, **kwargs)
        schedule = self.fields["schedule"]
        assert isinstance(schedule, forms.ChoiceField)
        schedule.choices = [("", "Kies"), *ProgressEntry.Schedule.choices]
        tell_choices(schedule)
        self.is_draft = data is not None and "submit" not in data
        if self.is_draft:
            for field in self.fields.values():
                field.required = False

    def clean(self) -> Values:
        """Off schedule asks for a reason: nothing red without a reason under it."""
        data = super().clean() or {}
        if (
            not self.is_draft
            and data.get("schedule") not in {None, "", ProgressEntry.Schedule.ON_SCHEDULE}
            and not data.get("reason")
        ):
            self.add_error("reason", "Leg uit waarom de maatregel niet op schema ligt.")
        return data


class DecisionsForm(forms.Form):
    """The decisions of the overleg that a story goes with, out of those that its author may see."""

    decisions = RowsField(
        Decision.objects.none(),
        label="Besluiten die hierbij horen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Posted = None, *, visible: QuerySet[Decision], **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["decisions"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = visible
