"""Addresses."""

from django.urls import path

from ayni_web.home import views

app_name = "events"
urlpatterns = [
    path("events/list/", views.home, name="list"),
]
