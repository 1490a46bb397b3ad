"""Pages of the map of a deal: looking at it, and loading a file with outlines and places."""

from typing import ClassVar, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone

from pillars.places.deal_map import PLACE_STATES, MapChoice, deal_map, projects_on_map
from pillars.places.map_upload import LARGEST_MAP, ReadMap, map_version, read_map, store_map
from pillars.projects.models import Project, ProjectState
from regiodeal.base.forms import FormOptions, Posted
from regiodeal.deals.models import Deal, Neighbourhood
from regiodeal.deals.roles import Right
from regiodeal.deals.words import deal_text
from regiodeal.files.kinds import Upload
from regiodeal.pages.deal_page import Context, DealPage
from regiodeal.pages.form_page import FormPage

KINDS = (("", "plekken en projecten"), ("plekken", "alleen plekken"), ("projecten", "alleen projecten"))


class MapFilter(forms.Form):
    """Asks what to show on the map. What is not in the lists shows everything."""

    soort = forms.ChoiceField(label="Wat", required=False, choices=KINDS)
    stand = forms.ChoiceField(
        label="Stand",
        required=False,
        choices=[
            ("", "alle standen"),
            ("Plekken", list(PLACE_STATES.items())),
            ("Projecten", list(ProjectState.choices)),
        ],
    )
    wijk = forms.ChoiceField(label=deal_text("{Area}"), required=False)

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["wijk"]
        assert isinstance(field, forms.ChoiceField)
        areas = [(row.code, row.name) for row in Neighbourhood.objects.filter(deal_id=deal.pk)]
        field.choices = [("", deal_text("alle {areas}")), *areas]

    @property
    def choice(self) -> MapChoice:
        """Return what was asked for."""
        self.is_valid()
        chosen = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return MapChoice(chosen["soort"], chosen["stand"], chosen["wijk"])


class MapPage(DealPage):
    """Answers: what happens where? A map with its list beside it, which says everything that the map shows."""

    right = Right.SEE_DEAL
    section = "measures"
    title = "Kaart"
    template_name = "pillars/places/map.html"
    help_chapter: ClassVar[str] = "kaart#kijken"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the measures."""
        return [("Maatregelen", reverse("measures", args=[self.deal.slug]))]

    def get_context_data(self, **kwargs: object) -> Context:
        """The map and the list, cut to what was asked for."""
        filters = MapFilter(self.request.GET, deal=self.deal)
        visible = Project.objects.visible_to(self.rights).filter(deal_id=self.deal.pk)
        choice = filters.choice
        found = deal_map(self.deal, projects_on_map(visible, on=self.on), on=self.on, choice=choice)
        return super().get_context_data(
            filters=filters,
            is_filtered=choice != MapChoice(),
            map=found,
            place_states=[(key, word) for key, word in PLACE_STATES.items() if key in found.states],
            may_load=self.may(Right.ENTER_PROGRESS),
            **kwargs,
        )


class MapFileForm(forms.Form):
    """Asks for a file of GeoJSON, and where it comes from."""

    file = forms.FileField(
        label="Bestand",
        help_text=f"GeoJSON in WGS84 (EPSG:4326), hoogstens {filesizeformat(LARGEST_MAP)}.",
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )
    source = forms.CharField(
        label="Bron",
        max_length=200,
        help_text="Staat onder elke kaart, zoals: CBS 2025, via PDOK.",
    )
    is_schematic = forms.BooleanField(
        label="De grenzen zijn bij benadering getekend", required=False, help_text="Elke kaart zegt dat er dan bij."
    )
    known_map = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Posted = None, *, deal: Deal, **kwargs: Unpack[FormOptions]) -> None:
        kwargs.setdefault("initial", {"known_map": map_version(deal)})
        super().__init__(data, **kwargs)
        self.deal = deal

    def clean_file(self) -> ReadMap:
        """What the file says of this deal, or what is wrong with it."""
        upload: Upload = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST_MAP:
            raise ValidationError(f"Dit bestand is groter dan {filesizeformat(LARGEST_MAP)}.")
        try:
            return read_map(self.deal, upload.read())
        except UnicodeDecodeError as error:
            raise ValidationError("Dit bestand is geen tekst. Kies een bestand met GeoJSON.") from error


class LoadMap(FormPage):
    """Puts the outlines and places of a file on the map; an area that is not in it keeps its outline."""

    right = Right.ENTER_PROGRESS
    section = "measures"
    title = "Kaart laden"
    takes_files = True
    save_label = "Zet op de kaart"
    help_chapter: ClassVar[str] = "kaart#de-echte-grenzen-van-pdok-laden"
    intro = deal_text(
        "Het portaal zoekt in het bestand de vormen die bij {an_area} of een plek van deze deal horen, en laat de rest "
        "liggen. De kaart is voor iedereen te zien."
    )

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the map."""
        return [("Kaart", self.address())]

    def address(self) -> str:
        """Return the address of the map."""
        return reverse("map", args=[self.deal.slug])

    def form(self, data: Posted = None) -> MapFileForm:
        """The form, with the source that is named now."""
        start = {"known_map": map_version(self.deal), "source": "", "is_schematic": False}
        return MapFileForm(data, deal=self.deal, files=self.uploads(), initial=start)

    def save(self, form: MapFileForm) -> str:
        """Store it."""
        given = form.cleaned_data
        read: ReadMap = given["file"]
        read.source, read.is_schematic = given["source"], given["is_schematic"]
        return store_map(self.deal, read, by=self.user, at=timezone.now(), version=given["known_map"])
