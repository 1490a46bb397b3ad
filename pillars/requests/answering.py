"""Answering a request: half work is kept at any time, and what is sent is complete.

Everything that is written makes a new version of the part that it is written in and of its answer: two people of one
executor never write over each other unseen, and who sends or asks something back does so with what they saw.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from django.db import models, transaction
from django.db.models import F

from pillars.agreed.models import Indicator
from pillars.agreed.scale import SCALE_WORDS
from pillars.requests.models import (
    WRITABLE,
    Answer,
    AnswerChannel,
    AnswerFigure,
    AnswerFile,
    AnswerMilestone,
    AnswerPart,
    AnswerState,
    RequestState,
)
from pillars.requests.request_mails import QUESTION, RECEIPT, make_mails
from regiodeal.base.dutch import number
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import User
from regiodeal.deals.running import hold_running
from regiodeal.files.kinds import Upload, described
from regiodeal.lifecycle.seen import hold
from regiodeal.lifecycle.steps import MOVED_ON, Change

NOT_WRITABLE = "In dit antwoord kan niet meer worden geschreven: het is verstuurd, of de uitvraag is gesloten."
NO_QUESTION = "Schrijf op wat u wilt weten: de uitvoerder moet weten wat er nog nodig is."


class PartValues(TypedDict, total=False):
    """What can be written about a project; what is not named stays as it is. Money is euro incl. btw."""

    done: str
    upcoming: str
    on_schedule: bool | None
    why_not: str
    learned: str
    spent: Decimal | None
    still_to_spend: Decimal | None
    hours_in_kind: Decimal | None
    note: str
    is_unchanged: bool


class FigureValues(TypedDict, total=False):
    """What can be written about a figure; what is not named stays as it is."""

    value: Decimal | None
    is_unchanged: bool
    note: str


class MilestoneValues(TypedDict, total=False):
    """What can be written about a milestone; what is not named stays as it is."""

    reached_on: date | None
    new_day: date | None
    reason: str
    is_unchanged: bool


@dataclass(frozen=True)
class Written:
    """Holds what is written in one part at once: the project itself, and its figures and milestones by their keys."""

    part: PartValues = field(default_factory=PartValues)
    figures: Mapping[int, FigureValues] = field(default_factory=dict)
    milestones: Mapping[int, MilestoneValues] = field(default_factory=dict)


@dataclass(frozen=True)
class Missing:
    """Something that an answer still lacks: of which part, at which field (`figure-12-value`), and what to do."""

    part: AnswerPart
    name: str
    text: str


class IncompleteAnswerError(Exception):
    """Raised when an answer is sent that is not complete; nothing was changed. `missing` says what, and where."""

    def __init__(self, missing: Iterable[Missing]) -> None:
        self.missing = tuple(missing)
        super().__init__(" ".join(dict.fromkeys(each.text for each in self.missing)))


class WrongValueError(ValueError):
    """Raised for a value that cannot be; nothing was changed. `name` is its field, its text is Dutch."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


# --- Writing -----------------------------------------------------------------------------------------------------


def begin(
    answer: Answer, *, by: User, at: datetime, version: int, channel: AnswerChannel = AnswerChannel.PORTAL
) -> None:
    """Begin to answer. Raises WrongStateError for what was begun already, or a request that was closed."""
    with transaction.atomic():
        _hold_open(answer)
        states, to_state = (AnswerState.ASKED,), AnswerState.BEGUN
        answer.move(states, to_state, by=by, at=at, version=version, answered_by=by, channel=channel)


@transaction.atomic
def write(
    part: AnswerPart,
    written: Written,
    *,
    by: User,
    at: datetime,
    version: int,
    channel: AnswerChannel = AnswerChannel.PORTAL,
) -> None:
    """Keep what somebody wrote about a project, complete or not; `version` is that of the part when it was read.

    Raises WrongValueError, in Dutch with its field, for what cannot be; WrongStateError when the part moved on, or the
    answer was sent or its request closed. Then nothing was changed.
    """
    answer = _hold_open(part.answer)
    told = [*_change_part(part, written.part, version=version)]
    told += _change_figures(part, written.figures)
    told += _change_milestones(part, written.milestones)
    _tell_written(answer, told, by=by, at=at, channel=channel)


def write_part(
    part: AnswerPart,
    values: PartValues,
    *,
    by: User,
    at: datetime,
    version: int,
    channel: AnswerChannel = AnswerChannel.PORTAL,
) -> None:
    """Keep story, money and note of a project, as `write` does."""
    write(part, Written(part=values), by=by, at=at, version=version, channel=channel)


def write_figure(
    figure: AnswerFigure,
    values: FigureValues,
    *,
    by: User,
    at: datetime,
    version: int,
    channel: AnswerChannel = AnswerChannel.PORTAL,
) -> None:
    """Keep one figure, as `write` does; `version` is that of its part."""
    write(figure.part, Written(figures={figure.pk: values}), by=by, at=at, version=version, channel=channel)
    figure.refresh_from_db()


def write_milestone(
    milestone: AnswerMilestone,
    values: MilestoneValues,
    *,
    by: User,
    at: datetime,
    version: int,
    channel: AnswerChannel = AnswerChannel.PORTAL,
) -> None:
    """Keep what became of one milestone, as `write` does; `version` is that of its part."""
    write(milestone.part, Written(milestones={milestone.pk: values}), by=by, at=at, version=version, channel=channel)
    milestone.refresh_from_db()


def unchanged(
    part: AnswerPart, *, by: User, at: datetime, version: int, channel: AnswerChannel = AnswerChannel.PORTAL
) -> None:
    """Say of a project that all that is still empty is as it was the last time. Raises WrongStateError as `write` does.

    What was written stays. What was never known before stays empty: somebody has to tell it once.
    """
    story: PartValues = {"is_unchanged": True} if part.earlier_id else {}
    figures: dict[int, FigureValues] = {
        figure.pk: {"is_unchanged": True}
        for figure in part.figures.select_related("indicator")
        if figure.value is None and figure.unchanged_value is not None
    }
    milestones: dict[int, MilestoneValues] = {
        row.pk: {"is_unchanged": True}
        for row in part.milestones.all()
        if row.reached_on is None and row.new_day is None
    }
    write(part, Written(story, figures, milestones), by=by, at=at, version=version, channel=channel)


@transaction.atomic
def unchanged_all(
    answer: Answer, *, by: User, at: datetime, version: int, channel: AnswerChannel = AnswerChannel.PORTAL
) -> None:
    """Say of all projects what `unchanged` says of one; `version` is that of the answer. Raises WrongStateError."""
    hold(answer, version)
    for part in answer.parts.select_related("answer__request"):
        part.answer = answer
        unchanged(part, by=by, at=at, version=part.version, channel=channel)


@transaction.atomic
def add_file(part: AnswerPart, upload: Upload, *, by: User, at: datetime) -> AnswerFile:
    """Keep a file with what is told of a project. Raises UnreadableFileError for what is not taken, WrongStateError."""
    answer = _hold_open(part.answer)
    row = AnswerFile(part=part, uploaded_by=by, uploaded_at=at, **described(upload))
    row.file = upload
    row.save()
    _tell_written(answer, [[f"{part.project.code}: bestand", "", row.name]], by=by, at=at, channel=None)
    return row


# --- Sending, asking back ----------------------------------------------------------------------------------------


def missing_of(answer: Answer) -> list[Missing]:
    """Return all that the answer still lacks, in the order of its parts; empty for one that can be sent.

    In four queries however many projects and figures it has.
    """
    parts = answer.parts.select_related("project", "earlier").prefetch_related(
        models.Prefetch("figures", AnswerFigure.objects.select_related("indicator", "item")), "milestones__milestone"
    )
    return [missing for part in parts for missing in _missing_of_part(part)]


@transaction.atomic
def send(answer: Answer, *, by: User, at: datetime, version: int, channel: AnswerChannel | None = None) -> None:
    """Send the answer to the bureau; its contact persons get a receipt.

    Raises IncompleteAnswerError with all that is missing, WrongStateError where it moved on.
    """
    _hold_open(answer)
    hold(answer, version)
    if missing := missing_of(answer):
        raise IncompleteAnswerError(missing)
    states, way = (AnswerState.BEGUN, AnswerState.RETURNED), channel or answer.channel
    told = {"answered_by": by, "sent_at": at, "channel": way}
    answer.move(states, AnswerState.SENT, by=by, at=at, version=version, step=None, **told)
    make_mails([answer], f"{RECEIPT}-{answer.version}", at=at)


def return_with_question(answer: Answer, question: str, *, by: User, at: datetime, version: int) -> None:
    """Ask something back: the executor may change the answer and send it again.

    Raises ValueError without a question, WrongStateError unless it was sent and is as it was seen.
    """
    question = question.strip()
    if not question:
        raise ValueError(NO_QUESTION)
    with transaction.atomic():
        _hold_open(answer)
        states, step = (AnswerState.SENT,), {"reason": question}
        answer.move(states, AnswerState.RETURNED, by=by, at=at, version=version, step=step, question=question)
        make_mails([answer], f"{QUESTION}-{answer.version}", at=at)


# --- How it is kept ----------------------------------------------------------------------------------------------


def _hold_open(answer: Answer) -> Answer:
    """Keep deal and request as they are until the transaction ends. Raises WrongStateError where they are closed."""
    hold_running(answer.request.deal_id)
    requests = type(answer.request)._default_manager.select_for_update(no_key=True)
    if not requests.filter(pk=answer.request_id, state=RequestState.OPEN).exists():
        raise WrongStateError(NOT_WRITABLE)
    return answer


def _tell_written(answer: Answer, told: list[Change], *, by: User, at: datetime, channel: AnswerChannel | None) -> None:
    """Make the next version of the answer, begun where it was not, with what was written in its trail."""
    stood, before = answer.state, answer.content()
    was_asked = models.Case(
        models.When(state=AnswerState.ASKED, then=models.Value(AnswerState.BEGUN.value)), default=F("state")
    )
    columns = {"channel": channel} if channel else {}
    is_writable = models.Q(state__in=WRITABLE)
    answer.change_or_refuse(
        is_writable, NOT_WRITABLE, version=F("version") + 1, state=was_asked, answered_by=by, **columns
    )
    step = {} if stood == answer.state else {"from_state": stood, "to_state": answer.state}
    answer.tell(by=by, at=at, before=before, changes=told, **step)


def _change_part(part: AnswerPart, values: PartValues, *, version: int) -> list[Change]:
    new = dict(values)
    if values.get("is_unchanged"):
        if part.earlier is None:
            text = "Er is geen eerder antwoord om te laten staan."
            raise WrongValueError(_field("part", part.pk, "is_unchanged"), text)
        new |= _as_earlier(part, new)
        kept = (
            (new.get(name, getattr(part, name)), getattr(part.earlier, name)) for name in (*part.STORY, *part.MONEY)
        )
        new["is_unchanged"] = all(now == then for now, then in kept)
    elif any(name in new and new[name] != getattr(part, name) for name in (*part.STORY, *part.MONEY)):
        new["is_unchanged"] = False
    for name in part.MONEY:
        amount = new.get(name)
        if isinstance(amount, Decimal) and amount < 0:
            raise WrongValueError(_field("part", part.pk, name), "Vul een bedrag of aantal van 0 of meer in.")
    stood = {name: getattr(part, name) for name in new}
    part.change_or_refuse(models.Q(version=version), MOVED_ON, version=version + 1, **new)
    code = part.project.code
    return [
        [f"{code}: {part._meta.get_field(name).verbose_name}", _words(old), _words(getattr(part, name))]  # type: ignore[union-attr]
        for name, old in stood.items()
        if _words(old) != _words(getattr(part, name))
    ]


def _as_earlier(part: AnswerPart, new: Mapping[str, object]) -> dict[str, object]:
    """Return what the last answer said, for what is empty now: what somebody wrote stays."""
    assert part.earlier is not None
    names = (*part.STORY, *part.MONEY)
    empty = [name for name in names if new.get(name, getattr(part, name)) in (None, "")]
    return {name: getattr(part.earlier, name) for name in empty}


def _change_figures(part: AnswerPart, values: Mapping[int, FigureValues]) -> list[Change]:
    rows = part.figures.select_related("indicator", "item").in_bulk(list(values))
    told: list[Change] = []
    for key, new in values.items():
        figure = _known(rows, key)
        stood = (figure.value_words, figure.note)
        _fill_figure(figure, new)
        figure.save(update_fields=["value", "is_unchanged", "note"])
        words = figure.value_words + (" (ongewijzigd)" if figure.is_unchanged else "")
        if (words, figure.note) != stood:
            told.append([f"{part.project.code}: {figure}", " · ".join(filter(None, stood)), words])
    return told


def _fill_figure(figure: AnswerFigure, new: FigureValues) -> None:
    if "value" in new:
        if new["value"] != figure.value:
            figure.is_unchanged = False
        figure.value = new["value"]
    figure.note = new.get("note", figure.note)
    if "is_unchanged" in new:
        figure.is_unchanged = new["is_unchanged"]
    if figure.is_unchanged:
        figure.value = figure.unchanged_value
    name = _field("figure", figure.pk, "value")
    if figure.is_unchanged and figure.value is None:
        raise WrongValueError(name, "Er is geen eerder cijfer. Vul in hoeveel het nu is.")
    if fault := value_fault(figure.indicator, figure.value):
        raise WrongValueError(name, fault)


def value_fault(indicator: Indicator, value: Decimal | None) -> str:
    """Return in Dutch why this cannot be a value of the indicator; empty for one that can, and for none."""
    if value is None:
        return ""
    if value < 0:
        return "Vul een getal van 0 of meer in."
    match indicator.value_kind:
        case Indicator.ValueKind.MILESTONE:
            return "" if value in (0, 1) else "Vul 1 in voor ja, of 0 voor nee."
        case Indicator.ValueKind.SCALE:
            highest = len(SCALE_WORDS) - 1
            is_step = value <= highest and value == value.to_integral_value()
            return "" if is_step else f"Kies een stap van 0 tot en met {highest}."
        case _:
            return "" if value < Decimal(10) ** 12 else "Dit getal is te groot."


def _change_milestones(part: AnswerPart, values: Mapping[int, MilestoneValues]) -> list[Change]:
    rows = part.milestones.select_related("milestone").in_bulk(list(values))
    told: list[Change] = []
    for key, new in values.items():
        row = _known(rows, key)
        stood = _milestone_words(row)
        for column, value in new.items():
            setattr(row, column, value)
        if not new.get("is_unchanged"):
            row.is_unchanged = row.is_unchanged and row.reached_on is None and row.new_day is None
        elif new.get("reached_on") or new.get("new_day"):
            row.is_unchanged = False  # a day that was written says more than a tick
        else:
            row.reached_on = row.new_day = None
        if row.reached_on and row.new_day:
            text = "Kies: bereikt op een dag, of een nieuwe dag."
            raise WrongValueError(_field("milestone", row.pk, "new_day"), text)
        row.save(update_fields=["reached_on", "new_day", "reason", "is_unchanged"])
        if _milestone_words(row) != stood:
            told.append([f"{part.project.code}: {row}", stood, _milestone_words(row)])
    return told


def _milestone_words(row: AnswerMilestone) -> str:
    if row.reached_on:
        return f"bereikt op {row.reached_on:%d-%m-%Y}"
    if row.new_day:
        return f"wordt {row.new_day:%d-%m-%Y}: {row.reason}"
    return "nog niet bereikt" if row.is_unchanged else row.reason


def _known[Row: models.Model](rows: Mapping[int, Row], key: int) -> Row:
    """Return the row with this key. Raises WrongStateError for one that is not of this part."""
    if key not in rows:
        raise WrongStateError(MOVED_ON)
    return rows[key]


def _field(kind: str, key: int, name: str) -> str:
    """Return what a field is called on a form and in a refusal: `figure-12-value`."""
    return f"{kind}-{key}-{name}"


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "ja" if value else "nee"
        case Decimal():
            return number(value)
        case _:
            return str(value)


def _missing_of_part(part: AnswerPart) -> Iterable[Missing]:
    yield from (Missing(part, _field("part", part.pk, name), text) for name, text in _missing_words(part))
    for figure in part.figures.all():
        if figure.value is None:
            more = "" if figure.unchanged_value is None else " Of kies 'ongewijzigd'."
            text = f"Vul in: {figure}.{more}"
            yield Missing(part, _field("figure", figure.pk, "value"), text)
    for row in part.milestones.all():
        if row.new_day and not row.reason.strip():
            yield Missing(part, _field("milestone", row.pk, "reason"), f"Schrijf op waarom dit later wordt: {row}.")
        elif not (row.reached_on or row.new_day or row.is_unchanged):
            text = f"Zeg wanneer dit is bereikt, of wanneer het wordt: {row}."
            yield Missing(part, _field("milestone", row.pk, "reached_on"), text)


def _missing_words(part: AnswerPart) -> Iterable[tuple[str, str]]:
    """What story and money of a project lack: the name of the field, and what to do."""
    if not part.is_unchanged and not part.done.strip():
        yield "done", "Schrijf kort op wat er is gedaan."
    if not part.is_unchanged and part.on_schedule is None:
        yield "on_schedule", "Zeg of het project op schema ligt."
    if part.on_schedule is False and not part.why_not.strip():
        yield "why_not", "Schrijf op waarom het project niet op schema ligt."
    if part.spent is None:
        yield "spent", "Vul in hoeveel er is uitgegeven. Niets? Vul 0 in."
    if part.still_to_spend is None:
        yield "still_to_spend", "Vul in hoeveel er nog wordt uitgegeven. Niets? Vul 0 in."
