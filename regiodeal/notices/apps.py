"""App configuration."""

from django.apps import AppConfig
from django.utils.functional import cached_property

from regiodeal.deals.contributions import Contributing, Contributions


class NoticesConfig(Contributing, AppConfig):
    """The app of notices."""

    name = "regiodeal.notices"
    label = "notices"
    verbose_name = "Berichten"

    @cached_property
    def contributions(self) -> Contributions:
        """Return how many notices of somebody are unread: the header of every page shows it."""
        from regiodeal.notices.inbox import unread_count

        return Contributions(header_counts={"unread_notices": unread_count})
