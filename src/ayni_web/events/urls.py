"""Addresses."""

from django.urls import path

from ayni_web.events import views

app_name = "events"
urlpatterns = [
    path("events/", views.events, name="list"),
    path("events/add/", views.choose_kind, name="choose_kind"),
    path("events/add/<slug:kind>/", views.add, name="add"),
    path("events/deliver/", views.deliver, name="deliver"),
    path("events/<uuid:pk>/", views.event, name="event"),
    path("events/<uuid:pk>/change/", views.change, name="change"),
    path("events/<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("events/<uuid:pk>/participants/", views.participants, name="participants"),
    path("events/<uuid:pk>/participants/<int:participation>/confirm/", views.confirm, name="confirm"),
    path("events/<uuid:pk>/participants/<int:participation>/remove/", views.remove, name="remove"),
]
