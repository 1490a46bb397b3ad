"""Proposing a new budget line inside a draft of an amendment (art. 5, footnote 3; art. 12)."""

from typing import Any

from django.utils import timezone

from finance.forms.new_lines import NewLineForm
from finance.models import BudgetLine
from regiodeal.covenant.agreement.coming import free_code
from regiodeal.covenant.agreement.proposals import propose_rows
from regiodeal.covenant.dutch import euro
from regiodeal.covenant.views.amendment_drafts import NewRow


class ProposeLine(NewRow):
    """A new line of the budget; the money on it comes from other lines of the same source."""

    title = "Nieuwe begrotingsregel"
    intro = (
        "Een wijziging maakt geen geld: haal het bedrag van andere regels van dezelfde bron af, met Geld verplaatsen "
        "of Afspraak wijzigen. De regel is er vanaf de dag waarop de wijziging van kracht is."
    )

    def form(self, *args: Any) -> NewLineForm:
        """What for, whose money and how much."""
        return NewLineForm(*args, deal=self.deal, number=self.amendment.number)

    def save(self, form: NewLineForm) -> str:
        """Propose it."""
        code = free_code(self.amendment, BudgetLine, form.base)
        propose_rows(self.amendment, {"budget_lines": form.content(code)}, by=self.user, at=timezone.now())
        return f"De nieuwe regel {code} van {euro(form.cleaned_data['amount'])} staat in de wijziging."
