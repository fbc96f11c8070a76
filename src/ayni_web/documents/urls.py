"""Addresses."""

from django.urls import path

from ayni_web.documents import views

app_name = "documents"
urlpatterns = [
    path("documents/", views.documents, name="list"),
    path("documents/add/", views.add, name="add"),
    path("documents/waiting/", views.waiting, name="waiting"),
    path("documents/<uuid:pk>/", views.document, name="document"),
    path("documents/<uuid:pk>/new/", views.new_version, name="new_version"),
    path("documents/<uuid:pk>/readers/", views.readers, name="readers"),
    path("documents/<uuid:pk>/<int:number>/", views.document, name="version"),
    path("documents/<uuid:pk>/<int:number>/file/", views.download, name="download"),
    path("documents/<uuid:pk>/<int:number>/changes/", views.changes, name="changes"),
    path("documents/<uuid:pk>/<int:number>/ask/", views.ask, name="ask"),
    path("documents/<uuid:pk>/<int:number>/sign/", views.sign, name="sign"),
]
