"""Addresses of agreement, inside a deal."""

from django.urls import path, re_path

from regiodeal.covenant.agreement import views as steps
from regiodeal.covenant.agreement.consent_views import GiveConsent, RecordMailedConsent
from regiodeal.covenant.agreement.draft_views import (
    ChooseRow,
    DraftAmendment,
    DropProposal,
    ProposeChange,
    ReviseAmendment,
)
from regiodeal.covenant.agreement.version_views import VersionFile, VersionPage, VersionsPage
from regiodeal.covenant.agreement.views import AmendmentPage, AmendmentsPage, EffectPage

AMENDMENT = "wijzigingen/<int:number>/"

urlpatterns = [
    path("versies/", VersionsPage.as_view(), name="versions"),
    path("versies/<int:number>/", VersionPage.as_view(), name="version"),
    path("versies/<int:number>/bestand/", VersionFile.as_view(), name="version-file"),
    path("wijzigingen/", AmendmentsPage.as_view(), name="amendments"),
    re_path(
        r"^wijzigingen/nieuw/(?P<sort>wijziging|verlenging|toetreding)/$",
        DraftAmendment.as_view(),
        name="draft-amendment",
    ),
    path(AMENDMENT, AmendmentPage.as_view(), name="amendment"),
    path(AMENDMENT + "gevolgen/", EffectPage.as_view(), name="amendment-effect"),
    path(AMENDMENT + "aanpassen/", ReviseAmendment.as_view(), name="revise-amendment"),
    path(AMENDMENT + "voorstel/", ChooseRow.as_view(), name="choose-row"),
    path(AMENDMENT + "voorstel/<code:kind>/<code:code>/", ProposeChange.as_view(), name="propose-change"),
    path(AMENDMENT + "voorstel/<code:kind>/<code:code>/eruit/", DropProposal.as_view(), name="drop-proposal"),
    path(AMENDMENT + "verzoek/", steps.RequestAmendment.as_view(), name="request-amendment"),
    path(AMENDMENT + "geinformeerd/", steps.InformParties.as_view(), name="inform-parties"),
    path(AMENDMENT + "overleg/", steps.ConsultParties.as_view(), name="consult-parties"),
    path(AMENDMENT + "agenda/", steps.AskConsent.as_view(), name="ask-consent"),
    path(AMENDMENT + "instemmen/", GiveConsent.as_view(), name="give-consent"),
    path(AMENDMENT + "instemmen/per-e-mail/", RecordMailedConsent.as_view(), name="record-mailed-consent"),
    path(AMENDMENT + "vaststellen/", steps.SettleConsent.as_view(), name="settle-consent"),
    path(AMENDMENT + "verslag/", steps.RecordConsent.as_view(), name="record-consent"),
    path(AMENDMENT + "addendum/", steps.SignAddendum.as_view(), name="sign-addendum"),
    path(AMENDMENT + "van-kracht/", steps.AdoptAmendment.as_view(), name="adopt-amendment"),
    path(AMENDMENT + "staatscourant/", steps.PublishAddendum.as_view(), name="publish-addendum"),
    path(AMENDMENT + "toetreden/", steps.FinishAccession.as_view(), name="finish-accession"),
    path(AMENDMENT + "ongedaan/", steps.UndoStep.as_view(), name="undo-amendment-step"),
    path(AMENDMENT + "intrekken/", steps.WithdrawRequest.as_view(), name="withdraw-request"),
]
