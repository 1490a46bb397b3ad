"""An administrator invites an address to a role; its owner accepts by the link, once and in time."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiodeal.accounts.invitations import Guest, invite
from regiodeal.accounts.models import Invitation, withdraw_role
from regiodeal.audit.models import AuditEntry
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.memberships import give_role
from regiodeal.deals.models import Deal, Membership, MembershipEvent, User
from regiodeal.deals.roles import RIGHTS, Right, Role
from tests.accounts.people import PASSWORD, invited, link_in, sign_in, with_password
from tests.plugins.deal import Enter, person

FORM = {"email": "Nieuw@Example.nl", "name": "Nieuwe Collega", "role": "party"}


def chosen(deal: Deal, **more: Any) -> dict[str, Any]:
    return FORM | {"party": deal.party_set.get(code="JenV").pk} | more


def test_from_invitation_to_signed_in(deal: Deal, administrator: User, enter: Enter) -> None:
    page = enter(administrator).post(reverse("invite", args=[deal.slug]), chosen(deal), follow=True)
    assert "verstuurd aan nieuw@example.nl" in page.content.decode()
    (message,) = mail.outbox
    assert message.to == ["nieuw@example.nl"]
    client, link = Client(), link_in(message)
    assert "vertegenwoordiger van een Partij" in client.get(link).content.decode()
    answer = client.post(link, {"name": "Nieuwe Collega", "password1": PASSWORD, "password2": PASSWORD})
    assert answer.headers["Location"] == "/account/login/"
    assert sign_in(client, "nieuw@example.nl") == "/"
    membership = Membership.objects.get(user__email="nieuw@example.nl")
    assert (membership.role, membership.party and membership.party.code) == ("party", "JenV")
    given = MembershipEvent.objects.get(user=membership.user)
    assert (given.is_given, given.by) == (True, administrator)
    states = list(Invitation.objects.get().events.values_list("from_state", "to_state", "by__name"))
    assert states == [("", "sent", "Beheer"), ("sent", "accepted", "Nieuwe Collega")]


def test_a_link_works_once(deal: Deal, administrator: User) -> None:
    _invitation, link = invited(deal, administrator)
    form = {"name": "Nieuw", "password1": PASSWORD, "password2": PASSWORD}
    assert Client().post(link, form).status_code == 302
    again = Client().post(link, form)
    assert again.status_code == 410
    assert "al gebruikt" in again.content.decode()
    assert User.objects.filter(email="nieuw@example.nl").count() == 1


def test_looking_at_the_link_uses_nothing_up(deal: Deal, administrator: User) -> None:
    invitation, link = invited(deal, administrator)
    assert [Client().get(link).status_code, Client().head(link).status_code] == [200, 200]
    invitation.refresh_from_db()
    assert invitation.state == "sent"


def test_a_link_expires(deal: Deal, administrator: User) -> None:
    invitation, link = invited(deal, administrator)
    earlier = timezone.now() - timedelta(days=9)
    Invitation.objects.filter(pk=invitation.pk).update(invited_at=earlier, expires_at=earlier + timedelta(days=7))
    page = Client().post(link, {"name": "Nieuw", "password1": PASSWORD, "password2": PASSWORD})
    assert page.status_code == 410
    assert "verlopen" in page.content.decode()
    assert not User.objects.filter(email="nieuw@example.nl").exists()


def test_only_a_digest_of_the_link_is_kept(deal: Deal, administrator: User) -> None:
    invitation, link = invited(deal, administrator)
    kept = Invitation.objects.filter(pk=invitation.pk).values()[0]
    token = link.split("/")[2]
    assert not [name for name, value in kept.items() if token in str(value)]
    assert token not in str(list(invitation.events.values()))


def test_sending_again_stops_the_earlier_link(deal: Deal, administrator: User, enter: Enter) -> None:
    invitation, link = invited(deal, administrator)
    enter(administrator).post(reverse("resend-invitation", args=[deal.slug, invitation.pk]))
    assert Client().get(link).status_code == 410
    assert Client().get(link_in(mail.outbox[0])).status_code == 200


def test_a_cancelled_invitation_is_over(deal: Deal, administrator: User, enter: Enter) -> None:
    invitation, link = invited(deal, administrator)
    address = reverse("cancel-invitation", args=[deal.slug, invitation.pk])
    assert enter(administrator).post(address).status_code == 302
    assert Client().get(link).status_code == 410
    assert enter(administrator).post(address).status_code == 409  # nothing to do


def test_who_has_an_account_accepts_signed_in(deal: Deal, administrator: User, outsider: User, enter: Enter) -> None:
    _invitation, link = invited(deal, administrator, email=outsider.email, role=Role.OVERLEG)
    assert "Log in om de rol aan te nemen" in Client().get(link).content.decode()
    assert "is voor buitenstaander" in enter(administrator).get(link).content.decode()
    enter(administrator).post(link)
    assert not Membership.objects.filter(user=outsider).exists()
    enter(outsider).post(link)
    assert Membership.objects.get(user=outsider).role == "overleg"


def test_mail_that_fails_leaves_an_invitation_that_can_be_sent_again(
    deal: Deal, administrator: User, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any) -> None:
        raise OSError("no connection")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        page = enter(administrator).post(reverse("invite", args=[deal.slug]), chosen(deal), follow=True)
    assert "niet verstuurd" in page.content.decode()
    invitation = Invitation.objects.get()
    enter(administrator).post(reverse("resend-invitation", args=[deal.slug, invitation.pk]))
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"email": "beheer@example.nl", "role": "bureau"}, "uzelf geen rol"),
        ({"email": "bureau@example.nl", "role": "bureau"}, "heeft deze rol al"),
        ({"email": "bureau@example.nl", "role": "administrator"}, "beheerder heeft geen andere rol"),
        ({"party": ""}, "Kies de Partij"),
        ({"email": "geen adres"}, "geldig e-mailadres"),
        ({"role": "baas"}, "geldige keuze"),
    ],
)
def test_what_cannot_be_is_refused_at_the_form(
    deal: Deal, administrator: User, bureau: User, enter: Enter, change: dict[str, str], message: str
) -> None:
    page = enter(administrator).post(reverse("invite", args=[deal.slug]), chosen(deal, **change))
    assert page.status_code in {409, 422}
    assert message in page.content.decode()
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_the_same_role_is_not_offered_twice(deal: Deal, administrator: User) -> None:
    now = timezone.now()
    invite(deal, Guest("a@example.nl", "A", Role.OVERLEG), by=administrator, at=now)
    with pytest.raises(ValueError, match="al een uitnodiging"):
        invite(deal, Guest("A@example.nl", "A", Role.OVERLEG), by=administrator, at=now)
    double = Invitation(deal=deal, email="A@EXAMPLE.nl", role=Role.OVERLEG, digest="x", invited_at=now)
    double.expires_at = now + timedelta(days=1)
    with pytest.raises(IntegrityError, match="accounts_invitation_once"), transaction.atomic():
        double.save()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Noor\u202eDijkveld", "tekens die niemand ziet"),
        ("Be\u200bheer", "tekens die niemand ziet"),
        ("BEHEER", "Zo heet al iemand"),
        ("\uff22\uff45heer", "Zo heet al iemand"),  # in wide letters
        ("  beheer ", "Zo heet al iemand"),
    ],
)
def test_nobody_takes_the_name_of_another_or_hides_signs_in_their_own(
    deal: Deal, administrator: User, name: str, told: str
) -> None:
    """Security A8.5: trail and approvals show the name alone."""
    _invitation, link = invited(deal, administrator)
    words = {"name": name, "password1": PASSWORD, "password2": PASSWORD}
    answer = Client().post(link, words)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not User.objects.filter(email="nieuw@example.nl").exists()
    assert Client().post(link, words | {"name": "Noor  Dijkveld"}).status_code == 302
    assert User.objects.get(email="nieuw@example.nl").name == "Noor Dijkveld"


def test_nobody_else_makes_users(deal: Deal, enter: Enter) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        client = enter(person(deal, f"Rol {role}", role, "JenV" if role == Role.PARTY else None))
        assert client.post(reverse("invite", args=[deal.slug]), chosen(deal)).status_code == 403
    assert not Invitation.objects.exists()


def test_an_administrator_enters_nothing() -> None:
    entering = {Right.ENTER_PROGRESS, Right.REVIEW_PROGRESS, Right.ENTER_MONEY, Right.APPROVE_MONEY}
    entering |= {Right.RECORD_CONSENT, Right.COMMENT_REPORT, Right.REPRESENT_PARTY}
    entering |= {Right.KEEP_MEETINGS, Right.KEEP_AGREEMENT, Right.PROPOSE_AMENDMENT, Right.BUILD_REPORT}
    assert not RIGHTS[Role.ADMINISTRATOR] & entering
    assert [role for role in Role if Right.MANAGE_USERS in RIGHTS[role]] == [Role.ADMINISTRATOR]


def test_nobody_is_administrator_and_something_else(deal: Deal, administrator: User, bureau: User) -> None:
    for user, role in ((administrator, Role.BUREAU), (bureau, Role.ADMINISTRATOR)):
        with pytest.raises(ValueError, match="geen andere rol"):
            give_role(deal, user, role, party=None, by=None, at=timezone.now())
    assert MembershipEvent.objects.count() == 0


def test_a_role_is_withdrawn_and_its_pages_close(deal: Deal, administrator: User, bureau: User, enter: Enter) -> None:
    client, membership = enter(bureau), Membership.objects.get(user=bureau)
    overview = reverse("overview", args=[deal.slug])
    assert client.get(overview).status_code == 200
    address = reverse("withdraw-role", args=[deal.slug, membership.pk])
    assert enter(administrator).post(address).status_code == 302
    assert client.get(overview).status_code == 404
    assert MembershipEvent.objects.get(user=bureau).is_given is False
    with pytest.raises(WrongStateError, match="al ingetrokken"):
        withdraw_role(membership, by=administrator, at=timezone.now())


FIRST = {"name": "Nieuw", "password1": PASSWORD, "password2": PASSWORD}


def test_an_invitation_ends_with_the_role_of_who_sent_it(deal: Deal, administrator: User, enter: Enter) -> None:
    second = person(deal, "Tweede", Role.ADMINISTRATOR)
    prive, link = invited(deal, second, email="prive@example.nl", role=Role.ADMINISTRATOR)
    again, _link = invited(deal, second, email="weer@example.nl")
    again.renew(by=administrator, at=timezone.now())  # now it is of the first administrator
    other, _link = invited(deal, administrator)
    own = Membership.objects.get(user=second)
    address = reverse("withdraw-role", args=[deal.slug, own.pk])
    page = enter(administrator).post(address, follow=True).content.decode()
    assert "uitnodigingen die deze persoon stuurde (1)" in page
    states = Invitation.objects.order_by("pk").values_list("pk", "state")
    assert list(states) == [(prive.pk, "cancelled"), (again.pk, "sent"), (other.pk, "sent")]
    assert prive.events.get(to_state="cancelled").by == administrator
    assert Client().post(link, FIRST).status_code == 410
    assert not User.objects.filter(email="prive@example.nl").exists()
    assert AuditEntry.objects.get(action="withdraw-role").about == second


@pytest.mark.parametrize("change", ["role", "closed"])
def test_nor_is_it_accepted_when_it_was_left_behind(deal: Deal, administrator: User, change: str) -> None:
    second = person(deal, "Tweede", Role.ADMINISTRATOR)
    invitation, link = invited(deal, second)
    guest = person(None, "Gast", None)
    to_guest, _link = invited(deal, second, email=guest.email)
    if change == "role":
        Membership.objects.filter(user=second).update(role=Role.BUREAU)
    else:
        User.objects.filter(pk=second.pk).update(is_active=False)
    page = Client().post(link, FIRST)
    assert page.status_code == 410
    assert "verlopen" in page.content.decode()
    with pytest.raises(WrongStateError, match="verlopen"):
        to_guest.accept(by=guest, at=timezone.now())
    assert not Membership.objects.filter(user=guest).exists()
    invitation.renew(by=administrator, at=timezone.now())
    assert not invitation.is_over(timezone.now())


def test_the_last_administrator_stays(deal: Deal, administrator: User, enter: Enter) -> None:
    own = Membership.objects.get(user=administrator)
    page = enter(administrator).post(reverse("withdraw-role", args=[deal.slug, own.pk]))
    assert page.status_code == 409
    assert "laatste beheerder" in page.content.decode()


def test_the_trail_of_roles_cannot_be_changed(deal: Deal, bureau: User) -> None:
    give_role(deal, bureau, Role.REVIEWER, party=None, by=None, at=timezone.now())
    event = MembershipEvent.objects.filter(user=bureau)
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        event.update(role="bureau")
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        event.delete()


def test_the_page_costs_as_much_with_more_people(
    deal: Deal, administrator: User, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        with_password(person(deal, f"Lid {number}", Role.OVERLEG))
        invited(deal, administrator, email=f"n{number}@example.nl")
    client = enter(administrator)
    with django_assert_max_num_queries(12):
        client.get(reverse("users", args=[deal.slug]))
