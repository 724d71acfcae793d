"""Who may open which address: every route of the portal is declared here, or the gate fails.

A rule names the roles that are let in. Everybody else is turned away: who is not signed in is led to the sign-in page,
who is gets a 403, Wagtail's way back to the admin's home, or, where another's object was asked for, a 404.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.access.people import (
    ADMINISTRATOR,
    EDITOR,
    MEMBER,
    MODERATOR,
    OFFICER,
    OTHER_ADMINISTRATOR,
    OUTSIDERS,
    OWN_ADMINISTRATOR,
    PERSONS,
    ROLES,
    STAFF,
    TRANSLATOR,
)
from tests.access.routes import Route


@dataclass(frozen=True)
class Rule:
    """The roles that are let in; `method` is how the address is meant to be asked."""

    roles: frozenset[str]
    method: str = "get"


def to(*roles: str, method: str = "get") -> Rule:
    return Rule(frozenset(roles), method)


LETTERS = {"E": EDITOR, "T": TRANSLATOR, "M": MODERATOR, "O": OFFICER, "A": ADMINISTRATOR}


def staff(letters: str, method: str = "get") -> Rule:
    """Let the staff in whose roles begin with `letters`; O stands for membership officers."""
    return Rule(frozenset(LETTERS[letter] for letter in letters), method)


EVERYONE = to(*ROLES)
SIGNED_IN = to(*PERSONS, *STAFF)
EVERY_STAFF = to(*STAFF)
NOBODY = to()

#: Wagtail's snippets: who may (see, add, change, delete) them. To see is the list, the history, the usage.
SNIPPETS: dict[str, tuple[str, str, str, str]] = {
    "home_contactmessage": ("EMA", "", "EMA", "MA"),
    **{
        f"cms_{model}": ("ETMA", "EMA", "ETMA", "MA")
        for model in ("topic", "audience", "service", "resourcetype", "organizationkind", "region", "communitytier")
    },
    "cms_accessgroup": ("A", "", "A", ""),
    "members_organization": ("MOA", "OA", "OA", "OA"),
    "members_community": ("MOA", "OA", "MOA", "OA"),
    "members_servicelanguage": ("EMOA", "EOA", "EMOA", "OA"),
    "members_membershipperiod": ("OA", "OA", "OA", "OA"),
    "members_invitation": ("OA", "OA", "", ""),
    "members_joinrequest": ("OA", "", "", ""),
    "members_affiliation": ("OA", "OA", "", ""),
    "members_profilechange": ("OA", "", "OA", ""),
    "members_announcement": ("EMOA", "MOA", "EMOA", "MOA"),
    "members_staffconversation": ("OA", "", "OA", ""),
    "members_auditentry": ("OA", "", "", ""),
    "resources_resource": ("ETMA", "EMA", "ETMA", "MA"),
    "resources_presetlisting": ("ETMA", "EMA", "ETMA", "MA"),
    "events_event": ("ETMA", "EMA", "ETMA", "MA"),
    "events_programmesession": ("ETMA", "EMA", "ETMA", "EMA"),
    "events_speaker": ("ETMA", "EMA", "ETMA", "MA"),
    "events_eventseries": ("EMA", "", "EMA", "MA"),
    "events_eventpreset": ("ETMA", "EMA", "ETMA", "MA"),
    "events_eventmessage": ("EMA", "", "", ""),
    "cms_zeroresultsearch": ("EMA", "", "", "MA"),
}
#: What a snippet's route does, where it is more than seeing it.
SNIPPET_ACTIONS = {
    **dict.fromkeys(("add", "copy", "preview_on_add", "create"), 1),
    **dict.fromkeys(
        (
            "edit",
            "reorder",
            "preview_on_edit",
            "unpublish",
            "lock",
            "unlock",
            "revisions_revert",
            "revisions_unschedule",
        ),
        2,
    ),
    "delete": 3,
}


def rule_for_snippet(route: Route) -> Rule | None:
    namespace, _colon, action = route.name.partition(":")
    kind, _under, model = namespace.partition("_")
    if model not in SNIPPETS:
        return None
    columns = SNIPPETS[model]
    if kind == "wagtailsnippets":
        return staff(columns[SNIPPET_ACTIONS.get(action, 0)])
    if kind == "wagtailsnippetchoosers":
        return staff(columns[1]) if action == "create" else EVERY_STAFF
    return None


#: Patterns of names; the first that fits holds.
RULES: tuple[tuple[str, Rule], ...] = (
    # --- everyone ---------------------------------------------------------------------------
    ("choose_language", EVERYONE),
    ("health_*", EVERYONE),
    ("robots", EVERYONE),
    ("sitemap", EVERYONE),
    ("page_feed", EVERYONE),
    ("search", EVERYONE),
    ("search_suggestions", EVERYONE),
    ("component_gallery", EVERYONE),  # in development and in the tests only
    ("wagtailapi:*", EVERYONE),
    ("public_media", EVERYONE),
    ("private_image", EVERYONE),  # each image is judged: test_surfaces.py
    ("wagtaildocs_serve", EVERYONE),  # likewise
    ("resource_file", EVERYONE),  # likewise
    ("wagtaildocs_authenticate_with_password", EVERYONE),  # answers 404: no shared passwords
    ("wagtail_serve", EVERYONE),  # each page is judged: test_surfaces.py
    ("account_login", EVERYONE),
    ("account_logout", EVERYONE),
    ("account_signup", EVERYONE),  # closed without an invitation
    ("account_inactive", EVERYONE),
    ("account_email_verification_sent", EVERYONE),
    ("account_confirm_email", EVERYONE),
    ("account_reset_password*", EVERYONE),
    ("openid_connect_*", EVERYONE),
    ("admin_sign_out", EVERYONE),
    ("wagtailadmin_logout", EVERYONE),
    ("join", EVERYONE),
    ("join_sent", EVERYONE),
    ("join_confirm*", EVERYONE),
    ("invitation*", EVERYONE),
    ("account_closing", EVERYONE),
    ("cancel_deletion*", EVERYONE),
    ("verify_certificate", EVERYONE),
    ("certificate", EVERYONE),  # its number is the key
    ("confirm_profile", EVERYONE),  # its link is the key
    ("unsubscribe", EVERYONE),  # likewise
    ("register_event", EVERYONE),  # each event is judged: tests/events/registering
    ("registration_sent", EVERYONE),  # likewise
    ("registration_link*", EVERYONE),  # its link is the key
    ("confirm_registration_link", EVERYONE),  # likewise
    ("event_invitation_link", EVERYONE),  # likewise
    ("stop_event_mail", EVERYONE),  # likewise
    ("my_certificate", to(MEMBER, EDITOR, MODERATOR, ADMINISTRATOR)),  # the person's own; staff who see attendees
    ("public_calendar", EVERYONE),
    ("event_calendar", EVERYONE),  # each event is judged: tests/events/calendars
    ("personal_calendar", EVERYONE),  # its secret is the key
    # --- nobody: these lead to the portal's own sign-in, or nowhere -----------------------------
    ("admin_sign_in", NOBODY),
    ("wagtailadmin_login", NOBODY),
    ("wagtailcore_login", NOBODY),
    ("wagtailadmin_password_reset*", NOBODY),
    # --- whose registration it is: the sample is the member's ----------------------------------
    ("my_registration", to(MEMBER)),
    ("confirm_registration", to(MEMBER)),
    ("cancel_registration", to(MEMBER)),
    ("answer_offer", to(MEMBER)),
    ("register_colleagues", to(*PERSONS)),  # whoever belongs to an organization
    # --- whoever is signed in ------------------------------------------------------------------
    ("account_*", SIGNED_IN),
    ("mfa_*", SIGNED_IN),  # a passkey is asked for from the sign-in page
    ("usersessions_*", SIGNED_IN),
    ("private_area", SIGNED_IN),
    ("conversations", SIGNED_IN),
    ("new_conversation", SIGNED_IN),
    ("notification_settings", SIGNED_IN),
    ("my_*", SIGNED_IN),
    ("export_my_data", SIGNED_IN),
    ("delete_my_account", SIGNED_IN),
    ("colleagues", SIGNED_IN),
    ("leave_organization", SIGNED_IN),
    ("join_organization", SIGNED_IN),
    # --- whose it is: the samples are the member's, or their organization's -------------------------
    ("conversation", to(MEMBER)),
    ("close_conversation", to(MEMBER, method="post")),
    ("join_request", to(OWN_ADMINISTRATOR)),
    ("end_affiliation", to(OWN_ADMINISTRATOR)),
    ("change_role", to(OWN_ADMINISTRATOR, method="post")),
    ("resend_invitation", to(OWN_ADMINISTRATOR, method="post")),
    ("revoke_invitation", to(OWN_ADMINISTRATOR, method="post")),
    ("withdraw_request", NOBODY),  # the sample is somebody's who has no account yet
    ("invite_colleague", to(OWN_ADMINISTRATOR, OTHER_ADMINISTRATOR, method="post")),
    ("organization_profile", to(OWN_ADMINISTRATOR, OTHER_ADMINISTRATOR)),
    ("edit_organization_profile", to(OWN_ADMINISTRATOR, OTHER_ADMINISTRATOR)),
    ("withdraw_profile_change", to(OWN_ADMINISTRATOR, OTHER_ADMINISTRATOR, method="post")),
    ("profile_still_right", to(OWN_ADMINISTRATOR, OTHER_ADMINISTRATOR, method="post")),
    # --- the admin: members --------------------------------------------------------------------
    ("help_with_second_factor", staff("A")),
    ("renewals_report*", staff("OA")),
    ("stale_profiles_report*", staff("OA")),
    ("wagtailsnippets_members_organization:import*", staff("OA")),
    ("wagtailsnippets_resources_resource:import*", staff("MA")),
    ("wagtailsnippets_members_organization:workflow_preview", NOBODY),  # while nothing is in a workflow
    ("wagtailsnippets_members_organization:workflow_history*", staff("OA")),
    ("wagtailsnippets_members_organization:revisions_compare", staff("OA")),
    ("wagtailsnippets_members_organization:history*", staff("OA")),
    ("wagtailsnippets_members_organization:usage", staff("OA")),
    ("wagtailsnippets_members_organization:*cancellation", EVERY_STAFF),  # answers that there is nothing to cancel
    ("wagtailsnippets_members_organization:*action*", EVERY_STAFF),  # 404 while nothing is in a workflow
    *((f"wagtailsnippets_members_{model}:usage", NOBODY) for model in ("invitation", "affiliation")),
    *(
        (f"wagtailsnippets_members_{model}:{action}", NOBODY)
        for model in ("auditentry", "joinrequest")
        for action in ("usage", "history*")
    ),
    # --- the admin: the toolkit -----------------------------------------------------------------
    ("resources_to_review*", staff("ETMA")),
    ("unread_files*", staff("ETMA")),
    ("broken_links*", staff("EMA")),
    ("wagtailsnippetchoosers_resources_*:create", staff("EMA")),
    ("wagtailsnippetchoosers_resources_*", staff("ETMA")),
    ("wagtailsnippets_cms_zeroresultsearch:usage", NOBODY),
    ("wagtailsnippets_cms_zeroresultsearch:history*", staff("MA")),
    ("wagtailsnippets_resources_resource:fill", staff("ETMA", method="post")),
    *((f"wagtailsnippets_resources_resource:{action}", staff("MA")) for action in ("unpublish", "lock", "unlock")),
    ("wagtailsnippets_resources_resource:revisions_unschedule", staff("MA")),
    ("wagtailsnippets_resources_resource:workflow_preview", NOBODY),  # while nothing is in a workflow
    ("wagtailsnippets_resources_resource:*cancellation", EVERY_STAFF),  # answers that there is nothing to cancel
    ("wagtailsnippets_resources_resource:*action*", EVERY_STAFF),  # 404 while nothing is in a workflow
    # --- the admin: events ----------------------------------------------------------------------
    ("wagtailsnippetchoosers_events_eventseries:create", NOBODY),  # a series is made from an event
    ("wagtailsnippetchoosers_events_eventseries:*", staff("EMA")),
    ("wagtailsnippetchoosers_events_*:create", staff("EMA")),
    ("wagtailsnippetchoosers_events_*", staff("ETMA")),
    *((f"wagtailsnippets_events_event:{action}", staff("MA")) for action in ("unpublish", "lock", "unlock")),
    ("wagtailsnippets_events_event:revisions_unschedule", staff("MA")),
    ("wagtailsnippets_events_event:workflow_preview", NOBODY),  # while nothing is in a workflow
    ("wagtailsnippets_events_event:*cancellation", EVERY_STAFF),  # answers that there is nothing to cancel
    ("wagtailsnippets_events_event:*action*", EVERY_STAFF),  # 404 while nothing is in a workflow
    *((f"wagtailsnippets_events_eventmessage:{action}", NOBODY) for action in ("usage", "history*")),
    ("event_copy", staff("EMA")),
    ("event_repeat", staff("EMA")),
    ("event_attendee*", staff("EMA")),
    ("event_check_in*", staff("EMA")),
    ("event_write", staff("EMA")),
    ("event_invitations", staff("EMA")),
    ("event_certificate*", staff("EMA")),
    ("event_all_certificates", staff("EMA", method="post")),
    ("event_recording_resource", staff("EMA")),
    ("events_report", staff("EMA")),
    # --- the admin: pages ------------------------------------------------------------------------
    ("wagtailadmin_pages:move_confirm", EVERY_STAFF),  # asks for the permission when it is carried out
    ("wagtailadmin_pages:confirm_workflow_cancellation", EVERY_STAFF),  # likewise
    ("wagtailadmin_pages:choose_parent", EVERY_STAFF),
    ("wagtailadmin_pages:revisions_index", EVERY_STAFF),  # leads to the history
    ("wagtailadmin_pages:convert_alias", EVERY_STAFF),  # 404: there are no aliases
    ("wagtailadmin_pages:*action*", EVERY_STAFF),  # 404 while nothing is in a workflow
    ("wagtailadmin_pages:workflow_preview", NOBODY),  # likewise
    ("wagtailadmin_pages:delete", staff("TMA")),
    ("wagtailadmin_pages:unpublish", staff("TMA")),
    ("wagtailadmin_pages:move", staff("TMA")),
    ("wagtailadmin_pages:set_page_position", staff("TMA", method="post")),
    ("wagtailadmin_pages:set_privacy", staff("TMA")),
    ("wagtailadmin_pages:revisions_unschedule", staff("TMA")),
    ("wagtailadmin_pages:lock", staff("MA", method="post")),
    ("wagtailadmin_pages:unlock", staff("MA", method="post")),
    ("wagtailadmin_pages:*", staff("ETMA")),
    ("wagtailadmin_explore*", staff("ETMA")),
    ("wagtailadmin_choose_page*", EVERY_STAFF),
    ("wagtailadmin_api:pages:detail", staff("ETMA")),
    ("wagtailadmin_api:*", EVERY_STAFF),
    # --- the admin: the rest -----------------------------------------------------------------------
    ("wagtailadmin_home", EVERY_STAFF),
    ("wagtailadmin_account", EVERY_STAFF),
    ("wagtailadmin_dismissibles", EVERY_STAFF),
    ("wagtailadmin_tag_*", EVERY_STAFF),
    ("wagtailadmin_block_preview", EVERY_STAFF),
    ("wagtailadmin_editing_sessions:*", EVERY_STAFF),
    ("wagtailadmin_sprite", to(*OUTSIDERS, *STAFF)),  # icons
    ("wagtailadmin_javascript_catalog", to(*OUTSIDERS, *STAFF)),  # words
    ("wagtailadmin_error_test", NOBODY),  # is an error, for those who look after the server
    ("wagtail_bulk_action", staff("A")),
    ("wagtailembeds:*", EVERY_STAFF),
    ("wagtailadmin_collections:*", NOBODY),
    ("wagtailadmin_workflows:task_cho*", EVERY_STAFF),
    ("wagtailadmin_workflows:*", staff("A")),
    ("wagtailadmin_reports:site_history*", EVERY_STAFF),  # shows what the reader may see anyway
    ("wagtailadmin_reports:locked_pages*", staff("MA")),
    ("wagtailadmin_reports:*", staff("ETMA")),
    ("parity_report*", EVERY_STAFF),
    ("wagtail_localize:convert_to_alias", NOBODY),
    ("wagtail_localize:submit_page_translation", staff("ETMA")),
    ("wagtail_localize:submit_snippet_translation", staff("ETMA")),
    ("wagtail_localize:*", EVERY_STAFF),  # each translation is judged: tests/cms/translation
    ("/cms/settings/<slug:app_name>/<slug:model_name>/", EVERY_STAFF),  # leads to the next
    ("wagtailsettings:edit", staff("A")),
    ("wagtailsettings:*", EVERY_STAFF),
    ("wagtaildocs_chooser:create", staff("EMA")),
    ("wagtaildocs_chooser:chosen", staff("ETMA")),
    ("wagtaildocs_chooser:*", EVERY_STAFF),
    ("wagtaildocs:*_upload*", EVERY_STAFF),  # one's own upload that is not finished: 404
    ("wagtaildocs:*", staff("EMA")),
    ("document_version", staff("EMA")),
    ("wagtailimages_chooser:create", staff("EMOA")),
    ("wagtailimages_chooser:*", EVERY_STAFF),
    ("wagtailimages:index*", staff("EMOA")),
    ("wagtailimages:add*", staff("EMOA")),
    ("wagtailimages:url_generator*", NOBODY),
    ("wagtailimages:*_upload*", EVERY_STAFF),
    ("wagtailimages:*", staff("EMA")),
    ("wagtailredirects:*", staff("MA")),
    ("wagtailsnippets:index", NOBODY),
    ("wagtaillocales:*", NOBODY),
    ("wagtailsites:*", NOBODY),
    ("wagtailusers_users:index*", staff("OA")),
    ("wagtailusers_users:*", staff("A")),
    ("wagtailusers_groups:*", staff("A")),
)

#: Addresses without a name, each in front of one of Wagtail's that has one; or answering that there is nothing.
UNNAMED = {
    "/cms/test404/",
    "/cms/localize/page/<int:page_id>/convert_to_alias/",
    "/cms/localize/submit/page/<int:page_id>/",
    "/cms/localize/update/<int:translation_source_id>/",
    "/cms/localize/translate/<int:translation_id>/machine_translate/",
    "/cms/localize/translate/<int:translation_id>/pofile/upload/",
    "/cms/^.*/$",
    r"/^documents/(\d+)/(.*)$",
}


def rule_for(route: Route) -> Rule | None:
    """Return who is let in at `route`, or None where nobody has said so."""
    for pattern, rule in RULES:
        if fnmatchcase(route.name, pattern) or route.template == pattern:
            return rule
    return rule_for_snippet(route)
