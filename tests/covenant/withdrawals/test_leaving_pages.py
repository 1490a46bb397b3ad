"""Withdrawing, and adjusting without an amendment."""

from regiodeal.covenant.withdrawals.models import Adjustment, Withdrawal
from regiodeal.covenant.withdrawals.withdrawal import withdraw
from regiodeal.deals.models import Deal, User
from tests.covenant.agreement.reading import told
from tests.pages import BASE, words_at
from tests.plugins.amending import day, party
from tests.plugins.deal import Enter, at


def test_a_party_withdraws_on_its_page(deal: Deal, gemeente: User, overleg: User, enter: Enter) -> None:
    client, path = enter(gemeente), BASE + "opzeggen/"
    data = {"on": "2026-11-02", "circumstances": "De gemeente fuseert."}
    assert client.post(path, data).status_code == 422  # not sure yet
    text = told(client, path, data | {"sure": "on"})
    assert "Gemeente is gebonden tot en met 2 februari 2027." in text
    assert "de regiokassier vertrekt" in text
    assert Withdrawal.objects.get().party.code == "Gemeente"
    assert client.get(path).status_code == 404
    assert "De regiokassier zegt op" in words_at(enter(overleg), BASE + "wijzigingen/")


def test_who_represents_a_party_that_left_speaks_for_nobody(
    deal: Deal, bureau: User, jenv: User, administrator: User, enter: Enter
) -> None:
    """F7: on 5 October 2027 the login of JenV saw what was secret for JenV and commented for JenV, in silence."""
    client = enter(jenv)
    assert client.get(BASE + "opzeggen/").status_code == 200
    withdraw(party(deal, "JenV"), on=day("2026-04-01"), circumstances="X.", by=bureau, at=at("2026-04-01"))
    assert client.get(BASE + "opzeggen/").status_code == 403  # it left after 1 July 2026
    text = words_at(client, BASE)
    assert "(opgezegd)" in text
    assert client.post(BASE + "rapportage/ronde/2026/reacties/nieuw/", {"text": "x"}).status_code == 403
    assert "JenV opgezegd: treedt niet meer op" in words_at(enter(administrator), BASE + "beheer/")


def test_a_party_takes_its_notice_back_on_its_page(
    deal: Deal, bureau: User, gemeente: User, jenv: User, overleg: User, enter: Enter
) -> None:
    notice = withdraw(party(deal, "Gemeente"), on=day("2026-11-02"), circumstances="X.", by=bureau, at=at("2026-11-02"))
    path = f"{BASE}opzeggen/{notice.pk}/terugnemen/"
    for other in (jenv, bureau, overleg):
        assert enter(other).post(path, {"reason": "Nee"}).status_code == 403
        assert "Neem terug" not in words_at(enter(other), BASE + "wijzigingen/")
    client = enter(gemeente)
    assert "Neem terug" in words_at(client, BASE + "wijzigingen/")
    assert client.post(path, {"reason": ""}).status_code == 422
    assert "Gemeente blijft Partij en telt weer mee." in told(client, path, {"reason": "De fusie gaat niet door."})
    shown = words_at(enter(overleg), BASE + "wijzigingen/")
    assert "De fusie gaat niet door." in shown
    assert "De regiokassier zegt op" not in shown
    assert "Gemeente neemt de opzegging terug" in words_at(enter(overleg), BASE + "versies/")
    assert client.post(path, {"reason": "Nog eens"}).status_code == 409
    assert client.get(BASE + "opzeggen/").status_code == 200  # it may give notice again


def test_an_adjustment_is_logged_without_a_wijziging(deal: Deal, bureau: User, overleg: User, enter: Enter) -> None:
    data = {
        "measure": "1.1.1",
        "title": "Andere openingstijden",
        "text": "Eerst vast, nu in overleg.",
        "reason": "Bewoners vroegen erom.",
        "frame": "Het kost niet meer.",
        "adjusted_on": "2026-11-01",
        "meeting": "",
    }
    assert "Waarom" in told(enter(bureau), BASE + "bijstellingen/nieuw/", data | {"reason": ""})
    assert not Adjustment.objects.exists()
    assert "De bijstelling is vastgelegd." in told(enter(bureau), BASE + "bijstellingen/nieuw/", data)
    assert "Andere openingstijden" in words_at(enter(overleg), BASE + "wijzigingen/")
    assert "Bewoners vroegen erom." in words_at(enter(overleg), f"{BASE}bijstellingen/{Adjustment.objects.get().pk}/")
    assert len(deal.versions.all()) == 0
