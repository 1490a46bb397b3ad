"""Addresses of accounts, inside a deal."""

from django.urls import path

from regiodeal.accounts.views import (
    CancelInvitation,
    Invite,
    ResendInvitation,
    ResetSecondStep,
    UsersPage,
    WithdrawRole,
)

urlpatterns = [
    path("beheer/", UsersPage.as_view(), name="users"),
    path("beheer/uitnodigen/", Invite.as_view(), name="invite"),
    path("beheer/uitnodigingen/<int:pk>/opnieuw/", ResendInvitation.as_view(), name="resend-invitation"),
    path("beheer/uitnodigingen/<int:pk>/intrekken/", CancelInvitation.as_view(), name="cancel-invitation"),
    path("beheer/rollen/<int:pk>/intrekken/", WithdrawRole.as_view(), name="withdraw-role"),
    path("beheer/rollen/<int:pk>/tweede-stap/", ResetSecondStep.as_view(), name="reset-second-step"),
]
