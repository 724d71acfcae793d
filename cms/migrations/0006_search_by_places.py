"""What finds the words of a question by where they stand: in the title, the summary, the terms, the text.

To rank the thousands of vectors that hold a common word takes PostgreSQL longer than all else on the page together. So
each place has an index, and a function says which entries each of them gives: nothing is unpacked, nothing is sorted.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

#: What is long in a row lies beside the table, where finding does not pass; titles stay in it.
NARROW = """
ALTER TABLE cms_searchentry SET (toast_tuple_target = 128);
ALTER TABLE cms_searchentry ALTER title_fr SET STORAGE MAIN, ALTER title_en SET STORAGE MAIN;
CLUSTER cms_searchentry USING cms_searchentry_pkey;
"""
WIDE = """
ALTER TABLE cms_searchentry RESET (toast_tuple_target);
ALTER TABLE cms_searchentry ALTER title_fr SET STORAGE EXTENDED, ALTER title_en SET STORAGE EXTENDED;
"""

#: "some" has any of the words, where there are several. What answers is what "text" finds, which knows all words: the
#: others say where the words are, and a question such as « winter -home » needs to know where they are not.
PLACES = (
    ("title", "ts_filter(head_{code}, '{{a}}') @@ {query}"),
    ("summary", "ts_filter(head_{code}, '{{a,b}}') @@ {query}"),
    ("some", "ts_filter(head_{code}, '{{a}}') @@ {query}_some"),
    ("terms", "head_{code} @@ {query}"),
    ("text", "words_{code} @@ {query}"),
)
SELECT = """
    SELECT '{code}', '{place}', array_agg(CASE WHEN asked_kind = '' THEN e.id ELSE e.key::bigint END)
    FROM cms_searchentry e WHERE {condition} AND (asked_kind = '' OR e.kind = asked_kind)
"""
FORWARD = """
CREATE FUNCTION portal_places(
    asked_kind text, french tsquery, english tsquery, french_some tsquery, english_some tsquery, plain tsquery
) RETURNS TABLE (language text, place text, ids bigint[])
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
    RETURN QUERY {selects};
    -- Stop words are in no vector: a question of nothing else is looked for in the titles as they are written.
    IF numnode(french) = 0 THEN RETURN QUERY {plain_fr}; END IF;
    IF numnode(english) = 0 THEN RETURN QUERY {plain_en}; END IF;
END
$$
"""
LANGUAGES = (("fr", "french"), ("en", "english"))
PLAIN = "to_tsvector('portal_simple', replace(e.title_{code}, '’', ' ')) @@ plain"


def forward() -> str:
    selects = " UNION ALL ".join(
        SELECT.format(code=code, place=place, condition=condition.format(code=code, query=query))
        for code, query in LANGUAGES
        for place, condition in PLACES
    )
    plain = {
        f"plain_{code}": SELECT.format(code=code, place="text", condition=PLAIN.format(code=code))
        for code, _query in LANGUAGES
    }
    return FORWARD.format(selects=selects, **plain)


def indexes() -> list[GinIndex]:
    """Return the indexes of the places, and those of the words anew: written at once, since every search would read
    what waits in a list.
    """
    found = [GinIndex(fields=[f"words_{code}"], name=f"search_words_{code}", fastupdate=False) for code, _ in LANGUAGES]
    for place, weights in (("title", "{a}"), ("summary", "{a,b}")):
        for code, _query in LANGUAGES:
            words = models.Func(f"head_{code}", models.Value(weights), function="ts_filter")
            found.append(GinIndex(words, name=f"search_{place}_{code}", fastupdate=False))
    found += [GinIndex(fields=[f"head_{code}"], name=f"search_terms_{code}", fastupdate=False) for code, _ in LANGUAGES]
    return found


class Migration(migrations.Migration):
    dependencies = [("cms", "0005_search_and_versions")]

    operations = [
        *(migrations.RemoveIndex("searchentry", f"search_words_{code}") for code, _query in LANGUAGES),
        migrations.RunSQL(NARROW, WIDE),
        *(migrations.AddIndex("searchentry", index) for index in indexes()),
        migrations.RunSQL(forward(), "DROP FUNCTION portal_places(text, tsquery, tsquery, tsquery, tsquery, tsquery)"),
    ]
