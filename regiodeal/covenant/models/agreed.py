"""The common part of everything that the Parties agreed and that a deal file holds."""

from django.db import models


class AgreedRow(models.Model):
    """A row of the covenant: known within its deal by a code, and traceable to an article.

    It is stored as it was first agreed, and stays so: what a later version of the covenant changed in it is laid on
    top in memory, by covenant/in_force.py.

    Codes of different articles may look alike (art. 3 has a 2.1.2.a, art. 4 has another), so each kind of row is
    a model of its own and the article always stands beside the code.
    """

    deal = models.ForeignKey("covenant.Deal", on_delete=models.CASCADE, related_name="%(class)s_set")
    code = models.CharField("code", max_length=60)
    article = models.CharField("artikel", max_length=120)
    position = models.PositiveIntegerField("volgorde", default=0)
    agreed_from = models.DateField(
        "afgesproken vanaf",
        null=True,
        blank=True,
        editable=False,
        help_text="Leeg: vanaf het begin, uit het dealbestand. Anders kwam de regel er met een latere versie bij.",
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "code"], name="%(app_label)s_%(class)s_code_once_per_deal")
        ]

    def __str__(self) -> str:
        return self.code
