"""Making a dossier in a worker: written to a file of its own first, kept only when it is whole."""

import hashlib
import tempfile
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from regiodeal.base.dutch import day
from regiodeal.deals.roles import READERS, Reader, rights_of
from regiodeal.deals.words import speaking
from regiodeal.pages.access import memberships_of
from reporting.dossier.archive import write_archive
from reporting.dossier.models import Dossier
from reporting.dossier.parts import parts
from reporting.reports.build import remove_others

STEPS = ("Stukken verzamelen en inpakken", "Bewaren")
SIGN_EVERY = 20  # files between two signs of life

type Tell = Callable[[str], None]


def build_dossier(dossier: Dossier, *, tell: Tell, at: datetime) -> None:
    """Write the archive with what its requester may see now, and keep it. Raises PermissionError without a role."""
    assert dossier.requested_by is not None  # the portal itself asks for none
    memberships = memberships_of(dossier.requested_by, dossier.report.deal.slug)
    if not any(row.role in READERS for row in memberships):
        raise PermissionError("no role in the deal any more")
    reader: Reader = {
        "rights": rights_of([row.role for row in memberships], memberships[0].deal.stage),
        "parties": frozenset(row.party_id for row in memberships if row.party_id),
    }
    dossier.tell_reader(**reader)
    about = f"Dossier bij {dossier.report}, stand op {day(dossier.report.reference_date)}."
    counted = iter(range(10**9))

    def tell_now_and_then() -> None:
        if next(counted) % SIGN_EVERY == 0:
            tell(STEPS[0])

    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as archive:  # /tmp may be small
        with speaking(dossier.report.deal.words):
            found = parts(dossier.report, reader, asker=dossier.requested_by.pk)
            written = write_archive(archive, found, about=about, tell=tell_now_and_then)
        tell(STEPS[1])
        archive.seek(0)
        sha256 = hashlib.file_digest(archive, "sha256").hexdigest()
        size = archive.tell()
        archive.seek(0)
        folder = f"dossiers/{dossier.report.deal.slug}/{dossier.pk}"
        name = default_storage.save(f"{folder}/{dossier.attempts}/dossier.zip", File(archive))
    if dossier.finish(name=name, sha256=sha256, size=size, files=len(written), at=at):
        remove_others(folder, {name})
    else:
        default_storage.delete(name)
