"""Addresses."""

from django.urls import path

from ayni_web.home import views

app_name = "accounts"
urlpatterns = [
    path("accounts/me/", views.home, name="me"),
    path("accounts/privacy/", views.home, name="privacy"),
]
