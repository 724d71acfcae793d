"""The demo content: complete in both languages, well written as far as a machine can tell, and loaded once."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from PIL import Image
from wagtail.models import Collection, ModelLogEntry, Page, PageLogEntry, PageViewRestriction, Revision
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms import access
from cms.blocks import BodyBlock
from cms.models import Navigation, NoticeBar, PortalDocument, PortalImage, PortalSettings, Topic
from cms.models.vocabulary import VOCABULARIES
from cms.ops.accounts import DEMO_ACCOUNTS
from home.demo import film, load, pdf, texts
from home.demo.blocks import Builder
from home.demo.ledger import Ledger
from home.demo.plan import PAGES
from home.demo.richtext import rich_text
from home.models import HomePage, StandardPage, StrategyIndexPage, StrategyPage
from members import renewals
from members.models import Affiliation, Community, MembershipPeriod, Organization, ProfileChange, User
from resources.models import PresetListing, Resource
from tests import plugin_database as databases
from tests.demo import PASSWORD, demo_clone

NBSP = "\u00a0"


def load_demo(**options: Any) -> str:
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_PASSWORD", options.pop("password", PASSWORD))
        call_command("load_demo", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def loaded(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A clone of the demo, files included, for all tests of this module."""
    with django_db_blocker.unblock(), demo_clone(request.config.stash[databases.cloned]):
        yield


@pytest.fixture
def demo(loaded: None, db: None) -> None:
    """The loaded demo, with what a test changes in it rolled back."""


def page(key: str, language: str) -> Page:
    loader = load.PageLoader(files=load.Files({}, {}), ledger=Ledger(), author=None, publisher=None, translator=None)
    found = loader.find(next(spec for spec in PAGES if spec.key == key), language)
    assert found is not None
    return found


def everything() -> dict[str, Any]:
    """What a second load must leave as it is."""
    models = (
        Page,
        Revision,
        PortalImage,
        PortalDocument,
        Collection,
        User,
        PageLogEntry,
        ModelLogEntry,
        StringTranslation,
        Translation,
        TranslationSource,
        PageViewRestriction,
        Organization,
        Affiliation,
        MembershipPeriod,
        ProfileChange,
        Resource,
        PresetListing,
        *VOCABULARIES,
    )
    counts = {model._meta.label: model.objects.count() for model in models}
    newest = {
        "revision": Revision.objects.latest("created_at").pk,
        "passwords": sorted(User.objects.values_list("password", flat=True)),
        "menu": list(Navigation.load().menu_links.values_list("pk", "page_id")),
    }
    return counts | newest


# --- loading --------------------------------------------------------------------------------------


def test_a_second_load_changes_nothing(demo: None) -> None:
    before = everything()
    assert "Pages: 0 new" in load_demo()
    assert everything() == before


def test_there_are_forty_organizations_over_every_town_and_both_cities(demo: None) -> None:
    organizations = list(Organization.objects.select_related("community", "kind"))
    assert len(organizations) == 40
    assert {one.community for one in organizations if one.community} == set(Community.objects.all())
    for one in organizations:
        one.full_clean()
        assert one.description_fr
        assert one.description_en
        assert NBSP not in one.description_en
    assert {row.renewal_state for row in renewals.with_renewals()} == set(renewals.STATES)
    assert sorted(ProfileChange.objects.values_list("state", flat=True)) == ["pending", "returned"]


@pytest.mark.parametrize(
    ("email", "codes"),
    [
        ("member@example.org", {access.MEMBERS}),
        ("orgadmin@example.org", {access.MEMBERS}),
        ("saisia@example.org", {access.SISTER_ASSOCIATIONS}),
        ("lip@example.org", {access.LIPS_AND_RIFS}),
        ("funder@example.org", {access.FUNDERS}),
        ("deactivated@example.org", set()),
    ],
)
def test_each_account_is_in_the_groups_of_its_organization(demo: None, email: str, codes: set[str]) -> None:
    user = User.objects.get(email=email)
    assert set(user.groups.values_list("access_group__code", flat=True)) == codes


def test_it_asks_for_the_accounts_password(db: None) -> None:
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        load_demo(password="")


def test_another_password_is_given_to_the_accounts_at_the_next_load(demo: None) -> None:
    load_demo(password="quite another one")
    assert all(User.objects.get(email=account.email).check_password("quite another one") for account in DEMO_ACCOUNTS)


def test_what_a_person_changed_or_deleted_stays_so(demo: None) -> None:
    about = page("about", "fr")
    about.title = "Qui nous sommes"
    about.save_revision().publish()
    page("french-words", "fr").delete()
    PortalImage.objects.filter(title__startswith="Route d’hiver").delete()
    load_demo()
    assert page("about", "fr").title == "Qui nous sommes"
    assert not Page.objects.filter(slug="petit-lexique").exists()
    assert not PortalImage.objects.filter(title__startswith="Route d’hiver").exists()


def test_a_home_page_that_somebody_has_begun_is_left_alone(homes: dict[str, HomePage]) -> None:
    homes["fr"].save_revision()
    loader = load.PageLoader(files=load.Files({}, {}), ledger=Ledger(), author=None, publisher=None, translator=None)
    assert not loader._is_untouched_home(PAGES[0])


def test_a_reset_makes_pages_and_files_anew_and_leaves_the_rest(demo: None) -> None:
    about = page("about", "fr")
    about.title = "Qui nous sommes"
    about.save_revision().publish()
    about.get_parent().add_child(instance=StandardPage(title="À nous", slug="a-nous"))
    term = Topic.objects.get(key="housing")
    Topic.objects.filter(pk=term.pk).update(name_en="Homes")
    models = (Page, PortalImage, PortalDocument, Resource, PresetListing)
    before = [model.objects.count() for model in models]
    load_demo(reset=True)
    assert [model.objects.count() for model in models] == before
    assert page("about", "fr").title == "À propos"
    assert Page.objects.filter(slug="a-nous").exists()
    assert Topic.objects.get(pk=term.pk).name_en == "Homes"


def test_the_tree_is_sound(demo: None) -> None:
    assert all(not problems for problems in Page.find_problems())
    assert not Page.objects.filter(alias_of__isnull=False).exists()


def test_the_accounts_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo_accounts")
    printed = capsys.readouterr().out
    assert all(account.email in printed for account in DEMO_ACCOUNTS)


# --- both languages -------------------------------------------------------------------------------


def test_every_page_is_in_both_languages_except_two_on_purpose(demo: None) -> None:
    languages: dict[str, set[str]] = {}
    for found in Page.objects.filter(depth__gte=2).select_related("locale"):
        languages.setdefault(str(found.translation_key), set()).add(found.locale.language_code)
    alone = [held for held in languages.values() if len(held) == 1]
    assert sorted(map(sorted, alone)) == [["en"], ["fr"]]


def test_every_page_is_live_but_the_scheduled_one(demo: None) -> None:
    waiting = Page.objects.filter(live=False)
    assert {found.slug for found in waiting} == {"retrospective", "year-in-review"}
    assert page("year-in-review", "fr").go_live_at is not None


def test_translators_find_every_sentence_translated(demo: None) -> None:
    assert not StringTranslation.objects.filter(has_error=True).exists()
    progress = [translation.get_progress() for translation in Translation.objects.all()]
    assert len(progress) == sum(spec.is_translated for spec in PAGES)
    assert all(total == done for total, done in progress)


def test_one_translation_is_behind(demo: None) -> None:
    behind = {
        source.object_repr
        for source in TranslationSource.objects.all()
        if source.get_source_instance().live and source.get_source_instance().last_published_at > source.last_updated_at
    }
    assert behind == {page("activity-survey", "fr").title}


def test_a_translation_brings_its_own_files(demo: None) -> None:
    documents = [
        block.value["document"].language
        for language in ("fr", "en")
        for block in page("strategy-2020", language).body
        if block.block_type == "document"
    ]
    assert documents == ["fr", "en"]


# --- what there is --------------------------------------------------------------------------------


def blocks_of(stream: Any) -> Iterator[Any]:
    for block in stream:
        yield block
        if block.block_type == "section":
            yield from blocks_of(block.value["body"])


def test_every_block_is_used_somewhere(demo: None) -> None:
    used: Counter[str] = Counter()
    for found in Page.objects.filter(depth__gte=2).specific():
        for field in ("body", "sections"):
            used.update(block.block_type for block in blocks_of(getattr(found, field, ())))
    assert set(BodyBlock().child_blocks) <= set(used)


def test_each_language_of_the_home_page_is_filled(demo: None) -> None:
    for language in ("fr", "en"):
        home = page("home", language)
        assert (len(home.hero_links), len(home.paths), len(home.story)) == (2, 4, 1)
        assert home.strategy_text


def test_every_version_of_the_strategy_bears_its_notice(demo: None) -> None:
    versions = StrategyIndexPage.objects.all()
    assert {(version.version_year, version.locale.language_code) for version in versions} == {
        (2020, "fr"),
        (2020, "en"),
        (2018, "fr"),
        (2018, "en"),
    }
    assert all("© AAISA" in part.copyright_notice for part in StrategyPage.objects.all())
    assert all(version.what_changed for version in versions.filter(version_year=2020))


def test_members_have_a_page_and_files_of_their_own(demo: None) -> None:
    group = access.access_group(access.MEMBERS)
    for language in ("fr", "en"):
        restriction = page("members-only", language).view_restrictions.get()
        assert list(restriction.groups.all()) == [group]
    private = PortalImage.objects.get(title__startswith="Courtepointe des membres")
    assert private.is_restricted()
    assert private.file.name.startswith("private/")
    assert PortalDocument.objects.filter(collection=private.collection, title__startswith="Notes").count() == 2


def test_menus_and_contact_details_are_filled_and_no_notice_is_shown(demo: None) -> None:
    assert Navigation.load().menu_links.count() == 8
    assert PortalSettings.load().email.endswith("@example.org")
    notice = NoticeBar.load()
    assert notice.text_fr
    assert not notice.is_shown()


def test_audience_pages_show_what_the_toolkit_has_for_them(demo: None) -> None:
    for key, count in (("audience-frontline", 1), ("audience-leaders", 1), ("audience-partners", 3)):
        french, english = (
            [block.value["preset"] for block in page(key, language).listings if block.block_type == "resources"]
            for language in ("fr", "en")
        )
        assert french == english
        assert len(french) == count
        assert None not in french


# --- how it is written ----------------------------------------------------------------------------


def words(language: str) -> Iterator[tuple[str, str]]:
    """Yield (where it stands, text) for all that a reader of `language` is given."""
    for found in Page.objects.filter(depth__gte=2, locale__language_code=language).specific():
        for segment in extract_segments(found):
            if isinstance(segment, StringSegmentValue) and segment.path != "slug":
                yield f"{found.slug}: {segment.path}", segment.render_text()
    for model in VOCABULARIES:
        yield from ((model.__name__, name) for name in model.objects.values_list(f"name_{language}", flat=True))
    for row in (PortalSettings.load(), NoticeBar.load()):
        for field in row._meta.fields:
            if field.name.endswith(f"_{language}"):
                yield field.name, getattr(row, field.name)
    for path in (texts.CONTENT / language / "files").glob("*.txt"):
        if path.stem != "captions":
            yield path.name, path.read_text(encoding="utf-8")


BOTH = {r"  ": "two blanks", r"['\"]": "a straight apostrophe or quotation mark", r"\s$": "a blank at the end"}
FRENCH = {
    r"[^\u00a0/]:(?!//)": "no no-break space before a colon",
    r"[^\u00a0][%$]": "no no-break space before % or $",
    r"«(?!\u00a0)|(?<!\u00a0)»": "no no-break space inside « »",
    r"[\s\u00a0][;!?]": "a space before ; ! or ?",
    r"\d \d{3}\b": "a number that may break across lines",
    r"[“”]": "English quotation marks",
}
ENGLISH = {r"[\s\u00a0][;:!?%]": "a space before ; : ! ? or %", r"[«»]": "French quotation marks"}


@pytest.mark.parametrize(("language", "rules"), [("fr", BOTH | FRENCH), ("en", BOTH | ENGLISH)])
def test_spaces_and_marks_are_those_of_the_language(demo: None, language: str, rules: dict[str, str]) -> None:
    found = [
        f"{where}: {what}: {text}"
        for where, text in words(language)
        for pattern, what in rules.items()
        if re.search(pattern, text.strip("\n").replace("https://", "").replace("www.", ""))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_the_plan_has_a_file_and_every_file_a_page(language: str) -> None:
    files = {path.stem for path in (texts.CONTENT / language).glob("*.md")}
    assert files == {spec.key for spec in PAGES if language in spec.languages}


# --- the pieces -----------------------------------------------------------------------------------


class Nothing:
    """Finds no page, no file."""

    def find_id(self, kind: str, name: str) -> int | None:
        return None


def test_a_link_to_what_is_gone_becomes_its_words() -> None:
    assert rich_text("Voir [la page](page:about).", Nothing().find_id) == "<p>Voir la page.</p>"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("title: no end", "not closed by ---"),
        ("Not a field\n---\n", "not understood"),
        ("title: A\n---\n::: quote Name\nwords", "not closed by :::"),
    ],
)
def test_a_content_file_says_what_is_wrong_with_it(source: str, message: str) -> None:
    with pytest.raises(texts.ContentError, match=message):
        texts.parse(source, "fr/a.md")


@pytest.mark.parametrize(
    ("body", "message"),
    [("::: poem\n:::", "no block is called"), ("::: table\n| a | b |\n|---|---|\n| c |\n:::", "differ in length")],
)
def test_an_unknown_or_crooked_block_is_refused(body: str, message: str) -> None:
    items = texts.parse(f"title: A\n---\n{body}", "fr/a.md").items
    with pytest.raises(texts.ContentError, match=message):
        Builder("a", Nothing()).body(items)


def test_a_pdf_goes_on_to_a_second_page() -> None:
    lines = [("title", "Titre"), *[("text", "Une phrase assez longue pour deux lignes. " * 4)] * 20]
    made = pdf.pdf_file(lines, "fr")
    assert made.startswith(b"%PDF-")
    assert b"/Count 2" in made
    assert b"/Lang (fr-CA)" in made


def test_the_film_is_made_of_whole_pictures() -> None:
    frame = film._vp8_frame(0.25)
    riff = b"WEBPVP8 " + len(frame).to_bytes(4, "little") + frame
    picture = Image.open(io.BytesIO(b"RIFF" + len(riff).to_bytes(4, "little") + riff))
    picture.load()
    assert picture.size == (film.WIDTH, film.HEIGHT)
