"""A deal in preparation: kept with its faults, gone on with, looked at, signed, thrown away."""

import re

import pytest
from django.utils import timezone

from regiodeal.accounts.invitations import Guest, invite
from regiodeal.base.refusals import WrongStateError
from regiodeal.deal_file.document import read_deal_file
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.models import Deal, Membership, MembershipEvent, Neighbourhood, Party, User
from regiodeal.deals.roles import Role, Stage
from regiodeal.stages.drafts import to_do
from regiodeal.stages.life import sign
from regiodeal.stages.models import DealDraft, StageEvent
from tests.pages import carried, shown, words
from tests.plugins.deal import Enter, at, person
from tests.stages.preparing import SMALL, upload


def own_slug() -> str:
    found = re.search(r"slug: (\S+)", SMALL.read_text())
    assert found
    return found[1]


@pytest.fixture
def prepared(enter: Enter, beginner: User) -> Deal:
    """The invented deal in preparation, as it was begun with its file, which was taken over."""
    client = enter(beginner)
    client.post("/nieuwe-deal/", {"file": upload(), "with-file": "1"})
    deal = Deal.objects.get(slug=own_slug())
    client.post(over(deal, "bestand/overnemen/"), carried(client, over(deal, "bestand/overnemen/")))
    return Deal.objects.get(pk=deal.pk)


def over(deal: Deal, path: str = "") -> str:
    return f"/deals/{deal.slug}/over/{path}"


def test_half_a_deal_is_kept_with_its_faults(enter: Enter, beginner: User, prepared: Deal) -> None:
    """Any deal E: half a deal can be kept and gone on with tomorrow."""
    client = enter(beginner)
    wrong = SMALL.read_text().replace("side: regional", "side: beide", 1)
    client.post(over(prepared, "bestand/"), {"file": upload(wrong)})

    draft = DealDraft.objects.get(deal=prepared)
    assert draft.faults
    page = words(client.get(over(prepared)))
    assert "nog niet" in page
    assert "Neem het bestand over" not in page
    assert client.get(over(prepared, "bestand/overnemen/")).status_code == 200
    answer = client.post(over(prepared, "bestand/overnemen/"), carried(client, over(prepared, "bestand/overnemen/")))
    assert answer.status_code == 409
    assert DealDraft.objects.filter(deal=prepared).exists()


def test_a_file_is_looked_at_before_it_is_taken_over(enter: Enter, beginner: User, prepared: Deal) -> None:
    """Any deal E: differences are shown, new, changed and what goes, before anything changes."""
    client = enter(beginner)
    party = prepared.party_set.last()
    assert party is not None
    text = SMALL.read_text().replace(party.name, "Waterschap Veenland", 1)
    client.post(over(prepared, "bestand/"), {"file": upload(text)})

    assert "Waterschap Veenland" in words(client.get(over(prepared)))
    assert not Party.objects.filter(deal=prepared, name="Waterschap Veenland").exists()
    client.post(over(prepared, "bestand/overnemen/"), carried(client, over(prepared, "bestand/overnemen/")))
    assert Party.objects.filter(deal=prepared, name="Waterschap Veenland").exists()
    assert not DealDraft.objects.filter(deal=prepared).exists()
    assert Deal.objects.get(pk=prepared.pk).stage == Stage.PREPARING


def test_a_file_that_was_replaced_meanwhile_is_not_taken_over(enter: Enter, beginner: User, prepared: Deal) -> None:
    client = enter(beginner)
    client.post(over(prepared, "bestand/"), {"file": upload()})
    seen = carried(client, over(prepared, "bestand/overnemen/"))
    client.post(over(prepared, "bestand/"), {"file": upload(SMALL.read_text() + "\n")})
    assert client.post(over(prepared, "bestand/overnemen/"), seen).status_code == 409
    assert DealDraft.objects.filter(deal=prepared).exists()


def test_the_preview_speaks_dutch_and_shows_what_a_new_row_says(enter: Enter, beginner: User, noordkop: Deal) -> None:
    """Any deal 15.7: lists and fields were "sources", "title", and a new row showed dashes: no amount could be seen."""
    client = enter(beginner)
    text = SMALL.read_text().replace(f"slug: {own_slug()}", f"slug: {noordkop.slug}", 1)
    client.post(over(noordkop, "bestand/"), {"file": upload(text)})

    page = words(client.get(over(noordkop)))
    assert "Naam: rijksbijdrage; Van wie: het Rijk; Kant: het Rijk" in page
    assert "Soort bedrag: maximaal; Bedrag: € 1.940.000,00" in page.replace("\xa0", " ")
    assert "Bronnen van geld rijk nieuw" in page
    assert "Ondertekend op 1 juni 2026" in page
    changes = DealDraft.objects.get(deal=noordkop).changes
    assert not {row[0] for row in changes} & {rows.name for rows in all_rows()}
    assert all(new for _list, _code, verb, _field, _old, new in changes if verb == "nieuw")


def test_the_workbook_of_a_signed_deal_is_read_by_who_may_see_it(enter: Enter, deal: Deal, reviewer: User) -> None:
    """Any deal 15.3: after signing /over/werkboek/ gave 403."""
    answer = enter(reviewer).get(f"/deals/{deal.slug}/over/werkboek/")
    assert answer.status_code == 200
    assert read_deal_file(answer.content, "deal.xlsx").deal()["slug"] == deal.slug
    assert "als werkboek" in words(enter(reviewer).get(f"/deals/{deal.slug}/over/"))


def test_a_file_of_another_deal_is_refused(enter: Enter, beginner: User, noordkop: Deal) -> None:
    """Any deal 28: the same file with another slug silently made a second deal."""
    enter(beginner).post(over(noordkop, "bestand/"), {"file": upload()})
    assert "dat is een andere deal" in str(DealDraft.objects.get(deal=noordkop).faults)


@pytest.mark.parametrize("kind", ["overzicht", "maatregel", "termijnen", "voorblad"])
def test_the_preview_is_the_page_itself_and_changes_nothing(
    enter: Enter, beginner: User, prepared: Deal, kind: str
) -> None:
    """Any deal E: dashboard, measure, terms and cover are seen before the file is taken over."""
    client = enter(beginner)
    name = prepared.name
    client.post(over(prepared, "bestand/"), {"file": upload(SMALL.read_text().replace(name, "Deal Morgenland"))})

    answer = client.get(over(prepared, f"voorbeeld/{kind}/"))
    assert answer.status_code == 200
    assert "Er is nog niets overgenomen." in words(answer)
    assert "Deal Morgenland" in words(answer) or kind != "voorblad"
    assert "ETag" not in answer.headers
    after = Deal.objects.get(pk=prepared.pk)
    assert (after.name, after.example_notice) == (name, "")


def test_an_empty_deal_has_nothing_to_preview_yet(enter: Enter, beginner: User, noordkop: Deal) -> None:
    assert "nog niets te zien" in words(enter(beginner).get(over(noordkop, "voorbeeld/maatregel/")))
    assert enter(beginner).get(over(noordkop, "voorbeeld/iets/")).status_code == 404


def test_names_words_and_articles_are_filled_in_on_pages(enter: Enter, beginner: User, noordkop: Deal) -> None:
    """Any deal E: the rest of a deal is filled in without a file."""
    client = enter(beginner)
    page = over(noordkop, "woorden/")
    form = {f"{name}_article": "de" for name in noordkop.words.own} | carried(client, page)
    words_form = {"area_singular": "kern", "area_plural": "kernen", "area_article": "de"}
    for name in ("pillar", "overleg", "treasurer", "bureau", "execution_costs", "minister", "programme_team"):
        form[f"{name}_article"] = "de"
    answer = client.post(page, form | words_form)
    assert answer.status_code == 302, words(answer)
    assert "Kernen" in shown(client.get(over(noordkop, "lijst/neighbourhoods/")))
    page = over(noordkop, "artikelen/")
    client.post(page, carried(client, page) | {"amendment": "9"})
    stored = Deal.objects.get(pk=noordkop.pk)
    assert stored.articles == {"amendment": "9"}
    assert stored.own_words == {"area": {"singular": "kern", "plural": "kernen", "article": "de"}}
    assert StageEvent.objects.filter(deal=noordkop).count() == 3
    trail = words(client.get(over(noordkop)))
    assert "Eigen woorden : gebied: kern, kernen (de)" in trail  # 15.7: it said "singular: kern; plural: …"
    assert "Artikelen :" in trail


def test_two_people_who_fill_in_at_once_lose_nothing(enter: Enter, beginner: User, noordkop: Deal) -> None:
    client = enter(beginner)
    page = over(noordkop, "artikelen/")
    seen = carried(client, page)
    client.post(page, seen | {"amendment": "9"})
    assert client.post(page, seen | {"amendment": "10"}).status_code == 409
    assert Deal.objects.get(pk=noordkop.pk).articles == {"amendment": "9"}


def test_parties_and_areas_are_filled_in_on_pages(enter: Enter, beginner: User, noordkop: Deal) -> None:
    client = enter(beginner)
    page = over(noordkop, "lijst/parties/nieuw/")
    party = {"code": "Texel", "name": "Gemeente Texel", "side": "regional", "article": "1"}
    assert client.post(page, carried(client, page) | party).status_code == 302
    assert client.post(page, carried(client, page) | party).status_code == 422
    page = over(noordkop, "lijst/parties/Texel/")
    client.post(page, carried(client, page) | party | {"name": "Gemeente Tessel"})
    assert Party.objects.get(deal=noordkop).name == "Gemeente Tessel"
    page = over(noordkop, "lijst/neighbourhoods/nieuw/")
    client.post(page, carried(client, page) | {"code": "den-burg", "name": "Den Burg"})
    page = over(noordkop, "lijst/neighbourhoods/den-burg/weg/")
    client.post(page, carried(client, page))
    assert not Neighbourhood.objects.filter(deal=noordkop).exists()
    assert client.get("/deals/noordkop/afspraken/ambtsdragers/nieuw/").status_code in {200, 404}


def test_only_its_members_see_a_deal_in_preparation(enter: Enter, noordkop: Deal, bzk: User, bureau: User) -> None:
    """A deal in preparation is of its members; BZK sees it when it is asked in."""
    assert enter(bzk).get(over(noordkop)).status_code == 404
    assert enter(bureau).get(over(noordkop)).status_code == 404
    Membership.objects.create(user=bzk, deal=noordkop, role=Role.BZK)
    client = enter(bzk)
    assert client.get(over(noordkop)).status_code == 200
    assert client.get(over(noordkop, "werkboek/")).status_code == 403


def test_a_deal_is_signed_once_it_is_complete(enter: Enter, beginner: User, prepared: Deal) -> None:
    """From the day that is marked as signed a file changes nothing any more."""
    client = enter(beginner)
    page = over(prepared, "ondertekenen/")
    assert to_do(prepared, on=prepared.in_force_on) == []
    answer = client.post(page, carried(client, page) | {"typed": prepared.short_name})
    assert answer.status_code == 409
    assert "Nodig eerst een beheerder uit" in words(answer)
    person(prepared, "Beheerster", Role.ADMINISTRATOR)
    assert client.post(page, carried(client, page) | {"typed": "iets anders"}).status_code == 422
    answer = client.post(page, carried(client, page) | {"typed": prepared.short_name})
    assert answer.status_code == 302
    assert Deal.objects.get(pk=prepared.pk).stage == Stage.RUNNING
    assert client.post(over(prepared, "bestand/"), {"file": upload()}).status_code == 403
    assert client.get(over(prepared, "namen/")).status_code == 403
    assert client.get(f"/deals/{prepared.slug}/invoer/").status_code in {200, 302}


def test_who_was_invited_in_preparation_still_comes_in_after_signing(
    enter: Enter, beginner: User, prepared: Deal
) -> None:
    """Whoever prepares a deal invites its administrator, and loses the right to invite at signing."""
    guest = Guest("beheer@example.nl", "Beheer", Role.ADMINISTRATOR)
    made = invite(prepared, guest, by=beginner, at=timezone.now())
    client, page = enter(beginner), over(prepared, "ondertekenen/")
    assert client.post(page, carried(client, page) | {"typed": prepared.short_name}).status_code == 302
    made.refresh_from_db()
    assert Deal.objects.get(pk=prepared.pk).stage == Stage.RUNNING
    assert not type(made).objects.get(pk=made.pk).is_over(timezone.now())
    assert client.get(f"/deals/{prepared.slug}/beheer/uitnodigen/").status_code == 403


def test_nothing_is_entered_before_signing(enter: Enter, beginner: User, prepared: Deal) -> None:
    assert enter(beginner).get(f"/deals/{prepared.slug}/invoer/").status_code == 403


def test_an_incomplete_deal_is_not_signed(noordkop: Deal, beginner: User) -> None:
    with pytest.raises(WrongStateError, match="nog 12 dingen te doen"):
        sign(noordkop, version=noordkop.stage_version, faults=12, by=beginner, at=at("2026-05-01"))


def test_a_deal_in_preparation_is_thrown_away(enter: Enter, beginner: User, prepared: Deal) -> None:
    """Any deal 28: a deal in preparation can go; its trail stays."""
    client = enter(beginner)
    page = over(prepared, "weggooien/")
    assert client.post(page, carried(client, page) | {"typed": "nee"}).status_code == 422
    client.post(page, carried(client, page) | {"typed": prepared.short_name})
    gone = Deal.objects.get(pk=prepared.pk)
    assert gone.stage == Stage.DISCARDED
    assert not Party.objects.filter(deal=gone).exists()
    assert client.get(over(prepared)).status_code == 404
    assert MembershipEvent.objects.filter(deal=gone, is_given=False).count() == 1
    assert client.post("/nieuwe-deal/", {"file": upload(), "with-file": "1"}).status_code == 302
