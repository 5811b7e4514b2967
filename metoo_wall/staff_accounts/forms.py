"""What staff type to come in, and to ask for a change of somebody's role."""

from django import forms
from django.contrib.admin.forms import AdminPasswordChangeForm as AdminOwnPasswordForm
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_otp import verify_token
from django_otp.admin import OTPAdminAuthenticationForm

from metoo_wall.models import AuthenticatorApp, BackupCodes, StaffAccount
from metoo_wall.staff_accounts.devices import DIGITS
from metoo_wall.staff_accounts.record import OF_ROLES, Kind
from metoo_wall.staff_accounts.role_names import NAMES

WRONG_CODE = _("That code is not right, or was used already. Wait for the next one.")
TOO_SOON = _("That was one wrong code after another. Wait some minutes, then try the next code.")


def device_for(account: StaffAccount, token: str):
    """Six digits are the authenticator's; anything else is a backup code. Nobody has to choose a device."""
    is_six_digits = len(token) == DIGITS and token.isdigit()
    model = AuthenticatorApp if is_six_digits else BackupCodes
    return model.objects.filter(user=account, confirmed=True).first()


def verified_device(account: StaffAccount, token: str):
    """The device whose code this is. Raises ValidationError with what to do."""
    device = device_for(account, token)
    if device is None:
        raise ValidationError(WRONG_CODE)
    if not device.verify_is_allowed()[0]:
        raise ValidationError(TOO_SOON)
    if not verify_token(account, device.persistent_id, token):
        raise ValidationError(WRONG_CODE)
    return device


def code_field(**options) -> forms.CharField:
    given = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}
    return forms.CharField(
        label=_("Code"), max_length=40, widget=forms.TextInput(attrs=given), **options
    )


class SignInForm(OTPAdminAuthenticationForm):
    """The password first. Without a code, the next page asks for the second factor, or helps to make one."""

    otp_token = code_field(
        required=False,
        help_text=_(
            "Six digits from your authenticator app, or a backup code. "
            "With a passkey, or on your first day, leave this empty."
        ),
    )

    def clean_otp(self, account):
        token = self.cleaned_data.get("otp_token", "")
        if account is not None and token:
            account.otp_device = verified_device(account, token)


class CodeForm(forms.Form):
    """Of somebody whose password was right."""

    code = code_field(help_text=_("Six digits from your authenticator app, or a backup code."))

    def __init__(self, account: StaffAccount, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_code(self) -> str:
        self.device = verified_device(self.account, self.cleaned_data["code"])
        return self.cleaned_data["code"]


class FirstCodeForm(forms.Form):
    """Shows that an authenticator app has taken over the secret."""

    code = code_field(help_text=_("The six digits that the app shows now."))

    def __init__(self, device: AuthenticatorApp, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.device = device

    def clean_code(self) -> str:
        device, token = self.device, self.cleaned_data["code"]
        if not verify_token(device.user, device.persistent_id, token):
            raise ValidationError(_("That is not the code of this secret. Wait for the next one."))
        return token


class OwnPasswordForm(AdminOwnPasswordForm):
    def clean(self):
        cleaned = super().clean()
        if self.user.check_password(cleaned.get("new_password1") or ""):
            raise ValidationError(_("Choose a password other than the present one."))
        return cleaned

    def save(self, commit=True):
        self.user.has_temporary_password = False
        return super().save(commit)


class OthersPasswordForm(AdminPasswordChangeForm):
    """A password that an administrator chose for somebody is known to two people: it opens one page, to change it."""

    def save(self, commit=True):
        self.user.has_temporary_password = True
        return super().save(commit)


ELSEWHERE = (*OF_ROLES, Kind.PASSWORD)  # a password is asked for where it is typed


def _changes() -> list:
    of_accounts = [(kind.value, kind.label) for kind in Kind if kind not in ELSEWHERE]
    of_roles = [
        (kind.label, [(f"{kind.value}:{role}", name) for role, name in NAMES.items()])
        for kind in OF_ROLES
    ]
    return [("", "–"), *of_roles, (_("The account"), of_accounts)]


class ChangeForm(forms.Form):
    account = forms.ModelChoiceField(
        label=_("Whose"), queryset=StaffAccount.objects.order_by("username"), empty_label="–"
    )
    change = forms.ChoiceField(label=_("What changes"), choices=_changes)

    def clean_change(self) -> tuple[str, str]:
        kind, _colon, role = self.cleaned_data["change"].partition(":")
        return kind, role
