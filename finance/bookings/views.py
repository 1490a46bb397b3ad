"""Entering a booking, the page of one, and the ledger."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Unpack

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from finance.base.pages import MoneyDealPage
from finance.bookings.entry import (
    Consequences,
    CovenantRefusesError,
    complete,
    consequences,
    offer,
    together,
)
from finance.bookings.forms import FORMS, BookingForm, InvoiceForm
from finance.evidence.models import MoneyEvidence
from finance.ledger.forms import LedgerFilter
from finance.ledger.ledger import KINDS, ORDERS, bookings, kind_name, text_of, totals
from finance.ledger.models import Booking, Commitment, Expenditure, Receipt
from finance.ledger.outstanding import lefts
from finance.overview.views import address_of
from finance.payment_plans.models import PaymentPlan
from pillars.projects.as_read import with_project_as_read, without_steps_of_projects
from regiodeal.base.forms import FormOptions, Posted, Uploads
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.caching.etags import revalidated
from regiodeal.deals.roles import Right
from regiodeal.files.evidence import evidence_context
from regiodeal.files.models import Openness
from regiodeal.lifecycle.conflicts import conflicts, offer_again, with_theirs
from regiodeal.lifecycle.entry_page import entry_context
from regiodeal.lifecycle.forms import ReturnForm
from regiodeal.lifecycle.review import OPEN_STATES, State
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context, DealView
from regiodeal.sheets.list_download import DownloadableList, ListColumn

TAKEN = "Dit boekstuk is intussen door een ander ingevoerd. Kies een ander nummer."


def consequences_context(view: DealView, bookings: list[Booking]) -> dict[str, object]:
    """Return what these bookings would do, for parts/consequences.html: room before and after, cap, findings."""
    found = consequences(view.deal, bookings, on=timezone.localdate())
    return told_consequences(view, found, {row.line.code for row in bookings if row.line})  # type: ignore[attr-defined]


def told_consequences(view: DealView, found: Consequences, lines: set[str]) -> dict[str, object]:
    """Return the consequences of bookings on these lines (by code), for parts/consequences.html."""
    codes = lines & {row.line.code for row in found.before.lines if row.line}
    pairs = [(found.before.of_line(code), found.after.of_line(code)) for code in sorted(codes)]
    caps = [
        (before, after)
        for before, after in zip(found.before.caps, found.after.caps, strict=True)
        if (before.spent, before.base) != (after.spent, after.base)
    ]
    return {
        "line_pairs": pairs,
        "cap_pairs": caps,
        "found": [(finding, address_of(view, finding)) for finding in found.findings],
        "is_refused": bool(found.refusing),
    }


class EnterBooking(MoneyDealPage):
    """Enters a receipt, a commitment or an expenditure, as a draft or for approval."""

    right = Right.ENTER_MONEY
    template_name = "finance/bookings/enter_booking.html"

    model: type[Booking]

    def load(self) -> None:
        """Return which sort."""
        self.model = KINDS[self.kwargs["kind"]]

    def page_title(self) -> str:
        """Title the page by the sort of booking."""
        return f"{self.model._meta.verbose_name} invoeren".capitalize()

    def get_context_data(self, **kwargs: object) -> Context:
        """The form, on the line that was asked for."""
        if "form" not in kwargs:
            line = self.request.GET.get("regel", "")
            initial = {"line": next((row for row in self.deal.budgetline_set.all() if row.code == line), None)}
            kwargs["form"] = FORMS[self.model](deal=self.deal, initial=initial)
        kwargs.setdefault("invoice_form", self._invoice())
        kind = kind_name(self.model)
        return super().get_context_data(kind=kind, keep_key=f"boeking {kind}", **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Keep the booking; what the covenant does not allow stays a draft, with the reason."""
        form, invoice = FORMS[self.model](request.POST, deal=self.deal), self._invoice(request.POST, request.FILES)
        is_valid = form.is_valid()
        if not (is_valid and (invoice is None or invoice.is_valid())):
            return self.render_to_response(self.get_context_data(form=form, invoice_form=invoice), status=422)
        try:
            with transaction.atomic():
                now = timezone.now()
                booking = self.model.begin(by=self.user, at=now, deal=self.deal, **form.values())
                if invoice and (upload := invoice.cleaned_data["file"]):
                    values: Values = {"openness": Openness.PARTIES}
                    assert isinstance(booking, Expenditure)  # no other has such a form
                    MoneyEvidence.attach(booking, upload=upload, by=self.user, at=now, values=values)
        except IntegrityError:
            form.add_error("code", TAKEN)
            return self.render_to_response(self.get_context_data(form=form, invoice_form=invoice), status=422)
        forget_unsaved(self)
        submit_or_keep(self, booking)
        return redirect(address(self, booking))

    def _invoice(self, data: Posted = None, files: Uploads = None) -> InvoiceForm | None:
        """The form of the invoice; None for a sort of booking that has none."""
        return InvoiceForm(data, files, prefix="bewijs") if self.model is Expenditure else None


def submit_or_keep(view: DealView, booking: Booking) -> None:
    """Submit it if that was asked, and say what became of it."""
    if "submit" not in view.request.POST:
        messages.success(view.request, f"{text_of(booking)} is bewaard als concept.")
        return
    try:
        offer(booking, by=view.user, at=timezone.now())
    except (
        CovenantRefusesError,
        WrongStateError,
    ) as refusal:  # or a period closed since the check
        messages.warning(view.request, f"Bewaard als concept, en niet ingediend. {refusal}")
    else:
        messages.success(view.request, f"{text_of(booking)} is ingediend. Na goedkeuring telt het bedrag mee.")


def address(view: DealView, booking: Booking) -> str:
    """Return the address of the page of the booking."""
    return reverse("booking", args=[view.deal.slug, kind_name(booking), booking.pk])


class CheckBooking(DealView, TemplateResponseMixin, ContextMixin):
    """Shows what the booking would do as typed so far: a part of a page, asked for while typing. Writes nothing."""

    right = Right.ENTER_MONEY
    http_method_names = ["post"]
    template_name = "finance/bookings/parts/consequences.html"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The room, the cap and the findings; or what is still missing."""
        booking = FORMS[KINDS[self.kwargs["kind"]]](request.POST, deal=self.deal).typed()
        context = consequences_context(self, [booking]) if booking else {"is_unknown": True}
        return self.render_to_response(self.get_context_data(deal=self.deal, **context))


class BookingPage(MoneyDealPage):
    """One booking. Who may not see unapproved bookings does not know of them."""

    right = Right.SEE_DEAL
    template_name = "finance/bookings/booking.html"

    booking: Any

    def load(self) -> None:
        """Fetch the booking, cut to what the user may see."""
        model = KINDS[self.kwargs["kind"]]
        rows: Any = model._default_manager.filter(deal=self.deal)
        if not self.may(Right.SEE_UNAPPROVED):
            rows = rows.filter(state=State.APPROVED)
        related = ["line__pillar", "entered_by", "decided_by", "corrects"]
        related += ["measure", "project"] if hasattr(model, "measure") else []
        related += ["contribution__party", "contribution__organisation"] if hasattr(model, "contribution") else []
        related += ["commitment", "also_serves"] if hasattr(model, "commitment") else []
        self.booking = get_object_or_404(rows.select_related(*related), pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by sort and number of the booking."""
        return text_of(self.booking)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the ledger of its sort."""
        ledger = reverse("ledger", args=[self.deal.slug], query={"soort": kind_name(self.booking)})
        return [*super().breadcrumbs(), ("Boekingen", ledger)]

    def get_context_data(self, **kwargs: object) -> Context:
        """The booking, what it comes to with its corrections, its trail, and the forms that fit its state."""
        row = self.booking
        siblings = [other for other in together(row) if other.pk != row.pk]
        # Halves of one correction are not mended one by one: thrown away and entered anew, or submitted as they are.
        may_change = row.is_open and self.may(Right.ENTER_MONEY) and not siblings
        waits = row.state == State.SUBMITTED and self.may(Right.APPROVE_MONEY)
        is_own = row.entered_by_id == self.user.pk
        if may_change and "form" not in kwargs:
            kwargs["form"] = self.form(initial=_initial(row))
        if row.state in {State.DRAFT, State.SUBMITTED, State.RETURNED}:
            kwargs |= consequences_context(self, [row, *siblings])
        events = row.events.select_related("by")
        if hasattr(row, "project"):
            sees = self.may(Right.SEE_UNAPPROVED)
            with_project_as_read(row, unapproved=sees)
            events = without_steps_of_projects(row, events, unapproved=sees)
        return super().get_context_data(
            booking=row,
            kind=kind_name(row),
            keep_key=f"boeking {kind_name(row)} {row.pk}",
            events=events,
            may_change=may_change,
            may_decide=waits and not is_own,
            is_own=waits and is_own,
            siblings=siblings,
            return_form=ReturnForm(),
            **entry_context(self, row),
            **self._corrections(),
            **self._commitment(),
            **evidence_context(self, row, kind_name(row), right=Right.ENTER_MONEY, pages="money-evidence"),
            **kwargs,
        )

    def _corrections(self) -> dict[str, object]:
        """The other rows of the booking, what it comes to, and whether it can be corrected now."""
        row, rows = self.booking, self.booking.root.corrections.select_related("line", "entered_by")
        if not self.may(Right.SEE_UNAPPROVED):
            rows = rows.filter(state=State.APPROVED)
        found = list(rows)
        approved = row.root.state == State.APPROVED
        is_free = approved and not any(other.state in OPEN_STATES for other in found)
        counted = [row.root, *(other for other in found if other.state == State.APPROVED)]
        undivided = sum((other.amount for other in counted if other.line is None), start=0)
        may_correct = is_free and row.state == State.APPROVED and self.may(Right.ENTER_MONEY)
        return {
            "corrections": found,
            "whole": sum((other.amount for other in counted), start=0) if approved and found else None,
            "may_correct": may_correct,
            "may_divide": may_correct and row.line is None and not row.corrects_id and undivided > 0,
        }

    def _commitment(self) -> dict[str, object]:
        """Return what is left of a commitment, and what was spent under it."""
        row = self.booking
        if not isinstance(row, Commitment) or row.state != State.APPROVED:
            return {}
        root = row.corrects_id or row.pk
        rows = row.root.expenditures.select_related("line").order_by("booked_on", "pk")
        spent = rows if self.may(Right.SEE_UNAPPROVED) else rows.filter(state=State.APPROVED)
        left = lefts(self.deal, {root}, timezone.localdate())
        plan = PaymentPlan.objects.filter(commitment=root).first()
        return {"left": left.get((root, row.line_id)), "spent_under": spent, "plan": plan, "has_plan_page": True}

    def form(self, data: Posted = None, **options: Unpack[FormOptions]) -> BookingForm:
        """The form of its sort."""
        return FORMS[type(self.booking)](data, deal=self.deal, booking=self.booking, **options)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Change an open booking; a stale form changes nothing and comes back as typed."""
        if not self.may(Right.ENTER_MONEY) or len(together(self.booking)) > 1:
            raise PermissionDenied
        form = self.form(with_theirs(self.booking, self.form().fields, request.POST))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        version = form.cleaned_data["version"] or 0
        try:
            with transaction.atomic():
                values = form.values()
                self.booking.revise(by=self.user, at=timezone.now(), values=values, version=version)
        except WrongStateError:
            found = conflicts(self.booking, form, version=version)
            offer_again(form, version=self.booking.version)
            context = self.get_context_data(form=form, conflicts=found, other=self.booking)
            return self.render_to_response(context, status=409)
        except IntegrityError:
            form.add_error("code", TAKEN)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        forget_unsaved(self)
        submit_or_keep(self, self.booking)
        return redirect(address(self, self.booking))


def _initial(row: Booking) -> dict[str, object]:
    """The content of a booking as its form begins with it."""
    return {name: getattr(row, name) for name in row.content_fields} | {"version": row.version}


def _tell_what_belongs_together(page: Page[Booking]) -> None:
    """Give each row of the list `with_codes`: the codes of the other rows that stand or fall with it."""
    rows = list(page)
    codes: dict[str, list[str]] = {}
    for row in complete([row for row in rows if row.bundle]):
        codes.setdefault(row.bundle, []).append(row.code)
    for row in rows:
        row.with_codes = [code for code in codes.get(row.bundle, ()) if code != row.code]  # type: ignore[attr-defined]


PER_PAGE = 50


TITLES = {"ontvangsten": "Ontvangsten", "verplichtingen": "Verplichtingen", "bestedingen": "Bestedingen"}


LEDGER_COLUMNS = (
    ListColumn("boekstuk", "Boekstuk", lambda row: row.code),
    ListColumn("soort", "Soort", lambda row: row.get_kind_display()),
    ListColumn("datum", "Datum", lambda row: row.booked_on),
    ListColumn("jaar", "Boekjaar", lambda row: Decimal(row.year)),
    ListColumn("regel", "Regel", lambda row: row.line.code if row.line else ""),
    ListColumn("maatregel", "Maatregel", lambda row: row.measure.code if row.measure else ""),
    ListColumn("project", "Project", lambda row: row.project.code or str(row.project) if row.project else ""),
    ListColumn("wie", "Wie", lambda row: row.counterpart),
    ListColumn("wat", "Omschrijving", lambda row: row.description),
    ListColumn("stand", "Stand", lambda row: row.get_state_display()),
    ListColumn("bedrag", "Bedrag", lambda row: row.amount),
)
OF_MEASURES = {"maatregel", "project"}


@revalidated
class LedgerPage(DownloadableList, MoneyDealPage):
    """Bookings of one sort, with filters, a running total, and the sums over all pages."""

    right = Right.SEE_DEAL
    title = "Boekingen"
    template_name = "finance/bookings/ledger.html"
    list_name = "boekingen"
    list_columns = LEDGER_COLUMNS

    def columns(self) -> Sequence[ListColumn]:
        """Leave out what this sort of booking does not have, and what only who sees unapproved work sees."""
        away = OF_MEASURES if self.request.GET.get("soort") == "ontvangsten" else set()
        away = away if self.may(Right.SEE_UNAPPROVED) else away | {"stand"}
        return [column for column in self.list_columns if column.key not in away]

    def listed(self, context: Context) -> Iterator[Any]:
        """All bookings that were asked for, in the order of the page."""
        page: Any = context["page_obj"]
        sees = self.may(Right.SEE_UNAPPROVED)
        for row in page.paginator.object_list:
            yield with_project_as_read(row, unapproved=sees) if hasattr(row, "project") else row

    def get_context_data(self, **kwargs: object) -> Context:
        """The bookings that were asked for."""
        kind = self.request.GET.get("soort", "")
        kind = kind if kind in KINDS else "bestedingen"
        sees = self.may(Right.SEE_UNAPPROVED)
        has_measures = KINDS[kind] is not Receipt
        filters = LedgerFilter(self.request.GET, deal=self.deal, kind=kind, rights=self.rights)
        order = self.request.GET.get("volgorde", "")
        order = order if order.removeprefix("-") in ORDERS else "datum"
        rows = bookings(kind, self.deal, self.on, unapproved=sees, asked=filters.asked, order=order)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        for row in page if has_measures else ():
            with_project_as_read(row, unapproved=sees)
        _tell_what_belongs_together(page)
        can_choose = self.may(Right.APPROVE_MONEY) and filters.asked.get("stand") == State.SUBMITTED
        return super().get_context_data(
            kind=kind,
            kinds=TITLES,
            kind_title=TITLES[kind],
            filters=filters,
            is_filtered=bool(filters.asked),
            sort=order,
            page_obj=page,
            totals=totals(rows, self.on),
            has_measures=has_measures,
            may_choose=can_choose,
            **kwargs,
        )
