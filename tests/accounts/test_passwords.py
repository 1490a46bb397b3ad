"""What a password must be (BIO 9.4.3), and how one gets a new one without telling who has an account."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings

from regiodeal.accounts.passwords import PUBLISHED
from regiodeal.audit.models import AuditEntry, AuditResult
from regiodeal.deals.models import User
from tests.accounts.people import PASSWORD, link_in, sign_in, with_password

MIRA = User(email="mira.jansen@example.nl", name="Mira Jansen")


@pytest.mark.parametrize(
    "password",
    ["Zeven-Bomen-9", "fiets lamp water brood", "ABCdef123xyz", "de regiodeal van Zuidwest 8"],
)
def test_these_are_taken(password: str) -> None:
    validate_password(password, MIRA)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Kort-9x", "password_too_short"),
        ("alleen kleine", "password_not_mixed"),
        ("Zomer-Jansen-2026", "password_like_name"),
        ("mira.JANSEN.is.hier", "password_like_name"),
        ("Welkom-Zuidwest-12", "password_theme"),
        ("passwordpassword", "password_not_mixed"),
        ("qwertyuiop123", "password_not_mixed"),
    ],
)
def test_these_are_not(password: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password(password, MIRA)
    assert code in {error.code for error in refusal.value.error_list}


def test_a_common_password_is_refused_however_long() -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password("12345678901234567890", MIRA)
    assert "password_too_common" in {error.code for error in refusal.value.error_list}


def test_asking_for_a_password_looks_the_same_for_everybody(outsider: User) -> None:
    with_password(outsider)
    pages = []
    for email in (outsider.email, "niemand@example.nl"):
        answer = Client().post("/account/password/reset/", {"email": email})
        pages.append((answer.status_code, answer.headers["Location"]))
    assert pages[0] == pages[1]
    known, unknown = mail.outbox  # one mail each: the answer takes as long
    assert "/account/password/reset/key/" in str(known.body)
    assert "geen account" in str(unknown.body)


def test_a_new_password_by_the_mailed_link(outsider: User) -> None:
    with_password(outsider)
    client = Client()
    client.post("/account/password/reset/", {"email": outsider.email})
    form = client.get(link_in(mail.outbox[0]), follow=True)
    new = "Acht-Bomen-In-De-Straat"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(Client(), outsider.email, new) == "/"
    assert "Uw wachtwoord is gewijzigd" in mail.outbox[-1].subject


def test_who_signs_in_elsewhere_gets_no_password_by_mail(outsider: User) -> None:
    outsider.set_unusable_password()
    outsider.save()
    Client().post("/account/password/reset/", {"email": outsider.email})
    (message,) = mail.outbox
    assert "uw eigen organisatie" in str(message.body)
    assert "/reset/key/" not in str(message.body)


def test_nobody_signs_up() -> None:
    form = {"email": "zelf@example.nl", "password1": PASSWORD, "password2": PASSWORD}
    assert "met een uitnodiging" in Client().post("/account/signup/", form).content.decode()
    assert not User.objects.filter(email="zelf@example.nl").exists()


test_nobody_signs_up = pytest.mark.django_db(test_nobody_signs_up)


def test_the_password_of_the_example_opens_nothing_where_others_reach_the_portal(
    outsider: User, settings: Settings
) -> None:
    """Security A5: a trial that was moved to production brought four published passwords along."""
    outsider.set_password(PUBLISHED)
    outsider.save()
    form = {"login": outsider.email, "password": PUBLISHED}
    settings.IS_LOCAL = False
    refused = Client().post("/account/login/", form)
    assert "hoort bij de voorbeeldgegevens en is openbaar" in refused.content.decode()
    assert AuditEntry.objects.get().result == AuditResult.REFUSED
    settings.IS_LOCAL = True
    assert Client().post("/account/login/", form).status_code == 302
