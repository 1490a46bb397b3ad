"""Pages on which a deal in preparation is filled in without a file: names, days, words, articles and short lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from regiodeal.base.forms import Posted
from regiodeal.base.themes import THEMES
from regiodeal.base.values import Values
from regiodeal.deal_file.schema import DEAL
from regiodeal.deal_file.told import field_title, value_told
from regiodeal.deals.models import AgreedRow, Deal, Neighbourhood, Organisation, Party
from regiodeal.deals.roles import Right, Stage
from regiodeal.deals.words import deal_text
from regiodeal.files.views import logo_response
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.pages.deal_page import Context, DealPage, DealView
from regiodeal.stages.deal_look import NewLook, change_look
from regiodeal.stages.forms import (
    AreaForm,
    ArticlesForm,
    DealLookForm,
    NamesForm,
    OrganisationForm,
    PartyForm,
    WordsForm,
)
from regiodeal.stages.life import step

NAMES = ("name", "short_name", "region_name", "signed_on", "in_force_on", "ends_on", "financing_ends_on")


def stage_url(deal: Deal) -> str:
    """The address of the page about the deal itself."""
    return reverse("stage", args=[deal.slug])


@dataclass(frozen=True)
class RowKind:
    """One short list of a deal that has pages of its own: its model, its form and what one row is called."""

    title: str
    one: str
    model: type[AgreedRow]
    form: type[forms.ModelForm]  # type: ignore[type-arg]
    along: tuple[str, ...] = ()  # what is fetched with the rows: the people of a Party


KINDS: Mapping[str, RowKind] = {
    "parties": RowKind("Partijen", "Partij", Party, PartyForm, along=("office_holders",)),
    "organisations": RowKind("Organisaties", "Organisatie", Organisation, OrganisationForm),
    "neighbourhoods": RowKind(deal_text("{Areas}"), deal_text("{Area}"), Neighbourhood, AreaForm),
}


class FillInPage(SeenFormPage):
    """Base of the pages that change a deal in preparation; each leaves a row of the deal's trail."""

    right = Right.PREPARE_DEAL
    section = "stage"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the deal itself."""
        return [("Over deze deal", stage_url(self.deal))]

    def address(self) -> str:
        """Return the address of the page about the deal."""
        return stage_url(self.deal)

    def seen(self) -> list[object]:
        """Return of which moment of the deal the form is."""
        return [self.deal.stage, self.deal.stage_version]

    def told(self, changes: list[list[str]]) -> None:
        """Leave the row of trail, if the deal still is as it was when the form was opened. Raises WrongStateError."""
        step(
            self.deal,
            Stage.PREPARING,
            Stage.PREPARING,
            version=self.deal.stage_version,
            by=self.user,
            at=timezone.now(),
            changes=changes,
        )

    @transaction.atomic
    def change(self, values: Values) -> None:
        """Give the deal itself these values."""
        stored = Deal.objects.get(pk=self.deal.pk)
        changes = []
        for name, value in values.items():
            old = getattr(stored, name)
            if old != value:
                changes.append([field_title(DEAL, name), value_told(DEAL, name, old), value_told(DEAL, name, value)])
                setattr(stored, name, value)
        if changes:
            self.told(changes)
            stored.save(update_fields=list(values))


class ChangeNames(FillInPage):
    """Changes the names and the days of a deal in preparation."""

    title = "Namen en dagen"

    def form(self, data: Posted = None) -> NamesForm:
        """Return the form with what stands now."""
        return NamesForm(data, initial={name: getattr(self.deal, name) for name in NAMES})

    def save(self, form: NamesForm) -> str:
        """Store it."""
        self.change(form.cleaned_data)
        return "De namen en dagen zijn opgeslagen."


class ChangeWords(FillInPage):
    """Changes how a deal in preparation calls its parts."""

    title = "Woorden van de deal"
    intro = "Zo noemt het portaal de dingen in uw deal. Laat een woord leeg als het gewone woord goed is."

    def form(self, data: Posted = None) -> WordsForm:
        """Return the form with what stands now."""
        return WordsForm(data, deal=self.deal)

    def save(self, form: WordsForm) -> str:
        """Store it."""
        self.change({"own_words": form.own_words()})
        return "De woorden zijn opgeslagen."


class ChangeArticles(FillInPage):
    """Changes which article of the covenant governs what."""

    title = "Artikelen van het convenant"
    intro = "In welk artikel staat dit? Alleen het nummer, zoals 12 lid 2. Laat leeg wat er niet in staat."

    def form(self, data: Posted = None) -> ArticlesForm:
        """Return the form with what stands now."""
        return ArticlesForm(data, deal=self.deal)

    def save(self, form: ArticlesForm) -> str:
        """Store it."""
        self.change({"articles": form.articles()})
        return "De artikelen zijn opgeslagen."


class _OfKind(DealView):
    """A view of one short list."""

    kind: RowKind

    def load(self) -> None:
        """Find the list. 404 for one that has no pages."""
        if self.kwargs["kind"] not in KINDS:
            raise Http404
        self.kind = KINDS[self.kwargs["kind"]]

    def list_url(self) -> str:
        """Return the address of the list."""
        return reverse("deal-rows", args=[self.deal.slug, self.kwargs["kind"]])


class DealRows(_OfKind, DealPage):
    """Shows one short list of a deal in preparation."""

    right = Right.PREPARE_DEAL
    section = "stage"
    template_name = "stages/rows.html"

    def page_title(self) -> str:
        """Title the page by the list."""
        return str(self.kind.title)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the deal itself."""
        return [("Over deze deal", stage_url(self.deal))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The rows in order."""
        rows = self.kind.model._default_manager.filter(deal_id=self.deal.pk)
        return super().get_context_data(
            rows=rows.prefetch_related(*self.kind.along),
            one=self.kind.one,
            kind=self.kwargs["kind"],
            has_people=bool(self.kind.along),
            **kwargs,
        )


class AddDealRow(_OfKind, FillInPage):
    """Adds a row to a short list."""

    def page_title(self) -> str:
        """Title the page by what is added."""
        return f"{self.kind.one} toevoegen"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the list."""
        return [*super().breadcrumbs(), (str(self.kind.title), self.list_url())]

    def address(self) -> str:
        """Return the address of the list."""
        return self.list_url()

    def row(self) -> AgreedRow:
        """Return the row that the form is about."""
        count = self.kind.model._default_manager.filter(deal_id=self.deal.pk).count()
        return self.kind.model(deal_id=self.deal.pk, position=count + 1)

    def form(self, data: Posted = None) -> Any:
        """Return the form of a row."""
        return self.kind.form(data, deal=self.deal, instance=self.row())  # type: ignore[call-arg]

    @transaction.atomic
    def save(self, form: Any) -> str:
        """Store the row."""
        row = form.save()
        self.told([[f"{self.kind.one} {row.code}", "", str(row)]])
        return f"{row} is opgeslagen."


class _OneDealRow(AddDealRow):
    """A step with one row of a short list."""

    one: AgreedRow

    def load(self) -> None:
        """Fetch the row of this deal."""
        super().load()
        self.one = get_object_or_404(self.kind.model, deal_id=self.deal.pk, code=self.kwargs["code"])

    def row(self) -> AgreedRow:
        """Return the row that the address names."""
        return self.one


class ChangeDealRow(_OneDealRow):
    """Changes a row of a short list."""

    @transaction.atomic
    def save(self, form: Any) -> str:
        """Store the row, and tell of each field that changed what it was and what it is."""
        row = form.save()
        kind, about = self.kwargs["kind"], f"{self.kind.one} {row.code}"
        values = {name: (form.initial.get(name), getattr(row, name)) for name in form.changed_data}
        if values:
            self.told(
                [
                    [f"{about}: {field_title(kind, name)}", *(value_told(kind, name, value) for value in both)]
                    for name, both in values.items()
                ]
            )
        return f"{row} is opgeslagen."

    def page_title(self) -> str:
        """Title the page by the row."""
        return f"{self.kind.one}: {self.one}"


class RemoveDealRow(_OneDealRow):
    """Takes a row out of a short list."""

    template_name = "components/confirm_page.html"

    def page_title(self) -> str:
        """Title the page by the row."""
        return f"{self.one} verwijderen?"

    def form(self, data: Posted = None) -> forms.Form:
        """Return a form without fields: one only confirms."""
        return forms.Form(data)

    def get_context_data(self, **kwargs: object) -> Context:
        """Add the question."""
        text = "De regel gaat weg, met wat er alleen bij hoort."
        return super().get_context_data(title=self.page_title(), text=text, button="Ja, verwijder", **kwargs)

    @transaction.atomic
    def save(self, form: Any) -> str:
        """Remove the row."""
        told = str(self.one)
        self.told([[f"{self.kind.one} {self.one.code}", told, ""]])
        try:
            self.one.delete()
        except ProtectedError as refusal:
            raise ValueError(f"{told} wordt nog ergens genoemd. Haal dat eerst weg.") from refusal
        return f"{told} is verwijderd."


class ChangeLook(SeenFormPage):
    """Changes the owner's name, the theme, a colour of one's own and the logo."""

    right = Right.KEEP_LOOK
    section = "stage"
    title = "Naam, logo en kleuren"
    takes_files = True

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the deal itself."""
        return [("Over deze deal", self.address())]

    def address(self) -> str:
        """Return the address of the page about the deal."""
        return stage_url(self.deal)

    def seen(self) -> list[object]:
        """Return how the deal looks now."""
        deal = self.deal
        return [deal.owner_name, deal.theme, deal.primary_color, deal.logo.name, deal.logo_text]

    def form(self, data: Posted = None) -> DealLookForm:
        """Return the form with what stands now."""
        kept = ("owner_name", "theme", "primary_color", "logo_text")
        form = DealLookForm(data, self.uploads(), initial={name: getattr(self.deal, name) for name in kept})
        if not self.deal.logo:
            del form.fields["remove_logo"]
        theme = form.fields["theme"]
        assert isinstance(theme, forms.ChoiceField)
        theme.choices = [("", "zoals het portaal"), *((each.name, each.label) for each in THEMES)]
        return form

    def save(self, form: DealLookForm) -> str:
        """Store it. Raises ValueError for what cannot be read, and for a logo that is none."""
        data = form.cleaned_data
        kept = {name: data[name] for name in ("owner_name", "theme", "primary_color", "logo_text", "logo")}
        new = NewLook(**kept, removes_logo=data.get("remove_logo", False))
        change_look(self.deal, new, by=self.user, at=timezone.now())
        return "De naam, het logo en de kleuren zijn opgeslagen."


class DealLogo(DealView):
    """Gives the logo of the deal."""

    right = Right.SEE_DEAL

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """The picture. 404 for a deal without one."""
        return logo_response(self.deal, cache_control="private, max-age=300")
