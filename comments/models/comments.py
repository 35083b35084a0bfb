"""A comment as it was received, and the files that came with it."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from engagement.translation_state import shown_language

from .dockets import Docket, Topic
from .drafts import Draft, DraftSection
from .teams import Team


class CommentQuerySet(models.QuerySet):
    def posted(self):
        """Those on the public docket, in the order of their numbers."""
        return self.filter(state=Comment.State.POSTED).order_by("docket_id", "sequence")

    def received(self):
        """Everything that counts as received: all but what was found to be spam."""
        return self.exclude(state=Comment.State.SPAM)

    def for_lists(self):
        """With all that a list or an export shows of each, in a constant number of queries."""
        # Of sections their headings alone: the texts of a whole draft are large.
        headings = DraftSection.objects.only("heading_en", "heading_es", "draft_id", "key")
        return self.select_related("docket", "meeting").prefetch_related(
            "attachments", "topics", "translations", models.Prefetch("remarks__section", headings)
        )


class Comment(models.Model):
    """What one person or organization said. Its text and its files are never edited.

    `redacted_…` is what the public sees instead, or null where nothing is redacted: whatever
    leaves to the public reads the `public_…` properties. `version` grows with each entry in the
    trail (comments.trail); a form made from an older one is refused.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        IN_TRIAGE = "in_triage", _("In triage")
        IN_REVIEW = "in_review", _("In review")
        POSTED = "posted", pgettext_lazy("state of a comment", "Posted")
        REDACTION = "redaction", _("Redaction needed")
        WITHHELD = "withheld", _("Withheld")
        DUPLICATE = "duplicate", _("Duplicate")
        CAMPAIGN = "campaign", _("Campaign member")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SPAM = "spam", _("Spam")

    class Channel(models.TextChoices):
        WEB = "web", _("Web form")
        EMAIL = "email", _("E-mail")
        PAPER = "paper", _("Letter")
        VOICE = "voice", _("Spoken at a meeting")

    class Suspicion(models.TextChoices):
        TRAP = "trap", _("A field that people do not see was filled in")
        NO_PROOF = "no_proof", _("The browser gave no proof of work")
        NETWORK = "network", _("Many comments came from the same network")
        ADDRESS = "address", _("Many comments came with the same e-mail address")

    docket = models.ForeignKey(
        Docket, verbose_name=_("docket"), related_name="comments", on_delete=models.PROTECT
    )
    sequence = models.PositiveIntegerField(_("number in the docket"))
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(_("idempotency key"), unique=True, editable=False)
    text = models.TextField(_("comment"), blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    affiliation = models.CharField(_("affiliation"), max_length=150, blank=True)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.WEB
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.RECEIVED
    )
    suspicions = ArrayField(
        models.CharField(max_length=10, choices=Suspicion.choices),
        verbose_name=_("why it looks automated"),
        default=list,
        blank=True,
    )
    # A keyed digest of the sender's network, to count by; forgotten after a day.
    network = models.CharField(max_length=64, blank=True, editable=False)
    is_late = models.BooleanField(_("late"), default=False)
    email_confirmed_at = models.DateTimeField(_("e-mail confirmed at"), null=True, blank=True)
    meeting = models.ForeignKey(
        "meetings.Meeting",
        verbose_name=_("meeting"),
        related_name="comments",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("At which it was spoken."),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        related_name="entered_comments",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    topics = models.ManyToManyField(
        Topic, verbose_name=_("topics"), related_name="comments", blank=True
    )
    received_at = models.DateTimeField(_("received at"))
    posted_at = models.DateTimeField(_("posted at"), null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        related_name="assigned_comments",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    team = models.ForeignKey(
        Team,
        verbose_name=_("team"),
        related_name="comments",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    legal_reason = models.CharField(
        _("legal reason"),
        max_length=300,
        blank=True,
        help_text=_("Why the law lets the agency withhold it; public in the record."),
    )
    duplicate_of = models.ForeignKey(
        "self",
        verbose_name=_("duplicate of"),
        related_name="duplicates",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    campaign = models.ForeignKey(
        "comments.Campaign",
        verbose_name=_("campaign"),
        related_name="comments",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    # How many words it has that the campaign's letter has not; null until they are counted.
    own_words = models.PositiveIntegerField(_("words of its own"), null=True, blank=True)
    # How many words of that letter it leaves out; counted together with own_words.
    left_out = models.PositiveIntegerField(default=0, editable=False)
    redacted_text = models.TextField(null=True, editable=False)
    redacted_name = models.TextField(null=True, editable=False)
    redacted_affiliation = models.TextField(null=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["received_at", "pk"]
        permissions = [
            ("review_comment", _("Can review comments")),
            ("release_comment", _("Can release comments claimed by others")),
            ("enter_comment", _("Can enter letters and spoken comments")),
            ("assign_comment", _("Can assign comments to others")),
            ("note_comment", _("Can leave notes on comments")),
            ("redact_comment", _("Can redact comments")),
            ("view_original", _("Can see what was redacted")),
            ("view_address", _("Can see the e-mail addresses of commenters")),
            ("translate_comment", _("Can translate comments")),
            ("export_comment", _("Can export comments")),
            ("export_record", _("Can take out public-records bundles")),
        ]
        indexes = [
            models.Index(fields=["state", "received_at"], name="comment_state_received"),
            models.Index(fields=["docket", "state", "sequence"], name="comment_docket_state"),
            models.Index(fields=["received_at", "id"], name="comment_received"),
            models.Index(fields=["docket", "received_at", "id"], name="comment_docket_received"),
            models.Index(
                fields=["docket", "state", "received_at", "id"], name="comment_docket_queue"
            ),
            models.Index(
                fields=["assigned_to", "state", "received_at", "id"], name="comment_assignee_queue"
            ),
            models.Index(fields=["team", "state", "received_at", "id"], name="comment_team_queue"),
            # By these comments.suspicion counts what came in the last hour.
            models.Index(
                fields=["network", "received_at"],
                condition=~models.Q(network=""),
                name="comment_network",
            ),
            models.Index(Upper("email"), "received_at", name="comment_email"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["docket", "sequence"], name="one_comment_for_each_number"
            ),
            models.CheckConstraint(
                condition=models.Q(state="posted", posted_at__isnull=False)
                | (~models.Q(state="posted") & models.Q(posted_at__isnull=True)),
                name="posted_has_its_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withheld") | ~models.Q(legal_reason=""),
                name="withheld_has_its_legal_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="duplicate") | models.Q(duplicate_of__isnull=False),
                name="duplicate_names_its_original",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="campaign") | models.Q(campaign__isnull=False),
                name="campaign_member_has_its_campaign",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its own address on the public docket; answers only once posted."""
        return reverse("comments:comment", args=[self.docket.number, self.sequence])

    @property
    def number(self) -> str:
        """The docket number of this comment, as on its receipt: PA-2026-01-0147."""
        return f"{self.docket.number}-{self.sequence:04d}"

    @property
    def is_suspicious(self) -> bool:
        """Whether it looks automated; a person decides."""
        return bool(self.suspicions)

    @property
    def public_name(self) -> str:
        """Who said it, as the public docket shows it."""
        if self.is_anonymous or not self.name:
            return str(_("Anonymous"))
        return self.name if self.redacted_name is None else self.redacted_name

    @property
    def public_affiliation(self) -> str:
        """The affiliation as the public docket shows it."""
        if self.is_anonymous:
            return ""
        known = self.redacted_affiliation
        return self.affiliation if known is None else known

    @property
    def public_text(self) -> str:
        """The text as the public reads it: without what was redacted."""
        return self.text if self.redacted_text is None else self.redacted_text

    @property
    def assignee_name(self) -> str:
        """Who works on it, as colleagues know them; empty when nobody does."""
        user = self.assigned_to
        return (user.get_full_name() or user.get_username()) if user else ""

    @property
    def is_posted(self) -> bool:
        return self.state == self.State.POSTED


class Remark(models.Model):
    """What a comment says of one section or of one passage of a draft."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), related_name="remarks", on_delete=models.PROTECT
    )
    order = models.PositiveSmallIntegerField(default=0)
    draft = models.ForeignKey(
        Draft,
        verbose_name=_("draft"),
        related_name="remarks",
        null=True,
        on_delete=models.SET_NULL,
    )
    section = models.ForeignKey(
        DraftSection,
        verbose_name=_("section"),
        related_name="remarks",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    # As they read in the commenter's language when the comment arrived; sections can be deleted.
    section_heading = models.CharField(_("section"), max_length=200, blank=True)
    paragraph = models.CharField(_("paragraph"), max_length=40, blank=True)
    quote = models.TextField(_("quoted passage"), blank=True)
    text = models.TextField(_("remark"))
    redacted_quote = models.TextField(null=True, editable=False)
    redacted_text = models.TextField(null=True, editable=False)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.about or self.public_text[:60]

    @property
    def public_quote(self) -> str:
        """The quoted passage as the public reads it; people may quote what no draft says."""
        return self.quote if self.redacted_quote is None else self.redacted_quote

    @property
    def public_text(self) -> str:
        """The remark as the public reads it."""
        return self.text if self.redacted_text is None else self.redacted_text

    @property
    def about(self) -> str:
        """The section it is about, in the reader's language."""
        return self.section.heading if self.section else self.section_heading

    @property
    def about_language(self) -> str:
        """The language in which `about` is shown."""
        return shown_language(self.section, "heading") if self.section else self.comment.language


class Addition(models.Model):
    """What a person added to a comment before the period closed."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("comment"), related_name="additions", on_delete=models.PROTECT
    )
    key = models.UUIDField(_("idempotency key"), unique=True, editable=False)
    text = models.TextField(_("addition"), blank=True)
    redacted_text = models.TextField(null=True, editable=False)
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("addition")
        verbose_name_plural = _("additions")
        ordering = ["received_at", "pk"]

    def __str__(self) -> str:
        return f"{self.comment} + {self.pk}"

    @property
    def public_text(self) -> str:
        """The addition as the public reads it."""
        return self.text if self.redacted_text is None else self.redacted_text
