"""The steps of an amendment for a page: what was done, what comes next, and by when."""

from dataclasses import dataclass
from datetime import date

from regiodeal.base.dutch import day
from regiodeal.covenant.agreement.consents import ConsentCount
from regiodeal.covenant.agreement.models import Amendment, AmendmentState
from regiodeal.covenant.due_rules.due_rules import REQUEST, CaseRules
from regiodeal.deals.words import fill_in

STATE = AmendmentState


@dataclass(frozen=True)
class AmendmentStep:
    """One step: what the article asks, when it was done, and whether it is done, the next one, or still to come."""

    title: str
    state: str
    date: str = ""
    text: str = ""


@dataclass(frozen=True)
class Term:
    """The term in which the Parties begin to talk (art. 12 lid 2): 'zes weken'. Passing never moves the last day."""

    last_day: date
    days_left: int
    kept_on: date | None
    length: str

    @property
    def is_passed(self) -> bool:
        """Tell whether the Parties did not begin to talk in time."""
        return self.kept_on > self.last_day if self.kept_on else self.days_left < 0

    @property
    def words(self) -> str:
        """Return in words how the step stands."""
        if self.kept_on:
            when = "te laat" if self.is_passed else "op tijd"
            return f"Het overleg begon {when}: op {day(self.kept_on)}. Dat moest uiterlijk {day(self.last_day)}."
        if self.is_passed:
            return f"De laatste dag voor overleg was {day(self.last_day)}. Die dag verandert niet: overleg alsnog."
        left = "vandaag" if self.days_left == 0 else f"nog {self.days_left} {'dag' if self.days_left == 1 else 'dagen'}"
        return f"Overleg uiterlijk {day(self.last_day)}: {left}."


def consultation_term(amendment: Amendment, rules: CaseRules, *, on: date) -> Term | None:
    """The term in which the Parties begin to talk; None before a request, for an accession, and after an end."""
    if amendment.requested_on is None or amendment.is_accession or amendment.state == STATE.WITHDRAWN:
        return None
    last_day = rules.last_day(REQUEST, since=amendment.requested_on)
    if last_day is None:
        return None
    length = rules.term(REQUEST, since=amendment.requested_on)
    return Term(last_day, (last_day - on).days, amendment.consulted_on, length)


def steps(
    amendment: Amendment, standing: ConsentCount, term: Term | None, rules: CaseRules, *, on: date
) -> list[AmendmentStep]:
    """All steps of its article in order; those of a request that was taken back stop where it stopped."""
    length = term.length if term else rules.term(REQUEST, since=amendment.requested_on or on)
    rows = _accession(amendment, standing) if amendment.is_accession else _amendment(amendment, standing, term, length)
    is_open = not amendment.is_over
    found: list[AmendmentStep] = []
    for title, done, text in rows:
        is_next = is_open and not done and all(step.state == "done" for step in found)
        shown = "done" if done else "current" if is_next else "todo"
        found.append(AmendmentStep(title, shown, day(done) if isinstance(done, date) else "", text))
    return found


type Row = tuple[str, date | bool | None, str]


def _amendment(amendment: Amendment, standing: ConsentCount, term: Term | None, length: str) -> list[Row]:
    all_agree = standing.settled_on if amendment.asked_on else None
    within = f" binnen {length}" if length else ""
    publication = amendment.publication
    published = (publication.published_on, publication.number) if publication else (None, "In de Staatscourant.")
    return [
        (fill_in("Schriftelijk verzoek{art_amendment_request}"), amendment.requested_on, _asked_by(amendment)),
        ("Partijen geïnformeerd", amendment.informed_on, fill_in("Door {the_programme_team}.")),
        (f"Overleg{within}" + fill_in("{art_consultation}"), amendment.consulted_on, term.words if term else ""),
        ("Op de agenda", amendment.asked_on, str(amendment.meeting or amendment.agenda)),
        (f"Instemming van {standing.needs}", all_agree, f"{standing.words}."),
        (fill_in("Vastgelegd in het verslag{art_consent_minutes}"), amendment.recorded_on, _minutes(amendment)),
        (fill_in("Addendum ondertekend{art_addendum}"), amendment.signed_on, amendment.signed_by),
        ("Van kracht", amendment.in_force_on, "De dag kiest u; nooit voor de laatste instemming."),
        (fill_in("Gepubliceerd{art_publication}"), *published),
    ]


def _accession(amendment: Amendment, standing: ConsentCount) -> list[Row]:
    asked = fill_in("Schriftelijk verzoek met bijdrage{art_accession_request}")
    consented = f"Schriftelijke instemming van {standing.needs}" + fill_in("{art_accession_consent}")
    return [
        (asked, amendment.requested_on, amendment.new_name),
        ("Partijen geïnformeerd en gevraagd", amendment.informed_on, ""),
        (consented, standing.settled_on, f"{standing.words}."),
        ("Partij", amendment.in_force_on, "Vanaf de dag van de laatste instemming die nodig was."),
    ]


def _minutes(amendment: Amendment) -> str:
    return ", ".join(str(part) for part in (amendment.minutes_meeting, amendment.minutes) if part)


def _asked_by(amendment: Amendment) -> str:
    return f"Door {amendment.party.code}." if amendment.party else ""
