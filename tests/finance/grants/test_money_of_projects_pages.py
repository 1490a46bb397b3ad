"""The pages of the money of projects: entered by the bureau, approved by the treasurer, read by all, and downloaded."""

import json

import pytest
from django.urls import reverse

from finance.grants.models import Advance, Grant, GrantCondition, Settlement
from finance.ledger.models import Expenditure
from pillars.projects.models import ProjectState
from regiodeal.deals.models import Deal, User
from tests.finance.grants.conftest import Begin, Give, Pay
from tests.finance.shared import MONEY, expenditure
from tests.pages import carried, queries, send, words_at
from tests.plugins.deal import Enter, at
from tests.plugins.meetings import decide, held
from tests.plugins.money import Book

pytestmark = pytest.mark.django_db
EURO = "€ "


def test_the_bureau_enters_a_grant_and_the_treasurer_lets_it_count(
    deal: Deal, begin: Begin, bureau: User, controller: User, jenv: User, enter: Enter
) -> None:
    project = begin()
    line = deal.budgetline_set.get(code="A-rijk")
    mine, theirs, other = enter(bureau), enter(controller), enter(jenv)
    form = {"number": "2026/7", "decided_on": "2026-05-01", f"line-{line.pk}": "12.500,50", "submit": "1"}
    path = f"{MONEY}projecten/P-01/beschikkingen/nieuw/"
    refused = mine.post(path, form)
    assert refused.status_code == 422
    assert "Kies een besluit, of schrijf op met welk mandaat" in refused.content.decode()
    assert mine.post(path, form | {"mandate": "Mandaatregeling 2024"}).status_code == 302
    grant = Grant.objects.get()
    page = f"{MONEY}beschikkingen/{grant.pk}/"
    assert "12.500,50" in words_at(mine, page)
    assert other.get(page).status_code == 404
    send(mine, f"{page}goedkeuren/", opened=page)
    grant.refresh_from_db()
    assert grant.state == "submitted"
    assert theirs.post(f"{page}goedkeuren/", {"version": "1"}).status_code == 409
    assert theirs.post(f"{page}goedkeuren/", carried(theirs, page)).status_code == 302
    project.refresh_from_db()
    assert project.state == ProjectState.GRANTED
    assert "12.500,50" in words_at(other, f"{MONEY}projecten/P-01/")


def test_an_advance_and_the_settlement_are_entered_and_what_is_left_is_asked_back(
    deal: Deal, begin: Begin, give: Give, bureau: User, controller: User, enter: Enter
) -> None:
    project = begin()
    grant = give(project, {"A-rijk": "1000.00"})
    line = deal.budgetline_set.get(code="A-rijk")
    mine, theirs = enter(bureau), enter(controller)
    advance = {"grant": grant.pk, "paid_on": "2025-06-01", "amount": "900", "reference": "Termijn 1", "submit": "1"}
    mine.post(f"{MONEY}projecten/P-01/voorschotten/nieuw/", advance)
    page = f"{MONEY}voorschotten/{Advance.objects.get().pk}/"
    theirs.post(f"{page}goedkeuren/", carried(theirs, page))
    form = {"number": "V-1", "decided_on": "2026-03-01", "mandate": "M", f"line-{line.pk}": "650", "submit": "1"}
    path = f"{MONEY}projecten/P-01/vaststellingen/nieuw/"
    assert "afgerond of gestopt" in mine.post(path, form).content.decode()
    for step in ("start", "finish"):
        project.take(step, by=bureau, at=grant.entered_at, version=project.version)
    assert mine.post(path, form | {f"line-{line.pk}": "1000,01"}).status_code == 422
    assert mine.post(path, form).status_code == 302
    page = f"{MONEY}vaststellingen/{Settlement.objects.get().pk}/"
    theirs.post(f"{page}goedkeuren/", carried(theirs, page))
    project.refresh_from_db()
    assert project.state == ProjectState.SETTLED
    said = words_at(mine, f"{MONEY}projecten/P-01/")
    assert f"Nog terug te vragen {EURO}250,00" in said.replace("\N{NO-BREAK SPACE}", " ")


def test_the_plain_steps_of_the_project_do_not_grant_or_settle(
    deal: Deal, begin: Begin, bureau: User, enter: Enter
) -> None:
    begin()
    client = enter(bureau)
    assert "Verlenen" not in words_at(client, "projecten/P-01/")
    for step in ("grant", "settle"):
        assert client.get(reverse("project-step", args=[deal.slug, "P-01", step])).status_code == 404
    assert client.get(reverse("project-step", args=[deal.slug, "P-01", "start"])).status_code == 200


def test_a_booking_says_its_project_and_the_lists_are_cut_to_it(
    deal: Deal, begin: Begin, book: Book, bureau: User, enter: Enter
) -> None:
    project, other = begin(), begin("P-02", measure="2.1.1")
    client = enter(bureau)
    path = f"{MONEY}boekingen/bestedingen/nieuw/"
    refused = client.post(path, expenditure(deal, project=other.pk))
    assert refused.status_code == 422
    assert "hoort niet bij Pijler A" in refused.content.decode()
    assert client.post(path, expenditure(deal, project=project.pk)).status_code == 302
    assert Expenditure.objects.get().project == project
    book("expenditure", "A-rijk", "77.00", code="los")
    listed = words_at(client, f"{MONEY}boekingen/?soort=bestedingen&project=P-01")
    assert "F-2026-001" in listed
    assert "los" not in listed
    assert "F-2026-001" not in words_at(client, f"{MONEY}boekingen/?soort=bestedingen&project=geen")


def test_a_correction_moves_a_booking_to_another_project(
    deal: Deal, begin: Begin, book: Book, bureau: User, enter: Enter
) -> None:
    first, second = begin(), begin("P-02", measure="1.1.2")
    row = book("expenditure", "A-rijk", "100.00", project=first)
    client = enter(bureau)
    page = f"{MONEY}boekingen/bestedingen/{row.pk}/corrigeren/"
    form = {
        "booked_on": "2026-03-01",
        "line": row.line_id,
        "amount": "100",
        "project": second.pk,
        "kind": "correction",
        "reason": "Ander project",
    }
    assert send(client, page, form).status_code == 302
    assert sorted(row.corrections.values_list("project__code", "amount")) == [("P-01", -100), ("P-02", 100)]


def test_a_condition_is_added_and_done(deal: Deal, begin: Begin, give: Give, bureau: User, enter: Enter) -> None:
    grant = give(begin(), {"A-rijk": "10.00"})
    client = enter(bureau)
    base = f"{MONEY}beschikkingen/"
    client.post(f"{base}{grant.pk}/voorwaarden/nieuw/", {"kind": "legal_check", "text": "Toets staatssteun"})
    condition = GrantCondition.objects.get()
    form = {"kind": "legal_check", "text": "Toets staatssteun", "done_on": "2025-05-01", "outcome": "Geen steun"}
    page = f"{base}voorwaarden/{condition.pk}/"
    assert client.post(page, form | {"version": "0"}).status_code == 409
    assert send(client, page, form).status_code == 302
    assert "Gedaan op 1 mei 2025: Geen steun" in words_at(client, f"{base}{grant.pk}/")
    assert condition.events.count() == 2


def test_the_table_is_cut_summed_and_downloaded(
    deal: Deal, begin: Begin, give: Give, book: Book, jenv: User, enter: Enter
) -> None:
    first, second = begin(), begin("P-02", measure="2.1.1")
    give(first, {"A-rijk": "1000.00"})
    book("expenditure", "A-rijk", "250.00", project=first)
    book("expenditure", "B-rijk", "99.00", project=second)
    book("expenditure", "B-rijk", "11.00")
    client = enter(jenv)
    said = words_at(client, f"{MONEY}projecten/").replace("\N{NO-BREAK SPACE}", " ")
    assert "Deze projecten samen € 0,00 € 1.000,00 € 0,00 € 349,00" in said
    cut = words_at(client, f"{MONEY}projecten/?regel=B-rijk")
    assert "P-02 Project P-02" in cut
    assert "P-01 Project P-01" not in cut
    text = client.get(f"{MONEY}projecten/downloaden/?formaat=csv")
    content = b"".join(text.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "P-01;Project P-01;1.1.1" in content.replace(",", ";")
    found = json.loads(b"".join(client.get(f"{MONEY}projecten/downloaden/?formaat=json").streaming_content))  # type: ignore[attr-defined]
    assert found["outside"] == {"committed": "0.00", "spent": "11.00"}
    book_file = client.get(f"{MONEY}projecten/downloaden/?formaat=iets").streaming_content  # type: ignore[attr-defined]
    assert b"".join(book_file).startswith(b"PK")


def test_a_grant_names_no_decision_that_is_closed_to_the_reader(  # noqa: PLR0917 (fixtures)
    deal: Deal, begin: Begin, give: Give, bureau: User, controller: User, jenv: User, overleg: User, enter: Enter
) -> None:
    """Neither in what it says, nor in what was changed of it."""
    meeting = held(deal, "2025-01-20", by=bureau)
    first = decide(meeting, "Eerste geheim", by=bureau, secret_for="JenV")
    second = decide(meeting, "Tweede geheim", by=bureau, secret_for="JenV")
    grant = give(begin(), {"A-rijk": "10.00"}, state="draft", decision=first)
    grant.revise(by=bureau, at=at("2025-02-02"), values={"decision": second}, version=grant.version)
    Grant.objects.update(state="approved", decided_by=controller, decided_at=at("2025-02-03"))
    page = f"{MONEY}beschikkingen/{grant.pk}/"
    for user, knows in ((bureau, True), (jenv, True), (overleg, False)):
        said = words_at(enter(user), page)
        assert [title in said for title in (first.title, second.title)] == [knows, knows]
        assert ("een vertrouwelijk besluit" in said) is not knows


def test_a_budget_is_typed_per_line_and_year(deal: Deal, begin: Begin, bureau: User, enter: Enter) -> None:
    begin()
    line = deal.budgetline_set.get(code="A-rijk")
    client = enter(bureau)
    page = f"{MONEY}projecten/P-01/begroting/"
    assert send(client, page, {f"line-{line.pk}-2025": "1.000,50"}).status_code == 302
    assert "1.000,50" in words_at(client, f"{MONEY}projecten/P-01/")
    assert send(client, page, {f"line-{line.pk}-2025": "veel"}).status_code == 422
    assert client.post(page, {"version": "1"}).status_code == 409


def test_the_pages_ask_as_much_of_few_projects_as_of_many(
    begin: Begin, give: Give, pay: Pay, jenv: User, enter: Enter
) -> None:
    client = enter(jenv)
    begin()
    pay(give(begin("P-02"), {"A-rijk": "10.00"}), "5.00")
    few = [queries(client, f"{MONEY}projecten/?toets={n}") for n in ("", "terug")]
    for number in range(3, 9):
        pay(give(begin(f"P-{number}"), {"A-rijk": "10.00"}), "9.00")
    assert [queries(client, f"{MONEY}projecten/?toets={n}") for n in ("", "terug")] == few


def test_the_page_of_the_project_shows_its_money_by_source_and_year(
    deal: Deal, begin: Begin, give: Give, bureau: User, enter: Enter
) -> None:
    project = begin()
    client = enter(bureau)
    assert "Beschikkingen, voorschotten" not in words_at(client, "projecten/P-01/")
    line = deal.budgetline_set.get(code="A-rijk")
    send(client, f"{MONEY}projecten/P-01/begroting/", {f"line-{line.pk}-2025": "1.000,50"})
    give(project, {"A-rijk": "900.00"})
    said = words_at(client, "projecten/P-01/").replace("\N{NO-BREAK SPACE}", " ")
    assert f"{line.source.name} 2025 € 1.000,50" in said
    assert "Verleend € 900,00" in said
