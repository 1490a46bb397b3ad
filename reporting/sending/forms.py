"""Asks what a program may send."""

from typing import Unpack

from django import forms

from pillars.projects.models import Executor
from regiodeal.base.forms import FormOptions, Posted
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import RIGHTS, Right
from reporting.sending.models import SentKind


class SendingScopeForm(forms.Form):
    """Asks what a program may send, of whom, and in whose name its drafts stand."""

    kinds = forms.MultipleChoiceField(
        label="Wat mag het sturen?",
        choices=SentKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één onderdeel."},
    )
    executor = forms.ModelChoiceField(
        Executor.objects.none(),
        label="Van welke uitvoerder?",
        required=False,
        empty_label="van alle projecten van de deal",
        help_text="Een systeem van een uitvoerder stuurt alleen over zijn eigen projecten.",
    )
    drafts_of = forms.ModelChoiceField(
        User.objects.none(),
        label="Op wiens naam komen de concepten?",
        empty_label="Kies",
        help_text="Deze persoon kijkt ze na en dient ze in. Daarna beoordeelt een ander ze, zoals alles.",
    )

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        enters = [role for role, rights in RIGHTS.items() if Right.ENTER_PROGRESS in rights]
        executor, person = self.fields["executor"], self.fields["drafts_of"]
        assert isinstance(executor, forms.ModelChoiceField)
        assert isinstance(person, forms.ModelChoiceField)
        executor.queryset = Executor.objects.filter(deal_id=deal.pk)
        people = User.objects.filter(memberships__deal_id=deal.pk, memberships__role__in=enters)
        person.queryset = people.distinct()
