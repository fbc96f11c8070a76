"""Addresses."""

from django.urls import path

from ayni_web.home import views

app_name = "members"
urlpatterns = [
    path("members/clusters/", views.home, name="clusters"),
    path("members/organisations/", views.home, name="organisations"),
    path("members/join/", views.home, name="join"),
]
