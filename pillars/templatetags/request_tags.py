"""What projects told, beside the story of their measure."""

from django import template
from django.template.context import Context

from pillars.agreed.models import Measure
from pillars.requests.project_stories import project_stories
from pillars.stories.models import ProgressEntry

register = template.Library()


@register.inclusion_tag("pillars/requests/parts/project_stories.html", takes_context=True)
def stories_of_projects(
    context: Context, measure: Measure, year: int, entry: ProgressEntry | None
) -> dict[str, object]:
    """The stories of the projects of a measure, each with a button that adds it to the story of the measure."""
    return {
        "stories": project_stories(measure, year, entry),
        "measure": measure,
        "year": year,
        "version": entry.version if entry else 0,
        "deal": context["deal"],
        "csrf_token": context.get("csrf_token"),
    }
