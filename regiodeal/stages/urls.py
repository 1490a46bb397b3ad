"""Addresses of the stages of a deal, inside it."""

from django.urls import path

from regiodeal.stages import views
from regiodeal.stages.correction_pages import (
    ConfirmCorrection,
    Corrections,
    ProposeCorrection,
    RefuseCorrection,
    WithdrawCorrection,
)
from regiodeal.stages.cover_pages import ChangeCover, CoverPhoto, RemoveCover
from regiodeal.stages.deal_rows import (
    AddDealRow,
    ChangeArticles,
    ChangeDealRow,
    ChangeLook,
    ChangeNames,
    ChangeWords,
    DealLogo,
    DealRows,
    RemoveDealRow,
)

urlpatterns = [
    path("over/", views.StagePage.as_view(), name="stage"),
    path("over/bestand/", views.UploadDraft.as_view(), name="upload-draft"),
    path("over/bestand/overnemen/", views.TakeOverDraft.as_view(), name="take-over-draft"),
    path("over/bestand/weglaten/", views.DropDraft.as_view(), name="drop-draft"),
    path("over/werkboek/", views.DraftWorkbook.as_view(), name="draft-workbook"),
    path("over/voorbeeld/<code:kind>/", views.DraftPreview.as_view(), name="draft-preview"),
    path("over/namen/", ChangeNames.as_view(), name="change-names"),
    path("over/woorden/", ChangeWords.as_view(), name="change-words"),
    path("over/artikelen/", ChangeArticles.as_view(), name="change-articles"),
    path("over/huisstijl/", ChangeLook.as_view(), name="change-look"),
    path("over/logo/", DealLogo.as_view(), name="deal-logo"),
    path("over/voorkant/", ChangeCover.as_view(), name="change-cover"),
    path("over/voorkant/foto/", CoverPhoto.as_view(), name="cover-photo"),
    path("over/voorkant/weg/", RemoveCover.as_view(), name="remove-cover"),
    path("over/lijst/<code:kind>/", DealRows.as_view(), name="deal-rows"),
    path("over/lijst/<code:kind>/nieuw/", AddDealRow.as_view(), name="add-deal-row"),
    path("over/lijst/<code:kind>/<code:code>/", ChangeDealRow.as_view(), name="change-deal-row"),
    path("over/lijst/<code:kind>/<code:code>/weg/", RemoveDealRow.as_view(), name="remove-deal-row"),
    path("over/ondertekenen/", views.SignDeal.as_view(), name="sign-deal"),
    path("over/afsluiten/", views.CloseDeal.as_view(), name="close-deal"),
    path("over/heropenen/", views.ReopenDeal.as_view(), name="reopen-deal"),
    path("over/weggooien/", views.DiscardDeal.as_view(), name="discard-deal"),
    path("over/verder/", views.AdoptionPage.as_view(), name="adoption"),
    path("correcties/", Corrections.as_view(), name="corrections"),
    path(
        "correcties/nieuw/<code:kind>/<code:code>/<code:field>/", ProposeCorrection.as_view(), name="propose-correction"
    ),
    path("correcties/<int:pk>/bevestigen/", ConfirmCorrection.as_view(), name="confirm-correction"),
    path("correcties/<int:pk>/niet/", RefuseCorrection.as_view(), name="refuse-correction"),
    path("correcties/<int:pk>/intrekken/", WithdrawCorrection.as_view(), name="withdraw-correction"),
]
