"""What pages say follows the deal: what its covenant does not have is not told, and what cannot be done says why."""

import re

from pillars.agreed.models import Measure
from regiodeal.deals.models import Deal, OfficeHolder, User
from regiodeal.deals.roles import Role
from tests.pages import carried, words, words_at
from tests.plugins.deal import Enter, person


def test_a_covenant_without_an_article_for_it_has_no_sentence_of_another(veenland: Deal, enter: Enter) -> None:
    """Any deal, by a stranger 9: four checks and a quotation of a covenant that this deal does not have."""
    Deal.objects.filter(pk=veenland.pk).update(articles={})
    client = enter(person(veenland, "Bureau Veenland", Role.BUREAU))
    base = f"/deals/{veenland.slug}/"
    measure = Measure.objects.filter(deal=veenland).order_by("position").first()
    assert measure is not None
    page = words_at(client, f"{base}maatregelen/{measure.code}/")
    assert "mede mogelijk gemaakt" not in page
    assert "Externe toetsen" not in page
    changes = words_at(client, f"{base}wijzigingen/")
    assert "Interventies kunnen" not in changes
    assert "gereserveerd geld" not in changes
    assert "uitgangspunt" not in words_at(client, f"{base}financien/afgesproken/")
    assert "1.1.1.g" not in words_at(client, f"{base}zoeken/?q=xyzzy")


def test_the_meeting_is_called_as_the_deal_calls_it(veenland: Deal, enter: Enter) -> None:
    """Any deal, by a stranger 10: "Het overleg bewaakt", in a deal with a stuurgroep."""
    own = {"overleg": {"singular": "stuurgroep", "plural": "stuurgroepen", "article": "de"}}
    Deal.objects.filter(pk=veenland.pk).update(own_words=own)
    client = enter(person(veenland, "Bureau Veenland", Role.BUREAU))
    base = f"/deals/{veenland.slug}/"
    assert "De stuurgroep bewaakt" in words_at(client, f"{base}overleg/")
    assert "de stuurgroep kan haar veranderen" in words_at(client, f"{base}afspraken/lezingen/")


def test_a_deal_in_preparation_says_why_nothing_can_be_filled_in(noordkop: Deal, beginner: User, enter: Enter) -> None:
    """Any deal, by a stranger 14: no page said it, a heading stood empty, and a logo that was not there could go."""
    client = enter(beginner)
    base = f"/deals/{noordkop.slug}/"
    for path in ("", "over/", "afspraken/"):
        assert "invullen kan zodra de deal is ondertekend" in words_at(client, f"{base}{path}"), path
    assert "Organisaties zonder partijstatus" not in words_at(client, f"{base}afspraken/")
    page = client.get(f"{base}afspraken/").content.decode()
    assert "<p>Er zijn geen afspraken met een termijn.</p>" in page  # no row of a table: at 320 px it had a label
    assert "Haal het logo weg" not in words_at(client, f"{base}over/huisstijl/")


def test_a_deal_without_money_says_how_much_time_is_over(noordkop: Deal, beginner: User, enter: Enter) -> None:
    """By a stranger 16: "Er is 15% van de tijd voorbij en"."""
    assert "van de tijd voorbij. Stand van de resultaten" in words_at(enter(beginner), f"/deals/{noordkop.slug}/")


def test_of_one_kind_that_was_begun_the_page_says_is(veenland: Deal, enter: Enter) -> None:
    """By a stranger 16: "zijn er 1 begonnen"."""
    page = words_at(enter(person(veenland, "Bureau Veenland", Role.BUREAU)), f"/deals/{veenland.slug}/over/verder/")
    assert re.search(r"soorten gegevens (is er 1|zijn er (0|[2-9])) begonnen", page)


def test_a_new_office_holder_does_not_stand_beside_the_last_one_unseen(deal: Deal, enter: Enter, bureau: User) -> None:
    """By a stranger 16: two ministers of one Party stood in the colophon, and no page had said so."""
    client, path = enter(bureau), f"/deals/{deal.slug}/ambtsdragers/nieuw/"
    last = OfficeHolder.objects.filter(party__deal=deal, valid_to=None, ended_on=None).select_related("party").first()
    assert last is not None
    form = {"party": last.party_id, "name": "C. de Vries", "office": last.office, "valid_from": "2026-05-01"}
    page = words(client.post(path, carried(client, path) | form, follow=True))
    assert f"Met hetzelfde ambt staat er ook nog: {last.name}" in page
    assert "vertrokken? Vul dan de laatste dag in." in page
    page = words(client.post(path, carried(client, path) | form | {"office": "Heel iets anders"}, follow=True))
    assert "Met hetzelfde ambt" not in page
