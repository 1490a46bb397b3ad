"""Mappings: which column of the administration is what, and which of its values is which line."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from finance.exchange.forms import AddMappingForm, LookForm, MappingForm
from finance.models import LedgerMapping
from finance.views.base import MoneyDealPage
from regiodeal.covenant.models.review import WrongStateError
from regiodeal.covenant.roles import Right


class AddMapping(MoneyDealPage):
    """A new mapping, begun from an example of the file."""

    right = Right.ENTER_MONEY
    title = "Nieuwe koppeling"
    template_name = "finance/add_mapping.html"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The page of the ledger in files."""
        return [*super().breadcrumbs(), ("Grootboek", reverse("ledger-files", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        kwargs.setdefault("form", AddMappingForm(deal=self.deal))
        return super().get_context_data(cancel_url=reverse("ledger-files", args=[self.deal.slug]), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Look at the file and keep its headings; the columns are chosen on the next page."""
        form = AddMappingForm(request.POST, request.FILES, deal=self.deal)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        mapping = LedgerMapping(deal=self.deal, seen=form.seen)
        values = {"name": form.cleaned_data["name"], "kind": form.cleaned_data["kind"]}
        mapping.enter(by=self.user, at=timezone.now(), values=values)
        return redirect(reverse("ledger-mapping", args=[self.deal.slug, mapping.pk]))


class MappingPage(MoneyDealPage):
    """One mapping: its columns and values. A stale save changes nothing and keeps what was chosen."""

    right = Right.ENTER_MONEY
    template_name = "finance/mapping.html"
    mapping: LedgerMapping

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fetch the mapping of this deal."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.mapping = get_object_or_404(LedgerMapping, deal=self.deal, pk=kwargs["pk"])

    def page_title(self) -> str:
        """Its name."""
        return f"Koppeling: {self.mapping.name}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """The page of the ledger in files."""
        return [*super().breadcrumbs(), ("Grootboek", reverse("ledger-files", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, the form to look at another file, and the trail."""
        kwargs.setdefault("form", self._form())
        kwargs.setdefault("look_form", LookForm(auto_id="look-%s"))
        changes = self.mapping.events.select_related("by").order_by("-at", "-pk")
        return super().get_context_data(mapping=self.mapping, changes=changes, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Change the mapping."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        version = form.cleaned_data["version"] or 0
        try:
            self.mapping.revise(by=self.user, at=timezone.now(), values=form.values(), version=version)
        except WrongStateError as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, "Uw wijziging is bewaard.")
        return redirect(self.address())

    def _form(self, data: Any = None) -> MappingForm:
        """The form, on a copy of its own: what was typed is not what is stored."""
        return MappingForm(data, instance=LedgerMapping.objects.get(pk=self.mapping.pk), deal=self.deal)

    def address(self) -> str:
        """This page."""
        return reverse("ledger-mapping", args=[self.deal.slug, self.mapping.pk])


class LookAtFile(MappingPage):
    """Looks at another file for a mapping: its headings and values become the choices."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep what was seen; the mapping itself does not change."""
        form = LookForm(request.POST, request.FILES, auto_id="look-%s")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(look_form=form), status=422)
        LedgerMapping.objects.filter(pk=self.mapping.pk).update(seen=form.seen)
        return redirect(self.address())
