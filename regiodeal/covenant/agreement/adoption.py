"""From the first consent to the version in force: verbs that count consents (art. 12 lid 1, 3 en 4; art. 14 lid 6).

They hold the amendment while they count, so that of five consents at once exactly one is the last.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.covenant.agreement.annexes import annexes
from regiodeal.covenant.agreement.case_days import refuse_other_minutes
from regiodeal.covenant.agreement.consents import ConsentCount, consent_count
from regiodeal.covenant.agreement.models import MOVED_ON, Amendment, AmendmentSort, AmendmentState, Consent
from regiodeal.covenant.agreement.proposals import field_changes, objections
from regiodeal.covenant.agreement.proposed_rows import make_rows
from regiodeal.covenant.agreement.versions import FieldChange, add_version, as_text
from regiodeal.covenant.documents.models import Document
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import CovenantVersion, Party, User, VersionOrigin
from regiodeal.lifecycle.day_order import NotYetError, refuse_ahead, refuse_before

State = AmendmentState


@transaction.atomic
def answer(
    amendment: Amendment, party: Party, *, by: User, at: datetime, values: Values, for_party: bool = False
) -> Consent:
    """Let one Party consent or refuse. The last consent to an accession makes the new Party (art. 14 lid 6).

    `values`: agrees, holder, given_on, way, statement, document, reason. `for_party` when the programme team writes
    down what the Party mailed. Raises NotYetError for who is not bound, for a refusal without a reason and where what
    was said before stands; WrongStateError when nothing is asked (any more).
    """
    _hold(amendment)
    if not amendment.asks_consent:
        raise WrongStateError(MOVED_ON)
    _check_answer(amendment, party, values, at)
    _check_earlier(amendment.consents.filter(party=party).first(), for_party=for_party)
    if for_party and (values["way"] != Consent.Way.EMAIL or values.get("document") is None):
        raise NotYetError("Artikel 12 lid 2: voeg de e-mail toe waarmee de Partij haar instemming kenbaar maakte.")
    names = ("agrees", "holder", "given_on", "way", "statement", "document", "reason")
    content = {name: values[name] for name in names if name in values}
    content |= {"recorded_by": by, "recorded_at": at, "is_recorded_for_party": for_party}
    consent, _created = Consent.objects.update_or_create(amendment=amendment, party=party, defaults=content)
    state = State(amendment.state)
    amendment.counted = None  # of a Party that says otherwise than was written down for it
    count = consent_count(amendment, on=timezone.localdate(at))
    step = {"on": consent.given_on, "reason": str(consent)}
    settled = count.codes if count.is_complete else None
    amendment.move((state,), state, by=by, at=at, step=step, counted=settled)
    if amendment.is_accession and count.is_complete:
        accede(amendment, by=by, at=at)
    return consent


@transaction.atomic
def record(amendment: Amendment, *, on: date, by: User, at: datetime, where: Values) -> None:
    """Record in the minutes of the overleg that all Parties consented (art. 12 lid 3).

    `where`: the overleg whose minutes hold it, where in them, and their document. An overleg that is not in the portal
    is named in words. Never before the last consent, and never in minutes of before the request.
    """
    _hold(amendment)
    _no_accession(amendment)
    count = _need_all(amendment, on=on, article="12 lid 3")
    refuse_ahead(on, at)
    refuse_before(on, count.last_given_on, "Artikel 12 lid 3: vastgelegd wordt na de laatste instemming")
    meeting = where.get("meeting")
    minutes = where.get("minutes", "").strip()
    if meeting is None and not minutes:
        raise NotYetError(
            "Artikel 12 lid 3: de instemming staat in het verslag van het Rijk-Regio-overleg. Kies het overleg, of "
            "schrijf op waar het staat."
        )
    if meeting is not None:
        refuse_other_minutes(amendment, meeting, on=on)
    changes: Values = {"minutes_meeting": meeting, "minutes": minutes, "minutes_document": where.get("document")}
    changes["counted"] = count.codes
    amendment.move((State.ASKED,), State.RECORDED, by=by, at=at, step={"on": on}, recorded_on=on, **changes)


@transaction.atomic
def sign(amendment: Amendment, *, on: date, signed_by: str, addendum: Document, by: User, at: datetime) -> None:
    """Record the addendum that the minister of BZK signed (art. 12 lid 4)."""
    _hold(amendment)
    _no_accession(amendment)
    count = _need_all(amendment, on=on, article="12 lid 4")
    refuse_ahead(on, at)
    if not signed_by.strip():
        raise NotYetError("Artikel 12 lid 4: de minister van BZK ondertekent het addendum. Schrijf op wie dat was.")
    refuse_before(on, count.last_given_on, "Artikel 12 lid 4: het addendum komt na de laatste instemming")
    refuse_before(on, amendment.recorded_on, "Artikel 12 lid 4: het addendum komt na het verslag")
    changes: Values = {"signed_on": on, "signed_by": signed_by.strip(), "addendum": addendum}
    amendment.move((State.RECORDED,), State.SIGNED, by=by, at=at, step={"on": on}, **changes)


@transaction.atomic
def adopt(amendment: Amendment, *, on: date, by: User, at: datetime) -> CovenantVersion:
    """Let it be in force from that day: the next version of the covenant, with all that was proposed (art. 12)."""
    _hold(amendment)
    _no_accession(amendment)
    if amendment.state != State.SIGNED:
        raise NotYetError(
            f"Artikel 12 lid 4: zonder ondertekend addendum is er niets van kracht. Het verzoek is nu: "
            f"{amendment.get_state_display()}."
        )
    found = _need_all(amendment, on=max(on, timezone.localdate(at)), article="12 lid 1")
    _check_day(amendment, found, on)
    absent = [annex.title for annex in annexes(amendment, consent_count(amendment, on=on)) if annex.is_missing]
    if absent:
        raise NotYetError(f"Artikel 12 lid 4: bij de deal horen als bijlage nog: {'; '.join(absent)}.")
    changes = field_changes(amendment)
    for objection in objections(amendment.deal, changes, on=on):
        raise NotYetError(objection)
    make_rows(amendment.deal, changes, on=on)
    origin = VersionOrigin.EXTENSION if amendment.sort == AmendmentSort.EXTENSION else VersionOrigin.AMENDMENT
    version = add_version(amendment.deal, on=on, origin=origin, title=amendment.title, changes=changes)
    amendment.move(
        (State.SIGNED,), State.IN_FORCE, by=by, at=at, step={"on": on}, in_force_on=on, covenant_version=version
    )
    return version


@transaction.atomic
def accede(amendment: Amendment, *, by: User, at: datetime) -> CovenantVersion:
    """Make the new Party, on the day of the last written consent (art. 14 lid 6).

    Where that day came too early, because a Party that was still bound then left without an answer, on the day itself.
    """
    _hold(amendment)
    if not amendment.is_accession or amendment.state != State.INFORMED:
        raise WrongStateError(MOVED_ON)
    today = timezone.localdate(at)
    found = _need_all(amendment, on=today, article="14 lid 6")
    on = found.last_given_on
    assert on is not None  # all of one or more consented
    if not {party.code for party in bound_parties(amendment.deal, on=on)} <= set(found.codes):
        on = today
    last = Party.objects.filter(deal=amendment.deal).order_by("-position").first()
    party = Party.objects.create(
        deal=amendment.deal,
        code=amendment.new_code,
        article="14",
        name=amendment.new_name,
        side=amendment.new_side,
        position=(last.position if last else 0) + 1,
        agreed_from=on,
    )
    new = as_text({"code": party.code, "name": party.name, "contribution": amendment.contribution})
    change = FieldChange("parties", party.code, "", as_text(None), new, "14")
    version = add_version(
        amendment.deal, on=on, origin=VersionOrigin.ACCESSION, title=amendment.title, changes=[change]
    )
    changes: Values = {"in_force_on": on, "covenant_version": version, "counted": found.codes}
    amendment.move((State.INFORMED,), State.IN_FORCE, by=by, at=at, step={"on": on}, **changes)
    return version


def _hold(amendment: Amendment) -> None:
    """Look at the stored row, and let nobody else move it until this is written."""
    Amendment.objects.select_for_update().get(pk=amendment.pk)
    amendment.refresh_from_db()


def _check_earlier(given: Consent | None, *, for_party: bool) -> None:
    """A consent stands, unless the Party itself says otherwise than what was written down for it."""
    if given is None:
        return
    if for_party and not given.is_recorded_for_party:
        raise NotYetError(f"{given.party.code} heeft zelf al geantwoord op {day(given.given_on)}. Dat gaat voor.")
    if given.agrees and (for_party or not given.is_recorded_for_party):
        raise NotYetError(f"{given.party.code} stemde al in op {day(given.given_on)}. Dat blijft staan.")


def _check_answer(amendment: Amendment, party: Party, values: Values, at: datetime) -> None:
    given_on: date = values["given_on"]
    if party not in bound_parties(amendment.deal, on=timezone.localdate(at)):
        raise NotYetError(f"Artikel 12 lid 1: {party.code} is niet (meer) gebonden aan de deal.")
    if amendment.counted is not None and party.code not in amendment.counted:
        raise NotYetError(
            f"Artikel 14 lid 6: {party.code} werd Partij nadat alle Partijen hadden ingestemd, en treedt toe tot de "
            "deal met deze wijziging."
        )
    refuse_ahead(given_on, at)
    refuse_before(given_on, party.agreed_from, "Artikel 14 lid 6: een Partij stemt in vanaf de dag dat zij Partij is")
    asked_on = amendment.asked_on or amendment.informed_on
    if asked_on and given_on < asked_on:
        raise NotYetError(f"Instemming werd gevraagd op {day(asked_on)}: een antwoord is niet van eerder.")
    if not values["agrees"] and not values.get("reason", "").strip():
        raise NotYetError("Artikel 12 lid 1: schrijf op waarom uw Partij niet instemt.")
    in_writing = values["way"] == Consent.Way.EMAIL
    if amendment.is_accession and not in_writing:
        raise NotYetError("Artikel 14 lid 6: instemming met een toetreding is schriftelijk.")
    if in_writing and not values.get("statement", "").strip() and values.get("document") is None:
        raise NotYetError("Artikel 12 lid 4: bij instemming per e-mail hoort de tekst of het document.")


def _need_all(amendment: Amendment, *, on: date, article: str) -> ConsentCount:
    found = consent_count(amendment, on=on)
    if not found.is_complete:
        raise NotYetError(
            f"Artikel {article}: alle Partijen stemmen in, en dat is nu {found.agreed} van {len(found.seats)} "
            f"({found.missing})."
        )
    return found


def _check_day(amendment: Amendment, found: ConsentCount, on: date) -> None:
    """Refuse a day before the last consent or the addendum, and for an extension one after the end."""
    last, signed_on = found.last_given_on, amendment.signed_on
    if last is not None and on < last:
        raise NotYetError(f"Artikel 12 lid 1: niets is van kracht voor de laatste instemming ({day(last)}).")
    if signed_on is not None and on < signed_on:
        raise NotYetError(f"Artikel 12 lid 4: niets is van kracht voor het addendum is ondertekend ({day(signed_on)}).")
    ends_on = deal_in_force(amendment.deal, on=on).ends_on
    if on > ends_on:
        raise NotYetError(f"Artikel 18: de deal eindigt op {day(ends_on)}. Kies een dag tot en met die dag.")


def _no_accession(amendment: Amendment) -> None:
    if amendment.is_accession:
        raise NotYetError("Artikel 14 lid 6: een toetreding gaat in zodra alle Partijen schriftelijk instemden.")
