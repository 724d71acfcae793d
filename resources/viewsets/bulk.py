"""What editors do with several resources at once: tag them, give them a type or a review date, publish, unpublish.

Every row is judged by itself: whose lock or moderation it is in, what is wrong with it. What was left out is said.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Revision
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from cms.models import Audience, ResourceType, Topic
from resources.models import Resource
from resources.services import editing
from resources.viewsets.resource_filters import ResourceFilterSet
from resources.viewsets.resources import found_by, in_moderation

MOST = 500
"""So many at once: each is written with a revision of its own."""
NAMED = 10
"""So many of those that were left out are named."""


def _scheduled() -> Exists:
    return Exists(
        Revision.objects.filter(
            base_content_type__app_label="resources",
            base_content_type__model="resource",
            object_id=Cast(OuterRef("pk"), CharField()),
            approved_go_live_at__isnull=False,
        )
    )


class AsListed:
    """For bulk actions: "all" are all that the list shows as it is filtered. Wagtail takes all there are."""

    request: Any

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        found: Any = Resource.objects.annotate(is_in_moderation=in_moderation())
        found = ResourceFilterSet(self.request.GET, queryset=found, request=self.request).qs
        words = self.request.GET.get("q", "").strip()
        return list((found_by(found, words) if words else found).values_list("pk", flat=True))

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> Any:
        keys = [int(key) for key in object_ids if str(key).isdecimal() and len(str(key)) < 19]
        found = Resource.objects.filter(pk__in=keys).select_related("latest_revision").in_order()
        return found.annotate(is_in_moderation=in_moderation(), is_scheduled=_scheduled())


class DeleteResources(AsListed, DeleteBulkAction):
    """Wagtail's own, in whose place it stands."""

    models = [Resource]


class ResourceBulkAction(AsListed, SnippetBulkAction):
    """Asks, then does something to each chosen resource that it may be done to."""

    models = [Resource]
    template_name = "resources_admin/confirm_bulk.html"
    permission: ClassVar[str] = "change"
    left_out: list[tuple[Any, str]]
    """Resources with the sentence that says why nothing was done to them."""

    def reason_against(self, resource: Any) -> str:
        """Return a sentence for why `resource` is left out, "" where it is not."""
        user = self.request.user
        if not self.permission_policy.user_has_permission_for_instance(user, self.permission, resource):
            return _now("You may not do this with it.")
        if resource.locked and resource.locked_by_id != user.pk:
            return _now("Somebody has locked it.")
        if resource.is_in_moderation and (lock := resource.get_lock()) and lock.for_user(user):
            return _now("It is in moderation.")
        return ""

    @cached_property
    def _judged(self) -> tuple[list[Any], list[tuple[Any, str]]]:
        self.left_out = left = []
        keys = self.request.GET.getlist("id")
        if "all" in keys:
            keys = self.get_all_objects_in_listing_query(None)
        if len(keys) > MOST:
            return [], []
        kept: list[Any] = []
        for resource in self.get_queryset(self.model, keys):
            reason = self.reason_against(resource)
            if reason:
                left.append((resource, reason))
            else:
                kept.append(resource)
        return kept, left

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, Any]]:
        kept, left = self._judged
        return kept, {"items_with_no_access": [resource for resource, _reason in left]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kept, left = self._judged
        return {**context, "left_out": left, "most": MOST, "nothing": not kept and not left}

    @classmethod
    def execute_action(cls, objects: list[Any], **given: Any) -> tuple[int, int]:
        action: ResourceBulkAction = given["self"]
        done = 0
        for resource in objects:
            try:
                done += action.act(resource, **(action.cleaned_form.cleaned_data if action.cleaned_form else {}))
            except ValidationError as error:
                action.left_out.append((resource, " ".join(dict.fromkeys(error.messages))))
        return done, 0

    def act(self, resource: Any, **given: Any) -> bool:
        """Do it to `resource`. Returns whether there was anything to do. Raises ValidationError."""
        raise NotImplementedError

    def get_success_message(self, count: int, _children: int) -> str | None:
        """Say what was done; what was left out, and why, is said beside it."""
        for resource, reason in self.left_out[:NAMED]:
            messages.warning(
                self.request,
                _now("“%(title)s” was left out. %(reason)s") % {"title": resource, "reason": reason},
            )
        if len(self.left_out) > NAMED:
            more = len(self.left_out) - NAMED
            text = ngettext("%(count)d more was left out.", "%(count)d more were left out.", more)
            messages.warning(self.request, text % {"count": more})
        if not count:
            return _now("Nothing was to be changed.") if not self.left_out else None
        return self.done(count)

    def done(self, count: int) -> str:
        return ngettext("%(count)d resource was changed.", "%(count)d resources were changed.", count) % {
            "count": count
        }


def _terms(model: Any, label: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        queryset=model.objects.all(), label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


class TermsForm(forms.Form):
    """Which terms are added, which are taken off."""

    add_topics = _terms(Topic, _("Add these topics"))
    remove_topics = _terms(Topic, _("Take these topics off"))
    add_audiences = _terms(Audience, _("Add these audiences"))
    remove_audiences = _terms(Audience, _("Take these audiences off"))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(data.values()):
            raise ValidationError(_("Tick at least one topic or audience."))
        for name in ("topics", "audiences"):
            if set(data.get(f"add_{name}") or ()) & set(data.get(f"remove_{name}") or ()):
                self.add_error(f"remove_{name}", _("A term is either added or taken off."))
        return data


class BesideSchedule(ResourceBulkAction):
    """What a version that waits for its day would come out without."""

    def reason_against(self, resource: Any) -> str:
        if reason := super().reason_against(resource):
            return reason
        scheduled = _now("A version of it is scheduled to be published: change it in its form.")
        return scheduled if resource.is_scheduled else ""


class ChangeTerms(BesideSchedule):
    display_name = _("Topics and audiences")
    aria_label = _("Add topics and audiences to the chosen resources, or take them off")
    action_type = "terms"
    action_priority = 10
    form_class = TermsForm

    def act(self, resource: Any, **given: Any) -> bool:
        return editing.change_terms(
            resource,
            add={"topics": given["add_topics"], "audiences": given["add_audiences"]},
            remove={"topics": given["remove_topics"], "audiences": given["remove_audiences"]},
            user=self.request.user,
        )


class TypeForm(forms.Form):
    resource_type = forms.ModelChoiceField(
        queryset=ResourceType.objects.all(), label=_("Type"), empty_label=None, widget=forms.RadioSelect
    )


class SetType(BesideSchedule):
    display_name = _("Type")
    aria_label = _("Give the chosen resources a type")
    action_type = "type"
    action_priority = 20
    form_class = TypeForm

    def act(self, resource: Any, **given: Any) -> bool:
        return editing.set_value(resource, "resource_type", given["resource_type"], user=self.request.user)


class ReviewForm(forms.Form):
    review_on = forms.DateField(
        label=_("To be reviewed on"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Leave it empty to take their dates away."),
    )


class SetReviewDate(BesideSchedule):
    display_name = _("Review date")
    aria_label = _("Give the chosen resources a review date")
    action_type = "review"
    action_priority = 30
    form_class = ReviewForm

    def act(self, resource: Any, **given: Any) -> bool:
        return editing.set_value(resource, "review_on", given["review_on"], user=self.request.user)


class Publish(ResourceBulkAction):
    display_name = _("Publish")
    aria_label = _("Publish the newest version of the chosen resources")
    action_type = "publish"
    action_priority = 40
    permission = "publish"

    def reason_against(self, resource: Any) -> str:
        if reason := super().reason_against(resource):
            return reason
        return _now("It is in moderation: decide on it there.") if resource.is_in_moderation else ""

    def act(self, resource: Any, **given: Any) -> bool:
        return editing.publish(resource, user=self.request.user)

    def done(self, count: int) -> str:
        return ngettext("%(count)d resource was published.", "%(count)d resources were published.", count) % {
            "count": count
        }


class Unpublish(ResourceBulkAction):
    display_name = _("Unpublish")
    aria_label = _("Take the chosen resources out of the toolkit")
    action_type = "unpublish"
    action_priority = 50
    permission = "publish"
    classes = {"serious"}

    def act(self, resource: Any, **given: Any) -> bool:
        return editing.unpublish(resource, user=self.request.user)

    def done(self, count: int) -> str:
        return ngettext("%(count)d resource was unpublished.", "%(count)d resources were unpublished.", count) % {
            "count": count
        }


BULK_ACTIONS = (ChangeTerms, SetType, SetReviewDate, Publish, Unpublish)
