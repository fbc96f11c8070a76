"""Addresses."""

from django.urls import path

from ayni_web.diagnosis import views

app_name = "diagnosis"
urlpatterns = [
    path("clusters/<uuid:pk>/diagnosis/", views.diagnosis, name="cluster"),
    path("clusters/charges/<int:pk>/", views.charge, name="charge"),
]
