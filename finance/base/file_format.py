"""The formats in which money is written out."""

from django.db import models


class Format(models.TextChoices):
    """A format in which money can be written out."""

    XLSX = "xlsx", "Excel (XLSX)"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"
