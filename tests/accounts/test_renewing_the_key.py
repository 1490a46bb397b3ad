"""Another SECRET_KEY: who is renewed gets in with the same second step, and who is not is told of."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError
from django.test import Client

from regiodeal.audit.models import AuditEntry
from regiodeal.deals.models import User
from tests.accounts.people import code_of, set_up_app, sign_in, with_password
from tests.environment import environment
from tests.plugins.deal import run

pytestmark = pytest.mark.usefixtures("committed_at_once")
NEW = "een nieuwe sleutel, lang genoeg voor productie, echt waar"


@pytest.fixture
def protected(bureau: User) -> tuple[str, list[str]]:
    """The secret of the app and the recovery codes of the bureau, set up under the old key."""
    client = Client()
    sign_in(client, with_password(bureau).email)
    secret = set_up_app(client)
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    return secret, re.findall(r"<li><code>(\d+)</code></li>", page)


def change_key(settings: Any, *fallbacks: str) -> str:
    """A new key, with these earlier ones; gives the old one."""
    old = str(settings.SECRET_KEY)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, list(fallbacks)
    return old


def gets_in(user: User, code: str) -> bool:
    client = Client()
    sign_in(client, user.email)
    return client.post("/account/2fa/authenticate/", {"code": code}).status_code == 302


def kept(user: User) -> list[str]:
    return [json.dumps(row.data) for row in Authenticator.objects.filter(user=user).order_by("pk")]


def test_renewed_and_without_the_old_key_every_code_still_works(
    bureau: User, protected: tuple[str, list[str]], settings: Any
) -> None:
    secret, codes = protected
    assert gets_in(bureau, codes[0])
    change_key(settings, settings.SECRET_KEY)
    assert "Opnieuw versleuteld: 2. Al goed: 0." in run("renew_secrets")
    assert "Opnieuw versleuteld: 0. Al goed: 2." in run("renew_secrets")
    settings.SECRET_KEY_FALLBACKS = []
    assert gets_in(bureau, code_of(secret, later=1))
    assert not gets_in(bureau, codes[0])  # used before
    assert gets_in(bureau, codes[1])
    assert list(AuditEntry.objects.filter(action="renew_secrets").values_list("result", flat=True)) == ["done"] * 2


def test_without_renewing_no_code_works_and_the_command_says_whose(
    bureau: User, protected: tuple[str, list[str]], settings: Any
) -> None:
    secret, codes = protected
    old, before = change_key(settings), kept(bureau)
    assert not gets_in(bureau, code_of(secret, later=1))
    assert not gets_in(bureau, codes[1])
    with pytest.raises(CommandError, match=rf"{bureau.name} <{bureau.email}>") as refusal:
        run("renew_secrets")
    assert str(refusal.value).count(bureau.email) == 1  # the app and the recovery codes are one person's
    assert refusal.value.returncode == 1
    assert kept(bureau) == before
    settings.SECRET_KEY_FALLBACKS = ["nog een andere", old]
    assert "Opnieuw versleuteld: 2." in run("renew_secrets")


def test_what_can_be_read_is_renewed_beside_what_cannot(
    bureau: User, colleague: User, protected: tuple[str, list[str]], settings: Any
) -> None:
    old = change_key(settings)
    client = Client()
    sign_in(client, with_password(colleague).email)
    set_up_app(client)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "de derde sleutel", [NEW]
    with pytest.raises(CommandError, match=bureau.email) as refusal:
        run("renew_secrets")
    assert colleague.email not in str(refusal.value)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert "Opnieuw versleuteld: 2. Al goed: 2." in run("renew_secrets")


def test_the_second_step_of_who_has_lost_it_is_removed_on_the_server(
    bureau: User, protected: tuple[str, list[str]]
) -> None:
    signed_in, half_way = Client(), Client()
    bureau.refresh_from_db()
    signed_in.force_login(bureau)
    assert sign_in(half_way, bureau.email) == "/account/2fa/authenticate/"
    assert "Zeker?" in run("reset_second_step", bureau.email)
    assert (len(kept(bureau)), signed_in.get("/account/2fa/").status_code) == (2, 200)
    assert not AuditEntry.objects.filter(action="reset_second_step").exists()
    assert bureau.name in run("reset_second_step", bureau.email.upper(), "--yes")
    assert signed_in.get("/account/2fa/").status_code == 302
    assert half_way.get("/account/2fa/authenticate/").headers["Location"] == "/account/login/"
    assert sign_in(Client(), bureau.email) == "/"
    assert "De beheerder van de server heeft de tweede stap" in str(mail.outbox[-1].body)
    with pytest.raises(CommandError, match="geen tweede stap"):
        run("reset_second_step", bureau.email, "--yes")
    with pytest.raises(CommandError, match="geen gebruiker"):
        run("reset_second_step", "niemand@example.nl", "--yes")
    told = AuditEntry.objects.filter(action="reset_second_step").order_by("pk").values_list("result", "about")
    assert list(told) == [("done", bureau.pk), ("failed", bureau.pk), ("failed", None)]


def test_earlier_keys_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("een\ntwee,drie\n")
    read = environment(SECRET_KEY_FALLBACKS_FILE=str(tmp_path / "keys"), SECRET_KEY_FALLBACKS="")
    assert read.earlier_keys == ["een", "twee", "drie"]
    assert environment().earlier_keys == []
