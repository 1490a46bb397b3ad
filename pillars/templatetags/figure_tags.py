"""Small pictures of figures inside a page."""

from django import template

from pillars.progress.charts import sparkline
from pillars.progress.forecast import TrendLine

register = template.Library()


@register.inclusion_tag("components/sparkline.html")
def spark(line: TrendLine) -> dict[str, object]:
    """A small line of values since the start of the deal, for inside a table."""
    return {"spark": sparkline(line)}
