"""How people ask about the programme: a line a way of asking, in the words of `questions_words`.

A way of asking fits a message that has all its words, in any order; "a|b" is one of the two,
"a_b" means next to each other, "!a" that the word must be absent, "?" that it is a question beyond
doubt (a question word, "?", -kah), "alone" that nothing else was said and "others" that some words
are known to none of these ways. The way with the most words decides; of two as long, the one
further up.
"""

from itertools import product

from conversations.answers.language.lexicon import word_set
from conversations.answers.questions.of_cover import OF_COVER
from conversations.answers.questions.of_joining import OF_JOINING

ASKED = OF_COVER | OF_JOINING
Way = tuple[frozenset[str], frozenset[str], str]  # words that must be there, or must not; topic


def _ways() -> list[Way]:
    """Return all ways of asking, those with the most words first."""
    found: list[Way] = []
    for topic, lines in ASKED.items():
        for line in filter(None, map(str.strip, lines.splitlines())):
            absent = frozenset(word[1:] for word in line.split() if word[0] == "!")
            choices = [word.split("|") for word in line.split() if word[0] != "!"]
            found += [(frozenset(each), absent, topic) for each in product(*choices)]
    return sorted(found, key=lambda way: -len(way[0]))


WAYS = _ways()
VOCABULARY = frozenset(word for present, absent, _ in WAYS for word in present | absent)
TOPICS = tuple(ASKED)
# These make a question of a message without a question word: "what if", "I fear", "surely not".
THEMSELVES = word_set("kalau takut jangan")
