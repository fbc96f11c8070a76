"""Addresses."""

from django.urls import path, re_path

from ayni_web.spreadsheets import views

app_name = "spreadsheets"
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/empty/<slug:contract>.xlsx", views.empty, name="empty"),
    path("imports/<uuid:pk>/", views.preview, name="preview"),
    path("imports/<uuid:pk>/write/", views.write, name="write"),
    path("imports/<uuid:pk>/drop/", views.drop, name="drop"),
    path("imports/<uuid:pk>/to-mend.xlsx", views.to_mend, name="to_mend"),
    re_path(r"^lists/(?P<name>[a-z]{4,20})\.(?P<ending>csv|xlsx)$", views.export, name="export"),
]
