"""Correcting an approved booking, and dividing a receipt over the lines."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from finance.bookings.corrections import CorrectedBooking, as_corrected, correct, divide, refuse_open_correction
from finance.bookings.forms import BookingForm, DivideForm, correction_form
from finance.bookings.views import BookingPage, address
from finance.ledger.ledger import kind_name, text_of
from finance.ledger.models import Booking, Receipt
from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import digest_of, hold_digest
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context, DealPage

RIVAL = "Een ander corrigeert deze boeking op dit moment ook. Bekijk de nieuwe stand."


def shown_of(booking: Booking) -> list[object]:
    """Return what a page about a correction shows of the booking: each of its rows that counts, and its amount."""
    root = booking.root
    rows = [root, *root.corrections.exclude(state=State.WITHDRAWN).order_by("pk")]
    return [value for row in rows for value in (row.pk, row.version, row.amount)]


class CorrectionPage(BookingPage):
    """Base of the pages that put new rows beside an approved booking."""

    right = Right.ENTER_MONEY

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The form, where the booking can be corrected now."""
        try:
            refuse_open_correction(self.booking)
            self.refuse(as_corrected(self.booking))
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
            return redirect(address(self, self.booking))
        return super().get(request, *args, **kwargs)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the booking."""
        return [*super().breadcrumbs(), (text_of(self.booking), address(self, self.booking))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The booking, what it comes to now, and the form."""
        row = self.booking
        kwargs.setdefault("form", self.empty_form())
        key = f"correctie {kind_name(row)} {row.pk}"
        # The page of the booking says much more: only what stands around every page is taken from it.
        return DealPage.get_context_data(
            self,
            booking=row,
            standing=as_corrected(row),
            seen=digest_of(shown_of(row)),
            cancel_url=address(self, row),
            keep_key=key,
            **kwargs,
        )

    def refuse(self, now: CorrectedBooking) -> None:
        """Raise WrongStateError where this cannot be done now."""

    def empty_form(self) -> forms.Form:
        """The form as it begins."""
        raise NotImplementedError

    def answer(self, form: forms.Form, store: Callable[[Values], list[Booking]]) -> HttpResponseBase:
        """Store what a valid form says of the booking that was on the screen; a refusal is told and changes nothing."""
        row, seen = self.booking, self.request.POST.get("seen", "")
        hold_digest(shown_of(row), seen, title=text_of(row), url=address(self, row))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            rows = store(form.cleaned_data)
        except ValueError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        except (WrongStateError, IntegrityError) as refusal:
            messages.error(self.request, str(refusal) if isinstance(refusal, WrongStateError) else RIVAL)
            return redirect(address(self, self.booking))
        forget_unsaved(self)
        many = f"in {len(rows)} rijen " if len(rows) > 1 else ""
        messages.success(self.request, f"Ingediend {many}ter goedkeuring. Tot die tijd telt de oude stand.")
        return redirect(address(self, self.booking))


class CorrectBooking(CorrectionPage):
    """Corrects: one says what the booking should have been, and the portal enters the difference."""

    template_name = "finance/bookings/correct_booking.html"

    def page_title(self) -> str:
        """Title the page by the booking that is corrected."""
        return f"Corrigeren: {self.booking.root.code}"

    def _form(self, data: Posted = None, *, initial: dict[str, object] | None = None) -> BookingForm:
        return correction_form(type(self.booking), data, deal=self.deal, initial=initial)

    def empty_form(self) -> BookingForm:
        """The booking as it stands, today."""
        now = as_corrected(self.booking)
        start = dict(now.place) | dict(now.amounts)
        start |= {"booked_on": timezone.localdate(), "year": None, "kind": "correction"}
        return self._form(initial=start)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Enter the correction and submit it."""

        def store(data: Values) -> list[Booking]:
            right = {name: value for name, value in data.items() if name not in {"kind", "reason", "version"}}
            steps = {"kind": data["kind"], "reason": data["reason"]}
            return correct(self.booking, right, **steps, by=self.user, at=timezone.now())

        return self.answer(self._form(request.POST), store)


class DivideReceipt(CorrectionPage):
    """Divides an undivided receipt over the lines, to the cent."""

    template_name = "finance/bookings/divide_receipt.html"

    def page_title(self) -> str:
        """Title the page by the receipt that is divided."""
        return f"Verdelen: {self.booking.code}"

    def refuse(self, now: CorrectedBooking) -> None:
        """Refuse any receipt but one of which something stands on no line."""
        if not isinstance(self.booking, Receipt) or now.place["line"] is not None or not now.amount:
            raise WrongStateError("Deze ontvangst is al verdeeld.")

    def empty_form(self) -> DivideForm:
        """No amounts yet: the table of art. 5 is rounded, and nothing is computed from it."""
        return DivideForm(source=self.booking.contributor, whole=as_corrected(self.booking).amount)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Enter the rows and submit them."""
        receipt = self.booking
        try:
            self.refuse(as_corrected(receipt))
        except WrongStateError as refusal:
            messages.error(request, str(refusal))
            return redirect(address(self, receipt))
        form = DivideForm(request.POST, source=receipt.contributor, whole=as_corrected(receipt).amount)

        def store(data: Values) -> list[Booking]:
            days = {"booked_on": data["booked_on"], "year": data["booked_on"].year}
            return divide(receipt, form.parts(), reason=data["reason"], by=self.user, at=timezone.now(), **days)

        return self.answer(form, store)
