"""Proposing a new target inside a draft of an amendment (art. 12)."""

from typing import Any

from django.utils import timezone

from pillars.models import Indicator, Result, Target
from pillars.proposal_forms import NewTargetForm
from regiodeal.covenant.agreement.coming import free_code
from regiodeal.covenant.agreement.proposals import propose_rows
from regiodeal.covenant.in_force import terms
from regiodeal.covenant.views.amendment_drafts import NewRow


class ProposeTarget(NewRow):
    """A new target under a result that is agreed; it holds from the day of the version that brings it."""

    title = "Nieuwe norm"
    intro = "De norm telt mee vanaf de dag waarop de wijziging van kracht is, en niet eerder."

    def form(self, *args: Any) -> NewTargetForm:
        """Under which result, and what is counted."""
        agreed = terms(self.deal, on=timezone.localdate())
        return NewTargetForm(
            *args,
            deal=self.deal,
            results=agreed.apply(Result.objects.filter(deal=self.deal)),
            indicators=agreed.apply(Indicator.objects.filter(deal=self.deal)),
        )

    def save(self, form: NewTargetForm) -> str:
        """Propose it, with what is newly counted for it."""
        code = free_code(self.amendment, Target, form.cleaned_data["result"])
        propose_rows(self.amendment, form.contents(code), by=self.user, at=timezone.now())
        return f"De nieuwe norm {code} staat in de wijziging."
