"""Who has consented and who still has to: counted over the Parties that are bound on a date."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from regiodeal.covenant.agreement.models import Amendment, Consent
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.roles import Right


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


@dataclass(frozen=True)
class ConsentCount:
    """Holds how the consents stand: a seat for each Party that is bound."""

    seats: Sequence[ConsentSeat]

    @property
    def agreed(self) -> int:
        """Count the Parties that consented."""
        return sum(seat.agrees for seat in self.seats)

    @property
    def is_complete(self) -> bool:
        """Tell whether all of them consented: N of N, and never 0 of 0."""
        return bool(self.seats) and all(seat.agrees for seat in self.seats)

    @property
    def last_given_on(self) -> date | None:
        """The day of the last consent."""
        return max((seat.consent.given_on for seat in self.seats if seat.consent and seat.agrees), default=None)

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
        parts = [*refused, f"nog geen antwoord van {in_words(silent)}"] if silent else refused
        return "; ".join(parts)


def consent_count(amendment: Amendment, *, on: date) -> ConsentCount:
    """Count the consents over the Parties bound on the date. The consent of a Party that has left does not count."""
    return consent_counts(amendment.deal, [amendment], on=on)[amendment.pk]


def consent_counts(deal: Deal, amendments: Iterable[Amendment], *, on: date) -> dict[int, ConsentCount]:
    """Return how the consents to each of these amendments of the deal stand, by key, in as many queries as for one."""
    keys = [row.pk for row in amendments]
    given: dict[int, dict[int, Consent]] = defaultdict(dict)
    for row in Consent.objects.filter(amendment__in=keys).select_related("party", "document", "recorded_by"):
        given[row.amendment_id][row.party_id] = row
    bound = bound_parties(deal, on=on)
    return {key: ConsentCount([ConsentSeat(party, given[key].get(party.pk)) for party in bound]) for key in keys}


def waiting_for(deal: Deal, user: User, rights: frozenset[Right], *, on: date) -> QuerySet[Amendment]:
    """The amendments in which a seat of the user's own Party is open on the date, as `Standing.open_seats` says it.

    As a query, so that what waits for somebody is counted along with all else that does.
    """
    if Right.REPRESENT_PARTY not in rights:
        return Amendment.objects.none()
    agreed = Consent.objects.filter(amendment=OuterRef(OuterRef("pk")), party=OuterRef("pk"), agrees=True)
    own = Party.objects.bound(on).filter(membership__deal=deal, membership__user=user)
    return Amendment.objects.asking_consent().filter(Exists(own.filter(~Exists(agreed))), deal=deal)


def in_words(names: Sequence[str]) -> str:
    """List Parties in words: 'BZK, EZK en SZW'."""
    return " en ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
