"""Giving a kept file back."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponseBase

from regiodeal.deals.models import Deal
from regiodeal.files.kinds import CONTENT_TYPES, FileKind

SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"}
KEPT_NOWHERE = "private, no-store"


def file_response(file: FieldFile, *, name: str, content_type: str, **headers: str) -> FileResponse:
    """The file to save and never to show: what is in it cannot act as a page of the portal. 404 when it is gone.

    Nobody keeps a copy on the way, unless `Cache_Control` says otherwise; other headers are written so, too.
    """
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = SAFE | {"Cache-Control": KEPT_NOWHERE} | named
    return FileResponse(content, as_attachment=True, filename=name, content_type=content_type, headers=sent)


def logo_response(deal: Deal, *, cache_control: str) -> HttpResponseBase:
    """The logo of a deal as a picture to show; it was checked to be one when it came in. 404 for a deal without one."""
    if not deal.logo:
        raise Http404
    kind = FileKind(str(deal.logo.name).rpartition(".")[2])
    answer = file_response(deal.logo, name=f"logo.{kind.value}", content_type=CONTENT_TYPES[kind])
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cache-Control"] = cache_control
    return answer


def photo_response(file: FieldFile, *, name: str, cache_control: str = KEPT_NOWHERE) -> HttpResponseBase:
    """A photo as a picture to show: the portal made it itself, of pixels alone. 404 when it is gone."""
    if not file:
        raise Http404
    answer = file_response(file, name=name, content_type=CONTENT_TYPES[FileKind.JPEG])
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cache-Control"] = cache_control
    return answer
