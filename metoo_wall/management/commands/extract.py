"""Django's makemessages, set up for this site: no line numbers, no dates, nothing that changes by itself."""

from pathlib import Path

from django.core.management.commands import makemessages
from django.utils.translation import to_locale

from metoo_wall.languages import SOURCE, WRITTEN

NOT_OURS = ["tests", "bench", "docs", "var", "var-*", "node_modules"]
DATED = '"POT-Creation-Date:'
HEADER = """msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {locale}\\n"

"""
SETTINGS = {
    "locale": [to_locale(code) for code in WRITTEN if code != SOURCE],
    "ignore_patterns": NOT_OURS,
    "add_location": "file",
    "no_wrap": True,
    "no_obsolete": True,
}


class Command(makemessages.Command):
    help = "Brings locale/*.po up to date with the code, keeping translations. Needs gettext (Debian: gettext)."
    settings_available = False  # LOCALE_PATHS is where compiled catalogues go
    # `_now` is what modules call gettext that import gettext_lazy as `_`.
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_now"]

    def handle(self, *args, **options):
        options["ignore_patterns"] = []
        super().handle(*args, **{**options, **SETTINGS})

    def write_po_file(self, potfile, locale):
        po = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        if not po.exists():
            po.parent.mkdir(parents=True, exist_ok=True)
            po.write_text(self.copy_plural_forms(HEADER.format(locale=locale), locale))
        super().write_po_file(potfile, locale)
        lines = po.read_text().splitlines(keepends=True)
        po.write_text("".join(line for line in lines if not line.startswith(DATED)))
