"""Example amendments: a made-up request on its way, with some consents, and an adjustment; taken through the verbs."""

from datetime import date, datetime, time

from django.utils import timezone

from regiodeal.base.values import FileRow
from regiodeal.covenant.agreement import adoption, amendment_verbs
from regiodeal.covenant.agreement.models import Amendment, AmendmentSort
from regiodeal.covenant.agreement.proposals import propose
from regiodeal.covenant.withdrawals.models import Adjustment
from regiodeal.deals.models import Deal, Party, User

TEXTS = ("title", "text", "ground")


def load_agreement(deal: Deal, data: FileRow) -> None:
    """Create the example's amendments as far as each came, and its adjustments."""
    people = {user.email: user for user in User.objects.filter(email__in=[row["email"] for row in data["users"]])}
    parties = {party.code: party for party in Party.objects.filter(deal=deal)}
    for row in data.get("amendments") or []:
        _load(deal, row, people, parties)
    for row in data.get("adjustments") or []:
        values = {name: row[name] for name in ("measure", "title", "text", "reason", "frame")}
        values["adjusted_on"] = date.fromisoformat(row["adjusted_on"])
        by = people[row["entered_by"]]
        Adjustment(deal=deal).enter(by=by, at=_at_noon(row["adjusted_on"]), values=values)


def _load(deal: Deal, row: FileRow, people: dict[str, User], parties: dict[str, Party]) -> None:
    by, days = people[row["entered_by"]], row["days"]
    at = _at_noon(row["drafted_on"])
    values = {name: row[name] for name in TEXTS} | {"party": parties[row["party"]]}
    amendment = amendment_verbs.draft(deal, sort=AmendmentSort(row["sort"]), by=by, at=at, values=values)
    for change in row["changes"]:
        propose(amendment, change["kind"], change["code"], change["values"], by=by, at=at)
    steps = (
        ("requested", amendment_verbs.request),
        ("informed", amendment_verbs.inform),
        ("consulted", amendment_verbs.consult),
    )
    for name, step in steps:
        if name in days:
            step(amendment, on=date.fromisoformat(days[name]), by=by, at=_at_noon(days[name]))
    if "asked" in days:
        _ask(amendment, days["asked"], row, by=by, people=people, parties=parties)


def _ask(
    amendment: Amendment, on: str, row: FileRow, *, by: User, people: dict[str, User], parties: dict[str, Party]
) -> None:
    amendment_verbs.ask_consent(amendment, on=date.fromisoformat(on), agenda=row["agenda"], by=by, at=_at_noon(on))
    for answer in row.get("answers") or []:
        values = {name: answer[name] for name in ("agrees", "holder", "way", "statement")}
        values |= {"given_on": date.fromisoformat(answer["given_on"]), "reason": answer.get("reason", "")}
        moment = _at_noon(answer["given_on"])
        adoption.answer(amendment, parties[answer["party"]], by=people[answer["by"]], at=moment, values=values)


def _at_noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=timezone.get_current_timezone())
