"""The welcome that each reader of a deal begins with: what one does here in three lines, and the first thing to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from regiodeal.deals.words import fill_in


@dataclass(frozen=True)
class Welcome:
    """Three lines for somebody who is new in a role, and where the first thing to do is."""

    role: str
    lines: tuple[str, str, str]
    url: str
    link: str


# By role: the lines, the name of the page with the first thing to do, and what the link to it is called.
_TEXTS: dict[str, tuple[tuple[str, str, str], str, str]] = {
    Role.BUREAU: (
        (
            "U houdt hier bij hoe het met de deal gaat: cijfers, voortgang, projecten, geld en overleg.",
            "Een ander keurt goed wat u invult. Pas daarna telt het mee.",
            "Begin met uw lijst. Daar staat wat er moet gebeuren, en voor welke dag.",
        ),
        "my-work",
        "Naar mijn werk",
    ),
    Role.REVIEWER: (
        (
            "U beoordeelt wat anderen invullen: cijfers, voortgang en uitleg.",
            "Wat u goedkeurt, telt meteen mee. Wat niet klopt, stuurt u terug met een reden.",
            "Begin met wat op u wacht, het oudste bovenaan.",
        ),
        "my-work",
        "Naar wat op mij wacht",
    ),
    Role.TREASURER: (
        (
            "U houdt hier het geld van de deal bij: ontvangsten, verplichtingen, bestedingen en bijdragen.",
            "Wat de een boekt, keurt een ander goed. De ruimte en de grens rekent het portaal uit.",
            "Begin met de stand van het geld, en met wat daar opvalt.",
        ),
        "money",
        "Naar het geld",
    ),
    Role.PARTY: (
        (
            "U ziet hier hoe het gaat met wat uw Partij heeft afgesproken.",
            "U reageert op het concept van de rapportage, en stemt namens uw Partij in met wijzigingen, of niet.",
            "Begin met wat op u wacht.",
        ),
        "my-work",
        "Naar wat op mij wacht",
    ),
    Role.OVERLEG: (
        (
            "U ziet hier hoe de deal ervoor staat, en wat {the_overleg} moet besluiten.",
            "U kunt reageren op het concept van de rapportage. Invullen doen anderen.",
            "Begin met de overleggen: wat komt er, en wat is er besloten?",
        ),
        "meetings",
        "Naar de overleggen",
    ),
    Role.BZK: (
        (
            "U ziet hier hoe de deal ervoor staat en wat er is verantwoord.",
            "U ontvangt verzoeken om de deal te wijzigen, en legt vast wat Partijen antwoorden.",
            "Begin met de rapportages: de laatste staat bovenaan.",
        ),
        "reports",
        "Naar de rapportages",
    ),
    Role.AUDITOR: (
        (
            "U ziet hier al het geld van de deal: ook wat nog wacht, het bewijs erbij en het logboek.",
            "U vult niets in en keurt niets goed. Wat u ziet, kunt u downloaden.",
            "Begin met de boekingen. Van elk bedrag ziet u wie het invoerde en wie het goedkeurde.",
        ),
        "ledger",
        "Naar de boekingen",
    ),
    Role.ADMINISTRATOR: (
        (
            "U regelt hier wie er in het portaal komt, en met welke rol.",
            "Cijfers en geld vult u niet in. Elke rol die u geeft of intrekt, staat in het logboek.",
            "Begin met de mensen: wie doet er al mee?",
        ),
        "users",
        "Naar de mensen",
    ),
}


def welcome_of(deal: Deal, memberships: Iterable[Membership]) -> Welcome | None:
    """The welcome of the first role that the person did not read it of; None once all are read."""
    for row in memberships:
        if row.welcomed_at is None and row.role in _TEXTS:
            (first, second, third), page, link = _TEXTS[row.role]
            lines = fill_in(first), fill_in(second), fill_in(third)
            return Welcome(row.role, lines, reverse(page, args=[deal.slug]), link)
    return None


def put_away(user: User, role: str, *, at: datetime) -> None:
    """Remember that the person read the welcome of that role, in every deal. A second time changes nothing."""
    Membership.objects.filter(user=user, role=role, welcomed_at=None).update(welcomed_at=at)
