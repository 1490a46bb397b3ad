"""Photos that everybody may see: public ones, of public projects, and the pictures in texts of a published report."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from pillars.project_photos.models import ProjectPhoto
from regiodeal.files.views import photo_response
from regiodeal.pages.access import public
from reporting.public.published import published_report, published_reports
from reporting.texts.models import TextPicture

KEPT_SHORT = "public, max-age=300"  # somebody may take back that they agreed


def photos_of(slug: str, codes: list[str]) -> dict[str, ProjectPhoto]:
    """The first public photo of each of these projects that has one, by the code of the project."""
    rows = ProjectPhoto.objects.public().filter(project__deal__slug=slug, project__code__in=codes)
    first: dict[str, ProjectPhoto] = {}
    for photo in rows.select_related("project").order_by("uploaded_at", "pk"):
        first.setdefault(photo.project.code, photo)
    return first


@public
def public_photo(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponseBase:
    """Show the photo; 404 for every other one, so that nobody learns that it is there."""
    if not published_reports(slug):
        raise Http404
    rows = ProjectPhoto.objects.public().filter(project__deal__slug=slug, project__code=code)
    photo = get_object_or_404(rows, pk=pk)
    return photo_response(photo.file, name=photo.name, cache_control=KEPT_SHORT)


@public
def public_text_picture(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponseBase:
    """Show a picture that a published report has in its texts; 404 for every other one."""
    report = published_report(slug, year)
    told = report.snapshot.get("text_pictures", []) if report else []
    if report is None or pk not in {each["number"] for each in told}:
        raise Http404
    picture = get_object_or_404(TextPicture, pk=pk, deal_id=report.deal_id, removed_at__isnull=True)
    return photo_response(picture.file, name=picture.name, cache_control=KEPT_SHORT)
