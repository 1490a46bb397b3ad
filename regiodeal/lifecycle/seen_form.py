"""A page with a form that decides on something: it carries what was on the screen, and refuses what changed since."""

from collections.abc import Iterable

from regiodeal.base.refusals import Moved, MovedOnError
from regiodeal.lifecycle.seen import digest_of, hold, moved, seen_version
from regiodeal.lifecycle.steps import Lifecycle
from regiodeal.pages.deal_page import Context
from regiodeal.pages.form_page import FormPage


class SeenFormPage(FormPage):
    """Holds the form to what the page showed beside it: a row by its version, what has no version by a digest."""

    def decides_on(self) -> Lifecycle | None:
        """Return what the form decides about; the form carries its version."""
        return None

    def seen(self) -> Iterable[object] | None:
        """Return all that the page shows and that is decided about, instead of the version alone; None for that."""
        return None

    def get_context_data(self, **kwargs: object) -> Context:
        """Add what the form carries: of when it was opened, also when the page comes back with it."""
        posted, row, shown = self.request.POST, self.decides_on(), self.seen()
        carried = {
            "held_version": posted.get("version", str(row.version)) if row else None,
            "seen": None if shown is None else posted.get("seen", digest_of(shown)),
        }
        return super().get_context_data(**carried | kwargs)

    def hold_what_was_seen(self) -> None:
        """Raise MovedOnError when something that was on the page is not as it was."""
        row, shown, version = self.decides_on(), self.seen(), seen_version(self.request.POST)
        url = self.request.path
        if shown is None:
            if row is not None:
                hold(row, version, url=url)
        elif digest_of(shown) != self.request.POST.get("seen", ""):
            has_moved = row is not None and version < row.version
            raise MovedOnError([moved(row, version, url=url) if row and has_moved else Moved(self.page_title(), url)])
