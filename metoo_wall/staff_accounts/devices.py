"""Second factors that are codes. Their secrets are encrypted, or hashed: a stolen database opens no door."""

import base64
import hashlib
import secrets
import time
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from metoo_wall.staff_accounts.sealing import seal, unseal

KEY_BYTES = 20  # RFC 4226, section 4: as long as the hash's output
DIGITS = 6
STEP_SECONDS = 30
TOLERANCE = 1  # steps before and after, for clocks that go wrong
# Failures. Guessing then waits 2**10 seconds, and no longer: nobody is locked out for good.
LONGEST_PAUSE = 11
CODES = 10
CODE_BYTES = 10  # 80 bits: too many to try, so a plain hash keeps them
CODE_GROUP = 4


class SlowGuessing(ThrottlingMixin, models.Model):
    """A pause after each wrong code: 1, 2, 4 … seconds, up to some 17 minutes."""

    class Meta:
        abstract = True

    def get_throttle_factor(self) -> int:
        return 1

    def throttle_increment(self, commit: bool = True) -> None:
        self.throttling_failure_count = min(self.throttling_failure_count, LONGEST_PAUSE - 1)
        super().throttle_increment(commit)


class AuthenticatorApp(SlowGuessing, Device):
    """A time-based code (RFC 6238). One an account; an unconfirmed one is being set up."""

    sealed_key = models.BinaryField(_("secret, encrypted"))
    last_step = models.BigIntegerField(_("step of the last code"), default=-1)

    class Meta(Device.Meta):
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def new(cls, account, *, confirmed: bool) -> "AuthenticatorApp":
        """Saved, in place of any other that is as far."""
        cls.objects.filter(user=account, confirmed=confirmed).delete()
        sealed = seal(secrets.token_hex(KEY_BYTES))
        name = str(_("Authenticator app"))
        return cls.objects.create(user=account, name=name, confirmed=confirmed, sealed_key=sealed)

    @property
    def bin_key(self) -> bytes:
        return bytes.fromhex(unseal(self.sealed_key))

    @property
    def secret(self) -> str:
        """For typing into an app: base32."""
        return base64.b32encode(self.bin_key).decode()

    @property
    def config_url(self) -> str:
        """The same as an address that apps understand (Key Uri Format)."""
        issuer = settings.SITE_NAME.replace(":", "")
        label = quote(f"{issuer}:{self.user.get_username()}")
        asked = {"secret": self.secret, "digits": DIGITS, "period": STEP_SECONDS, "issuer": issuer}
        return f"otpauth://totp/{label}?{urlencode(asked, quote_via=quote)}"

    def verify_token(self, token: str) -> bool:
        """True once for a code of now, or of the step before or after. A wrong one makes the next wait."""
        if not self.verify_is_allowed()[0]:
            return False
        totp = TOTP(self.bin_key, STEP_SECONDS, 0, DIGITS)
        totp.time = time.time()
        if not _is_code(token) or not totp.verify(int(token), TOLERANCE, self.last_step + 1):
            self.throttle_increment()
            return False
        self.last_step = totp.t()
        self.throttle_reset()
        return True


class BackupCodes(SlowGuessing, Device):
    """A list of codes on paper, for the day the device is gone."""

    class Meta(Device.Meta):
        verbose_name = _("backup codes")
        verbose_name_plural = _("backup codes")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def new(cls, account) -> list[str]:
        """The codes, readable this once; older ones stop working."""
        cls.objects.filter(user=account).delete()
        device = cls.objects.create(user=account, name=str(_("Backup codes")), confirmed=True)
        codes = [_random_code() for _number in range(CODES)]
        BackupCode.objects.bulk_create(
            BackupCode(device=device, digest=digest_of(code)) for code in codes
        )
        return codes

    def verify_token(self, token: str) -> bool:
        """True once for each code: whoever deletes its row has used it."""
        if not self.verify_is_allowed()[0]:
            return False
        used, _rows = self.codes.filter(digest=digest_of(token)).delete()
        if used:
            self.throttle_reset()
        else:
            self.throttle_increment()
        return bool(used)


class BackupCode(models.Model):
    device = models.ForeignKey(BackupCodes, models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "digest"], name="backup_code_is_one_of_its_list"
            )
        ]

    def __str__(self) -> str:
        return "backup code"


def digest_of(code: str) -> str:
    """Of what was typed: blanks, dashes and capitals do not count."""
    plain = "".join(code.lower().split()).replace("-", "")
    return hashlib.sha256(f"backup code {plain}".encode()).hexdigest()


def _random_code() -> str:
    plain = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
    return "-".join(plain[at : at + CODE_GROUP] for at in range(0, len(plain), CODE_GROUP))


def _is_code(token: str) -> bool:
    return len(token) == DIGITS and token.isascii() and token.isdigit()
