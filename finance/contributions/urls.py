"""Addresses of contributions, inside a deal."""

from django.urls import path

from finance.contributions.realisation_views import AddRealisation, CorrectRealisation, RealisationPage
from finance.contributions.views import (
    AcceptProposal,
    AnswerNationalMoney,
    ConfirmContribution,
    ContributionPage,
    PledgePage,
    ProposeAmount,
    RefuseProposal,
    UndoProposal,
    WithdrawContribution,
)

MONEY = "financien/"
CONTRIBUTION = MONEY + "bijdragen/<int:pk>/"
REALISATION = MONEY + "realisaties/<int:pk>/"

urlpatterns = [
    path(MONEY + "bijdragen/nieuw/", PledgePage.as_view(), name="pledge"),
    path(CONTRIBUTION, ContributionPage.as_view(), name="contribution"),
    path(CONTRIBUTION + "rijksgeld/", AnswerNationalMoney.as_view(), name="answer-national-money"),
    path(CONTRIBUTION + "bevestigen/", ConfirmContribution.as_view(), name="confirm-contribution"),
    path(CONTRIBUTION + "realisaties/nieuw/", AddRealisation.as_view(), name="add-realisation"),
    path(REALISATION, RealisationPage.as_view(), name="realisation"),
    path(REALISATION + "corrigeren/", CorrectRealisation.as_view(), name="correct-realisation"),
    path(CONTRIBUTION + "intrekken/", WithdrawContribution.as_view(), name="withdraw-contribution"),
    path(CONTRIBUTION + "voorstel/", ProposeAmount.as_view(), name="propose-contribution"),
    path(CONTRIBUTION + "voorstel/terugnemen/", UndoProposal.as_view(), name="undo-contribution-proposal"),
    path(CONTRIBUTION + "voorstel/goedkeuren/", AcceptProposal.as_view(), name="accept-contribution-proposal"),
    path(CONTRIBUTION + "voorstel/afwijzen/", RefuseProposal.as_view(), name="refuse-contribution-proposal"),
]
