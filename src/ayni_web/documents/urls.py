"""Addresses."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "documents"
urlpatterns = [
    path("documents/list/", RedirectView.as_view(url="/"), name="list"),
]
