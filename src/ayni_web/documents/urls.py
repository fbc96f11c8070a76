"""Addresses."""

from django.urls import path

from ayni_web.home import views

app_name = "documents"
urlpatterns = [
    path("documents/list/", views.home, name="list"),
]
