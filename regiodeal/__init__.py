"""The Regiodeal portal: what every topic stands on, and the covenant.

base: dates, Dutch words, numbers, form fields and constraints
deals: who and what a deal is, and what is in force on a day
caching: whether a page that somebody has is still true
pages: the base of every page of a deal, and who may reach it
lifecycle: states with their trail, and review by a second person
files: what people upload, and who may see it
api_clients: programs that read the API, with their tokens
audit: the trail of whoever did what
accounts: signing in, invitations and second steps
deal_file: a deal as a file, loaded and exported
sheets: files of rows and columns, read and written
search: one search over the whole deal
notices: reminders by mail, and calendars
operations: backups, metrics, retention and the commands around them
example: made-up people and data
covenant: the articles of the covenant
config: settings, addresses and the rest of the wiring

Celery's application is made first: every task of every app belongs to it.
"""

from regiodeal.config.celery import app as celery_app

__all__ = ["celery_app"]
