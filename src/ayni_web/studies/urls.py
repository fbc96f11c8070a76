"""Addresses."""

from django.urls import path
from django.views.generic import RedirectView

app_name = "studies"
urlpatterns = [
    path("studies/list/", RedirectView.as_view(url="/"), name="list"),
]
