"""A deal in preparation: kept with its faults, gone on with, looked at, signed, thrown away."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from finance.budget.models import BudgetLine
from finance.caps.models import Cap
from pillars.agreed.models import Target
from regiodeal.accounts.invitations import Guest, invite
from regiodeal.base.refusals import WrongStateError
from regiodeal.deal_file.document import read_deal_file
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.models import Deal, LoadedChange, Membership, MembershipEvent, Neighbourhood, Party, User
from regiodeal.deals.roles import Role, Stage
from regiodeal.stages.drafts import drop, keep_draft
from regiodeal.stages.life import missing_roles, sign, to_do
from regiodeal.stages.models import DealDraft, StageEvent
from tests.pages import Response, carried, shown, words
from tests.plugins.deal import Enter, at, person
from tests.stages.preparing import SIGNED, SMALL, needed_people, upload


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
    assert "Bronnen van geld: 2 nieuw" in page
    assert "Ondertekend op 1 juni 2026" in page
    changes = DealDraft.objects.get(deal=noordkop).changes
    assert not {row[0] for row in changes} & {rows.name for rows in all_rows()}
    assert all(new for _list, _code, verb, _field, _old, new in changes if verb == "nieuw")


def test_what_a_file_changes_is_told_by_list(enter: Enter, beginner: User, prepared: Deal) -> None:
    """By a stranger 16: on a phone 62 differences were 15,000 px long, half of it rows without anything."""
    page = shown(_uploaded(enter(beginner), prepared, SMALL.read_text()))
    assert "Niets: de deal is al zoals het bestand zegt." in page
    party = prepared.party_set.last()
    assert party is not None
    page = shown(_uploaded(enter(beginner), prepared, SMALL.read_text().replace(party.name, "Waterschap Veenland", 1)))
    assert "<details open> <summary>Partijen: 1 gewijzigd</summary>" in page
    assert f"<td>Naam</td> <td>{party.name}</td> <td>Waterschap Veenland</td>" in page


def test_a_list_that_is_all_new_begins_folded(enter: Enter, beginner: User, noordkop: Deal) -> None:
    """By a stranger 16: what is new has no field and no old value, and a narrow screen leaves those cells out."""
    text = SMALL.read_text().replace(f"slug: {own_slug()}", f"slug: {noordkop.slug}", 1)
    page = shown(_uploaded(enter(beginner), noordkop, text))
    assert re.search(r"<details> <summary>Partijen: \d nieuw</summary>", page)
    assert re.search(r"<details open> <summary>Deal: \d+ gewijzigd</summary>", page)
    assert "<td>nieuw</td> <td></td> <td></td> <td>Naam:" in page
    assert "..." not in page  # a term was cut off after four of its parts, and the words of the deal after three
    assert "…" not in page


def test_what_a_file_changes_beyond_what_is_shown_is_counted(
    enter: Enter, beginner: User, noordkop: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a stranger 16: from the 501st on, differences were left out without a word."""
    monkeypatch.setattr("regiodeal.stages.views.ROWS_SHOWN", 10)
    text = SMALL.read_text().replace(f"slug: {own_slug()}", f"slug: {noordkop.slug}", 1)
    page = words(_uploaded(enter(beginner), noordkop, text))
    count = len(DealDraft.objects.get(deal=noordkop).changes)
    assert f"En nog {count - 10} verschillen." in page


def _uploaded(client: Client, deal: Deal, text: str) -> Response:
    """The page about the deal after this file was uploaded there."""
    client.post(over(deal, "bestand/"), {"file": upload(text)})
    return client.get(over(deal))


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


def test_a_preview_leads_nowhere_but_back(enter: Enter, beginner: User, noordkop: Deal) -> None:
    """By a stranger 16: of 53 links in the previews, 40 led to "Deze pagina bestaat niet"."""
    client = enter(beginner)
    text = SMALL.read_text().replace(f"slug: {own_slug()}", f"slug: {noordkop.slug}", 1)
    _uploaded(client, noordkop, text)
    for kind in ("overzicht", "maatregel", "termijnen", "voorblad"):
        page = client.get(over(noordkop, f"voorbeeld/{kind}/")).content.decode()
        inside = page[page.index("<main") : page.index("</main>")]
        ways = {way for way in re.findall(r'<a[^>]* href="([^"]*)"', inside) if not way.startswith("#")}
        assert ways == {over(noordkop)}, kind
        assert "<form" not in inside, kind
    assert "Terug naar de deal in voorbereiding" in words(client.get(over(noordkop, "voorbeeld/voorblad/")))


def test_a_preview_of_the_deal_as_it_is_keeps_its_links(enter: Enter, beginner: User, prepared: Deal) -> None:
    page = shown(enter(beginner).get(over(prepared, "voorbeeld/overzicht/")))
    assert f'href="/deals/{prepared.slug}/maatregelen/' in page[page.index("<main") :]


def test_what_is_right_in_a_file_with_faults_is_seen(enter: Enter, beginner: User, noordkop: Deal) -> None:
    """By a stranger 16: until the last fault was mended, nobody could see what the deal would look like."""
    client = enter(beginner)
    text = SMALL.read_text().replace(f"slug: {own_slug()}", f"slug: {noordkop.slug}", 1)
    wrong = text.replace("side: regional", "side: beide", 1).replace("indicator: dorpshuizen", "indicator: huizen", 1)
    wrong = re.sub(r"ends_on: .*", "ends_on: 2001-01-01", wrong, count=1)
    page = words(_uploaded(client, noordkop, wrong))
    assert DealDraft.objects.get(deal=noordkop).faults
    assert "Wat nog niet klopt, staat er niet bij." in page
    answer = client.get(over(noordkop, "voorbeeld/overzicht/"))
    assert answer.status_code == 200
    assert "straks uit, zonder wat nog niet klopt. Er is nog niets overgenomen." in words(answer)
    assert "Dorpshuizen" in words(answer)
    assert not Party.objects.filter(deal=noordkop).exists()


def test_of_a_file_in_which_too_little_is_right_nothing_is_seen(enter: Enter, beginner: User, noordkop: Deal) -> None:
    client = enter(beginner)
    for text in ("deal: {slug: noordkop}\n", "geen deal"):
        _uploaded(client, noordkop, text)
        answer = client.get(over(noordkop, "voorbeeld/overzicht/"), follow=True)
        assert answer.redirect_chain == [(over(noordkop), 302)]
    assert "Het bestand bevat geen deal" in words(answer)


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
    assert client.get(reverse("add-office-holder", args=[noordkop.slug])).status_code == 200


def test_what_is_not_chosen_yet_is_said_in_dutch(enter: Enter, beginner: User, noordkop: Deal) -> None:
    """By a stranger 16: "- Select an option -", since Django has no Dutch for it."""
    for kind in ("parties", "organisations"):
        page = words(enter(beginner).get(over(noordkop, f"lijst/{kind}/nieuw/")))
        assert "Select" not in page
        assert "Kies" in page


def test_a_refused_upload_says_that_the_file_is_chosen_again(enter: Enter, beginner: User, noordkop: Deal) -> None:
    """By a stranger 16: "Wat u invulde, staat er nog", of a file that is not there any more."""
    answer = enter(beginner).post(over(noordkop, "bestand/"), {"file": upload("x", "deal.docx")})
    assert answer.status_code == 422
    assert "Een bestand kiest u opnieuw." in words(answer)


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
    answer = client.post(page, carried(client, page) | SIGNED | {"typed": prepared.short_name})
    assert answer.status_code == 409
    assert "Nodig eerst een beoordelaar, een beheerder en een regiokassier uit" in words(answer)
    needed_people(prepared)
    assert client.post(page, carried(client, page) | SIGNED | {"typed": "iets anders"}).status_code == 422
    refused = client.post(page, carried(client, page) | {"typed": prepared.short_name})
    assert "Kijk na hoe het portaal de deal leest, en bevestig dat." in words(refused)
    answer = client.post(page, carried(client, page) | SIGNED | {"typed": prepared.short_name})
    assert answer.status_code == 302
    assert Deal.objects.get(pk=prepared.pk).stage == Stage.RUNNING
    assert client.post(over(prepared, "bestand/"), {"file": upload()}).status_code == 403
    assert client.get(over(prepared, "namen/")).status_code == 403
    assert client.get(f"/deals/{prepared.slug}/invoer/").status_code in {200, 302}


def test_without_an_administrator_the_page_does_not_offer_to_sign(enter: Enter, beginner: User, prepared: Deal) -> None:
    """By a stranger 16: the deal was complete and could be signed, and only then the page asked for somebody."""
    page = words(enter(beginner).get(over(prepared)))
    assert "De deal is compleet, op een beoordelaar, een beheerder en een regiokassier na" in page
    assert "Leg vast dat de deal is ondertekend" not in page
    person(prepared, "Beheerster", Role.ADMINISTRATOR)
    page = words(enter(beginner).get(over(prepared)))
    assert "De deal is compleet, op een beoordelaar en een regiokassier na" in page
    assert "Leg vast dat de deal is ondertekend" not in page
    for role in (Role.REVIEWER, Role.TREASURER):
        person(prepared, f"Een {role}", role)
    page = words(enter(beginner).get(over(prepared)))
    assert "De deal is compleet, op" not in page
    assert "Leg vast dat de deal is ondertekend" in page


def test_who_was_invited_in_preparation_still_comes_in_after_signing(
    enter: Enter, beginner: User, prepared: Deal
) -> None:
    """Whoever prepares a deal invites its administrator, and loses the right to invite at signing."""
    guest = Guest("beheer@example.nl", "Beheer", Role.ADMINISTRATOR)
    made = invite(prepared, guest, by=beginner, at=timezone.now())
    for role in (Role.REVIEWER, Role.TREASURER):
        invite(prepared, Guest(f"{role}@example.nl", "Genodigde", role), by=beginner, at=timezone.now())
    client, page = enter(beginner), over(prepared, "ondertekenen/")
    typed = SIGNED | {"typed": prepared.short_name}
    assert client.post(page, carried(client, page) | typed).status_code == 302
    made.refresh_from_db()
    assert Deal.objects.get(pk=prepared.pk).stage == Stage.RUNNING
    assert not type(made).objects.get(pk=made.pk).is_over(timezone.now())
    assert client.get(f"/deals/{prepared.slug}/beheer/uitnodigen/").status_code == 403


def test_nothing_is_entered_before_signing(enter: Enter, beginner: User, prepared: Deal) -> None:
    assert enter(beginner).get(f"/deals/{prepared.slug}/invoer/").status_code == 403


def test_an_incomplete_deal_is_not_signed(noordkop: Deal, beginner: User) -> None:
    """Review 16: signing was told how many things were still to do, and did not look itself."""
    count = len(to_do(noordkop, on=noordkop.in_force_on))
    assert count
    with pytest.raises(WrongStateError, match=f"nog {count} dingen te doen"):
        sign(noordkop, version=noordkop.stage_version, by=beginner, at=at("2026-06-02"))


def test_a_deal_is_not_signed_before_its_day(prepared: Deal, beginner: User) -> None:
    """Review 16.13: a deal was signed, and filled in, before the day on which it says to be signed."""
    needed_people(prepared)
    with pytest.raises(WrongStateError, match="De dag van ondertekening is 10 maart 2025"):
        sign(prepared, version=prepared.stage_version, by=beginner, at=at("2025-03-09"))
    sign(prepared, version=prepared.stage_version, by=beginner, at=at("2025-03-10"))
    assert Deal.objects.get(pk=prepared.pk).stage == Stage.RUNNING


def test_a_deal_without_money_needs_no_treasurer(prepared: Deal) -> None:
    """Rest of issue 15: a deal is asked for the people that it needs, and for no others."""
    now = at("2026-06-01")
    assert missing_roles(prepared, at=now) == [Role.REVIEWER, Role.ADMINISTRATOR, Role.TREASURER]
    Cap.objects.filter(deal=prepared).delete()
    BudgetLine.objects.filter(deal=prepared).delete()
    assert missing_roles(prepared, at=now) == [Role.REVIEWER, Role.ADMINISTRATOR]


def test_how_the_deal_is_read_where_it_says_nothing_is_shown_and_confirmed(
    enter: Enter, beginner: User, prepared: Deal
) -> None:
    """Rest of issue 15: the first year that counts, and more than a maximum, were the portal's own choice, unseen."""
    target = Target.objects.filter(deal=prepared, kind=Target.Kind.PER_YEAR).earliest("pk")
    Target.objects.filter(pk=target.pk).update(kind=Target.Kind.RANGE, operator="between", minimum=20, maximum=30)
    client = enter(beginner)
    page = words(client.get(over(prepared)))
    assert "Cijfers per jaar Het eerste jaar dat telt, is 2025." in page
    assert "Meer dan 30 is ook goed: het maximum is geen plafond." in page
    needed_people(prepared)
    sign_page = over(prepared, "ondertekenen/")
    sent = carried(client, sign_page) | SIGNED | {"typed": prepared.short_name}
    Target.objects.filter(pk=target.pk).update(is_ceiling=True)
    Deal.objects.filter(pk=prepared.pk).update(first_counted_year=2026)
    assert client.post(sign_page, sent).status_code == 409  # it is read otherwise than was on the screen
    page = words(client.get(sign_page))
    assert "Het eerste jaar dat telt, is 2026. Over 2025 wordt niets gevraagd." in page
    assert "Meer dan 30 is te veel. Tot en met 39 vraagt dat aandacht, daarboven loopt de norm achter." in page
    assert (
        client.post(sign_page, carried(client, sign_page) | SIGNED | {"typed": prepared.short_name}).status_code == 302
    )
    step = StageEvent.objects.filter(deal=prepared, to_state=Stage.RUNNING).get()
    assert [
        "Cijfers per jaar",
        "",
        "Het eerste jaar dat telt, is 2026. Over 2025 wordt niets gevraagd.",
    ] in step.changes


def test_what_was_added_since_is_not_taken_away_unseen(enter: Enter, beginner: User, prepared: Deal) -> None:
    """Review 16.1: a Party that a colleague added after the file was looked at went, and nobody had been shown so."""
    client = enter(beginner)
    client.post(over(prepared, "bestand/"), {"file": upload()})
    page = over(prepared, "lijst/parties/nieuw/")
    party = {"code": "Texel", "name": "Gemeente Texel", "side": "regional", "article": "1"}
    assert client.post(page, carried(client, page) | party).status_code == 302
    page = over(prepared, "bestand/overnemen/")
    answer = client.post(page, carried(client, page))
    assert answer.status_code == 409
    assert "De deal is veranderd sinds dit bestand is nagekeken. Upload het opnieuw." in words(answer)
    assert Party.objects.filter(deal=prepared, code="Texel").exists()
    assert DealDraft.objects.filter(deal=prepared).exists()


def test_a_preview_of_a_file_that_no_longer_fits_says_so(
    enter: Enter, beginner: User, prepared: Deal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Review 16.6: what the file waits for may have changed; the preview then gave 500."""

    def refused(*_args: object, **_kwargs: object) -> None:
        raise DealFileFaultsError([Fault("De rij past niet meer.")])

    client = enter(beginner)
    client.post(over(prepared, "bestand/"), {"file": upload()})
    monkeypatch.setattr("regiodeal.stages.drafts.load", refused)
    answer = client.get(over(prepared, "voorbeeld/overzicht/"), follow=True)
    assert answer.redirect_chain == [(over(prepared), 302)]
    assert "De rij past niet meer." in words(answer)


def test_only_the_file_that_was_seen_is_dropped(prepared: Deal, beginner: User) -> None:
    """Review 16.15: the question was about one file, and the one that a colleague had uploaded since went too."""
    seen = keep_draft(prepared, SMALL.read_bytes(), "een.yaml", by=beginner, at=at("2026-05-01"))
    keep_draft(prepared, SMALL.read_bytes(), "twee.yaml", by=beginner, at=at("2026-05-02"))
    with pytest.raises(WrongStateError, match="een ander bestand"):
        drop(seen)
    assert DealDraft.objects.get(deal=prepared).file_name == "twee.yaml"
    drop(DealDraft.objects.get(deal=prepared))
    assert not DealDraft.objects.filter(deal=prepared).exists()


def test_what_waits_is_shown_to_who_prepares_only(enter: Enter, beginner: User, prepared: Deal) -> None:
    """Review 16.10: the content of a file that waits, amounts and all, was shown to every role."""
    enter(beginner).post(over(prepared, "bestand/"), {"file": upload()})
    for role, sees in ((Role.BZK, False), (Role.ADMINISTRATOR, False), (Role.BUREAU, True)):
        page = words(enter(person(prepared, f"Lezer {role}", role)).get(over(prepared)))
        assert ("Het bestand deal.yaml" in page) is sees, role


def test_the_footer_gives_no_version_of_the_deal(enter: Enter, beginner: User, noordkop: Deal) -> None:
    """Review 16.11: the version of the stage stood in the footer as that of the portal."""
    Deal.objects.filter(pk=noordkop.pk).update(stage_version=1234)
    assert "1234" not in words(enter(beginner).get(over(noordkop)))


def test_a_code_has_an_address(enter: Enter, beginner: User, noordkop: Deal) -> None:
    """Review 16.4: a code with a space was stored, and from then on the list gave 500; "nieuw" led to another page."""
    client = enter(beginner)
    page = over(noordkop, "lijst/parties/nieuw/")
    party = {"name": "Gemeente Epe", "side": "regional", "article": "1"}
    for code in ("Gemeente Epe", "Súdwest", "a/b", "nieuw"):
        answer = client.post(page, carried(client, page) | party | {"code": code})
        assert answer.status_code == 422, code
    assert "alleen letters zonder accent" in words(client.post(page, carried(client, page) | party | {"code": "a b"}))
    assert client.get(over(noordkop, "lijst/parties/")).status_code == 200
    assert not Party.objects.filter(deal=noordkop).exists()


def test_the_trail_of_a_row_tells_what_it_was(enter: Enter, beginner: User, prepared: Deal) -> None:
    """Review 16.16: of a changed Party the trail told a new name only, and nothing of its side."""
    client = enter(beginner)
    party = Party.objects.filter(deal=prepared, side="regional").first()
    assert party is not None
    page = over(prepared, f"lijst/parties/{party.code}/")
    form = {"code": party.code, "name": "Gemeente Nieuwstad", "side": "national", "article": party.article}
    form |= {name: "on" for name in ("is_treasurer", "receives_report") if getattr(party, name)}
    assert client.post(page, carried(client, page) | form).status_code == 302
    step = StageEvent.objects.filter(deal=prepared).order_by("version").last()
    assert step is not None
    assert step.changes == [
        [f"Partij {party.code}: Naam", party.name, "Gemeente Nieuwstad"],
        [f"Partij {party.code}: Kant", "regio", "Rijk"],
    ]


def test_lists_are_called_as_the_deal_calls_them(enter: Enter, beginner: User, noordkop: Deal) -> None:
    """Review 16.18: the page of the deal said "Gebieden" in a deal with kernen."""
    own = {"area": {"singular": "kern", "plural": "kernen", "article": "de"}}
    Deal.objects.filter(pk=noordkop.pk).update(own_words=own)
    page = words(enter(beginner).get(over(noordkop)))
    assert "Kernen" in page
    assert "Gebieden" not in page


def test_before_signing_nothing_is_a_later_change_of_the_covenant(enter: Enter, beginner: User, prepared: Deal) -> None:
    """Review 16.9: what was edited in preparation stood among the changes of what had been agreed."""
    client = enter(beginner)
    client.post(over(prepared, "bestand/"), {"file": upload(SMALL.read_text().replace(prepared.name, "Deal Morgen"))})
    page = over(prepared, "bestand/overnemen/")
    client.post(page, carried(client, page))
    assert Deal.objects.get(pk=prepared.pk).name == "Deal Morgen"
    assert not LoadedChange.objects.filter(deal=prepared).exists()


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
