"""Marks of change: how the portal knows, in one number, whether anything of a deal has changed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Subquery, Sum, Value
from django.db.models.functions import Coalesce

EVERY_DEAL = 0  # the key of what shows in every deal, such as the name of a person


class DataMark(models.Model):
    """One transaction changed something of one deal. The database's own triggers write it (covenant/freshness)."""

    pk = models.CompositePrimaryKey("deal_key", "transaction_key")
    deal_key = models.BigIntegerField("deal")
    transaction_key = models.BigIntegerField("transactie")
    mark = models.BigIntegerField("merk")

    objects: ClassVar[models.Manager["DataMark"]] = models.Manager()

    class Meta:
        verbose_name = "merk van een wijziging"
        verbose_name_plural = "merken van wijzigingen"

    def __str__(self) -> str:
        return f"{self.deal_key}: {self.mark}"


def data_version(deal: Any) -> Coalesce:
    """The data version of a deal, as a column of a query in which `deal` gives its key.

    It is the sum of the marks. Each transaction that changed something left one, drawn by chance: another set of
    changes gives another sum, in whatever order they were committed.
    """
    marks = DataMark.objects.filter(deal_key__in=[deal, EVERY_DEAL])
    summed = marks.annotate(together=Value(1)).values("together").annotate(total=Sum("mark")).values("total")
    return Coalesce(Subquery(summed, output_field=models.DecimalField()), 0, output_field=models.DecimalField())
