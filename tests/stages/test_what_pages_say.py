"""What pages say follows the deal: what its covenant does not have is not told, and what cannot be done says why."""

from pillars.agreed.models import Measure
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from tests.pages import words_at
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
