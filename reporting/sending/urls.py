"""Addresses of programs that send, inside a deal."""

from django.urls import path

from reporting.sending.views import LetClientSend

urlpatterns = [path("beheer/koppelingen/<int:pk>/sturen/", LetClientSend.as_view(), name="let-client-send")]
