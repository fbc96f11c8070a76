"""Addresses."""

from django.urls import path

from ayni_web.series import views
from ayni_web.series.readings import views as measures

app_name = "series"
urlpatterns = [
    path("evidence/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("evidence/<slug:subject>/<slug:subject_id>/add/", views.attach, name="attach"),
    path("evidence/<slug:subject>/<slug:subject_id>/file/", views.attach_file, name="attach_file"),
    path("measures/", measures.measures, name="measures"),
    path("measures/add/<uuid:cluster>/", measures.choose, name="choose"),
    path("measures/add/<uuid:cluster>/own/", measures.make, name="make"),
    path("measures/add/<uuid:cluster>/<slug:code>/copy/", measures.copy, name="copy"),
    path("measures/<uuid:pk>/", measures.measure, name="measure"),
    path("measures/<uuid:pk>/tell/", measures.enter, name="enter"),
    path("measures/<uuid:pk>/target/", measures.target, name="target"),
    path("measures/<uuid:pk>/end/", measures.end, name="end"),
    path("measures/values/<uuid:pk>/", measures.reading, name="reading"),
    path("measures/values/<uuid:pk>/verify/", measures.verify, name="verify"),
    path("measures/values/<uuid:pk>/correct/", measures.revise, name="revise"),
]
