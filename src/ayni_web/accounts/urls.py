"""Addresses."""

from django.urls import path
from django.views.generic import RedirectView

from ayni_web.accounts.privacy import addresses as privacy

app_name = "accounts"
urlpatterns = [
    path("accounts/me/", RedirectView.as_view(url="/"), name="me"),
    *privacy.urlpatterns,
]
