"""The base of the pages of a register: see a row, change it with its version, add one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from pillars.models import WrongStateError
from pillars.models.register import RegisterRow
from pillars.register_forms import RegisterForm
from regiodeal.covenant.roles import Right
from regiodeal.covenant.views.base import DealPage


class RowPage(DealPage):
    """A row of a register. Who may enter progress changes it here; a stale save changes nothing and keeps the text."""

    right = Right.SEE_DEAL
    section = "measures"

    row: RegisterRow

    def form(self, data: Any = None) -> RegisterForm:
        """The form of this row, on a copy of its own: what was typed is not what is stored."""
        raise NotImplementedError

    def address(self) -> str:
        """Where one is after saving."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The row, its trail, and the form for who may change it."""
        if self.may(Right.ENTER_PROGRESS) and "form" not in kwargs:
            kwargs["form"] = self.form()
        events = self.row.events.select_related("by") if self.row.pk else []  # type: ignore[attr-defined]
        return super().get_context_data(row=self.row, changes=list(reversed(events)), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Change the row."""
        if not self.may(Right.ENTER_PROGRESS):
            raise PermissionDenied
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            self._store(form)
        except (WrongStateError, IntegrityError) as refusal:
            reason = str(refusal) if isinstance(refusal, WrongStateError) else "Een collega was u voor."
            form.add_error(None, f"{reason} Uw eigen tekst staat er nog.")
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, "Uw wijziging is bewaard.")
        return redirect(self.address())

    def _store(self, form: RegisterForm) -> None:
        """Change the row, or store the first version of one that the address already names."""
        if self.row.pk is None:
            self.row.enter(by=self.user, at=timezone.now(), values=form.values())
            return
        version = form.cleaned_data["version"] or 0
        self.row.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)


class AddRow(DealPage):
    """Adds a row to a register."""

    right = Right.ENTER_PROGRESS
    section = "measures"

    success: ClassVar[str] = "Toegevoegd."

    def form(self, data: Any = None) -> RegisterForm:
        """The empty form."""
        raise NotImplementedError

    def cancel_address(self) -> str:
        """Where one is without saving."""
        raise NotImplementedError

    def store(self, values: dict[str, Any]) -> str:
        """Store the row and return where one is then."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        if "form" not in kwargs:
            kwargs["form"] = self.form()
        return super().get_context_data(cancel_url=self.cancel_address(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Add the row; with a fault the page comes back with all that was typed."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                address = self.store(form.values())
            except IntegrityError:
                form.add_error(None, "Een collega voegde op hetzelfde moment iets toe. Sla nog een keer op.")
                return self.render_to_response(self.get_context_data(form=form), status=409)
            messages.success(request, self.success)
            return redirect(address)
        return self.render_to_response(self.get_context_data(form=form), status=422)
