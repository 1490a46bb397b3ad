"""App configuration."""

from django.apps import AppConfig
from django.utils.functional import cached_property

from regiodeal.deals.contributions import Contributing, Contributions, Placed


class ExampleConfig(Contributing, AppConfig):
    """The made-up data of an example portal."""

    name = "regiodeal.example"
    label = "example"
    verbose_name = "Voorbeeld"

    @cached_property
    def contributions(self) -> Contributions:
        """Return the example people, as the first part of the example."""
        from regiodeal.example.example_people import load_people

        return Contributions(example=(Placed(10, load_people),))
