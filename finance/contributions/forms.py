"""Forms for contributions of the region."""

from collections.abc import Collection
from typing import Unpack

from django import forms

from finance.base.forms import EuroField
from finance.base.money_fields import CENT
from finance.budget.forms import LineField, ProjectField, lines_of, project_choices, projects_of
from finance.budget.models import BudgetLine, Sector
from finance.budget.project_fit import misfit
from finance.budget.sources import NoSourceError, source_of
from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation
from regiodeal.base.dates import FIRST_YEAR, LAST_YEAR
from regiodeal.base.dutch import day
from regiodeal.base.forms import FormOptions, PastDateField, Posted, VersionField, lines
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal, Organisation, Party
from regiodeal.deals.roles import Right
from regiodeal.deals.words import deal_text

ANSWERS = [choice for choice in Contribution.NationalMoney.choices if choice[0]]


class ContributionForm(forms.Form):
    """Asks what a partner pledged."""

    partner = forms.ChoiceField(label="Van wie")
    sector = forms.ChoiceField(label="Publiek of privaat", choices=[("", "Kies"), *Sector.choices])
    form = forms.ChoiceField(
        label="Vorm",
        choices=[("", "Kies"), *Contribution.Form.choices],
        help_text=deal_text(
            "In natura: eigen arbeid, een dienst of goederen, zonder dat daar iets tegenover staat"
            "{art_regional_financing}."
        ),
    )
    description = forms.CharField(label="Omschrijving", max_length=300)
    amount = EuroField(label="Bedrag of waarde", min_value=CENT, help_text="In euro, met centen: 1.234,50.")
    valuation_ground = forms.CharField(
        label="Hoe is de waarde bepaald?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Verplicht bij een bijdrage in natura. Bijvoorbeeld: 1.250 uur eigen arbeid tegen € 48,50.",
    )
    line = LineField(
        BudgetLine.objects.none(), label="Begrotingsregel", required=False, empty_label="nog niet toegedeeld"
    )
    project = ProjectField()
    year = forms.IntegerField(label="Voor welk jaar", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    pledged_on = PastDateField(label="Toegezegd op")
    reference = forms.CharField(
        label="Waar staat de toezegging?", max_length=200, help_text="Bijvoorbeeld: brief van 3 maart 2025, kenmerk 12."
    )
    version = VersionField()

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        regional = Party.objects.filter(deal=deal, side=Party.Side.REGIONAL)
        self.partners: dict[str, Party | Organisation] = {f"party-{row.code}": row for row in regional}
        organisations = {f"organisation-{row.code}": row for row in Organisation.objects.filter(deal=deal)}
        names = [(key, row.name) for key, row in self.partners.items()]
        others = [(key, row.name) for key, row in organisations.items()]
        self.partners |= organisations
        partner = self.fields["partner"]
        assert isinstance(partner, forms.ChoiceField)
        partner.choices = [("", "Kies"), ("Partijen", names), ("Organisaties die geen Partij zijn", others)]
        line = self.fields["line"]
        assert isinstance(line, forms.ModelChoiceField)
        line.queryset = lines_of(deal, source__side=Party.Side.REGIONAL)
        project = self.fields["project"]
        assert isinstance(project, forms.ModelChoiceField)
        project.queryset = projects_of(deal)
        self.deal = deal

    def clean(self) -> Values:
        """Ask of a contribution in kind how it was valued."""
        data = super().clean() or {}
        if data.get("form") == Contribution.Form.IN_KIND and not (data.get("valuation_ground") or "").strip():
            self.add_error("valuation_ground", "Schrijf op hoe de waarde is bepaald.")
        if refusal := misfit(data.get("project"), line=data.get("line")):
            self.add_error("project", refusal)
        partner, sector = self.partners.get(data.get("partner", "")), data.get("sector")
        if partner is not None and sector and "line" not in self.errors:
            line = data.get("line")
            try:
                source_of(self.deal, partner, sector=sector, line=line)
            except NoSourceError as refusal:
                self.add_error("partner" if line is None else "line", str(refusal))
        return data

    def values(self) -> Values:
        """The content of a contribution from a valid form."""
        partner = self.partners[self.cleaned_data["partner"]]
        content = {name: self.cleaned_data[name] for name in Contribution.content_fields if name in self.cleaned_data}
        return content | {
            "party": partner if isinstance(partner, Party) else None,
            "organisation": partner if isinstance(partner, Organisation) else None,
        }


class NationalMoneyForm(forms.Form):
    """Asks whether public money is national money (art. 1)."""

    answer = forms.ChoiceField(label="Is dit geld van het Rijk?", choices=ANSWERS, widget=forms.RadioSelect)
    ground = forms.CharField(
        label="Waaruit blijkt dat?", max_length=300, help_text="Bijvoorbeeld: gemeentebegroting 2026, programma 9."
    )


class ConfirmForm(forms.Form):
    """A day and an amount. In kind, more than was pledged needs a ground."""

    on = PastDateField(label="Op welke dag?", help_text="Het telt mee vanaf vandaag, en niet eerder.")
    amount = EuroField(label="Bedrag of waarde", min_value=CENT)
    ground = forms.CharField(
        label="Hoe is een hogere waarde bepaald?",
        max_length=300,
        required=False,
        help_text="Alleen nodig als het meer is dan wat er eerder stond.",
    )

    def __init__(self, data: Posted = None, *, in_kind: bool, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        if not in_kind:
            del self.fields["ground"]


class ProposeAmountForm(forms.Form):
    """Another amount for what was confirmed, and why: a second person decides."""

    amount = EuroField(label="Nieuw bedrag", help_text="0 als een bevestigde bijdrage niet doorgaat.")
    reason = forms.CharField(label="Waarom klopt het bedrag niet meer?", max_length=300)


class RealisationForm(forms.Form):
    """Asks what of a contribution was done: when, for which year, how much, and in kind how that was valued."""

    done_on = PastDateField(label="Op welke dag?", help_text="Het telt mee vanaf de goedkeuring, en niet eerder.")
    year = forms.IntegerField(
        label="Voor welk jaar?",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Alleen als het een ander jaar is dan dat van de dag.",
    )
    amount = EuroField(label="Bedrag of waarde van dit deel", min_value=CENT, help_text="In euro, incl. btw: 1.234,50.")
    valuation_ground = forms.CharField(
        label="Hoe is de waarde van dit deel bepaald?",
        widget=lines(3),
        help_text="Bijvoorbeeld: 620 uur eigen arbeid tegen € 48,50, volgens de urenstaat.",
    )
    excess_reason = forms.CharField(
        label="Waarom is het samen meer dan bevestigd?",
        max_length=300,
        required=False,
        help_text="Alleen nodig als dat zo is.",
    )
    is_last = forms.BooleanField(
        label="Dit is het laatste deel: hierna komt niets meer",
        required=False,
        help_text="De bijdrage is dan klaar, ook als het samen minder is dan bevestigd.",
    )
    version = VersionField()

    def __init__(
        self,
        data: Posted = None,
        *,
        contribution: Contribution,
        part: Realisation | None = None,
        **kwargs: Unpack[FormOptions],
    ) -> None:
        if part is not None:
            kept = {name: getattr(part, name) for name in Realisation.content_fields}
            kwargs["initial"] = kept | {"version": part.version}
        super().__init__(data, **kwargs)
        self.contribution, self.part = contribution, part
        if contribution.form == Contribution.Form.CASH:
            del self.fields["valuation_ground"]

    def clean(self) -> Values:
        """A part comes after the contribution was confirmed."""
        data = super().clean() or {}
        done_on, confirmed_on = data.get("done_on"), self.contribution.confirmed_on
        if done_on and confirmed_on and done_on < confirmed_on:
            self.add_error("done_on", f"De bijdrage is pas bevestigd op {day(confirmed_on)}.")
        return data

    def values(self) -> Values:
        """The content of a part from a valid form."""
        content = {name: self.cleaned_data[name] for name in Realisation.content_fields if name in self.cleaned_data}
        return content | {"year": self.cleaned_data["year"] or self.cleaned_data["done_on"].year}


class RealisationCorrectionForm(forms.Form):
    """Asks what a part came to, and why it was wrong: a second person decides."""

    amount = EuroField(label="Juist bedrag", help_text="0 als dit deel niet is gedaan.")
    valuation_ground = forms.CharField(label="Hoe is de waarde dan bepaald?", widget=lines(3))
    reason = forms.CharField(label="Waarom klopt het bedrag niet?", max_length=300)
    is_last = forms.BooleanField(label="Er komt niets meer: de bijdrage is hiermee klaar", required=False)

    def __init__(self, data: Posted = None, *, part: Realisation, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        if not part.needs_ground:
            del self.fields["valuation_ground"]


class WithdrawContributionForm(forms.Form):
    """A reason: a pledge is off from today."""

    reason = forms.CharField(label="Waarom gaat dit niet door?", max_length=300)


class ContributionFilter(forms.Form):
    """Asks which contributions to show."""

    project = forms.ChoiceField(label="Project", required=False)
    stand = forms.ChoiceField(label="Stand", required=False, choices=[("", "alle"), *Contribution.State.choices])
    vorm = forms.ChoiceField(label="Vorm", required=False, choices=[("", "alle"), *Contribution.Form.choices])
    toets = forms.ChoiceField(
        label="Toets",
        required=False,
        choices=[
            ("", "alle"),
            ("onbeantwoord", "vraag over geld van het Rijk is open"),
            ("rijksgeld", "is geld van het Rijk"),
            ("geen-partij", "partner is geen Partij"),
            ("minder-ontvangen", "minder ontvangen dan gerealiseerd"),
        ],
    )

    def __init__(
        self, data: Posted = None, *, deal: Deal, rights: Collection[Right], **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = project_choices(deal, rights)
