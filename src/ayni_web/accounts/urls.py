"""Addresses."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "accounts"
urlpatterns = [
    path("accounts/me/", RedirectView.as_view(url="/"), name="me"),
    path("accounts/privacy/", RedirectView.as_view(url="/"), name="privacy"),
]
