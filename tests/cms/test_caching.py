"""What workers keep in memory, and what makes them read it again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageViewRestriction, Site

from cms import access, caching
from cms.models import ContentStamp, FooterLink, MenuLink, Navigation, NoticeBar, PortalSettings
from home.models import HomePage
from tests.factories.files import ImageFactory
from tests.factories.pages import StandardPageFactory, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(english_home: HomePage) -> Any:
    return StandardPageFactory(parent=english_home, title="Section")


def publish(page: Any) -> None:
    page.title = "Another title"
    page.save_revision().publish()


def unpublish(page: Any) -> None:
    page.unpublish()


def expire(page: Any) -> None:
    page.expire_at = timezone.now()
    page.unpublish(set_expired=True)


def move(page: Any) -> None:
    page.move(StandardPageFactory(parent=page.get_parent(), title="Elsewhere"), pos="last-child")


def copy(page: Any) -> None:
    page.copy(update_attrs={"slug": "copy", "title": "Copy"})


def change_slug(page: Any) -> None:
    page.slug = "other"
    page.save()


def delete(page: Any) -> None:
    page.delete()


def make_private(page: Any) -> None:
    restrict(page, access.MEMBERS)


def add_to_menu(page: Any) -> None:
    MenuLink.objects.create(navigation=Navigation.load(), page=page)


def add_to_footer(page: Any) -> None:
    FooterLink.objects.create(navigation=Navigation.load(), page=page)


def change_contact_details(page: Any) -> None:
    PortalSettings.objects.update_or_create(defaults={"phone": "403 555-0100"})


def show_notice(page: Any) -> None:
    NoticeBar.objects.update_or_create(defaults={"text_fr": "Fermé", "text_en": "Closed"})


def redirect(page: Any) -> None:
    Redirect.objects.create(old_path="/old", redirect_page=page)


def change_site(page: Any) -> None:
    Site.objects.get().save()


def change_locale(page: Any) -> None:
    Locale.objects.first().save()


CHANGES: list[Callable[[Any], None]] = [
    publish,
    unpublish,
    expire,
    move,
    copy,
    change_slug,
    delete,
    make_private,
    add_to_menu,
    add_to_footer,
    change_contact_details,
    show_notice,
    redirect,
    change_site,
    change_locale,
]


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
def test_a_change_makes_every_worker_read_again(change: Callable[[Any], None], section: Any) -> None:
    before = caching.current_stamp()
    change(section)
    assert caching.current_stamp() > before


def test_every_change_of_privacy_makes_every_worker_read_again(section: Any) -> None:
    restriction = restrict(section, access.MEMBERS)
    stamps = [caching.current_stamp()]
    for change in (
        lambda: restriction.groups.add(access.access_group(access.FUNDERS)),
        lambda: restriction.groups.remove(access.access_group(access.MEMBERS)),
        lambda: restriction.groups.clear(),
        lambda: PageViewRestriction.objects.get(pk=restriction.pk).delete(),
    ):
        change()
        stamps.append(caching.current_stamp())
    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize("setting", ["menu", "footer", "redirect"])
def test_what_is_taken_away_makes_every_worker_read_again(setting: str, section: Any) -> None:
    made = {
        "menu": lambda: MenuLink.objects.create(navigation=Navigation.load(), page=section),
        "footer": lambda: FooterLink.objects.create(navigation=Navigation.load(), page=section),
        "redirect": lambda: Redirect.objects.create(old_path="/old", redirect_page=section),
    }[setting]()
    before = caching.current_stamp()
    made.delete()
    assert caching.current_stamp() > before


def test_the_image_of_the_settings_is_not_kept_after_it_is_deleted() -> None:
    image = ImageFactory()
    PortalSettings.objects.update_or_create(defaults={"social_image": image})
    before = caching.current_stamp()
    image.delete()
    assert caching.current_stamp() > before


def test_a_draft_changes_nothing_that_is_shared(section: Any, english_home: HomePage) -> None:
    before = caching.current_stamp()
    section.title = "Draft"
    section.save_revision()
    StandardPageFactory(parent=english_home, title="New draft", live=False)
    assert caching.current_stamp() == before


def test_a_change_that_is_taken_back_changes_nothing(section: Any) -> None:
    before = caching.current_stamp()
    with transaction.atomic():
        publish(section)
        transaction.set_rollback(True)
    assert caching.current_stamp() == before


def test_what_was_read_in_a_change_that_is_taken_back_is_not_served_later() -> None:
    with transaction.atomic():
        caching.raise_stamp()
        caching.kept("words", caching.current_stamp(), lambda: "never published")
        transaction.set_rollback(True)
    caching.raise_stamp()
    assert caching.kept("words", caching.current_stamp(), lambda: "published") == "published"


def test_a_worker_reads_once_for_each_stamp() -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [caching.kept("words", 5, make), caching.kept("words", 5, make), caching.kept("words", 6, make)] == [1, 1, 2]


def test_what_could_not_be_read_is_not_kept() -> None:
    def fail() -> str:
        raise ValueError("the database is away")

    with pytest.raises(ValueError, match="away"):
        caching.kept("words", 5, fail)
    assert caching.kept("words", 5, lambda: "read") == "read"


def test_the_stamp_is_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        caching.current_stamp()


def test_a_redirect_is_there_before_workers_read_again(section: Any, django_capture_on_commit_callbacks: Any) -> None:
    seen: list[int] = []

    def reader(**kwargs: Any) -> None:  # what a worker would keep under the new stamp
        seen.append(Redirect.objects.count())

    caching_stamp = ContentStamp.raise_version
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ContentStamp, "raise_version", lambda: (caching_stamp(), reader()))
        with django_capture_on_commit_callbacks(execute=True):
            section.slug = "other"
            section.save()
    assert seen[-1] == 1
