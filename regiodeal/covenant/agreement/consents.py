"""Who has consented and who still has to: over the Parties bound on a date, or when the case was settled.

While consent is asked, the Parties count that were bound when it was asked and still are, and who joined meanwhile:
from that day its consent is needed as well (art. 12 lid 1, art. 14 lid 6). Once the last of them consented that stays
so, whoever joins or leaves afterwards (`Amendment.counted`). Where there come to be enough without anybody consenting,
because a Party left or the rule is another, that is seen and counts for nothing until somebody settles it. How many
have to consent, the deal says (`consent_rule`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from regiodeal.base.dutch import listed
from regiodeal.base.values import Values
from regiodeal.covenant.agreement.models import Amendment, Consent
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.models import ConsentRule, Deal, Party, User
from regiodeal.deals.roles import Right


def consents_needed(rule: str, seats: int) -> int:
    """How many of so many Parties have to consent: all, or more than half. Never 0, also where nobody is bound."""
    return seats // 2 + 1 if rule == ConsentRule.MAJORITY else max(seats, 1)


CONSENTED = {
    ConsentRule.UNANIMOUS: "Alle Partijen stemden in",
    ConsentRule.MAJORITY: "Meer dan de helft van de Partijen stemde in",
}


@dataclass(frozen=True)
class ConsentSeat:
    """One Party at the table, with what it said."""

    party: Party
    consent: Consent | None

    @property
    def agrees(self) -> bool:
        """Tell whether the Party consented."""
        return self.consent is not None and self.consent.agrees

    @property
    def refuses(self) -> bool:
        """Tell whether the Party refused."""
        return self.consent is not None and not self.consent.agrees


NOT_SETTLED: Values = {"counted": None, "counted_rule": "", "is_settled": False, "settled_on": None}


@dataclass(frozen=True)
class ConsentCount:
    """Holds how the consents stand: a seat for each Party that is bound, and the rule by which they count.

    `is_decided` tells that it is settled over whom is counted, by the consent with which there were enough or by a
    person; `decided_on` is the day of the latter. `has_ended` tells that the request was taken back before that.
    """

    seats: Sequence[ConsentSeat]
    rule: str = ConsentRule.UNANIMOUS
    uncounted: Sequence[Consent] = ()  # of Parties that have no seat any more: it stays to be read
    is_decided: bool = False
    has_ended: bool = False
    decided_on: date | None = None

    @property
    def codes(self) -> list[str]:
        """The codes of the Parties over which is counted, in their order."""
        return [seat.party.code for seat in self.seats]

    @property
    def settled(self) -> Values:
        """What an amendment keeps of how it was counted, once that is settled: over whom, and by which rule."""
        return {"counted": self.codes, "counted_rule": self.rule, "is_settled": True}

    @property
    def ended(self) -> Values:
        """What an amendment keeps of it that is taken back while nothing is settled."""
        return {"counted": self.codes, "counted_rule": self.rule, "is_settled": False}

    @property
    def agreed(self) -> int:
        """Count the Parties that consented."""
        return sum(seat.agrees for seat in self.seats)

    @property
    def waits_for(self) -> list[str]:
        """The codes of the Parties that said nothing yet, in their order."""
        return [seat.party.code for seat in self.seats if seat.consent is None]

    @property
    def needed(self) -> int:
        """How many have to consent, by the rule of the deal."""
        return consents_needed(self.rule, len(self.seats))

    @property
    def has_enough(self) -> bool:
        """Tell whether enough of them consented: all or more than half, and never 0 of 0."""
        return self.agreed >= self.needed

    @property
    def is_complete(self) -> bool:
        """Tell whether enough of them consented, and that is settled."""
        return self.has_enough and self.is_decided

    @property
    def awaits_decision(self) -> bool:
        """Tell whether there are enough only because a Party left or the rule is another: somebody has to settle it."""
        return self.has_enough and not self.is_decided and not self.has_ended

    @property
    def is_impossible(self) -> bool:
        """Tell whether so many refuse that it cannot be, unless one of them consents after all."""
        return len(self.seats) - sum(seat.refuses for seat in self.seats) < self.needed

    @property
    def settled_on(self) -> date | None:
        """The day of the consent with which there were enough, or that it was settled; None as long as it is not."""
        days = [each for each in (self.enough_on, self.decided_on) if each]
        return max(days) if self.is_complete else None

    @property
    def enough_on(self) -> date | None:
        """The day of the last consent that was needed, settled or not; None as long as there are not enough."""
        days = sorted(seat.consent.given_on for seat in self.seats if seat.consent and seat.agrees)
        return days[self.needed - 1] if self.has_enough else None

    @property
    def words(self) -> str:
        """'3 van 5 Partijen stemmen in'; where a majority is enough, also how many it takes."""
        verb = "stemt" if self.agreed == 1 else "stemmen"
        enough = f"; {self.needed} is genoeg" if self.rule == ConsentRule.MAJORITY else ""
        still = "; dat moet nog worden vastgesteld" if self.awaits_decision else ""
        if self.has_ended and self.has_enough:
            still = "; dat is niet vastgesteld"
        return f"{self.agreed} van {len(self.seats)} Partijen {verb} in{enough}{still}"

    @property
    def needs(self) -> str:
        """Whose consent it takes: 'alle Partijen', 'meer dan de helft van de Partijen'."""
        return str(ConsentRule(self.rule).label)

    @property
    def consented(self) -> str:
        """'Alle Partijen stemden in', of a case of which that is so."""
        return CONSENTED[ConsentRule(self.rule)]

    def of(self, parties: Collection[Party]) -> list[ConsentSeat]:
        """The seats of these Parties."""
        return [seat for seat in self.seats if seat.party in parties]

    def open_seats(self, parties: Collection[Party]) -> list[ConsentSeat]:
        """The seats of these Parties from which consent can still come: silent ones, and those that refused."""
        return [seat for seat in self.of(parties) if not seat.agrees]

    @property
    def missing(self) -> str:
        """Return what is missing, in words; empty when nothing is."""
        refused = [f"{seat.consent}: {seat.consent.reason}" for seat in self.seats if seat.consent and seat.refuses]
        silent = [seat.party.code for seat in self.seats if seat.consent is None]
        parts = [*refused, f"nog geen antwoord van {listed(silent)}"] if silent else refused
        return "; ".join(parts)


def consent_count(amendment: Amendment, *, on: date) -> ConsentCount:
    """Count the consents to one amendment as of the date; a case that was settled is told as on that day."""
    return consent_counts(amendment.deal, [amendment], on=on)[amendment.pk]


def consent_counts(deal: Deal, amendments: Iterable[Amendment], *, on: date) -> dict[int, ConsentCount]:
    """Return how the consents to each of these amendments of the deal stand, by key, in as many queries as for one."""
    rows = list(amendments)
    given: dict[int, dict[int, Consent]] = defaultdict(dict)
    for consent in Consent.objects.filter(amendment__in=[row.pk for row in rows]).select_related(
        "party", "document", "recorded_by"
    ):
        given[consent.amendment_id][consent.party_id] = consent
    bound = bound_parties(deal, on=on)
    known = {party.code: party for party in bound}
    gone = {code for row in rows for code in row.counted or ()} - known.keys()
    if gone:
        known |= {party.code: party for party in Party.objects.filter(deal=deal, code__in=gone)}
    return {row.pk: _count(row, deal, _at_the_table(row, bound, known), given[row.pk]) for row in rows}


def _at_the_table(amendment: Amendment, bound: Sequence[Party], known: Mapping[str, Party]) -> list[Party]:
    """The Parties over which is counted. Who accedes is never asked about its own accession."""
    if amendment.counted is not None:
        return [known[code] for code in amendment.counted]
    return [party for party in bound if not (amendment.is_accession and party.code == amendment.new_code)]


def _count(amendment: Amendment, deal: Deal, parties: Sequence[Party], given: Mapping[int, Consent]) -> ConsentCount:
    seated = {party.pk for party in parties}
    return ConsentCount(
        [ConsentSeat(party, given.get(party.pk)) for party in parties],
        amendment.counted_rule or deal.consent_rule,
        [consent for pk, consent in given.items() if pk not in seated],
        is_decided=amendment.is_settled,
        has_ended=amendment.counted is not None and not amendment.is_settled,
        decided_on=amendment.settled_on,
    )


def asked_of(amendment: Amendment, party: Party | None) -> list[object]:
    """Return all that a Party consents to, and what it said before: whatever of it changes, was not seen by it.

    The answers of others are no part of it. Without a Party: with the answers of all, as the programme team sees them.
    """
    texts = (amendment.title, amendment.text, amendment.ground, amendment.contribution, amendment.new_name)
    changes = amendment.changes.values_list("kind", "code", "field", "old", "new").order_by("pk")
    given = amendment.consents.order_by("pk")
    given = given if party is None else given.filter(party=party)
    said = given.values_list("party", "agrees", "holder", "given_on", "recorded_by", "is_recorded_for_party")
    return [amendment.state, amendment.number, *texts, *changes, *said]


def waiting_for(deal: Deal, user: User, rights: frozenset[Right], *, on: date) -> QuerySet[Amendment]:
    """The amendments in which a seat of the user's own Party is open on the date, as `Standing.open_seats` says it.

    As a query, so that what waits for somebody is counted along with all else that does.
    """
    if Right.REPRESENT_PARTY not in rights:
        return Amendment.objects.none()
    agreed = Consent.objects.filter(amendment=OuterRef(OuterRef("pk")), party=OuterRef("pk"), agrees=True)
    own = Party.objects.bound(on).filter(membership__deal=deal, membership__user=user)
    asking = Amendment.objects.asking_consent().filter(deal=deal, counted__isnull=True)
    return asking.filter(Exists(own.filter(~Exists(agreed))))
