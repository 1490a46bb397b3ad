"""The base of the pages of a register: see a row, change it with its version, add one."""

from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils import timezone

from regiodeal.base.forms import Posted
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.conflicts import conflicts, offer_again, with_theirs
from regiodeal.lifecycle.forms import RegisterForm
from regiodeal.lifecycle.register import RegisterRow, as_of
from regiodeal.lifecycle.steps import LifecycleEvent
from regiodeal.lifecycle.views import forget_unsaved
from regiodeal.pages.deal_page import Context, DealPage


class RowPage(DealPage):
    """A row of a register. Who may enter progress changes it here; a stale save changes nothing and keeps the text."""

    right = Right.SEE_DEAL
    section = "measures"

    row: RegisterRow

    def form(self, data: Posted = None) -> RegisterForm:
        """The form of this row, on a copy of its own: what was typed is not what is stored."""
        raise NotImplementedError

    def address(self) -> str:
        """Return the address that one goes to after saving."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Show the row as it stood at the end of the reference date."""
        if self.row.pk is not None and self.on < timezone.localdate():
            rows = as_of(type(self.row)._default_manager.filter(pk=self.row.pk), self.on)
            self.row = rows[0] if rows else self.not_yet()
        return super().get(request, *args, **kwargs)

    def not_yet(self) -> RegisterRow:
        """Return what to show for a date on which the row was not there."""
        raise Http404("Dit stond op die datum nog niet in het register.")

    def get_context_data(self, **kwargs: object) -> Context:
        """The row, its trail, and the form for whoever may change it."""
        if self._can_change and "form" not in kwargs:
            kwargs["form"] = self.form()
        return super().get_context_data(
            row=self.row, changes=list(reversed(self._events())), keep_key=self.keep_key(), **kwargs
        )

    @property
    def _can_change(self) -> bool:
        """Tell whether the row can be changed here: by whoever may enter progress, and as it stands today."""
        return self.may(Right.ENTER_PROGRESS) and self.on == timezone.localdate()

    def _events(self) -> list[LifecycleEvent]:
        """The trail up to the reference date."""
        if self.row.pk is None:
            return []
        return list(self.row.events.filter(at__date__lte=self.on).select_related("by"))  # type: ignore[attr-defined]

    def keep_key(self) -> str:
        """Under which name half-typed work on this row is kept."""
        return f"{self.row._meta.model_name} {self.row.pk or self.request.path}"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Change the row."""
        if not self.may(Right.ENTER_PROGRESS):
            raise PermissionDenied
        form = self.form(self._chosen(request))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            self._store(form)
        except (WrongStateError, IntegrityError):
            return self._conflict(form)
        forget_unsaved(self)
        messages.success(request, "Uw wijziging is bewaard.")
        return redirect(self.address())

    def _chosen(self, request: HttpRequest) -> QueryDict:
        """Return what was posted, with a colleague's text where the user chose to take that over."""
        return with_theirs(self.row, self.form().fields, request.POST) if self.row.pk else request.POST

    def _conflict(self, form: RegisterForm) -> HttpResponseBase:
        """A colleague was first: nothing is written, and both stand beside each other to choose from."""
        self.row = self.stored()
        last = self.row.events.select_related("by").last()  # type: ignore[attr-defined]
        found = conflicts(self.row, form, version=form.cleaned_data["version"] or 0)
        offer_again(form, version=self.row.version)
        context = self.get_context_data(form=form, conflicts=found, rival=last.by if last else "Een collega")
        return self.render_to_response(context, status=409)

    def stored(self) -> RegisterRow:
        """The row as it stands in the register now."""
        return type(self.row)._default_manager.get(pk=self.row.pk)

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

    def form(self, data: Posted = None) -> RegisterForm:
        """Return the form of a new row, empty or as it was sent."""
        raise NotImplementedError

    def cancel_address(self) -> str:
        """Return the address that one goes to without saving."""
        raise NotImplementedError

    def store(self, values: Values) -> str:
        """Store the row and return where one is then."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: object) -> Context:
        """Add where one goes without saving."""
        if "form" not in kwargs:
            kwargs["form"] = self.form()
        return super().get_context_data(cancel_url=self.cancel_address(), keep_key=self.request.path[-200:], **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Add the row; with a fault the page comes back with all that was typed."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                address = self.store(form.values())
            except IntegrityError:
                form.add_error(None, "Een collega voegde op hetzelfde moment iets toe. Sla nog een keer op.")
                return self.render_to_response(self.get_context_data(form=form), status=409)
            forget_unsaved(self)
            messages.success(request, self.success)
            return redirect(address)
        return self.render_to_response(self.get_context_data(form=form), status=422)
