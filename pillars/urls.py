"""Addresses for entering and reviewing progress, inside a deal."""

from django.urls import path, re_path

from pillars.agreed.proposals import ProposeTarget
from pillars.deviations.views import CloseDeviation, Deviations, ExplainTarget
from pillars.evidence.views import AddEvidence, EvidenceFile, RemoveEvidence
from pillars.exchange.views import (
    DiscardImport,
    DownloadExport,
    DownloadTemplate,
    EnterImport,
    ExchangePage,
    ImportPage,
    ImportProgress,
    UploadFile,
)
from pillars.measurements.grid import GridPage, SaveRow, SubmitRound
from pillars.measurements.views import CorrectMeasurement, MeasurementPage
from pillars.outcomes.views import EnterOutcome, OutcomePage, OutcomesPage
from pillars.places.views import AddItem, ItemPage, ItemsPage
from pillars.progress.views import EnterMeasurement, ResultPage
from pillars.registers.views import (
    AcknowledgementPage,
    AddAcknowledgement,
    AddBottleneck,
    AddLesson,
    BottleneckPage,
    BottlenecksPage,
    CheckPage,
    LessonPage,
    LessonsPage,
)
from pillars.review.views import Approve, ApproveMany, GiveBack, MyWork, Submit
from pillars.stories.views import EntryPage, WriteEntry
from regiodeal.lifecycle.views import Unsaved

STEP = r"^(?P<kind>metingen|voortgang|uitleg|maatschappelijk)/(?P<pk>[0-9]{1,18})/"

urlpatterns = [
    path("afwijkingen/", Deviations.as_view(), name="deviations"),
    path("afwijkingen/<code:code>/", ExplainTarget.as_view(), name="explain"),
    path("afwijkingen/<code:code>/besluit/", CloseDeviation.as_view(), name="close-deviation"),
    path("wijzigingen/<int:number>/nieuwe-norm/", ProposeTarget.as_view(), name="propose-target"),
    path("half-getypt/", Unsaved.as_view(), name="unsaved"),
    path("mijn-werk/", MyWork.as_view(), name="my-work"),
    path("mijn-werk/goedkeuren/", ApproveMany.as_view(), name="approve-many"),
    path("invoer/", GridPage.as_view(), name="grid"),
    path("invoer/<int:year>/", GridPage.as_view(), name="grid"),
    path("invoer/<int:year>/opslaan/", SaveRow.as_view(), name="save-row"),
    path("invoer/<int:year>/indienen/", SubmitRound.as_view(), name="submit-round"),
    path("resultaten/<code:code>/", ResultPage.as_view(), name="result"),
    path("resultaten/<code:code>/metingen/<slug:indicator>/", EnterMeasurement.as_view(), name="enter-measurement"),
    path("maatregelen/<code:code>/voortgang/<int:year>/", WriteEntry.as_view(), name="write-entry"),
    path("metingen/<int:pk>/", MeasurementPage.as_view(), name="measurement"),
    path("metingen/<int:pk>/corrigeren/", CorrectMeasurement.as_view(), name="correct-measurement"),
    path("voortgang/<int:pk>/", EntryPage.as_view(), name="progress-entry"),
    path("uitwisselen/", ExchangePage.as_view(), name="exchange"),
    path("uitwisselen/invullen/", DownloadTemplate.as_view(), name="exchange-template"),
    path("uitwisselen/downloaden/", DownloadExport.as_view(), name="exchange-export"),
    path("uitwisselen/inlezen/", UploadFile.as_view(), name="exchange-import"),
    path("uitwisselen/inlezen/<int:pk>/", ImportPage.as_view(), name="exchange-import-job"),
    path("uitwisselen/inlezen/<int:pk>/stand/", ImportProgress.as_view(), name="exchange-import-progress"),
    path("uitwisselen/inlezen/<int:pk>/invoeren/", EnterImport.as_view(), name="exchange-import-enter"),
    path("uitwisselen/inlezen/<int:pk>/weg/", DiscardImport.as_view(), name="exchange-import-discard"),
    path("plekken/", ItemsPage.as_view(), name="items"),
    path("plekken/<code:code>/", ItemPage.as_view(), name="item"),
    path("plekken/<code:item_set>/toevoegen/", AddItem.as_view(), name="add-item"),
    path("lessen/", LessonsPage.as_view(), name="lessons"),
    path("lessen/nieuw/", AddLesson.as_view(), name="add-lesson"),
    path("lessen/<int:pk>/", LessonPage.as_view(), name="lesson"),
    path("knelpunten/", BottlenecksPage.as_view(), name="bottlenecks"),
    path("knelpunten/nieuw/", AddBottleneck.as_view(), name="add-bottleneck"),
    path("knelpunten/<int:pk>/", BottleneckPage.as_view(), name="bottleneck"),
    path("maatregelen/<code:code>/toetsen/<slug:kind>/", CheckPage.as_view(), name="external-check"),
    path("maatregelen/<code:code>/vermeldingen/nieuw/", AddAcknowledgement.as_view(), name="add-acknowledgement"),
    path("vermeldingen/<int:pk>/", AcknowledgementPage.as_view(), name="acknowledgement"),
    path("maatschappelijk/", OutcomesPage.as_view(), name="outcomes"),
    path("maatschappelijk/<int:pk>/", OutcomePage.as_view(), name="outcome"),
    path("maatschappelijk/<code:code>/invullen/", EnterOutcome.as_view(), name="enter-outcome"),
    re_path(r"^(?P<kind>metingen|voortgang)/(?P<pk>[0-9]{1,18})/bewijs/$", AddEvidence.as_view(), name="add-evidence"),
    path("bewijs/<int:pk>/", EvidenceFile.as_view(), name="evidence-file"),
    path("bewijs/<int:pk>/verwijderen/", RemoveEvidence.as_view(), name="remove-evidence"),
    re_path(STEP + "indienen/$", Submit.as_view(), name="submit"),
    re_path(STEP + "goedkeuren/$", Approve.as_view(), name="approve"),
    re_path(STEP + "terugsturen/$", GiveBack.as_view(), name="give-back"),
]
