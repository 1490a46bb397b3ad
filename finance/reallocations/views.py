"""Pages of a reallocation: what it would do, proposing it, and proposing a new line."""

from django.db import transaction
from django.utils import timezone

from finance.base.pages import MoneyDealPage
from finance.budget.models import BudgetLine
from finance.overview.views import shown_findings
from finance.position.figures import Position
from finance.position.money_position import position
from finance.reallocations.forms import NewLineForm, WhatIfForm
from finance.reallocations.reallocations import LINES, above_caps, amounts_after_move
from finance.reallocations.what_if import draft
from regiodeal.base.dutch import euro
from regiodeal.base.forms import Posted
from regiodeal.covenant.agreement.draft_views import NewRow
from regiodeal.covenant.agreement.proposals import field_changes, propose, propose_rows
from regiodeal.covenant.agreement.proposed_rows import free_code
from regiodeal.deals.in_force import supposing
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context


class ProposeLine(NewRow):
    """A new line of the budget; the money on it comes from other lines of the same source."""

    title = "Nieuwe begrotingsregel"
    intro = (
        "Een wijziging maakt geen geld: haal het bedrag van andere regels van dezelfde bron af, met Geld verplaatsen "
        "of Afspraak wijzigen. De regel is er vanaf de dag waarop de wijziging van kracht is."
    )

    def form(self, data: Posted = None) -> NewLineForm:
        """Return the form that asks what for, whose money and how much."""
        return NewLineForm(data, deal=self.deal, number=self.amendment.number)

    def save(self, form: NewLineForm) -> str:
        """Propose the reallocation in the amendment."""
        code = free_code(self.amendment, BudgetLine, form.base)
        propose_rows(self.amendment, {"budget_lines": form.content(code)}, by=self.user, at=timezone.now())
        return f"De nieuwe regel {code} van {euro(form.cleaned_data['amount'])} staat in de wijziging."


class Reallocate(NewRow):
    """Moves an amount from line to line in a draft; both lines change together, so that the sum stays."""

    title = "Geld verplaatsen"
    intro = (
        "Het bedrag gaat van de ene naar de andere begrotingsregel. Het verandert pas als de wijziging van kracht is."
    )

    def form(self, data: Posted = None) -> WhatIfForm:
        """Return the form that asks from where, to where and how much."""
        return WhatIfForm(data, money=self.as_drafted())

    def as_drafted(self) -> Position:
        """The money as the draft would have it: a second move counts from what the first one left."""
        today = timezone.localdate()
        return position(supposing(self.deal, field_changes(self.amendment), on=today), on=today)

    @transaction.atomic
    def save(self, form: WhatIfForm) -> str:
        """Propose the new amount of both lines."""
        data = form.cleaned_data
        money = self.as_drafted()
        lines = {row.line.code: row.line for row in money.lines if row.line}
        source, target = lines[data["van"].code], lines[data["naar"].code]
        for code, values in amounts_after_move(source=source, target=target, amount=data["bedrag"]).items():
            propose(self.amendment, LINES, code, values, by=self.user, at=timezone.now())
        told = f"{euro(data['bedrag'])} gaat van {source.label} naar {target.label}, zodra de wijziging van kracht is."
        return " ".join([told, *(f"Let op: {why}" for _title, why in above_caps(self.as_drafted()))])

    def get_context_data(self, **kwargs: object) -> Context:
        """The amendment that it goes into."""
        return super().get_context_data(amendment=self.amendment, **kwargs)


class WhatIfPage(MoneyDealPage):
    """Tries a reallocation against the table of art. 5. Writes nothing: the address holds all of it."""

    right = Right.SEE_DEAL
    title = "Wat als het geld anders wordt verdeeld?"
    template_name = "finance/reallocations/what_if.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The form, and the draft when it can be read."""
        asked = any(name in self.request.GET for name in ("van", "naar", "bedrag"))
        money = position(self.deal, on=self.on)
        form = WhatIfForm(self.request.GET if asked else None, money=money)
        found = None
        if asked and form.is_valid():
            data = form.cleaned_data
            found = draft(money, source=data["van"].code, target=data["naar"].code, amount=data["bedrag"])
        return super().get_context_data(
            form=form,
            money=money,
            draft=found,
            touched=shown_findings(self, list(found.touched)) if found else [],
            settled=shown_findings(self, list(found.settled)) if found else [],
            **kwargs,
        )
