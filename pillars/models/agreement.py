"""Pillars, goals (art. 2) and measures (art. 3)."""

from django.db import models

from regiodeal.covenant.models import AgreedRow


class Pillar(AgreedRow):
    """A pillar (pijler). The covenant names pillars differently per article: one name counts, the rest are aliases."""

    name = models.CharField("naam", max_length=200)
    aliases = models.JSONField("andere namen in het convenant", default=list, blank=True)

    class Meta(AgreedRow.Meta):
        verbose_name = "pijler"
        verbose_name_plural = "pijlers"
        constraints = [
            *AgreedRow.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "id"], name="pillars_pillar_in_deal"),
        ]

    def __str__(self) -> str:
        return f"Pijler {self.code}: {self.name}"


class Goal(AgreedRow):
    """A goal (doel) of art. 2, with the code that art. 3 and 4 give it."""

    pillar = models.ForeignKey(Pillar, on_delete=models.CASCADE, related_name="goals")
    title = models.CharField("titel", max_length=300)
    wording = models.TextField("afgesproken tekst")

    class Meta(AgreedRow.Meta):
        verbose_name = "doel"
        verbose_name_plural = "doelen"


class Measure(AgreedRow):
    """A measure (maatregel) of art. 3. `activities` quotes its lettered parts, which are no results."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="measures")
    title = models.CharField("titel", max_length=300)
    wording = models.TextField("afgesproken tekst")
    activities = models.JSONField("activiteiten", default=list, blank=True)

    class Meta(AgreedRow.Meta):
        verbose_name = "maatregel"
        verbose_name_plural = "maatregelen"
        constraints = [
            *AgreedRow.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "id"], name="pillars_measure_in_deal"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class OutcomeIndicator(AgreedRow):
    """A societal indicator that art. 2 gives as an example of a goal. It has no target, and proves no cause."""

    class Direction(models.TextChoices):
        """Which way the Parties hope it moves."""

        UP = "up", "omhoog"
        DOWN = "down", "omlaag"

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="outcome_indicators")
    name = models.CharField("naam", max_length=300)
    direction = models.CharField("gewenste richting", max_length=4, choices=Direction)
    unit = models.CharField("eenheid", max_length=100)

    class Meta(AgreedRow.Meta):
        verbose_name = "maatschappelijke indicator"
        verbose_name_plural = "maatschappelijke indicatoren"
