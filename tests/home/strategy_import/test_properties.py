"""No sentence is lost, whatever a converter has done to the document."""

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from home.strategy_import.html_lines import read_html
from home.strategy_import.lines import Aside, Run, letters, text_of, tidy
from home.strategy_import.reading import read_text
from home.strategy_import.structure import build

from .making import lost, texts

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)

WORDS = st.sampled_from(
    [
        *(
            "villages",
            "accueillir",
            "l'été",
            "familles",
            "où",
            "établissement",
            "newcomers",
            "housing",
            "centres",
            "vallée",
        ),
        *(
            "the",
            "and",
            "et",
            "de",
            "annexe",
            "page",
            "of",
            "AAA",
            "2020",
            "12",
            "%",
            "«",
            "»",
            "–",
            "1",
            "3.2",
            "(note)",
        ),
        *("long-terme", "bénévoles", "Réseau", "rural", "services"),
    ]
)
SENTENCES = st.builds(
    lambda words, end: " ".join(words).capitalize() + end,
    st.lists(WORDS, min_size=1, max_size=25),
    st.sampled_from([".", "?", " !", ";", ":", ""]),
)
HEADINGS = st.builds(
    lambda mark, number, words: f"{mark}{number}{' '.join(words).capitalize()}{'**' if mark == '**' else ''}",
    st.sampled_from(["# ", "## ", "#### ", "**", ""]),
    st.sampled_from(["", "1 ", "2. ", "1.1 ", "2.1.3 ", "3) ", "Partie 2 – ", "Annexe A – "]),
    st.lists(WORDS, min_size=1, max_size=6),
)
FURNITURE = st.sampled_from(
    [
        "7", "- 8 -", "Page 3 de 9", "Réseau de la Vallée", "Réseau de la Vallée | 12", "-----", "\f",
        "Table des matières",
        "1 Logement ........ 4", "Accueillir les familles\t12", "© 2020 Réseau. Tous droits réservés.",
        "<br>", "&nbsp;",
    ]
)  # fmt: skip


def wrapped(sentence: str, width: int) -> str:
    """The sentence over several lines, the last word of some cut by a hyphen."""
    lines, line = [], ""
    for word in sentence.split(" "):
        if len(line) + len(word) > width and line:
            if len(word) > 8 and word.isalpha():
                lines.append(f"{line} {word[:4]}-")
                line = word[4:]
                continue
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


PIECES = st.one_of(
    SENTENCES.map(lambda text: (text, text)),
    st.builds(lambda text, width: (wrapped(text, width), text), SENTENCES, st.integers(15, 60)),
    st.builds(
        lambda sign, text: (f"{sign} {text}", text),
        st.sampled_from(["•", "-", "1.", "2.", "a)", "–", "o", "  -"]),
        SENTENCES,
    ),
    HEADINGS.map(lambda text: (text, text)),
    FURNITURE.map(lambda text: (text, "")),
    st.builds(lambda text: (f"<span style='x'>{text}</span><sup>1</sup>", text), SENTENCES),
)


@FEW
@given(st.lists(st.tuples(PIECES, st.sampled_from(["\n\n", "\n\n", "\n"])), min_size=1, max_size=25), st.booleans())
def test_every_sentence_is_on_a_page_or_reported(pieces, markdown):
    text = "".join(written + gap for (written, _sentence), gap in pieces)
    elements = read_text(text, markdown=markdown)
    document = build(elements)
    assert lost([element.text for element in elements], document) == []


@FEW
@given(st.lists(SENTENCES, min_size=1, max_size=12), st.integers(20, 70), st.integers(1, 5))
def test_every_sentence_survives_page_breaks_and_wrapping(sentences, width, every):
    """The reader included: the sentences of the file itself are looked for, not those of its lines."""
    sentences = [sentence for sentence in sentences if letters(sentence)]
    pages = []
    for number, sentence in enumerate(sentences, start=1):
        pages.append(wrapped(f"Ici {sentence.lower()}", width))
        if number % every == 0:
            pages += ["Réseau de la Vallée", str(number), "\f"]
    document = build(read_text("\n\n".join(pages)))
    assert lost([f"Ici {sentence}" for sentence in sentences], document) == []


@FEW
@given(st.text(max_size=400))
def test_any_text_at_all_is_read_without_losing_a_word(text):
    elements = read_text(text, markdown=False)
    document = build(elements)
    assert lost([element.text for element in elements], document) == []


@FEW
@given(
    st.lists(
        st.sampled_from(
            [
                "<b>",
                "</b>",
                "<p>",
                "</td>",
                "<table>",
                "<tr><td>",
                "<li>",
                "<ul>",
                "</ul>",
                "<x y>",
                "mot",
                " ",
                "\n",
                "<br/>",
                "&amp;",
                "<!-- a -->",
                "<",
            ]
        ),
        max_size=30,
    )
)
def test_broken_html_keeps_its_words(pieces):
    elements = read_html("".join(pieces))
    found = "".join(element.text for element in elements if not isinstance(element, Aside))
    assert found.count("mot") == pieces.count("mot")


@FEW
@given(st.lists(st.builds(Run, st.text(alphabet="ab \u00a0\t\u00ad:«", max_size=6), st.booleans()), max_size=6))
def test_tidy_text_keeps_its_letters_and_has_single_spaces(runs):
    done = text_of(tidy(tuple(runs)))
    assert letters(done) == letters(text_of(runs))
    assert "  " not in done
    assert done == done.strip()


@FEW
@given(st.lists(PIECES, min_size=1, max_size=12))
def test_reading_twice_gives_the_same_document(pieces):
    text = "\n\n".join(written for written, _sentence in pieces)
    assume(letters(text))
    assert build(read_text(text)) == build(read_text(text))
    assert all("<span" not in shown for shown in texts(build(read_text(text))))
