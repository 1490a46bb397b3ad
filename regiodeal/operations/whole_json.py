"""The JSON of `dumpdata` and `loaddata` with whole moments: Django's own cuts off microseconds, as JavaScript does.

So a portal that moves to another database has the same checksum there.
"""

from datetime import datetime, time
from typing import Any

from django.core.serializers.json import Deserializer, DjangoJSONEncoder
from django.core.serializers.json import Serializer as JsonSerializer

__all__ = ["Deserializer", "Serializer"]


class WholeMoments(DjangoJSONEncoder):
    """Writes moments with their microseconds."""

    def default(self, o: object) -> object:
        """Encode as DjangoJSONEncoder does, but for moments."""
        return o.isoformat() if isinstance(o, (datetime, time)) else super().default(o)


class Serializer(JsonSerializer):
    """Django's own, with whole moments."""

    def serialize(self, *args: Any, **options: Any) -> object:
        """Write the rows."""
        return super().serialize(*args, **{"cls": WholeMoments} | options)
