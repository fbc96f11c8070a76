"""Addresses."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "events"
urlpatterns = [
    path("events/list/", RedirectView.as_view(url="/"), name="list"),
]
