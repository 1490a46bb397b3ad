"""What an app gives to the pages of other topics: a hit in a search, a line in a calendar, a thing that waits.

Each app gives one `Contributions` in its `apps.py`, and whoever shows them asks `contributed` or `in_place`. So a topic
below shows what one above it knows, without importing it.
"""

from __future__ import annotations  # the types come from topics above, which this module may not load

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.apps import apps
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import Model
    from django.db.models.expressions import Combinable

    from regiodeal.covenant.agreement.effects import Effect
    from regiodeal.covenant.agreement.versions import FieldChange
    from regiodeal.covenant.meetings.subjects import Proposed, Subject
    from regiodeal.deals.declaration import DealFileSection
    from regiodeal.deals.models import Deal, Membership, User
    from regiodeal.deals.roles import Right, Role
    from regiodeal.notices.feed import FeedEvent
    from regiodeal.notices.reminders import Notice
    from regiodeal.pages.deal_page import DealView
    from regiodeal.search.search import SearchSource


@dataclass(frozen=True)
class WaitingList:
    """Things of one sort that wait: what to call them, how many there are, where they are, and until when.

    `is_returned` says that a reviewer sent them back.
    """

    title: str
    count: int
    url: str
    last_day: date | None = None
    is_returned: bool = False


@dataclass(frozen=True)
class PagePreview:
    """A page by which one sees what a deal in preparation will look like.

    `arguments` gives the parts of its address for a deal on a day, None where the deal has nothing to show on it yet;
    `query` what stands behind the question mark.
    """

    name: str
    title: str
    page: type[DealView]
    arguments: Callable[[Deal, date], dict[str, object] | None] = lambda deal, on: {}
    query: Callable[[Deal, date], str] = lambda deal, on: ""


@dataclass(frozen=True)
class Adopted:
    """Something of the time before a deal was kept here: what it is, how much of it there is, and where it is read in.

    `note` says what to bring along.
    """

    title: str
    count: int
    url: str
    note: str = ""


@dataclass(frozen=True)
class Assumption:
    """Something that the portal takes for granted of a deal because nothing says otherwise, told before it is signed.

    `told` says how it is read, in Dutch; `remedy` where one says otherwise.
    """

    about: str
    told: str
    remedy: str = ""


class Notices(Protocol):
    """Tells of what the members of a deal are reminded on a day."""

    def __call__(self, deal: Deal, members: list[Membership], /, *, on: date) -> Iterable[Notice]: ...


class Events(Protocol):
    """Holds what stands in the calendar of one person, seen from a day."""

    def __call__(self, deal: Deal, user: User, /, *, on: date) -> Iterable[FeedEvent]: ...


class AmendmentCheck(Protocol):
    """Looks at the deal now and as it would be, and yields what stands in the way, in Dutch."""

    def __call__(self, before: Deal, after: Deal, /, *, changes: Sequence[FieldChange], on: date) -> Iterable[str]: ...


class AmendmentEffect(Protocol):
    """Looks at the deal now and as it would be, and yields what would change in the figures."""

    def __call__(
        self, before: Deal, after: Deal, /, *, changes: Sequence[FieldChange], on: date
    ) -> Iterable[Effect]: ...


class WaitingCount(Protocol):
    """Counts what waits for a user on a day."""

    def __call__(self, deal: Deal, user: User, rights: frozenset[Right], /, *, on: date) -> int: ...


@dataclass(frozen=True)
class Placed[Given]:
    """Something whose place among that of other apps matters: the lowest place comes first."""

    place: int
    given: Given


@dataclass(frozen=True)
class PagePart:
    """A part of a page of another app: the template that shows it, and what that is given as `part`."""

    template: str
    part: object


class WaitingPage(NamedTuple):
    """A page of something that waits: the name of its address, and what stands in it after the deal, as text."""

    name: str
    arguments: tuple[str, ...]


class ReviewOrder(Protocol):
    """Gives the pages of what waits for the decision of a user, in the order in which it is listed."""

    def __call__(self, deal: Deal, user: User, rights: frozenset[Right], /) -> list[WaitingPage]: ...


class PartOfEntryPage(Protocol):
    """Gives the page of an entry (a figure, a story) its part for whoever looks, None where there is none to show."""

    def __call__(self, view: DealView, entry: Any, /) -> PagePart | None: ...


@dataclass(frozen=True)
class RoundFault:
    """One thing that is not right before a round is closed: what it is, the place to mend it, and who may go there.

    `asks` is the right that the place asks; None where whoever sees the fault may go there.
    """

    title: str
    url: str
    asks: Right | None = None


class RoundCheck(Protocol):
    """Looks at a round as of a day (RoundFacts of pillars.review), by one rule: what is not right is told in Dutch."""

    def __call__(self, facts: Any, /) -> Iterable[RoundFault]: ...


@dataclass(frozen=True)
class RoundChecks:
    """Checks of one sort, under the heading by which a page shows what they find."""

    title: str
    rules: tuple[RoundCheck, ...]


class PartOfProjectPage(Protocol):
    """Gives the page of a project (pillars.projects) its part as of a day, None where there is nothing to show."""

    def __call__(self, deal: Deal, project: Any, on: date, /) -> PagePart | None: ...


@dataclass(frozen=True, kw_only=True)
class Contributions:
    """All that one app gives, by whoever asks for it; mostly in the order of the apps, what is `Placed` in its own."""

    deal_file: tuple[DealFileSection, ...] = ()
    example: tuple[Placed[Callable[[Deal, dict[str, object]], None]], ...] = ()  # read the example file, in this order
    audit_words: Mapping[str, str] = field(default_factory=dict)  # what each act is called in the audit trail
    search: tuple[Placed[tuple[SearchSource, ...]], ...] = ()
    reminders: tuple[Notices, ...] = ()
    calendar: tuple[Events, ...] = ()
    meeting_subjects: tuple[Placed[Subject], ...] = ()  # what decisions and action items can be about
    agenda: tuple[Placed[Callable[[Deal, date], list[Proposed]]], ...] = ()  # what is proposed for an agenda
    consents: tuple[Callable[[Deal, date], list[Proposed]], ...] = ()  # what the Parties are asked to consent to
    amendment_checks: tuple[AmendmentCheck, ...] = ()
    amendment_effects: tuple[Placed[AmendmentEffect], ...] = ()
    public_deals: tuple[Callable[[], list[tuple[str, str]]], ...] = ()  # slug and name, where everybody may read
    # A count that every page shows, by its name: an expression over a role, so that it costs no query of its own.
    header_counts: Mapping[str, Callable[[], Combinable]] = field(default_factory=dict)
    waiting_count: tuple[WaitingCount, ...] = ()
    waiting_lists: tuple[Callable[[Deal, User, frozenset[Right]], list[WaitingList]], ...] = ()
    on_name: tuple[Callable[[Deal, User], list[WaitingList]], ...] = ()  # what stands on somebody's name, to pass on
    previews: tuple[Placed[PagePreview], ...] = ()  # what a deal in preparation will look like
    figure_years: tuple[Callable[[Deal], Mapping[int, int]], ...] = ()  # the year that each round asks, if chosen
    adoption: tuple[Callable[[Deal, frozenset[Right]], list[Adopted]], ...] = ()  # what is taken along of earlier years
    assumptions: tuple[Callable[[Deal], Iterable[Assumption]], ...] = ()  # what nobody said, confirmed at signing
    needed_roles: tuple[Callable[[Deal], Iterable[Role]], ...] = ()  # of people without whom the deal cannot go on
    project_parts: tuple[PartOfProjectPage, ...] = ()  # what stands on the page of a project
    review_order: tuple[ReviewOrder, ...] = ()  # what waits for somebody's decision, to go through one by one
    entry_parts: tuple[Placed[PartOfEntryPage], ...] = ()  # what stands on the page of an entry, beside its content
    round_checks: tuple[Placed[RoundChecks], ...] = ()  # what has to be right before a round is closed
    past_term: Mapping[str, Callable[[datetime], Any]] = field(default_factory=dict)  # PastTermItems, by their kind
    jobs: Mapping[str, type[Model]] = field(default_factory=dict)  # counted by their state for a monitor, under a name


class Contributing:
    """The base, beside AppConfig, of an app that gives something. It is asked once all models are loaded."""

    @cached_property
    def contributions(self) -> Contributions:
        """Return what this app gives to the pages of others."""
        raise NotImplementedError


def contributed[Given](ask: Callable[[Contributions], Iterable[Given]]) -> list[Given]:
    """Return what all apps give of one kind, in the order in which the apps are installed: from the bottom up."""
    return [
        given for app in apps.get_app_configs() if isinstance(app, Contributing) for given in ask(app.contributions)
    ]


def in_place[Given](ask: Callable[[Contributions], Iterable[Placed[Given]]]) -> list[Given]:
    """Return what all apps give of one kind, by its place."""
    return [each.given for each in sorted(contributed(ask), key=lambda each: each.place)]
