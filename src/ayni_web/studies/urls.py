"""Addresses."""

from django.urls import path

from ayni_web.studies.views import candidates, packages, studies

app_name = "studies"
urlpatterns = [
    path("studies/", studies.listed, name="list"),
    path("studies/add/", studies.add, name="add"),
    path("studies/add/example/", studies.add_example, name="add_example"),
    path("studies/<uuid:pk>/", studies.study, name="study"),
    path("studies/<uuid:pk>/files/", studies.replace, name="replace"),
    path("studies/<uuid:pk>/run/", studies.run_it, name="run_it"),
    path("studies/<uuid:pk>/publish/", studies.publish, name="publish"),
    path("studies/<uuid:pk>/unpublish/", studies.unpublish, name="unpublish"),
    path("studies/runs/<uuid:pk>/", packages.run, name="run"),
    path("studies/runs/<uuid:pk>/retry/", packages.retry, name="retry"),
    path("studies/runs/<uuid:pk>/cancel/", packages.cancel, name="cancel"),
    path("studies/runs/<uuid:pk>/compared/", packages.compare, name="compared"),
    path("studies/runs/<uuid:pk>/files/<path:name>", packages.file, name="file"),
    path("studies/runs/<uuid:pk>/figures/<path:pointer>/", packages.figure, name="figure"),
    path("studies/runs/<uuid:pk>/candidates/<str:candidate>/", candidates.candidate, name="candidate"),
    path("studies/runs/<uuid:pk>/candidates/<str:candidate>/form/", candidates.field_form, name="field_form"),
    path("studies/runs/<uuid:pk>/candidates/<str:candidate>/cluster/", candidates.form_cluster, name="form_cluster"),
]
