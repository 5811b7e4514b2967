"""What we hold: each kind of data, and which columns it stands in. `/what-we-hold/` is made from this and from the settings.

Every column of every model belongs to exactly one kind. A new one that nobody has thought about is a failing test.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.desk.waits import in_words

Columns = dict[str, str]  # model → names of columns, parted by spaces

MODERATORS = _(
    "Moderators of this site. Each text opens by a press, and that is counted for nobody but them."
)
NOBODY = _("Nobody, on any page.")
STAFF = _("Staff of this site, each as far as their role goes.")
EVERYBODY = _("Everybody.")
AS_IT_STANDS = _("All of it, as it stands here.")
NOTHING = _("Nothing of a person.")


@dataclass(frozen=True)
class Kind:
    """Sentences may name a row of the retention table: `%(declined)s`."""

    name: Promise
    why: Promise
    how_long: Promise
    who: Promise
    court: Promise
    columns: Columns

    @property
    def kept(self) -> str:
        return str(self.how_long) % _times()


def _times() -> dict[str, str]:
    return {name: in_words(time.days * 24) for name, time in settings.RETENTION.items()}


KINDS = (
    Kind(
        _("Your words"),
        _("A moderator reads them before they are on the wall. They are encrypted; what opens them is not in the database."),
        _("While nobody has decided: as long as that takes. What you first sent of a published story: %(originals)s. What was not published: %(declined)s after that decision. An offer without your answer: %(offers)s. Taken back: gone within a minute."),
        MODERATORS,
        _("With what opens them, all that is still here: your words, and what you and a moderator asked each other. What is erased is not here."),
        {"stories.Submission": "sealed_words sealed_redaction length", "stories.Note": "id submission decision sealed_text"},
    ),
    Kind(
        _("What goes with a post"),
        _("So that it is treated as you asked: phrase, warnings, language, country, what you allow, and where it stands on its way."),
        _("As long as the post. The hour it came only until it is decided; the month stays."),
        _("Moderators, never with a name or an address of yours: there is none."),
        AS_IT_STANDS,
        {"stories.Submission": "id revises part edition state kind phrase warnings warning_set detail language country asks_before_publishing may_quote wants_support may_outlive appealed_on public_id month afterword_month received_at lane flags proposed_by proposed_at claimed_by claimed_at"},
    ),
    Kind(
        _("Your number"),
        _("So that you, and nobody else, can come back. We keep a digest, from which the number cannot be read."),
        _("As long as the post. After you take it back, the digest and the day stay, so that no old copy returns it."),
        NOBODY,
        _("The digest. With it somebody who has your number can be shown to have it; without your number it leads nowhere."),
        {"stories.Submission": "receipt_digest receipt_key is_receipt_kept", "stories.Tombstone": "id receipt_digest receipt_key withdrawn_on"},
    ),
    Kind(
        _("What stands on the wall"),
        _("So that people are not alone. The country is counted and stands on no page."),
        _("Until you take it back, or it is taken down. Then its address stays, which says nothing."),
        EVERYBODY,
        AS_IT_STANDS,
        {
            "stories.Story": "id public_id kind phrase name text html opening reading_minutes detail language country month afterword afterword_html afterword_month takes_support warnings",
            "stories.GoneStory": "id public_id place",
        },
    ),
    Kind(
        _("Pages for you alone"),
        _("So that your browser does not keep what you typed. Each is encrypted; what opens it stands in its address and nowhere here."),
        _("Minutes; an hour at most."),
        _("You, as long as the address opens."),
        _("When a page was made, to the second, and how long it is. Not what it says."),
        {"stories.SealedPage": "id digest payload sealed_at first_viewed_at"},
    ),
    Kind(
        _("Marks of a flood"),
        _("So that a thousand copies of one text do not bury the others. They are numbers that mean nothing by themselves."),
        _("Until a post is decided; where it came from, until midnight. What was decided about a flood: %(log)s."),
        _("Moderators see how many are alike."),
        NOTHING,
        {
            "stories.Flood": "id why size is_few bucket bucket_key began_at verdict",
            "stories.FloodPost": "submission flood leads same verbatim",
            "stories.FloodBand": "id submission value",
            "stories.FloodVerdict": "id verb reason by by_name said_at total done offered kept is_over leased_until",
        },
    ),
    Kind(
        _("Concerns of readers"),
        _("So that moderators can look at a story again. Their words are encrypted."),
        _("%(concerns)s after they were settled. How often a helpline did not work: the same."),
        _("Moderators, and never who sent it: nobody knows."),
        _("What was said, and in which hour. Not by whom."),
        {
            "stories.Concern": "id submission reason sealed_text received_at form_digest has_paused settled_by settled_at",
            "resources.DidNotWork": "id helpline day times",
        },
    ),
    Kind(
        _("Words of support"),
        _("So that authors see how many readers answered."),
        _("As long as the post."),
        _("Its author: three numbers."),
        _("Three numbers. Not who pressed."),
        {"stories.Support": "id submission word count"},
    ),
    Kind(
        _("Counts"),
        _("So that everybody can see how many there are, and how long a decision takes. No published figure is under ten, but the whole."),
        _("For good. They are numbers."),
        EVERYBODY,
        _("The numbers, also small ones that are on no page."),
        {
            "stories.Cell": "id month phrase_number language country kind count",
            "stories.Counted": "id last_id horizon writers total",
            "metoo_wall.Departures": "id count",
            "metoo_wall.Corrections": "id count",
            "stories.Figures": "id as_of total tables countries_as_of",
            "stories.CountryFigure": "id country count is_shown",
            "stories.Wait": "id week hours count",
        },
    ),
    Kind(
        _("The record of decisions"),
        _("So that nobody can decide in secret. It holds codes and hours, no word of a story."),
        "%(log)s.",
        STAFF,
        _("Which moderator decided what, in which hour."),
        {
            "stories.Decision": "id submission verb before after reason by by_name decided_at",
            "stories.Seal": "id log number first_id last_id format lines previous key signature",
            "stories.Checkpoint": "id log number last_id digest key signature",
            "stories.LegalHold": "id submission reason until asked_by asked_by_name asked_at due_at confirmed_by_name confirmed_at ended_by_name ended_at",
            "metoo_wall.StaffDecision": "id at by_name verb account_name detail",
            "metoo_wall.StaffChange": "id account kind role state password requested_by requested_by_name requested_at due_at confirmed_by settled_by_name settled_at",
            "admin.LogEntry": "id action_time user content_type object_id object_repr action_flag change_message",
        },
    ),
    Kind(
        _("Accounts of staff"),
        _("So that only staff get in, with two factors each. A name of their choice, no e-mail."),
        _("As long as the account. Sessions: eight hours."),
        _("Administrators. What moderators keep for their own care is encrypted, and for them alone."),
        _("The names they chose, and when they last signed in. Passwords only as hashes."),
        {
            "metoo_wall.StaffAccount": "id password last_login username is_active is_staff has_temporary_password groups",
            "metoo_wall.AuthenticatorApp": "id user name confirmed throttling_failure_timestamp throttling_failure_count sealed_key last_step",
            "metoo_wall.BackupCodes": "id user name confirmed throttling_failure_timestamp throttling_failure_count",
            "metoo_wall.BackupCode": "id device digest",
            "django_otp_webauthn.WebAuthnCredential": "id user name confirmed created_at last_used_at credential_type credential_id public_key transports sign_count backup_eligible backup_state aaguid credential_id_sha256 discoverable",
            "django_otp_webauthn.WebAuthnAttestation": "id fmt data client_data_json credential",
            "django_otp_webauthn.WebAuthnUserHandle": "handle_hex user",
            "sessions.Session": "session_key session_data expire_date",
            "stories.Care": "id account sealed",
        },
    ),
    Kind(
        _("Helplines and what the movement says"),
        _("So that what is shown was checked, and can be traced to its source and to who checked it."),
        _("As long as it is shown; the history of changes for good."),
        _("Everybody; who changed what, staff."),
        _("The same, with the names that staff chose."),
        {
            "resources.Helpline": "id slug name country region languages who_for week timezone hours is_open_on_holidays cost is_on_bill anonymous website caution notes confidence is_published first_by second_by agreed_numbers verified_on next_due_on",
            "resources.Channel": "id helpline kind value display position",
            "resources.Source": "id helpline where seen date",
            "resources.Verification": "id helpline by verified_on how",
            "resources.Change": "id helpline slug record before state first_by first_account first_at first_how waits_until second_by second_at second_how",
            "resources.LinkCheck": "id helpline address outcome detail looked_at",
            "resources.EmergencyNumber": "id slug country number position",
            "resources.Edit": "id model key act fields by at",
            "resources.Document": "id slug title publisher dated position",
            "resources.Purpose": "id slug is_published position text stated_by documents",
            "resources.Milestone": "id slug is_published position when sort_key what documents",
            "resources.MilestoneAccount": "id milestone document text",
            "resources.Criticism": "id slug is_published position text answer link_name documents",
            "resources.AllyAdvice": "id slug is_published position text documents",
            "resources.Option": "id slug is_published position kind title text link_name reviewed_by reviewed_on documents",
        },
    ),
    Kind(
        _("The site’s own words and switches"),
        _("So that it runs."),
        _("As long as the site."),
        _("Everybody, or staff."),
        NOTHING,
        {
            "stories.Phrase": "id slug tag seams language direction meaning is_offered position",
            "stories.ContentWarning": "id slug name short description is_heavy position",
            "stories.Guideline": "id slug title text position",
            "stories.Reason": "id slug kind label text guideline position",
            "stories.RedactionRole": "id slug label position",
            "stories.ConcernPolicy": "id pauses_about_me pauses_names_somebody pauses_an_hour",
            "stories.IntakeSwitch": "id state bare_per_hour posts_per_minute closes_on is_closed turned_by_name turned_at",
            "metoo_wall.SeedRecord": "id model key digest",
            "auth.Permission": "id name content_type codename",
            "auth.Group": "id name permissions",
            "contenttypes.ContentType": "id app_label model",
        },
    ),
)  # fmt: skip
# Columns that exist in a library and in no database of ours: `NoAddressTables` never makes these tables.
NEVER_MADE = ("axes.AccessFailureLog", "axes.AccessAttempt", "axes.AccessAttemptExpiration", "axes.AccessLog")  # fmt: skip


@dataclass(frozen=True)
class Backups:
    """What the running site says of its own backups."""

    are_made: bool
    time: str


def backups() -> Backups:
    return Backups(bool(settings.BACKUP_RECIPIENT), _times()["backups"])
