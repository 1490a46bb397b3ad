"""The verbs of a round. Each takes one step, or says in Dutch why it cannot be taken."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from pillars.measurements.rounds import round_of, rounds
from regiodeal.base.dates import NOT_YET
from regiodeal.base.dutch import day as in_words
from regiodeal.base.dutch import uncapital
from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.due_rules.due_rules import judged_year
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.covenant.obligations.models import Fulfilment
from regiodeal.deals.models import Deal, User
from regiodeal.deals.words import fill_in
from reporting.reports.models import AnnualReport, KeptReport
from reporting.rounds.editions import content_digest, take_edition
from reporting.rounds.last_days import LastDay, last_days, planned_concept_day
from reporting.rounds.models import ReportRound, RoundStep, Step
from reporting.rounds.round_standing import RoundStanding, round_standing

FREEZING = {Step.CONCEPT: AnnualReport.Stage.CONCEPT, Step.FINAL: AnnualReport.Stage.FINAL}
RECORDED = (Step.SHARED, Step.HANDED, Step.SUBMITTED, Step.DISCUSSED, Step.PUBLISHED)
BEFORE = {  # what has to be done first
    Step.CONCEPT: Step.KICK_OFF,
    Step.SHARED: Step.CONCEPT,
    Step.FINAL: Step.SHARED,
    Step.HANDED: Step.FINAL,
    Step.SUBMITTED: Step.HANDED,
    Step.DISCUSSED: Step.SHARED,
    Step.PUBLISHED: Step.SUBMITTED,
}


@dataclass(frozen=True)
class Taken:
    """Holds how a step outside the portal was taken: on which day, or in which meeting, and what to say about it."""

    on: date
    note: str = ""
    meeting: Meeting | None = None


def years_to_start(deal: Deal, *, on: date) -> list[int]:
    """The years whose round can be started, the newest first: those that have begun and were not started.

    Also after their last day, for a deal that came to the portal half-way; not of a year whose old report is kept.
    """
    begun = {each.year for each in rounds(deal, on=on) if each.first_day <= on}
    begun -= set(ReportRound.objects.filter(deal=deal).values_list("year", flat=True))
    begun -= set(KeptReport.objects.filter(deal=deal, removed_at__isnull=True).values_list("year", flat=True))
    return sorted(begun, reverse=True)


def kick_off(deal: Deal, year: int, *, by: User | None, at: datetime) -> ReportRound:
    """Start the round of a year; `by` is None when the portal does so itself.

    The period is read as usual: year targets by the calendar year that is judged on the last day of the round, all
    else as it stands on the day that the report is laid down. Raises ValueError for a year without a round,
    WrongStateError for a second start.
    """
    today = timezone.localdate(at)
    figures = round_of(deal, year, on=today)
    if figures is None:
        raise ValueError(f"Voor {year} is in deze deal geen voortgangsrapportage afgesproken.")
    _refuse_beside_old_report(deal, year)
    try:
        with transaction.atomic():
            round_ = ReportRound.objects.create(
                deal_id=deal.pk,
                year=year,
                figure_year=judged_year(deal, figures.last_day),
                concept_on=planned_concept_day(figures.last_day),
            )
            RoundStep.record(round_, Step.KICK_OFF, on=today, by=by, at=at)
    except IntegrityError as error:
        raise WrongStateError("Deze ronde is al gestart.") from error
    return round_


def _refuse_beside_old_report(deal: Deal, year: int) -> None:
    """Refuse to make a report of a year whose report of before the portal is kept. Raises WrongStateError."""
    if KeptReport.objects.filter(deal_id=deal.pk, year=year, removed_at__isnull=True).exists():
        raise WrongStateError(f"Van {year} is een oude rapportage bewaard. Haal die eerst weg als zij niet klopt.")


@transaction.atomic
def freeze(
    round_: ReportRound, step: Step, *, by: User | None, at: datetime, reason: str = "", keeps_day: bool = True
) -> AnnualReport:
    """Lay down the concept (CONCEPT) or the final report (FINAL) as it stands now, and take that step.

    Again is a new edition: a final one names the one it replaces, and why, and tells of the same day with what was
    corrected since, unless `keeps_day` is False: then as it stands now. Raises WrongStateError out of order,
    ValueError with comments that wait for an answer, without a reason, or when nothing changed.
    """
    locked = _lock(round_)
    today = timezone.localdate(at)
    stands = round_standing(locked, on=today)
    _check_order(stands, step)
    if step == Step.FINAL:
        _refuse_beside_old_report(locked.deal, locked.year)
    if step == Step.FINAL and stands.open_comments:
        count = stands.open_comments
        words = "1 reactie wacht" if count == 1 else f"{count} reacties wachten"
        raise ValueError(f"Nog {words} op antwoord. Beantwoord die eerst.")
    earlier = stands.final if step == Step.FINAL else stands.concept
    if step == Step.CONCEPT and stands.final is not None:
        raise WrongStateError("De rapportage is al definitief. Maak een nieuwe definitieve versie met een reden.")
    if step == Step.FINAL and earlier is not None and not reason.strip():
        raise ValueError(f"Versie {earlier.number} is al vastgesteld. Schrijf op waarom er een nieuwe versie komt.")
    edition = take_edition(
        locked, FREEZING[step], earlier=earlier, reason=reason.strip(), on=today, keeps_day=keeps_day
    )
    if earlier is not None and content_digest(edition.snapshot) == content_digest(earlier.snapshot):
        told = f"Er is niets veranderd sinds versie {earlier.number}."
        if step == Step.FINAL and keeps_day:
            told += (
                f" Er zijn geen correcties op cijfers van vóór {in_words(earlier.reference_date)}. Moet er iets nieuws "
                "in, neem dan de stand van vandaag."
            )
        raise ValueError(told)
    report = edition.ask(by=by, at=at)
    RoundStep.record(locked, step, on=today, by=by, at=at, report=report, note=reason)
    return report


@transaction.atomic
def record(round_: ReportRound, step: Step, taken: Taken, *, by: User, at: datetime) -> RoundStep:
    """Write down that a step was taken outside the portal: the concept was sent, the report was submitted.

    The obligation that asks for it is then met, with this step as its evidence. Raises WrongStateError out of order or
    for a second time, ValueError for a day to come or before the step that comes first, or without its meeting.
    """
    locked = _lock(round_)
    stands = round_standing(locked, on=timezone.localdate(at))
    _check_order(stands, step)
    if step == Step.DISCUSSED and taken.meeting is None:
        raise ValueError(fill_in("Kies {the_overleg} waarin de rapportage is besproken."))
    if step == Step.SHARED and stands.final is not None:
        text = "De rapportage is al definitief. Een concept gaat niet meer naar {the_overleg}."
        raise WrongStateError(fill_in(text))
    on = taken.meeting.held_on if taken.meeting else taken.on
    _check_day(stands, step, on, at)
    report = stands.concept if step == Step.SHARED else stands.final or stands.concept
    assert report is not None  # _check_order saw to it
    if report.state != AnnualReport.State.READY:
        raise WrongStateError("De bestanden van deze versie zijn nog niet klaar. Wacht tot ze gemaakt zijn.")
    about = {"report": report, "meeting": taken.meeting, "note": taken.note.strip()}
    recorded = RoundStep.record(locked, step, on=on, by=by, at=at, **about)
    due = stands.last_days.get(step)
    if due is not None:
        _meet(due, recorded, by=by, at=at)
    return recorded


@transaction.atomic
def take_back(taken: RoundStep, *, by: User, at: datetime, reason: str) -> None:
    """Undo the newest step, when it was a mistake. What was laid down stays so: a new edition replaces it.

    Raises ValueError without a reason, WrongStateError for a step that is not the newest or that froze something.
    """
    stands = round_standing(_lock(taken.round), on=timezone.localdate(at))
    if taken.step not in RECORDED:
        raise WrongStateError("Wat is vastgelegd blijft zo. Leg een nieuwe versie vast.")
    if stands.newest is None or stands.newest.pk != taken.pk:
        raise WrongStateError("Alleen de laatste stap is terug te nemen.")
    taken.take_back(by=by, at=at, reason=reason)
    due = last_days(taken.round.deal, taken.round.year, on=timezone.localdate(at)).get(Step(taken.step))
    rows = Fulfilment.objects.filter(evidence=evidence_of(taken), withdrawn_at__isnull=True)
    for fulfilment in rows.filter(obligation=due.obligation, due_on=due.day) if due else ():
        fulfilment.withdraw(by=by, at=at, reason=reason)


def evidence_of(taken: RoundStep) -> str:
    """Return what a step says as evidence that an obligation was met."""
    where = f" in {taken.meeting}" if taken.meeting else ""
    return f"{taken.get_step_display()}{where}: {taken.report}, vastgelegd in de ronde {taken.round.year}."


def _meet(due: LastDay, taken: RoundStep, *, by: User, at: datetime) -> None:
    """Write down that the obligation was met, unless somebody did."""
    rows = Fulfilment.objects.filter(obligation=due.obligation, due_on=due.day, withdrawn_at__isnull=True)
    if not rows.exists():
        evidence = evidence_of(taken)
        Fulfilment.record(due.obligation, due_on=due.day, done_on=taken.done_on, evidence=evidence, by=by, at=at)


def _lock(round_: ReportRound) -> ReportRound:
    """The round, kept for this transaction: of two people at once the second sees what the first did."""
    return ReportRound.objects.select_for_update(no_key=True).select_related("deal").get(pk=round_.pk)


def _check_order(stands: RoundStanding, step: Step) -> None:
    first = BEFORE.get(step)
    if first is not None and stands.step(first) is None:
        raise WrongStateError(f"Eerst moet deze stap zijn gezet: {uncapital(first.label)}.")


def _check_day(stands: RoundStanding, step: Step, on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise ValueError(NOT_YET)
    before = stands.step(BEFORE[step])
    if before is not None and on < before.done_on:
        raise ValueError(f"Kies een dag op of na {in_words(before.done_on)}: {uncapital(before.get_step_display())}.")
