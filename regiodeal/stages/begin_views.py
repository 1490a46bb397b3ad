"""Beginning a deal in the browser: with its names and days, or with a whole file."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from regiodeal.accounts.second_step import ask_again
from regiodeal.base.forms import Posted
from regiodeal.deal_file.faults import DealFileFaultsError, Fault
from regiodeal.deal_file.workbook import template_workbook
from regiodeal.deals.memberships import may_begin
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Stage
from regiodeal.files.kinds import CONTENT_TYPES, FileKind
from regiodeal.pages.access import signed_in
from regiodeal.stages.drafts import KnownDealError, begin_with_file
from regiodeal.stages.forms import DraftForm, NamesForm
from regiodeal.stages.life import NewDeal, begin


def _beginner(request: HttpRequest) -> User:
    """Return who asks. Raises PermissionDenied for whoever may not begin a deal."""
    assert isinstance(request.user, User)  # LoginRequiredMiddleware sends others to sign in
    if not may_begin(request.user):
        raise PermissionDenied
    return request.user


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin_deal(request: HttpRequest) -> HttpResponse:
    """Begin a deal in preparation: of a file its names and days alone, since it is looked at before it is taken over.

    Where those are not right everything that is wrong is told, and nothing has been made.
    """
    user = _beginner(request)
    by_file = request.method == "POST" and "with-file" in request.POST
    names = NamesForm(_posted(request, is_asked=not by_file))
    file = DraftForm(request.POST, request.FILES) if by_file else DraftForm()
    faults: tuple[Fault, ...] = ()
    known: Deal | None = None
    if by_file and file.is_valid():
        upload = file.cleaned_data["file"]
        try:
            deal = begin_with_file(upload.read(), str(upload.name), by=user, at=timezone.now())
        except DealFileFaultsError as refusal:
            faults, known = refusal.faults, _own(refusal, user)
        else:
            messages.success(request, "De deal is in voorbereiding. Van het bestand is nog niets overgenomen.")
            return _begun(request, user, deal)
    elif not by_file and names.is_valid():
        return _begun(request, user, begin(NewDeal(**names.cleaned_data), by=user, at=timezone.now()))
    context = {
        "title": "Nieuwe deal",
        "names": names,
        "file": file,
        "faults": [fault for fault in faults if not fault.is_remark],
        "remarks": [fault for fault in faults if fault.is_remark],
        "known": known,
        "known_is_preparing": known is not None and known.stage == Stage.PREPARING,
        "fault": "Fout: " if request.method == "POST" else "",
    }
    return render(request, "stages/begin.html", context, status=422 if request.method == "POST" else 200)


def _own(refusal: DealFileFaultsError, user: User) -> Deal | None:
    """The deal that is there already, for whoever reads it."""
    known = refusal.deal if isinstance(refusal, KnownDealError) else None
    return known if known and Membership.objects.readers().filter(deal_id=known.pk, user_id=user.pk).exists() else None


def _posted(request: HttpRequest, *, is_asked: bool) -> Posted:
    return request.POST if request.method == "POST" and is_asked else None


def _begun(request: HttpRequest, user: User, deal: Deal) -> HttpResponse:
    """Lead to the new deal. Its first role may have ended every session of this person but not the one that asks."""
    update_session_auth_hash(request, user)
    ask_again(request)
    request.deal_id = deal.pk  # type: ignore[attr-defined]  # for the audit trail
    return redirect("stage", deal=deal.slug)


@signed_in
def template_file(request: HttpRequest) -> HttpResponse:
    """An empty workbook to fill in: of a plain deal, or with all that a deal can say (`?alles`)."""
    _beginner(request)
    content = template_workbook(is_whole="alles" in request.GET)
    response = HttpResponse(content, content_type=CONTENT_TYPES[FileKind.XLSX])
    response["Content-Disposition"] = 'attachment; filename="deal-invullen.xlsx"'
    return response
