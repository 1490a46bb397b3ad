"""The formats in which money is written out."""

from django.db import models


class Format(models.TextChoices):
    """What can be made."""

    XLSX = "xlsx", "Excel (XLSX)"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"
