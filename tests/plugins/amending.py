"""The road of an amendment in tests: each step by its verb, with the days of one worked example.

The region asks on 1 June 2026 to move 1.2 million from pillar B to A; all is in force on 1 August 2026.
"""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.dateparse import parse_date

from regiodeal.covenant.agreement import adoption, amendment_verbs
from regiodeal.covenant.agreement.models import Amendment, AmendmentSort, Consent
from regiodeal.covenant.agreement.proposals import propose
from regiodeal.covenant.documents.keeping import keep_document
from regiodeal.covenant.documents.models import Document
from regiodeal.deals.models import CovenantVersion, Deal, Party, User
from tests.plugins.deal import at

PARTIES = ("BZK", "EZK", "SZW", "JenV", "Gemeente")


def day(text: str) -> Any:
    """A date."""
    return parse_date(text)


def party(deal: Deal, code: str) -> Party:
    """A Party of the deal."""
    return Party.objects.get(deal=deal, code=code)


def drafted(deal: Deal, by: User, *, sort: AmendmentSort = AmendmentSort.AMENDMENT, **values: Any) -> Amendment:
    """A draft that says what and why, on behalf of the Gemeente."""
    content = {
        "title": "1,2 miljoen van pijler B naar pijler A",
        "text": "De regio verzoekt 1,2 miljoen euro te verplaatsen van pijler B naar pijler A.",
        "ground": "Ontmoeting vraagt meer dan was voorzien.",
        "party": party(deal, "Gemeente"),
    }
    return amendment_verbs.draft(deal, sort=sort, by=by, at=at("2026-05-20"), values=content | values)


def move_money(amendment: Amendment, by: User) -> None:
    """1.2 million of the region's money from B to A, and 80 volunteers instead of 100."""
    moment = at("2026-05-21")
    propose(amendment, "budget_lines", "A-regio", {"amount": "17700000.00"}, by=by, at=moment)
    propose(amendment, "budget_lines", "B-regio", {"amount": "13300000.00"}, by=by, at=moment)
    propose(amendment, "targets", "1.1.1.g-1", {"minimum": "80"}, by=by, at=moment)


def asked(deal: Deal, by: User) -> Amendment:
    """An amendment to which the Parties can consent since 1 July 2026."""
    amendment = drafted(deal, by)
    move_money(amendment, by)
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=by, at=at("2026-06-01"))
    amendment_verbs.inform(amendment, on=day("2026-06-03"), by=by, at=at("2026-06-03"))
    amendment_verbs.consult(amendment, on=day("2026-06-20"), by=by, at=at("2026-06-20"))
    amendment_verbs.ask_consent(
        amendment, on=day("2026-07-01"), agenda="Overleg van 1 juli", by=by, at=at("2026-07-01")
    )
    return amendment


def consent(amendment: Amendment, code: str, by: User, *, on: str = "2026-07-10", **values: Any) -> Consent:
    """The consent of a Party by e-mail, unless `values` say otherwise."""
    content = {
        "agrees": True,
        "holder": f"Gemachtigde van {code}",
        "given_on": day(on),
        "way": Consent.Way.EMAIL,
        "statement": "Wij stemmen in.",
        "reason": "",
    }
    amendment.refresh_from_db()
    for_party = values.pop("for_party", False)
    answered = content | values
    seat = party(amendment.deal, code)
    return adoption.answer(amendment, seat, by=by, at=at(on, 15), values=answered, for_party=for_party)


def consent_all(amendment: Amendment, by: User, codes: Iterable[str] = PARTIES) -> None:
    """The consents of these Parties."""
    for code in codes:
        consent(amendment, code, by)


def document(deal: Deal, by: User, text: str = "addendum") -> Document:
    """A signed addendum, or another document of the deal."""
    upload = SimpleUploadedFile(f"{text}.csv", f"a;{text}".encode())
    values = {"title": text.capitalize(), "sort": Document.Sort.ADDENDUM, "dated_on": day("2026-07-20")}
    return keep_document(deal, upload=upload, by=by, at=at("2026-07-20"), values=values)


def signed(amendment: Amendment, by: User, *, record_on: str = "2026-07-15", sign_on: str = "2026-07-20") -> None:
    """Recorded in the minutes and signed by the minister."""
    where = {"minutes": "Verslag van 15 juli 2026, punt 4"}
    amendment.refresh_from_db()
    adoption.record(amendment, on=day(record_on), by=by, at=at(record_on), where=where)
    addendum = document(amendment.deal, by)
    adoption.sign(amendment, on=day(sign_on), signed_by="De minister van BZK", addendum=addendum, by=by, at=at(sign_on))


def adopted(deal: Deal, by: User, on: str = "2026-08-01") -> CovenantVersion:
    """The whole road, in force on a day."""
    amendment = asked(deal, by)
    consent_all(amendment, by)
    signed(amendment, by)
    return adoption.adopt(amendment, on=day(on), by=by, at=at("2026-07-20"))
