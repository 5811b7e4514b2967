from django.contrib import admin

from stories import models
from stories.desk import admin as desk
from stories.desk.care_admin import CareAdmin
from stories.desk.concern_admin import ConcernAdmin, ConcernPolicyAdmin
from stories.desk.flood_admin import FloodAdmin, IntakeSwitchAdmin
from stories.desk.hold_admin import LegalHoldAdmin
from stories.desk.submission_admin import SubmissionAdmin
from stories.models.private import Flood, IntakeSwitch

admin.site.register(models.Submission, SubmissionAdmin)
admin.site.register(models.Decision, desk.DecisionAdmin)
admin.site.register(models.Concern, ConcernAdmin)
admin.site.register(models.ConcernPolicy, ConcernPolicyAdmin)
admin.site.register(models.Care, CareAdmin)
admin.site.register(Flood, FloodAdmin)
admin.site.register(IntakeSwitch, IntakeSwitchAdmin)
admin.site.register(models.LegalHold, LegalHoldAdmin)
admin.site.register(models.Story, desk.StoryAdmin)
admin.site.register(models.Phrase, desk.PhraseAdmin)
admin.site.register(models.ContentWarning, desk.ContentWarningAdmin)
admin.site.register(models.Guideline, desk.GuidelineAdmin)
admin.site.register(models.Reason, desk.ReasonAdmin)
admin.site.register(models.RedactionRole, desk.RedactionRoleAdmin)
