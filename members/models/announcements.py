"""What staff tell people, and what people and staff write to each other."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms import access
from cms.bilingual import Bilingual, BilingualQuerySet, Localized
from members.models.organizations import Organization


class AnnouncementQuerySet(BilingualQuerySet):
    def visible_to(self, user: Any, now: datetime.datetime | None = None) -> AnnouncementQuerySet:
        """Keep those that `user` may read now, newest first. The public reads none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(access.access_filter(user, self.model)).shown(now).order_by("-starts_at", "-pk")

    def shown(self, now: datetime.datetime | None = None) -> AnnouncementQuerySet:
        """Keep those whose time it is, whoever they are for."""
        now = now or timezone.now()
        return self.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=now), starts_at__lte=now)


class Announcement(Bilingual):
    """A few words from AAISA in the private area, for everyone who is signed in or for some access groups."""

    title_fr = models.CharField(_("title in French"), max_length=150)
    title_en = models.CharField(_("title in English"), max_length=150)
    title = Localized("title")
    text_fr = models.TextField(_("text in French"), max_length=2000)
    text_en = models.TextField(_("text in English"), max_length=2000)
    text = Localized("text")
    access = models.ManyToManyField(
        Group,
        verbose_name=_("for whom"),
        blank=True,
        related_name="+",
        limit_choices_to={"access_group__isnull": False},
        help_text=_("Nobody chosen: everyone who is signed in."),
    )
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now)
    ends_at = models.DateTimeField(_("shown until"), null=True, blank=True)
    by_mail = models.BooleanField(
        _("also by mail"),
        default=False,
        help_text=_("Once it is shown, it goes by mail to those it is for who asked for announcements by mail."),
    )
    mailed_at = models.DateTimeField(_("sent by mail"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    required_pairs = ("title", "text")
    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an announcement that ends before it begins."""
        super().clean()
        if self.ends_at and self.starts_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must come after the start.")})


class StaffConversationQuerySet(models.QuerySet):
    """Reads of conversations; a person's own only, their colleagues' never."""

    def of(self, person: Any) -> StaffConversationQuerySet:
        return self.filter(person=person)

    def waiting(self) -> StaffConversationQuerySet:
        """Keep those to which staff owe an answer."""
        return self.filter(state=StaffConversation.State.WAITING)

    def with_unread(self, *, from_staff: bool) -> StaffConversationQuerySet:
        """Tell of each how many messages of one side nobody of the other has read (`unread`); newest first."""
        unread = models.Q(messages__is_from_staff=from_staff, messages__read_at=None)
        return self.annotate(unread=models.Count("messages", filter=unread)).order_by("-changed_at", "-pk")


class StaffConversation(models.Model):
    """What a person and AAISA's staff write to each other about one matter."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="conversations"
    )
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    subject = models.CharField(_("subject"), max_length=150)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    started_at = models.DateTimeField(_("begun"), default=timezone.now)
    changed_at = models.DateTimeField(_("last message"), default=timezone.now, db_index=True)

    objects = StaffConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class StaffMessage(models.Model):
    """One message of a conversation, by the person or by staff."""

    conversation = models.ForeignKey(StaffConversation, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_from_staff = models.BooleanField(default=False)
    text = models.TextField(_("message"), max_length=5000)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
