"""Addresses of the first page and the pages that explain."""

from django.urls import path, re_path

from ayni_web.home import recordings, views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("language/<str:code>/", views.language, name="language"),
    path("mine/", views.reminders, name="reminders"),
    path("who-sees-what/", views.who_sees, name="who_sees"),
    path("who-sees-what/<slug:kind>/<uuid:pk>/", views.who_sees_row, name="who_sees_row"),
    path("search/", views.search, name="search"),
    path("words/", views.words_used, name="words"),
    path("library/", views.library, name="library"),
    path("library/chapters/<slug:code>/", views.library_chapter, name="library_chapter"),
    path("library/<slug:kind>/<slug:code>/", views.library_entry, name="library_entry"),
    path("chain/", views.seals, name="seals"),
    path("chain/chain.jsonl", views.chain_lines, name="chain_lines"),
    path("recordings/", recordings.recordings, name="recordings"),
    path("recordings/add/", recordings.add, name="recording_add"),
    path("recordings/<int:pk>/drop/", recordings.drop, name="recording_drop"),
    re_path(r"^recordings/(?P<pk>\d{1,9})/(?P<sha256>[0-9a-f]{8})/$", recordings.play, name="recording"),
]
