"""Addresses."""

from django.urls import path

from ayni_web.accounts.privacy import addresses as privacy
from ayni_web.accounts.views import oneself, people, resets

app_name = "accounts"
urlpatterns = [
    path("me/", oneself.me, name="me"),
    path("me/name/", oneself.name, name="name"),
    path("me/contact/", oneself.contact, name="contact"),
    path("me/notices/<int:pk>/read/", oneself.read, name="notice_read"),
    path("me/sessions/<int:pk>/end/", oneself.end_session, name="session_end"),
    path("tokens/", oneself.tokens, name="tokens"),
    path("tokens/add/", oneself.add_token, name="token_add"),
    path("tokens/<uuid:pk>/close/", oneself.close_token, name="token_close"),
    path("roles/", people.roles, name="roles"),
    path("roles/give/", people.appoint, name="role_give"),
    path("roles/<int:pk>/end/", people.end_appointment, name="role_end"),
    path("invitations/", people.invitations, name="invitations"),
    path("invitations/add/", people.invite, name="invitation_add"),
    path("invitations/<uuid:pk>/withdraw/", people.withdraw, name="invitation_withdraw"),
    path("resets/", resets.resets, name="resets"),
    path("resets/ask/", resets.ask, name="reset_ask"),
    path("resets/<uuid:pk>/", resets.approve, name="reset_approve"),
    path("resets/<uuid:pk>/refuse/", resets.refuse, name="reset_refuse"),
    path("lost/", resets.lost, name="lost"),
    *privacy.urlpatterns,
]
