"""The columns of each kind of file that others download. Pure."""

from bot.core.outcomes import BetterDirection
from bot.reports.dataset.columns import Column, ColumnType, Layout
from bot.reports.result_text import WithheldReason

TEXT, INTEGER, DECIMAL, BOOLEAN, MOMENT, DATE = (
    ColumnType.TEXT,
    ColumnType.INTEGER,
    ColumnType.DECIMAL,
    ColumnType.BOOLEAN,
    ColumnType.MOMENT,
    ColumnType.DATE,
)
POINTS = "points from 1 to 5"
PEOPLE = "people"

# The columns that identify a round, in every table with rows about rounds.
ROUND_COLUMNS = (
    Column(
        "round", "Round", TEXT,
        "The last part of the address of the round: its number, or the id of an ad hoc round.",
        required=True,
    ),
    Column(
        "number", "Round number", INTEGER,
        "The number of a scheduled round, from 1. Ad hoc rounds have none.", least=1,
    ),
    Column(
        "kind", "Kind of round", TEXT,
        "Only scheduled rounds belong to a trend. An ad hoc round was asked for once and stands alone.",
        required=True, values=("scheduled", "ad hoc"),
    ),
    Column("opened", "Opened", MOMENT, "When the round opened, in UTC.", required=True),
    Column("closed", "Closed", MOMENT, "When the round closed, in UTC.", required=True),
)  # fmt: skip

RESULTS = Layout(
    "results",
    "Results of closed rounds",
    "One row for each question of each closed round, as it was published.",
    (
        Column("partnership", "Partnership", TEXT, "The id of the partnership.", required=True),
        Column(
            "partnership_name", "Partnership name", TEXT,
            "The name of the partnership when the round closed.", required=True,
        ),
        *ROUND_COLUMNS,
        Column(
            "theme", "Theme", TEXT, "The id of the theme or pack; own for a partnership's own question.",
            required=True,
        ),
        Column(
            "question", "Question", TEXT, "The id of the question; own for a partnership's own question.",
            required=True,
        ),
        Column(
            "question_version", "Version of the question", INTEGER,
            "A reworded question has a new version: compare only rows of the same question and version."
            " An own question has none.",
            least=1,
        ),
        Column("text", "Question text", TEXT, "The question in English, or an own question as it was asked."),
        Column("construct", "Construct", TEXT, "The construct that the question stands on."),
        Column(
            "anchor", "Anchor", BOOLEAN,
            "True for an anchor question, which every scheduled round asks. Trends use these alone.",
            required=True,
        ),
        Column(
            "invited", "Invited", INTEGER, "How many members were invited, counted at the close.", PEOPLE,
            required=True, least=0,
        ),
        Column(
            "replies", "Replies", INTEGER, "How many replied to the round, also if only with Can't say.",
            PEOPLE, required=True, least=0,
        ),
        Column(
            "scored", "Scored", INTEGER, "n: how many gave this question a score. Can't say is not a score.",
            PEOPLE, required=True, least=0,
        ),
        Column(
            "mean", "Mean", DECIMAL,
            "The mean score. If mean_band is filled in, this is only its bound; if mean_step is 0.5 or 1, it"
            " is rounded that far.",
            POINTS, least=1, most=5,
        ),
        Column(
            "mean_band", "Band of the mean", TEXT,
            "The true mean is at most, or at least, the number in mean. Empty if mean is not a bound.",
            values=("at most", "at least"),
        ),
        Column(
            "mean_step", "Step of the mean", DECIMAL,
            "The step to which mean is rounded: 0.1, or 0.5 or 1 in ad hoc rounds of few. Empty for a bound.",
            POINTS, least=0.1, most=1,
        ),
        Column(
            "low", "Range from", DECIMAL,
            "The low end of the range of the mean of everybody invited. Empty if everybody gave a score.",
            POINTS, least=1, most=5,
        ),
        Column("high", "Range to", DECIMAL, "The high end of that range.", POINTS, least=1, most=5),
        Column(
            "range_type", "Type of range", TEXT,
            "certain: the mean of everybody lies in the range, whatever the others would have answered."
            " likely: it lies there in about 95 of 100 cases, if the others feel the same.",
            values=("certain", "likely"),
        ),
        Column(
            "spread", "Spread", DECIMAL, "The sample standard deviation, where ten or more gave a score.",
            POINTS, least=0,
        ),
        Column("count_1", "Chose Not at all", INTEGER, "How many chose 1, Not at all.", PEOPLE, least=0),
        Column("count_2", "Chose A little", INTEGER, "How many chose 2, A little.", PEOPLE, least=0),
        Column("count_3", "Chose Partly", INTEGER, "How many chose 3, Partly.", PEOPLE, least=0),
        Column("count_4", "Chose Mostly", INTEGER, "How many chose 4, Mostly.", PEOPLE, least=0),
        Column("count_5", "Chose Fully", INTEGER, "How many chose 5, Fully.", PEOPLE, least=0),
        Column(
            "agreement", "Agreement", TEXT,
            "How near to each other the answers are, by their mean distance from the median.",
            values=("strong", "fair", "wide"),
        ),
        Column("split", "Split view", BOOLEAN, "True if there are two groups with few between them."),
        Column(
            "low_share", "Low share", TEXT,
            "How many chose 1 or 2, of the anchor of power balance: none; some, but under a third; third, or"
            " more.",
            values=("none", "some", "third"),
        ),
        Column(
            "gap", "Power gap", DECIMAL,
            "The mean of lead bodies minus the mean of the others, of the anchor of power balance.",
            POINTS, least=-4, most=4,
        ),
        Column("uneven", "Uneven", BOOLEAN, "True if the gap is 0.75 or more, and beyond chance."),
        Column(
            "unsure", "Unsure", BOOLEAN, "True if many chose Can't say: at least two, and a quarter.",
            required=True,
        ),
        Column(
            "interpretation", "Interpretation", TEXT,
            "ready: use it with its range. indicative: under 60% gave a score, so lead with how many did."
            " not: no score is shown.",
            required=True, values=("ready", "indicative", "not"),
        ),
        Column(
            "withheld", "Why something is withheld", TEXT,
            "Why there is no score, or why less than everything is shown. Empty if nothing is withheld.",
            values=tuple(WithheldReason),
        ),
    ),
    ("partnership", "round", "question"),
)  # fmt: skip

OUTCOMES = Layout(
    "outcomes",
    "Shared outcomes",
    "One row for each value that was entered for a shared outcome, corrections included.",
    (
        Column("partnership", "Partnership", TEXT, "The id of the partnership.", required=True),
        Column(
            "partnership_name", "Partnership name", TEXT, "The name of the partnership today.", required=True
        ),
        Column("outcome", "Outcome", TEXT, "The id of the outcome.", required=True),
        Column("name", "Name of the outcome", TEXT, "What is counted or measured.", required=True),
        Column("unit", "Unit", TEXT, "The unit of the values. Empty if none was given."),
        Column(
            "better", "Better direction", TEXT, "The direction in which the outcome gets better.",
            required=True, values=tuple(BetterDirection),
        ),
        Column("source", "Source", TEXT, "Where the values come from. Empty if nobody said."),
        Column(
            "date", "Date", DATE, "The day that the value is for, where the partnership is.", required=True
        ),
        Column(
            "entry", "Entry", INTEGER, "The number of the entry: 1 for the first of an outcome.",
            required=True, least=1,
        ),
        Column(
            "value", "Value", DECIMAL, "The value. Empty if this entry took back the one before it.",
            "as the column unit says",
        ),
        Column(
            "current", "Current", BOOLEAN,
            "True if this is the value that holds for the date: no later entry replaced it or took it back.",
            required=True,
        ),
        Column("entered", "Entered", MOMENT, "When the value was entered, in UTC.", required=True),
    ),
    ("partnership", "outcome", "entry"),
)  # fmt: skip
