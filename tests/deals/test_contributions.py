"""What the apps give to the pages of others comes together in one order."""

from typing import Any

from regiodeal.covenant.meetings.subjects import subjects
from regiodeal.deals.contributions import contributed, in_place
from regiodeal.search.search import sources


def names(functions: list[Any]) -> list[str]:
    return [function.__name__ for function in functions]


def test_what_has_no_place_comes_from_the_bottom_up() -> None:
    notices = contributed(lambda app: app.reminders)
    own = ["deadline_notices", "action_notices", "asked_notices", "consent_notices", "meeting_notices"]
    own += ["minutes_notices", "round_reply_notices"]
    pillars = ["round_notices", "assignment_notices", "story_assignment_notices"]
    pillars += ["review_assignment_notices", "entry_notices", "correction_notices"]
    pillars += ["question_notices", "request_notices"]
    assert names(notices) == [*own, *pillars, "money_notices", "report_notices"]


def test_the_example_is_loaded_part_by_part_as_each_needs_the_one_before() -> None:
    assert names(in_place(lambda app: app.example)) == [
        "load_people",
        "load_fulfilments",
        "load_projects",
        "load_progress",
        "load_registers",
        "load_outcomes",
        "load_promises",
        "load_money",
        "load_projects_money",
        "load_requests",
        "load_instalments",
        "load_mappings",
        "load_meetings",
        "load_agreement",
        "load_rounds",
    ]


def test_an_agenda_begins_with_the_report_and_ends_with_what_always_stands_on_it() -> None:
    points = in_place(lambda app: app.agenda)
    assert names(points) == ["report_to_discuss", "deviations_to_decide", "requests", "standing_items"]


def test_a_decision_is_first_offered_a_measure_and_last_an_amendment() -> None:
    assert list(subjects()) == ["maatregel", "project", "resultaat", "afwijking", "rapportage", "wijziging"]


def test_what_happened_is_found_before_the_covenant() -> None:
    kinds = [source.kind for source in sources()]
    assert kinds[0] == "Maatregelen"
    assert kinds[-1] == "Mensen"


def test_an_amendment_tells_its_money_before_its_targets() -> None:
    effects = in_place(lambda app: app.amendment_effects)
    assert [effect.__module__.partition(".")[0] for effect in effects] == ["finance", "pillars"]
