"""The bureau's pages of a request: begin it, see who answered, take over or ask back, answer for who phoned."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pillars.measurements.models import Measurement
from pillars.measurements.rounds import round_of
from pillars.projects.models import ContactPerson, Executor, Project
from pillars.requests.answering import return_with_question
from pillars.requests.models import Answer, AnswerMail, AnswerState, Request, RequestState
from pillars.requests.request_mails import mail_requests
from pillars.requests.requesting import ask_again, offered_last_day, open_request
from pillars.requests.taking_over import take_over
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import seen_text
from tests.pages import BASE, queries, send, words, words_at
from tests.pillars.requests.made import Asked, send_filled
from tests.plugins.deal import Enter, at

pytestmark = pytest.mark.django_db


def test_without_projects_the_page_says_how_to_begin(deal: Deal, bureau: User, enter: Enter) -> None:
    assert "nog niemand om iets aan te vragen" in words_at(enter(bureau), "uitvraag/")


def test_the_bureau_begins_a_request_and_is_told_who_gets_no_mail(
    deal: Deal, bureau: User, enter: Enter, projects: list[Project], executors: tuple[Executor, Executor]
) -> None:
    executors[1].contacts.all().delete()
    client = enter(bureau)
    assert "Er is nog geen uitvraag" in words_at(client, "uitvraag/")
    page = words_at(client, "uitvraag/nieuw/")
    assert "krijgen geen bericht" in page
    assert "School West" in page.partition("Wat er wordt gevraagd")[0]
    assert "Welzijn Oost P-01 Project P-01, P-02 Project P-02 2" in page
    today = timezone.localdate()
    year = client.get("/deals/den-haag-zuidwest-ii/uitvraag/nieuw/").context["rounds"][0].year
    refused = send(client, "uitvraag/nieuw/", {"year": year, "last_day": today - timedelta(days=1), "text": ""})
    assert "ligt voor vandaag" in words(refused)
    assert not Request.objects.exists()
    answer = send(client, "uitvraag/nieuw/", {"year": year, "last_day": today + timedelta(days=30), "text": "Dag"})
    assert answer.status_code == 302
    assert Request.objects.get().answers.count() == 2
    assert AnswerMail.objects.get().address == "welzijn@example.nl"


def test_the_list_shows_who_answered_who_is_late_and_what_stands_out(
    asked: Asked, bureau: User, reviewer: User, enter: Enter
) -> None:
    send_filled(asked.welfare, 30, by=bureau)  # planned were 40 and 80
    Request.objects.update(last_day=max(timezone.localdate() - timedelta(days=3), date(2026, 4, 1)))
    page = words_at(enter(bureau), "uitvraag/")
    assert "1 gevraagd" in page
    assert "1 verstuurd" in page
    assert "1 te laat" in page
    assert "Welzijn Oost verstuurd 2 2 van 2 0 2" in page
    assert "School West gevraagd 1 0 van 1 0 0" in page
    one = words_at(enter(reviewer), f"antwoorden/{asked.welfare.pk}/")
    assert "30 40 10 minder dan gepland" in one
    assert "onder de planning" in one
    assert "ook gemeld door P-02: telt niemand dubbel?" in one
    assert "Overnemen" not in one  # a reviewer looks


def test_one_or_many_are_taken_over_as_they_were_seen(asked: Asked, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    send_filled(asked.welfare, 40, by=bureau)
    send_filled(asked.school, 40, by=bureau)
    stale = {"answers": [f"{asked.welfare.pk}:1", seen_text(asked.school)]}
    assert client.post("/deals/den-haag-zuidwest-ii/uitvraag/2026/overnemen/", stale).status_code == 409
    assert not Measurement.objects.exists()
    ticked = {"answers": [seen_text(asked.welfare), seen_text(asked.school)]}
    answer = client.post("/deals/den-haag-zuidwest-ii/uitvraag/2026/overnemen/", ticked, follow=True)
    assert "2 antwoorden overgenomen. 3 cijfers wachten nu op een beoordelaar." in words(answer)
    assert set(Measurement.objects.values_list("state", flat=True)) == {State.SUBMITTED}
    again = client.post("/deals/den-haag-zuidwest-ii/uitvraag/2026/overnemen/", {}, follow=True)
    assert "niemand aangevinkt" in words(again)


def test_a_question_goes_back_on_what_was_seen(asked: Asked, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    send_filled(asked.welfare, 40, by=bureau)
    path, page = f"antwoorden/{asked.welfare.pk}/vraag/", f"antwoorden/{asked.welfare.pk}/"
    assert send(client, path, {"question": "Klopt 40?", "version": 1}, opened=page).status_code == 409
    assert "Schrijf op wat u wilt weten" in words(send(client, path, {"question": " "}, opened=page))
    assert send(client, path, {"question": "Klopt 40?"}, opened=page).status_code == 302
    asked.welfare.refresh_from_db()
    assert asked.welfare.state == AnswerState.RETURNED
    assert "U vroeg Klopt 40?" in words_at(client, page)


def test_the_bureau_answers_for_who_phoned_and_half_work_is_kept(asked: Asked, bureau: User, enter: Enter) -> None:
    client, part = enter(bureau), asked.school.parts.get()
    figure = part.figures.get()
    path = f"antwoorden/{asked.school.pk}/projecten/P-03/"
    half = {f"part-{part.pk}-done": "Verteld aan de telefoon.", f"part-{part.pk}-spent": "1.234,50"}
    assert send(client, path, half).status_code == 302
    refused = send(client, f"antwoorden/{asked.school.pk}/versturen/", opened=f"antwoorden/{asked.school.pk}/")
    assert "P-03: Zeg of het project op schema ligt." in words(refused)
    whole = half | {
        f"part-{part.pk}-on_schedule": "ja",
        f"part-{part.pk}-still_to_spend": "0",
        f"figure-{figure.pk}-value": "12",
    }
    assert send(client, path, whole | {"version": 1}).status_code == 409  # opened before the first time
    wrong = send(client, path, whole | {f"figure-{figure.pk}-value": "twaalf"})
    assert "geen getal" in words(wrong)
    assert send(client, path, whole).status_code == 302
    sent = send(client, f"antwoorden/{asked.school.pk}/versturen/", opened=f"antwoorden/{asked.school.pk}/")
    assert sent.status_code == 302
    asked.school.refresh_from_db()
    assert (asked.school.state, asked.school.channel, asked.school.answered_by) == ("sent", "phone", bureau)
    assert "via telefoon" in words_at(client, f"antwoorden/{asked.school.pk}/")


def test_who_is_ticked_and_has_not_sent_is_reminded(asked: Asked, bureau: User, enter: Enter) -> None:
    mail_requests(at=at("2026-04-01"))
    mail.outbox.clear()
    send_filled(asked.welfare, 40, by=bureau)
    ticked = {"answers": [seen_text(asked.welfare), seen_text(asked.school)]}
    client = enter(bureau)
    answer = client.post("/deals/den-haag-zuidwest-ii/uitvraag/2026/herinneren/", ticked, follow=True)
    assert "De herinnering gaat naar 1 persoon" in words(answer)
    mail_requests(at=timezone.now().replace(hour=3))
    assert ["school@example.nl"] in [message.to for message in mail.outbox]


def test_one_button_reminds_all_who_have_not_sent_and_nobody_else(asked: Asked, bureau: User, enter: Enter) -> None:
    """Stranger of issue 17: those who had answered were ticked beforehand, above a button that reminds the ticked."""
    mail_requests(at=at("2026-04-01"))
    mail.outbox.clear()
    send_filled(asked.welfare, 40, by=bureau)
    client = enter(bureau)
    assert "Herinner de ene die nog moet antwoorden" in words_at(client, "uitvraag/2026/")
    answer = client.post("/deals/den-haag-zuidwest-ii/uitvraag/2026/herinneren/", {"everybody": "1"}, follow=True)
    assert "De herinnering gaat naar 1 persoon" in words(answer)
    mail_requests(at=timezone.now().replace(hour=3))
    assert [message.to for message in mail.outbox if "Herinnering" in message.subject] == [["school@example.nl"]]


def test_the_last_day_that_is_offered_leaves_time_and_an_open_request_of_before_is_told(
    asked: Asked, bureau: User, enter: Enter
) -> None:
    """Of a round that closes on 14 June all is submitted a week before; the bureau has two weeks before that."""
    the_round = round_of(asked.request.deal, 2027, on=date(2026, 12, 1))
    assert the_round is not None
    assert offered_last_day(the_round, today=date(2026, 12, 1)) == date(2027, 5, 24)
    assert offered_last_day(the_round, today=date(2027, 6, 3)) == date(2027, 6, 3)
    open_request(asked.request.deal, the_round, last_day=date(2027, 5, 24), by=bureau, at=at("2026-12-01"))
    client = enter(bureau)
    assert "Een eerdere uitvraag is nog open" in words_at(client, "uitvraag/2027/")
    assert "Een eerdere uitvraag is nog open" not in words_at(client, "uitvraag/2026/")


def test_what_is_asked_says_of_when_and_what_may_stay_empty(asked: Asked, bureau: User, enter: Enter) -> None:
    page = words_at(enter(bureau), f"antwoorden/{asked.school.pk}/projecten/P-03/")
    assert f", over {asked.request.figure_year}" in page
    assert "Wat is er gedaan? (hoeft niet)" not in page
    assert "(hoeft niet) (hoeft niet)" not in page
    assert "Wat hebt u geleerd? (hoeft niet)" in page


def test_a_file_comes_along_and_is_given_back(asked: Asked, bureau: User, jenv: User, enter: Enter) -> None:
    client = enter(bureau)
    path = f"antwoorden/{asked.school.pk}/projecten/P-03/bestand/"
    upload = SimpleUploadedFile("telling.csv", b"a;b\n1;2\n")
    assert send(client, path, {"bestand-file": upload}).status_code == 302
    page = words_at(client, f"antwoorden/{asked.school.pk}/")
    assert "telling.csv" in page
    kept = asked.school.parts.get().files.get()
    assert b"".join(client.get(f"/deals/den-haag-zuidwest-ii/antwoorden/bestanden/{kept.pk}/")) == b"a;b\n1;2\n"
    refused = enter(jenv).get(f"/deals/den-haag-zuidwest-ii/antwoorden/bestanden/{kept.pk}/")
    assert refused.status_code == 403


def test_a_request_gets_another_last_day_and_is_closed(asked: Asked, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    new = timezone.localdate() + timedelta(days=5)
    assert send(client, "uitvraag/2026/laatste-dag/", {"last_day": new}).status_code == 302
    assert send(client, "uitvraag/2026/bijvragen/").status_code == 302
    assert send(client, "uitvraag/2026/sluiten/", {"version": 1}).status_code == 409
    assert send(client, "uitvraag/2026/sluiten/").status_code == 302
    asked.request.refresh_from_db()
    assert (asked.request.last_day, asked.request.state) == (new, RequestState.CLOSED)
    assert "gesloten" in words_at(client, "uitvraag/")


def test_the_story_page_shows_and_takes_what_projects_told(asked: Asked, bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    send_filled(asked.welfare, 40, by=bureau)
    take_over(asked.welfare, by=bureau, at=at("2026-04-20"), version=asked.welfare.version)
    page = "maatregelen/1.1.1/voortgang/2025/"
    assert "Wat de projecten vertellen" in words_at(client, page)
    part = asked.welfare.parts.all()[0]
    assert send(client, f"{page}verhalen/{part.pk}/", {"version": 0}).status_code == 302
    entry = ProgressEntry.objects.get()
    assert entry.done == "Project P-01: Er zijn 80 vrijwilligers begeleid."
    answer = client.post(f"/deals/den-haag-zuidwest-ii/{page}verhalen/{part.pk}/", {"version": 0}, follow=True)
    assert "Er is niets toegevoegd" in words(answer)
    assert "Staat in de voortgang" in words_at(client, page)


def test_the_pages_take_no_more_queries_for_more_projects(
    asked: Asked, deal: Deal, bureau: User, enter: Enter, begin: Callable[..., Project], plan: Callable[..., None]
) -> None:
    client = enter(bureau)
    send_filled(asked.welfare, 30, by=bureau)
    paths = [BASE + path for path in ("uitvraag/", "uitvraag/nieuw/", f"antwoorden/{asked.welfare.pk}/")]
    before = [queries(client, path) for path in paths]
    code = asked.welfare.parts.all()[0].figures.get().indicator.code
    for number in range(5):
        executor = Executor(deal=deal)
        executor.enter(by=bureau, at=at("2026-01-05"), values={"name": f"Stichting {number}"})
        ContactPerson.objects.create(executor=executor, name="Iemand", email=f"iemand{number}@example.nl")
        for owner in (executor, asked.welfare.executor):
            project = begin(f"Q-{owner.pk}-{number}", executor=owner)
            plan(project, {(code, None, 2025): 10})
    answer = Answer.objects.get(pk=asked.welfare.pk)
    return_with_question(answer, "Meer", by=bureau, at=at("2026-04-11"), version=answer.version)
    ask_again(asked.request, by=bureau, at=at("2026-04-11"))
    answer.refresh_from_db()
    assert answer.parts.count() == 7
    send_filled(answer, 30, by=bureau)
    assert [queries(client, path) for path in paths] == before
