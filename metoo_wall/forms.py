"""How the site's forms are drawn: the templates in `templates/django/forms/` first, then Django's own."""

from functools import cached_property
from pathlib import Path

from django import forms
from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.template.backends.django import DjangoTemplates

DJANGO_FORM_TEMPLATES = Path(forms.__file__).parent / "templates"


class HouseFormRenderer(TemplatesSetting):
    """Like TemplatesSetting, but needs no `django.forms` among the installed apps."""

    @cached_property
    def engine(self) -> DjangoTemplates:
        return DjangoTemplates(
            {
                "NAME": "house_forms",
                "DIRS": [settings.BASE_DIR / "templates", DJANGO_FORM_TEMPLATES],
                "APP_DIRS": True,
                "OPTIONS": {},
            }
        )

    def get_template(self, template_name: str):
        return self.engine.get_template(template_name)
