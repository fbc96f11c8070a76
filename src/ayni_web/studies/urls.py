"""Addresses."""

from django.urls import path

from ayni_web.home import views

app_name = "studies"
urlpatterns = [
    path("studies/list/", views.home, name="list"),
]
