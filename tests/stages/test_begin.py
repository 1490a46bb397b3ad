"""Beginning a deal in the browser."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role, Stage
from regiodeal.deals.words import words_from
from tests.pages import words
from tests.plugins.deal import Enter, person
from tests.stages.preparing import SMALL, upload

NAMES = {
    "name": "Regio Deal Noordkop",
    "short_name": "Noordkop",
    "region_name": "Noordkop",
    "signed_on": "2026-06-01",
    "in_force_on": "2026-07-01",
    "ends_on": "2030-12-31",
    "financing_ends_on": "2030-12-31",
}


def test_a_deal_is_begun_with_its_names(enter: Enter, beginner: User) -> None:
    """Any deal E: a bureau could not begin without YAML and a shell."""
    client = enter(beginner)
    answer = client.post("/nieuwe-deal/", NAMES)

    assert answer.headers["Location"] == "/deals/noordkop/over/"
    deal = Deal.objects.get(slug="noordkop")
    assert deal.stage == Stage.PREPARING
    assert list(deal.membership_set.values_list("user__name", "role")) == [("Begin", Role.BUREAU)]
    page = words(client.get("/deals/noordkop/over/"))
    assert "In voorbereiding" in page
    assert "te doen" in page
    assert client.get("/").headers["Location"] == "/deals/noordkop/over/"


def test_a_deal_is_begun_with_a_whole_file(enter: Enter, beginner: User) -> None:
    """Any deal E and 15.3: the file waits, with what is odd in it and what it brings; nothing of it is taken over."""
    client = enter(beginner)
    text = SMALL.read_text().replace("result: L1.2.b, kind", "result: L1.2.a, kind", 1)
    answer = client.post("/nieuwe-deal/", {"file": upload(text), "with-file": "1"})

    deal = Deal.objects.exclude(slug="den-haag-zuidwest-ii").get()
    assert answer.headers["Location"] == f"/deals/{deal.slug}/over/"
    assert deal.stage == Stage.PREPARING
    assert deal.party_set.count() == 0
    page = words(client.get(answer.headers["Location"]))
    for told in ("Neem het bestand over", "Zo komt het eruit te zien", "kijk er nog eens naar", "heeft geen norm"):
        assert told in page
    assert "De deal is compleet" not in page


def test_a_file_with_faults_waits_with_them(enter: Enter, beginner: User) -> None:
    """Any deal 15.3: beginning and going on show the same look; half a file is kept too, in the style of errors."""
    client = enter(beginner)
    text = SMALL.read_text().replace("side: regional", "side: beide", 1)
    answer = client.post("/nieuwe-deal/", {"file": upload(text), "with-file": "1"})

    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert "nog niet" in words(page)
    assert "Neem het bestand over" not in words(page)
    assert 'class="error-summary"' in page.content.decode()


def test_a_file_of_a_deal_in_preparation_leads_to_that_deal(enter: Enter, beginner: User) -> None:
    """Any deal 15.3: the same file again said "Kies een ander kenmerk", and no way on."""
    client = enter(beginner)
    begun_at = client.post("/nieuwe-deal/", {"file": upload(), "with-file": "1"}).headers["Location"]
    again = client.post("/nieuwe-deal/", {"file": upload(), "with-file": "1"})

    assert again.status_code == 422
    assert f'href="{begun_at}"' in again.content.decode()
    assert "is in voorbereiding. Upload het bestand op de bladzijde van die deal." in words(again)
    other = person(None, "Ander", None)
    User.objects.filter(pk=other.pk).update(may_begin_deals=True)
    hidden = enter(User.objects.get(pk=other.pk)).post("/nieuwe-deal/", {"file": upload(), "with-file": "1"})
    assert begun_at not in hidden.content.decode()
    assert "Kies dan een andere sleutel." in words(hidden)


def test_the_faults_of_a_file_are_told_and_nothing_is_made(enter: Enter, beginner: User) -> None:
    """Any deal 27: faults are told on the page, and no half deal comes about."""
    answer = enter(beginner).post(
        "/nieuwe-deal/", {"file": upload(SMALL.read_text().replace("signed_on:", "getekend:", 1)), "with-file": "1"}
    )

    assert answer.status_code == 422
    assert "klopt nog niet" in words(answer) or "kloppen nog niet" in words(answer)
    assert Deal.objects.count() == 1


def test_what_is_typed_wrongly_is_told_at_the_field(enter: Enter, beginner: User) -> None:
    answer = enter(beginner).post("/nieuwe-deal/", NAMES | {"ends_on": "2020-01-01"})

    assert answer.status_code == 422
    assert "Deze dag ligt na de dag waarop de deal in werking treedt." in words(answer)


@pytest.mark.parametrize(("role", "status"), [(Role.BUREAU, 200), (Role.BZK, 200), (Role.REVIEWER, 403)])
def test_who_may_begin(deal: Deal, enter: Enter, role: Role, status: int) -> None:
    assert enter(person(deal, "Iemand", role)).get("/nieuwe-deal/").status_code == status


def test_nobody_else_may_begin(enter: Enter, outsider: User) -> None:
    assert enter(outsider).get("/nieuwe-deal/").status_code == 403
    assert enter(outsider).post("/nieuwe-deal/", NAMES).status_code == 403


def test_two_deals_of_one_name_get_two_slugs(enter: Enter, beginner: User) -> None:
    client = enter(beginner)
    client.post("/nieuwe-deal/", NAMES)
    assert client.post("/nieuwe-deal/", NAMES).headers["Location"] == "/deals/noordkop-2/over/"


def test_an_empty_portal_says_how_to_begin(db: None) -> None:
    """Any deal 35: with EXAMPLE=no the start page gave no hint."""
    Membership.objects.all().delete()
    Deal.objects.update(stage=Stage.DISCARDED)
    assert "manage.py begin_deals" in words(Client().get("/"))


def test_the_server_gives_the_right_to_begin(db: None) -> None:
    out = StringIO()
    call_command("begin_deals", "eerste@example.nl", name="Eerste", stdout=out)
    assert User.objects.get(email="eerste@example.nl").may_begin_deals
    assert "Eerste wachtwoord" in out.getvalue()
    call_command("begin_deals", "eerste@example.nl", stop=True, stdout=out)
    assert not User.objects.get(email="eerste@example.nl").may_begin_deals
    with pytest.raises(CommandError, match="geen e-mailadres"):
        call_command("begin_deals", "geen-adres", stdout=out)


@pytest.mark.parametrize(
    "path",
    ["", "maatregelen/", "financien/", "afspraken/", "rapportage/", "beheer/", "mijn-werk/", "zoeken/?q=x", "over/"],
)
def test_an_empty_deal_has_all_its_pages(enter: Enter, beginner: User, noordkop: Deal, path: str) -> None:
    """Any deal 8: a deal without its rows has a home page, and no 500."""
    assert enter(beginner).get(f"/deals/{noordkop.slug}/{path}").status_code in {200, 404}


def test_a_deal_speaks_its_words_from_the_first(noordkop: Deal) -> None:
    assert noordkop.words == words_from({}, {})
