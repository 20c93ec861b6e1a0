"""Words by jieba, whose only home this is: a tokenizer of our own, loaded when it is first needed.

Nothing in the extraction depends on words; they serve the themes of problems and their labels.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pipeline.language.lexicon import Lexicon


@lru_cache(maxsize=4)
def _tokenizer(lexicon: Lexicon) -> Any:
    """A private tokenizer that knows the lexicon's own words; jieba's default one is never touched."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.cache_file = None
    _initialize(tokenizer)
    for entry in (*lexicon["slogans"], *lexicon["words"], *lexicon["members"]):
        for term in entry.terms:
            tokenizer.add_word(term)
    return tokenizer


def _initialize(tokenizer: Any) -> None:
    """Load the dictionary without the cache file that jieba would leave in the system's temporary folder."""
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True


def content_words(text: str, lexicon: Lexicon) -> list[str]:
    """The words of a text that tell what it is about: two characters or more, function and empty words left out."""
    words, empty = _tokenizer(lexicon).cut(text), _empty(lexicon)
    return [w for w in words if len(w) > 1 and w not in empty and w.isalnum() and not w.isdigit()]


@lru_cache(maxsize=4)
def _empty(lexicon: Lexicon) -> frozenset[str]:
    """Words that say that something is a problem, not which."""
    return frozenset(lexicon.terms("words", "stop"))
