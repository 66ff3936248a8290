"""Cards about rounds: preview, opening, status, closing, cancellation, invitation, reminder. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.cards import (
    BulletList,
    Button,
    Buttons,
    Card,
    KeyValues,
    Part,
    SmallText,
    Text,
    Words,
    join_words,
)
from bot.core.i18n import Translator
from bot.core.models import Partnership, Round, RoundKind
from bot.core.timezones import local_date
from bot.language.commands import (
    CancelRound,
    CloseRound,
    PreviewQuestions,
    ShowStatus,
    StartCheckIn,
)
from bot.language.parser import format_command
from bot.messages.check_in import promise
from bot.messages.summary import next_round
from bot.questions.bank import Theme
from bot.reports.sources import short_citations
from bot.rounds import answers
from bot.rounds.next_round import Postponement
from bot.rounds.progress import RoundProgress

SATURDAY = 5  # as in `date.weekday()`
QUESTIONS_A_MINUTE = 3


@dataclass(frozen=True, slots=True)
class DraftedRound:
    """An ad hoc round that a coordinator has not confirmed: the words of its questions, how many people it
    asks, until when, and how it would postpone the next round. `working_time` is how much of the time lies
    within working hours, if that is worth a warning; `note` is what else is worth knowing."""

    questions: tuple[str, ...]
    invited: int
    closes_at: datetime
    postponement: Postponement | None
    working_time: timedelta | None = None
    note: str = ""


def preview(t: Translator, title: str, questions: Sequence[str], sources: Sequence[str], ask: str) -> Card:
    """Show questions as they would be asked, and in small print their `sources`, which are full citations.
    `ask` is the sentence that asks them now, or empty."""
    parts: list[Part] = [
        BulletList(tuple(questions)),
        Text(t("People answer from 1 (not at all) to 5 (fully), or choose Can't say.")),
    ]
    if ask:
        parts.append(Buttons((Button(t("Ask this now"), ask, "primary"),)))
    if sources:
        ideas = short_citations(sources)
        tested = t("These questions draw on published research but have not been formally tested yet.")
        parts.append(SmallText(" ".join([tested, t("Ideas from: {sources}.", sources="; ".join(ideas))])))
    return Card(title, tuple(parts))


def confirm_ask(
    t: Translator,
    draft: DraftedRound,
    ask_now: str,
) -> Card:
    """Show an ad hoc round before it opens. `ask_now` is the sentence that opens it."""
    when = t.moment(draft.closes_at)
    closes = t("We ask each person in their own working hours. The round closes on {when}.", when=when)
    if local_date(draft.closes_at, t.zone).weekday() >= SATURDAY:
        closes += " " + t("That is a weekend.")
    parts: list[Part] = [Text(draft.note)] if draft.note else []
    parts += [BulletList(draft.questions), Text(closes)]
    if draft.working_time is not None:
        parts.append(Text(_working_time_text(t, draft.working_time)))
    if draft.postponement:
        moves = t(
            "This moves the next round from {planned} to {opens}. We will tell your channels.",
            planned=t.moment(draft.postponement.planned),
            opens=t.moment(draft.postponement.opens),
        )
        parts.append(Text(moves))
    label = t.n("Ask {n} person", "Ask {n} people", draft.invited)
    return Card(
        t.n("Ask {n} person now?", "Ask {n} people now?", draft.invited),
        (*parts, Buttons((Button(label, ask_now, "primary"),))),
    )


def yearly_look_note(t: Translator, pack: Theme, others: Sequence[Theme]) -> str:
    """Say what a part of the yearly look asks and takes, and which parts are to follow."""
    about = t(
        "This part of the yearly look is “{pack}”: {n} questions, about {minutes} minutes.",
        pack=pack.title.in_language(t.code),
        n=len(pack.questions),
        minutes=-(-len(pack.questions) // QUESTIONS_A_MINUTE),
    )
    if not others:
        return about
    titles = t.join([other.title.in_language(t.code) for other in others])
    return f"{about} {t('When it has closed, ask the other part in the same way: {packs}.', packs=titles)}"


def _working_time_text(t: Translator, working_time: timedelta) -> str:
    if hours := working_time // timedelta(hours=1):
        return t.n(
            "Only about {n} hour of this time is in working hours.",
            "Only about {n} hours of this time are in working hours.",
            hours,
        )
    return t("Less than an hour of this time is in working hours, so some people may be asked too late.")


def confirm_close(t: Translator, standing: RoundProgress, close_now: str, keep: str) -> Card:
    """Ask whether to close a round early. `close_now` and `keep` are the sentences that do it, and do not."""
    words = t("Nobody can answer after that. Everyone can see the results at the same time.")
    parts = [Text(words)]
    if not standing.enough:
        few = t(
            "Too few people have given a score to show results yet. If you close the round now, "
            "there may be no scores."
        )
        parts.append(Text(few))
    by_itself = t("If you keep it open, it closes on {when}.", when=t.moment(standing.round.closes_at))
    parts.append(Text(by_itself))
    buttons = (Button(t("Close this round"), close_now, "danger"), Button(t("Keep it open"), keep))
    return Card(t("Close this round now?"), (*parts, Buttons(buttons)))


def confirm_cancel(t: Translator, invited: int, cancel_now: str, keep: str) -> Card:
    """Ask whether to cancel a round. `cancel_now` and `keep` are the sentences that do it, and do not."""
    buttons = (Button(t("Cancel round"), cancel_now, "danger"), Button(t("Keep it open"), keep))
    return Card(t("Cancel this round?"), (Text(_what_cancelling_does(t, invited)), Buttons(buttons)))


def _what_cancelling_does(t: Translator, invited: int) -> str:
    asked = t.n("{n} person has been asked.", "{n} people have been asked.", invited)
    return f"{asked} {t('Their answers will be deleted and there will be no results.')}"


def opened(t: Translator, round_: Round, invited: int) -> Card:
    asked = t.n(
        "We will ask {n} member, in their own working hours.",
        "We will ask {n} members, each in their own working hours.",
        invited,
    )
    closes = t.rich("It closes on {when}.", when=t.reader_moment(round_.closes_at))
    return Card(
        t("The round is open"),
        (
            Text(join_words(asked, closes)),
            Buttons((Button(t("Round status"), format_command(ShowStatus())),)),
        ),
    )


def announced(t: Translator, round_: Round) -> Card:
    """Tell a channel that a round is open. It says nothing of who replied."""
    title = t("Round {n} is open", n=round_.number) if round_.number else t("An extra round is open")
    words = t(
        "Members get their questions in private, and can answer until {when}.",
        when=t.moment(round_.closes_at),
    )
    button = Button(t("Answer now"), format_command(StartCheckIn()), "primary")
    return Card(title, (Text(words), Buttons((button,))), announcement_key(round_))


def announcement_over(t: Translator, round_: Round) -> Card:
    """Take the place of `announced` once the round is over."""
    title = t("Round {n} is over", n=round_.number) if round_.number else t("The extra round is over")
    return Card(title, replaces=announcement_key(round_))


def announcement_key(round_: Round) -> str:
    return f"announced:{round_.id}"


def status(
    t: Translator,
    standing: RoundProgress,
    coordinator: bool,
    failures: Sequence[Part] = (),
    notes: Sequence[str] = (),
) -> Card:
    """Show how an open round stands. `failures` are for coordinators only; `notes` say who asked it, and what
    so few members will not see."""
    parts: list[Part] = [KeyValues(_progress_rows(t, standing))]
    if standing.waiting:
        parts.append(Text(t("People can answer before their message is sent.")))
    parts += [*map(Text, notes), *failures]
    if coordinator:
        close = Button(t("Close this round"), format_command(CloseRound()))
        parts.append(
            Buttons(
                (
                    close,
                    Button(
                        t("Cancel this round"),
                        format_command(CancelRound("now")),
                        "danger",
                        _what_cancelling_does(t, standing.invited),
                        t("Keep it open"),
                    ),
                )
            )
        )
    parts.append(
        SmallText(
            t(
                "We do not show how many people have replied until the round closes. We never show who "
                "replied."
            )
        )
    )
    if not standing.enough:
        parts.append(SmallText(t("We check for enough scores once an hour at most.")))
    is_scheduled = standing.round.kind is RoundKind.SCHEDULED
    return Card(t("A round is open") if is_scheduled else t("An extra round is open"), tuple(parts))


def _progress_rows(t: Translator, standing: RoundProgress) -> tuple[tuple[str, Words], ...]:
    sent = t(
        "{delivered} sent, {waiting} waiting to be sent",
        delivered=standing.delivered,
        waiting=standing.waiting,
    )
    return (
        (t("Closes"), t.reader_moment(standing.round.closes_at)),
        (t("Invited"), str(standing.invited)),
        (t("Messages with the questions"), sent),
        (t("Enough scores to show results"), t("yes") if standing.enough else t("not yet")),
    )


def nothing_open(
    t: Translator, next_round_at: datetime | None, failures: Sequence[Part] = (), notes: Sequence[str] = ()
) -> Card:
    buttons = Buttons((Button(t("See the next questions"), format_command(PreviewQuestions())),))
    return Card(
        t("No round is open"), (Text(next_round(t, next_round_at)), *map(Text, notes), *failures, buttons)
    )


def closing(t: Translator) -> Card:
    return Card(
        t("The round is closed"),
        (
            Text(
                t(
                    "Nobody can answer now. The summary will be ready in a moment, for everyone at the same "
                    "time."
                )
            ),
        ),
    )


def cancelled(t: Translator, partnership: str, next_round_at: datetime | None) -> Card:
    following = (Text(next_round(t, next_round_at)),) if next_round_at else ()
    return Card(
        t("{partnership}: the round was cancelled", partnership=partnership),
        (Text(t("All answers have been deleted. Nobody saw them and there will be no results.")), *following),
    )


def postponed(t: Translator, partnership: str, planned: datetime, opens: datetime) -> Card:
    """Tell channels that were told one date for the next round that it opens at a later one."""
    words = t.rich(
        "It will open on {opens}, not on {planned}.",
        opens=t.reader_moment(opens),
        planned=t.reader_moment(planned),
    )
    why = t(
        "Only one round can be open at a time. We also wait five working days before we ask the "
        "same question again."
    )
    return Card(
        t("{partnership}: the next round will open later", partnership=partnership), (Text(words), Text(why))
    )


def schedule_stopped(t: Translator, partnership: str) -> Card:
    return Card(
        t("{partnership}: the next round could not be opened", partnership=partnership),
        (
            Text(
                t("The schedule has stopped working. To set it again, type for example: schedule fortnightly")
            ),
        ),
    )


def too_few_members(t: Translator, partnership: Partnership, removed: Sequence[str] = ()) -> Card:
    """Tell why a scheduled round was not opened. `removed` are lines about those who cannot be written to."""
    words = t(
        "A score needs at least {least} replies, and fewer than {least} members could be asked. "
        "So we asked nobody. To invite more members, type: invite",
        least=partnership.threshold,
    )
    return Card(
        t("{partnership}: the next round was not opened", partnership=partnership.name),
        (Text(words), *map(Text, removed), Text(next_round(t, partnership.next_round_at))),
    )


def invited(first: Card, asked: Sequence[str] = ()) -> Card:
    """Show the first question, and below its introduction who `asked` the round. It is the same for everybody
    and says nothing about answers."""
    introduction, *rest = first.parts
    return replace(first, parts=(introduction, *map(Text, asked), *rest))


def question_closed(t: Translator, partnership: str, *, is_cancelled: bool) -> Card:
    """Take the place of a question once its round is over."""
    if is_cancelled:
        title = t("{partnership}: this round was cancelled", partnership=partnership)
        words = t("All answers have been deleted. There are no results.")
    else:
        title = t("{partnership}: this round has closed", partnership=partnership)
        words = t("You cannot answer it any more. To see the results, type: results")
    return Card(title, (Text(words),))


def question_moved(t: Translator) -> Card:
    """Take the place of a question once a newer message about its round has been sent."""
    return Card(t("We’ve reminded you about this round"), (Text(t("Use the newer message below.")),))


def reminded(t: Translator, partnership: str, round_: Round) -> Card:
    """Tell that this person's reply is missing: that is all the system knows."""
    missing = t(
        "We do not have all your answers for this round yet. You can answer until {when}.",
        when=t.moment(round_.closes_at),
    )
    buttons = Buttons((Button(t("Start"), format_command(StartCheckIn()), "primary"),))
    return Card(
        t("{partnership}: still time to answer", partnership=partnership),
        (Text(missing), buttons, SmallText(promise(t))),
        answers.thread_key(round_.id),
    )
