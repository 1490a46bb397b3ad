"""The page about a deal itself: how far it is, what is still to do, its file, and the steps of its life."""

from copy import copy
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.dutch import counted, day, listed
from regiodeal.base.forms import Posted
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.workbook import deal_workbook
from regiodeal.deals.contributions import PagePreview, contributed, in_place
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Right, Stage
from regiodeal.files.kinds import CONTENT_TYPES, FileKind
from regiodeal.lifecycle.history import history
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.pages.deal_page import Context, DealPage, DealView
from regiodeal.pages.form_page import FormPage
from regiodeal.stages.deal_rows import KINDS, stage_url
from regiodeal.stages.drafts import as_if_taken_over, by_list, drop, keep_draft, take_over
from regiodeal.stages.forms import DraftForm, SigningForm, TypedNameForm, TypedReasonForm
from regiodeal.stages.life import assumptions, close, discard, last_day, missing_roles, reopen, sign, to_do
from regiodeal.stages.models import DealDraft
from regiodeal.stages.preview_markup import without_ways_on

ROWS_SHOWN = 500


class FaultFilterForm(forms.Form):
    """Narrows a list of faults to one sheet, or to the words in them."""

    lijst = forms.ChoiceField(label="Blad", required=False)
    woorden = forms.CharField(label="Woorden", required=False, max_length=100)

    def __init__(self, data: Posted, *, faults: list[Fault]) -> None:
        super().__init__(data)
        names = sorted({fault.list_name for fault in faults if fault.list_name})
        field = self.fields["lijst"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "alle bladen"), *((name, name) for name in names)]

    def narrowed(self, faults: list[Fault]) -> list[Fault]:
        """Return the faults that are asked for."""
        data = self.cleaned_data if self.is_valid() else {}
        name, words = data.get("lijst", ""), data.get("woorden", "").casefold()
        kept = [fault for fault in faults if not name or fault.list_name == name]
        return [fault for fault in kept if words in f"{fault.message} {fault.remedy} {fault.column}".casefold()]


class StagePage(DealPage):
    """Shows how far a deal is; of one in preparation also what is still to do, and the file that waits."""

    right = Right.SEE_DEAL
    section = "stage"
    title = "Over deze deal"
    template_name = "stages/stage.html"

    def get_context_data(self, **kwargs: object) -> Context:
        """The stage, its trail, and what can be done now."""
        stored, today = self.deal.as_stored or self.deal, timezone.localdate()
        if self.deal.stage == Stage.PREPARING:
            kwargs = self._preparing(stored) | kwargs
        return super().get_context_data(
            stage=stored.get_stage_display(),
            is_preparing=self.deal.stage == Stage.PREPARING,
            is_closed=self.deal.stage == Stage.CLOSED,
            is_over=today > last_day(self.deal, on=today),
            may_prepare=self.may(Right.PREPARE_DEAL),
            may_close=self.may(Right.CLOSE_DEAL),
            may_look=self.may(Right.KEEP_LOOK),
            may_begin_entering=self.may(Right.ENTER_PROGRESS),
            steps=history(stored.events.select_related("by")),
            **kwargs,
        )

    def _preparing(self, stored: Deal) -> Context:
        drafts = DealDraft.objects.filter(deal_id=self.deal.pk).select_related("uploaded_by")
        draft = drafts.first() if self.may(Right.PREPARE_DEAL) else None
        faults = [_fault(row) for row in draft.faults] if draft else []
        todo = to_do(stored, on=timezone.localdate())
        shown = faults or todo
        narrow = FaultFilterForm(self.request.GET or None, faults=shown)
        return {
            "draft": draft,
            "faults": narrow.narrowed(faults),
            "todo": narrow.narrowed(todo),
            "remarks": [_fault(row) for row in draft.remarks] if draft else [],
            "differences": by_list(draft.changes[:ROWS_SHOWN]) if draft else [],
            "more_differences": max(0, len(draft.changes) - ROWS_SHOWN) if draft else 0,
            "narrow": narrow if len(shown) > 5 else None,
            "fault_count": len(faults),
            "todo_count": len(todo),
            "upload": DraftForm(),
            "previews": previews(),
            "lists": [(name, kind.title) for name, kind in KINDS.items()],
            "assumptions": assumptions(stored),
            "missing_people": listed([f"een {role.label}" for role in missing_roles(stored, at=timezone.now())]),
        }


def _fault(row: list[Any]) -> Fault:
    list_name, number, column, line, message, remedy = row
    return Fault(message, remedy, list_name, number, column, line)


def previews() -> list[PagePreview]:
    """The pages by which one sees what a deal will look like."""
    return in_place(lambda app: app.previews)


class _Preparing(FormPage):
    """A step in a deal that is in preparation, after which one is back at its page."""

    right = Right.PREPARE_DEAL
    section = "stage"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the deal itself."""
        return [("Over deze deal", self.address())]

    def address(self) -> str:
        """Return the address of the page about the deal."""
        return stage_url(self.deal)


class UploadDraft(_Preparing):
    """Takes a file for a deal in preparation, and keeps it with what is wrong in it or with what it would change."""

    title = "Bestand uploaden"
    intro = "Het bestand verandert nog niets. U ziet eerst wat er niet klopt, of wat er verandert."
    save_label = "Kijk het bestand na"
    takes_files = True

    def form(self, data: Posted = None) -> DraftForm:
        """Return the form that asks for a file."""
        return DraftForm(data, self.uploads())

    def save(self, form: DraftForm) -> str:
        """Check the file and keep it."""
        file = form.cleaned_data["file"]
        draft = keep_draft(self.deal, file.read(), str(file.name), by=self.user, at=timezone.now())
        if draft.faults:
            count = counted(len(draft.faults), "ding klopt", "dingen kloppen")
            return f"Het bestand is bewaard. {count} nog niet."
        return "Het bestand klopt. Bekijk wat er verandert en neem het over."


class _WithDraft(_Preparing, SeenFormPage):
    """A question about the file that waits, of the one that was on the screen."""

    template_name = "components/confirm_page.html"
    button = ""
    text = ""
    draft: DealDraft

    def load(self) -> None:
        """Fetch the draft. 404 where none waits."""
        self.draft = get_object_or_404(DealDraft, deal_id=self.deal.pk)

    def form(self, data: Posted = None) -> forms.Form:
        """Return a form without fields: one only confirms."""
        return forms.Form(data)

    def seen(self) -> list[object]:
        """Return which file it is, and of which stage of the deal."""
        return [self.draft.pk, self.draft.uploaded_at.isoformat(), self.deal.stage_version]

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the question that one confirms."""
        about = {"title": self.page_title(), "text": self.text, "button": self.button}
        return super().get_context_data(**about | kwargs)


class TakeOverDraft(_WithDraft):
    """Brings the deal in line with the file that waits."""

    title = "Het bestand overnemen?"
    text = "De deal in voorbereiding wordt dan zoals het bestand zegt. Regels die er niet meer in staan, gaan weg."
    button = "Ja, neem over"

    def save(self, form: forms.Form) -> str:
        """Take it over."""
        try:
            count = take_over(self.draft, self.deal, version=self.deal.stage_version, by=self.user, at=timezone.now())
        except DealFileFaultsError as refusal:
            raise ValueError(str(refusal)) from refusal
        return f"Het bestand is overgenomen: {counted(count, 'verschil', 'verschillen')}."


class DropDraft(_WithDraft):
    """Leaves the file that waits out."""

    title = "Het bestand weglaten?"
    text = "De deal blijft zoals zij is. Het bestand wordt niet bewaard."
    button = "Ja, laat het weg"

    def save(self, form: forms.Form) -> str:
        """Forget the file that was on the screen. Raises WrongStateError where another has come in its place."""
        drop(self.draft)
        return "Het bestand is weggelaten."


class DraftWorkbook(DealView):
    """Gives the deal as a workbook: in preparation to go on with, after it was signed to read."""

    right = Right.SEE_DEAL

    def load(self) -> None:
        """Keep it to whoever prepares the deal for as long as it is in preparation."""
        if self.deal.stage == Stage.PREPARING and not self.may(Right.PREPARE_DEAL):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Write the workbook."""
        content = deal_workbook(self.deal.as_stored or self.deal, timezone.localdate())
        response = HttpResponse(content, content_type=CONTENT_TYPES[FileKind.XLSX])
        response["Content-Disposition"] = f'attachment; filename="{self.deal.slug}.xlsx"'
        return response


class DraftPreview(DealView):
    """Shows a page of the deal as it would be with the file that waits: that very page, and nothing is kept.

    Of a file with faults it shows what is right.
    """

    right = Right.PREPARE_DEAL

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer what the page itself would answer once the file was taken over."""
        shown = next((each for each in previews() if each.name == self.kwargs["kind"]), None)
        if shown is None:
            raise Http404
        draft = DealDraft.objects.filter(deal_id=self.deal.pk).select_related("deal").first()
        try:
            return self._shown(shown, draft)
        except DealFileFaultsError as refusal:  # too little is right, or the deal changed since the file was looked at
            messages.error(request, str(refusal))
            return redirect(stage_url(self.deal))

    def _shown(self, shown: PagePreview, draft: DealDraft | None) -> HttpResponseBase:
        request = self.request
        missing = ", zonder wat nog niet klopt" if draft and draft.faults else ""
        notice = f"Zo ziet deze bladzijde er straks uit{missing}. Er is nog niets overgenomen." if draft else ""
        with as_if_taken_over(draft, self.deal, notice or self.deal.example_notice, at=timezone.now()):
            stored = Deal.objects.get(pk=self.deal.pk)
            arguments = shown.arguments(stored, self.on)
            if arguments is None:
                return _nothing_yet(request, shown.title)
            query = QueryDict(shown.query(stored, self.on))
            asked = copy(request)
            asked.GET = query
            asked.is_preview = True  # type: ignore[attr-defined]  # never remembered, and without ETag
            answer = shown.page.as_view()(asked, deal=stored.slug, **arguments)
            if isinstance(answer, TemplateResponse):
                answer.render()
        if draft is not None and isinstance(answer, HttpResponse):
            markup = without_ways_on(answer.content.decode(), back_url=stage_url(self.deal))
            answer.content = markup.encode()
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _nothing_yet(request: HttpRequest, title: str) -> HttpResponse:
    answer = TemplateResponse(request, "stages/nothing_yet.html", {"title": title})
    return answer.render()


class SignDeal(_Preparing, SeenFormPage):
    """Marks a deal as signed."""

    title = "De deal als ondertekend markeren"
    template_name = "stages/sign.html"
    save_label = "Ja, de deal is ondertekend"
    intro = (
        "Vanaf nu verandert de deal alleen door een wijziging van het convenant. Een schrijffout verbetert u met een "
        "correctie, met een tweede persoon. Daarna kunnen mensen invullen."
    )

    def form(self, data: Posted = None) -> SigningForm:
        """Return the form that asks whether the deal is read as it is meant, and for the short name."""
        return SigningForm(data, deal=self.deal)

    def get_context_data(self, **kwargs: object) -> Context:
        """Add how the portal reads what the deal does not say."""
        return super().get_context_data(assumptions=assumptions(self.deal.as_stored or self.deal), **kwargs)

    def seen(self) -> list[object]:
        """Return the stage of the deal, and how it is read."""
        read = [[each.about, each.told] for each in assumptions(self.deal.as_stored or self.deal)]
        return [self.deal.stage, self.deal.stage_version, read]

    def save(self, form: SigningForm) -> str:
        """Sign."""
        sign(self.deal, version=self.deal.stage_version, by=self.user, at=timezone.now())
        return f"De deal is ondertekend op {day(self.deal.signed_on)} en loopt nu."


class _Closing(_Preparing, SeenFormPage):
    """A step about a deal that is over, with the short name and a reason."""

    right = Right.CLOSE_DEAL
    wanted: ClassVar[Stage]

    def load(self) -> None:
        """Refuse it in another stage."""
        if self.deal.stage != self.wanted:
            raise PermissionDenied

    def form(self, data: Posted = None) -> TypedReasonForm:
        """Return the form that asks for the short name and a reason."""
        return TypedReasonForm(data, deal=self.deal)

    def seen(self) -> list[object]:
        """Return the stage of the deal."""
        return [self.deal.stage, self.deal.stage_version]


class CloseDeal(_Closing):
    """Closes a deal whose days are over."""

    title = "De deal afsluiten"
    save_label = "Ja, sluit de deal af"
    intro = "Wie een rol heeft, kan alles blijven lezen. Niemand kan nog iets invullen."
    wanted = Stage.RUNNING

    def save(self, form: TypedReasonForm) -> str:
        """Close it."""
        reason = form.cleaned_data["reason"]
        close(
            self.deal,
            version=self.deal.stage_version,
            reason=reason,
            by=self.user,
            at=timezone.now(),
            on=timezone.localdate(),
        )
        return "De deal is afgesloten."


class ReopenDeal(_Closing):
    """Opens a closed deal again."""

    title = "De deal heropenen"
    save_label = "Ja, heropen de deal"
    intro = "Iedereen kan dan weer invullen wat bij zijn rol hoort."
    wanted = Stage.CLOSED

    def save(self, form: TypedReasonForm) -> str:
        """Open it again."""
        reason = form.cleaned_data["reason"]
        reopen(self.deal, version=self.deal.stage_version, reason=reason, by=self.user, at=timezone.now())
        return "De deal is weer open."


class DiscardDeal(_Preparing, SeenFormPage):
    """Throws a deal in preparation away."""

    title = "De deal in voorbereiding weggooien"
    save_label = "Ja, gooi alles weg"
    intro = "Alles wat is ingevuld gaat weg, en niemand heeft nog een rol. Dit is niet terug te draaien."

    def form(self, data: Posted = None) -> TypedNameForm:
        """Return the form that asks for the short name."""
        return TypedNameForm(data, deal=self.deal)

    def seen(self) -> list[object]:
        """Return the stage of the deal."""
        return [self.deal.stage, self.deal.stage_version]

    def save(self, form: TypedNameForm) -> str:
        """Throw it away."""
        discard(self.deal, version=self.deal.stage_version, by=self.user, at=timezone.now())
        return f"{self.deal.short_name} is weggegooid."

    def _following(self) -> str:
        return reverse("start")


class AdoptionPage(DealPage):
    """Collects what can be taken along of the time before the deal was kept here, with what is done and what not."""

    right = Right.ENTER_PROGRESS
    section = "stage"
    title = "Verder met een lopende deal"
    template_name = "stages/adoption.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the deal itself."""
        return [("Over deze deal", stage_url(self.deal))]

    def get_context_data(self, **kwargs: object) -> Context:
        """All that can be taken along, in order."""
        items = [item for ask in contributed(lambda app: app.adoption) for item in ask(self.deal, self.rights)]
        return super().get_context_data(items=items, done=sum(item.count > 0 for item in items), **kwargs)
