"""Addresses of rounds, inside a deal."""

from django.urls import path

from reporting.rounds.comment_views import CommentsPage, PlaceComment, ReplyComment, WithdrawComment
from reporting.rounds.comparison_views import CompareReports
from reporting.rounds.kept_report_views import KeepReport, KeptReportFile, RemoveKeptReport
from reporting.rounds.letter_views import LetterPage
from reporting.rounds.report_views import (
    BuildReport,
    CancelReport,
    DownloadReport,
    ReportPage,
    ReportProgress,
    Reports,
    RetryReport,
)
from reporting.rounds.text_views import AddTextPicture, TextPictureView, TextsPage, WriteText
from reporting.rounds.views import (
    ChangePeriod,
    NewEdition,
    RoundPage,
    SendConcept,
    StartRound,
    TakeBackRoundStep,
    TakeStep,
)

urlpatterns = [
    path("rapportage/", Reports.as_view(), name="reports"),
    path("rapportage/maken/", BuildReport.as_view(), name="build-report"),
    path("rapportage/<int:pk>/", ReportPage.as_view(), name="report"),
    path("rapportage/<int:pk>/stand/", ReportProgress.as_view(), name="report-progress"),
    path("rapportage/<int:pk>/opnieuw/", RetryReport.as_view(), name="retry-report"),
    path("rapportage/<int:pk>/stoppen/", CancelReport.as_view(), name="cancel-report"),
    path("rapportage/<int:pk>/bestand/<slug:kind>/", DownloadReport.as_view(), name="download-report"),
    path("rapportage/<int:pk>/brief/", LetterPage.as_view(), name="report-letter"),
    path("rapportage/oud/", KeepReport.as_view(), name="keep-report"),
    path("rapportage/oud/<int:pk>/bestand/", KeptReportFile.as_view(), name="kept-report-file"),
    path("rapportage/oud/<int:pk>/weghalen/", RemoveKeptReport.as_view(), name="remove-kept-report"),
    path("rapportage/verschillen/", CompareReports.as_view(), name="compare-reports"),
    path("rapportage/ronde/<int:year>/", RoundPage.as_view(), name="report-round"),
    path("rapportage/ronde/<int:year>/starten/", StartRound.as_view(), name="start-round"),
    path("rapportage/ronde/<int:year>/stap/", TakeStep.as_view(), name="take-step"),
    path("rapportage/ronde/<int:year>/nieuwe-versie/", NewEdition.as_view(), name="new-edition"),
    path("rapportage/ronde/<int:year>/concept-sturen/", SendConcept.as_view(), name="send-concept"),
    path("rapportage/ronde/<int:year>/stap/<int:pk>/terug/", TakeBackRoundStep.as_view(), name="take-back-step"),
    path("rapportage/ronde/<int:year>/periode/", ChangePeriod.as_view(), name="report-period"),
    path("rapportage/ronde/<int:year>/teksten/", TextsPage.as_view(), name="report-texts"),
    path("rapportage/ronde/<int:year>/teksten/<code:code>/", WriteText.as_view(), name="write-text"),
    path("rapportage/plaatjes/", AddTextPicture.as_view(), name="add-text-picture"),
    path("rapportage/plaatjes/<int:pk>/", TextPictureView.as_view(), name="text-picture"),
    path("rapportage/ronde/<int:year>/reacties/", CommentsPage.as_view(), name="report-comments"),
    path("rapportage/ronde/<int:year>/reacties/nieuw/", PlaceComment.as_view(), name="place-comment"),
    path("rapportage/ronde/<int:year>/reacties/<int:pk>/antwoord/", ReplyComment.as_view(), name="reply-comment"),
    path(
        "rapportage/ronde/<int:year>/reacties/<int:pk>/intrekken/", WithdrawComment.as_view(), name="withdraw-comment"
    ),
]
