from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [
    path("clusters/", RedirectView.as_view(url="/"), name="clusters"),
    path("clusters/<uuid:pk>/", RedirectView.as_view(url="/"), name="cluster"),
    path("join/", RedirectView.as_view(url="/"), name="join"),
]
