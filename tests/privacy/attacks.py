"""Everything a thief can try on dumps of many rounds, each with how far it got, in standard deviations from
what blind guessing gives.

The thief is given more than one would have: of every number in the dump it is looked up, with the truth at
hand, whether it goes with who replied, or with whose a pseudonym is, at all. What does not could not help
whoever has the dump alone.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any

from tests.privacy.dump import Dump, Row, pseudonyms, transactions
from tests.privacy.seeded_random import GuessTally, ranks
from tests.privacy.simulated_rounds import Truth

Stolen = Iterable[tuple[Truth, Dump]]
Features = dict[str, dict[Any, float]]
"""By what they are called: a number for each member, or for each pseudonym."""

FAR = 10**9  # transactions
FEW = 6  # different values in a column that is worth counting


def who_replied(stolen: Stolen) -> dict[str, float]:
    """Return how far anything that the dump holds about members correlates with who replied."""
    tally = GuessTally()
    for truth, dump in stolen:
        replied = {member: float(member in truth.said) for member in truth.names}
        for name, numbers in of_members(truth, dump).items():
            tally.together(name, replied, numbers)
    return tally.scores()


def whose_pseudonym(stolen: Stolen) -> dict[str, float]:
    """Does any order of pseudonyms go with any order of members? And do rows that were written together, or
    nearly so, or a hash that anybody can make, tell whose a pseudonym is?"""
    tally = GuessTally()
    for truth, dump in stolen:
        whose = _whose(truth, dump)
        orders = _orders(truth, dump)
        for name, numbers in of_members(truth, dump).items():
            for order, places in orders.items():
                theirs = {pseudonym: numbers[whose[pseudonym]] for pseudonym in places}
                tally.together(f"{order} with {name}", places, theirs)
        for name, guess in GUESSES.items():
            guessed = {each: guess(truth, dump, each) & {*truth.names} for each in whose}
            made = {each: members for each, members in guessed.items() if members}
            right = sum(1 / len(members) for each, members in made.items() if whose[each] in members)
            tally.guessed(name, right, len(made), len(truth.names))
    return tally.scores()


def what_was_said(stolen: Stolen) -> dict[str, float]:
    """Return how far an answer can be read, or its encrypted form or length depends on its value."""
    tally, lengths = GuessTally(), list[tuple[int, int]]()
    for truth, dump in stolen:
        values, comments = _said(truth, dump, "own"), _said(truth, dump, "comment")
        read = {sealed.rstrip(b"\0").decode(errors="replace"): said for sealed, said in values}
        legible = {text: said for text, said in read.items() if text.isprintable()}
        tally.guessed("read", sum(text == said for text, said in legible.items()), len(legible), 5)
        pairs = [*combinations(values, 2)]
        same = {n: float(one[1] == other[1]) for n, (one, other) in enumerate(pairs)}
        for name, part in {"alike": slice(None), "alike after the nonce": slice(12, None)}.items():
            equal = {n: float(one[0][part] == other[0][part]) for n, (one, other) in enumerate(pairs)}
            tally.together(name, equal, same)
        lengths += [(len(sealed), len(words)) for sealed, words in comments]
    sealed, written = ({n: float(pair[side]) for n, pair in enumerate(lengths)} for side in (0, 1))
    tally.together("length of comments", sealed, written)
    return tally.scores()


def order_of_arrival(stolen: Stolen) -> dict[str, float]:
    """Whoever saw people come could tell which answers are theirs, if a table gave them back in that
    order."""
    tally = GuessTally()
    for truth, dump in stolen:
        rows = pseudonyms(dump, truth.round)
        came = {truth.pseudonyms[member]: float(n) for n, member in enumerate(truth.arrived)}
        tally.together("arrival", came, {each: float(rows[each][-1].place) for each in came})
    return tally.scores()


def whose_comment(stolen: Stolen) -> dict[str, float]:
    """Does any order of the comments of a closed round go with that in which people came, or with any order
    of members?"""
    tally = GuessTally()
    for truth, dump in stolen:
        writers = {words: member for member, (_, words) in truth.said.items()}
        rows = {
            writers[row.values["words"]]: row
            for row in dump.of("comments")
            if row.values["round"] == truth.round
        }
        came = {member: float(n) for n, member in enumerate(truth.arrived)}
        for order in ("place", "id", "written"):
            places = ranks({member: _cells(row)[order] for member, row in rows.items()})
            for name, numbers in {**of_members(truth, dump), "arrival": came}.items():
                tally.together(f"{order} with {name}", places, numbers)
    return tally.scores()


@cache
def of_members(truth: Truth, dump: Dump) -> Features:
    """Of the rows that name each member: how many there are, the least and the greatest of every column by
    rank, and of columns with few values how often each; where they lie and when they were written being
    columns like others."""
    features: Features = {}
    for table, named in _naming(truth, dump).items():
        rows = {member: named.get(member, []) for member in truth.names}
        features[f"{table}, rows"] = {member: float(len(each)) for member, each in rows.items()}
        cells = {member: [_cells(row) for row in each] for member, each in rows.items()}
        for column in sorted({name for each in cells.values() for row in each for name in row}):
            held = {member: sorted(row[column] for row in each) for member, each in cells.items()}
            features |= _of_column(f"{table}.{column}", held)
    for member, names in truth.names.items():
        written = {n for name in names for n in dump.touching(name.encode())}
        features.setdefault("log, last", {})[member] = float(max(written, default=-1))
        features.setdefault("log, often", {})[member] = float(len(written))
    return features


@cache
def _naming(truth: Truth, dump: Dump) -> dict[str, dict[str, list[Row]]]:
    """Return the rows that name a member, by table and member."""
    found: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in dump.rows:
        cells = "\n".join(map(str, row.values.values()))
        for member, names in truth.names.items():
            if any(name in cells for name in names):
                found[row.table][member].append(row)
    return found


def _cells(row: Row) -> dict[str, str]:
    when = max(row.transactions, default=0)
    return {
        **{name: str(value) for name, value in row.values.items()},
        "place": f"{row.place:09}",
        "written": f"{when:012}",
    }


def _of_column(name: str, held: Mapping[str, Sequence[str]]) -> Features:
    features: Features = {
        f"{name}, least": ranks({member: min(values, default="") for member, values in held.items()}),
        f"{name}, greatest": ranks({member: max(values, default="") for member, values in held.items()}),
    }
    different = {value for values in held.values() for value in values}
    if len(different) <= FEW:
        for value in different:
            often = {member: float(list(values).count(value)) for member, values in held.items()}
            features[f"{name} = {value}"] = often
    return features


def _whose(truth: Truth, dump: Dump) -> dict[bytes, str]:
    """Return the true member behind each pseudonym in the dump."""
    there = pseudonyms(dump, truth.round)
    return {pseudonym: member for member, pseudonym in truth.pseudonyms.items() if pseudonym in there}


def _orders(truth: Truth, dump: Dump) -> Features:
    """Return every order of pseudonyms that the dump gives."""
    rows, whose = pseudonyms(dump, truth.round), _whose(truth, dump)
    when = {each: transactions(dump, rows[each], each) for each in whose}
    return {
        "place": {each: float(min(row.place for row in rows[each])) for each in whose},
        "pseudonym": ranks({each: each.hex() for each in whose}),
        "first written": {each: float(min(when[each], default=0)) for each in whose},
        "last written": {each: float(max(when[each], default=0)) for each in whose},
    }


def _said(truth: Truth, dump: Dump, question: str) -> list[tuple[bytes, str]]:
    """Return each encrypted answer to a question, with its value."""
    which = 1 if question == "comment" else 0
    found = [
        (row.values["sealed"], truth.said[member][which] or "-")
        for pseudonym, member in sorted(_whose(truth, dump).items())
        for row in pseudonyms(dump, truth.round)[pseudonym]
        if row.values["question"] == question
    ]
    return [(bytes(sealed), said) for sealed, said in found]


def _written_together(truth: Truth, dump: Dump, pseudonym: bytes) -> set[str]:
    """The members that are named in what the same transactions wrote."""
    mine = transactions(dump, pseudonyms(dump, truth.round)[pseudonym], pseudonym)
    return {member for member, when in _when(truth, dump).items() if not when.isdisjoint(mine)}


def _written_nearest(truth: Truth, dump: Dump, pseudonym: bytes) -> set[str]:
    """The members that are named in what was written next before or after, or at once."""
    mine = transactions(dump, pseudonyms(dump, truth.round)[pseudonym], pseudonym)
    away = {
        member: min((abs(n - m) for n in mine for m in when), default=FAR)
        for member, when in _when(truth, dump).items()
    }
    return {member for member, steps in away.items() if steps == min(away.values()) < FAR}


@cache
def _when(truth: Truth, dump: Dump) -> dict[str, set[int]]:
    """Return the transactions that wrote something about each member."""
    when = {
        member: {n for name in names for n in dump.touching(name.encode())}
        for member, names in truth.names.items()
    }
    for named in _naming(truth, dump).values():
        for member, rows in named.items():
            when[member] |= {n for row in rows for n in row.transactions}
    return when


def _recomputed(truth: Truth, _: Dump, pseudonym: bytes) -> set[str]:
    """The members one of whose names gives this pseudonym under a hash that needs no key."""
    return {
        member
        for member, names in truth.names.items()
        if any(pseudonym in _hashes(name, truth.round) for name in names)
    }


@cache
def _hashes(name: str, round_: str) -> frozenset[bytes]:
    """Return what a hash without a key makes of a name, cut to the length of a pseudonym."""
    texts = (name, f"{round_}{name}", f"{round_}|{name}", f"{round_}:{name}", f"{name}{round_}")
    kinds = ("md5", "sha1", "sha256", "sha512", "blake2b")
    plain = {text.encode()[:16].ljust(16, b"\0") for text in texts}
    return frozenset(
        plain | {hashlib.new(kind, text.encode()).digest()[:16] for kind in kinds for text in texts}
    )


GUESSES: dict[str, Callable[[Truth, Dump, bytes], set[str]]] = {
    "written together": _written_together,
    "written nearest": _written_nearest,
    "recomputed": _recomputed,
}
