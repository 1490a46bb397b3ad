"""Giving a kept file back."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from regiodeal.covenant.openness.files import CONTENT_TYPES, FileKind


def file_response(file: FieldFile, *, name: str, kind: str) -> FileResponse:
    """The file to save and never to show: what is in it cannot act as a page of the portal. 404 when it is gone."""
    try:
        content = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=name, content_type=CONTENT_TYPES[FileKind(kind)])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
