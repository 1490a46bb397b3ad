"""Who was forgotten is in no table any more: not in an invitation, a trail, a session or half-typed work."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiodeal.accounts.models import Invitation, withdraw_role
from regiodeal.api_clients.models import ApiClient
from regiodeal.covenant.meetings.models import ActionItem
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from regiodeal.lifecycle.models import UnsavedWork
from tests.accounts.people import PASSWORD, invited, link_in, set_up_app, sign_in
from tests.plugins.deal import Enter, at, run
from tests.plugins.figures import indicator_of, measure
from tests.plugins.meetings import held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("committed_at_once")]
ADDRESS, NAME = "jan.jansen@example.nl", "Jan Jansen"


def tables_with(*words: str) -> set[str]:
    """The tables of which a row holds one of the words, in any column of it: texts, JSON and all others."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name, any_of = connection.ops.quote_name(table), [f"%{word}%" for word in words]
            cursor.execute(f"SELECT count(*) FROM {name} AS kept WHERE kept::text ILIKE ANY(%s)", [any_of])
            if cursor.fetchone()[0]:
                found.add(table)
    sessions = str([session.get_decoded() for session in Session.objects.all()])
    return found | ({"django_session"} if any(word in sessions for word in words) else set())


def jan(deal: Deal, client: Client, *, by: Client) -> User:
    """Somebody who was invited on the page, accepted by the mail, and signed in with a second step."""
    by.post(reverse("invite", args=[deal.slug]), {"email": ADDRESS, "name": NAME, "role": "bureau"})
    form = {"name": NAME, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(link_in(mail.outbox[0]), form).status_code == 302
    assert sign_in(client, ADDRESS) == "/"
    set_up_app(client)
    assert sign_in(Client(), ADDRESS) == "/account/2fa/authenticate/"  # half-way, in a session of its own
    return User.objects.get(email=ADDRESS)


def enter_things(deal: Deal, user: User, client: Client, *, by: User) -> None:
    """What a colleague leaves behind: a figure, half-typed work, an action item that went to and fro, a program."""
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-03-01", by=user)
    kept = client.post(reverse("unsaved", args=[deal.slug]), {"kept-key": "brief", "text": f"Groet, {NAME}"})
    assert kept.status_code in {200, 204}
    client.get(reverse("reminders", args=[deal.slug]))
    action = ActionItem(meeting=held(deal, "2026-09-15", by=by))
    values: dict[str, Any] = {"text": "Plan sturen", "owner_name": "", "due_on": date(2026, 10, 1)}
    action.enter(by=by, at=at("2026-09-15"), values=values | {"owner": by})
    for owner in (user, by, user):
        action.revise(by=by, at=at("2026-09-16"), values={"owner": owner}, version=action.version)
    ApiClient.objects.create(name="Dashboard", purpose="Raad", contact="Jan.Jansen@example.nl", kinds=["progress"])


def test_nothing_in_any_table_says_who_it_was(deal: Deal, administrator: User, bureau: User, enter: Enter) -> None:
    client = Client()
    user = jan(deal, client, by=enter(administrator))
    enter_things(deal, user, client, by=bureau)
    waiting, link = invited(deal, administrator, email=ADDRESS, role=Role.OVERLEG)
    assert tables_with("jan.jansen", NAME) == {
        *("deals_user", "accounts_invitation", "accounts_invitationevent", "covenant_actionitemevent"),
        *("api_clients_apiclient", "lifecycle_unsavedwork", "django_session"),
    }
    for membership in Membership.objects.filter(user=user):
        withdraw_role(membership, by=administrator, at=timezone.now())
    name = f"oud-gebruiker {user.pk}"
    assert name in run("forget_user", ADDRESS, "--yes")
    assert tables_with("jan.jansen", NAME, "jansen") == set()
    assert not UnsavedWork.objects.exists()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.name) == ("cancelled", name)
    assert Client().get(link).status_code == 410  # nobody takes the role under the name that now stands there
    told = [event.changes for event in ActionItem.objects.get().events.exclude(changes=[])]
    assert told == [[["wie", "Bureau", name]], [["wie", name, "Bureau"]], [["wie", "Bureau", name]]]


def test_the_name_of_somebody_else_stays(deal: Deal, administrator: User, bureau: User, enter: Enter) -> None:
    user = jan(deal, Client(), by=enter(administrator))
    enter_things(deal, user, enter(user), by=bureau)
    User.objects.filter(pk=bureau.pk).update(name=NAME)
    invited(deal, administrator, email="ander@example.nl")
    Membership.objects.filter(user=user).delete()
    ActionItem.objects.get().events.filter(changes__contains=[["wie", NAME, "Bureau"]]).update(
        changes=[["wie", NAME, NAME]]
    )
    run("forget_user", ADDRESS, "--yes")
    assert [["wie", f"oud-gebruiker {user.pk}", NAME]] in ActionItem.objects.get().events.values_list(
        "changes", flat=True
    )
    assert Invitation.objects.get(email="ander@example.nl").name == "Nieuwe Collega"


def test_an_invitation_that_gave_no_role_is_past_its_term_after_a_while(deal: Deal, administrator: User) -> None:
    _old, fresh = (invited(deal, administrator, email=f"{name}@example.nl")[0] for name in ("oud", "nieuw"))
    taken, _link = invited(deal, administrator, email="lid@example.nl")
    taken.accept(by=User.objects.create_user("lid@example.nl", "Lid"), at=timezone.now())
    long_ago = timezone.now() - timedelta(days=100)
    Invitation.objects.exclude(pk=fresh.pk).update(invited_at=long_ago, expires_at=long_ago + timedelta(days=7))
    assert "1  uitnodigingen die niet zijn aangenomen" in run("retention")
    run("retention", "--apply")
    assert set(Invitation.objects.all()) == {fresh, taken}
    assert tables_with("oud@example.nl") == set()
