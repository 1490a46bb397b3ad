"""The page on which an administrator sees how the portal is doing."""

from regiodeal.deals.roles import Right
from regiodeal.operations.health import IN_DUTCH, readiness
from regiodeal.operations.seen_request import seen
from regiodeal.operations.status import jobs, state, versions
from regiodeal.pages.deal_page import Context, DealPage


class StatusPage(DealPage):
    """Shows versions, jobs, backup, mail, disk and sessions, and what the portal sees of a request."""

    right = Right.MANAGE_USERS
    is_personal = True
    section = "users"
    title = "Toestand van het portaal"
    help_chapter = "beheer#bewaken"
    template_name = "operations/status.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """Ask all of it now."""
        _is_ready, parts = readiness()
        return super().get_context_data(
            parts=[(IN_DUTCH[name], "in orde" if told == "ok" else told) for name, told in parts.items()],
            versions=versions(),
            jobs=jobs(),
            state=state(),
            seen=seen(self.request),
            **kwargs,
        )
