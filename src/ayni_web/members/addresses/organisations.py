from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [path("organisations/", RedirectView.as_view(url="/"), name="organisations")]
