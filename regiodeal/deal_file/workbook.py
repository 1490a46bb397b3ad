"""A deal as a workbook: a sheet per list, with the headings, choices and explanations of the deal file's schema."""

from datetime import date

from regiodeal.deals.models import Deal


def template_workbook() -> bytes:
    """An empty workbook (XLSX) to fill in: "Lees mij", then a sheet per list, each with an explanation and an example.

    What `read_deal_file` reads of it as it is, is a workbook without a deal: explanations and examples are passed over.
    """
    raise NotImplementedError


def deal_workbook(deal: Deal, on: date) -> bytes:
    """The deal as agreed on the date as a workbook (XLSX) that `read_deal_file` reads back without a difference."""
    raise NotImplementedError
