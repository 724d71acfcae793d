"""What the staff's roles may do with members: the role "Membership officers", and every role's permissions here.

A migration sets them once; afterwards administrators change them in the admin like any group (see cms/roles.py).
"""

from __future__ import annotations

from typing import Any

from cms.roles import ADMINISTRATORS, EDITORS, MODERATORS

OFFICERS = "Membership officers"

_VIEW = ("view",)
_CHANGE = ("add", "change", "view")
_ALL = ("add", "change", "delete", "view")
_RECORD = (*_ALL, "publish", "lock", "unlock")

#: Permissions on the models of this app: role → {model: actions}.
MODEL_PERMISSIONS: dict[str, dict[str, tuple[str, ...]]] = {
    OFFICERS: {
        "organization": _RECORD,
        "community": _ALL,
        "servicelanguage": _ALL,
        "membershipperiod": _ALL,
        "profilechange": ("change", "view"),
        "profileconfirmation": _VIEW,
        "affiliation": _ALL,
        "invitation": _ALL,
        "joinrequest": _ALL,
        "announcement": _ALL,
        "staffconversation": ("change", "view"),
        "staffmessage": _CHANGE,
        "user": _VIEW,
        "auditentry": _VIEW,
        "consent": _VIEW,
    },
    EDITORS: {
        "servicelanguage": _CHANGE,
        "announcement": ("change", "view"),
    },
    MODERATORS: {
        "organization": _VIEW,
        "community": ("change", "view"),
        "servicelanguage": ("change", "view"),
        "announcement": _ALL,
    },
}
MODEL_PERMISSIONS[ADMINISTRATORS] = {**MODEL_PERMISSIONS[OFFICERS], "user": _ALL, "accounthelp": _CHANGE}

#: What officers may do with images in every collection: an organization's logo.
OFFICERS_COLLECTION_PERMISSIONS = ("add", "choose")


def give_permissions(apps: Any) -> None:
    """Make the role and give every role its permissions on the models of this app; Django's must exist."""
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    collection = apps.get_model("wagtailcore", "Collection").objects.order_by("path").first()
    collection_permission_model = apps.get_model("wagtailcore", "GroupCollectionPermission")

    def permission(app_label: str, codename: str) -> Any:
        return permission_model.objects.get(content_type__app_label=app_label, codename=codename)

    for role, models in MODEL_PERMISSIONS.items():
        group, _made = group_model.objects.get_or_create(name=role)
        group.permissions.add(
            permission("wagtailadmin", "access_admin"),
            *(permission("members", f"{action}_{model}") for model, actions in models.items() for action in actions),
        )
    officers = group_model.objects.get(name=OFFICERS)
    for action in OFFICERS_COLLECTION_PERMISSIONS:
        collection_permission_model.objects.get_or_create(
            group=officers, collection=collection, permission=permission("wagtailimages", f"{action}_image")
        )
