"""Addresses of signing in and of the second factor; of allauth's pages only those that this site uses."""

from allauth.account import views as account
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as printed
from allauth.mfa.webauthn import views as keys
from django.urls import path

from ayni_web.accounts.views import entering
from ayni_web.common.audience import ONLY_YOU

YOURS = {"extra_context": {"audience": ONLY_YOU}}
urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.LogoutView.as_view(**YOURS), name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.ReauthenticateView.as_view(**YOURS), name="account_reauthenticate"),
    path("password/change/", account.PasswordChangeView.as_view(**YOURS), name="account_change_password"),
    path("2fa/", entering.Factors.as_view(), name="mfa_index"),
    path("2fa/authenticate/", base.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", base.ReauthenticateView.as_view(**YOURS), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", entering.SetCodes.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", entering.RemoveCodes.as_view(), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", printed.ViewRecoveryCodesView.as_view(**YOURS), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", entering.PrintCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", printed.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", keys.ListWebAuthnView.as_view(**YOURS), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", entering.AddKey.as_view(), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", keys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        keys.ReauthenticateWebAuthnView.as_view(**YOURS),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/webauthn/keys/<int:pk>/remove/", entering.RemoveKey.as_view(), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", keys.EditWebAuthnView.as_view(**YOURS), name="mfa_edit_webauthn"),
    path("sessions/", entering.Sessions.as_view(), name="usersessions_list"),
    # allauth sends there whoever has no password; nobody comes in without one.
    path("password/set/", entering.closed, name="account_set_password"),
]
