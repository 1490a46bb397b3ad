"""App configuration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app of accounts: who signs in, and how."""

    name = "regiodeal.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        """Let the audit trail hear of signing in; models are only there now."""
        from regiodeal.accounts import sign_in_trail

        sign_in_trail.connect()
