"""App configuration."""

from django.apps import AppConfig
from django.utils.functional import cached_property

from regiodeal.deals.contributions import Contributing, Contributions


class HelpConfig(Contributing, AppConfig):
    """The app of the help; it has no model."""

    name = "regiodeal.help"
    label = "help"
    verbose_name = "Hulp"

    @cached_property
    def contributions(self) -> Contributions:
        """Return what the help gives."""
        return Contributions(audit_words={"put-welcome-away": "Welkom weggelegd"})
