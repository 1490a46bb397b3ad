"""Who answers for an executor: access is given by the bureau, is about own projects alone, and ends with the last."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client, RequestFactory

from pillars.projects.models import ContactPerson, Executor, ExecutorAccount, Project
from pillars.projects.partners import admit, end_finished_access, own_executors, own_projects
from regiodeal.accounts.models import withdraw_role
from regiodeal.caching.etags import who_asks
from regiodeal.deals.models import Deal, Membership, MembershipEvent, User
from regiodeal.deals.roles import Right, Role, rights_of
from regiodeal.notices.feed import feed
from regiodeal.notices.models import Reminder
from regiodeal.notices.reminders import remind
from tests.plugins.deal import Enter, at

type Begin = Callable[..., Project]


@pytest.fixture
def executors(deal: Deal, bureau: User, begin: Begin) -> list[Executor]:
    """Two executors with a contact person and a running project each."""
    found = []
    for name, code in (("De Kade", "P-01"), ("De Brug", "P-02")):
        executor = Executor(deal=deal)
        executor.enter(by=bureau, at=at("2026-01-05"), values={"name": name})
        ContactPerson.objects.create(executor=executor, name=f"Iemand van {name}", email=f"{code}@example.nl")
        begin(code, executor=executor)
        found.append(executor)
    return found


def admitted(executor: Executor, by: User) -> ExecutorAccount:
    """The contact person of an executor, with access."""
    return admit(executor.contacts.get(), by=by, at=at("2026-02-01"))


def test_nobody_gets_access_under_the_name_of_another(executors: list[Executor], bureau: User) -> None:
    """Approvals show the name alone."""
    executors[0].contacts.update(name=f" {bureau.name.upper()}")
    with pytest.raises(ValueError, match="Zo heet al iemand in deze deal"):
        admitted(executors[0], bureau)
    assert not User.objects.filter(email="p-01@example.nl").exists()


def test_the_bureau_gives_access_with_a_button(
    deal: Deal, executors: list[Executor], at_work: Client, mailoutbox: list[EmailMessage]
) -> None:
    page = f"/deals/{deal.slug}/uitvoerders/{executors[0].pk}/"
    assert "Geef toegang aan Iemand van De Kade" in at_work.get(page).content.decode()
    contact = executors[0].contacts.get()
    answer = at_work.post(f"{page}contact/{contact.pk}/toegang/", follow=True)
    told = answer.content.decode()
    assert "heeft nu toegang tot de projecten van De Kade" in told
    assert "Geef toegang aan" not in told
    user = User.objects.get(email="p-01@example.nl")
    assert not user.has_usable_password()
    assert [row.role for row in Membership.objects.filter(user=user)] == ["partner"]
    assert MembershipEvent.objects.filter(user=user, role="partner", is_given=True).count() == 1
    assert mailoutbox[-1].to == ["p-01@example.nl"]
    assert "/account/login/code/?next=" in str(mailoutbox[-1].body)
    again = at_work.post(f"{page}contact/{contact.pk}/toegang/")
    assert again.status_code == 409
    assert "heeft al toegang" in again.content.decode()


def test_one_person_may_answer_for_two(deal: Deal, executors: list[Executor], bureau: User) -> None:
    account = admitted(executors[0], bureau)
    ContactPerson.objects.create(executor=executors[1], name="Dezelfde", email="P-01@example.nl")
    admit(executors[1].contacts.get(name="Dezelfde"), by=bureau, at=at("2026-02-02"))
    assert list(own_executors(account.user, deal)) == [executors[1], executors[0]]
    assert [project.code for project in own_projects(account.user, deal)] == ["P-01", "P-02"]


def test_the_right_of_a_partner_is_to_answer_and_nothing_else() -> None:
    assert rights_of([Role.PARTNER]) == {Right.ANSWER_REQUESTS}
    for stage in ("preparing", "closed", "discarded"):
        assert rights_of([Role.PARTNER], stage) == frozenset()


def test_a_partner_knows_nothing_of_the_deal_elsewhere(deal: Deal, executors: list[Executor], bureau: User) -> None:
    user = admitted(executors[0], bureau).user
    assert not Deal.objects.visible_to(user).exists()
    assert b"BEGIN:VEVENT" in feed(bureau, at=at("2026-06-01"), on=date(2026, 6, 1))
    assert b"BEGIN:VEVENT" not in feed(user, at=at("2026-06-01"), on=date(2026, 6, 1))
    remind(at=at("2027-06-01"))
    assert Reminder.objects.filter(user=bureau).exists()
    assert not Reminder.objects.filter(user=user).exists()
    request = RequestFactory().get("/")
    request.user = user
    assert who_asks(request, deal.slug) is None


def test_the_header_of_a_partner_leads_nowhere_else(
    deal: Deal, executors: list[Executor], bureau: User, enter: Enter
) -> None:
    client = enter(admitted(executors[0], bureau).user)
    assert client.get("/").headers["Location"] == f"/deals/{deal.slug}/mijn-projecten/"
    from lxml import html

    page = html.fromstring(client.get(f"/deals/{deal.slug}/mijn-projecten/").content.decode())
    for _element, _name, address, _at in page.iterlinks():
        if address.startswith(f"/deals/{deal.slug}/"):
            assert client.get(address).status_code == 200, address
    assert client.get("/portfolio/").status_code == 404


def test_access_ends_when_the_last_project_is_settled_or_stopped(
    deal: Deal, executors: list[Executor], bureau: User, begin: Begin, enter: Enter
) -> None:
    account = admitted(executors[0], bureau)
    other = admitted(executors[1], bureau)
    second = begin("P-03", executor=executors[0])
    first = Project.objects.get(code="P-01", deal=deal)
    first.take("stop", by=bureau, at=at("2026-03-01"), version=first.version, reason="Geen animo.")
    assert end_finished_access(at=at("2026-03-02")) == 0
    second.take("finish", by=bureau, at=at("2026-04-01"), version=second.version)
    assert end_finished_access(at=at("2026-04-02")) == 0
    second.take("settle", by=bureau, at=at("2026-05-01"), version=second.version)
    client = enter(account.user)
    assert client.get(f"/deals/{deal.slug}/mijn-projecten/").status_code == 200
    assert end_finished_access(at=at("2026-05-02")) == 1
    account.refresh_from_db()
    assert (account.end_reason, account.ended_by) == ("Alle projecten zijn vastgesteld of gestopt.", None)
    lost = MembershipEvent.objects.get(user=account.user, is_given=False)
    assert (lost.role, lost.by) == ("partner", None)
    assert client.get(f"/deals/{deal.slug}/mijn-projecten/").status_code == 302  # signed out as well
    assert enter(account.user).get(f"/deals/{deal.slug}/mijn-projecten/").status_code == 404
    other.refresh_from_db()
    assert other.ended_at is None
    assert end_finished_access(at=at("2026-05-03")) == 0


def test_the_bureau_ends_access_by_hand_and_the_other_executor_stays(
    deal: Deal, executors: list[Executor], bureau: User, at_work: Client
) -> None:
    account = admitted(executors[0], bureau)
    ContactPerson.objects.create(executor=executors[1], name="Dezelfde", email=account.user.email)
    admit(executors[1].contacts.get(name="Dezelfde"), by=bureau, at=at("2026-02-02"))
    path = f"/deals/{deal.slug}/uitvoerders/{executors[0].pk}/toegang/{account.pk}/"
    assert at_work.get(path).status_code == 200
    assert "is beëindigd" in at_work.post(path, follow=True).content.decode()
    assert list(own_executors(account.user, deal)) == [executors[1]]
    assert Membership.objects.filter(user=account.user, role=Role.PARTNER).exists()
    assert at_work.post(path).status_code == 409


def test_a_role_that_was_withdrawn_does_not_bring_old_access_back(
    deal: Deal, executors: list[Executor], bureau: User
) -> None:
    account = admitted(executors[0], bureau)
    withdraw_role(Membership.objects.get(user=account.user), by=bureau, at=at("2026-03-01"))
    ContactPerson.objects.create(executor=executors[1], name="Dezelfde", email=account.user.email)
    admit(executors[1].contacts.get(name="Dezelfde"), by=bureau, at=at("2026-03-02"))
    assert list(own_executors(account.user, deal)) == [executors[1]]


@pytest.mark.parametrize("role", [Role.BUREAU, Role.REVIEWER, Role.TREASURER, Role.ADMINISTRATOR])
def test_who_takes_answers_over_does_not_answer(
    deal: Deal, executors: list[Executor], bureau: User, role: Role
) -> None:
    from tests.plugins.deal import person

    user = person(deal, "Dubbel", role)
    contact = ContactPerson.objects.create(executor=executors[0], name="Dubbel", email=user.email)
    with pytest.raises(ValueError, match="Kies een ander"):
        admit(contact, by=bureau, at=at("2026-02-01"))
    assert not ExecutorAccount.objects.exists()


def test_access_needs_a_project_to_answer_for(deal: Deal, bureau: User) -> None:
    executor = Executor(deal=deal)
    executor.enter(by=bureau, at=at("2026-01-05"), values={"name": "Zonder project"})
    contact = ContactPerson.objects.create(executor=executor, name="Iemand", email="iemand@example.nl")
    with pytest.raises(ValueError, match="geen project"):
        admit(contact, by=bureau, at=at("2026-02-01"))
    assert not User.objects.filter(email="iemand@example.nl").exists()


def test_a_closed_deal_gives_nobody_access(deal: Deal, executors: list[Executor], bureau: User) -> None:
    from regiodeal.base.refusals import WrongStateError

    Deal.objects.filter(pk=deal.pk).update(stage="closed")
    with pytest.raises(WrongStateError):
        admitted(executors[0], bureau)


def test_the_form_of_a_beheerder_offers_no_partner(deal: Deal, administrator: User, enter: Enter) -> None:
    page = enter(administrator).get(f"/deals/{deal.slug}/beheer/uitnodigen/").content.decode()
    assert 'value="bureau"' in page
    assert 'value="partner"' not in page


def test_access_is_not_found_under_another_executor(
    deal: Deal, executors: list[Executor], bureau: User, at_work: Any
) -> None:
    account = admitted(executors[0], bureau)
    base = f"/deals/{deal.slug}/uitvoerders/{executors[1].pk}/"
    assert at_work.post(f"{base}toegang/{account.pk}/").status_code == 404
    assert at_work.post(f"{base}contact/{executors[0].contacts.get().pk}/toegang/").status_code == 404


def test_everybody_gets_access_with_one_button(
    deal: Deal, executors: list[Executor], bureau: User, at_work: Client, mailoutbox: list[EmailMessage]
) -> None:
    admitted(executors[0], bureau)
    ContactPerson.objects.create(executor=executors[1], name="Bureau zelf", email=bureau.email)
    idle = Executor(deal=deal)
    idle.enter(by=bureau, at=at("2026-01-05"), values={"name": "Zonder project"})
    ContactPerson.objects.create(executor=idle, name="Niemand", email="niemand@example.nl")
    path = f"/deals/{deal.slug}/uitvoerders/toegang/"
    assert "Iemand van De Brug (De Brug)" in at_work.get(path).content.decode()
    told = at_work.post(path, follow=True).content.decode()
    assert "1 persoon heeft nu toegang." in told
    assert "antwoordt niet zelf" in told
    assert [mail.to for mail in mailoutbox] == [["p-02@example.nl"]]
    assert set(ExecutorAccount.objects.values_list("user__email", flat=True)) == {"p-01@example.nl", "p-02@example.nl"}
