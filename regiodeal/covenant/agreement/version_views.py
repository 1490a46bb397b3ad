"""The versions of the covenant: a line of time, any version, and the difference between two."""

import json

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.dutch import day
from regiodeal.base.values import Values
from regiodeal.covenant.agreement.covenant_differences import between, differences
from regiodeal.covenant.agreement.forms import CompareForm
from regiodeal.covenant.base.pages import AgreementPage
from regiodeal.covenant.withdrawals.models import Withdrawal
from regiodeal.deal_file.export import export_deal
from regiodeal.deals.bound_parties import bound_parties
from regiodeal.deals.declaration import all_rows
from regiodeal.deals.in_force import terms_of, version_in_force, versions_of
from regiodeal.deals.models import CovenantVersion
from regiodeal.deals.roles import Right
from regiodeal.deals.words import fill_in
from regiodeal.pages.deal_page import Context, DealView


class VersionsPage(AgreementPage):
    """Answers: what was agreed when, and what is otherwise between two versions? `?van=1&naar=2`."""

    right = Right.SEE_DEAL
    title = "Versies van het convenant"
    template_name = "covenant/agreement/versions.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the agreements."""
        return super().breadcrumbs()[:1]

    def get_context_data(self, **kwargs: object) -> Context:
        """The line of time, newest first, and the two versions that were asked for: else the first and the newest."""
        versions = versions_of(self.deal)
        by_number = {version.number: version for version in versions}
        in_time = sorted(versions, key=lambda version: (version.in_force_on, version.number))
        choices = [(row.number, f"Versie {row.number}, {day(row.in_force_on)}") for row in versions]
        form = CompareForm(self.request.GET or None, choices=choices, initial={"van": 1, "naar": in_time[-1].number})
        asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
        first, second = by_number[asked.get("van") or 1], by_number[asked.get("naar") or in_time[-1].number]
        return super().get_context_data(
            events=self._line_of_time(in_time),
            form=form,
            first=first,
            second=second,
            differences=differences(self.deal, between(first, second), on=second.in_force_on),
            current=version_in_force(versions, on=self.on),
            version_count=len(versions),
            parties=bound_parties(self.deal, on=self.on),
            **kwargs,
        )

    def _line_of_time(self, versions: list[CovenantVersion]) -> list[Values]:
        """Versions, notices and the end of the deal, newest first."""
        events: list[Values] = [
            {
                "date": version.in_force_on,
                "title": f"Versie {version.number}: {version.title}",
                "text": version.get_origin_display().capitalize(),
                "url": reverse("version", args=[self.deal.slug, version.number]),
            }
            for version in versions
        ]
        for row in Withdrawal.objects.filter(deal=self.deal).select_related("party", "taken_back_by"):
            events.append({"date": row.notified_on, "title": str(row), "text": row.circumstances})
            if row.taken_back_at:
                taken = {"date": timezone.localdate(row.taken_back_at), "text": row.taken_back_reason}
                undone = (
                    f"De opzegging door {row.party.code} was verkeerd en is ongedaan gemaakt door {row.taken_back_by}"
                )
                title = undone if row.is_annulled else f"{row.party.code} neemt de opzegging terug"
                events.append(taken | {"title": title})
            else:
                events.append({"date": row.bound_until, "title": f"Laatste dag waarop {row.party.code} is gebonden"})
        events.append({"date": self.deal.ends_on, "title": fill_in("Laatste dag van de deal{art_duration}")})
        return sorted(events, key=lambda event: event["date"], reverse=True)


class VersionView(AgreementPage):
    """Base of what is about one version."""

    right = Right.SEE_DEAL

    version: CovenantVersion

    def load(self) -> None:
        """Find the version. 404 for a number that is not there."""
        self.version = version_or_404(self, self.kwargs["number"])


def version_or_404(view: DealView, number: int) -> CovenantVersion:
    """The version of the deal with this number."""
    found = next((version for version in versions_of(view.deal) if version.number == number), None)
    if found is None:
        raise Http404
    return found


class VersionPage(VersionView):
    """One version: where it came from, what it changed, and the whole of it as a file."""

    template_name = "covenant/agreement/version.html"

    def page_title(self) -> str:
        """Title the page by number and title of the version."""
        return str(self.version)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the versions."""
        return [*super().breadcrumbs()[:1], ("Versies", reverse("versions", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """Return what it changed, and how the deal stood by it."""
        version = self.version
        changes = version.changes.all() if version.pk else []
        return super().get_context_data(
            version=version,
            amendment=getattr(version, "amendment", None) if version.pk else None,
            differences=differences(self.deal, changes, on=version.in_force_on),
            agreed=terms_of(version).deal_itself(),
            parties=bound_parties(self.deal, on=version.in_force_on),
            **kwargs,
        )


class VersionFile(VersionView):
    """The whole covenant by one version, as the command export_deal gives it."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """A JSON file to save."""
        exported = export_deal(all_rows(), terms_of(self.version))
        content = json.dumps(exported, ensure_ascii=False, indent=2)
        response = HttpResponse(content, content_type="application/json; charset=utf-8")
        name = f"{self.deal.slug}-versie-{self.version.number}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
