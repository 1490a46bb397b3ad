"""The check of a whole round before it is closed: everything that is not right, with the place to mend it."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from pillars.measurements.rounds import Round, round_of, round_on
from pillars.review.round_rules import RoundFacts
from regiodeal.base.dutch import counted
from regiodeal.deals.contributions import RoundFault, in_place
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage


@dataclass(frozen=True)
class CheckedRound:
    """A round, and what is not right of it under the heading of each sort."""

    round: Round
    groups: tuple[tuple[str, tuple[RoundFault, ...]], ...]

    @property
    def count(self) -> int:
        """Return how many things are not right."""
        return sum(len(faults) for _title, faults in self.groups)

    @property
    def words(self) -> str:
        """Return that in Dutch, as a sentence."""
        if not self.count:
            return "Alles klopt: er is niets meer te doen voor deze ronde."
        return f"{counted(self.count, 'ding klopt', 'dingen kloppen')} niet"


def checked_round(the_round: Round, *, on: date) -> CheckedRound:
    """Check a round as of a day by the rules of all topics; sorts in which all is right are left out."""
    checks, facts = in_place(lambda app: app.round_checks), RoundFacts(the_round, on)
    found = [(each.title, tuple(fault for rule in each.rules for fault in rule(facts))) for each in checks]
    return CheckedRound(the_round, tuple((title, faults) for title, faults in found if faults))


class RoundCheckPage(DealPage):
    """Answers: what is not right yet, before this round is closed?"""

    right = Right.SEE_UNAPPROVED
    section = "measures"
    template_name = "pillars/review/round_check.html"

    round: Round

    def load(self) -> None:
        """Find the round. 404 for a year in which none closes."""
        year = self.kwargs.get("year")
        found = round_on(self.deal, self.on) if year is None else round_of(self.deal, year, on=self.on)
        if found is None:
            raise Http404
        self.round = found

    def page_title(self) -> str:
        """Title the page by the round."""
        return f"Controle van ronde {self.round.year}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to one's work."""
        return [("Mijn werk", reverse("my-work", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """What is not right."""
        return super().get_context_data(
            checked=checked_round(self.round, on=self.on),
            rights=self.rights,
            is_past=self.on < timezone.localdate(),
            **kwargs,
        )
