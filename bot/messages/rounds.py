"""Cards about rounds: preview, opening, status, closing, cancellation, invitation, reminder. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.cards import BulletList, Button, Buttons, Card, KeyValues, Part, SmallText, Text
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
from bot.messages import check_in
from bot.messages.check_in import promise
from bot.messages.summary import next_round
from bot.questions.bank import AskedQuestion
from bot.rounds.next_round import Postponement
from bot.rounds.progress import RoundProgress

SATURDAY = 5  # as in `date.weekday()`


@dataclass(frozen=True, slots=True)
class DraftedRound:
    """An ad hoc round that a coordinator has not confirmed: the words of its questions, how many people it
    asks, until when, and how it would postpone the next round."""

    questions: tuple[str, ...]
    invited: int
    closes_at: datetime
    postponement: Postponement | None


def preview(t: Translator, title: str, questions: Sequence[tuple[AskedQuestion, str]], ask: str) -> Card:
    """Show questions as they would be asked, each with its source. `ask` is the sentence that asks them now,
    or empty."""
    parts: list[Part] = [
        KeyValues(tuple((asked.text.in_language(t.code), source) for asked, source in questions))
    ]
    parts.append(
        SmallText(
            t("Each is answered from 1 (not at all) to 5 (fully), or with Can't say. None is validated yet.")
        )
    )
    if ask:
        parts.append(Buttons((Button(t("Ask this now"), ask, "primary"),)))
    return Card(title, tuple(parts))


def confirm_ask(
    t: Translator,
    draft: DraftedRound,
    ask_now: str,
) -> Card:
    """Show an ad hoc round before it opens. `ask_now` is the sentence that opens it."""
    when = t.moment(draft.closes_at)
    closes = t("Each person is asked in their own working hours. The round closes on {when}.", when=when)
    if local_date(draft.closes_at, t.zone).weekday() >= SATURDAY:
        closes += " " + t("That is at a weekend.")
    parts: list[Part] = [BulletList(draft.questions), Text(closes)]
    if draft.postponement:
        moves = t(
            "This moves the next round from {planned} to {opens}. Your channels will be told.",
            planned=t.moment(draft.postponement.planned),
            opens=t.moment(draft.postponement.opens),
        )
        parts.append(Text(moves))
    label = t.n("Ask {n} person", "Ask {n} people", draft.invited)
    return Card(
        t.n("Ask {n} person now?", "Ask {n} people now?", draft.invited),
        (*parts, Buttons((Button(label, ask_now, "primary"),))),
    )


def confirm_close(t: Translator, standing: RoundProgress, close_now: str, keep: str) -> Card:
    """Ask whether to close a round early. `close_now` and `keep` are the sentences that do it, and do not."""
    words = t("No more answers will be taken. Everybody gets the results at once.")
    parts = [Text(words)]
    if not standing.enough:
        few = t(
            "There are not enough replies to show results yet. If you close the round now, no scores will be"
            " shown."
        )
        parts.append(Text(few))
    by_itself = t("If you keep it open, it closes on {when}.", when=t.moment(standing.round.closes_at))
    parts.append(Text(by_itself))
    buttons = (Button(t("Close the round"), close_now, "danger"), Button(t("Keep it open"), keep))
    return Card(t("Close this round now?"), (*parts, Buttons(buttons)))


def confirm_cancel(t: Translator, invited: int, cancel_now: str, keep: str) -> Card:
    """Ask whether to cancel a round. `cancel_now` and `keep` are the sentences that do it, and do not."""
    asked = t.n("{n} person has been asked.", "{n} people have been asked.", invited)
    harm = t("Their answers will be deleted and there will be no results.")
    buttons = (Button(t("Cancel the round"), cancel_now, "danger"), Button(t("Keep it open"), keep))
    return Card(t("Cancel this round?"), (Text(f"{asked} {harm}"), Buttons(buttons)))


def opened(t: Translator, round_: Round, invited: int) -> Card:
    asked = t.n(
        "{n} member is asked, in their own working hours.",
        "{n} members are asked, each in their own working hours.",
        invited,
    )
    closes = t("It closes on {when}.", when=t.moment(round_.closes_at))
    return Card(
        t("The round is open"),
        (Text(f"{asked} {closes}"), Buttons((Button(t("How it stands"), format_command(ShowStatus())),))),
    )


def status(
    t: Translator,
    standing: RoundProgress,
    coordinator: bool,
    failures: Sequence[Part] = (),
    notes: Sequence[str] = (),
) -> Card:
    """Show how an open round stands. `failures` are for coordinators only; `notes` say who asked it, and what
    so few members will not see."""
    round_ = standing.round
    rows = [
        (t("Closes"), t.moment(round_.closes_at)),
        (t("Invited"), str(standing.invited)),
        (
            t("Messages"),
            t(
                "{delivered} sent, {waiting} still to go",
                delivered=standing.delivered,
                waiting=standing.waiting,
            ),
        ),
        (t("Enough replies to report"), t("yes") if standing.enough else t("not yet")),
    ]
    parts: list[Part] = [KeyValues(tuple(rows)), *map(Text, notes), *failures]
    if coordinator:
        parts.append(
            Buttons(
                (
                    Button(t("Close the round"), format_command(CloseRound())),
                    Button(t("Call it off"), format_command(CancelRound()), "danger"),
                )
            )
        )
    parts.append(SmallText(t("How many replied, and who, is not shown before the round closes.")))
    if not standing.enough:
        parts.append(SmallText(t("We check for enough replies once an hour at most.")))
    kind = t("A round is open") if round_.kind is RoundKind.SCHEDULED else t("An extra round is open")
    return Card(kind, tuple(parts))


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
        (Text(t("No more answers are taken. The summary comes in a moment, to everybody at once.")),),
    )


def cancelled(t: Translator, partnership: str, next_round_at: datetime | None) -> Card:
    following = (Text(next_round(t, next_round_at)),) if next_round_at else ()
    return Card(
        t("{partnership}: the round was called off", partnership=partnership),
        (Text(t("What was answered has been destroyed unread. Nothing is reported.")), *following),
    )


def postponed(t: Translator, partnership: str, planned: datetime, opens: datetime) -> Card:
    """Tell channels that were told one date for the next round that it opens at a later one."""
    words = t("It opens on {opens}, not on {planned}.", opens=t.moment(opens), planned=t.moment(planned))
    why = t(
        "Only one round is open at a time, and the same question is not asked twice within five working days."
    )
    return Card(
        t("{partnership}: the next round opens later", partnership=partnership), (Text(words), Text(why))
    )


def schedule_stopped(t: Translator, partnership: str) -> Card:
    return Card(
        t("{partnership}: the next round could not be opened", partnership=partnership),
        (
            Text(
                t("Its rhythm could not be worked out, so it has stopped. Set it again: schedule fortnightly")
            ),
        ),
    )


def too_few_members(t: Translator, partnership: Partnership) -> Card:
    """Tell why a scheduled round was not opened."""
    words = t(
        "Fewer than {least} members could be asked, and a score is shown from {least} replies."
        " So nobody was asked. Invite more members: invite",
        least=partnership.threshold,
    )
    return Card(
        t("{partnership}: the next round was not opened", partnership=partnership.name),
        (Text(words), Text(next_round(t, partnership.next_round_at))),
    )


def invited(first: Card, asked: Sequence[str] = ()) -> Card:
    """Show the first question, and below its introduction who `asked` the round. It is the same for everybody
    and says nothing about answers."""
    introduction, *rest = first.parts
    return replace(first, parts=(introduction, *map(Text, asked), *rest))


def reminded(t: Translator, partnership: str, round_: Round) -> Card:
    """Tell that this person's reply is missing: that is all the system knows."""
    missing = t(
        "Your reply to this round is missing. It is open until {when}.", when=t.moment(round_.closes_at)
    )
    buttons = Buttons((Button(t("Start"), format_command(StartCheckIn()), "primary"),))
    return Card(
        t("{partnership}: still time to answer", partnership=partnership),
        (Text(missing), buttons, SmallText(promise(t))),
        f"{check_in.THREAD_PREFIX}{round_.id}",
    )
