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
from regiodeal.covenant.agreement.consents import NOT_SETTLED, ConsentCount, consent_count, consents_needed
from regiodeal.covenant.agreement.models import MOVED_ON, Amendment, AmendmentSort, AmendmentState, Consent
from regiodeal.covenant.agreement.proposals import field_changes, objections
from regiodeal.covenant.agreement.proposed_rows import make_rows
from regiodeal.covenant.agreement.versions import FieldChange, add_version, as_text
from regiodeal.covenant.documents.models import Document
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import ConsentRule, CovenantVersion, Party, User, VersionOrigin
from regiodeal.deals.words import Provision, article_of, under
from regiodeal.lifecycle.day_order import NotYetError, refuse_ahead, refuse_before

State = AmendmentState


@transaction.atomic
def answer(
    amendment: Amendment, party: Party, *, by: User, at: datetime, values: Values, for_party: bool = False
) -> Consent:
    """Let one Party consent or refuse. The consent with which there are enough makes the new Party (art. 14 lid 6).

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
        text = "voeg de e-mail toe waarmee de Partij haar instemming kenbaar maakte."
        raise NotYetError(under(Provision.CONSULTATION, text))
    names = ("agrees", "holder", "given_on", "way", "statement", "document", "reason")
    content = {name: values[name] for name in names if name in values}
    content |= {"recorded_by": by, "recorded_at": at, "is_recorded_for_party": for_party}
    consent, _created = Consent.objects.update_or_create(amendment=amendment, party=party, defaults=content)
    state = State(amendment.state)
    count = consent_count(amendment, on=timezone.localdate(at))
    if amendment.counted is not None and not count.has_enough:
        # A Party says otherwise than was written down for it, and that decided.
        for name, value in NOT_SETTLED.items():
            setattr(amendment, name, value)
        count = consent_count(amendment, on=timezone.localdate(at))
    step = {"on": consent.given_on, "reason": str(consent)}
    settled = _settled_by(amendment, consent, count, at=at)
    amendment.move((state,), state, by=by, at=at, step=step, **settled)
    if amendment.is_accession and settled["counted"] is not None:
        accede(amendment, by=by, at=at)
    return consent


def _settled_by(amendment: Amendment, consent: Consent, count: ConsentCount, *, at: datetime) -> Values:
    """What an answer settles: that there are enough, when it is a consent with which there are; else nothing.

    On the day of the last consent that was needed a Party may still have been bound that left since. Then it is
    settled on the day on which this answer was written down.
    """
    if amendment.counted is not None:
        return {**count.settled, "settled_on": amendment.settled_on}
    on = count.enough_on
    if on is None or not consent.agrees:
        return NOT_SETTLED
    is_late = not amendment.is_accession and not _was_enough(amendment, count, on)
    return {**count.settled, "settled_on": timezone.localdate(at) if is_late else None}


@transaction.atomic
def settle(amendment: Amendment, *, reason: str, by: User, at: datetime) -> None:
    """Settle that enough Parties consented, where that is so because a Party left or the rule is another.

    From this day on, and over the Parties of this day. Raises NotYetError without a reason or without enough consents,
    WrongStateError when nothing is asked or it was settled before.
    """
    _hold(amendment)
    if amendment.state != State.ASKED or amendment.counted is not None:
        raise WrongStateError(MOVED_ON)
    today = timezone.localdate(at)
    count = consent_count(amendment, on=today)
    if not count.has_enough:
        raise NotYetError(_too_few(count, Provision.CONSENT_MINUTES))
    if not reason.strip():
        raise NotYetError("Schrijf op waardoor er nu genoeg instemming is.")
    step = {"on": today, "reason": f"Vastgesteld dat er genoeg instemming is. {reason.strip()}"}
    amendment.move((State.ASKED,), State.ASKED, by=by, at=at, step=step, **count.settled, settled_on=today)


@transaction.atomic
def record(amendment: Amendment, *, on: date, by: User, at: datetime, where: Values) -> None:
    """Record in the minutes of the overleg that the Parties consented, all or enough of them (art. 12 lid 3).

    `where`: the overleg whose minutes hold it, where in them, and their document. An overleg that is not in the portal
    is named in words. Never before the consent with which there were enough, nor in minutes of before the request.
    """
    _hold(amendment)
    _no_accession(amendment)
    count = _need_enough(amendment, Provision.CONSENT_MINUTES, on=on)
    refuse_ahead(on, at)
    refuse_before(on, count.settled_on, under(Provision.CONSENT_MINUTES, "vastgelegd wordt na de laatste instemming"))
    meeting = where.get("meeting")
    minutes = where.get("minutes", "").strip()
    if meeting is None and not minutes:
        text = "de instemming staat in het verslag van {the_overleg}. Kies het overleg, of schrijf op waar het staat."
        raise NotYetError(under(Provision.CONSENT_MINUTES, text))
    if meeting is not None:
        refuse_other_minutes(amendment, meeting, on=on)
    changes: Values = {"minutes_meeting": meeting, "minutes": minutes, "minutes_document": where.get("document")}
    changes |= count.settled
    amendment.move((State.ASKED,), State.RECORDED, by=by, at=at, step={"on": on}, recorded_on=on, **changes)


@transaction.atomic
def sign(amendment: Amendment, *, on: date, signed_by: str, addendum: Document, by: User, at: datetime) -> None:
    """Record the addendum that the minister signed (art. 12 lid 4)."""
    _hold(amendment)
    _no_accession(amendment)
    count = _need_enough(amendment, Provision.ADDENDUM, on=on)
    refuse_ahead(on, at)
    if not signed_by.strip():
        raise NotYetError(under(Provision.ADDENDUM, "{the_minister} ondertekent het addendum. Schrijf op wie dat was."))
    refuse_before(on, count.settled_on, under(Provision.ADDENDUM, "het addendum komt na de laatste instemming"))
    refuse_before(on, amendment.recorded_on, under(Provision.ADDENDUM, "het addendum komt na het verslag"))
    changes: Values = {"signed_on": on, "signed_by": signed_by.strip(), "addendum": addendum}
    amendment.move((State.RECORDED,), State.SIGNED, by=by, at=at, step={"on": on}, **changes)


@transaction.atomic
def adopt(amendment: Amendment, *, on: date, by: User, at: datetime) -> CovenantVersion:
    """Let it be in force from that day: the next version of the covenant, with all that was proposed (art. 12)."""
    _hold(amendment)
    _no_accession(amendment)
    if amendment.state != State.SIGNED:
        text = "zonder ondertekend addendum is er niets van kracht. Het verzoek is nu: {state}."
        raise NotYetError(under(Provision.ADDENDUM, text, state=amendment.get_state_display()))
    found = _need_enough(amendment, Provision.AMENDMENT, on=max(on, timezone.localdate(at)))
    _check_day(amendment, found, on)
    absent = [annex.title for annex in annexes(amendment, consent_count(amendment, on=on)) if annex.is_missing]
    if absent:
        text = "bij de deal horen als bijlage nog: {absent}."
        raise NotYetError(under(Provision.ADDENDUM, text, absent="; ".join(absent)))
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
    """Make the new Party, on the day of the written consent with which there were enough (art. 14 lid 6).

    Where that day came too early, because a Party that was still bound then left without an answer, on the day itself.
    """
    _hold(amendment)
    if not amendment.is_accession or amendment.state != State.INFORMED:
        raise WrongStateError(MOVED_ON)
    today = timezone.localdate(at)
    found = consent_count(amendment, on=today)
    on = found.enough_on
    if on is None:
        raise NotYetError(_too_few(found, Provision.ACCESSION_CONSENT))
    if not _was_enough(amendment, found, on):
        on = today
    last = Party.objects.filter(deal=amendment.deal).order_by("-position").first()
    article = article_of(Provision.ACCESSION)
    party = Party.objects.create(
        deal=amendment.deal,
        code=amendment.new_code,
        article=article,
        name=amendment.new_name,
        side=amendment.new_side,
        position=(last.position if last else 0) + 1,
        agreed_from=on,
    )
    new = as_text({"code": party.code, "name": party.name, "contribution": amendment.contribution})
    change = FieldChange("parties", party.code, "", as_text(None), new, article)
    version = add_version(
        amendment.deal, on=on, origin=VersionOrigin.ACCESSION, title=amendment.title, changes=[change]
    )
    changes: Values = {"in_force_on": on, "covenant_version": version, **found.settled}
    amendment.move((State.INFORMED,), State.IN_FORCE, by=by, at=at, step={"on": on}, **changes)
    return version


def _hold(amendment: Amendment) -> None:
    """Look at the stored row, and let nobody else move it until this is written."""
    Amendment.objects.select_for_update(no_key=True).get(pk=amendment.pk)
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
        text = "{party} is niet (meer) gebonden aan de deal."
        raise NotYetError(under(Provision.AMENDMENT_REQUEST, text, party=party.code))
    if amendment.counted is not None and party.code not in amendment.counted:
        text = (
            "{party} werd Partij nadat genoeg Partijen hadden ingestemd, en treedt toe tot de deal met deze wijziging."
        )
        raise NotYetError(under(Provision.ACCESSION_CONSENT, text, party=party.code))
    refuse_ahead(given_on, at)
    text = "een Partij stemt in vanaf de dag dat zij Partij is"
    refuse_before(given_on, party.agreed_from, under(Provision.ACCESSION_CONSENT, text))
    asked_on = amendment.asked_on or amendment.informed_on
    if asked_on and given_on < asked_on:
        raise NotYetError(f"Instemming werd gevraagd op {day(asked_on)}: een antwoord is niet van eerder.")
    if not values["agrees"] and not values.get("reason", "").strip():
        raise NotYetError(under(Provision.AMENDMENT_REQUEST, "schrijf op waarom uw Partij niet instemt."))
    in_writing = values["way"] == Consent.Way.EMAIL
    if amendment.is_accession and not in_writing:
        raise NotYetError(under(Provision.ACCESSION_CONSENT, "instemming met een toetreding is schriftelijk."))
    if in_writing and not values.get("statement", "").strip() and values.get("document") is None:
        raise NotYetError(under(Provision.ADDENDUM, "bij instemming per e-mail hoort de tekst of het document."))


def _need_enough(amendment: Amendment, provision: Provision, *, on: date) -> ConsentCount:
    found = consent_count(amendment, on=on)
    if found.awaits_decision:
        text = "er is nu genoeg instemming zonder dat iemand instemde. Stel dat eerst vast."
        raise NotYetError(under(provision, text))
    if not found.is_complete:
        raise NotYetError(_too_few(found, provision))
    return found


def _too_few(found: ConsentCount, provision: Provision) -> str:
    text = "nodig is de instemming van {needs}, en dat is nu {agreed} van {seats} ({missing})."
    told = {"needs": found.needs, "agreed": found.agreed, "seats": len(found.seats), "missing": found.missing}
    return under(provision, text, **told)


def _was_enough(amendment: Amendment, found: ConsentCount, on: date) -> bool:
    """Tell whether on that day enough of the Parties that were bound then had consented."""
    bound = {party.code for party in bound_parties(amendment.deal, on=on)}
    agreed = {seat.party.code for seat in found.seats if seat.agrees and seat.consent and seat.consent.given_on <= on}
    return len(bound & agreed) >= consents_needed(found.rule, len(bound))


def _check_day(amendment: Amendment, found: ConsentCount, on: date) -> None:
    """Refuse a day before it was settled or before the addendum, and for an extension one after the end."""
    last, signed_on = found.settled_on, amendment.signed_on
    if last is not None and on < last:
        text = "niets is van kracht voor de laatste instemming ({last})."
        raise NotYetError(under(Provision.AMENDMENT_REQUEST, text, last=day(last)))
    if signed_on is not None and on < signed_on:
        text = "niets is van kracht voor het addendum is ondertekend ({signed_on})."
        raise NotYetError(under(Provision.ADDENDUM, text, signed_on=day(signed_on)))
    ends_on = deal_in_force(amendment.deal, on=on).ends_on
    if on > ends_on:
        text = "de deal eindigt op {end}. Kies een dag tot en met die dag."
        raise NotYetError(under(Provision.DURATION, text, end=day(ends_on)))


def _no_accession(amendment: Amendment) -> None:
    if amendment.is_accession:
        needs = ConsentRule(amendment.deal.consent_rule).label
        text = "een toetreding gaat in met de schriftelijke instemming van {needs}."
        raise NotYetError(under(Provision.ACCESSION_CONSENT, text, needs=needs))
