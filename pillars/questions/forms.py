"""Forms of questions: ask one, and answer it."""

from typing import Unpack

from django import forms
from django.db.models import QuerySet

from regiodeal.base.forms import FormOptions, Posted
from regiodeal.deals.models import User

LONGEST = 4000  # characters


class AskQuestionForm(forms.Form):
    """Asks what somebody wants to know, and of whom."""

    asked_of = forms.ModelChoiceField(label="Aan wie?", queryset=User.objects.none(), empty_label="Kies een persoon")
    text = forms.CharField(
        label="Wat wilt u weten?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf op wat u wilt weten."},
    )

    def __init__(self, data: Posted = None, *, people: QuerySet[User], **options: Unpack[FormOptions]) -> None:
        super().__init__(data, **options)
        self.fields["asked_of"].queryset = people  # type: ignore[attr-defined]


class QuestionReplyForm(forms.Form):
    """Asks for the answer."""

    answer = forms.CharField(
        label="Uw antwoord",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Schrijf uw antwoord op."},
    )


class QuestionFilter(forms.Form):
    """Narrows the list of questions."""

    welke = forms.ChoiceField(
        label="Welke",
        required=False,
        choices=[("", "Die nog open staan"), ("mij", "Van of aan mij"), ("alle", "Alle")],
    )
