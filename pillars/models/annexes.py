"""The annexes of the covenant: the national programmes the deal adds to, and how its pillars strengthen each other."""

from django.db import models

from pillars.models.agreement import Measure
from regiodeal.covenant.models import AgreedRow


class NationalProgramme(AgreedRow):
    """A national programme or aim that the deal adds to (bijlage 1); without measures it is about the whole deal."""

    name = models.CharField("naam", max_length=200)
    wording = models.TextField("tekst")
    measures = models.ManyToManyField(Measure, blank=True, related_name="national_programmes")

    class Meta(AgreedRow.Meta):
        verbose_name = "landelijk programma"
        verbose_name_plural = "landelijke programma's"

    def __str__(self) -> str:
        return self.name


class CrossLink(AgreedRow):
    """An example of how measures of both pillars strengthen each other (bijlage 2)."""

    title = models.CharField("titel", max_length=200)
    wording = models.TextField("tekst")
    measures = models.ManyToManyField(Measure, related_name="cross_links")

    class Meta(AgreedRow.Meta):
        verbose_name = "samenhang"
        verbose_name_plural = "samenhang"

    def __str__(self) -> str:
        return self.title
