"""Themes of problem statements: words weighted by TF-IDF, statements clustered, each cluster with a label to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.language.lexicon import Lexicon
from pipeline.language.words import content_words

LEAST = 12  # statements below which a clustering says nothing
MOST = 12  # clusters


@dataclass(frozen=True, slots=True)
class Statement:
    """A problem statement of a report."""

    report_id: str
    branch: str
    ordinal: int
    text: str
    theme: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Statements that speak of the same thing: a label of its weightiest words, its most typical statement, members."""

    number: int
    label: str
    example: str
    members: tuple[int, ...]


def clusters(statements: Sequence[Statement], lexicon: Lexicon) -> tuple[Cluster, ...]:
    """The clusters of statements, the largest first; none where there are too few statements.

    Latent semantic analysis of TF-IDF-weighted content words, then k-means (scikit-learn, seeded): about one cluster in
    eight statements, twelve at the most. Statements without a word in common with any other are in none.
    """
    if len(statements) < LEAST:
        return ()
    found = _vectors([statement.text for statement in statements], lexicon)
    if found is None:
        return ()
    vectors, words, matrix = found
    told = [i for i in range(len(statements)) if matrix[i].nnz]
    different = len(set(map(tuple, vectors[told].round(6).tolist())))  # copied reports say the same in the same words
    count = min(different, max(2, min(MOST, len(told) // 8)))
    if len(told) < LEAST or count < 2:
        return ()
    from sklearn.cluster import KMeans

    model = KMeans(count, n_init=10, random_state=0).fit(vectors[told])
    distances = model.transform(vectors[told])
    groups = [[n for n, label in enumerate(model.labels_) if label == number] for number in range(count)]
    texts = [statement.text for statement in statements]
    made = [_cluster(number, group, told, distances, matrix, words, texts) for number, group in enumerate(groups)]
    return tuple(sorted(made, key=lambda cluster: (-len(cluster.members), cluster.number)))


def _vectors(texts: Sequence[str], lexicon: Lexicon) -> tuple[Any, Any, Any] | None:
    """Texts as unit vectors of latent dimensions, the words, and the TF-IDF matrix; None where no word recurs."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    vectorizer = TfidfVectorizer(analyzer=lambda text: content_words(text, lexicon), min_df=2, max_features=2000)
    try:
        matrix = vectorizer.fit_transform(texts).tocsr()
    except ValueError:
        return None
    if matrix.shape[1] < 3:
        return None
    reduced = TruncatedSVD(min(24, matrix.shape[1] - 1), random_state=0).fit_transform(matrix)
    return normalize(reduced), vectorizer.get_feature_names_out(), matrix


def _cluster(
    number: int,
    group: list[int],
    told: list[int],
    distances: Any,
    matrix: Any,
    words: Any,
    texts: Sequence[str],
) -> Cluster:
    """A cluster from the rows of `told` in it: its weightiest words and its most typical statement."""
    members = tuple(told[n] for n in group)
    weights = matrix[list(members)].sum(axis=0).A1
    order = sorted(range(len(weights)), key=lambda i: (-round(float(weights[i]), 9), words[i]))
    label = "、".join(words[i] for i in order[:3] if weights[i] > 0)
    typical = min(group, key=lambda n: (round(float(distances[n, number]), 6), n))
    return Cluster(number, label, texts[told[typical]], members)
