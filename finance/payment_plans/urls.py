"""Addresses of payment plans, inside a deal."""

from django.urls import path

from finance.payment_plans.views import PaymentPlanPage

urlpatterns = [
    path("financien/boekingen/verplichtingen/<int:pk>/betaalplan/", PaymentPlanPage.as_view(), name="payment-plan"),
]
