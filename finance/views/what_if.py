"""The what-if panel: the effect of a reallocation before anything is proposed."""

from typing import Any

from finance.forms.what_if import WhatIfForm
from finance.position import position
from finance.views.base import MoneyDealPage, shown_findings
from finance.what_if import draft
from regiodeal.covenant.roles import Right


class WhatIfPage(MoneyDealPage):
    """Tries a reallocation against the table of art. 5. Writes nothing: the address holds all of it."""

    right = Right.SEE_DEAL
    title = "Wat als het geld anders wordt verdeeld?"
    template_name = "finance/what_if.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
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
