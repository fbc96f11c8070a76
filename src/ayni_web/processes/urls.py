"""Addresses."""

from django.urls import path

from ayni_web.processes.views import cases, drafts, intakes, processes, sequels

app_name = "processes"
urlpatterns = [
    path("cases/", cases.cases, name="cases"),
    path("cases/open/", cases.choose, name="choose"),
    path("cases/open/<uuid:pk>/", cases.open_case, name="open"),
    path("cases/open/<uuid:pk>/take-in/", intakes.take_in, name="take_in"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/slip/", intakes.slip, name="slip"),
    path("cases/<uuid:pk>/put-in/", intakes.put_in, name="put_in"),
    path("cases/<uuid:pk>/forget/", intakes.forget, name="forget"),
    path("cases/<uuid:pk>/follow/", sequels.follow, name="follow"),
    path("cases/<uuid:pk>/move/<int:way>/", cases.move, name="move"),
    path("cases/<uuid:pk>/pause/", cases.pause, name="pause"),
    path("cases/<uuid:pk>/resume/", cases.resume, name="resume"),
    path("cases/<uuid:pk>/reviewer/", cases.reviewer, name="reviewer"),
    path("cases/<uuid:pk>/blocked/", cases.blocked, name="blocked"),
    path("processes/", processes.processes, name="list"),
    path("processes/library/<slug:code>/", processes.entry, name="entry"),
    path("processes/<uuid:pk>/", processes.process, name="process"),
    path("processes/<uuid:pk>/copy/", processes.copy, name="copy"),
    path("processes/<uuid:pk>/edit/", processes.edit, name="edit"),
    path("processes/<uuid:pk>/retire/", processes.retire, name="retire"),
    path("processes/drafts/<uuid:pk>/", drafts.draft, name="draft"),
    path("processes/drafts/<uuid:pk>/head/", drafts.head, name="head"),
    path("processes/drafts/<uuid:pk>/drop/", drafts.drop, name="drop_draft"),
    path("processes/drafts/<uuid:pk>/step/", drafts.step, name="new_step"),
    path("processes/drafts/<uuid:pk>/step/<slug:code>/", drafts.step, name="step"),
    path("processes/drafts/<uuid:pk>/step/<slug:code>/drop/", drafts.drop_step, name="drop_step"),
    path("processes/drafts/<uuid:pk>/step/<slug:code>/raise/", drafts.raise_step, name="raise_step"),
    path("processes/drafts/<uuid:pk>/step/<slug:code>/way/", drafts.way, name="new_way"),
    path("processes/drafts/<uuid:pk>/step/<slug:code>/way/<slug:to>/", drafts.way, name="way"),
    path("processes/drafts/<uuid:pk>/step/<slug:code>/way/<slug:to>/drop/", drafts.drop_way, name="drop_way"),
]
