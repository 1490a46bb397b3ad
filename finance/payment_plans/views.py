"""The page on which a payment plan is made and changed."""

from decimal import Decimal

from django.db import IntegrityError
from django.db.models import Q, Sum
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from finance.base.amounts import ZERO
from finance.ledger.models import Commitment
from finance.payment_plans.forms import PaymentPlanForm
from finance.payment_plans.models import PaymentPlan
from regiodeal.base.dutch import day, euro
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import Lifecycle

SAVED = "Het betaalplan is bewaard."


class PaymentPlanPage(SeenFormPage):
    """Makes or changes the payment plan of an approved commitment, and says when it ends."""

    section = "money"
    right = Right.ENTER_MONEY
    commitment: Commitment
    plan: PaymentPlan | None

    def load(self) -> None:
        """Fetch the first row of an approved commitment of this deal, with its plan where it has one."""
        rows = Commitment.objects.filter(deal=self.deal, state=State.APPROVED, corrects=None)
        self.commitment = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.plan = PaymentPlan.objects.filter(commitment=self.commitment).first()

    def page_title(self) -> str:
        """Title the page by the commitment."""
        return f"Betaalplan: {self.commitment.code}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the commitment."""
        return [("Financiën", reverse("money", args=[self.deal.slug])), (self.commitment.code, self.address())]

    def introduction(self) -> str:
        """Return what the payments have to be together."""
        return f"De termijnen zijn samen {euro(self._whole())}. Laat ze leeg als er geen betaalplan is."

    def address(self) -> str:
        """Return the address of the commitment."""
        return reverse("booking", args=[self.deal.slug, "verplichtingen", self.commitment.pk])

    def decides_on(self) -> Lifecycle | None:
        """Return the plan as it was seen."""
        return self.plan

    def _whole(self) -> Decimal:
        """What the commitment comes to with its corrections, in euro."""
        rows = Commitment.objects.filter(Q(pk=self.commitment.pk) | Q(corrects=self.commitment), state=State.APPROVED)
        return rows.aggregate(whole=Sum("amount"))["whole"] or ZERO

    def form(self, data: Posted = None) -> PaymentPlanForm:
        """Return the form with what is planned."""
        plan = self.plan or PaymentPlan()
        return PaymentPlanForm(data, whole=self._whole(), planned=plan.planned, initial={"ends_on": plan.ends_on})

    def hold_what_was_seen(self) -> None:
        """Leave a plan that was made since the form was opened to `save`: what was typed stays in the form."""
        if not self._was_made_meanwhile:
            super().hold_what_was_seen()

    def save(self, form: PaymentPlanForm) -> str:
        """Keep the plan. Raises WrongStateError with what a colleague made, when that is not what the form showed."""
        now, values = timezone.now(), form.values()
        if self._was_made_meanwhile:
            raise self._made_meanwhile()
        if self.plan is not None:
            self.plan.revise(by=self.user, at=now, values=values, version=seen_version(self.request.POST))
            return SAVED
        try:
            PaymentPlan(deal=self.deal, commitment=self.commitment).enter(by=self.user, at=now, values=values)
        except IntegrityError as error:  # at the same moment: a commitment has one plan
            self.load()
            raise self._made_meanwhile() from error
        return SAVED

    @property
    def _was_made_meanwhile(self) -> bool:
        return self.plan is not None and "version" not in self.request.POST

    def _made_meanwhile(self) -> WrongStateError:
        """What to tell; the form now carries the version of what is told."""
        assert self.plan is not None
        by = self.plan.events.select_related("by").latest("pk").by
        until = f"loopt tot en met {day(self.plan.ends_on)}; " if self.plan.ends_on else ""
        stands = f"{until}{self.plan.get_payments_display() or 'geen termijnen'}"
        return WrongStateError(
            f"{by} heeft intussen een betaalplan gemaakt: {stands}. Uw plan is nog niet bewaard en staat hieronder. "
            "Sla nog een keer op als het dat plan moet vervangen."
        )
