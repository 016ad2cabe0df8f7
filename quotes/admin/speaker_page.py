"""The speaker's page beside its form: namesakes, odd letters, quotes, another public name."""

from functools import cached_property

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from quotes import namesakes, roles
from quotes.actions import corrections
from quotes.admin import conflicting, merging_pages
from quotes.admin.talking import Talk
from quotes.errors import EditConflict
from quotes.models import Speaker
from quotes.models.notices import Tier
from quotes.published.models import PublishedSpeaker
from sources.errors import QuoteTrackError


class SpeakerPage:
    """What the speaker's page shows beside the form."""

    tiers = Tier.choices

    def __init__(self, speaker, user):
        self.speaker = speaker
        self.user = user
        self.talk = Talk(speaker)

    @cached_property
    def suspects(self):
        """Speakers that this one may be the same as."""
        return namesakes.of(self.speaker) if self.speaker.kind != "unnamed_source" else []

    @cached_property
    def mixed(self):
        """Names that mix letters of several scripts."""
        names = [self.speaker.name, *self.speaker.names.values_list("text", flat=True)]
        return [
            {"name": name, "scripts": found}
            for name in dict.fromkeys(names)
            if (found := namesakes.mixed_scripts(name))
        ]

    @cached_property
    def merges(self):
        """Speakers that were merged into this one."""
        return merging_pages.into("speaker", self.speaker)

    @cached_property
    def quotes(self):
        """The latest quotes of this preferred speaker."""
        rows = self.speaker.attributions.filter(rank="preferred").order_by("-pk")
        return [row.quote for row in rows.select_related("quote__preferred_wording")[:8]]

    @cached_property
    def is_public(self):
        """Readers see the speaker: another name needs a notice."""
        return PublishedSpeaker.objects.filter(pk=self.speaker.public_id).exists()

    @property
    def can_rename(self):
        """The name is public, and this person corrects."""
        return self.is_public and roles.can(self.user, roles.PUBLISH)


@require_POST
def rename(request, public_id):
    """Show readers another name of a speaker, with a notice."""
    speaker = get_object_or_404(Speaker, public_id=public_id)
    notice = corrections.Notice(
        tier=request.POST.get("tier", ""),
        what_was_wrong=request.POST.get("what_was_wrong", ""),
        what_changed=request.POST.get("what_changed", ""),
    )
    try:
        done = corrections.rename_speaker(
            speaker,
            request.POST.get("name", ""),
            by=request.user,
            notice=notice,
            expect=conflicting.expected(request),
        )
    except EditConflict as error:
        return conflicting.page(request, speaker, "rename", error)
    except QuoteTrackError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Correction {done.number} is published.")
    return redirect("admin:quotes_speaker_change", speaker.pk)


@require_GET
def suspected(request):
    """Speakers that may be one and the same, over the whole desk."""
    context = request.desk.each_context(request) | {
        "title": _("Speakers that may be the same"),
        "suspects": namesakes.pairs(),
    }
    return render(request, "desk/speaker/suspected.html", context)
