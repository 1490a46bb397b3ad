"""What was agreed: the calendar of obligations, the Parties, and the readings."""

from typing import Any

from regiodeal.covenant.models import Interpretation, Organisation, Party
from regiodeal.covenant.obligations.deadlines import calendar
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage


class ObligationsPage(DealPage):
    """The calendar of all obligations, and who the Parties are."""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Overleg en afspraken"
    template_name = "covenant/obligations.html"
    is_revalidated = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The calendar, split at the reference date, with the names behind the owners' codes."""
        deadlines = calendar(self.deal, on=self.on)
        parties = list(Party.objects.filter(deal=self.deal).prefetch_related("office_holders"))
        organisations = list(Organisation.objects.filter(deal=self.deal))
        names = {row.code: row.code for row in parties} | {row.code: row.name for row in organisations}
        rows = [(deadline, names.get(deadline.obligation.owner, deadline.obligation.owner)) for deadline in deadlines]
        return super().get_context_data(
            upcoming=[row for row in rows if row[0].days_left >= 0],
            overdue=[row for row in rows if row[0].days_left < 0 and not row[0].is_done],
            past=[row for row in reversed(rows) if row[0].days_left < 0 and row[0].is_done],
            parties=parties,
            organisations=organisations,
            **kwargs,
        )


class ReadingsPage(DealPage):
    """Every reading chosen where the covenant is ambiguous."""

    right = Right.SEE_DEAL
    section = "obligations"
    title = "Lezingen van het convenant"
    template_name = "covenant/readings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The readings in the order of the deal file."""
        readings = Interpretation.objects.filter(deal=self.deal)
        return super().get_context_data(readings=readings, **kwargs)
