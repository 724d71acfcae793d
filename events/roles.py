"""What the staff's roles may do with the events. A migration sets it once (see cms/roles.py)."""

from __future__ import annotations

from typing import Any

from cms.roles import ADMINISTRATORS, EDITORS, MODERATORS, TRANSLATORS

_VIEW = ("view",)
_CHANGE = ("add", "change", "view")
_ALL = ("add", "change", "delete", "view")
_RECORD = (*_ALL, "publish", "lock", "unlock")

#: Role → {(app label, model): actions}. Who registered is for those who plan events, not for translators.
MODEL_PERMISSIONS: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {
    EDITORS: {
        ("events", "event"): _CHANGE,
        ("events", "programmesession"): _ALL,
        ("events", "speaker"): _CHANGE,
        ("events", "eventseries"): _CHANGE,
        ("events", "eventpreset"): _CHANGE,
        ("events", "registration"): _CHANGE,
        ("events", "eventinvitation"): _CHANGE,
        ("events", "eventmessage"): ("add", "view"),
    },
    TRANSLATORS: {
        ("events", "event"): ("change", "view"),
        ("events", "programmesession"): ("change", "view"),
        ("events", "speaker"): ("change", "view"),
        ("events", "eventpreset"): ("change", "view"),
    },
    MODERATORS: {
        ("events", "event"): _RECORD,
        ("events", "programmesession"): _ALL,
        ("events", "speaker"): _ALL,
        ("events", "eventseries"): _ALL,
        ("events", "eventpreset"): _ALL,
        ("events", "registration"): _CHANGE,
        ("events", "eventinvitation"): _ALL,
        ("events", "eventmessage"): ("add", "view"),
    },
}
MODEL_PERMISSIONS[ADMINISTRATORS] = MODEL_PERMISSIONS[MODERATORS]


def give_permissions(apps: Any) -> None:
    """Give every role its permissions on the models of the events; Django's must exist."""
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role, models in MODEL_PERMISSIONS.items():
        group_model.objects.get(name=role).permissions.add(
            *(
                permission_model.objects.get(content_type__app_label=app_label, codename=f"{action}_{model}")
                for (app_label, model), actions in models.items()
                for action in actions
            )
        )
