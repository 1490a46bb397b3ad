"""Who guesses is locked out, and learns nothing about which addresses have an account."""

from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from regiodeal.audit.models import AuditEntry
from regiodeal.deals.models import User
from tests.accounts.people import PASSWORD, sign_in, with_password

WRONG = "Dit-Is-Het-Niet-9"


def test_after_five_wrong_passwords_the_right_one_waits_too(outsider: User) -> None:
    with_password(outsider)
    for _time in range(5):
        assert "klopt niet" in sign_in(Client(), outsider.email, WRONG)
    assert "te vaak" in sign_in(Client(), outsider.email, PASSWORD)
    results = list(AuditEntry.objects.filter(about=outsider).order_by("pk").values_list("action", "result"))
    assert results == [("sign-in", "refused")] * 5 + [("sign-in", "locked")]


def test_an_address_without_an_account_is_locked_in_the_same_words(outsider: User) -> None:
    with_password(outsider)
    told = []
    for email in (outsider.email, "niemand@example.nl"):
        pages = [sign_in(Client(), email, WRONG).replace(email, "...") for _time in range(6)]
        told.append(["te vaak" in page for page in pages])
    assert told[0] == told[1] == [False] * 5 + [True]


def test_other_people_sign_in_meanwhile(outsider: User, bureau: User) -> None:
    for _time in range(6):
        sign_in(Client(), outsider.email, WRONG)
    assert sign_in(Client(), with_password(bureau).email) == "/"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often a password was hashed since it was last asked: that is what takes the time."""
    count = [0]
    original = PBKDF2PasswordHasher.encode

    def counted(self: PBKDF2PasswordHasher, password: str, salt: str, iterations: int | None = None) -> str:
        count[0] += 1
        return original(self, password, salt, iterations)

    def since() -> int:
        found, count[0] = count[0], 0
        return found

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    return since


def test_the_answer_takes_as_much_work_with_and_without_an_account(
    outsider: User, bureau: User, hashed: Callable[[], int]
) -> None:
    with_password(outsider)
    bureau.set_unusable_password()
    bureau.save()
    hashed()
    work = []
    for email in (outsider.email, "niemand@example.nl", bureau.email):
        sign_in(Client(), email, WRONG)
        work.append(hashed())
    assert work == [1, 1, 1]


def test_a_closed_account_does_not_open(outsider: User) -> None:
    with_password(outsider)
    outsider.is_active = False
    outsider.save()
    assert "klopt niet" in sign_in(Client(), outsider.email, WRONG)
    assert sign_in(Client(), outsider.email) == "/account/inactive/"


def test_a_new_password_unlocks(outsider: User) -> None:
    with_password(outsider)
    for _time in range(6):
        sign_in(Client(), outsider.email, WRONG)
    from django.core import mail

    from tests.accounts.people import link_in

    client = Client()
    client.post("/account/password/reset/", {"email": outsider.email})
    form = client.get(link_in(mail.outbox[0]), follow=True)
    new = "Acht-Bomen-In-De-Straat"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(Client(), outsider.email, new) == "/"
