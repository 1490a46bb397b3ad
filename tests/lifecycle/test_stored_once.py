"""A form is stored once, however often its button is pressed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from lxml import html

from pillars.registers.models import Lesson
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from regiodeal.lifecycle.models import StoredForm
from regiodeal.lifecycle.stored_once import SentForm, sent_form
from tests.pages import BASE, shown
from tests.pillars.registers.test_learning import lesson
from tests.plugins.deal import Enter, person

PATH = BASE + "lessen/nieuw/"
TITLE = "Twee keer geklikt"


def lesson_of(deal: Deal, client: Client) -> dict[str, object]:
    """The form of a lesson, with the token of the page that it stands on."""
    page = html.fromstring(client.get(PATH).content.decode())
    token = page.xpath("//form[.//input[@name='title']]//input[@name='csrfmiddlewaretoken']/@value")[0]
    return lesson(deal, title=TITLE, csrfmiddlewaretoken=token)


@pytest.fixture
def client(enter: Enter, bureau: User) -> Client:
    """The bureau with a browser."""
    return enter(bureau)


def test_the_second_click_changes_nothing_and_leads_where_the_first_led(deal: Deal, client: Client) -> None:
    """Known-elsewhere T4: a double click stored two lessons, two pledges, two actions."""
    form = lesson_of(deal, client)
    first = client.post(PATH, form)
    second = client.post(PATH, form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert "Dit formulier was al verstuurd" in shown(client.get(second.headers["Location"]))
    assert Lesson.objects.filter(deal=deal, title=TITLE).count() == 1


def test_the_back_button_stores_no_second_one(deal: Deal, client: Client) -> None:
    """Entry-and-review 7: Back brought the form back as it was typed, and saving it made a second draft."""
    client.post(PATH, lesson_of(deal, client))
    again = client.post(PATH, lesson_of(deal, client))  # the page is made anew, with another token
    assert "Dit formulier was al verstuurd" in shown(client.get(again.headers["Location"]))
    assert Lesson.objects.filter(deal=deal, title=TITLE).count() == 1


def test_the_same_words_after_something_else_are_a_new_form(deal: Deal, client: Client) -> None:
    for title in (TITLE, "Iets anders", TITLE):
        client.post(PATH, lesson_of(deal, client) | {"title": title})
    assert Lesson.objects.filter(deal=deal, title=TITLE).count() == 2


def test_the_same_words_after_an_hour_are_a_new_form(deal: Deal, client: Client) -> None:
    client.post(PATH, lesson_of(deal, client))
    StoredForm.objects.update(at=timezone.now() - timedelta(minutes=61))
    client.post(PATH, lesson_of(deal, client))
    assert Lesson.objects.filter(deal=deal, title=TITLE).count() == 2


def test_a_form_that_was_refused_may_come_again(deal: Deal, client: Client) -> None:
    form = lesson_of(deal, client)
    assert client.post(PATH, form | {"title": ""}).status_code == 422
    assert client.post(PATH, form | {"title": ""}).status_code == 422
    assert client.post(PATH, form).status_code == 302
    assert Lesson.objects.filter(deal=deal, title=TITLE).count() == 1


def test_another_person_with_the_same_form_is_another(deal: Deal, client: Client, enter: Enter) -> None:
    form = lesson_of(deal, client)
    client.post(PATH, form)
    enter(person(deal, "Tweede", Role.BUREAU)).post(PATH, form)
    assert Lesson.objects.filter(deal=deal, title=TITLE).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_store_one(deal: Deal, client: Client) -> None:
    form = lesson_of(deal, client)

    def send(_click: int) -> str:
        try:
            again = Client(headers=client.headers)
            again.cookies = client.cookies
            return again.post(PATH, form).headers["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        places = set(pool.map(send, range(4)))
    assert Lesson.objects.filter(deal=deal, title=TITLE).count() == 1
    assert len(places) == 1


def test_it_is_forgotten_after_a_day(bureau: User) -> None:
    now, form = timezone.now(), SentForm(bureau, "a", "")
    assert form.claim(at=now)
    assert not form.claim(at=now + timedelta(hours=23))
    assert form.claim(at=now + timedelta(hours=25))
    assert StoredForm.objects.count() == 1


@pytest.mark.parametrize(("path", "is_kept"), [("/account/reauthenticate/", False), (PATH, True), ("/weg/", False)])
def test_the_same_password_is_typed_again_on_purpose(bureau: User, path: str, is_kept: bool) -> None:
    request = RequestFactory().post(path, {"csrfmiddlewaretoken": "a" * 64, "password": "Een-wachtwoord-9"})
    request.user = bureau
    assert (sent_form(request) is not None) is is_kept


def test_a_file_that_was_mended_is_another_form_with_the_same_name_and_size(bureau: User) -> None:
    def key(content: bytes) -> str:
        file = SimpleUploadedFile("cijfers.csv", content)
        request = RequestFactory().post(PATH, {"csrfmiddlewaretoken": "a" * 64, "file": file})
        request.user = bureau
        form = sent_form(request)
        assert form is not None
        (sent,) = request.FILES.getlist("file")
        assert sent.read() == content  # whoever reads it next, reads it from the beginning
        return form.key

    assert key(b"a;5") == key(b"a;5") != key(b"a;6")
