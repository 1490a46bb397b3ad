"""The life of an amendment as verbs (art. 12, 14 and 18). Each checks what its article asks, changes and records.

Every verb raises NotYetError when something is missing: its text is Dutch and names the article. Raises WrongStateError
when somebody else was first. `on` is the day it is about, `at` the moment it is written down.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.covenant.agreement.case_days import refuse_other_agenda, refuse_outside_the_deal
from regiodeal.covenant.agreement.consents import consent_count
from regiodeal.covenant.agreement.models import UNDER_WAY, Amendment, AmendmentSort, AmendmentState
from regiodeal.covenant.agreement.proposals import field_changes, objections
from regiodeal.covenant.documents.models import Document, Publication
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.words import Provision, fill_in, under
from regiodeal.lifecycle.day_order import NotYetError, refuse_ahead, refuse_before

State = AmendmentState


@transaction.atomic
def draft(deal: Deal, *, sort: AmendmentSort, by: User, at: datetime, values: dict[str, object]) -> Amendment:
    """Begin to write an amendment, under the next number of the deal."""
    stored = Deal.objects.select_for_update(no_key=True).get(pk=deal.pk)
    last = stored.amendments.aggregate(last=Max("number"))["last"] or 0
    content = {name: values[name] for name in Amendment.content_fields if name in values}
    amendment = Amendment.objects.create(deal=stored, number=last + 1, sort=sort, **content)
    amendment.tell(by=by, at=at, to_state=State.DRAFT, before={})
    return amendment


def revise(amendment: Amendment, *, by: User, at: datetime, values: Values) -> None:
    """Write it better while nothing was asked yet."""
    content = {name: values[name] for name in Amendment.content_fields if name in values}
    amendment.move((State.DRAFT,), State.DRAFT, by=by, at=at, step={"reason": "Tekst aangepast"}, **content)


@transaction.atomic
def request(amendment: Amendment, *, on: date, by: User, at: datetime, document: Document | None = None) -> None:
    """Ask for it in writing: the term for consultation runs from here (art. 12 lid 1 en 2)."""
    provision = Provision.ACCESSION_REQUEST if amendment.is_accession else Provision.AMENDMENT_REQUEST
    refuse_ahead(on, at)
    refuse_outside_the_deal(amendment.deal, on)
    if not amendment.text.strip():
        raise NotYetError(under(provision, "een verzoek is schriftelijk. Schrijf op wat er verandert."))
    if amendment.is_accession:
        _complete_accession(amendment)
    elif amendment.party is None or amendment.party not in bound_parties(amendment.deal, on=on):
        text = "een verzoek komt van een Partij die op {on} is gebonden."
        raise NotYetError(under(provision, text, on=day(on)))
    if amendment.sort == AmendmentSort.EXTENSION:
        _complete_extension(amendment)
    for objection in objections(amendment.deal, field_changes(amendment), on=on):
        raise NotYetError(objection)
    changes: Values = {"requested_on": on, "request": document}
    amendment.move((State.DRAFT,), State.REQUESTED, by=by, at=at, step={"on": on}, **changes)


def inform(amendment: Amendment, *, on: date, by: User, at: datetime) -> None:
    """Record that the programme team told the other Parties (art. 12 lid 2, art. 14 lid 5)."""
    refuse_ahead(on, at)
    provision = Provision.ACCESSION_REQUEST if amendment.is_accession else Provision.CONSULTATION
    refuse_before(on, amendment.requested_on, under(provision, "Partijen horen van een verzoek nadat het er is"))
    amendment.move((State.REQUESTED,), State.INFORMED, by=by, at=at, step={"on": on}, informed_on=on)


def consult(amendment: Amendment, *, on: date, by: User, at: datetime) -> None:
    """Record that the Parties began to talk about it. Too late is told on the page, and never moves the last day."""
    _no_accession(amendment, "overleg")
    refuse_ahead(on, at)
    refuse_before(on, amendment.requested_on, under(Provision.CONSULTATION, "het overleg volgt op het verzoek"))
    text = "Partijen overleggen nadat zij zijn geïnformeerd"
    refuse_before(on, amendment.informed_on, under(Provision.CONSULTATION, text))
    amendment.move((State.INFORMED,), State.CONSULTED, by=by, at=at, step={"on": on}, consulted_on=on)


def ask_consent(
    amendment: Amendment, *, on: date, by: User, at: datetime, meeting: Meeting | None = None, agenda: str = ""
) -> None:
    """Put it on the agenda of the overleg and ask each Party to consent (art. 12 lid 2). Its text stays from here."""
    _no_accession(amendment, fill_in("agendapunt in {the_overleg}"))
    refuse_ahead(on, at)
    text = "instemming wordt gevraagd nadat Partijen overlegden"
    refuse_before(on, amendment.consulted_on, under(Provision.CONSULTATION, text))
    if meeting is None and not agenda.strip():
        text = "het verzoek staat op de agenda van {the_overleg}. Kies het overleg, of schrijf op welke agenda het is."
        raise NotYetError(under(Provision.CONSULTATION, text))
    if meeting is not None:
        refuse_other_agenda(amendment, meeting)
    for objection in objections(amendment.deal, field_changes(amendment), on=on):
        raise NotYetError(objection)
    changes: Values = {"asked_on": on, "meeting": meeting, "agenda": agenda.strip()}
    amendment.move((State.CONSULTED,), State.ASKED, by=by, at=at, step={"on": on}, **changes)


def withdraw_request(amendment: Amendment, *, reason: str, by: User, at: datetime) -> None:
    """Take the request back, at any moment before it is in force. Who had consented by then is told so for ever."""
    if not reason.strip():
        raise NotYetError("Schrijf op waarom het verzoek wordt ingetrokken.")
    counted: Values = {}
    if amendment.counted is None and amendment.requested_on is not None:
        counted = consent_count(amendment, on=timezone.localdate(at)).ended
    step = {"reason": reason.strip()}
    amendment.move((State.DRAFT, *UNDER_WAY), State.WITHDRAWN, by=by, at=at, step=step, **counted)


@dataclass(frozen=True)
class Undoing:
    """Where a recording leads back to, and what it filled."""

    back_to: AmendmentState
    filled: Values


# What each state was led to by, and can be undone. In force cannot: a version of the covenant stays.
UNDONE = {
    State.INFORMED: Undoing(State.REQUESTED, {"informed_on": None}),
    State.CONSULTED: Undoing(State.INFORMED, {"consulted_on": None}),
    State.ASKED: Undoing(State.CONSULTED, {"asked_on": None, "meeting": None, "agenda": ""}),
    State.RECORDED: Undoing(
        State.ASKED, {"recorded_on": None, "minutes_meeting": None, "minutes": "", "minutes_document": None}
    ),
    State.SIGNED: Undoing(State.RECORDED, {"signed_on": None, "signed_by": "", "addendum": None}),
}


def can_be_undone(amendment: Amendment) -> bool:
    """Tell whether the last recording can be undone: before the next step, and not once a Party answered to it."""
    if amendment.asks_consent and amendment.consents.exists():
        return False
    return amendment.state in UNDONE and amendment.publication_id is None


@transaction.atomic
def undo_step(amendment: Amendment, *, reason: str, by: User, at: datetime) -> None:
    """Undo the last recording, which was wrong, with a reason; what it said stays in the trail.

    Raises NotYetError without a reason and once something was built on it: an answer, a publication, a version.
    """
    if not reason.strip():
        raise NotYetError("Schrijf op wat er niet klopte.")
    stored = Amendment.objects.select_for_update(no_key=True).get(pk=amendment.pk)
    if stored.version != amendment.version:
        raise WrongStateError(amendment.moved_on)
    if not can_be_undone(stored):
        raise NotYetError(
            "Deze stap is niet meer ongedaan te maken: er is al op geantwoord, gepubliceerd of iets van kracht."
        )
    state = State(amendment.state)
    undoing = UNDONE[state]
    step = {"reason": f"Ongedaan gemaakt ({state.label}): {reason.strip()}"}
    amendment.move((state,), undoing.back_to, by=by, at=at, step=step, **undoing.filled)


@transaction.atomic
def publish(amendment: Amendment, *, number: str, on: date, url: str, by: User, at: datetime) -> Publication:
    """Keep where the addendum stands in the Staatscourant (art. 12 lid 5). It does not change the state."""
    _no_accession(amendment, "publicatie in de Staatscourant")
    refuse_ahead(on, at)
    if not number.strip():
        raise NotYetError(under(Provision.PUBLICATION, "schrijf het nummer van de Staatscourant op."))
    text = "gepubliceerd wordt het addendum dat is ondertekend"
    refuse_before(on, amendment.signed_on, under(Provision.PUBLICATION, text))
    state = State(amendment.state)
    if not amendment.can_be_published:
        text = "gepubliceerd wordt één keer, nadat het addendum is ondertekend."
        raise NotYetError(under(Provision.PUBLICATION, text))
    publication = Publication(deal=amendment.deal)
    values = {
        "subject": Publication.Subject.ADDENDUM,
        "title": f"Addendum bij wijziging {amendment.number}: {amendment.title}"[:200],
        "number": number.strip(),
        "published_on": on,
        "url": url,
    }
    publication.enter(by=by, at=at, values=values)
    note = f"Gepubliceerd: {number.strip()}"
    amendment.move(
        (State.SIGNED, State.IN_FORCE), state, by=by, at=at, step={"on": on, "reason": note}, publication=publication
    )
    return publication


def _complete_accession(amendment: Amendment) -> None:
    if not amendment.contribution.strip():
        text = "een verzoek tot toetreding noemt de concrete bijdrage aan de deal."
        raise NotYetError(under(Provision.ACCESSION_REQUEST, text))
    if not (amendment.new_code and amendment.new_name and amendment.new_side):
        text = "schrijf op wie toetreedt: naam, korte naam en kant."
        raise NotYetError(under(Provision.ACCESSION_REQUEST, text))
    if Party.objects.filter(deal=amendment.deal, code=amendment.new_code).exists():
        text = "er is al een Partij met de korte naam '{code}'."
        raise NotYetError(under(Provision.ACCESSION, text, code=amendment.new_code))


def _complete_extension(amendment: Amendment) -> None:
    ends = [row for row in amendment.changes.all() if (row.kind, row.field) == ("deal", "ends_on")]
    if not ends or ends[0].new_value <= ends[0].old_value:
        raise NotYetError(under(Provision.EXTENSION, "een verlenging noemt een einddatum na de einddatum van nu."))
    if not amendment.ground.strip():
        text = (
            "verlengen kan alleen als de gereserveerde middelen niet binnen de looptijd volledig te besteden zijn. "
            "Schrijf op waarom."
        )
        raise NotYetError(under(Provision.EXTENSION, text))


def _no_accession(amendment: Amendment, step: str) -> None:
    if amendment.is_accession:
        raise NotYetError(under(Provision.ACCESSION, "bij toetreding is {step} niet nodig.", step=step))
