"""The staff's roles: the groups that editors are in, and what each may do in the admin.

A migration makes them once; afterwards administrators change them in the admin like any group.
"""

from __future__ import annotations

from typing import Any

EDITORS = "Editors"
TRANSLATORS = "Translators"
MODERATORS = "Moderators"
ADMINISTRATORS = "Administrators"
ROLES = (EDITORS, TRANSLATORS, MODERATORS, ADMINISTRATORS)

VOCABULARY = (
    "topic",
    "audience",
    "service",
    "resourcetype",
    "organizationkind",
    "region",
    "communitytier",
)

#: What a role may do to pages; translators publish what they translate, editors submit to moderation.
PAGE_PERMISSIONS = {
    EDITORS: ("add_page", "change_page"),
    TRANSLATORS: ("add_page", "change_page", "publish_page"),
    MODERATORS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
    ADMINISTRATORS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
}

#: What a role may do in every collection of images and documents.
COLLECTION_PERMISSIONS = {
    EDITORS: ("add", "change", "choose"),
    TRANSLATORS: ("choose",),
    MODERATORS: ("add", "change", "choose"),
    ADMINISTRATORS: ("add", "change", "choose"),
}

_CHANGE = ("add", "change", "view")
_ALL = ("add", "change", "delete", "view")

#: Permissions on whole models: role → {(app label, model): actions}.
MODEL_PERMISSIONS: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {
    EDITORS: {
        **{("cms", model): _CHANGE for model in VOCABULARY},
        ("home", "contactmessage"): ("change", "view"),
        ("cms", "noticebar"): ("change",),
    },
    TRANSLATORS: {**{("cms", model): ("change", "view") for model in VOCABULARY}},
    MODERATORS: {
        **{("cms", model): _ALL for model in VOCABULARY},
        ("home", "contactmessage"): ("change", "delete", "view"),
        ("cms", "noticebar"): ("change",),
        ("cms", "navigation"): ("change",),
        ("wagtailredirects", "redirect"): _ALL,
    },
    ADMINISTRATORS: {
        **{("cms", model): _ALL for model in VOCABULARY},
        ("home", "contactmessage"): ("change", "delete", "view"),
        ("cms", "noticebar"): ("change",),
        ("cms", "navigation"): ("change",),
        ("cms", "portalsettings"): ("change",),
        ("cms", "accessgroup"): ("change", "view"),
        ("wagtailredirects", "redirect"): _ALL,
        ("wagtailcore", "collection"): ("add", "change", "delete", "view"),
        ("wagtailcore", "workflow"): ("add", "change", "delete"),
        ("wagtailcore", "task"): ("add", "change", "delete"),
        ("members", "user"): _ALL,
        ("auth", "group"): _ALL,
    },
}

#: Access groups of DOMAIN.md: code → (French name, English name).
ACCESS_GROUPS = {
    "members": ("Membres de l’AAISA", "AAISA members"),
    "sister-associations": ("Associations sœurs", "Sister associations"),
    "lips-rifs": ("PLI et RIF", "LIPs and RIFs"),
    "funders": ("Bailleurs de fonds", "Funders"),
    "other-partners": ("Autres partenaires", "Other partners"),
    "delegates": ("Délégués des comités", "Committee delegates"),
    "staff": ("Personnel de l’AAISA", "AAISA staff"),
}


def make_access_groups(apps: Any) -> None:
    """Make the access groups that are not there yet."""
    group_model, access_group_model = apps.get_model("auth", "Group"), apps.get_model("cms", "AccessGroup")
    for code, (french, english) in ACCESS_GROUPS.items():
        if not access_group_model.objects.filter(code=code).exists():
            group, _made = group_model.objects.get_or_create(name=f"{french} | {english}")
            access_group_model.objects.create(group=group, code=code, name_fr=french, name_en=english)


def make_roles(apps: Any, homes: list[Any]) -> None:
    """Make the roles with their permissions; `homes` are the home pages of both languages.

    The two groups that Wagtail brings along (Editors and Moderators) get these permissions instead of their own.
    """
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    page_permission_model = apps.get_model("wagtailcore", "GroupPagePermission")
    collection_permission_model = apps.get_model("wagtailcore", "GroupCollectionPermission")
    collection = apps.get_model("wagtailcore", "Collection").objects.order_by("path").first()

    def permission(app_label: str, codename: str) -> Any:
        return permission_model.objects.get(content_type__app_label=app_label, codename=codename)

    for role in ROLES:
        group, _made = group_model.objects.get_or_create(name=role)
        page_permission_model.objects.filter(group=group).delete()
        collection_permission_model.objects.filter(group=group).delete()
        group.permissions.set(
            [
                permission("wagtailadmin", "access_admin"),
                permission("wagtail_localize", "submit_translation"),
                *(
                    permission(app_label, f"{action}_{model}")
                    for (app_label, model), actions in MODEL_PERMISSIONS[role].items()
                    for action in actions
                ),
            ]
        )
        for home in homes:
            for codename in PAGE_PERMISSIONS[role]:
                page_permission_model.objects.create(
                    group=group, page=home, permission=permission("wagtailcore", codename)
                )
        for action in COLLECTION_PERMISSIONS[role]:
            # Wagtail asks for the permissions of its own models, whatever the project's are called.
            for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
                collection_permission_model.objects.create(
                    group=group, collection=collection, permission=permission(app_label, f"{action}_{model}")
                )
