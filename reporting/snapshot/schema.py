"""What a snapshot holds, field by field: published as fixtures/snapshot.schema.json (`manage.py snapshot_schema`).

Values are texts (amounts and numbers with their decimals, days in ISO form), so that a snapshot is the same as JSON.
Each thing stands in it once; what belongs to it is named by its code. `*_label` is the Dutch word for a code, kept
because words may change after the day of the snapshot.
"""

from pathlib import Path
from typing import Annotated, Literal, NotRequired, TypedDict

from django.conf import settings
from pydantic import ConfigDict, Field, TypeAdapter, with_config

from finance.ledger.booking_record import BookingRecord
from finance.position.position_record import CapRecord, FlowRecord, LineRecord, PositionSums
from pillars.measurements.measurement_record import MeasurementRecord
from pillars.progress.progress_records import ResultRecord, StatusCode, TargetRecord
from pillars.projects.models import ProjectState
from pillars.registers.models import Lesson
from regiodeal.base.json_values import Day, Euro, Figure, Share, said
from regiodeal.covenant.obligations.deadlines import DeadlineState
from regiodeal.deals.models import Party
from regiodeal.files.models import Openness

SCHEMA_VERSION: Literal[2] = 2
SCHEMA_PATH = Path(settings.BASE_DIR) / "fixtures" / "snapshot.schema.json"


class ReplacedEdition(TypedDict):
    """The edition that a later one replaces, with the hash of its snapshot."""

    number: int | None
    on: Day
    digest: str


class EditionRecord(TypedDict):
    """Holds which edition it is; a final one after the first names what it replaces and why.

    Where a correction kept the day of the one it replaces, `corrected_on` is the day on which it was made and
    `corrections` how many figures and texts of before that day were corrected since, and are in it.
    """

    number: int
    replaces: ReplacedEdition | None
    reason: str
    corrected_on: str | None
    corrections: int


class WordRecord(TypedDict):
    """A noun as the deal calls it: one, more than one, and its article (de or het)."""

    singular: str
    plural: str
    article: str


class LogoRecord(TypedDict):
    """The logo of the deal's owner: the picture in base64, its type, and what it shows in words."""

    content_type: str
    picture: str
    text: str


class CoverRecord(TypedDict):
    """The photo on the cover: a JPEG in base64, what it shows in words, and whose it is."""

    picture: str
    text: str
    credit: str


class DealRecord(TypedDict):
    """The deal, with the days that are in force on the day of the snapshot.

    `own_words` are its nouns and `articles` what each article governs, by their keys in the deal file; a snapshot of
    before they were kept has neither.
    """

    slug: str
    name: str
    short_name: str
    region_name: str
    signed_on: Day
    in_force_on: Day
    ends_on: Day
    core_message: str
    core_message_article: str
    example_notice: str
    own_words: NotRequired[dict[str, WordRecord]]
    articles: NotRequired[dict[str, str]]
    owner: NotRequired[str]  # who the deal is of, its theme and its own colour; not in the first snapshots
    theme: NotRequired[str]
    primary_color: NotRequired[str]
    logo: NotRequired[LogoRecord]  # only of a deal that has one
    cover: NotRequired[CoverRecord]  # likewise


class CovenantVersionRecord(TypedDict):
    """The version of the covenant by which everything is told."""

    number: int
    in_force_on: Day
    title: str


class PartyRecord(TypedDict):
    """A Party, with who stands for it on the day: 'name, office'; and whether the report goes to it."""

    code: str
    name: str
    side: Annotated[str, said(Party.Side)]
    office_holders: list[str]
    receives_report: NotRequired[bool]


class StoryRecord(TypedDict):
    """Holds what is told of a measure over a year."""

    year: int
    done: str
    schedule: str
    schedule_label: str
    reason: str
    outlook: str
    learned: str
    risks: str
    entered_by: str
    approved_by: str


class ActivityRecord(TypedDict):
    """A lettered part of a measure, as agreed."""

    letter: str
    wording: str


class MeasureRecord(TypedDict):
    """A measure with its newest story, and its results by their codes: a result may have two measures."""

    code: str
    title: str
    article: str
    wording: str
    activities: list[ActivityRecord]
    entry: StoryRecord | None
    results: list[str]


class GoalRecord(TypedDict):
    """A goal with its measures."""

    code: str
    title: str
    article: str
    wording: str
    measures: list[MeasureRecord]


class PillarRecord(TypedDict):
    """A pillar with its goals."""

    code: str
    name: str
    article: str
    goals: list[GoalRecord]


class ExplanationRecord(TypedDict):
    """Holds what the bureau says of a target that is off course, and what was decided about it."""

    text: str
    expected_value: Figure | None
    proposal: str
    decision: str
    entered_by: str


class YearValue(TypedDict):
    """What the value of a target came to in a full year, or at its end."""

    year: int
    value: Figure


class ExplainedTarget(TargetRecord):
    """A target with its explanation, and what it came to in the years before."""

    explanation: ExplanationRecord | None
    years: NotRequired[list[YearValue]]  # not in what was laid down before they were told


class StatusCount(TypedDict):
    """Holds how many results have a status."""

    status: StatusCode
    label: str
    count: int


class EarlierResult(TypedDict):
    """How a result stood a year before."""

    status: StatusCode
    status_label: str


class EarlierTarget(TypedDict):
    """What was known of a target a year before: its value, and what was needed for it."""

    value: Figure | None
    needed: Figure | None


class YearBeforeRecord(TypedDict):
    """How the deal stood a year before the snapshot, by what was known then: results and targets by their codes.

    `counts` are those of that day; `money` is all lines together.
    """

    on: Day
    counts: list[StatusCount]
    results: dict[str, EarlierResult]
    targets: dict[str, EarlierTarget]
    money: "SumRecord"


class ReportedLine(LineRecord):
    """The position of a budget line, with what the covenant says of its agreed amount."""

    kind_label: str | None
    is_rounded: bool


class ReportedCap(CapRecord):
    """A cap as it is told in a report."""


class ReportedBooking(BookingRecord):
    """A booking that counts, without its counterpart: that can be a person. `corrects` is the code of a booking."""

    sort: str
    corrects: str | None
    origin_label: str
    entered_by: str
    approved_by: str
    evidence: list[str]


class ContributionRecord(TypedDict):
    """Holds what a partner of the region pledged, and what of it was confirmed and realised."""

    partner: str
    contributor_label: str
    description: str
    sector_label: str
    form_label: str
    valuation_ground: str
    budget_line: str | None
    pledged_on: Day
    state_label: str
    amount: Euro
    confirmed_amount: Euro | None
    realised_amount: Euro | None
    entered_by: str
    evidence: list[str]


class FindingRecord(TypedDict):
    """Holds what a rule of the money finds."""

    code: str
    severity_label: str
    article: str
    text: str
    budget_line: str


class AgreedTotalRecord(TypedDict):
    """A total that was agreed for a contributor: what of it was received, and what the region realised of it."""

    code: str
    article: str
    contributor_label: str
    kind_label: str
    amount: Euro
    received: Euro
    realised: Euro
    is_rounded: bool


class SumRecord(FlowRecord):
    """All lines together."""

    agreed: Euro
    room: Euro


class MoneyRecord(PositionSums):
    """The money in euro incl. btw. `elapsed` is the share of the term that has gone by."""

    elapsed: Share
    sum: SumRecord
    lines: list[ReportedLine]
    caps: list[ReportedCap]
    agreed_totals: list[AgreedTotalRecord]
    contributions: list[ContributionRecord]
    bookings: list[ReportedBooking]
    findings: list[FindingRecord]


class DeadlineRecord(TypedDict):
    """A last day of an obligation, with the name of who does it; `days_left` is negative when it has passed."""

    code: str
    title: str
    article: str
    owner: str
    due_on: Day
    days_left: int
    is_on_weekend: bool
    remark: str
    state: Annotated[str, said(DeadlineState)]
    state_label: str
    done_on: Day | None
    is_met_by_time: NotRequired[bool]  # only where nobody has to do anything: the end of a term of notice


class EventTermRecord(TypedDict):
    """A term that begins when something happens, with when it ends in words, and the name of who it is of."""

    code: str
    title: str
    article: str
    owner: str
    words: str


class OutcomePoint(TypedDict):
    """A figure of an outcome indicator in an area."""

    year: int
    value: Figure
    is_baseline: bool
    source: str
    entered_by: str
    approved_by: str


class AreaRecord(TypedDict):
    """The figures of one area."""

    name: str
    points: list[OutcomePoint]


class OutcomeRecord(TypedDict):
    """An outcome indicator with its figures, and what they say in words and no more."""

    code: str
    goal: str
    name: str
    unit: str
    direction_label: str
    article: str
    words: str
    notes: list[str]
    areas: list[AreaRecord]


class LessonRecord(TypedDict):
    """A lesson with the codes of its measures."""

    title: str
    verdict: Annotated[str, said(Lesson.Verdict)]
    verdict_label: str
    why: str
    combination: str
    year: int
    status_label: str
    measures: list[str]


class BottleneckRecord(TypedDict):
    """A bottleneck with its theme and the codes of its measures."""

    title: str
    theme: str
    case: str
    law: str
    short_term: str
    long_term: str
    state: str
    state_label: str
    measures: list[str]


class PlaceRecord(TypedDict):
    """A named place with its area, and the codes of the measures that count it; unknown when it opened is null."""

    code: str
    name: str
    set: str
    neighbourhood: str
    is_open: bool | None
    opened_on: Day | None
    measures: list[str]
    location: NotRequired[str]  # breadth and length in degrees, or empty; not in old ones


class MapAreaRecord(TypedDict):
    """An area with its outline as GeoJSON (WGS84)."""

    code: str
    name: str
    outline: str


class MapRecord(TypedDict):
    """Holds the outlines of the areas as they were, where they came from, and whether they are a sketch."""

    source: str
    is_schematic: bool
    areas: list[MapAreaRecord]


class ProjectNormRecord(TypedDict):
    """What a project plans for a norm and what was realised by it, in the norm's unit; null without any.

    For a norm of each year it is about `year`.
    """

    target: str
    title: str
    unit: str
    year: int | None
    planned: Figure | None
    realised: Figure | None


class TextPictureRecord(TypedDict):
    """A picture that `texts` name by its number: where it is kept, and the SHA-256 of what it was."""

    number: int
    file: str
    sha256: str


class DealAreaRecord(TypedDict):
    """An area of the deal: the code by which `texts` holds what is told of it, and its name."""

    code: str
    name: str


class PhotoRecord(TypedDict):
    """A public photo of a project: its number, where it is kept, and what is to be seen on it."""

    number: int
    file: str
    alternative: str


class ProjectRecord(TypedDict):
    """A project that is more than an idea, with the public names of who carry it out and the codes of its measures.

    The first measure is its main one. What is confidential is not in a report.
    """

    code: str
    title: str
    description: str
    measures: list[str]
    executor: str
    partners: list[str]
    state: Annotated[str, said(ProjectState)]
    state_label: str
    starts_on: Day | None
    ends_on: Day | None
    areas: list[str]
    places: list[str]
    openness: Annotated[str, said(Openness)]
    norms: list[ProjectNormRecord]
    photos: NotRequired[list[PhotoRecord]]


class ChangedTermRecord(TypedDict):
    """One agreement that an amendment changed, in words: what it is, what it was and what it became."""

    what: str
    was: str
    becomes: str


class ComingAmendmentRecord(TypedDict):
    """A request that is in procedure, or a change that is not in force yet; `words` tells how far it is."""

    number: int
    sort_label: str
    title: str
    party: str
    words: str
    in_force_on: Day | None
    changes: list[ChangedTermRecord]


class NoticeRecord(TypedDict):
    """A notice (opzegging) of a Party, with its last day."""

    party: str
    notified_on: Day
    bound_until: Day


class AmendmentRecord(TypedDict):
    """An amendment, extension or accession that is in force."""

    number: int
    sort_label: str
    title: str
    ground: str
    party: str
    in_force_on: Day | None
    covenant_version: int | None
    publication: str
    changes: list[ChangedTermRecord]


class AdjustmentRecord(TypedDict):
    """An adjustment of a measure within the financial frame."""

    measure: str
    title: str
    text: str
    reason: str
    frame: str
    adjusted_on: Day


class ReadingRecord(TypedDict):
    """A reading of the covenant where it is ambiguous."""

    code: str
    article: str
    title: str
    ambiguity: str
    reading: str
    consequence: str
    decided_on: Day
    decided_by: str


class ReportedMeasurement(MeasurementRecord):
    """A measurement behind the results, with the name of its item and who entered and approved it."""

    item_name: str | None
    entered_by: str
    approved_by: str
    evidence: list[str]


class CommentRecord(TypedDict):
    """A comment on a concept with its answer: of a Party by its name, of the overleg where that is empty.

    `section` is the anchor of what it is about. No answer yet: empty.
    """

    section: str
    section_title: str
    party: str
    text: str
    answer: str
    has_changed: bool


@with_config(ConfigDict(extra="forbid"))
class Snapshot(TypedDict):
    """All that the report of a year says, as of a day.

    `judged_year` is the calendar year that yearly targets are judged by. Without an `edition` it is a trial print.
    `texts` is what the bureau wrote, clean HTML by the code of its section. `deviations` are the codes of the results
    that are off course. A copy for the public names the hash of what it is a copy of; names of people are empty in it.
    """

    schema: Annotated[Literal[2], Field(description="The version of this schema.")]
    year: int
    stage: Annotated[str, Field(json_schema_extra={"enum": ["concept", "final"]})]
    on: Day
    judged_year: int
    edition: EditionRecord | None
    texts: dict[str, str]
    text_pictures: NotRequired[list[TextPictureRecord]]  # not in what was laid down before texts had pictures
    deal: DealRecord
    covenant_version: CovenantVersionRecord | None
    parties: list[PartyRecord]
    pillars: list[PillarRecord]
    results: list[ResultRecord]
    targets: list[ExplainedTarget]
    counts: list[StatusCount]
    results_total: int
    deviations: list[str]
    money: MoneyRecord
    deadlines: list[DeadlineRecord]
    event_terms: NotRequired[list[EventTermRecord]]  # not in what was laid down before it was told
    outcome_indicators: list[OutcomeRecord]
    lessons: list[LessonRecord]
    bottlenecks: list[BottleneckRecord]
    places: list[PlaceRecord]
    map: NotRequired[MapRecord]  # not in what was laid down before maps were drawn
    areas: NotRequired[list[DealAreaRecord]]  # not in what was laid down before areas had texts
    amendments: list[AmendmentRecord]
    coming_amendments: list[ComingAmendmentRecord]
    notices: list[NoticeRecord]
    adjustments: list[AdjustmentRecord]
    readings: list[ReadingRecord]
    sources: list[ReportedMeasurement]
    projects: NotRequired[list[ProjectRecord]]  # not in what was laid down before projects were told
    year_before: NotRequired[YearBeforeRecord | None]  # None where no deal was in force; not in old ones
    comments: NotRequired[list[CommentRecord]]  # of a final report, and not in the copy for everybody
    public_copy_of: NotRequired[str]


def json_schema() -> dict[str, object]:
    """The schema as it is published."""
    made = TypeAdapter(Snapshot).json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | made
