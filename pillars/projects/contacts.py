"""Whom one asks at an executor: added or changed, with a row of trail that names nobody."""

from datetime import datetime

from django.db import transaction

from pillars.projects.models import ContactPerson, Executor
from regiodeal.deals.models import User


@transaction.atomic
def keep_contact(executor: Executor, *, name: str, email: str, phone: str, by: User, at: datetime) -> ContactPerson:
    """Add a contact person, or change the one with this address.

    The trail keeps only that it happened: the trail stays, and the person may ask to be forgotten.
    """
    found = executor.contacts.filter(email__iexact=email).first()
    person = found or ContactPerson(executor=executor, email=email)
    if found is not None and (person.name, person.phone) == (name, phone):
        return person
    person.name, person.phone = name, phone
    person.save()
    executor.tell(by=by, at=at, changes=[["Contactpersonen", "", "gewijzigd" if found else "iemand toegevoegd"]])
    return person
