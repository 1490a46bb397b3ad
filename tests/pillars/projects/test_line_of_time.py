"""Projects on a line of time: where a bar begins and ends, and in which group it stands."""

from datetime import date
from decimal import Decimal

from pillars.agreed.models import Measure
from pillars.projects.choice import BY_EXECUTOR, BY_MEASURE
from pillars.projects.models import Executor, Project
from pillars.projects.views import bars, groups

FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)  # 1,460 days apart


def project(code: str, starts_on: date | None, ends_on: date | None, executor: str = "") -> Project:
    """A project that is in no database."""
    doer = Executor(name=executor) if executor else None
    main = Measure(code=f"1.{code}", title="Maatregel")
    return Project(code=code, starts_on=starts_on, ends_on=ends_on, executor=doer, main_measure=main)


def test_a_bar_is_the_share_of_the_term_that_a_project_takes() -> None:
    rows = [
        project("A", date(2024, 1, 1), date(2027, 12, 31)),
        project("B", date(2025, 1, 1), date(2026, 1, 1)),  # begins after 366 days, and takes 365
        project("C", date(2023, 1, 1), None),  # since before the deal, and without an end
        project("D", date(2026, 5, 1), date(2026, 5, 1)),  # of one day: still to be seen
        project("E", None, None),  # nothing is known of its days
    ]
    told = [(bar.project.code, bar.left, bar.width) for bar in bars(rows, FIRST, LAST)]
    assert told == [
        ("A", Decimal("0.0"), Decimal("100.0")),
        ("B", Decimal("25.1"), Decimal("25.0")),
        ("C", Decimal("0.0"), Decimal("100.0")),
        ("D", Decimal("58.3"), Decimal("0.5")),
    ]


def test_bars_stand_by_executor_or_by_measure_where_the_list_is_in_that_order() -> None:
    rows = [project(code, FIRST, LAST, executor) for code, executor in (("A", "Zorg"), ("B", ""), ("C", "Zorg"))]
    found = groups(rows, BY_EXECUTOR, FIRST, LAST)
    assert [(name, len(each)) for name, each in found] == [("Zorg", 2), ("nog geen uitvoerder", 1)]
    assert len(groups(rows, BY_MEASURE, FIRST, LAST)) == 3
    assert [(name, len(each)) for name, each in groups(rows, "", FIRST, LAST)] == [("", 3)]
