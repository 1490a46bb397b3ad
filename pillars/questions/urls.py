"""Addresses of questions, inside a deal."""

from django.urls import path, re_path

from pillars.questions.views import AskQuestion, CloseQuestion, QuestionPage, QuestionsPage

ASK = r"^(?P<kind>metingen|voortgang|uitleg|maatschappelijk)/(?P<pk>[0-9]{1,18})/vraag/$"

urlpatterns = [
    path("vragen/", QuestionsPage.as_view(), name="questions"),
    path("vragen/<int:pk>/", QuestionPage.as_view(), name="question"),
    path("vragen/<int:pk>/afsluiten/", CloseQuestion.as_view(), name="close-question"),
    re_path(ASK, AskQuestion.as_view(), name="ask-question"),
]
