"""Addresses."""

from django.urls import path

from ayni_web.assessments.views import answering, questionnaires, results, rounds

app_name = "assessments"
urlpatterns = [
    path("assessments/", rounds.rounds, name="list"),
    path("assessments/questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("assessments/questionnaires/<slug:code>/", questionnaires.entry, name="entry"),
    path("assessments/questionnaires/<slug:code>/copy/", questionnaires.copy_entry, name="copy_entry"),
    path("assessments/questionnaires/<slug:code>/open/", rounds.open_entry, name="open_entry"),
    path("assessments/templates/<uuid:pk>/", questionnaires.template, name="template"),
    path("assessments/templates/<uuid:pk>/edit/", questionnaires.edit, name="edit"),
    path("assessments/templates/<uuid:pk>/copy/", questionnaires.copy_template, name="copy_template"),
    path("assessments/templates/<uuid:pk>/open/", rounds.open_template, name="open_template"),
    path("assessments/templates/<uuid:pk>/<int:number>/", questionnaires.version, name="version"),
    path("assessments/<uuid:pk>/", results.round_page, name="round"),
    path("assessments/<uuid:pk>/ask/", rounds.ask, name="ask"),
    path("assessments/<uuid:pk>/sheets/<uuid:sheet>/withdraw/", rounds.withdraw, name="withdraw"),
    path("assessments/<uuid:pk>/extend/", rounds.extend, name="extend"),
    path("assessments/<uuid:pk>/close/", rounds.close, name="close"),
    path("assessments/<uuid:pk>/reply/", results.reply, name="reply"),
    path("assessments/<uuid:pk>/answers/", results.answers, name="answers"),
    path("assessments/<uuid:pk>/answer/", answering.answer, name="answer"),
    path("assessments/<uuid:pk>/put-in/", answering.put_in, name="put_in"),
    path("assessments/answers/<int:pk>/", answering.answer_of, name="answer_of"),
]
