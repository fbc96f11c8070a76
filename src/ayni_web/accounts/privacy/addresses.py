"""Addresses."""

from django.urls import path, re_path

from ayni_web.accounts.privacy import views

urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/mine/", views.mine, name="privacy_mine"),
    path("privacy/mine/data/", views.data, name="privacy_data"),
    path("privacy/mine/data.json", views.download, name="privacy_download"),
    path("privacy/mine/ask/", views.ask, name="privacy_ask"),
    path("privacy/mine/<slug:purpose>/give/", views.give, name="privacy_give"),
    path("privacy/mine/<slug:purpose>/withdraw/", views.withdraw, name="privacy_withdraw"),
    path("privacy/requests/", views.queue, name="privacy_queue"),
    path("privacy/requests/<uuid:pk>/", views.answer, name="privacy_answer"),
    path("privacy/breaches/", views.breaches, name="privacy_breaches"),
    path("privacy/breaches/add/", views.add_breach, name="privacy_breach_add"),
    re_path(
        r"^privacy/breaches/(?P<pk>\d{1,9})/(?P<whom>authority|people)/$",
        views.tell_breach,
        name="privacy_breach_tell",
    ),
]
