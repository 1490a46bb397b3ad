"""Registers as of any date, and two people who change the same row: nothing is lost."""

import re
from datetime import date

import pytest

from pillars.agreed.models import Measure, NamedItem
from pillars.registers.models import Lesson
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.register import as_of
from tests.pages import BASE, words
from tests.plugins.deal import Enter, at


@pytest.fixture
def lesson(deal: Deal, bureau: User) -> Lesson:
    """A lesson of 10 January 2026 at measure 1.1.1, moved to 1.1.2 and retitled on 1 March."""
    row = Lesson(deal=deal)
    first, second = (Measure.objects.get(deal=deal, code=code) for code in ("1.1.1", "1.1.2"))
    values = {"title": "Een vast gezicht", "verdict": "works", "why": "Bewoners komen terug.", "year": 2025}
    row.enter(by=bureau, at=at("2026-01-10"), values=values | {"measures": [first]})
    row.revise(
        by=bureau, at=at("2026-03-01"), values={"title": "Een vast gezicht werkt", "measures": [second]}, version=1
    )
    return row


def test_a_register_shows_what_stood_there_on_a_date(deal: Deal, lesson: Lesson) -> None:
    assert as_of(deal.lessons.all(), date(2026, 1, 9)) == []
    [then] = as_of(deal.lessons.prefetch_related("measures"), date(2026, 2, 28))
    assert (then.title, [row.code for row in then.measures.all()]) == ("Een vast gezicht", ["1.1.1"])
    [now] = as_of(deal.lessons.prefetch_related("measures"), date(2026, 3, 1))
    assert (now.title, [row.code for row in now.measures.all()]) == ("Een vast gezicht werkt", ["1.1.2"])
    lesson.refresh_from_db()
    assert lesson.title == "Een vast gezicht werkt"  # looking back changes nothing


def test_every_page_of_the_register_looks_back(deal: Deal, lesson: Lesson, overleg: User, enter: Enter) -> None:
    client = enter(overleg)
    page = f"{BASE}lessen/{lesson.pk}/"
    assert "Een vast gezicht werkt" not in words(client.get(page + "?op=2026-02-28"))
    assert client.get(page + "?op=2026-01-09").status_code == 404
    assert "Een vast gezicht" in words(client.get(f"{BASE}maatregelen/1.1.1/?op=2026-02-28"))
    assert "Een vast gezicht" not in words(client.get(f"{BASE}maatregelen/1.1.1/?op=2026-03-01"))
    assert "Een vast gezicht" not in words(client.get(f"{BASE}lessen/?op=2026-01-09"))


def test_a_thing_of_the_deal_file_has_its_first_name_back(deal: Deal, bureau: User, enter: Enter) -> None:
    place = NamedItem.objects.get(deal=deal, code="plek-01")
    place.revise(by=bureau, at=at("2026-03-01"), values={"name": "Buurthuis De Mussen"}, version=1)
    assert "Buurthuis De Mussen" in words(enter(bureau).get(BASE + "plekken/plek-01/"))
    assert "Buurthuis De Mussen" not in words(enter(bureau).get(BASE + "plekken/plek-01/?op=2026-02-01"))


def test_the_past_cannot_be_changed(lesson: Lesson, bureau: User, enter: Enter) -> None:
    page = enter(bureau).get(f"{BASE}lessen/{lesson.pk}/?op=2026-02-28").content.decode()
    assert 'name="title"' not in page


def test_the_second_to_save_sees_both_and_the_start(
    deal: Deal, lesson: Lesson, bureau: User, colleague: User, enter: Enter
) -> None:
    path = f"{BASE}lessen/{lesson.pk}/"
    second = Measure.objects.get(deal=deal, code="1.1.2")
    third = Measure.objects.get(deal=deal, code="1.3.1")
    same = {"verdict": "works", "year": "2025", "status": "noted", "version": "2", "combination": ""}
    first_to_save = same | {"title": "Van Bureau", "why": "Bewoners komen terug.", "measures": [str(second.pk)]}
    assert enter(bureau).post(path, first_to_save).status_code == 302
    mine = same | {"title": "Van mij", "why": "Mijn lange uitleg", "measures": [str(second.pk), str(third.pk)]}
    late = enter(colleague).post(path, mine)
    assert late.status_code == 409
    page = words(late)
    assert "Bureau was u voor" in page
    assert "Een vast gezicht werkt Van Bureau Van mij" in page
    assert f"{second} {second} {second}, {third}" in page
    # The colleague takes Bureau's title and keeps the rest.
    version = re.search(r'name="version" value="(\d+)"', late.content.decode())
    assert version is not None
    again = mine | {"version": version[1], "theirs-title": "on"}
    assert enter(colleague).post(path, again).status_code == 302
    lesson.refresh_from_db()
    assert (lesson.title, lesson.why, lesson.measures.count()) == ("Van Bureau", "Mijn lange uitleg", 2)
    assert [event.version for event in lesson.events.all()] == [1, 2, 3, 4]


def test_two_people_look_at_the_same_check_first(deal: Deal, bureau: User, colleague: User, enter: Enter) -> None:
    path = f"{BASE}maatregelen/1.3.1/toetsen/state-aid/"
    data = {"state": "passed", "checked_on": "2026-03-01", "checked_by": "Juridische zaken", "note": "", "version": "0"}
    assert enter(bureau).post(path, data).status_code == 302
    late = enter(colleague).post(path, data | {"checked_by": "Inkoop"})
    assert late.status_code == 409
    assert "\u2013 Juridische zaken Inkoop" in words(late)
