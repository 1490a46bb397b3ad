"""The addresses of what is promised and what happens, with one of each thing behind them."""

from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from pillars.agreed.models import Measure
from pillars.evidence.attachment import attach
from pillars.exchange.models import ImportJob
from pillars.measurements.models import Measurement
from pillars.measurements.rounds import round_of
from pillars.outcomes.models import OutcomeMeasurement
from pillars.project_book.models import ProjectImport
from pillars.project_photos.models import ProjectPhoto
from pillars.projects.models import ContactPerson, Executor, Milestone, Project
from pillars.projects.partners import admit
from pillars.questions.models import EntryQuestion
from pillars.registers.models import Acknowledgement, Bottleneck, Lesson
from pillars.requests.answering import PartValues, add_file, send, write_part
from pillars.requests.models import AnswerImport
from pillars.requests.requesting import open_request
from pillars.requests.taking_over import take_over
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from tests.plugins.deal import at, person
from tests.plugins.figures import indicator_of, measure


def progress_paths(deal: Deal, by: User) -> dict[str, str]:
    """A figure and a story that wait for a reviewer, evidence, a row in each register, and a file."""
    figure = measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=by, year=2025)
    upload = SimpleUploadedFile("a.csv", b"a;b")
    evidence = attach(figure, upload=upload, by=by, at=at("2026-01-05"), values={"openness": "public"})
    entry = ProgressEntry.objects.create(
        measure=deal.measure_set.get(code="1.1.1"),
        year=2025,
        done="Gedaan",
        schedule="on_schedule",
        outlook="Verder",
        entered_by=by,
        entered_at=at("2026-01-05"),
    )
    entry.submit(by=by, at=at("2026-01-05"))
    imported = ImportJob.objects.create(
        deal=deal, file_name="cijfers.csv", size=1, uploaded_by=by, uploaded_at=at("2026-06-14")
    )
    book = ProjectImport.objects.create(
        deal=deal, file_name="projecten.xlsx", size=1, uploaded_by=by, uploaded_at=at("2026-06-14")
    )
    return (
        _paths(figure, entry, imported)
        | _book_paths(book)
        | _register_paths(entry.measure, by)
        | {
            "add-evidence": f"metingen/{figure.pk}/bewijs/",
            "evidence-file": f"bewijs/{evidence.pk}/",
            "remove-evidence": f"bewijs/{evidence.pk}/verwijderen/",
        }
    )


def _book_paths(book: ProjectImport) -> dict[str, str]:
    """The addresses of the workbook of projects."""
    return {
        "project-book": "projecten/werkboek/",
        "download-projects": "projecten/werkboek/downloaden/",
        "project-import": "projecten/werkboek/inlezen/",
        "project-import-job": f"projecten/werkboek/inlezen/{book.pk}/",
        "project-import-progress": f"projecten/werkboek/inlezen/{book.pk}/stand/",
        "project-import-enter": f"projecten/werkboek/inlezen/{book.pk}/invoeren/",
        "project-import-discard": f"projecten/werkboek/inlezen/{book.pk}/weg/",
    }


def _register_paths(measure: Measure, by: User) -> dict[str, str]:
    """The addresses of the registers, with a row in each."""
    lesson = Lesson(deal=measure.deal, year=2026, verdict="works")
    bottleneck = Bottleneck(deal=measure.deal)
    acknowledgement = Acknowledgement(measure=measure)
    for row in (lesson, bottleneck):
        row.enter(by=by, at=at("2026-01-05"), values={"title": "Rij"})
    acknowledgement.enter(by=by, at=at("2026-01-05"), values={"project": "Rij"})
    executor = Executor(deal=measure.deal)
    executor.enter(by=by, at=at("2026-01-05"), values={"name": "Stichting De Kade"})
    project = Project(deal=measure.deal)
    content = {"code": "P-01", "title": "Huiskamer", "main_measure": measure, "executor": executor}
    project.enter(by=by, at=at("2026-01-05"), values=content)
    contact = ContactPerson.objects.create(executor=executor, name="Carla", email="carla@dekade.example")
    other = ContactPerson.objects.create(executor=executor, name="Otto", email="otto@dekade.example")
    account = admit(other, by=by, at=at("2026-01-05"))
    milestone = Milestone(title="Open", due_on=date(2026, 3, 1))
    project.milestone(milestone, by=by, at=at("2026-01-05"))
    about = {"alternative": "Een plein", "shows_people": False, "people": "", "has_consent": False, "is_public": False}
    photo = ProjectPhoto.add(project, photo=ContentFile(b"foto"), by=by, at=at("2026-01-05"), values=about)
    return _request_paths(project, by) | {
        "change-milestone": f"projecten/P-01/mijlpalen/{milestone.pk}/",
        "add-project-photo": "projecten/P-01/fotos/nieuw/",
        "project-photo": f"projecten/P-01/fotos/{photo.pk}/",
        "change-project-photo": f"projecten/P-01/fotos/{photo.pk}/wijzigen/",
        "projects": "projecten/",
        "norm-plans": "projecten/dekking/",
        "add-project": "projecten/nieuw/",
        "project": "projecten/P-01/",
        "plan-project": "projecten/P-01/planning/",
        "add-milestone": "projecten/P-01/mijlpalen/nieuw/",
        "project-step": "projecten/P-01/stap/prepare/",
        "executors": "uitvoerders/",
        "add-executor": "uitvoerders/nieuw/",
        "executor": f"uitvoerders/{executor.pk}/",
        "add-contact-person": f"uitvoerders/{executor.pk}/contact/",
        "admit-partners": "uitvoerders/toegang/",
        "admit-partner": f"uitvoerders/{executor.pk}/contact/{contact.pk}/toegang/",
        "end-partner-access": f"uitvoerders/{executor.pk}/toegang/{account.pk}/",
        "items": "plekken/",
        "map": "kaart/",
        "load-map": "kaart/laden/",
        "item": "plekken/plek-01/",
        "add-item": "plekken/plinten/toevoegen/",
        "remove-item": "plekken/plek-01/weghalen/",
        "lessons": "lessen/",
        "add-lesson": "lessen/nieuw/",
        "lesson": f"lessen/{lesson.pk}/",
        "bottlenecks": "knelpunten/",
        "add-bottleneck": "knelpunten/nieuw/",
        "bottleneck": f"knelpunten/{bottleneck.pk}/",
        "external-check": f"maatregelen/{measure.code}/toetsen/state-aid/",
        "add-acknowledgement": f"maatregelen/{measure.code}/vermeldingen/nieuw/",
        "outcomes": "maatschappelijk/",
        "enter-outcome": "maatschappelijk/onveilig-gevoel/invullen/",
        "outcome": f"maatschappelijk/{_outcome(measure.deal, by).pk}/",
        "acknowledgement": f"vermeldingen/{acknowledgement.pk}/",
    }


def _running_project(like: Project, code: str, by: User) -> Project:
    """Another project of the same measure that runs, with an executor of its own."""
    executor = Executor(deal=like.deal)
    executor.enter(by=by, at=at("2026-01-05"), values={"name": f"Stichting {code}"})
    project = Project(deal=like.deal)
    content = {"code": code, "title": "Brug", "main_measure": like.main_measure, "executor": executor}
    project.enter(by=by, at=at("2026-01-05"), values=content)
    for step in ("prepare", "start"):
        project.take(step, by=by, at=at("2026-01-06"), version=project.version)
    return project


def _request_paths(project: Project, by: User) -> dict[str, str]:
    """The addresses of a request: of three executors one answers, one sent and one was taken over."""
    for step in ("prepare", "start"):
        project.take(step, by=by, at=at("2026-01-06"), version=project.version)
    others = [_running_project(project, f"P-0{number}", by) for number in (2, 3)]
    the_round = round_of(project.deal, 2026, on=date(2026, 4, 1))
    assert the_round is not None
    request = open_request(project.deal, the_round, last_day=date(2026, 5, 15), by=by, at=at("2026-04-01"))
    asked = request.answers.get(executor=project.executor)
    part = asked.parts.get()
    kept = add_file(part, SimpleUploadedFile("a.csv", b"a;b"), by=by, at=at("2026-04-02"))
    sent, taken = (request.answers.get(executor=other.executor) for other in others)
    for answer in (sent, taken):
        told = PartValues(done="Gedaan", on_schedule=True, spent=Decimal(1), still_to_spend=Decimal(1))
        write_part(answer.parts.get(), told, by=by, at=at("2026-04-02"), version=1)
        answer.refresh_from_db()
        send(answer, by=by, at=at("2026-04-02"), version=answer.version)
    take_over(taken, by=by, at=at("2026-04-03"), version=taken.version)
    job = AnswerImport.objects.create(
        deal=project.deal, file_name="antwoord.xlsx", size=1, uploaded_by=by, uploaded_at=at("2026-04-02")
    )
    return {
        "answer-workbook": f"antwoorden/{asked.pk}/werkboek/",
        "answer-workbooks": "uitvraag/2026/werkboeken/",
        "answer-import": "antwoorden/inlezen/",
        "answer-import-job": f"antwoorden/inlezen/{job.pk}/",
        "answer-import-progress": f"antwoorden/inlezen/{job.pk}/stand/",
        "answer-import-enter": f"antwoorden/inlezen/{job.pk}/invoeren/",
        "answer-import-discard": f"antwoorden/inlezen/{job.pk}/weg/",
        "my-answers": "mijn-projecten/",
        "my-project": f"mijn-projecten/{asked.pk}/project/{project.code}/",
        "my-file": f"mijn-projecten/bestanden/{kept.pk}/",
        "my-unchanged": f"mijn-projecten/{asked.pk}/ongewijzigd/",
        "send-my-answer": f"mijn-projecten/{asked.pk}/versturen/",
        "add-my-file": f"mijn-projecten/{asked.pk}/project/{project.code}/bestand/",
        "request": "uitvraag/",
        "request-of-year": "uitvraag/2026/",
        "open-request": "uitvraag/nieuw/",
        "take-over-answers": "uitvraag/2026/overnemen/",
        "remind-executors": "uitvraag/2026/herinneren/",
        "close-request": "uitvraag/2026/sluiten/",
        "move-last-day": "uitvraag/2026/laatste-dag/",
        "ask-again": "uitvraag/2026/bijvragen/",
        "answer": f"antwoorden/{sent.pk}/",
        "return-answer": f"antwoorden/{sent.pk}/vraag/",
        "send-answer": f"antwoorden/{asked.pk}/versturen/",
        "write-answer": f"antwoorden/{asked.pk}/projecten/P-01/",
        "add-answer-file": f"antwoorden/{asked.pk}/projecten/P-01/bestand/",
        "answer-file": f"antwoorden/bestanden/{kept.pk}/",
        "take-story": f"maatregelen/1.1.1/voortgang/2025/verhalen/{taken.parts.get().pk}/",
    }


def _paths(figure: Measurement, entry: ProgressEntry, imported: ImportJob) -> dict[str, str]:
    question = EntryQuestion.ask(
        figure,
        deal=entry.measure.deal,
        of=person(entry.measure.deal, "Gevraagde", Role.REVIEWER),
        text="Welke lijst?",
        by=figure.entered_by,
        at=at("2026-01-06"),
    )
    return {
        "questions": "vragen/",
        "divide-figures": "invoer/2026/verdelen/",
        "divide-stories": "voortgang/verdelen/",
        "round-check": "ronde/2026/controle/",
        "ask-question": f"metingen/{figure.pk}/vraag/",
        "question": f"vragen/{question.pk}/",
        "close-question": f"vragen/{question.pk}/afsluiten/",
        "overview": "",
        "time-line": "tijdlijn/",
        "measures-in-view": "maatregelen-in-beeld/",
        "measures": "maatregelen/",
        "measure": "maatregelen/1.1.1/",
        "money": "financien/",
        "obligations": "afspraken/",
        "readings": "afspraken/lezingen/",
        "obligation": "afspraken/concept-voortgangsrapportage/2027-06-14/",
        "record-fulfilment": "afspraken/concept-voortgangsrapportage/2027-06-14/gedaan/",
        "withdraw-fulfilment": "afspraken/concept-voortgangsrapportage/2027-06-14/terug/",
        "notices": "berichten/",
        "open-notice": "berichten/1/",
        "reminders": "berichten/keuzes/",
        "search": "zoeken/?q=plek",
        "help": "hulp/?q=cijfer",
        "help-part": "hulp/bureau/",
        "put-welcome-away": "hulp/welkom/",
        "renew-feed": "berichten/keuzes/nieuw-agenda-adres/",
        "my-work": "mijn-werk/",
        "deviations": "afwijkingen/",
        "explain": "afwijkingen/1.1.1.g-1/",
        "close-deviation": "afwijkingen/1.1.1.g-1/besluit/",
        "unsaved": "half-getypt/?key=x",
        "grid": "invoer/2026/",
        "save-row": "invoer/2026/opslaan/",
        "submit-round": "invoer/2026/indienen/",
        "result": "resultaten/1.1.1.g/",
        "enter-measurement": f"resultaten/1.1.1.g/metingen/{figure.indicator.code}/",
        "write-entry": "maatregelen/1.1.1/voortgang/2026/",
        "measurement": f"metingen/{figure.pk}/",
        "progress-entry": f"voortgang/{entry.pk}/",
        "correct-measurement": f"metingen/{figure.pk}/corrigeren/",
        "exchange": "uitwisselen/",
        "exchange-export": "uitwisselen/downloaden/",
        "exchange-template": "uitwisselen/invullen/",
        "exchange-import": "uitwisselen/inlezen/",
        "exchange-import-job": f"uitwisselen/inlezen/{imported.pk}/",
        "exchange-import-progress": f"uitwisselen/inlezen/{imported.pk}/stand/",
        "exchange-import-enter": f"uitwisselen/inlezen/{imported.pk}/invoeren/",
        "exchange-import-discard": f"uitwisselen/inlezen/{imported.pk}/weg/",
        "approve-many": "mijn-werk/goedkeuren/",
        "assign-reviews": "mijn-werk/verdelen/",
        "give-back-many": "mijn-werk/terugsturen/",
        "submit": f"metingen/{figure.pk}/indienen/",
        "take-back": f"metingen/{figure.pk}/terugnemen/",
        "withdraw": f"metingen/{figure.pk}/weggooien/",
        "approve": f"metingen/{figure.pk}/goedkeuren/",
        "give-back": f"metingen/{figure.pk}/terugsturen/",
    }


def _outcome(deal: Deal, by: User) -> OutcomeMeasurement:
    """An outcome measurement that nobody has approved."""
    return OutcomeMeasurement.objects.create(
        indicator=deal.outcomeindicator_set.all()[0],
        source=deal.outcomesource_set.all()[0],
        year=2025,
        value=50,
        entered_by=by,
        entered_at=at("2026-01-05"),
    )
