"""The cards of a check-in: one question at a time, never showing what was chosen. Pure."""

from dataclasses import replace
from datetime import datetime
from textwrap import shorten

from bot.core.cards import Button, Buttons, Card, Heading, Part, SmallText, Text, TextBox
from bot.core.i18n import Translator
from bot.core.models import Round
from bot.language.commands import (
    ChangeAnswer,
    DeleteComment,
    GiveAnswer,
    RemindMeLater,
    SkipQuestion,
    WriteComment,
)
from bot.language.parser import format_command
from bot.messages import privacy_statements as statements
from bot.questions.bank import QuestionBank, ScaleText
from bot.rounds import answers
from bot.rounds.answers import CANT_SAY, COMMENT, POINTS
from bot.rounds.reminders import reminders

COMMENT_LENGTH = 500
MAX_BUTTON_LENGTH = 60  # characters that fit a button on a phone


def question(
    t: Translator,
    invitation: str,
    position: int,
    questions: tuple[str, ...],
    scale: ScaleText,
    about: str,
    introduction: str,
    *,
    can_wait: bool = True,
) -> Card:
    """`questions` are the round's, in this person's language, as is `scale`. The `introduction` stands above
    the first one, which can be put off if the round `can_wait` for a reminder."""
    token = f"{invitation}.{position}"
    options = tuple(
        Button(label, format_command(GiveAnswer(token, value)))
        for label, value in zip(scale.points, POINTS, strict=True)
    )
    others = [
        Button(scale.cant_say, format_command(GiveAnswer(token, CANT_SAY))),
        Button(t("Skip"), format_command(SkipQuestion(token))),
    ]
    if position == 1:
        others += [Button(t("Later"), format_command(RemindMeLater()))] if can_wait else []
    else:
        others.append(Button(t("Back"), format_command(ChangeAnswer(f"{invitation}.{position - 1}"))))
    progress = SmallText(f"{t('{n} of {all}', n=position, all=len(questions))} · {scale.frame}")
    is_first = position == 1
    introductions = [Text(introduction)] if is_first else []
    notes = map(SmallText, (*confidentiality(t), statements.MORE.text(t))) if is_first else ()
    return Card(
        questions[position - 1],
        (*introductions, progress, Buttons(options, scale=True), Buttons(tuple(others)), *notes),
        about,
        check_in=invitation,
    )


def comment(t: Translator, invitation: str, thread_key: str) -> Card:
    token = f"{invitation}.{COMMENT}"
    done = Buttons((Button(t("Finish without a comment"), format_command(SkipQuestion(token))),))
    return Card(
        t("Anything to add?"),
        (_comment_box(t, invitation, t("Your comment")), done, SmallText(_comment_note(t))),
        thread_key,
        check_in=invitation,
    )


def comment_again(t: Translator, invitation: str, thread_key: str) -> Card:
    """Offer to keep, replace or delete a comment. The card is the same whether or not there is one."""
    token = f"{invitation}.{COMMENT}"
    harm = t("If you wrote a comment, it will be deleted. You can write a new one until the round closes.")
    back = t("Go back")
    choices = Buttons(
        (
            Button(t("Keep my comment"), format_command(SkipQuestion(token))),
            Button(t("Delete my comment"), format_command(DeleteComment(token)), "danger", harm, back),
        )
    )
    kept = t("If you wrote a comment, we keep it until you send a new one or delete it.")
    box = _comment_box(t, invitation, t("A new comment"))
    return Card(
        t("Your comment"),
        (Text(kept), box, choices, SmallText(_comment_note(t))),
        thread_key,
        check_in=invitation,
    )


def _comment_box(t: Translator, invitation: str, label: str) -> TextBox:
    return TextBox(label, format_command(WriteComment(invitation, "")), t("Send"), COMMENT_LENGTH)


def _comment_note(t: Translator) -> str:
    return t(
        "Please do not name anyone. Comments are shown without names, in random order,"
        " and only if at least 10 people reply and 3 comment."
    )


def thanks(
    t: Translator,
    invitation: str,
    questions: tuple[str, ...],
    closes_at: datetime,
    thread_key: str,
    *,
    takes_comments: bool = True,
) -> Card:
    """Thank for a complete check-in. Every answer can be changed until the round closes."""
    again = [
        Button(_shorten(text), format_command(ChangeAnswer(f"{invitation}.{position}")))
        for position, text in enumerate(questions, start=1)
    ]
    if takes_comments:
        again.append(Button(t("Your comment"), format_command(ChangeAnswer(f"{invitation}.{COMMENT}"))))
    parts: tuple[Part, ...] = (
        Text(
            t(
                "That’s everything. Everyone gets the results at the same time, when the round closes:"
                " {when}. Until then you can change an answer.",
                when=t.moment(closes_at),
            )
        ),
        Heading(t("Change an answer")),
        Buttons(tuple(again)),
        *([] if takes_comments else [SmallText(_why_no_comments(t))]),
        SmallText(promise(t)),
    )
    return Card(t("Thank you"), parts, thread_key, check_in=invitation)


def _why_no_comments(t: Translator) -> str:
    return t("There is no comment box. So few people are asked that a comment would show who wrote it.")


def promise(t: Translator) -> str:
    """Return the promise that holds for every answer, in one sentence."""
    return statements.CONFIDENTIAL.text(t)


def confidentiality(t: Translator) -> tuple[str, ...]:
    """Return what is promised for every answer, and what Accord cannot hide (docs/method.md 6.6)."""
    return (
        f"{statements.TOGETHER.text(t)} {promise(t)}",
        f"{statements.EMPLOYER.text(t)} {statements.OPERATOR.text(t)}",
    )


def typed_answer_refused(t: Translator, question: Card) -> Card:
    """Show the question that waits to somebody who typed an answer. The card is the same whatever it was."""
    reason = t(
        "We don’t take typed answers: your organisation’s copy of this chat could show them. Choose below."
    )
    return replace(question, parts=(Text(reason), *question.parts))


def moved(t: Translator) -> Card:
    """Return what takes the place of a question that another message shows now."""
    words = t("It is in another message in this chat. Type check-in to see it again.")
    return Card(t("We’ve moved this question"), (Text(words),))


def nothing_waits(t: Translator, next_round_at: datetime | None) -> Card:
    when = (
        t("The next round is planned for {when}.", when=t.day(next_round_at))
        if next_round_at
        else t("No round is planned yet.")
    )
    return Card(t("You’re up to date"), (Text(when),))


def later(t: Translator, when: datetime) -> Card:
    return Card(
        t("We’ll remind you later"),
        (Text(t("We’ll remind you on {when}, if you have not replied by then.", when=t.moment(when))),),
    )


def _shorten(text: str) -> str:
    return shorten(text, MAX_BUTTON_LENGTH, placeholder="…")


def step_card(
    bank: QuestionBank, t: Translator, partnership: str, round_: Round, invitation: str, which: str | None
) -> Card:
    """The card for one step of a check-in of this `partnership`, by its name."""
    about, questions = (
        answers.thread_key(round_.id),
        [bank.as_asked(question, round_.own) for question in round_.questions],
    )
    texts = tuple(question.text.in_language(t.code) for question in questions)
    if which is None:
        return thanks(t, invitation, texts, round_.closes_at, about, takes_comments=round_.takes_comments)
    if which == answers.COMMENT:
        return comment(t, invitation, about)
    scale = bank.scale.in_language(t.code, questions[int(which) - 1].frame)
    introduction = _introduction(t, partnership, round_)
    can_wait = which == "1" and bool(reminders(round_, t.zone, ""))
    return question(t, invitation, int(which), texts, scale, about, introduction, can_wait=can_wait)


def _introduction(t: Translator, partnership: str, round_: Round) -> str:
    """Return which partnership asks, how much, and until when in the reader's time zone."""
    many = t.n("{n} question", "{n} questions", len(round_.questions))
    return t(
        "{partnership}: {many}, under a minute. Open until {when}.",
        partnership=partnership,
        many=many,
        when=t.moment(round_.closes_at),
    )


def step_again_card(
    bank: QuestionBank, t: Translator, partnership: str, round_: Round, invitation: str, which: str
) -> Card:
    """The card for one step that was taken before, to change the answer."""
    if which == answers.COMMENT:
        return comment_again(t, invitation, answers.thread_key(round_.id))
    return step_card(bank, t, partnership, round_, invitation, which)
