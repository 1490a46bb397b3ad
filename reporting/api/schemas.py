"""What the API answers, field by field: the words of the deal file, in camelCase (decision 23)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from finance.ledger.models import BookingKind
from pillars.agreed.models import Target as AgreedTarget
from pillars.status.status import Status
from regiodeal.base.json_values import Euro, Figure, Share, said
from regiodeal.deals.models import Party as AgreedParty
from regiodeal.lifecycle.review import State
from reporting.reports.models import AnnualReport
from reporting.reports.models import ReportFile as StoredFile

type Currency = Annotated[Literal["EUR"], Field(description="ISO 4217; bedragen zijn inclusief btw.")]

StatusWord = Annotated[Status, said(Status)]
StateWord = Annotated[State, said(State)]


class ApiRecord(BaseModel):
    """The base of all answers: camelCase outside, and no field that is not named here."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid", from_attributes=True)

    @classmethod
    def of(cls, record: Mapping[str, object], **more: object) -> Self:
        """What it tells of a record that the snapshot holds too, and what `more` only the API tells."""
        return cls.model_validate({name: record[name] for name in cls.model_fields.keys() & record.keys()} | more)


class Links(ApiRecord):
    """Whole addresses."""

    self_: str = Field(alias="self")
    first: str
    next: str | None


class DealAnswer(ApiRecord):
    """Een Regio Deal (Deal), met de data die op `on` gelden."""

    slug: str
    name: str
    short_name: str
    region_name: str
    article: str
    signed_on: date
    in_force_on: date
    ends_on: date
    financing_ends_on: date
    example_notice: str = Field(description="Niet leeg: dit zijn voorbeeldgegevens, en waarom.")
    on: date


class PartyAnswer(ApiRecord):
    """Een Partij (Party)."""

    code: str
    article: str
    name: str
    side: Annotated[AgreedParty.Side, said(AgreedParty.Side)]
    is_treasurer: bool


class MeasureAnswer(ApiRecord):
    """Een maatregel (Measure)."""

    code: str
    article: str
    title: str
    wording: str
    goal: str
    pillar: str
    pillar_name: str
    results: list[str]


class ResultAnswer(ApiRecord):
    """Een beoogd resultaat (Result). Hoe het ervoor staat vraagt het soort `progress`."""

    code: str
    document_code: str
    article: str
    title: str
    wording: str
    goal: str
    executor: str
    measures: list[str]
    targets: list[str]
    status: StatusWord | None
    reason: str | None
    decided_by_target: str | None
    on: date


class TargetAnswer(ApiRecord):
    """Een norm (Target): één toetsbaar deel van een resultaat. `pending` telt mee wat nog wacht op goedkeuring."""

    code: str
    article: str
    result: str
    title: str
    kind: Annotated[AgreedTarget.Kind, said(AgreedTarget.Kind)]
    operator: Annotated[AgreedTarget.Operator, said(AgreedTarget.Operator)]
    minimum: Figure | None
    maximum: Figure | None
    is_ceiling: bool = False
    unit: str
    cadence: str
    due_on: date | None
    indicator: str
    value: Figure | None
    status: StatusWord | None
    status_by_rule: StatusWord | None
    reason: str | None
    forecast: Figure | None
    forecast_ground: str | None
    planned: Figure | None = Field(description="Wat alle projecten samen voor deze norm plannen.")
    uncovered: Figure | None = Field(description="Wat van wat nodig is nog geen project plant.")
    forecast_gap: Figure | None = Field(description="Wat het vooruitzicht te kort komt.")
    forecast_by_plans: bool | None = Field(description="Het vooruitzicht volgt uit de plannen van de projecten.")
    pending_value: Figure | None
    pending_status: StatusWord | None
    on: date


class MeasurementAnswer(ApiRecord):
    """Een meting (Measurement): één cijfer, met zijn bron. Wie het invulde staat er niet bij."""

    id: int
    indicator: str
    indicator_name: str
    unit: str
    item: str | None
    project: str | None = Field(description="De code van het project waaruit dit cijfer komt.")
    year: int | None
    measured_on: date
    value: Figure
    note: str
    source: str
    state: StateWord
    approved_at: datetime | None
    replaces: int | None = Field(description="Dit cijfer is een correctie van dat cijfer.")


class PendingAmounts(ApiRecord):
    """Wat nog wacht op goedkeuring, en nergens in meetelt."""

    received: Euro
    committed: Euro
    spent: Euro


class BudgetLineAnswer(ApiRecord):
    """De stand van een begrotingsregel (BudgetLine). `source` is de code van de bron, `side` wiens geld het is."""

    code: str
    article: str
    pillar: str | None
    label: str
    source: str
    side: Annotated[AgreedParty.Side, said(AgreedParty.Side)]
    currency: Currency = "EUR"
    agreed: Euro
    received: Euro
    committed: Euro
    spent: Euro
    room: Euro
    forecast: Euro | None
    forecast_reason: str
    also_serves: dict[str, Euro]
    pending: PendingAmounts | None
    on: date


class CapAnswer(ApiRecord):
    """Een maximum (Cap): hoogstens een deel van de grondslag (`base`); `base_of` zegt waarvan."""

    code: str
    article: str
    title: str
    subject: str
    currency: Currency = "EUR"
    rate: Share
    agreed_rate: Share
    base: Euro
    base_of: str
    amount: Euro
    spent: Euro
    room: Euro
    deviates: bool
    is_fixed: bool
    on: date


class ExpectedReceiptAnswer(ApiRecord):
    """Een termijn die binnenkomt (ExpectedReceipt): een plan. `received` is wat er van binnenkwam; leeg: nog niets."""

    id: int
    title: str
    contributor: str
    expected_on: date
    currency: Currency = "EUR"
    amount: Euro
    depends_on: str
    condition_met_on: date | None
    is_off: bool
    is_late: bool
    received: Euro | None
    on: date


class BookingAnswer(ApiRecord):
    """Een boeking: een ontvangst, verplichting of besteding. `corrects` noemt de boeking die zij verbetert."""

    id: int
    code: str
    kind: Annotated[BookingKind, said(BookingKind)]
    booked_on: date
    year: int
    currency: Currency = "EUR"
    amount: Euro
    btw_amount: Euro | None
    budget_line: str | None
    measure: str | None
    contributor: str | None
    counterpart: str
    description: str
    corrects: int | None
    correction_reason: str
    state: StateWord
    approved_at: datetime | None


class ReportFileAnswer(ApiRecord):
    """Een bestand van een rapportage. De hash is die waaraan u een kopie controleert."""

    kind: Annotated[StoredFile.Kind, said(StoredFile.Kind)]
    name: str
    sha256: str
    size: int
    pages: int
    address: str


class ReportAnswer(ApiRecord):
    """Een jaarlijkse voortgangsrapportage (AnnualReport) die klaar is en is gedeeld. Zonder `number`: een proefdruk."""

    id: int
    year: int
    stage: Annotated[AnnualReport.Stage, said(AnnualReport.Stage)]
    number: int | None
    replaces: int | None
    reason: str
    reference_date: date
    finished_at: datetime | None
    snapshot_sha256: str
    files: list[ReportFileAnswer]


class ChangeAnswer(ApiRecord):
    """Iets dat veranderde: wat voor iets, welk, en wanneer. Haal het op voor hoe het nu is."""

    at: datetime
    kind: str = Field(description="De naam van de lijst waarin het staat, zoals `measurements`.")
    key: str = Field(description="De code, of bij metingen en boekingen het nummer.")
    what: str


class SentRowAnswer(ApiRecord):
    """Wat een rij werd: een nieuw concept, een concept dat is veranderd, of een rij die er al was."""

    reference: str
    outcome: Literal["new", "changed", "known"]
    id: int | None = Field(description="Het nummer van het concept; leeg bij nakijken.")


class SentAnswer(ApiRecord):
    """Wat er van de rijen werd. Bij `dryRun` zou dit zo worden, en is er niets bewaard."""

    dry_run: bool
    rows: list[SentRowAnswer]


class Page[Item: ApiRecord](ApiRecord):
    """Een bladzijde van een lijst."""

    items: list[Item]
    links: Links

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """A plain name in the OpenAPI document, such as DealPage."""
        return f"{params[0].__name__}Page"


class ChangePage(ApiRecord):
    """Een bladzijde van veranderingen. `cursor` is waar een volgende keer begint, ook als er nu niets meer is."""

    items: list[ChangeAnswer]
    links: Links
    cursor: str


class FieldError(ApiRecord):
    """Wat er met één parameter is."""

    in_: str = Field(alias="in")
    name: str
    detail: str


class Problem(ApiRecord):
    """Een fout, zoals RFC 9457 vraagt."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
