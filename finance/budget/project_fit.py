"""Whether a project can stand on a budget line: its money is for measures of the pillar that the line is for."""

from finance.budget.models import BudgetLine
from pillars.agreed.models import Measure
from pillars.projects.models import Project
from regiodeal.deals.words import fill_in


class ProjectMisfitError(ValueError):
    """A project stands on a line or with a measure that it is not for. Its text is Dutch and says which it is for."""


def misfit(project: Project | None, *, line: BudgetLine | None, measure: Measure | None = None) -> str:
    """Why the project cannot stand on the line, or with the measure; empty when it can, or where there is no project.

    A line of execution costs is of no measure, and so of no project.
    """
    if project is None:
        return ""
    measures = [project.main_measure, *project.measures.all()]
    if line is not None and line.pillar_id is None:
        return fill_in("Deze regel is voor {execution_costs}. Kies een andere regel, of geen project.")
    if line is not None and line.pillar_id not in {row.goal.pillar_id for row in measures}:
        return f"{project} hoort niet bij {line.label}. Kies een andere regel, of een ander project."
    if measure is not None and measure.pk not in {row.pk for row in measures}:
        codes = ", ".join(dict.fromkeys(row.code for row in measures))
        return f"{project} is voor maatregel {codes}. Kies die maatregel, of een ander project."
    return ""


def refuse_misfit(project: Project | None, *, line: BudgetLine | None, measure: Measure | None = None) -> None:
    """Raise ProjectMisfitError where the project cannot stand there."""
    if refusal := misfit(project, line=line, measure=measure):
        raise ProjectMisfitError(refusal)
