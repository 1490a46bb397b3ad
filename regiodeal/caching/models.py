"""Marks of change: how the portal knows, in one number, whether anything of a deal has changed."""

from typing import Any, ClassVar

from django.db import connection, models
from django.db.models.functions import Coalesce

from regiodeal.deals.models import Deal

EVERY_DEAL = 0  # the key of what shows in every deal, such as the name of a person
# By hand, since it is asked for every page of a deal. In its place comes an expression that gives the deal's key.
SUM_OF_MARKS = f"(SELECT COALESCE(SUM(mark), 0) FROM caching_datamark WHERE deal_key IN (%s, {EVERY_DEAL}))"  # noqa: S608
_OF_DEAL = "SELECT " + SUM_OF_MARKS % "(SELECT id FROM deals_deal WHERE slug = %s)"  # noqa: S608


class DataMark(models.Model):
    """Something of one deal changed. The database's own triggers write it (caching)."""

    deal_key = models.BigIntegerField("deal", db_index=True)
    mark = models.BigIntegerField("merk")

    objects: ClassVar[models.Manager["DataMark"]] = models.Manager()

    class Meta:
        verbose_name = "merk van een wijziging"
        verbose_name_plural = "merken van wijzigingen"

    def __str__(self) -> str:
        return f"{self.deal_key}: {self.mark}"


def with_data_version(deals: models.QuerySet[Deal, Any]) -> models.QuerySet[Deal, Any]:
    """Add the data version of each deal to these deals, as `data_version`; see the function of that name."""
    marks = DataMark.objects.filter(deal_key__in=[models.OuterRef("pk"), EVERY_DEAL])
    total = marks.annotate(all=models.Value(1)).order_by().values("all").annotate(total=models.Sum("mark"))
    return deals.annotate(data_version=Coalesce(models.Subquery(total.values("total")), 0))


def data_version(slug: str) -> int:
    """The data version of the deal with this slug: the sum of its marks, in one small query.

    It is asked before anything that it is to stand for is read.

    Each statement that changed something left a mark, drawn by chance: another set of changes gives another sum, in
    whatever order they were committed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OF_DEAL, [slug])
        ((total,),) = cursor.fetchall()
    return int(total)
