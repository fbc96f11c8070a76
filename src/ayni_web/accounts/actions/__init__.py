"""Every write of people, their roles and how they come in."""

from ayni_web.accounts.actions.invitations import accept, good_invitation, invite, redeem, withdraw_invitation
from ayni_web.accounts.actions.roles import appoint, end_appointment

__all__ = ["accept", "appoint", "end_appointment", "good_invitation", "invite", "redeem", "withdraw_invitation"]
