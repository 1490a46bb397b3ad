"""What executors told of the money of their projects: the newest answer that the bureau took over (uitvraag)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pillars.requests.models import AnswerPart, AnswerState
from regiodeal.deals.models import Deal


@dataclass(frozen=True)
class PartnerStatement:
    """What an executor said of one project: spent up to now and still to spend (euro incl. btw), and hours in kind."""

    sent_on: date
    spent: Decimal
    still_to_spend: Decimal | None
    hours_in_kind: Decimal | None


def statements_of(deal: Deal, *, on: date) -> dict[int, PartnerStatement]:
    """The newest statement of each project that was taken over by the end of that day, by its key, in one query."""
    rows = AnswerPart.objects.filter(
        project__deal=deal,
        spent__isnull=False,
        answer__events__to_state=AnswerState.TAKEN,
        answer__events__at__date__lte=on,
    )
    names = ("project", "answer__sent_at__date", "spent", "still_to_spend", "hours_in_kind")
    found = rows.order_by("answer__sent_at", "pk").values_list(*names)
    return {project: PartnerStatement(*said) for project, *said in found}
