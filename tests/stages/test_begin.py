"""Beginning a deal in the browser."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from regiodeal.deal_file.texts import LARGEST_FILE
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role, Stage
from regiodeal.deals.words import fill_in, speaking, words_from
from tests.pages import carried, words
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


def test_who_begins_a_first_deal_stays_signed_in_and_sets_up_the_second_step(
    enter: Enter, beginner: User, settings: Any
) -> None:
    """Its first role, of the bureau, ended every session of the person: also the one in which it was begun."""
    settings.MFA_ROLES = frozenset({"bureau"})
    client, other = enter(beginner), enter(beginner)
    assert client.get("/nieuwe-deal/").status_code == 200
    there = client.post("/nieuwe-deal/", NAMES).headers["Location"]

    assert client.get(there).headers["Location"] == "/account/2fa/"
    assert other.get(there).headers["Location"].startswith("/account/login/")


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
    before = Deal.objects.count()
    answer = enter(beginner).post(
        "/nieuwe-deal/", {"file": upload(SMALL.read_text().replace("signed_on:", "getekend:", 1)), "with-file": "1"}
    )

    assert answer.status_code == 422
    assert "klopt nog niet" in words(answer) or "kloppen nog niet" in words(answer)
    assert Deal.objects.count() == before


def test_what_is_typed_wrongly_is_told_at_the_field(enter: Enter, beginner: User) -> None:
    """By a stranger 16: "Deze dag ligt na de dag van ondertekening", of a day that lies before it."""
    wrong = {"in_force_on": "2026-05-01", "ends_on": "2020-01-01", "financing_ends_on": "2020-01-01"}
    answer = enter(beginner).post("/nieuwe-deal/", NAMES | wrong)

    assert answer.status_code == 422
    assert "In werking op: Kies een dag na de dag van ondertekening." in words(answer)
    assert "Eindigt op: Kies een dag na de dag waarop de deal in werking treedt." in words(answer)
    assert "Financiering eindigt op: Kies een dag na de dag waarop de deal in werking treedt." in words(answer)


def test_the_financing_ends_with_the_deal_where_no_day_is_given(enter: Enter, beginner: User) -> None:
    """By a stranger 16: the guide says to leave it empty, and the page asked for it."""
    client = enter(beginner)
    assert client.post("/nieuwe-deal/", NAMES | {"financing_ends_on": ""}).status_code == 302
    deal = Deal.objects.get(slug="noordkop")
    assert deal.financing_ends_on == deal.ends_on
    page = "/deals/noordkop/over/namen/"
    names = NAMES | {"ends_on": "2031-12-31", "financing_ends_on": ""}
    assert client.post(page, carried(client, page) | names).status_code == 302
    deal.refresh_from_db()
    assert str(deal.financing_ends_on) == "2031-12-31"


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
    first = User.objects.get(email="eerste@example.nl")
    assert first.may_begin_deals
    assert first.must_change_password  # the first one stood on a screen
    assert "Eerste wachtwoord" in out.getvalue()
    call_command("begin_deals", "eerste@example.nl", stop=True, stdout=out)
    assert not User.objects.get(email="eerste@example.nl").may_begin_deals
    with pytest.raises(CommandError, match="geen e-mailadres"):
        call_command("begin_deals", "geen-adres", stdout=out)
    with pytest.raises(CommandError, match="tekens die niemand ziet"):
        call_command("begin_deals", "tweede@example.nl", name="Be\u200bheer", stdout=out)


@pytest.mark.parametrize(
    "path",
    ["", "maatregelen/", "financien/", "afspraken/", "rapportage/", "beheer/", "mijn-werk/", "zoeken/?q=x", "over/"],
)
def test_an_empty_deal_has_all_its_pages(enter: Enter, beginner: User, noordkop: Deal, path: str) -> None:
    """Any deal 8: a deal without its rows has a home page, and no 500."""
    assert enter(beginner).get(f"/deals/{noordkop.slug}/{path}").status_code == 200


def test_a_deal_speaks_its_words_from_the_first(noordkop: Deal) -> None:
    assert noordkop.words == words_from({}, {})
    own = {"area": {"singular": "kern", "plural": "kernen", "article": "de"}}
    Deal.objects.filter(pk=noordkop.pk).update(own_words=own, articles={"amendment": "9"})
    stored = Deal.objects.get(pk=noordkop.pk)
    assert stored.words == words_from(own, {"amendment": "9"}) != words_from({}, {})
    with speaking(stored.words):
        assert fill_in("{Areas}{art_amendment}") == "Kernen (art. 9)"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name: Regio Deal Molenkwartier", f"name: {'x' * 300}", "200"),
        ("short_name: ", f"short_name: {'y' * 200}", "100"),
        ("slug: ", f"slug: {'z' * 90}", "80"),
    ],
)
def test_a_file_with_a_name_that_is_too_long_is_refused(
    enter: Enter, beginner: User, old: str, new: str, told: str
) -> None:
    """Review 16.5: beginning a deal with such a file gave 500."""
    text = SMALL.read_text()
    assert f"  {old}" in text
    answer = enter(beginner).post(
        "/nieuwe-deal/", {"file": upload(text.replace(f"  {old}", f"  {new}", 1)), "with-file": "1"}
    )
    assert answer.status_code == 422
    assert told in words(answer)
    assert Deal.objects.count() == 1


def test_who_begins_deals_is_offered_a_new_one_on_each_page(enter: Enter, deal: Deal, noordkop: Deal) -> None:
    """Review 16: pages of a deal asked for a role in that deal, and forgot a right that was given on the server."""
    reader = person(deal, "Lezer", Role.REVIEWER)
    page = f"/deals/{deal.slug}/over/"
    assert "Nieuwe deal" not in words(enter(reader).get(page))
    User.objects.filter(pk=reader.pk).update(may_begin_deals=True)
    assert "Nieuwe deal" in words(enter(reader).get(page))
    User.objects.filter(pk=reader.pk).update(may_begin_deals=False)
    Membership.objects.create(user=reader, deal=noordkop, role=Role.BUREAU)
    assert "Nieuwe deal" in words(enter(reader).get(page))


def test_a_deal_file_is_as_large_in_every_form(enter: Enter, beginner: User) -> None:
    """Review 16: the form promised 5 MB, and a YAML file above 2 MB was refused."""
    assert f"hoogstens {LARGEST_FILE // 1_000_000} MB" in words(enter(beginner).get("/nieuwe-deal/"))
    large = upload("x" * (LARGEST_FILE + 1))
    answer = enter(beginner).post("/nieuwe-deal/", {"file": large, "with-file": "1"})
    assert answer.status_code == 422
    assert f"Dit bestand is groter dan {LARGEST_FILE // 1_000_000} MB." in words(answer)
