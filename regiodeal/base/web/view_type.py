"""The type of a view."""

from collections.abc import Callable

from django.http import HttpResponseBase

type View = Callable[..., HttpResponseBase]
