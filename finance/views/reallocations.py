"""Moving budget from one line to another, inside a draft of an amendment (art. 5, footnote 3; art. 12)."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from finance.amendments import LINES, amounts_after_move
from finance.forms.what_if import WhatIfForm
from finance.position import position
from regiodeal.covenant.agreement.proposals import propose
from regiodeal.covenant.dutch import euro
from regiodeal.covenant.views.amendment_drafts import NewRow


class Reallocate(NewRow):
    """Moves an amount from line to line in a draft; both lines change together, so that the sum stays."""

    title = "Geld verplaatsen"
    intro = (
        "Het bedrag gaat van de ene naar de andere begrotingsregel. Het verandert pas als de wijziging van kracht is."
    )

    def form(self, *args: Any) -> WhatIfForm:
        """From, to and how much."""
        return WhatIfForm(*args, money=position(self.deal, on=timezone.localdate()))

    @transaction.atomic
    def save(self, form: WhatIfForm) -> str:
        """Propose the new amount of both lines."""
        data = form.cleaned_data
        money = position(self.deal, on=timezone.localdate())
        lines = {row.line.code: row.line for row in money.lines if row.line}
        source, target = lines[data["van"].code], lines[data["naar"].code]
        for code, values in amounts_after_move(source=source, target=target, amount=data["bedrag"]).items():
            propose(self.amendment, LINES, code, values, by=self.user, at=timezone.now())
        return f"{euro(data['bedrag'])} gaat van {source.label} naar {target.label}, zodra de wijziging van kracht is."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The amendment that it goes into."""
        return super().get_context_data(amendment=self.amendment, **kwargs)
