"""Addresses of signing in: those of django-allauth that are used here, with our own beside them.

What is left out: making an account for oneself, changing one's own address, and tying or loosing a provider.
"""

from allauth.account import views as account
from allauth.socialaccount import views as provider
from django.urls import include, path, re_path

from regiodeal.accounts.views import reauthenticate, session

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),  # says that it is closed; a mail of allauth names it
    path("reauthenticate/", reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("sessie/", session, name="session"),
    path("2fa/", include("allauth.mfa.urls")),
    path("provider/cancelled/", provider.login_cancelled, name="socialaccount_login_cancelled"),
    path("provider/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
