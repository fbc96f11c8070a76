"""Addresses."""

from django.urls import path

from ayni_web.operation import views

app_name = "operation"
urlpatterns = [path("health/", views.health, name="health")]
