"""Addresses of closing the books, inside a deal."""

from django.urls import path

from finance.closing.views import (
    AskReopening,
    AuditSamplePage,
    AuditSamplesPage,
    BookClosingsPage,
    CloseBooks,
    DropClosing,
    ReopenBooks,
)

CLOSINGS = "financien/afsluiten/"
SAMPLES = "financien/steekproef/"

urlpatterns = [
    path(CLOSINGS, BookClosingsPage.as_view(), name="book-closings"),
    path(CLOSINGS + "<int:pk>/afsluiten/", CloseBooks.as_view(), name="close-books"),
    path(CLOSINGS + "<int:pk>/weg/", DropClosing.as_view(), name="drop-closing"),
    path(CLOSINGS + "<int:pk>/heropenen-vragen/", AskReopening.as_view(), name="ask-reopening"),
    path(CLOSINGS + "<int:pk>/heropenen/", ReopenBooks.as_view(), name="reopen-books"),
    path(SAMPLES, AuditSamplesPage.as_view(), name="audit-samples"),
    path(SAMPLES + "<int:pk>/", AuditSamplePage.as_view(), name="audit-sample"),
]
