"""Every write of people, their roles and how they come in."""

from ayni_web.accounts.actions.invitations import invite, redeem, withdraw_invitation
from ayni_web.accounts.actions.roles import appoint, end_appointment

__all__ = ["appoint", "end_appointment", "invite", "redeem", "withdraw_invitation"]
