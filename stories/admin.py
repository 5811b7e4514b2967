from django.contrib import admin

from stories import models
from stories.desk import admin as desk

admin.site.register(models.Submission, desk.SubmissionAdmin)
admin.site.register(models.Decision, desk.DecisionAdmin)
admin.site.register(models.Concern, desk.ConcernAdmin)
admin.site.register(models.Story, desk.StoryAdmin)
admin.site.register(models.Phrase, desk.PhraseAdmin)
admin.site.register(models.ContentWarning, desk.ContentWarningAdmin)
admin.site.register(models.Guideline, desk.GuidelineAdmin)
admin.site.register(models.Reason, desk.ReasonAdmin)
admin.site.register(models.RedactionRole, desk.RedactionRoleAdmin)
