"""The addresses of what is promised and what happens, with one of each thing behind them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from pillars.agreed.models import Measure
from pillars.evidence.attachment import attach
from pillars.exchange.models import ImportJob
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement
from pillars.registers.models import Acknowledgement, Bottleneck, Lesson
from pillars.stories.models import ProgressEntry
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import at
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
    return (
        _paths(figure, entry, imported)
        | _register_paths(entry.measure, by)
        | {
            "add-evidence": f"metingen/{figure.pk}/bewijs/",
            "evidence-file": f"bewijs/{evidence.pk}/",
            "remove-evidence": f"bewijs/{evidence.pk}/verwijderen/",
        }
    )


def _register_paths(measure: Measure, by: User) -> dict[str, str]:
    """The addresses of the registers, with a row in each."""
    lesson = Lesson(deal=measure.deal, year=2026, verdict="works")
    bottleneck = Bottleneck(deal=measure.deal)
    acknowledgement = Acknowledgement(measure=measure)
    for row in (lesson, bottleneck, acknowledgement):
        row.enter(by=by, at=at("2026-01-05"), values={"title": "Rij", "project": "Rij"})
    return {
        "items": "plekken/",
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


def _paths(figure: Measurement, entry: ProgressEntry, imported: ImportJob) -> dict[str, str]:
    return {
        "overview": "",
        "measures": "maatregelen/",
        "measure": "maatregelen/1.1.1/",
        "money": "financien/",
        "obligations": "afspraken/",
        "readings": "afspraken/lezingen/",
        "obligation": "afspraken/concept-voortgangsrapportage/2027-06-14/",
        "record-fulfilment": "afspraken/concept-voortgangsrapportage/2027-06-14/gedaan/",
        "withdraw-fulfilment": "afspraken/concept-voortgangsrapportage/2027-06-14/terug/",
        "reminders": "berichten/",
        "search": "zoeken/?q=plek",
        "renew-feed": "berichten/nieuw-agenda-adres/",
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
