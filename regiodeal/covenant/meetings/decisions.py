"""Taking a decision: written down, linked to what it is about, and told to whoever must act on it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from regiodeal.covenant.meetings.models import Decision, Meeting, Reference
from regiodeal.covenant.meetings.subjects import subjects
from regiodeal.deals.models import User


@transaction.atomic
def record_decision(
    meeting: Meeting, *, about: Iterable[Reference] = (), by: User, at: datetime, values: dict[str, object]
) -> Decision:
    """Record a decision of the meeting about some things and the subject of its agenda item.

    A decision about a deviation closes its explanation. All of it or nothing; raises as `Decision.record` does.
    """
    decision = Decision.record(meeting, by=by, at=at, values=values)
    known = subjects()
    item = decision.item
    references = dict.fromkeys(about)
    if item is not None and item.kind in known:
        references[item.kind, item.code] = None
    decision.link(references)
    for kind, code in references:
        subject = known.get(kind)
        if subject is not None and subject.decided is not None:
            subject.decided(decision, code, by, at)
    return decision
