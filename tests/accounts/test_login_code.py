"""Signing in with a mailed code: for who only answers for an executor, and telling nothing to who guesses."""

import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from regiodeal.accounts.code_forms import code_path, may_use_code
from regiodeal.audit.models import AuditEntry
from regiodeal.deals.memberships import give_role
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from tests.accounts.people import set_up_app, sign_in, with_password
from tests.plugins.deal import Enter, person

ASK, CONFIRM = "/account/login/code/", "/account/login/code/confirm/"
SIX = re.compile(r"^(\d{6})$", re.MULTILINE)


@pytest.fixture
def partner(deal: Deal) -> User:
    """Somebody who answers for an executor and has no password."""
    user = person(deal, "Pien Partner", Role.PARTNER)
    user.set_unusable_password()
    user.save()
    return user


def asked(client: Client, email: str, path: str = ASK) -> Any:
    """Ask for a code."""
    return client.post(path, {"email": email}, follow=True)


def code_in(mails: list[EmailMessage]) -> str:
    """The code in the newest mail."""
    found = SIX.search(str(mails[-1].body))
    assert found, mails[-1].body
    return found[1]


def test_a_partner_signs_in_with_the_mailed_code(deal: Deal, partner: User, mailoutbox: list[EmailMessage]) -> None:
    client = Client()
    page = asked(client, partner.email).content.decode()
    assert "Vul de code in" in page
    assert 'inputmode="numeric"' in page
    assert mailoutbox[-1].to == [partner.email]
    answer = client.post(CONFIRM, {"code": code_in(mailoutbox)}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/deals/{deal.slug}/mijn-projecten/"
    assert "Mijn projecten" in answer.content.decode()
    entry = AuditEntry.objects.filter(actor=partner).latest("pk")
    assert (entry.action, entry.result) == ("sign-in", "done")


def test_the_code_leads_to_the_page_that_was_asked_for(
    deal: Deal, partner: User, mailoutbox: list[EmailMessage]
) -> None:
    client, wanted = Client(), f"/deals/{deal.slug}/mijn-projecten/"
    link = code_path(wanted)
    assert wanted in client.get(link).content.decode()
    client.post(link, {"email": partner.email, "next": wanted})
    answer = client.post(CONFIRM, {"code": code_in(mailoutbox), "next": wanted})
    assert answer.headers["Location"] == wanted
    assert client.get(link).headers["Location"] == wanted  # who is signed in already goes straight on


def test_a_code_works_once_and_not_after_three_wrong_ones(partner: User, mailoutbox: list[EmailMessage]) -> None:
    client = Client()
    asked(client, partner.email)
    code = code_in(mailoutbox)
    wrong = "000000" if code != "000000" else "111111"
    for _time in range(2):
        assert "klopt niet" in client.post(CONFIRM, {"code": wrong}).content.decode()
    assert "te vaak" in client.post(CONFIRM, {"code": wrong}, follow=True).content.decode()
    client.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in client.session
    refused = AuditEntry.objects.filter(about=partner, action="sign-in", result="refused")
    assert refused.count() == 3


def test_a_code_is_of_the_browser_that_asked_and_of_a_quarter_of_an_hour(
    partner: User, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, other = Client(), Client()
    asked(client, partner.email)
    code = code_in(mailoutbox)
    assert other.post(CONFIRM, {"code": code}).headers["Location"] == ASK
    import time

    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr("time.time", lambda: later)
    client.post(CONFIRM, {"code": code})
    assert "_auth_user_id" not in client.session


def test_the_pages_tell_nobody_which_addresses_have_an_account(
    partner: User, bureau: User, mailoutbox: list[EmailMessage]
) -> None:
    pages, forms = [], []
    for email in (partner.email, bureau.email, "niemand@example.nl"):
        client = Client()
        page = asked(client, email)
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
        pages.append((page.redirect_chain, text.replace(email, "...")))
        wrong = client.post(CONFIRM, {"code": "123"}).content.decode()
        forms.append("klopt niet" in wrong)
    assert pages[0] == pages[1] == pages[2]
    assert forms == [True, True, True]
    assert [mail.to[0] for mail in mailoutbox] == [partner.email, bureau.email, "niemand@example.nl"]
    texts = [str(mail.body) for mail in mailoutbox]
    assert SIX.search(texts[0])
    assert not SIX.search(texts[1] + texts[2])
    assert "met uw wachtwoord" in texts[1]
    assert "geen account" in texts[2]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PARTNER])
def test_who_has_another_role_too_signs_in_with_a_password(deal: Deal, partner: User, role: Role) -> None:
    assert may_use_code(partner)
    party = deal.party_set.get(code="JenV") if role == Role.PARTY else None
    Membership.objects.create(user=partner, deal=deal, role=role, party=party)
    assert not may_use_code(partner)


def test_who_has_no_role_gets_no_code(outsider: User, mailoutbox: list[EmailMessage]) -> None:
    asked(Client(), outsider.email)
    assert not SIX.search(str(mailoutbox[-1].body))


def test_the_installation_may_let_others_use_a_code(bureau: User, settings: Any) -> None:
    assert not may_use_code(bureau)
    settings.CODE_ROLES = frozenset({"partner", "bureau"})
    assert may_use_code(bureau)


def test_after_five_codes_an_address_waits_whether_it_has_an_account_or_not(
    partner: User, mailoutbox: list[EmailMessage]
) -> None:
    for email in (partner.email, "niemand@example.nl"):
        told = ["te vaak" in asked(Client(), email).content.decode() for _time in range(6)]
        assert told == [False] * 5 + [True]
    assert len(mailoutbox) == 10


def test_a_second_step_is_asked_after_the_code(partner: User, mailoutbox: list[EmailMessage]) -> None:
    client = Client()
    sign_in(client, with_password(partner).email)
    set_up_app(client)
    client = Client()
    asked(client, partner.email)
    answer = client.post(CONFIRM, {"code": code_in(mailoutbox)})
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session


def test_the_deal_may_ask_a_second_step_of_partners(deal: Deal, partner: User, enter: Enter, settings: Any) -> None:
    path = f"/deals/{deal.slug}/mijn-projecten/"
    assert enter(partner).get(path).status_code == 200
    settings.MFA_ROLES = frozenset({"partner"})
    assert enter(partner).get(path).headers["Location"] == "/account/2fa/"


def test_who_signed_in_by_code_can_choose_a_password_later(
    deal: Deal, partner: User, outsider: User, mailoutbox: list[EmailMessage]
) -> None:
    give_role(deal, partner, Role.PARTNER, party=None, by=None, at=timezone.now())
    outsider.set_unusable_password()
    outsider.save()
    for user in (partner, outsider):
        Client().post("/account/password/reset/", {"email": user.email})
    assert "/account/password/reset/key/" in str(mailoutbox[0].body)
    assert "uw eigen organisatie" in str(mailoutbox[1].body)
