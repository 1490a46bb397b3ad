"""Making the yearly bundle in a worker, from the content that was frozen when it was asked for."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from reporting.portfolio.bundle import STEPS, bundle_html, bundle_words
from reporting.portfolio.models import Bundle
from reporting.reports.build import remove_others


def build_bundle(bundle: Bundle, *, tell: Callable[[str], None], at: datetime) -> None:
    """Make PDF and workbook and keep both, or neither."""
    from reporting.pdf.document import finished, laid_out  # WeasyPrint is slow to import
    from reporting.pdf.fonts import in_our_letters
    from reporting.portfolio.bundle_workbook import bundle_workbook  # as is openpyxl

    content = bundle.content
    tell(STEPS[0])
    identifier = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    pdf, _pages = finished(laid_out(in_our_letters(bundle_html(content)), identifier=identifier), bundle_words(content))
    tell(STEPS[1])
    workbook = bundle_workbook(content)
    tell(STEPS[2])
    folder = f"bundles/{bundle.pk}"
    stem = f"{folder}/{bundle.attempts}/regio-deals-{bundle.year}"
    names = [
        default_storage.save(f"{stem}.{kind}", ContentFile(made)) for kind, made in (("pdf", pdf), ("xlsx", workbook))
    ]
    if bundle.finish(pdf=names[0], workbook=names[1], at=at):
        remove_others(folder, names)
    else:
        for name in names:
            default_storage.delete(name)
