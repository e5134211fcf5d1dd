"""The basis against linear algebra in exact fractions."""

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from maturity.disclosure.elimination import Basis

WIDTH = 6
vectors = st.lists(st.lists(st.sampled_from([-1, 0, 0, 1, 1]), min_size=WIDTH, max_size=WIDTH), max_size=8)


def rank(rows):
    """By elimination in fractions, written the schoolbook way."""
    rows, found = [[Fraction(x) for x in row] for row in rows], 0
    for column in range(WIDTH):
        place = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if place is None:
            continue
        rows[found], rows[place] = rows[place], rows[found]
        for i in range(len(rows)):
            if i != found and rows[i][column]:
                factor = rows[i][column] / rows[found][column]
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def sparse(row):
    return {place: value for place, value in enumerate(row) if value}


def spanned(rows, wanted):
    return rank([*rows, wanted]) == rank(rows)


@given(vectors, vectors)
def test_what_is_published_never_spans_a_secret(secrets, offered):
    secrets = [row for row in secrets if any(row)]
    basis, published = Basis(map(sparse, secrets)), []
    for row in offered:
        reduced = basis.reduced(sparse(row))
        assert bool(reduced) != spanned(published, row)
        if reduced:
            tells = any(spanned([*published, row], secret) and not spanned(published, secret) for secret in secrets)
            assert basis.reveals(reduced) == tells
            if not tells:
                basis.publish(reduced)
                published.append(row)
    assert basis.known() == []


@given(vectors, vectors)
def test_secrets_that_determine_each_other_are_grouped(secrets, offered):
    secrets = [row for row in secrets if any(row)]
    basis, published = Basis(map(sparse, secrets)), []
    for row in offered:
        reduced = basis.reduced(sparse(row))
        if reduced and not basis.reveals(reduced):
            basis.publish(reduced)
            published.append(row)
    groups = {frozenset(group) for group in basis.shared()}
    for i, first in enumerate(secrets):
        for j, second in enumerate(secrets[:i]):
            together = any({i, j} <= group for group in groups)
            assert together == (spanned([*published, first], second) and spanned([*published, second], first))
            if together:
                told = Counter()
                for place, factor in basis.determined(j, i).items():
                    told.update({atom: factor * value for atom, value in enumerate(secrets[place])})
                assert spanned(published, [told[atom] for atom in range(WIDTH)])


def test_a_secret_that_is_a_fraction_of_another_is_told_by_whole_multiples():
    """Of 3 (a + b) = 2 (c + d) and what is published, a + b follows from c + d."""
    basis = Basis([{0: 1, 1: 1}, {2: 1, 3: 1}])
    basis.publish(basis.reduced({0: 3, 1: 3, 2: -2, 3: -2}))
    assert [sorted(group) for group in basis.shared()] == [[0, 1]]
    assert basis.determined(0, 1) == {0: 3, 1: -2}
    assert basis.determined(1, 0) == {1: 2, 0: -3}
