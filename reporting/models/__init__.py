"""The models of the annual report."""

from reporting.models.report import AnnualReport

__all__ = ["AnnualReport"]
