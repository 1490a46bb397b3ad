"""What was agreed with a term."""

from django.db import models

from regiodeal.deals.models import AgreedRow, Interpretation


class Obligation(AgreedRow):
    """An obligation (afspraak met termijn). Its dates are computed from `due` (see due.py), never stored."""

    title = models.CharField("titel", max_length=250)
    owner = models.CharField("wie", max_length=60, help_text="Code van een Partij of organisatie.")
    due = models.JSONField("termijnregel")
    closes_round = models.BooleanField(
        "sluit een ronde",
        default=False,
        help_text="Elke laatste dag van deze afspraak is de laatste dag van een ronde waarin cijfers worden ingevuld.",
    )
    submits_report = models.BooleanField(
        "vraagt de rapportage",
        default=False,
        help_text="Op elke laatste dag is de definitieve voortgangsrapportage van dat jaar ingediend.",
    )
    asks_meeting = models.BooleanField(
        "vraagt een overleg",
        default=False,
        help_text="Uiterlijk op elke laatste dag bespreekt een overleg de voortgangsrapportage van dat jaar.",
    )
    note = models.TextField("toelichting", blank=True)
    readings = models.ManyToManyField(Interpretation, blank=True, related_name="obligations")

    class Meta(AgreedRow.Meta):
        verbose_name = "afspraak met termijn"
        verbose_name_plural = "afspraken met termijn"

    def __str__(self) -> str:
        return self.title
