"""The addresses of reports and their rounds."""

from datetime import date

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from regiodeal.deals.models import Deal, User
from reporting.dossier.models import Dossier
from reporting.rounds.kept_reports import keep_report
from reporting.rounds.models import ReportComment, Step
from reporting.texts.models import TextPicture
from tests.plugins.deal import at
from tests.plugins.reports import print_of, shared


def report_paths(deal: Deal, by: User) -> dict[str, str]:
    """A trial print that waits, and a round whose concept has a comment."""
    report = print_of(deal, by=by)
    round_ = shared(deal, by=by)
    taken = round_.steps.get(step=Step.SHARED)
    assert taken.report is not None
    comment = ReportComment.place(
        taken.report, section="geld", text="Klopt dit?", party=None, by=by, at=at("2026-06-11")
    )
    dossier = Dossier.objects.create(report=taken.report, requested_by=by, requested_at=at("2026-06-12"))
    kept = keep_report(
        deal,
        2024,
        upload=SimpleUploadedFile("oud.pdf", b"%PDF-1.7 oud %%EOF"),
        submitted_on=date(2024, 7, 1),
        by=by,
        at=at("2026-06-12"),
    )
    picture = TextPicture.add(deal, picture=ContentFile(b"plaatje"), by=by, at=at("2026-06-12"))
    year = f"rapportage/ronde/{round_.year}/"
    return {
        "reports": "rapportage/",
        "build-report": "rapportage/maken/",
        "report": f"rapportage/{report.pk}/",
        "report-progress": f"rapportage/{report.pk}/stand/",
        "retry-report": f"rapportage/{report.pk}/opnieuw/",
        "cancel-report": f"rapportage/{report.pk}/stoppen/",
        "download-report": f"rapportage/{taken.report.pk}/bestand/pdf/",
        "report-letter": f"rapportage/{taken.report.pk}/brief/",
        "ask-dossier": f"rapportage/{taken.report.pk}/dossier/",
        "dossier": f"rapportage/dossier/{dossier.pk}/",
        "dossier-progress": f"rapportage/dossier/{dossier.pk}/stand/",
        "retry-dossier": f"rapportage/dossier/{dossier.pk}/opnieuw/",
        "cancel-dossier": f"rapportage/dossier/{dossier.pk}/stoppen/",
        "download-dossier": f"rapportage/dossier/{dossier.pk}/bestand/",
        "keep-report": "rapportage/oud/",
        "kept-report-file": f"rapportage/oud/{kept.pk}/bestand/",
        "remove-kept-report": f"rapportage/oud/{kept.pk}/weghalen/",
        "compare-reports": "rapportage/verschillen/",
        "report-round": year,
        "start-round": f"{year}starten/",
        "take-step": f"{year}stap/",
        "new-edition": f"{year}nieuwe-versie/",
        "send-concept": f"{year}concept-sturen/",
        "take-back-step": f"{year}stap/{taken.pk}/terug/",
        "report-period": f"{year}periode/",
        "report-texts": f"{year}teksten/",
        "write-text": f"{year}teksten/geld/",
        "add-text-picture": "rapportage/plaatjes/",
        "text-picture": f"rapportage/plaatjes/{picture.pk}/",
        "report-comments": f"{year}reacties/",
        "place-comment": f"{year}reacties/nieuw/",
        "reply-comment": f"{year}reacties/{comment.pk}/antwoord/",
        "withdraw-comment": f"{year}reacties/{comment.pk}/intrekken/",
    }
