"""The words of the glossary."""

import re

import pytest

from app.text.glossary import GLOSSARY, TERMS, GlossaryTerm, parameter_term
from physics.rules.base import ALPHA, ETA, Parameter, Scale

SENTENCE_END = re.compile(r"[.!?](?= |$)")


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.name)
def test_a_term_is_explained_in_two_sentences(term: GlossaryTerm) -> None:
    assert len(SENTENCE_END.findall(term.text)) == 2
    assert term.text.endswith(".")
    assert term.title


def test_names_and_titles_are_unique() -> None:
    assert len(GLOSSARY) == len(TERMS) == len({term.title for term in TERMS})


def test_parameters_of_the_rules_are_explained_and_others_are_not() -> None:
    assert parameter_term(ALPHA) is GLOSSARY["alpha"]
    assert parameter_term(ETA) is GLOSSARY["eta"]
    other = Parameter("rim", "ρ", "size of a rim", 0.0, 1.0, 0.5, Scale.LINEAR, "how large it is")
    assert parameter_term(other) is None
