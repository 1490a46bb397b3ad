"""Two partners and an outsider against everything of the other: pages, objects, files, search, feed, API and mails."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import resolve

from pillars.projects.models import Executor, Project
from pillars.projects.partners import admit, end_access
from pillars.requests.models import Answer, AnswerFile, AnswerPart
from pillars.requests.request_mails import mail_requests
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from regiodeal.notices.feed import feed
from regiodeal.operations.checksums import checksum
from tests.access.outside import API_ADDRESSES
from tests.access.table import DEAL_ADDRESSES, HIDDEN_FOR_PARTNERS, PARTNERS
from tests.access.test_walk import paths  # noqa: F401 - a fixture
from tests.pillars.projects.conftest import begin, plan  # noqa: F401 - fixtures
from tests.pillars.requests.conftest import asked, executors, projects  # noqa: F401 - fixtures
from tests.pillars.requests.made import Asked, send_filled
from tests.plugins.deal import Enter, at, person

WORDS = {"welfare": "Geheim van Welzijn", "school": "Geheim van School"}


@dataclass
class Both:
    """The two partners, each with their answer and a file in it, whose texts name only themselves."""

    welfare: User
    school: User
    files: dict[str, AnswerFile]


@pytest.fixture
def both(asked: Asked, bureau: User, own_files: Any) -> Both:  # noqa: F811
    """Two partners; each wrote something, and sent a file along."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from pillars.requests.answering import add_file

    users, files = {}, {}
    for name, answer in (("welfare", asked.welfare), ("school", asked.school)):
        users[name] = User.objects.get(email=answer.executor.contacts.get().email)
        AnswerPart.objects.filter(answer=answer).update(done=WORDS[name], note=WORDS[name])
        part = answer.parts.select_related("answer__request", "project").first()
        assert part is not None
        upload = SimpleUploadedFile(f"{name}.csv", f"wat;wie\n{WORDS[name]};1\n".encode())
        files[name] = add_file(part, upload, by=users[name], at=at("2026-04-02"))
    return Both(users["welfare"], users["school"], files)


def own_addresses(deal: Deal, answer: Answer, kept: AnswerFile) -> Iterator[tuple[str, str, str]]:
    """Every address of a partner about an answer: its name, method and path."""
    home = f"/deals/{deal.slug}/mijn-projecten/"
    yield "my-file", "get", f"{home}bestanden/{kept.pk}/"
    yield "send-my-answer", "get", f"{home}{answer.pk}/versturen/"
    yield "send-my-answer", "post", f"{home}{answer.pk}/versturen/"
    yield "my-unchanged", "post", f"{home}{answer.pk}/ongewijzigd/"
    for part in answer.parts.select_related("project"):
        for method in ("get", "post"):
            yield "my-project", method, f"{home}{answer.pk}/project/{part.project.code}/"
        yield "add-my-file", "post", f"{home}{answer.pk}/project/{part.project.code}/bestand/"


def test_the_walk_knows_every_address_of_a_partner(deal: Deal, asked: Asked, both: Both) -> None:  # noqa: F811
    walked = {name for name, _method, _path in own_addresses(deal, asked.welfare, both.files["welfare"])}
    assert walked == HIDDEN_FOR_PARTNERS
    of_partners = {name for name, (_method, who) in DEAL_ADDRESSES.items() if who == PARTNERS}
    assert of_partners == {"my-answers"}


def test_a_partner_reaches_all_of_its_own_and_nothing_of_the_other(
    deal: Deal,
    asked: Asked,  # noqa: F811
    both: Both,
    enter: Enter,
) -> None:
    own, other = enter(both.welfare), enter(both.school)
    before = checksum(deal).parts
    for name, method, path in own_addresses(deal, asked.welfare, both.files["welfare"]):
        assert resolve(path).url_name == name
        answer = getattr(other, method)(path, {"version": "1"})
        assert answer.status_code == 404, (method, path)
    after = checksum(deal).parts
    assert {name for name in before if before[name] != after[name]} <= {"AuditEntry"}
    for _name, method, path in own_addresses(deal, asked.welfare, both.files["welfare"]):
        if method == "get":
            answer = own.get(path)
            b"".join(answer)
            assert answer.status_code == 200, path


def test_an_answer_of_one_is_not_reached_with_the_project_of_the_other(
    deal: Deal,
    asked: Asked,  # noqa: F811
    both: Both,
    enter: Enter,
) -> None:
    for code in ("P-01", "P-02"):
        path = f"/deals/{deal.slug}/mijn-projecten/{asked.school.pk}/project/{code}/"
        assert enter(both.school).get(path).status_code == 404


def test_the_pages_of_one_hold_no_word_of_the_other(
    deal: Deal,
    asked: Asked,  # noqa: F811
    both: Both,
    enter: Enter,
) -> None:
    client = enter(both.school)
    home = f"/deals/{deal.slug}/mijn-projecten/"
    shown = [home, *(path for _n, how, path in own_addresses(deal, asked.school, both.files["school"]) if how == "get")]
    text = "".join(b"".join(client.get(path)).decode() for path in shown)
    assert WORDS["school"] in text
    for word in (WORDS["welfare"], "Welzijn Oost", "P-01", "P-02", "De zaal is open", "welzijn@example.nl"):
        assert word not in text, word


def test_figures_and_milestones_of_the_other_are_not_written_by_their_keys(
    deal: Deal,
    asked: Asked,  # noqa: F811
    both: Both,
    enter: Enter,
) -> None:
    theirs = asked.welfare.parts.get(project__code="P-01")
    figure, milestone = theirs.figures.get(), theirs.milestones.get()
    path = f"/deals/{deal.slug}/mijn-projecten/{asked.school.pk}/project/P-03/"
    client = enter(both.school)
    values = {
        f"figure-{figure.pk}-value": "9",
        f"milestone-{milestone.pk}-reached_on": "2026-04-01",
        f"part-{theirs.pk}-done": "Kaping",
    }
    client.post(path, values)
    for what in (f"figure-{figure.pk}", f"milestone-{milestone.pk}"):
        assert client.post(path, {"unchanged": what}).status_code == 404
    client.post(
        f"/deals/{deal.slug}/mijn-projecten/{asked.school.pk}/ongewijzigd/", {"version": "1", "project": "P-01"}
    )
    for row in (figure, milestone, theirs):
        row.refresh_from_db()
    assert (figure.value, milestone.reached_on, milestone.is_unchanged, theirs.done) == (
        None,
        None,
        False,
        WORDS["welfare"],
    )


@pytest.mark.parametrize("who", ["partner", "outsider"])
def test_no_address_of_the_deal_gives_a_word_of_another(
    deal: Deal,
    paths: dict[str, str],  # noqa: F811
    enter: Enter,
    bureau: User,
    who: str,
) -> None:
    """Pages, exports, files, searches: every address there is, asked as a reader would and as a form."""
    AnswerPart.objects.update(done=WORDS["school"])  # of the executor of the walk, and of nobody else
    executor = Executor(deal=deal)
    executor.enter(by=bureau, at=at("2026-01-05"), values={"name": "De Brug"})
    measure = deal.measure_set.get(code="1.1.1")
    content = {"code": "P-77", "title": "Brug", "main_measure": measure, "executor": executor}
    Project(deal=deal).enter(by=bureau, at=at("2026-01-05"), values=content)
    contact = executor.contacts.create(name="Bram", email="bram@example.nl")
    partner = admit(contact, by=bureau, at=at("2026-01-06")).user
    client = enter(partner if who == "partner" else person(None, "Buiten", None))
    for name in DEAL_ADDRESSES:
        for method in ("get", "post"):
            answer = getattr(client, method)(paths[name])
            body = b"".join(answer).decode(errors="ignore")
            if who == "partner" and name == "my-answers":
                assert answer.status_code in {200, 405}
            else:
                assert answer.status_code in ({403, 404, 405} if who == "partner" else {404}), (name, method)
            assert WORDS["school"] not in body, name
            assert "De Kade" not in body, name
            assert "ETag" not in answer.headers, name


def test_search_feed_api_and_lists_of_deals_give_a_partner_nothing(
    deal: Deal,
    asked: Asked,  # noqa: F811
    both: Both,
    enter: Enter,
) -> None:
    client = enter(both.welfare)
    assert client.get(f"/deals/{deal.slug}/zoeken/", {"q": "Huiskamer"}).status_code == 403
    assert b"BEGIN:VEVENT" not in feed(both.welfare, at=at("2026-06-01"), on=date(2026, 6, 1))
    for path in ("deals", f"deals/{deal.slug}", f"deals/{deal.slug}/measures", f"deals/{deal.slug}/measurements"):
        assert client.get(f"/api/v1/{path}").status_code in {401, 404}, path
    assert API_ADDRESSES
    assert client.get("/portfolio/").status_code == 404
    assert client.get("/deals/nieuw/").status_code in {403, 404}


def test_a_mail_about_one_goes_to_nobody_of_the_other(
    asked: Asked,  # noqa: F811
    both: Both,
    mailoutbox: list[EmailMessage],
) -> None:
    AnswerPart.objects.update(note="")
    send_filled(asked.welfare, 5, by=both.welfare)
    mail_requests(at=at("2026-05-01"))
    assert {mail.to[0] for mail in mailoutbox} >= {both.school.email, both.welfare.email}
    for mail in mailoutbox:
        own, other = (
            ("School West", "Welzijn Oost") if mail.to == [both.school.email] else ("Welzijn Oost", "School West")
        )
        text = f"{mail.subject} {mail.body} {mail.attachments}"
        assert own in text
        assert other not in text


def test_a_partner_of_another_deal_knows_of_nothing_here(
    deal: Deal,
    veenland: Deal,
    asked: Asked,  # noqa: F811
    both: Both,
    enter: Enter,
) -> None:
    stranger = enter(person(veenland, "Verre partner", Role.PARTNER))
    for _name, method, path in own_addresses(deal, asked.welfare, both.files["welfare"]):
        assert getattr(stranger, method)(path).status_code == 404, path
        there = path.replace(deal.slug, veenland.slug)
        assert getattr(enter(both.welfare), method)(there).status_code == 404, there
        assert getattr(Client(), method)(path).headers["Location"].startswith("/account/login/"), path


def test_when_access_ends_its_pages_end_too(
    deal: Deal,
    asked: Asked,  # noqa: F811
    both: Both,
    bureau: User,
    enter: Enter,
) -> None:
    client = enter(both.welfare)
    account = both.welfare.executor_accounts.select_related("executor__deal", "user").get()
    end_access(account, by=bureau, at=at("2026-04-20"), reason="Uit dienst.")
    for _name, method, path in own_addresses(deal, asked.welfare, both.files["welfare"]):
        assert getattr(client, method)(path).status_code in {302, 403}, path  # signed out
        assert getattr(enter(both.welfare), method)(path).status_code == 404, path


def test_who_answers_for_both_sees_both(
    deal: Deal,
    asked: Asked,  # noqa: F811
    both: Both,
    bureau: User,
    enter: Enter,
) -> None:
    asked.school.executor.contacts.create(name="Dezelfde", email=both.welfare.email)
    admit(asked.school.executor.contacts.get(name="Dezelfde"), by=bureau, at=at("2026-04-20"))
    client = enter(both.welfare)
    for answer, kept in ((asked.welfare, both.files["welfare"]), (asked.school, both.files["school"])):
        for _name, method, path in own_addresses(deal, answer, kept):
            if method == "get":
                shown = client.get(path)
                b"".join(shown)
                assert shown.status_code == 200, path
