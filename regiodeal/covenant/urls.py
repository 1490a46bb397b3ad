"""Addresses of the covenant's pages, inside a deal."""

from django.urls import path, re_path

from regiodeal.accounts.views import (
    CancelInvitation,
    Invite,
    ResendInvitation,
    ResetSecondStep,
    UsersPage,
    WithdrawRole,
)
from regiodeal.api_clients.views import AddApiClient, ApiClientPage, ApiClientsPage, IssueApiToken, RevokeApiToken
from regiodeal.audit.views import AuditExport, AuditPage
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
from regiodeal.covenant.calendar.views import (
    ObligationPage,
    ObligationsPage,
    ReadingsPage,
    RecordFulfilment,
    WithdrawFulfilment,
)
from regiodeal.covenant.documents.views import (
    AddDocument,
    AddPublication,
    AdoptMessage,
    ChangeOpenness,
    ChangePublication,
    CommunicationPage,
    DocumentFile,
    DocumentPage,
    DocumentsPage,
    RemoveDocument,
)
from regiodeal.covenant.meetings.decision_views import (
    ActionPage,
    ActionsPage,
    AddAction,
    DecisionPage,
    DecisionsPage,
    DropAction,
    FinishAction,
    RecordDecision,
)
from regiodeal.covenant.meetings.views import (
    AgreeMinutes,
    CancelMeeting,
    ChangeAgenda,
    ChangeMeeting,
    CorrectMinutes,
    FillAgenda,
    MeetingCalendarFile,
    MeetingPage,
    MeetingsPage,
    PlanMeeting,
    RecordAttendance,
    StepMeeting,
    WriteMinutes,
)
from regiodeal.covenant.withdrawals.views import AddAdjustment, AdjustmentPage, TakeBackWithdrawal, WithdrawParty
from regiodeal.notices.views import RemindersPage, RenewFeed
from regiodeal.search.views import SearchPage

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
    path(AMENDMENT + "verslag/", steps.RecordConsent.as_view(), name="record-consent"),
    path(AMENDMENT + "addendum/", steps.SignAddendum.as_view(), name="sign-addendum"),
    path(AMENDMENT + "van-kracht/", steps.AdoptAmendment.as_view(), name="adopt-amendment"),
    path(AMENDMENT + "staatscourant/", steps.PublishAddendum.as_view(), name="publish-addendum"),
    path(AMENDMENT + "toetreden/", steps.FinishAccession.as_view(), name="finish-accession"),
    path(AMENDMENT + "intrekken/", steps.WithdrawRequest.as_view(), name="withdraw-request"),
    path("opzeggen/", WithdrawParty.as_view(), name="withdraw-party"),
    path("opzeggen/<int:pk>/terugnemen/", TakeBackWithdrawal.as_view(), name="take-back-withdrawal"),
    path("bijstellingen/nieuw/", AddAdjustment.as_view(), name="add-adjustment"),
    path("bijstellingen/<int:pk>/", AdjustmentPage.as_view(), name="adjustment"),
    path("afspraken/", ObligationsPage.as_view(), name="obligations"),
    path("afspraken/lezingen/", ReadingsPage.as_view(), name="readings"),
    path("overleg/", MeetingsPage.as_view(), name="meetings"),
    path("overleg/nieuw/", PlanMeeting.as_view(), name="plan-meeting"),
    path("overleg/<int:pk>/", MeetingPage.as_view(), name="meeting"),
    path("overleg/<int:pk>/agenda.ics", MeetingCalendarFile.as_view(), name="meeting-calendar-file"),
    path("overleg/<int:pk>/aanpassen/", ChangeMeeting.as_view(), name="change-meeting"),
    re_path(r"^overleg/(?P<pk>[0-9]{1,18})/(?P<step>uitnodigen|houden)/$", StepMeeting.as_view(), name="step-meeting"),
    path("overleg/<int:pk>/vervallen/", CancelMeeting.as_view(), name="cancel-meeting"),
    path("overleg/<int:pk>/agenda/", FillAgenda.as_view(), name="fill-agenda"),
    path("overleg/<int:pk>/agenda/<int:item>/", ChangeAgenda.as_view(), name="change-agenda"),
    path("overleg/<int:pk>/deelnemers/", RecordAttendance.as_view(), name="record-attendance"),
    path("overleg/<int:pk>/besluit/", RecordDecision.as_view(), name="record-decision"),
    path("overleg/<int:pk>/actiepunt/", AddAction.as_view(), name="add-action"),
    path("overleg/<int:pk>/verslag/", WriteMinutes.as_view(), name="write-minutes"),
    path("overleg/<int:pk>/verslag/vaststellen/", AgreeMinutes.as_view(), name="agree-minutes"),
    path("overleg/<int:pk>/verslag/verbeteren/", CorrectMinutes.as_view(), name="correct-minutes"),
    path("besluiten/", DecisionsPage.as_view(), name="decisions"),
    path("besluiten/<code:code>/", DecisionPage.as_view(), name="decision"),
    path("actiepunten/", ActionsPage.as_view(), name="actions"),
    path("actiepunten/<int:pk>/", ActionPage.as_view(), name="action"),
    path("actiepunten/<int:pk>/gedaan/", FinishAction.as_view(), name="finish-action"),
    path("actiepunten/<int:pk>/vervalt/", DropAction.as_view(), name="drop-action"),
    path("documenten/", DocumentsPage.as_view(), name="documents"),
    path("documenten/nieuw/", AddDocument.as_view(), name="add-document"),
    path("documenten/<int:pk>/", DocumentPage.as_view(), name="document"),
    path("documenten/<int:pk>/bestand/", DocumentFile.as_view(), name="document-file"),
    path("documenten/<int:pk>/verwijderen/", RemoveDocument.as_view(), name="remove-document"),
    re_path(
        r"^openbaarheid/(?P<kind>overleg|besluit|document)/(?P<pk>[0-9]{1,18})/$",
        ChangeOpenness.as_view(),
        name="change-openness",
    ),
    path("communicatie/", CommunicationPage.as_view(), name="communication"),
    path("communicatie/kernboodschap/", AdoptMessage.as_view(), name="adopt-message"),
    path("communicatie/publicaties/nieuw/", AddPublication.as_view(), name="add-publication"),
    path("communicatie/publicaties/<int:pk>/", ChangePublication.as_view(), name="change-publication"),
    path("afspraken/<code:code>/<str:due_on>/", ObligationPage.as_view(), name="obligation"),
    path("afspraken/<code:code>/<str:due_on>/gedaan/", RecordFulfilment.as_view(), name="record-fulfilment"),
    path("afspraken/<code:code>/<str:due_on>/terug/", WithdrawFulfilment.as_view(), name="withdraw-fulfilment"),
    path("zoeken/", SearchPage.as_view(), name="search"),
    path("berichten/", RemindersPage.as_view(), name="reminders"),
    path("berichten/nieuw-agenda-adres/", RenewFeed.as_view(), name="renew-feed"),
    path("beheer/", UsersPage.as_view(), name="users"),
    path("beheer/koppelingen/", ApiClientsPage.as_view(), name="api-clients"),
    path("beheer/koppelingen/nieuw/", AddApiClient.as_view(), name="add-api-client"),
    path("beheer/koppelingen/<int:pk>/", ApiClientPage.as_view(), name="api-client"),
    path("beheer/koppelingen/<int:pk>/token/", IssueApiToken.as_view(), name="issue-api-token"),
    path("beheer/koppelingen/<int:pk>/<slug:prefix>/intrekken/", RevokeApiToken.as_view(), name="revoke-api-token"),
    path("beheer/logboek/", AuditPage.as_view(), name="audit"),
    path("beheer/logboek/bestand/", AuditExport.as_view(), name="audit-export"),
    path("beheer/uitnodigen/", Invite.as_view(), name="invite"),
    path("beheer/uitnodigingen/<int:pk>/opnieuw/", ResendInvitation.as_view(), name="resend-invitation"),
    path("beheer/uitnodigingen/<int:pk>/intrekken/", CancelInvitation.as_view(), name="cancel-invitation"),
    path("beheer/rollen/<int:pk>/intrekken/", WithdrawRole.as_view(), name="withdraw-role"),
    path("beheer/rollen/<int:pk>/tweede-stap/", ResetSecondStep.as_view(), name="reset-second-step"),
]
