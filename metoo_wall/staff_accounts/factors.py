"""Second factors of one account, and the sessions that rest on them."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django_otp import devices_for_user, user_has_device
from django_otp_webauthn.models import WebAuthnCredential

from metoo_wall.models import AuthenticatorApp, BackupCodes, StaffAccount

FIRST = (AuthenticatorApp, WebAuthnCredential)  # a paper of codes alone is no way to work


def has_factor(account: StaffAccount) -> bool:
    return user_has_device(account)


def firsts(account: StaffAccount) -> list:
    return [
        device
        for model in FIRST
        for device in model.objects.filter(user=account, confirmed=True).order_by("id")
    ]


def backup_codes_left(account: StaffAccount) -> int:
    device = BackupCodes.objects.filter(user=account).first()
    return device.codes.count() if device else 0


def has_passkey(account: StaffAccount) -> bool:
    return WebAuthnCredential.objects.filter(user=account, confirmed=True).exists()


def forget_all(account: StaffAccount) -> None:
    """And every session of theirs: one that has lost its factor could make itself a new one."""
    for device in list(devices_for_user(account, confirmed=None)):
        device.delete()
    end_sessions(account)


def end_sessions(account: StaffAccount) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            session.delete()
