"""App configuration."""

from django.apps import AppConfig


class CovenantConfig(AppConfig):
    """The covenant: who agreed, who may do what, and when what is due."""

    name = "regiodeal.covenant"
    label = "covenant"
    verbose_name = "Convenant"
