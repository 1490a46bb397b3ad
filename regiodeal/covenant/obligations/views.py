"""Pages of the calendar: what was agreed with a term, the Parties, the readings, and one last day."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.forms import Posted, ReasonForm
from regiodeal.base.refusals import WrongStateError
from regiodeal.caching.etags import revalidated
from regiodeal.covenant.due_rules.due_rules import event_terms
from regiodeal.covenant.obligations.deadlines import Deadline, calendar, impossible_terms, may_record
from regiodeal.covenant.obligations.forms import FulfilmentForm
from regiodeal.covenant.obligations.models import Fulfilment
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.deals.models import Interpretation, Organisation, Party
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage


@revalidated
class ObligationsPage(DealPage):
    """The calendar of all obligations, and who the Parties are."""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Overleg en afspraken"
    template_name = "covenant/obligations/obligations.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The calendar, split at the reference date, with the names behind the owners' codes."""
        deadlines = calendar(self.deal, on=self.on)
        parties = list(Party.objects.filter(deal=self.deal).prefetch_related("office_holders"))
        stands = Withdrawal.objects.filter(deal=self.deal, taken_back_at__isnull=True, notified_on__lte=self.on)
        left = {row.party_id: row.bound_until for row in stands}
        organisations = list(Organisation.objects.filter(deal=self.deal))
        names = {row.code: row.code for row in parties} | {row.code: row.name for row in organisations}
        rows = [(deadline, names.get(deadline.obligation.owner, deadline.obligation.owner)) for deadline in deadlines]
        return super().get_context_data(
            upcoming=[row for row in rows if row[0].days_left >= 0],
            overdue=[row for row in rows if row[0].days_left < 0 and not row[0].is_done],
            past=[row for row in reversed(rows) if row[0].days_left < 0 and row[0].is_done],
            event_terms=[
                (row, names.get(row.obligation.owner, row.obligation.owner))
                for row in event_terms(self.deal, on=self.on)
            ],
            parties=[
                (party, [row for row in party.office_holders.all() if row.is_in_office(self.on)], left.get(party.pk))
                for party in parties
                if party.agreed_from is None or party.agreed_from <= self.on
            ],
            organisations=organisations,
            may_keep_offices=self.may(Right.KEEP_OFFICES),
            impossible=impossible_terms(self.deal, on=self.on),
            may_keep_agreement=self.may(Right.KEEP_AGREEMENT),
            **kwargs,
        )


class ReadingsPage(DealPage):
    """Every reading chosen where the covenant is ambiguous."""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Lezingen van het convenant"
    template_name = "covenant/obligations/readings.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The readings in the order of the deal file."""
        readings = Interpretation.objects.filter(deal=self.deal)
        return super().get_context_data(readings=readings, **kwargs)


class ObligationPage(DealPage):
    """Answers: what was agreed for this day, and was it done?"""

    right = Right.SEE_DEAL
    section = "obligations"
    template_name = "covenant/obligations/obligation.html"

    deadline: Deadline

    def load(self) -> None:
        """Find the last day in the calendar. 404 for a day that does not follow from the obligation."""
        self.deadline = self._find(self.kwargs["code"], self.kwargs["due_on"])

    def _find(self, code: str, due_on: str) -> Deadline:
        rows = calendar(self.deal, on=self.on)
        path = reverse("obligation", args=[self.deal.slug, code, due_on])
        found = [row for row in rows if row.path == path]
        if not found:
            raise Http404
        return found[0]

    @property
    def may_keep(self) -> bool:
        """Tell whether this user may write down that it was met: as it stands today."""
        return may_record(self.deadline.obligation, self.memberships) and self.on == timezone.localdate()

    def page_title(self) -> str:
        """Title the page by what was agreed."""
        return self.deadline.obligation.title

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the calendar."""
        return [("Overleg en afspraken", reverse("obligations", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The last day, its history, and the form for whoever may use it."""
        obligation, due_on = self.deadline.obligation, self.deadline.due_on
        history = Fulfilment.objects.filter(obligation=obligation, due_on=due_on, recorded_at__date__lte=self.on)
        context: dict[str, object] = {"may_keep": self.may_keep}
        if self.may_keep:
            context |= {"form": self.form(), "withdraw_form": ReasonForm()}
        return super().get_context_data(
            **context
            | {
                "deadline": self.deadline,
                "owner": owner_name(self.deal.pk, obligation.owner),
                "history": history.select_related("recorded_by", "withdrawn_by"),
                "readings": obligation.readings.all(),
            }
            | kwargs
        )

    def form(self, data: Posted = None) -> FulfilmentForm:
        """The form that says it was met."""
        return FulfilmentForm(data, signed_on=self.deal.signed_on, today=timezone.localdate())

    def address(self) -> str:
        """Return the address of this page."""
        due_on: date = self.deadline.due_on
        return reverse("obligation", args=[self.deal.slug, self.deadline.obligation.code, due_on.isoformat()])


class RecordFulfilment(ObligationPage):
    """Writes down that it was met."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Check the form and store it; with a fault the page comes back with what was typed."""
        if not self.may_keep:
            raise PermissionDenied
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            Fulfilment.record(
                self.deadline.obligation,
                due_on=self.deadline.due_on,
                by=self.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Vastgelegd. U krijgt hierover geen herinneringen meer.")
        return redirect(self.address())


class WithdrawFulfilment(ObligationPage):
    """Takes back that it was met."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Open it again, with the reason."""
        if not self.may_keep:
            raise PermissionDenied
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(withdraw_form=form), status=422)
        row = self.deadline.fulfilment
        if row is None:
            messages.error(request, "Dit was al teruggenomen.")
            return redirect(self.address())
        try:
            row.withdraw(by=self.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "De afspraak staat weer open.")
        return redirect(self.address())


def owner_name(deal: int, code: str) -> str:
    """The name of the Party or organisation with this code; the code where there is none."""
    row = (
        Party.objects.filter(deal=deal, code=code).first() or Organisation.objects.filter(deal=deal, code=code).first()
    )
    return row.name if row else code
