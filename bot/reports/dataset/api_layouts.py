"""The rows that only the API returns, described like those of files. Pure."""

from dataclasses import dataclass
from datetime import datetime

from bot.analysis.signals import closed_at
from bot.core.models import Partnership, Round
from bot.membership.profiles import DEGREES, FIELDS, KINDS
from bot.questions.bank import Question, QuestionKind, Theme, ThemeKind
from bot.reports.dataset.columns import Column, ColumnType, Layout
from bot.reports.dataset.layouts import PEOPLE, ROUND_COLUMNS
from bot.reports.dataset.result_rows import round_reference

TEXT, INTEGER, MOMENT = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.MOMENT

PARTNERSHIP = Layout(
    "partnership",
    "Partnership",
    "The partnership that the token belongs to, as it is today.",
    (
        Column("partnership", "Partnership", TEXT, "The id of the partnership.", required=True),
        Column("name", "Name", TEXT, "The name of the partnership.", required=True),
        Column("purpose", "Purpose", TEXT, "What the partnership is for, in its own words."),
        Column("field", "Field", TEXT, "The field it works in.", values=FIELDS),
        Column("kind", "Kind", TEXT, "The kind of collaboration.", values=KINDS),
        Column("degree", "Degree", TEXT, "The degree of collaboration.", values=DEGREES),
        Column("language", "Language", TEXT, "The language of the partnership: en or cy.", required=True),
        Column(
            "time_zone", "Time zone", TEXT, "The time zone that its days are in, as in Europe/London.",
            required=True,
        ),
        Column("founded", "Founded", MOMENT, "When it was started in Accord, in UTC.", required=True),
        Column(
            "threshold", "Threshold", INTEGER, "How many scored answers a result needs to be shown.",
            PEOPLE, required=True, least=5,
        ),
        Column(
            "closed_rounds", "Closed rounds", INTEGER, "How many rounds have closed.", required=True, least=0,
        ),
        Column(
            "newest_round", "Newest round", TEXT, "The round that closed last. Empty if none has closed yet.",
        ),
    ),
    ("partnership",),
)  # fmt: skip

ROUNDS = Layout(
    "rounds",
    "Closed rounds",
    "One row for each round that has closed.",
    (
        *ROUND_COLUMNS,
        Column(
            "invited", "Invited", INTEGER, "How many members were invited, counted at the close.", PEOPLE,
            required=True, least=0,
        ),
        Column(
            "replies", "Replies", INTEGER, "How many replied, also if only with Can't say.", PEOPLE,
            required=True, least=0,
        ),
        Column("questions", "Questions", INTEGER, "How many questions were asked.", required=True, least=1),
    ),
    ("round",),
)  # fmt: skip

THEMES = Layout(
    "themes",
    "Themes",
    "One row for each theme or pack.",
    (
        Column("theme", "Theme", TEXT, "The id of the theme or pack.", required=True),
        Column("title", "Title", TEXT, "Its title in English.", required=True),
        Column(
            "kind", "Kind of theme", TEXT,
            "Every scheduled round asks about each core theme and one pack. Long packs are for a yearly"
            " look.",
            required=True, values=tuple(ThemeKind),
        ),
        Column("about", "About", TEXT, "What it is about, in English.", required=True),
    ),
    ("theme",),
)  # fmt: skip

QUESTIONS = Layout(
    "questions",
    "Questions",
    "One row for each version of a question.",
    (
        Column("question", "Question", TEXT, "The id of the question.", required=True),
        Column(
            "question_version", "Version of the question", INTEGER, "Compare only results of one version.",
            required=True, least=1,
        ),
        Column(
            "kind", "Kind of question", TEXT, "An anchor is asked in every scheduled round.", required=True,
            values=tuple(QuestionKind),
        ),
        Column("text", "Question text", TEXT, "The question in English.", required=True),
        Column("construct", "Construct", TEXT, "The construct that the question stands on.", required=True),
    ),
    ("question", "question_version"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ApiPartnership:
    """A partnership. The fields are those of `PARTNERSHIP`."""

    partnership: str
    name: str
    purpose: str
    field: str
    kind: str
    degree: str
    language: str
    time_zone: str
    founded: datetime
    threshold: int
    closed_rounds: int
    newest_round: str


@dataclass(frozen=True, slots=True)
class ApiRound:
    """A closed round. The fields are those of `ROUNDS`."""

    round: str
    number: int | None
    kind: str
    opened: datetime
    closed: datetime
    invited: int
    replies: int
    questions: int


@dataclass(frozen=True, slots=True)
class ApiQuestion:
    """A question. The fields are those of `QUESTIONS`, and the full citations of its sources."""

    question: str
    question_version: int
    kind: str
    text: str
    construct: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApiTheme:
    """A theme. The fields are those of `THEMES`, and its questions."""

    theme: str
    title: str
    kind: str
    about: str
    questions: tuple[ApiQuestion, ...]


def api_partnership(partnership: Partnership, closed: int, newest: Round | None) -> ApiPartnership:
    return ApiPartnership(
        partnership=partnership.id,
        name=partnership.name,
        purpose=partnership.purpose,
        field=partnership.field,
        kind=partnership.kind,
        degree=partnership.degree,
        language=partnership.language,
        time_zone=partnership.zone,
        founded=partnership.founded_at,
        threshold=partnership.threshold,
        closed_rounds=closed,
        newest_round=round_reference(newest) if newest else "",
    )


def api_round(round_: Round) -> ApiRound:
    return ApiRound(
        round=round_reference(round_),
        number=round_.number or None,
        kind=round_.kind.value,
        opened=round_.opened_at,
        closed=closed_at(round_),
        invited=round_.invited,
        replies=round_.replies,
        questions=len(round_.questions),
    )


def api_theme(theme: Theme) -> ApiTheme:
    return ApiTheme(
        theme=theme.id,
        title=theme.title.in_language("en"),
        kind=theme.kind.value,
        about=theme.about.in_language("en"),
        questions=tuple(api_question(question) for question in theme.questions),
    )


def api_question(question: Question) -> ApiQuestion:
    return ApiQuestion(
        question=question.id,
        question_version=question.version,
        kind=question.kind.value,
        text=question.text.in_language("en"),
        construct=question.construct,
        sources=question.sources,
    )
