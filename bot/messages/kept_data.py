"""The data that are kept about people, until when, and in which columns. Pure.

Every column of both databases is here, or among those that are not about people.
`tests/privacy/test_notice.py` holds that, so a new column needs a line.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.core import retention
from bot.core.i18n import N_, Translator

ACCOUNT = "tests/handlers/test_account.py"
FORGOTTEN = f"{ACCOUNT}::test_whoever_is_forgotten_leaves_nothing_anywhere"
PUBLISHED = "tests/conversations/test_published_stays.py"
EXPIRES = "tests/test_worker.py::test_what_has_expired_is_forgotten_within_the_hour"
UNTIL_DELETED = N_("until you delete your data")
NAMELESS = N_("as long as the partnership’s results; without your name once you delete your data")


@dataclass(frozen=True, slots=True)
class KeptData:
    """Data about people: `what` they are, `until` when they are kept, and their columns, by table. A `term`
    that is set fills `{days}` or `{years}`. `tests` show that they are deleted then."""

    what: str
    until: str
    columns: tuple[str, ...]
    tests: tuple[str, ...]
    term: timedelta | None = None
    in_my_data: bool = False

    def until_text(self, t: Translator) -> str:
        days = self.term.days if self.term else 0
        return t(self.until, days=days, years=days // 365)


KEPT = (
    KeptData(
        N_("Your name, time zone, language, and until when you are paused"),
        UNTIL_DELETED,
        ("people: name zone language paused_until",),
        (FORGOTTEN,),
    ),
    KeptData(
        N_("The ID that your chat platform or browser has for you, and where we write to you"),
        UNTIL_DELETED,
        ("people: id address home",),
        (FORGOTTEN,),
        in_my_data=True,
    ),
    KeptData(
        N_(
            "Your place in each partnership, also after you leave: organisation, role, since when, and who "
            "made you a sign-in link"
        ),
        UNTIL_DELETED,
        ("members: id partnership organisation person role standing since_at new_link_by new_link_at",),
        (FORGOTTEN,),
    ),
    KeptData(
        N_("That you were invited to a round, not whether you replied"),
        UNTIL_DELETED,
        ("invitations: id round member",),
        (
            "tests/handlers/test_membership.py::test_whoever_goes_while_a_round_is_open_takes_their_answers_along",
        ),
    ),
    KeptData(
        N_("The days on which we asked you, so that we never ask twice in a day"),
        N_("for {days} days"),
        ("asked: id person invitation on expires_at",),
        (
            "tests/rounds/test_send_window.py::test_a_daily_check_in_is_deleted_with_the_person_or_after_forty_days",
        ),
        retention.DAILY_CHECK_INS,
        in_my_data=True,
    ),
    KeptData(
        N_("Your answers and your comment in an open round, encrypted, and the key of the round"),
        N_("until the round closes"),
        (
            "answers: round pseudonym question sealed",
            "round_keys: round wrapped made_at",
        ),
        ("tests/rounds/test_closing.py::test_a_closed_round_leaves_results_and_comments_but_no_answers",),
    ),
    KeptData(
        N_("Comments of a closed round, without names and in random order"),
        N_("for {days} days"),
        ("comments: id round words expires_at",),
        ("tests/privacy/test_notice.py::test_a_comment_is_deleted_after_its_term",),
        retention.COMMENTS,
    ),
    KeptData(
        N_("Your email address, encrypted; whether it is confirmed or switched off; and who typed it"),
        UNTIL_DELETED,
        ("mailboxes: id person sealed digest typed_by confirmed silence links",),
        (
            "tests/handlers/test_email.py::test_whoever_is_forgotten_leaves_no_address_and_is_not_named_beside_those_they_typed",
        ),
    ),
    KeptData(
        N_("That an email address must not be written to, without the address"),
        N_("until its reader allows it again or deletes their data"),
        ("no_mail: id on",),
        ("tests/conversations/test_by_mail.py::test_one_click_stops_email_and_another_resumes_it",),
        in_my_data=True,
    ),
    KeptData(
        N_("The messages to you: of which kind, about what, when due, and whether sent"),
        N_("for {days} days after a message would be too late"),
        ("deliveries: id lane to kind subject due_at late_at partnership member state attempts error",),
        ("tests/test_worker.py::test_what_was_sent_or_given_up_is_remembered_for_a_month",),
        retention.SETTLED_DELIVERIES,
        in_my_data=True,
    ),
    KeptData(
        N_("What you typed on our pages, and the messages shown there"),
        N_("for {days} days"),
        ("posts: id to card about posted_at said",),
        ("tests/test_worker.py::test_posts_of_400_days_ago_are_removed",),
        retention.WEB_MESSAGES,
        in_my_data=True,
    ),
    KeptData(
        N_("Where in your chat we asked a round’s questions"),
        N_("for {days} days after they would be too late"),
        ("posted: id message expires_at",),
        ("tests/delivery/test_threads.py::test_what_later_messages_refer_to_is_remembered_for_a_while",),
        retention.THREADS,
        in_my_data=True,
    ),
    KeptData(
        N_("When we may next write to your chat"),
        N_("for about an hour"),
        ("conversations: id next_at",),
        ("tests/test_worker.py::test_a_conversation_that_was_quiet_for_an_hour_is_forgotten",),
    ),
    KeptData(
        N_("That we welcomed you in a chat, without your name"),
        N_("for {years} years"),
        ("heard: id",),
        ("tests/privacy/test_notice.py::test_a_greeting_is_remembered_for_its_term",),
        retention.GREETINGS,
        in_my_data=True,
    ),
    KeptData(
        N_("That we dealt with a message or a mailed link, without your name"),
        N_("until the round closes, or for {days} days at most"),
        ("heard: round until_at",),
        (EXPIRES, "tests/conversations/test_by_mail.py::test_the_record_of_a_used_link_names_nobody"),
        retention.LOGIN_LINKS + retention.EVENTS,
    ),
    KeptData(
        N_(
            "The browsers that you are signed in on: their kind and how you signed in, not when you used them"
        ),
        N_("until you sign out; for {days} days at most"),
        ("sign_ins: id browser person expires_at method device",),
        (
            "tests/adapters/web/test_session.py::test_a_session_ends_after_half_a_year",
            "tests/adapters/web/test_session.py::test_the_cookie_is_renewed_daily_and_its_use_is_not_stored",
        ),
        retention.SESSIONS,
    ),
    KeptData(
        N_("Sign-in links that were made for you, without the secret in them"),
        N_("until one is used; for {days} days at most"),
        ("passes: id person expires_at",),
        (EXPIRES,),
        retention.LOGIN_LINKS,
    ),
    KeptData(
        N_("How often your account or network did something that is limited, without your name or address"),
        N_("for a day at most"),
        ("usage_counters: id used expires_at",),
        (EXPIRES, "tests/privacy/test_notice.py::test_no_counter_is_kept_for_longer_than_its_term"),
        timedelta(days=1),
        in_my_data=True,
    ),
    KeptData(
        N_("If you lead or coordinate: when your weekly summary is due"),
        UNTIL_DELETED,
        ("weekly_summaries: id next_at since_at until_at",),
        (FORGOTTEN,),
    ),
    KeptData(
        N_(
            "Actions, notes and the evidence log: the words, and who owns, reported, described or removed "
            "them"
        ),
        NAMELESS,
        (
            "actions: words owner did did_at settled_by removed_at said_at by",
            "notes: words on said_at removed_at",
            "evidence_details: words author said_at corrected_at",
            "rebases: reason author said_at",
        ),
        (
            "tests/handlers/test_evidence.py::test_nobody_is_named_who_asked_to_be_forgotten",
            "tests/handlers/hub/test_timeline.py::test_who_asked_to_be_forgotten_is_not_named",
        ),
    ),
    KeptData(
        N_("Shared outcomes: who enters them, and who entered each value"),
        NAMELESS,
        (
            "outcomes: entered_by",
            "outcome_values: author entered_at",
        ),
        ("tests/handlers/test_outcomes.py::test_a_person_who_is_forgotten_is_named_at_no_value",),
    ),
    KeptData(
        N_("Who asked an extra round, and the words of an own question"),
        NAMELESS,
        ("rounds: asked_by own",),
        ("tests/conversations/test_who_asked.py::test_an_erased_asker_is_named_nowhere",),
    ),
    KeptData(
        N_("What a round published, with the names of people who own actions"),
        NAMELESS,
        ("published_rounds: content",),
        (f"{PUBLISHED}::test_a_forgotten_name_is_redacted_visibly_and_nothing_else_changes",),
    ),
    KeptData(
        N_("Who made share links and who stopped them"),
        NAMELESS,
        ("hub_shares: name made_by made_at stopped_by stopped_at",),
        ("tests/handlers/test_sharing.py::test_a_link_stays_listed_when_its_maker_leaves_or_is_erased",),
    ),
    KeptData(
        N_("Who made a token for a program"),
        N_("for {days} days after the token ends; without your name once you delete your data"),
        ("api_tokens: name created_on created_by expires_at revoked_at",),
        ("tests/test_worker.py::test_a_token_is_listed_until_a_month_after_it_expired",),
        retention.API_TOKENS,
    ),
    KeptData(
        N_("Who added a webhook"),
        N_("until the webhook is removed; without your name once you delete your data"),
        ("webhooks: name added_by added_at",),
        ("tests/handlers/hub/test_webhooks.py::test_a_webhook_that_was_removed_is_gone",),
    ),
    KeptData(
        N_("Where an organisation is asked about data, which may be a person’s address"),
        N_("until the organisation changes it, or somebody who gets our emails there deletes their data"),
        ("organisations: data_contact data_contact_at",),
        (
            "tests/handlers/test_privacy.py::test_a_contact_is_removed",
            "tests/handlers/test_privacy.py::test_a_contact_goes_with_the_person_whose_address_it_is",
        ),
    ),
)

NOT_ABOUT_PEOPLE = (
    "partnerships: id name zone language founded_at purpose field kind degree pack rhythm rhythm_at",
    "partnerships: next_round_at postponed_from_at round rounds threshold reminders ended_at",
    "partnerships: set_up_hidden_at",
    "organisations: id partnership name standing lead_body region account_required_at",
    "channels: id partnership address name within",
    "codes: id partnership expires_at",
    "rounds: id partnership kind number questions opened_at closes_at may_close_at state closed_at",
    "rounds: invited replies takes_comments",
    "progress_checks: id enough checked_at expires_at",
    "readings: id round partnership theme question anchor scored invited mean band low high spread",
    "readings: counts agreement split low_share gap uneven unsure few_scored approximate",
    "published_rounds: id partnership version",
    "actions: id partnership number plan_year",
    "alerts: id partnership round number kind theme size point said_at response responded_at",
    "notes: id partnership number",
    "evidence_details: id partnership entry part",
    "rebases: id partnership theme from_at",
    "outcomes: id partnership name unit better source added_at removed_at",
    "outcome_values: id outcome number on value",
    "lanes: id next_at wakes_at",
    "installations: id sealed renew_at leased_until",
    "tenants: id app decision refused_calls refused_on",
    "api_tokens: id partnership scopes",
    "hub_shares: id partnership number parts valid_until opened",
    "webhooks: id partnership sealed_url sealed_secret sealed_earlier_secret earlier_until_at off_at",
    "keys_binding: id installation place",
    "bound_to: id installation database",
    "pulses: worker host at",
)
"""The columns that are not about people, by table."""


def kept_text(t: Translator, data: KeptData) -> str:
    """Return what is kept and until when, in one line."""
    return t("{what}: {until}", what=t(data.what), until=data.until_text(t))
