"""Which pairs of reports are worth comparing: those that share enough of their sampled shingles.

A shingle that few reports have speaks for each pair of them: a sparse product counts those, in blocks of rows. One
that many have, a text that went round, speaks only for neighbours in the order of the paths: whoever shares the
passage is found, and the work stays linear in the reports. One that a tenth of all have is the template's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Products that may be computed for each shingle of a report on the average, and those of one block: time and memory.
WORK, BLOCK = 5, 4_000_000
LEAST, SHARE = 2, 0.05  # shingles that a pair shares, and what part of the shorter one's


def candidates(hashes: Sequence[NDArray[np.uint64]]) -> tuple[frozenset[int], list[tuple[int, int]]]:
    """The template's shingles, and the pairs (a < b, ascending) of rows of `hashes` that share enough of the others."""
    import numpy as np
    from scipy.sparse import csr_matrix

    flat = np.concatenate(hashes)
    rows = np.repeat(np.arange(len(hashes)), [len(h) for h in hashes])
    known, columns, counts = np.unique(flat, return_inverse=True, return_counts=True)
    many = max(4, len(hashes) // 10)
    few = telling(counts, many)
    held = counts[columns]
    rare, frequent = (held > 1) & (held <= few), (held > few) & (held <= many)
    shape = (len(hashes), len(known))
    matrix = csr_matrix((np.ones(int(rare.sum()), dtype=np.int32), (rows[rare], columns[rare])), shape=shape)
    sizes = np.array([max(1, len(h)) for h in hashes])
    found = {*_of_product(matrix, sizes), *_of_neighbours(rows[frequent], columns[frequent], sizes)}
    return frozenset(known[counts > many].tolist()), sorted(found)


def telling(counts: NDArray[np.int64], many: int) -> int:
    """In how many reports a shingle may stand that speaks for every pair of them: the rarest, as the work allows."""
    import numpy as np

    ordered = np.sort(counts[(counts > 1) & (counts <= many)])
    within = int(np.searchsorted(np.cumsum(ordered.astype(np.float64) ** 2), WORK * float(counts.sum()), side="right"))
    return many if within == len(ordered) else max(4, int(ordered[within]) - 1)


def blocks(matrix: Any) -> Iterator[tuple[int, int]]:
    """Row ranges whose product has at most BLOCK entries before it is summed, or one row."""
    import numpy as np

    held = np.asarray(matrix.sum(axis=0)).ravel()
    work = np.cumsum(matrix @ held)
    start = 0
    while start < len(work):
        done = work[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(work, done + BLOCK, side="right")))
        yield start, end
        start = end


def _of_product(matrix: Any, sizes: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """The pairs that share enough, by the product of the rows with all rows."""
    for start, end in blocks(matrix):
        product = (matrix[start:end] @ matrix.T).tocoo()
        a, b = product.row + start, product.col
        enough = (a < b) & (product.data >= _wanted(a, b, sizes))
        yield from zip(a[enough].tolist(), b[enough].tolist(), strict=True)


def _of_neighbours(
    rows: NDArray[np.int64], columns: NDArray[np.int64], sizes: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """The pairs that share enough, each shingle counted for the rows next to each other among those that have it."""
    import numpy as np

    order = np.lexsort((rows, columns))
    rows, columns = rows[order], columns[order]
    next_to = columns[1:] == columns[:-1]
    keys, shared = np.unique(rows[:-1][next_to] * len(sizes) + rows[1:][next_to], return_counts=True)
    a, b = np.divmod(keys, len(sizes))
    enough = shared >= _wanted(a, b, sizes)
    yield from zip(a[enough].tolist(), b[enough].tolist(), strict=True)


def _wanted(a: NDArray[np.int64], b: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """How many shingles each pair must share: a standard error above SHARE, for small samples have chance pairs."""
    import numpy as np

    expected = SHARE * np.minimum(sizes[a], sizes[b])
    wanted: NDArray[np.float64] = np.maximum(float(LEAST), expected + np.sqrt(expected))
    return wanted
