"""Addresses of beginning a deal, outside any deal."""

from django.urls import path

from regiodeal.stages.begin_views import begin_deal, template_file

urlpatterns = [
    path("nieuwe-deal/", begin_deal, name="begin-deal"),
    path("nieuwe-deal/werkboek/", template_file, name="template-workbook"),
]
