"""Addresses of who answers for an executor, inside a deal."""

from django.urls import path

from pillars.requests.partner_views import AddMyFile, MyAnswers, MyFile, MyProject, MyUnchanged, SendMyAnswer

urlpatterns = [
    path("mijn-projecten/", MyAnswers.as_view(), name="my-answers"),
    path("mijn-projecten/bestanden/<int:pk>/", MyFile.as_view(), name="my-file"),
    path("mijn-projecten/<int:answer>/ongewijzigd/", MyUnchanged.as_view(), name="my-unchanged"),
    path("mijn-projecten/<int:answer>/versturen/", SendMyAnswer.as_view(), name="send-my-answer"),
    path("mijn-projecten/<int:answer>/project/<code:code>/", MyProject.as_view(), name="my-project"),
    path("mijn-projecten/<int:answer>/project/<code:code>/bestand/", AddMyFile.as_view(), name="add-my-file"),
]
