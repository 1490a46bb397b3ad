"""Writing an amendment: its text, and what it would change."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.agreement.amendment_verbs import draft, revise
from regiodeal.covenant.agreement.covenant_differences import row_title
from regiodeal.covenant.agreement.forms import AmendmentForm
from regiodeal.covenant.agreement.models import Amendment, AmendmentSort, AmendmentState
from regiodeal.covenant.agreement.proposal_forms import ProposalForm, RowChoiceForm, row_choices
from regiodeal.covenant.agreement.proposals import agreed_row, amendable_lists, drop_proposal, propose
from regiodeal.covenant.agreement.views import AmendmentView
from regiodeal.covenant.base.pages import AgreementPage
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.in_force import DEAL
from regiodeal.deals.models import AgreedRow, Deal
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.seen import hold, seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.pages.deal_page import Context
from regiodeal.pages.form_page import FormPage

SORTS = {
    "wijziging": (AmendmentSort.AMENDMENT, "Wijziging voorbereiden"),
    "verlenging": (AmendmentSort.EXTENSION, "Verlenging voorbereiden"),
    "toetreding": (AmendmentSort.ACCESSION, "Toetreding voorbereiden"),
}


class DraftAmendment(AgreementPage, FormPage):
    """Begins an amendment, an extension or an accession."""

    right = Right.PROPOSE_AMENDMENT
    save_label = "Maak het concept"
    intro = "Er wordt nog niets gevraagd: u maakt een concept, en dient het later in."

    drafted: Amendment | None = None

    def load(self) -> None:
        """Return which sort. An accession is written by whoever keeps the agreement: who joins is no Party yet."""
        self.sort, self.sort_title = SORTS[self.kwargs["sort"]]
        is_accession = self.sort == AmendmentSort.ACCESSION
        if is_accession and not self.may(Right.KEEP_AGREEMENT):
            raise PermissionDenied

    def page_title(self) -> str:
        """Title the page by the sort of amendment."""
        return self.sort_title

    def form(self, data: Posted = None) -> AmendmentForm:
        """An empty one, for one's own Party, or for any that is bound."""
        parties = self.own_parties() or bound_parties(self.deal, on=timezone.localdate())
        return AmendmentForm(data, parties=parties, instance=Amendment(deal_id=self.deal.pk, sort=self.sort))

    def save(self, form: AmendmentForm) -> str:
        """Keep it as a draft."""
        now = timezone.now()
        self.drafted = draft(self.deal, sort=self.sort, by=self.user, at=now, values=form.values())
        return "Het concept is er. Zeg nu wat er verandert."

    def address(self) -> str:
        """The new draft, or the list."""
        if self.drafted:
            return reverse("amendment", args=[self.deal.slug, self.drafted.number])
        return reverse("amendments", args=[self.deal.slug])


class DraftView(AmendmentView):
    """Base of what can be done with a draft, by whoever may write it."""

    right = Right.PROPOSE_AMENDMENT

    def load(self) -> None:
        """Refuse who may see it and not write it; 404 once it is no draft any more."""
        super().load()
        if not self.writes_for(self.amendment):
            raise PermissionDenied
        if self.amendment.state != AmendmentState.DRAFT:
            raise Http404

    def decides_on(self) -> Amendment:
        """The draft as it was when the form was opened: a colleague may write it too."""
        return self.amendment


class ReviseAmendment(DraftView, SeenFormPage):
    """Changes the text of a draft."""

    title = "Concept aanpassen"

    def form(self, data: Posted = None) -> AmendmentForm:
        """The text as it stands."""
        parties = self.own_parties() or bound_parties(self.deal, on=timezone.localdate())
        stored = Amendment.objects.get(pk=self.amendment.pk)  # a form fills its instance, also when it is refused
        return AmendmentForm(data, parties=parties, instance=stored)

    def save(self, form: AmendmentForm) -> str:
        """Store the draft."""
        revise(self.amendment, by=self.user, at=timezone.now(), values=form.values())
        return "Het concept is aangepast."


class NewRow(DraftView, SeenFormPage):
    """Base of what an app adds to a draft by a form of its own: a new row, or money from line to line."""

    save_label = "Neem op in de wijziging"

    def load(self) -> None:
        """404 for an accession: that brings a Party and nothing else."""
        super().load()
        if self.amendment.is_accession:
            raise Http404


class ChooseRow(DraftView):
    """Answers: which agreed row does it change?"""

    title = "Wat verandert er?"
    template_name = "covenant/agreement/choose_row.html"

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The list, or straight to the row that was chosen."""
        if "rij" in request.GET and (form := self.form(request.GET)).is_valid():
            kind, _colon, code = form.cleaned_data["rij"].partition(":")
            return redirect("propose-change", self.deal.slug, self.amendment.number, kind, code)
        return super().get(request, *args, **kwargs)

    def form(self, data: Posted = None) -> RowChoiceForm:
        """All rows that may be amended, by kind."""
        return RowChoiceForm(data, choices=row_choices(self.amendment, self.agreed))

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the amendment and the form that asks which row to change."""
        asked = self.request.GET if "rij" in self.request.GET else None
        return super().get_context_data(amendment=self.amendment, form=self.form(asked), **kwargs)


class ProposeChange(DraftView, SeenFormPage):
    """Proposes other values for one row."""

    save_label = "Neem op in de wijziging"
    intro = "Wat u niet verandert, blijft zoals het is afgesproken."

    row: AgreedRow | Deal

    def load(self) -> None:
        """Find the row. 404 for one that is not agreed today, or cannot be amended."""
        super().load()
        self.kind, self.code = self.kwargs["kind"], self.kwargs["code"]
        self.rows = amendable_lists().get(self.kind)
        is_extension = self.amendment.sort == AmendmentSort.EXTENSION
        found: AgreedRow | Deal | None = None
        if self.kind == DEAL and is_extension and self.code == self.deal.slug:
            found = self.deal
        elif self.rows is not None:
            found = agreed_row(self.deal, self.kind, self.code, on=timezone.localdate())
        if found is None:
            raise Http404
        self.row = found

    def page_title(self) -> str:
        """Title the page by the row that is changed."""
        return f"Voorstel: {row_title(self.row) if isinstance(self.row, AgreedRow) else self.row}"

    def form(self, data: Posted = None) -> ProposalForm:
        """Return the form with what may be amended: as agreed now, or as proposed before."""
        proposed = {row.field: row.new_value for row in self.amendment.changes.filter(kind=self.kind, code=self.code)}
        return ProposalForm(data, row=self.row, rows=self.rows, proposed=proposed)

    def save(self, form: ProposalForm) -> str:
        """Propose it; tell when nothing is otherwise."""
        now = timezone.now()
        count = propose(self.amendment, self.kind, self.code, form.values(), by=self.user, at=now)
        if not count:
            return "Dit is al zo afgesproken: er is niets om te wijzigen."
        return f"{count} {'verandering staat' if count == 1 else 'veranderingen staan'} in de wijziging."


class DropProposal(DraftView):
    """Leaves a row as it is after all."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Take the proposed change out of the draft that was on the screen."""
        hold(self.amendment, seen_version(request.POST), url=self.address())
        try:
            drop_proposal(self.amendment, self.kwargs["kind"], self.kwargs["code"], by=self.user, at=timezone.now())
            messages.success(request, f"Het voorstel voor {self.kwargs['code']} is eruit gehaald.")
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
        return redirect(self.address())
