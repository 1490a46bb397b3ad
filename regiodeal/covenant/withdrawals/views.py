"""A Party that withdraws (art. 13), and what is adjusted without an amendment (art. 3)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.base.forms import Posted, ReasonForm
from regiodeal.base.refusals import FourEyesError
from regiodeal.covenant.base.pages import AgreementPage
from regiodeal.covenant.documents.keeping import keep_document
from regiodeal.covenant.documents.models import Document
from regiodeal.covenant.due_rules.due_rules import NOTICE, case_rules
from regiodeal.covenant.meetings.subjects import resolve, subjects
from regiodeal.covenant.withdrawals.forms import AdjustmentForm, WithdrawalForm
from regiodeal.covenant.withdrawals.models import Adjustment, Withdrawal
from regiodeal.covenant.withdrawals.withdrawal import annul, take_back, treasurer_leaves, withdraw
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.models import Party
from regiodeal.deals.roles import Right
from regiodeal.deals.words import deal_text, fill_in
from regiodeal.pages.deal_page import Context
from regiodeal.pages.form_page import FormPage


class WithdrawParty(AgreementPage, FormPage):
    """Gives notice for one's own Party."""

    right = Right.REPRESENT_PARTY
    save_label = "Zeg de deal op"
    takes_files = True
    party: Party

    def load(self) -> None:
        """Find one's own Party. 404 when it is not bound, or gave notice before."""
        if not self.own_parties():
            raise PermissionDenied
        own = [party for party in self.own_parties() if party in bound_parties(self.deal, on=timezone.localdate())]
        gave_notice = set(
            Withdrawal.objects.filter(deal=self.deal, taken_back_at__isnull=True).values_list("party", flat=True)
        )
        staying = [party for party in own if party.pk not in gave_notice]
        if not staying:
            raise Http404
        self.party = staying[0]

    def introduction(self) -> str:
        """When one may withdraw, and how long it takes where the deal names a term."""
        term = case_rules(self.deal).term(NOTICE, since=timezone.localdate())
        return fill_in(
            "Opzeggen kan alleen als omstandigheden zo zijn veranderd dat de deal billijkheidshalve op korte termijn "
            "moet eindigen.{term} De deal blijft voor de andere Partijen bestaan{art_withdrawal}.",
            term=f" De termijn is {term}." if term else "",
        )

    def page_title(self) -> str:
        """Title the page by the Party that withdraws."""
        return f"De deal opzeggen namens {self.party.code}"

    def form(self, data: Posted = None) -> WithdrawalForm:
        """Return the form of the notice."""
        return WithdrawalForm(data, files=self.uploads(), today=timezone.localdate())

    @transaction.atomic
    def save(self, form: WithdrawalForm) -> str:
        """Keep the notice; tell when it is the regiokassier that leaves."""
        data, now = form.cleaned_data, timezone.now()
        document = None
        if data["document"]:
            values = {"sort": Document.Sort.OTHER, "title": f"Opzegging door {self.party.code}", "dated_on": data["on"]}
            document = keep_document(self.deal, upload=data["document"], by=self.user, at=now, values=values)
        about = {"circumstances": data["circumstances"], "document": document}
        withdrawal = withdraw(self.party, on=data["on"], by=self.user, at=now, **about)
        told = f"De opzegging is vastgelegd. {self.party.code} is gebonden tot en met {day(withdrawal.bound_until)}."
        if treasurer_leaves(withdrawal):
            told += fill_in(
                " Let op: {the_treasurer} vertrekt. Spreek af wie dan de middelen ontvangt en verantwoordt"
                "{art_treasurer}."
            )
        return told

    def address(self) -> str:
        """Return the address of the list."""
        return reverse("amendments", args=[self.deal.slug])


class TakeBackWithdrawal(AgreementPage, FormPage):
    """Takes back the notice of one's own Party, before its last day is over."""

    right = Right.REPRESENT_PARTY
    save_label = "Neem de opzegging terug"
    intro = (
        "Uw Partij blijft dan gebonden, en telt weer mee zolang de deal duurt. De opzegging blijft te lezen, met uw "
        "reden erbij. Na de laatste dag van de opzegtermijn kan dit niet meer."
    )

    withdrawal: Withdrawal

    def load(self) -> None:
        """Find the notice. 403 for that of another Party."""
        rows = Withdrawal.objects.select_related("party")
        self.withdrawal = get_object_or_404(rows, deal=self.deal, pk=self.kwargs["pk"])
        if self.withdrawal.party not in self.own_parties():
            raise PermissionDenied

    def page_title(self) -> str:
        """Title the page by the Party that takes its notice back."""
        return f"Opzegging terugnemen namens {self.withdrawal.party.code}"

    def form(self, data: Posted = None) -> ReasonForm:
        """Return the form that asks for a reason."""
        return ReasonForm(data)

    def save(self, form: ReasonForm) -> str:
        """Take the notice back."""
        take_back(self.withdrawal, reason=form.cleaned_data["reason"], by=self.user, at=timezone.now())
        return f"De opzegging is teruggenomen. {self.withdrawal.party.code} blijft Partij en telt weer mee."

    def address(self) -> str:
        """Return the address of the list."""
        return reverse("amendments", args=[self.deal.slug])


class AnnulWithdrawal(TakeBackWithdrawal):
    """Undoes a notice that was written down wrongly, also after its last day: by somebody else than who did so."""

    right = Right.KEEP_AGREEMENT
    title = "Opzegging ongedaan maken"
    save_label = "Maak de opzegging ongedaan"
    intro = (
        "Alleen als de opzegging verkeerd is vastgelegd, bijvoorbeeld met een verkeerde datum. De Partij is dan nooit "
        "vertrokken. De opzegging blijft te lezen, met uw reden erbij. Wie haar vastlegde, kan dit niet zelf."
    )

    def load(self) -> None:
        """Find the notice, of whichever Party."""
        rows = Withdrawal.objects.select_related("party")
        self.withdrawal = get_object_or_404(rows, deal=self.deal, pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by the Party."""
        return f"Opzegging door {self.withdrawal.party.code} ongedaan maken"

    def save(self, form: ReasonForm) -> str:
        """Annul the notice."""
        try:
            annul(self.withdrawal, reason=form.cleaned_data["reason"], by=self.user, at=timezone.now())
        except FourEyesError as refusal:
            raise ValueError(str(refusal)) from refusal
        return f"De opzegging is ongedaan gemaakt. {self.withdrawal.party.code} is Partij gebleven."


class AddAdjustment(AgreementPage, FormPage):
    """Logs an adjustment of an intervention within the financial frame."""

    right = Right.KEEP_AGREEMENT
    title = "Bijstelling vastleggen"
    intro = deal_text(
        "Binnen de financiële kaders kunnen interventies worden bijgesteld{art_adjustment}, zonder wijziging van de "
        "deal."
    )

    def form(self, data: Posted = None) -> AdjustmentForm:
        """Return the form that asks which measure, what and why."""
        subject = subjects().get("maatregel")
        names = subject.names(self.deal, None) if subject else {}
        measures = [(code, named.title) for code, named in names.items()]
        return AdjustmentForm(data, deal=self.deal, measures=measures, today=timezone.localdate())

    def save(self, form: AdjustmentForm) -> str:
        """Log the adjustment."""
        Adjustment(deal_id=self.deal.pk).enter(by=self.user, at=timezone.now(), values=form.cleaned_data)
        return "De bijstelling is vastgelegd."

    def address(self) -> str:
        """Return the address of the list."""
        return reverse("amendments", args=[self.deal.slug])


class AdjustmentPage(AgreementPage):
    """One adjustment, and who logged it."""

    right = Right.SEE_DEAL
    template_name = "covenant/withdrawals/adjustment.html"

    adjustment: Adjustment

    def load(self) -> None:
        """Fetch the adjustment of this deal."""
        self.adjustment = get_object_or_404(Adjustment, deal=self.deal, pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by the adjustment."""
        return str(self.adjustment)

    def get_context_data(self, **kwargs: object) -> Context:
        """The adjustment and its trail."""
        reference = ("maatregel", self.adjustment.measure)
        changes = self.adjustment.events.select_related("by").order_by("-at", "-pk")
        measure = resolve(self.deal, [reference])[reference]
        return super().get_context_data(row=self.adjustment, measure=measure, changes=changes, **kwargs)
