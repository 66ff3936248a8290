"""What came of a round, as one card. Pure: says what the readings hold, and so what the ladder allows."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.cards import BulletList, Button, Buttons, Card, Chart, KeyValues, Part, SmallText, Text
from bot.core.i18n import Translator
from bot.core.models import QuestionResult, RoundKind
from bot.language.commands import OpenHub, ShowComments, ShowResults
from bot.membership.roster import SentenceBuilder
from bot.questions.bank import OWN_QUESTION
from bot.reports import result_text
from bot.reports.summary import RoundSummary

THREAD_PREFIX = "round:"  # how the matter of every summary begins


def card(
    t: Translator, outcome: RoundSummary, say: SentenceBuilder, more: Sequence[Chart] | None = None
) -> Card:
    """Short: how many replied, what changed, what stands out, the numbers, the picture, when the next round
    is. `more` are further pictures, for the hub, which has room."""
    which, scored = _which(outcome), _scored(t, outcome)
    parts: list[Part] = [*_words(t, outcome), *_actions(t, outcome), _numbers(t, outcome)]
    parts += [chart for chart in (outcome.chart, *(more or ())) if chart]
    ways = [
        Button(t("More: {theme}", theme=title), say(ShowResults(theme, which)))
        for theme, title in outcome.titles.items()
        if theme in scored and theme != OWN_QUESTION  # of others nothing more can be said
    ]
    if outcome.comments:  # not here: what people wrote expires, and stands away from the scores
        ways.insert(0, Button(t("What people wrote"), say(ShowComments(which))))
    if more is None:
        ways.append(Button(t("Open the hub"), say(OpenHub())))
    parts += [Buttons(tuple(ways))] if ways else []
    parts += [Text(next_round(t, outcome.next_round_at))]
    parts += [SmallText(_small_print(t, outcome))] if scored else []
    return Card(title(t, outcome), tuple(parts), thread_key(outcome.round.id))


def brief(t: Translator, outcome: RoundSummary, say: SentenceBuilder) -> Card:
    """For one person: what changed and stands out, the numbers, and a way to the rest, which everybody sees
    in the channels."""
    whole = Button(t("See the whole summary"), say(ShowResults(period=_which(outcome))))
    more = Buttons((whole, Button(t("Open the hub"), say(OpenHub()))))
    parts = (*_words(t, outcome), _numbers(t, outcome), more)
    return Card(title(t, outcome), parts, thread_key(outcome.round.id))


def detail(
    t: Translator, outcome: RoundSummary, theme: str, pictures: Sequence[Chart], ways: Sequence[Button]
) -> Card:
    """Everything that may be said of one theme in this round."""
    mine = [each for each in outcome.readings if each.theme == theme]
    changed = _changed(t, outcome, mine)
    parts: list[Part] = [Text(changed)] if changed else []
    for each in mine:
        parts += [KeyValues((_row(t, outcome, each),)), Text("\n".join(result_text.details(t, each)))]
    parts += [*pictures, *([Buttons(tuple(ways))] if ways else [])]
    return Card(f"{outcome.titles[theme]} · {title(t, outcome)}", (*parts, SmallText(_scale(t))))


def comments(t: Translator, written: tuple[str, ...]) -> Card:
    """What people wrote, away from the scores. Nobody keeps this card: the words expire."""
    heading = t("What people wrote")
    if not written:
        why = t("There is nothing to show: too few people wrote, or it was more than 90 days ago.")
        return Card(heading, (Text(why),))
    return Card(heading, (BulletList(written), SmallText(t("In random order, without names, for 90 days."))))


def thread_key(round_: str) -> str:
    """What the summary of a round is about."""
    return f"{THREAD_PREFIX}{round_}"


def title(t: Translator, outcome: RoundSummary) -> str:
    if outcome.round.kind is RoundKind.AD_HOC:
        return t("{partnership}: what you said", partnership=outcome.partnership)
    return t("{partnership}: round {number}", partnership=outcome.partnership, number=outcome.round.number)


def nothing_yet(t: Translator, partnership: str, next_round_at: datetime | None) -> Card:
    return Card(
        t("{partnership}: no results yet", partnership=partnership), (Text(next_round(t, next_round_at)),)
    )


def nothing_of(t: Translator, theme: str) -> Card:
    return Card(
        t("No results of that yet"),
        (Text(t("No round that has closed asked about “{theme}”.", theme=theme)),),
    )


def next_round(t: Translator, at: datetime | None) -> str:
    return (
        t("The next round opens on {when}.", when=t.moment(at)) if at else t("No further round is planned.")
    )


def replied(t: Translator, outcome: RoundSummary) -> str:
    now = t("{n} of {invited} replied.", n=outcome.round.replies, invited=outcome.round.invited)
    if outcome.last is None:
        return now
    last = t("Last time it was {n} of {invited}.", n=outcome.last.replies, invited=outcome.last.invited)
    return f"{now} {last}"


def _which(outcome: RoundSummary) -> str:
    """So that the buttons of a summary show more of this round, also when there are newer ones."""
    return f"round {outcome.round.number}" if outcome.round.number else ""


def _scored(t: Translator, outcome: RoundSummary) -> set[str]:
    """The themes of which a score is shown."""
    return {each.theme for each in outcome.readings if result_text.score_text(t, each)}


def _words(t: Translator, outcome: RoundSummary) -> list[Part]:
    """How many replied, what changed and what stands out; where no score is shown at all, why."""
    said: list[Part] = [Text(replied(t, outcome))]
    if not _scored(t, outcome):
        return said + [Text(why) for why in _held_back(t, outcome)]
    changed = _changed(t, outcome, outcome.readings)
    return [*said, *([Text(changed)] if changed else []), *_standing_out(t, outcome)]


def _numbers(t: Translator, outcome: RoundSummary) -> KeyValues:
    return KeyValues(tuple(_row(t, outcome, each) for each in outcome.readings))


def _changed(t: Translator, outcome: RoundSummary, readings: Sequence[QuestionResult]) -> str:
    anchors = [each for each in readings if each.anchor]
    pairs = [(outcome.titles[each.theme], each, outcome.before.get(each.question)) for each in anchors]
    return result_text.changes_since(t, pairs)


def _row(t: Translator, outcome: RoundSummary, reading: QuestionResult) -> tuple[str, str]:
    name = outcome.titles[reading.theme] if reading.anchor else outcome.texts[reading.question]
    said = (
        result_text.score_text(t, reading) or t("not shown"),
        result_text.range_text(t, reading),
        t("{n} of {invited} answered", n=reading.scored, invited=reading.invited),
        t("views are split") if reading.split else "",
        t("many could not say") if reading.unsure else "",
    )
    return name, " · ".join(each for each in said if each)


def _standing_out(t: Translator, outcome: RoundSummary) -> list[Part]:
    """Beyond chance, gravest first, with one question to talk about; where nothing does, why."""
    if not outcome.stands_out:
        return [Text(outcome.calm)] if outcome.calm else []
    parts: list[Part] = [Text(t("What stands out:")), BulletList(outcome.stands_out)]
    if outcome.talking_point:
        parts.append(Text(t("To talk about: {question}", question=outcome.talking_point)))
    return parts


def _actions(t: Translator, outcome: RoundSummary) -> list[Part]:
    did: list[Part] = [Text(t("You said, we did:")), BulletList(outcome.did)] if outcome.did else []
    to_do: list[Part] = [Text(t("What we will do:")), BulletList(outcome.to_do)] if outcome.to_do else []
    return did + to_do


def _small_print(t: Translator, outcome: RoundSummary) -> str:
    """What the numbers are, what was held back and why, and who came and went."""
    ranges = dict.fromkeys(said for each in outcome.readings if (said := result_text.range_note(t, each)))
    early = dict.fromkeys(
        said for each in outcome.readings if (said := result_text.first_impression_note(t, each))
    )
    roster = [outcome.roster] if outcome.roster else []
    return " ".join([_scale(t), *ranges, *early, *_held_back(t, outcome), *roster])


def _held_back(t: Translator, outcome: RoundSummary) -> list[str]:
    return [*dict.fromkeys(why for each in outcome.readings if (why := result_text.withheld(t, each)))]


def _scale(t: Translator) -> str:
    return t("Scores run from 1 (not at all) to 5 (fully).")
