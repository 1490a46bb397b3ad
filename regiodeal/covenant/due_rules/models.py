"""What was agreed with a term."""

from django.db import models

from regiodeal.deals.models import AgreedRow, Interpretation


class Obligation(AgreedRow):
    """An obligation (afspraak met termijn). Its dates are computed from `due` (see due_rules.py), never stored."""

    class About(models.TextChoices):
        """Says what it is about: who hears of its last day follows from it, and from whose it is."""

        REPORT = "report", "de rapportage"
        MONEY = "money", "geld"
        MEETING = "meeting", "het overleg"
        EVALUATION = "evaluation", "de evaluatie"
        OTHER = "other", "iets anders"

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
    about = models.CharField(
        "gaat over", max_length=10, choices=About, blank=True, help_text="Leeg: het volgt uit wat de afspraak vraagt."
    )
    note = models.TextField("toelichting", blank=True)
    readings = models.ManyToManyField(Interpretation, blank=True, related_name="obligations")

    class Meta(AgreedRow.Meta):
        verbose_name = "afspraak met termijn"
        verbose_name_plural = "afspraken met termijn"

    def __str__(self) -> str:
        return self.title

    @property
    def is_about_report(self) -> bool:
        """Tell whether its last day is one of the yearly report: its concept, its submission, or the talk about it."""
        is_marked = self.closes_round or self.submits_report or self.asks_meeting
        return is_marked or self.subject == self.About.REPORT

    @property
    def subject(self) -> About:
        """What it is about: what the deal file says, else what its marks ask for."""
        if self.about:
            return self.About(self.about)
        if self.asks_meeting:
            return self.About.MEETING
        return self.About.REPORT if self.closes_round or self.submits_report else self.About.OTHER
