"""Addresses of requests and their answers, inside a deal."""

from django.urls import path

from pillars.requests.answer_views import (
    AnswerFileView,
    ExecutorAnswerPage,
    RemindExecutors,
    ReturnAnswer,
    TakeOverAnswers,
    TakeStory,
)
from pillars.requests.request_views import AskAgain, CloseRequest, MoveLastDay, OpenRequestPage, RequestPage
from pillars.requests.telephone_views import AddAnswerFile, SendForExecutor, WriteForExecutor
from pillars.requests.workbook_views import (
    AnswerImportPage,
    AnswerImportProgress,
    AnswerWorkbook,
    AnswerWorkbooks,
    DiscardAnswers,
    EnterAnswers,
    UploadAnswers,
)

urlpatterns = [
    path("antwoorden/inlezen/", UploadAnswers.as_view(), name="answer-import"),
    path("antwoorden/inlezen/<int:pk>/", AnswerImportPage.as_view(), name="answer-import-job"),
    path("antwoorden/inlezen/<int:pk>/stand/", AnswerImportProgress.as_view(), name="answer-import-progress"),
    path("antwoorden/inlezen/<int:pk>/invoeren/", EnterAnswers.as_view(), name="answer-import-enter"),
    path("antwoorden/inlezen/<int:pk>/weg/", DiscardAnswers.as_view(), name="answer-import-discard"),
    path("antwoorden/<int:pk>/werkboek/", AnswerWorkbook.as_view(), name="answer-workbook"),
    path("uitvraag/<int:year>/werkboeken/", AnswerWorkbooks.as_view(), name="answer-workbooks"),
    path("uitvraag/", RequestPage.as_view(), name="request"),
    path("uitvraag/nieuw/", OpenRequestPage.as_view(), name="open-request"),
    path("uitvraag/<int:year>/", RequestPage.as_view(), name="request-of-year"),
    path("uitvraag/<int:year>/overnemen/", TakeOverAnswers.as_view(), name="take-over-answers"),
    path("uitvraag/<int:year>/herinneren/", RemindExecutors.as_view(), name="remind-executors"),
    path("uitvraag/<int:year>/sluiten/", CloseRequest.as_view(), name="close-request"),
    path("uitvraag/<int:year>/laatste-dag/", MoveLastDay.as_view(), name="move-last-day"),
    path("uitvraag/<int:year>/bijvragen/", AskAgain.as_view(), name="ask-again"),
    path("antwoorden/<int:pk>/", ExecutorAnswerPage.as_view(), name="answer"),
    path("antwoorden/<int:pk>/vraag/", ReturnAnswer.as_view(), name="return-answer"),
    path("antwoorden/<int:pk>/versturen/", SendForExecutor.as_view(), name="send-answer"),
    path("antwoorden/<int:pk>/projecten/<code:code>/", WriteForExecutor.as_view(), name="write-answer"),
    path("antwoorden/<int:pk>/projecten/<code:code>/bestand/", AddAnswerFile.as_view(), name="add-answer-file"),
    path("antwoorden/bestanden/<int:pk>/", AnswerFileView.as_view(), name="answer-file"),
    path("maatregelen/<code:code>/voortgang/<int:year>/verhalen/<int:pk>/", TakeStory.as_view(), name="take-story"),
]
