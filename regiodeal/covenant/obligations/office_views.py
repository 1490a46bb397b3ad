"""Who holds an office for a Party, from when until when: entered by whoever keeps the agreement."""

from datetime import date
from typing import Unpack

from django import forms
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from regiodeal.base.forms import DayField, FormOptions, Posted
from regiodeal.base.values import Values
from regiodeal.covenant.base.pages import AgreementPage
from regiodeal.deals.models import Deal, OfficeHolder, Party
from regiodeal.deals.roles import Right
from regiodeal.pages.form_page import FormPage


class OfficeHolderForm(forms.Form):
    """Asks who holds which office for which Party, and since when."""

    party = forms.ModelChoiceField(Party.objects.none(), label="Partij", empty_label="Kies")
    name = forms.CharField(label="Naam", max_length=200)
    office = forms.CharField(label="Ambt", max_length=250)
    valid_from = DayField(label="Vanaf")
    valid_to = DayField(label="Tot en met", required=False, help_text="Leeg: nu nog in dit ambt.")

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["party"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Party.objects.filter(deal_id=deal.pk)

    def clean(self) -> Values:
        """Refuse an end before the beginning."""
        data = super().clean() or {}
        _refuse_end_before(self, "valid_to", data.get("valid_from"), data.get("valid_to"))
        return data


class LeaveOfficeForm(forms.Form):
    """Asks until when somebody held an office."""

    ended_on = DayField(label="Tot en met")

    def __init__(self, data: Posted = None, *, since: date, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        self.since = since

    def clean(self) -> Values:
        """Refuse an end before the beginning."""
        data = super().clean() or {}
        _refuse_end_before(self, "ended_on", self.since, data.get("ended_on"))
        return data


def _refuse_end_before(form: forms.Form, name: str, first: date | None, last: date | None) -> None:
    if first and last and last < first:
        form.add_error(name, "De laatste dag ligt voor de eerste dag.")


class OfficePage(AgreementPage, FormPage):
    """Base of the forms about office holders."""

    right = Right.KEEP_OFFICES

    def address(self) -> str:
        """Return the address of the page with the Parties."""
        return reverse("obligations", args=[self.deal.slug])


class AddOfficeHolder(OfficePage):
    """Enters who holds an office for a Party."""

    title = "Ambtsdrager invoeren"
    intro = "In de colofon van een rapportage staat wie op de dag van de rapportage voor een Partij in functie is."

    def form(self, data: Posted = None) -> OfficeHolderForm:
        """Return the form of a new office holder."""
        return OfficeHolderForm(data, deal=self.deal)

    def save(self, form: OfficeHolderForm) -> str:
        """Store who holds the office, and name whoever still holds the same one: both stand in the colophon then."""
        holder = OfficeHolder.objects.create(entered_by=self.user, position=99, **form.cleaned_data)
        same = holder.party.office_holders.in_office(holder.valid_from).filter(office__iexact=holder.office)
        others = ", ".join(same.exclude(pk=holder.pk).values_list("name", flat=True))
        both = (
            f" Met hetzelfde ambt staat er ook nog: {others}. Is daar iemand van vertrokken? Vul dan de laatste dag in."
        )
        return f"{holder} staat bij {holder.party.code}.{both if others else ''}"


class LeaveOffice(OfficePage):
    """Enters until when somebody held an office."""

    save_label = "Leg de laatste dag vast"

    holder: OfficeHolder

    def load(self) -> None:
        """Fetch the office holder of this deal. 404 for who left already."""
        rows = OfficeHolder.objects.select_related("party").filter(party__deal_id=self.deal.pk)
        self.holder = get_object_or_404(rows, pk=self.kwargs["pk"])
        if self.holder.ended_on is not None:
            raise Http404

    def page_title(self) -> str:
        """Title the page by the office holder."""
        return f"Laatste dag van {self.holder.name} als ambtsdrager"

    def form(self, data: Posted = None) -> LeaveOfficeForm:
        """Return the form that asks for the last day."""
        return LeaveOfficeForm(data, since=self.holder.valid_from)

    def save(self, form: LeaveOfficeForm) -> str:
        """Store the last day."""
        OfficeHolder.objects.filter(pk=self.holder.pk).update(ended_on=form.cleaned_data["ended_on"])
        return f"De laatste dag van {self.holder.name} is vastgelegd."
