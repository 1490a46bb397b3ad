"""Who is bound by the deal on a date: the Parties that signed, those that acceded, without those that left."""

from datetime import date

from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal, Party


def bound_parties(deal: Deal, *, on: date) -> list[Party]:
    """The Parties that are bound on the date, in the order of the covenant; consent is counted over these.

    A Party that acceded is bound from the day of the last consent (art. 14); one that withdrew up to and including the
    last day of its notice (art. 13), and further when it took its notice back before that.
    """
    return terms(deal, on=on).apply(Party.objects.filter(deal=deal).bound(on))
