"""What a rule of the money says: a finding, and the facts that it is found in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any

from finance.base.amounts import ZERO
from finance.liquidity.liquidity import Instalment
from finance.position.figures import Position
from finance.position.project_money import ProjectsPosition
from regiodeal.deals.words import cited


class Severity(IntEnum):
    """Says how hard a finding is, worst first."""

    REFUSES = 1
    WARNS = 2
    TELLS = 3

    @property
    def label(self) -> str:
        """Return the name of the severity in Dutch."""
        return {1: "mag niet", 2: "let op", 3: "ter informatie"}[self.value]

    @property
    def status(self) -> str:
        """The status of components/status.html that looks like it."""
        return {1: "behind", 2: "attention", 3: "not_started"}[self.value]


@dataclass(frozen=True)
class Finding:
    """One thing to know about the money: what, by which article, how hard, and where its rows are.

    `article` is empty where the deal names none. `subject` is the code of what it is about where a rule can find more
    than one: a total, a source, a cap. `project` is the code of the project that it is about, whose page shows what
    is behind it; empty where one may not know of it. `excess` is the amount in euro that it is about: how much over,
    how much missing. `page` names where the rows behind it are shown and `query` what to ask there.
    """

    code: str
    severity: Severity
    article: str
    text: str
    excess: Decimal = ZERO
    line: str = ""
    subject: str = ""
    project: str = ""
    page: str = "ledger"
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what it is known by, to tell a finding from one that was there before."""
        return self.code, self.line, self.subject or self.project

    @property
    def is_of_project(self) -> bool:
        """Tell whether it is about one project, also where that is not named."""
        return self.page == "money-projects" and not self.line

    @property
    def quoted(self) -> str:
        """The article as it stands behind the text: 'art. 5 lid 2', 'algemene overweging 4', or nothing."""
        return cited(self.article)


@dataclass(frozen=True)
class FindingCount:
    """Holds how many rows are alike, their sum in euro and the day of the oldest."""

    number: int
    amount: Decimal
    oldest: date | None = None


@dataclass(frozen=True)
class Shift:
    """A drafted reallocation: `amount` euro from the line with code `source` to that with code `target`."""

    source: str
    target: str
    amount: Decimal


NOTHING = FindingCount(0, ZERO)


@dataclass(frozen=True)
class ProjectFacts:
    """What the rules of projects look at: their money, and by the key of a project what stands beside it.

    `spent_late` was booked after its end, `accounted` is what its executor told to have spent, `conditions` are the
    days of what its grants ask and is not done; `unchecked` are those with a grant without any check. `advance_days` is
    how long an advance may wait for its account.
    """

    money: ProjectsPosition
    spent_late: Mapping[int, Decimal] = field(default_factory=dict)
    accounted: Mapping[int, Decimal] = field(default_factory=dict)
    conditions: Mapping[int, Sequence[date | None]] = field(default_factory=dict)
    unchecked: frozenset[int] = frozenset()
    in_kind_without_ground: Mapping[int, Decimal] = field(default_factory=dict)
    advance_days: int = 365


@dataclass(frozen=True)
class Facts:
    """All that the rules look at: the position, the totals of art. 5, and counts of rows. No rule asks the database."""

    money: Position
    totals: tuple[Any, ...] = ()  # AgreedTotal with `received` and `promised`
    counts: Mapping[str, FindingCount] = field(default_factory=dict)
    shifts: tuple[Shift, ...] = ()
    late: Sequence[Instalment] = ()  # that did not come in by the day on which they were expected
    projects: "ProjectFacts | None" = None  # where nobody asked for projects, their rules find nothing

    def count(self, what: str) -> FindingCount:
        """The rows of that sort; nothing where there are none."""
        return self.counts.get(what, NOTHING)
