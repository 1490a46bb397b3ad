"""The base of a page with one form that does one thing."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from regiodeal.base.forms import Posted, Uploads
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.roles import Right
from regiodeal.pages.deal_page import Context, DealPage


class FormPage(DealPage):
    """Shows a form and does what it asks. A refusal changes nothing, and the page comes back with all that was typed.

    A form of this page may also stand on another page; its field `next` then says where one is afterwards.
    """

    section = "obligations"
    template_name = "pages/form_page.html"
    right_to_save: ClassVar[Right | None] = None  # where more people may see the page than may save it
    save_label: ClassVar[str] = "Opslaan"
    intro: ClassVar[str] = ""
    takes_files: ClassVar[bool] = False

    def form(self, data: Posted = None) -> Any:
        """The form, empty or with what was posted."""
        raise NotImplementedError

    def save(self, form: Any) -> str:
        """Do what the valid form asks and return what to tell. May raise ValueError and WrongStateError in Dutch."""
        raise NotImplementedError

    def address(self) -> str:
        """Return the address that one goes to after saving, and without saving."""
        raise NotImplementedError

    def introduction(self) -> str:
        """Return what stands above the form; a page that asks the deal for it gives its own."""
        return self.intro

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the form and where one goes without saving."""
        if "form" not in kwargs and self._may_save():
            kwargs["form"] = self.form()
        around = {"cancel_url": self.address(), "save": self.save_label, "intro": self.introduction()}
        return super().get_context_data(**around | {"takes_files": self.takes_files} | kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Do it, or say at the form why not."""
        if not self._may_save():
            raise PermissionDenied
        form = self.form(request.POST)
        if not form.is_valid():
            return self._again(form, 422)
        self.hold_what_was_seen()
        try:
            told = self.save(form)
        except (ValueError, WrongStateError, IntegrityError) as refusal:
            plain = "Een collega veranderde op hetzelfde moment iets. Sla nog een keer op."
            return self._again(form, 409, plain if isinstance(refusal, IntegrityError) else str(refusal))
        messages.success(request, told)
        return redirect(self._following())

    def hold_what_was_seen(self) -> None:
        """Refuse what was decided on something that changed meanwhile (lifecycle/seen_form.py). Raises MovedOnError."""

    def uploads(self) -> Uploads:
        """The files that came with the form; None before it is sent, and on a page that takes none."""
        return self.request.FILES if self.takes_files and self.request.method == "POST" else None

    def _may_save(self) -> bool:
        return self.right_to_save is None or self.may(self.right_to_save)

    def _again(self, form: object, status: int, refusal: str = "") -> HttpResponseBase:
        if refusal and isinstance(form, forms.BaseForm):
            form.add_error(None, refusal)
        elif refusal:
            messages.error(self.request, refusal)
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def _following(self) -> str:
        following = self.request.POST.get("next", "")
        known = url_has_allowed_host_and_scheme(following, allowed_hosts={self.request.get_host()})
        return following if known else self.address()
