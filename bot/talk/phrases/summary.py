"""What came of a round, as one card. Pure: says what the readings hold, and so what the ladder allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.insights import ladder, words
from bot.model import Reading, Round, RoundKind
from bot.rounds.questions import OWN
from bot.talk.card import Button, Buttons, Card, Chart, Facts, Listing, Part, Quiet, Text
from bot.talk.commands import Comments, Hub, Results
from bot.talk.grammar import say
from bot.talk.tongue import Tongue


@dataclass(frozen=True, slots=True)
class Outcome:
    """A closed round and all that may be said of it. `titles` are the names of its themes and `texts` its
    questions, both in the listener's language; `before` holds the anchors' readings of the scheduled round
    before it. `did` says what became of actions since, `to_do` which are open."""

    round: Round
    partnership: str
    readings: tuple[Reading, ...]
    before: Mapping[str, Reading]
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    comments: tuple[str, ...]
    stands_out: tuple[str, ...]
    talking_point: str
    chart: Chart | None
    next_round_at: datetime | None
    did: tuple[str, ...] = ()
    to_do: tuple[str, ...] = ()


def card(t: Tongue, outcome: Outcome) -> Card:
    """Short: how many replied, the numbers, the picture, what stands out, when the next round is."""
    parts: list[Part] = list(_numbers(t, outcome))
    if outcome.chart:
        parts.append(outcome.chart)
    parts += _standing_out(t, outcome)
    parts += _actions(t, outcome)
    more = [
        Button(t("More: {theme}", theme=title), say(Results(theme)))
        for theme, title in outcome.titles.items()
        if theme != OWN  # of which nothing more can be said
    ]
    if outcome.comments:  # not here: what people wrote expires, and stands away from the scores
        more.insert(0, Button(t("What people wrote"), say(Comments())))
    parts += [Buttons((*more, Button(t("Open the hub"), say(Hub())))), Quiet(_small_print(t, outcome))]
    return Card(title(t, outcome), tuple(parts), f"round:{outcome.round.id}")


def brief(t: Tongue, outcome: Outcome) -> Card:
    """For one person: the numbers, and a way to the rest, which everybody sees in the channels."""
    more = Buttons(
        (Button(t("See the whole summary"), say(Results())), Button(t("Open the hub"), say(Hub())))
    )
    return Card(title(t, outcome), (*_numbers(t, outcome), more), f"round:{outcome.round.id}")


def detail(t: Tongue, outcome: Outcome, theme: str) -> Card:
    """Everything that may be said of one theme in this round."""
    parts: list[Part] = []
    for reading in outcome.readings:
        if reading.theme == theme:
            parts += [Facts((_row(t, outcome, reading),)), Text("\n".join(words.details(t, reading)))]
    return Card(f"{outcome.titles[theme]} · {title(t, outcome)}", (*parts, Quiet(_small_print(t, outcome))))


def comments(t: Tongue, outcome: Outcome) -> Card:
    """What people wrote, away from the scores. Nobody keeps this card: the words expire."""
    heading = t("What people wrote")
    if not outcome.comments:
        why = t("There is nothing to show: too few people wrote, or it was more than 90 days ago.")
        return Card(heading, (Text(why),))
    return Card(
        heading, (Listing(outcome.comments), Quiet(t("In random order, without names, for 90 days.")))
    )


def title(t: Tongue, outcome: Outcome) -> str:
    if outcome.round.kind is RoundKind.AD_HOC:
        return t("{partnership}: what you said", partnership=outcome.partnership)
    return t("{partnership}: round {number}", partnership=outcome.partnership, number=outcome.round.number)


def nothing_yet(t: Tongue, partnership: str, next_round_at: datetime | None) -> Card:
    return Card(
        t("{partnership}: no results yet", partnership=partnership), (Text(next_round(t, next_round_at)),)
    )


def nothing_of(t: Tongue, theme: str) -> Card:
    return Card(
        t("No results of that yet"),
        (Text(t("No round that has closed asked about “{theme}”.", theme=theme)),),
    )


def next_round(t: Tongue, at: datetime | None) -> str:
    return (
        t("The next round opens on {when}.", when=t.moment(at)) if at else t("No further round is planned.")
    )


def _numbers(t: Tongue, outcome: Outcome) -> tuple[Part, ...]:
    replied = t("{n} of {invited} replied.", n=outcome.round.replies, invited=outcome.round.invited)
    return Text(replied), Facts(tuple(_row(t, outcome, each) for each in outcome.readings))


def _row(t: Tongue, outcome: Outcome, reading: Reading) -> tuple[str, str]:
    name = outcome.titles[reading.theme] if reading.anchor else outcome.texts[reading.question]
    said = words.score(t, reading) or t("not shown")
    of = t("{n} of {invited} answered", n=reading.scored, invited=reading.invited)
    moved = words.change(t, reading, outcome.before.get(reading.question))
    return name, " · ".join(each for each in (said, of, moved, words.split_view(t, reading)) if each)


def _standing_out(t: Tongue, outcome: Outcome) -> list[Part]:
    """Beyond chance, gravest first, with one question to talk about. Silent where nothing does."""
    if not outcome.stands_out:
        return []
    parts: list[Part] = [Text(t("What stands out:")), Listing(outcome.stands_out)]
    if outcome.talking_point:
        parts.append(Text(t("To talk about: {question}", question=outcome.talking_point)))
    return parts


def _actions(t: Tongue, outcome: Outcome) -> list[Part]:
    did: list[Part] = [Text(t("You said, we did:")), Listing(outcome.did)] if outcome.did else []
    to_do: list[Part] = [Text(t("What we will do:")), Listing(outcome.to_do)] if outcome.to_do else []
    return did + to_do


def _small_print(t: Tongue, outcome: Outcome) -> str:
    """What the numbers are, what was held back and why, and what comes next."""
    scale = t("Scores run from 1 (not at all) to 5 (fully).")
    held_back = dict.fromkeys(reason for each in outcome.readings if (reason := ladder.withheld(t, each)))
    first = {words.indicative(t, each) for each in outcome.readings} - {""}
    early = [t("This is {indicative}.", indicative=first.pop())] if first else []
    return " ".join([scale, *early, *held_back, next_round(t, outcome.next_round_at)])
