"""Addresses of the first page and the pages that explain."""

from django.urls import path

from ayni_web.home import views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("language/<str:code>/", views.language, name="language"),
    path("who-sees-what/", views.who_sees, name="who_sees"),
    path("words/", views.words_used, name="words"),
    path("chain/", views.seals, name="seals"),
]
