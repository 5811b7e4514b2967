from django.db import models
from django.utils.translation import gettext_lazy as _


class SealedPage(models.Model):
    """A page behind an address that lives shortly; its key is in the address and nowhere else."""

    digest = models.BinaryField(_("address digest"), max_length=32, unique=True)
    payload = models.BinaryField(_("payload, encrypted"))
    sealed_at = models.DateTimeField(_("sealed"))
    first_viewed_at = models.DateTimeField(_("first viewed"), null=True, blank=True)

    class Meta:
        verbose_name = _("sealed page")
        verbose_name_plural = _("sealed pages")
        indexes = [models.Index(fields=["sealed_at"], name="sealed_page_age")]

    def __str__(self) -> str:
        return f"sealed page {self.pk}"
