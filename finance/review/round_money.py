"""What has to be right of the money before a round is closed: one rule, one function."""

from collections.abc import Iterator

from django.urls import reverse

from finance.position.money_position import position
from finance.review.queue import DEVIATIONS, one_of, reviewed_money, where
from finance.rules.facts import facts_of
from finance.rules.finding import Severity
from finance.rules.money_rules import findings
from pillars.review.round_rules import RoundFacts
from regiodeal.deals.contributions import RoundFault
from regiodeal.lifecycle.review import State

WAITING = {State.DRAFT: "nog niet ingediend", State.RETURNED: "teruggestuurd", State.SUBMITTED: "goed te keuren"}


def open_bookings(facts: RoundFacts) -> Iterator[RoundFault]:
    """Bookings, parts of contributions, and grants, advances and settlements that do not count yet, by their state."""
    deal = facts.round.deal
    for kind, found in reviewed_money(deal).items():
        if kind == DEVIATIONS:  # which are decided by themselves
            continue
        states = list(found.filter(state__in=WAITING).order_by().values_list("state", flat=True))
        for state, words in WAITING.items():
            if count := states.count(state):
                yield RoundFault(f"{count} {kind if count > 1 else one_of(kind)}: {words}", where(deal, kind, state))


def broken_limits(facts: RoundFacts) -> Iterator[RoundFault]:
    """What the covenant does not allow, as the rules of the money find it."""
    deal = facts.round.deal
    for finding in findings(facts_of(position(deal, on=facts.on))):
        if finding.severity == Severity.REFUSES:
            yield RoundFault(finding.text, reverse("findings", args=[deal.slug]))
