"""What the staff's roles may do with the toolkit. A migration sets it once (see cms/roles.py)."""

from __future__ import annotations

from typing import Any

from cms.roles import ADMINISTRATORS, EDITORS, MODERATORS, TRANSLATORS

_VIEW = ("view",)
_CHANGE = ("add", "change", "view")
_ALL = ("add", "change", "delete", "view")
_RECORD = (*_ALL, "publish", "lock", "unlock")

#: Role → {(app label, model): actions}.
MODEL_PERMISSIONS: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {
    EDITORS: {
        ("resources", "resource"): _CHANGE,
        ("resources", "presetlisting"): _CHANGE,
        ("resources", "linkcheck"): _VIEW,
        ("cms", "zeroresultsearch"): _VIEW,
    },
    TRANSLATORS: {
        ("resources", "resource"): ("change", "view"),
        ("resources", "presetlisting"): ("change", "view"),
    },
    MODERATORS: {
        ("resources", "resource"): _RECORD,
        ("resources", "presetlisting"): _ALL,
        ("resources", "linkcheck"): _VIEW,
        ("cms", "zeroresultsearch"): ("delete", "view"),
    },
}
MODEL_PERMISSIONS[ADMINISTRATORS] = MODEL_PERMISSIONS[MODERATORS]


def give_permissions(apps: Any) -> None:
    """Give every role its permissions on the models of the toolkit; Django's must exist."""
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role, models in MODEL_PERMISSIONS.items():
        group_model.objects.get(name=role).permissions.add(
            *(
                permission_model.objects.get(content_type__app_label=app_label, codename=f"{action}_{model}")
                for (app_label, model), actions in models.items()
                for action in actions
            )
        )
