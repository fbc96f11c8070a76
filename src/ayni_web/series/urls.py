"""Addresses."""

from django.urls import path

from ayni_web.series import views

app_name = "series"
urlpatterns = [
    path("evidence/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("evidence/<slug:subject>/<slug:subject_id>/add/", views.attach, name="attach"),
    path("evidence/<slug:subject>/<slug:subject_id>/file/", views.attach_file, name="attach_file"),
]
