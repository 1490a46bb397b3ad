"""The texts that the bureau writes in the report, per section, beside those of the year before."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.files.views import photo_response
from regiodeal.lifecycle.conflicts import FieldConflict, conflicts, offer_again, with_theirs
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context, DealPage, DealView
from reporting.content.report_sections import ReportSection, text_sections
from reporting.content.rich_text import in_plain_text
from reporting.rounds.forms import SectionTextForm, TextPictureForm
from reporting.rounds.views import RoundView
from reporting.texts.models import SectionText, TextPicture
from reporting.texts.named_pictures import with_addresses


class TextsPage(RoundView, DealPage):
    """Answers: which sections have a text, and which do not?"""

    right = Right.BUILD_REPORT
    section = "reports"
    template_name = "reporting/rounds/texts.html"

    def page_title(self) -> str:
        """Title the page by the year of the round."""
        return f"Teksten {self.round.year}"

    def get_context_data(self, **kwargs: object) -> Context:
        """Every section with its text, if there is one."""
        rows = SectionText.objects.filter(deal=self.deal, year=self.round.year).prefetch_related("events__by")
        written = {row.section: row for row in rows if row.body}
        sections = [(section, *_shown(written.get(section.code))) for section in text_sections(self.deal)]
        return super().get_context_data(round=self.round, sections=sections, **kwargs)


class WriteText(RoundView, DealPage):
    """Writes the text of one section."""

    right = Right.BUILD_REPORT
    section = "reports"
    template_name = "reporting/rounds/write_text.html"

    of: ReportSection
    text: SectionText | None

    def load(self) -> None:
        """Fetch the section and what was written so far."""
        super().load()
        found = {section.code: section for section in text_sections(self.deal)}
        if self.kwargs["code"] not in found:
            raise Http404
        self.of = found[self.kwargs["code"]]
        self.text = self._written(self.round.year)

    def page_title(self) -> str:
        """Title the page by the section."""
        return self.of.title

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the round and its texts."""
        texts = reverse("report-texts", args=[self.deal.slug, self.round.year])
        return [*super().breadcrumbs(), (f"Teksten {self.round.year}", texts)]

    def get_context_data(self, **kwargs: object) -> Context:
        """The form, with last year's text beside it and who changed what."""
        if "form" not in kwargs:
            stands = {"body": self.text.body, "version": self.text.version} if self.text else {}
            kwargs["form"] = SectionTextForm(initial=stands, deal=self.deal)
        return super().get_context_data(
            round=self.round,
            of=self.of,
            last=self._last_year(),
            picture_url=reverse("add-text-picture", args=[self.deal.slug]),
            picture_told=TextPictureForm.base_fields["picture"].help_text,
            largest_picture=settings.LARGEST_FILE,
            events=self.text.events.select_related("by").order_by("-at") if self.text else [],
            keep_key=f"rapportagetekst {self.round.year} {self.of.code}",
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Save the text; a stale form changes nothing and comes back as typed, beside what stands there now."""
        data = with_theirs(self.text, SectionTextForm.base_fields, request.POST) if self.text else request.POST
        form = SectionTextForm(data, deal=self.deal)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            self._store(form)
        except (WrongStateError, IntegrityError):
            self.text = self._written(self.round.year)
            version = form.cleaned_data["version"] or 0
            found = [_in_plain_text(row) for row in conflicts(self.text, form, version=version)] if self.text else []
            offer_again(form, version=self.text.version if self.text else None)
            return self.render_to_response(
                self.get_context_data(form=form, conflicts=found, rival=self._rival()), status=409
            )
        forget_unsaved(self)
        messages.success(request, f"De tekst '{self.of.title}' is opgeslagen.")
        return redirect(reverse("report-texts", args=[self.deal.slug, self.round.year]))

    def _store(self, form: SectionTextForm) -> None:
        now, values = timezone.now(), {"body": form.cleaned_data["body"]}
        if self.text is not None:
            self.text.revise(by=self.user, at=now, values=values, version=form.cleaned_data["version"] or 0)
            return
        with transaction.atomic():
            row = SectionText(deal_id=self.deal.pk, year=self.round.year, section=self.of.code)
            row.enter(by=self.user, at=now, values=values)

    def _rival(self) -> str:
        """Return who saved the text last."""
        last = self.text.events.select_related("by").last() if self.text else None
        return str(last.by) if last else "Een collega"

    def _last_year(self) -> str:
        """Return last year's text as a page shows it; empty where there was none."""
        written = self._written(self.round.year - 1)

        def address(number: int) -> str:
            return reverse("text-picture", args=[self.deal.slug, number])

        return with_addresses(written.body, address) if written else ""

    def _written(self, year: int) -> SectionText | None:
        return SectionText.objects.filter(deal=self.deal, year=year, section=self.of.code).first()


class AddTextPicture(DealView):
    """Keeps a picture for in a text, and answers by which number the text can name it."""

    right = Right.BUILD_REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Keep it, or say in Dutch why not."""
        form = TextPictureForm(request.POST, request.FILES)
        if not form.is_valid():
            faults = [str(fault) for faults in form.errors.values() for fault in faults]
            return JsonResponse({"refused": " ".join(faults)}, status=422)
        kept = TextPicture.add(self.deal, picture=form.cleaned_data["picture"], by=self.user, at=timezone.now())
        return JsonResponse({"number": kept.pk})


class TextPictureView(DealView):
    """Gives a picture to whoever writes the texts."""

    right = Right.BUILD_REPORT

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Show it. 404 for one that is gone, and for one of another deal."""
        rows = TextPicture.objects.filter(deal=self.deal, removed_at__isnull=True)
        picture = get_object_or_404(rows, pk=self.kwargs["pk"])
        return photo_response(picture.file, name=picture.name, cache_control="private, max-age=300")


def _in_plain_text(conflict: FieldConflict) -> FieldConflict:
    """The conflict as people read it, without tags."""
    texts = {name: in_plain_text(getattr(conflict, name)) for name in ("original", "theirs", "yours")}
    return replace(conflict, **texts)


def _shown(text: SectionText | None) -> tuple[str, object]:
    """The beginning of a text, and its newest change."""
    events = list(text.events.all()) if text else []
    return (in_plain_text(text.body) if text else "", events[-1] if events else None)
