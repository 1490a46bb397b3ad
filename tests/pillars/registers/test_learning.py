"""Lessons and bottlenecks: written down with their measures, shown there, and never overwritten unseen."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from pillars.agreed.models import Measure
from pillars.registers.models import Bottleneck, BottleneckTheme, Lesson
from regiodeal.base.forms import RowsField
from regiodeal.deals.models import Deal, User
from tests.pages import BASE, shown
from tests.plugins.deal import Enter


def measures(deal: Deal, *codes: str) -> list[str]:
    """The keys of these measures, as a form sends them."""
    return [str(Measure.objects.get(deal=deal, code=code).pk) for code in codes]


def lesson(deal: Deal, **changed: object) -> dict[str, object]:
    """The form of a lesson."""
    return {
        "title": "Een vast gezicht werkt",
        "verdict": "works",
        "why": "Bewoners komen terug voor wie zij kennen.",
        "combination": "Met een programma dat bewoners zelf kozen.",
        "measures": measures(deal, "1.1.1", "1.1.2"),
        "year": "2025",
        "status": "noted",
        "version": "1",
        **changed,
    }


def bottleneck(deal: Deal, **changed: object) -> dict[str, object]:
    """The form of a bottleneck."""
    return {
        "title": "Subsidie stopt elk jaar",
        "theme": str(BottleneckTheme.objects.get(deal=deal, code="structurele-financiering").pk),
        "case": "Een plek kan niemand langer dan een jaar in dienst nemen.",
        "law": "Algemene subsidieverordening",
        "short_term": "Eerder beschikken.",
        "long_term": "Meerjarige regeling.",
        "state": "noted",
        "measures": measures(deal, "1.1.3"),
        "version": "1",
        **changed,
    }


def test_a_lesson_is_written_down_and_shown_at_each_of_its_measures(at_work: Client, deal: Deal) -> None:
    response = at_work.post(BASE + "lessen/nieuw/", lesson(deal))
    assert response.headers["Location"] == BASE + "lessen/"
    for page in ("lessen/", "maatregelen/1.1.1/", "maatregelen/1.1.2/"):
        assert "Een vast gezicht werkt" in at_work.get(BASE + page).content.decode()
    assert "Een vast gezicht werkt" not in at_work.get(BASE + "maatregelen/1.1.3/").content.decode()


@pytest.mark.parametrize("key", ["9" * 21, "-" + "9" * 21, str(2**63), "9" * 5000, "weg"])
def test_a_key_that_no_database_can_hold_is_no_choice(at_work: Client, deal: Deal, key: str) -> None:
    for path, form in (("lessen/nieuw/", lesson(deal)), ("knelpunten/nieuw/", bottleneck(deal))):
        answer = at_work.post(BASE + path, form | {"measures": [*measures(deal, "1.1.1"), key]})
        assert answer.status_code == 422
        assert "measures_error" in answer.content.decode()
    answer = at_work.post(BASE + "knelpunten/nieuw/", bottleneck(deal, theme=key))
    assert answer.status_code == 422
    assert at_work.get(BASE + "knelpunten/", {"thema": key}).status_code == 200
    assert not Lesson.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["9" * 21, "-" + "9" * 21, str(2**63)])
def test_no_database_is_asked_for_a_key_that_it_cannot_hold(key: str, django_assert_num_queries: Any) -> None:
    field = RowsField(Measure.objects.all())
    with django_assert_num_queries(0), pytest.raises(ValidationError):  # SQLite would break on it
        field.clean(["1", key])


def test_the_form_begins_with_the_measure_one_came_from(at_work: Client, deal: Deal) -> None:
    page = at_work.get(BASE + "lessen/nieuw/?maatregel=1.1.1").content.decode()
    assert page.count(" checked") == 1


@pytest.mark.parametrize("query", ["maatregel=%00", "maatregel=weg", "maatregel=" + "x" * 5000])
def test_nonsense_instead_of_a_measure_ticks_nothing(at_work: Client, query: str) -> None:
    assert " checked" not in at_work.get(f"{BASE}lessen/nieuw/?{query}").content.decode()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"title": ""}, "Dit veld is verplicht."),
        ({"measures": []}, "Dit veld is verplicht."),
        ({"year": "1999"}, "Kies een jaar van 2023 tot en met 2027."),
        ({"year": "twee"}, "Voer een geheel getal in."),
        ({"verdict": "misschien"}, "Selecteer een geldige keuze."),
        ({"why": "\x00"}, "Null"),
    ],
)
def test_a_lesson_that_lacks_something_is_told_and_not_stored(
    at_work: Client, deal: Deal, changed: dict[str, object], message: str
) -> None:
    response = at_work.post(BASE + "lessen/nieuw/", lesson(deal, **changed))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Lesson.objects.exists()


def test_the_trail_keeps_old_and_new(at_work: Client, deal: Deal) -> None:
    at_work.post(BASE + "lessen/nieuw/", lesson(deal))
    address = f"{BASE}lessen/{Lesson.objects.get().pk}/"
    at_work.post(address, lesson(deal, status="shared", measures=measures(deal, "1.1.1")))
    event = Lesson.objects.get().events.last()
    assert event is not None
    assert [(field, new) for field, _old, new in event.changes] == [
        ("stand", "gedeeld"),
        ("maatregelen", str(Measure.objects.get(deal=deal, code="1.1.1"))),
    ]
    assert "<del>opgeschreven</del><br> gedeeld" in shown(at_work.get(address))


def test_a_stale_lesson_changes_nothing_not_even_its_measures(at_work: Client, deal: Deal) -> None:
    at_work.post(BASE + "lessen/nieuw/", lesson(deal))
    address = f"{BASE}lessen/{Lesson.objects.get().pk}/"
    at_work.post(address, lesson(deal, title="Eerst"))
    late = at_work.post(address, lesson(deal, title="Later", measures=measures(deal, "1.3.1")))
    assert late.status_code == 409
    assert 'value="Later"' in late.content.decode()
    stored = Lesson.objects.get()
    assert stored.title == "Eerst"
    assert set(stored.measures.values_list("code", flat=True)) == {"1.1.1", "1.1.2"}
    assert stored.events.count() == 2


def test_a_bottleneck_with_its_theme_and_two_solutions(at_work: Client, deal: Deal) -> None:
    at_work.post(BASE + "knelpunten/nieuw/", bottleneck(deal))
    page = at_work.get(BASE + "knelpunten/").content.decode()
    for text in ("Subsidie stopt elk jaar", "Structurele financiering", "Eerder beschikken.", "Meerjarige regeling."):
        assert text in page
    assert "Subsidie stopt elk jaar" in at_work.get(BASE + "maatregelen/1.1.3/").content.decode()
    address = f"{BASE}knelpunten/{Bottleneck.objects.get().pk}/"
    assert at_work.post(address, bottleneck(deal, state="raised")).status_code == 302
    assert Bottleneck.objects.get().state == Bottleneck.State.RAISED


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("thema=structurele-financiering", True),
        ("thema=informatiepositie", False),
        ("stand=solved", False),
        ("stand=noted&op=2026-01-01", False),  # it was not there yet
        ("thema=%00&stand=weg", True),
    ],
)
def test_the_bottlenecks_of_a_theme(at_work: Client, deal: Deal, query: str, is_shown: bool) -> None:
    at_work.post(BASE + "knelpunten/nieuw/", bottleneck(deal))
    page = at_work.get(f"{BASE}knelpunten/?{query}").content.decode()
    assert ("Subsidie stopt elk jaar" in page) == is_shown


def test_the_parties_read_and_do_not_write(at_work: Client, deal: Deal, jenv: User, enter: Enter) -> None:
    at_work.post(BASE + "lessen/nieuw/", lesson(deal))
    address = f"{BASE}lessen/{Lesson.objects.get().pk}/"
    assert "Bewoners komen terug" in enter(jenv).get(address).content.decode()
    assert enter(jenv).post(address, lesson(deal)).status_code == 403
    assert enter(jenv).post(BASE + "lessen/nieuw/", lesson(deal)).status_code == 403


def test_a_lesson_of_one_deal_is_not_found_under_another(at_work: Client, deal: Deal, veenland: Deal) -> None:
    at_work.post(BASE + "lessen/nieuw/", lesson(deal, measures=[str(Measure.objects.filter(deal=veenland)[0].pk)]))
    assert not Lesson.objects.exists()
