"""The sentences of the privacy notice: the only place where they are written. Pure.

Pages, chats, "my data" and docs/privacy.md show them. Each names the tests that show it, or says why there
can be none; `tests/privacy/test_notice.py` holds that. Numbers come from the code that uses them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.analysis.disclosure import MIN_COMMENTS, MIN_FOR_COUNTS, MIN_REPLIES
from bot.core import retention
from bot.core.i18n import N_, Translator

PRIVACY = "tests/privacy"
HANDLERS = "tests/handlers"
STORAGE = "tests/storage"
ICO = "https://ico.org.uk/make-a-complaint"
ACKNOWLEDGED_WITHIN = 30  # days: section 164A of the Data Protection Act 2018
LAW = "It says what the law says."
OTHERS_RECORDS = "These records are not Accord’s."
OPERATORS_CHOICE = "It depends on how the server is run."
FREE_TEXT = "It is about what people write."


@dataclass(frozen=True, slots=True)
class PrivacyStatement:
    """A sentence or two of the notice. `tests` are the ids of the tests that show that it is true; if there
    are none, `untested` says why. `values` fill its placeholders. The `short` notice in chats has it too."""

    words: str
    tests: tuple[str, ...] = ()
    untested: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    short: bool = False

    def text(self, t: Translator) -> str:
        return t(self.words, **self.values)


TOGETHER = PrivacyStatement(
    N_("We only show your answers together with other people’s."),
    (
        f"{PRIVACY}/test_certainty.py::test_nobody_is_certain_of_an_answer_of_five_to_nine_people",
        f"{PRIVACY}/test_subtraction_attack.py::test_subtraction_reveals_nothing",
    ),
    short=True,
)
CONFIDENTIAL = PrivacyStatement(
    N_("Confidential while the round is open, anonymous once it has closed."),
    (
        f"{PRIVACY}/test_dump_attack.py::test_a_dump_reveals_nothing",
        f"{PRIVACY}/test_stolen_servers.py::test_closed_rounds_cannot_be_read_from_the_disks_of_both_servers",
    ),
    short=True,
)
SEALED = PrivacyStatement(
    N_("Your answers in an open round are encrypted, so they are not shown to anyone, not even to you."),
    (
        "tests/rounds/test_answers.py::test_an_answer_is_stored_sealed_under_the_rounds_own_pseudonym",
        "tests/membership/test_link_renewal.py::test_who_opens_the_link_is_not_shown_what_was_answered",
    ),
)
COUNTED = PrivacyStatement(
    N_(
        "When a round closes, we count the answers and delete them. Results hold no names, so your answers "
        "cannot be found in them."
    ),
    ("tests/rounds/test_closing.py::test_a_closed_round_leaves_results_and_comments_but_no_answers",),
)
NO_LIST = PrivacyStatement(
    N_("We keep a record of each round that you were invited to, but not of whether you replied."),
    (
        f"{PRIVACY}/test_dump_attack.py::test_a_dump_reveals_nothing",
        f"{PRIVACY}/test_posts.py::test_a_reminder_changes_as_many_rows_of_those_who_have_replied",
    ),
)
COORDINATORS = PrivacyStatement(
    N_("Coordinators and leads see the same results as everyone else. They cannot see who has replied."),
    (
        f"{PRIVACY}/test_subtraction_attack.py::test_equal_disclosure_means_equal_output",
        f"{PRIVACY}/test_hub_attacks.py::test_no_page_tells_that_somebody_has_replied",
    ),
    short=True,
)
FEW = PrivacyStatement(
    N_("With fewer than {least} scores, we only show how many people gave one."),
    ("tests/analysis/test_disclosure.py::test_below_the_threshold_only_how_many_answered_is_kept",),
    values={"least": MIN_REPLIES},
)
COMMENTS = PrivacyStatement(
    N_(
        "Members see comments without names, and only if {counts} or more people reply and {comments} "
        "or more "
        "of them comment."
    ),
    (
        "tests/rounds/test_tally.py::test_comments_are_shown_where_ten_replied_and_three_wrote",
        f"{PRIVACY}/test_dump_attack.py::test_comments_of_a_closed_round_reveal_no_author",
    ),
    values={"counts": MIN_FOR_COUNTS, "comments": MIN_COMMENTS},
)
COMMENTS_EXPIRE = PrivacyStatement(
    N_("We show comments without names for {days} days, then delete them."),
    ("tests/privacy/test_notice.py::test_a_comment_is_deleted_after_its_term",),
    values={"days": retention.COMMENTS.days},
    short=True,
)
ROSTER = PrivacyStatement(
    N_("Other members see your name, organisation and role."),
    (f"{HANDLERS}/test_membership.py::test_the_roster_shows_who_is_new_since_the_last_round",),
)
UNREACHED = PrivacyStatement(
    N_("Coordinators can see that a message could not reach you."),
    ("tests/membership/test_removals.py::test_members_and_status_say_who_cannot_be_written_to",),
)
EMAIL = PrivacyStatement(
    N_("Of members, only you and the person who typed your email address can see it."),
    (
        "tests/conversations/test_by_mail.py::test_an_email_address_is_seen_only_by_the_coordinator_who_added_it",
    ),
)
NAMED_ACTIONS = PrivacyStatement(
    N_("Summaries show your name beside actions that you own or reported on."),
    ("tests/conversations/test_closing_the_loop.py::test_an_action_is_added_asked_about_and_reported",),
)
AUTHORS = PrivacyStatement(
    N_(
        "Shared outcomes show who entered each value, and the evidence log who wrote what. Share links show "
        "who made and who stopped them."
    ),
    (
        f"{HANDLERS}/hub/test_outcomes.py::test_every_entry_is_listed_with_who_made_it",
        f"{HANDLERS}/hub/test_observers.py::test_every_member_sees_what_is_shared_and_leads_can_stop_it",
    ),
)
OBSERVERS = PrivacyStatement(
    N_(
        "People with a share link, and programs with a token, see results. They see no comments and "
        "no members."
    ),
    (
        f"{PRIVACY}/test_hub_attacks.py::test_nobody_but_members_reads_a_name_or_a_comment",
        f"{PRIVACY}/test_api_attacks.py::test_no_operation_names_anybody_or_holds_a_comment",
    ),
)

EMPLOYER = PrivacyStatement(
    N_("Your employer’s chat or email records may show that you replied, and when."),
    untested=OTHERS_RECORDS,
    short=True,
)
PLATFORMS = PrivacyStatement(
    N_("If you answer in Slack or Teams, Slack or Microsoft carries your answer to us."),
    untested="It says how these platforms work.",
)
MAIL_SERVERS = PrivacyStatement(
    N_("Reminders only go to people who have not replied. A mail server may show who got one."),
    ("tests/conversations/test_a_check_in.py::test_only_members_who_have_not_replied_are_reminded_once",),
)
NETWORKS = PrivacyStatement(
    N_("If you use our pages, your employer’s network may show that you opened them, and when."),
    untested=OTHERS_RECORDS,
)
SENT_STAYS = PrivacyStatement(
    N_("Accord cannot delete those records, or messages that are in a chat or a mailbox already."),
    untested=OTHERS_RECORDS,
)

OPERATOR = PrivacyStatement(
    N_("While the round is open, the people who run this server could link answers to names."),
    ("tests/rounds/test_answers.py::test_an_answer_is_stored_sealed_under_the_rounds_own_pseudonym",),
    short=True,
)
OPERATOR_NEEDS = PrivacyStatement(
    N_(
        "For that they need the data, the key of the round and a secret key. A copy of the data is "
        "not enough."
    ),
    (f"{PRIVACY}/test_copied_folder.py::test_a_copy_of_the_data_opens_nothing",),
)
KEY_GOES = PrivacyStatement(
    N_("We delete the key when the round closes. After that, nobody can read its answers."),
    (
        f"{STORAGE}/test_keys.py::test_a_destroyed_key_is_overwritten_in_the_files",
        f"{PRIVACY}/test_stolen_servers.py::test_closed_rounds_cannot_be_read_from_the_disks_of_both_servers",
    ),
)
UNCLEARED_LOG = PrivacyStatement(
    N_(
        "That needs a server that is set up as we advise. Elsewhere a deleted key can stay in a log "
        "for some time."
    ),
    (f"{PRIVACY}/test_stolen_servers.py::test_a_log_that_is_not_cleared_gives_closed_rounds_away",),
)
WHOLE_COPY = PrivacyStatement(
    N_("A copy of the whole machine, made while a round is open, could be read later too."),
    untested=OPERATORS_CHOICE,
)
BACKUPS = PrivacyStatement(
    N_("Accord’s own backups do not hold the keys of open rounds."),
    (f"{STORAGE}/test_backup.py::test_a_backup_holds_no_keys_so_open_rounds_are_cancelled_after_a_restore",),
)
BACKUPS_STAY = PrivacyStatement(
    N_("Backups keep what they hold, such as comments, until the people who run this server delete them."),
    untested=OPERATORS_CHOICE,
)
LOG = PrivacyStatement(
    N_("Accord’s log holds no answers, no comments and no names."),
    (
        "tests/ops/test_logs.py::test_a_whole_round_logs_no_text_of_anybody",
        "tests/adapters/web/test_middleware.py::test_the_log_names_routes_and_never_people_or_secrets",
    ),
)

FOUR_OF_FIVE = PrivacyStatement(
    N_(
        "In a small group, people who compare their answers can work out the rest. In a group of five, four "
        "people can work out the fifth answer."
    ),
    untested="It is arithmetic: an average and all answers but one give the last one.",
    short=True,
)
UNANIMOUS = PrivacyStatement(
    N_("If {counts} or more people all choose the same answer, everyone can see that."),
    (f"{PRIVACY}/test_certainty.py::test_of_ten_only_unanimity_tells_an_outsider",),
    values={"counts": MIN_FOR_COUNTS},
)
STYLE = PrivacyStatement(
    N_("People may know you by your way of writing. So think of that before you comment."),
    untested=FREE_TEXT,
    short=True,
)
NAMED_BY_OTHERS = PrivacyStatement(
    N_("Others may name you in a comment, a note or an action. Accord does not check what people write."),
    untested=FREE_TEXT,
)
STOLEN_LINK = PrivacyStatement(
    N_(
        "Someone who has your sign-in link or your device can answer as you. They do not see earlier answers."
    ),
    ("tests/membership/test_link_renewal.py::test_who_opens_the_link_is_not_shown_what_was_answered",),
)

VOLUNTARY = PrivacyStatement(
    N_("You do not have to answer. You can skip any question, and change an answer until the round closes."),
    (
        f"{HANDLERS}/test_check_in.py::test_what_was_skipped_counts_as_done_and_as_nothing_said",
        "tests/rounds/test_answers.py::test_another_answer_replaces_the_first",
    ),
)
SEE = PrivacyStatement(
    N_("To see what we keep about you, and to take a copy, type: my data"),
    (f"{HANDLERS}/test_account.py::test_somebody_sees_all_that_is_kept_about_them",),
    short=True,
)
CORRECT = PrivacyStatement(
    N_(
        "To correct your language, time zone or email, type: settings. Slack and Teams tell us your "
        "name there."
    ),
    (
        f"{HANDLERS}/test_account.py::test_settings_are_shown_and_hold_ways_to_change_them",
        f"{HANDLERS}/test_email.py::test_people_see_and_change_how_they_are_written_to",
    ),
)
DELETE = PrivacyStatement(
    N_("To delete everything about you, type: forget me"),
    (f"{HANDLERS}/test_account.py::test_whoever_is_forgotten_leaves_nothing_anywhere",),
    short=True,
)
FORGETTING = PrivacyStatement(
    N_(
        "This deletes your name, your place in every partnership, the messages to you and your "
        "answers in open "
        "rounds. What was counted in closed rounds stays, without names. Nobody can undo this."
    ),
    (
        f"{HANDLERS}/test_account.py::test_whoever_is_forgotten_leaves_nothing_anywhere",
        f"{HANDLERS}/test_membership.py::test_whoever_goes_while_a_round_is_open_takes_their_answers_along",
        f"{PRIVACY}/test_hub_attacks.py::test_the_name_of_somebody_who_was_forgotten_is_on_no_page",
    ),
)
WHAT_STAYS = PrivacyStatement(
    N_("What you entered or wrote for the whole partnership stays, without your name. So do share links."),
    (
        f"{HANDLERS}/test_evidence.py::test_nobody_is_named_who_asked_to_be_forgotten",
        f"{HANDLERS}/test_sharing.py::test_a_link_stays_listed_when_its_maker_leaves_or_is_erased",
    ),
)
SENT_TO_OTHERS = PrivacyStatement(
    N_("Messages that others have got may name you. On our pages they are kept for {days} days."),
    ("tests/test_worker.py::test_posts_of_400_days_ago_are_removed",),
    values={"days": retention.WEB_MESSAGES.days},
)
OBJECT = PrivacyStatement(
    N_("To object, to pause or to leave, type: stop"),
    (f"{HANDLERS}/test_account.py::test_to_stop_is_a_choice_of_ways_and_changes_nothing",),
    short=True,
)
LEAVING = PrivacyStatement(
    N_("If you leave while a round is open, we delete your answers to it."),
    (f"{HANDLERS}/test_membership.py::test_whoever_goes_while_a_round_is_open_takes_their_answers_along",),
)
JOINT = PrivacyStatement(
    N_(
        "The organisations in a partnership decide together about your data. You can use your rights "
        "with any of them."
    ),
    untested=LAW,
    short=True,
)
COMPLAIN = PrivacyStatement(
    N_("To complain about how your data is used, type: complain"),
    (f"{HANDLERS}/test_privacy.py::test_a_member_is_told_to_whom_they_can_complain",),
    short=True,
)
ACKNOWLEDGED = PrivacyStatement(
    N_("An organisation must tell you within {days} days that it has your complaint."),
    untested=LAW,
    values={"days": ACKNOWLEDGED_WITHIN},
)
LOOKED_INTO = PrivacyStatement(
    N_("It must look into your complaint without undue delay, and tell you the outcome."),
    untested=LAW,
)
REGULATOR = PrivacyStatement(
    N_(
        "If you are not happy with its answer, complain to the ICO, which oversees data protection in "
        "the UK: {address}"
    ),
    untested=LAW,
    values={"address": ICO},
)
NO_HARM = PrivacyStatement(
    N_(
        "A complaint changes nothing for you here. Accord keeps no list of complaints, and tells "
        "nobody that you asked."
    ),
    (
        f"{HANDLERS}/test_privacy.py::test_asking_how_to_complain_tells_nobody_and_keeps_nothing",
        "tests/adapters/web/test_with_the_product.py::test_nothing_is_stored_when_somebody_asks_how_to_complain",
    ),
)

NO_MONITORING = PrivacyStatement(
    N_("Accord does not watch people at work. It has no score of a person, and no list of who replied."),
    (
        f"{PRIVACY}/test_dump_attack.py::test_a_dump_reveals_nothing",
        "tests/ops/test_metrics.py::test_the_metrics_are_the_same_whether_people_answer_or_not",
    ),
    short=True,
)
NO_AI = PrivacyStatement(
    N_("No artificial intelligence is used, and nothing is sent to one."),
    (f"{PRIVACY}/test_notice.py::test_no_library_for_artificial_intelligence_is_installed",),
    short=True,
)
NO_ADVERTISING = PrivacyStatement(
    N_("There is no advertising. Our pages load nothing from other sites, and nobody is tracked."),
    (
        "tests/adapters/web/test_app.py::test_no_page_loads_anything_from_another_site",
        "tests/test_outbound.py::test_pages_load_nothing_from_elsewhere",
    ),
)
COOKIES = PrivacyStatement(
    N_("Our pages only set the cookies that they need to sign you in, or to connect a chat."),
    (
        f"{PRIVACY}/test_notice.py::test_cookies_are_for_signing_in_and_connecting_slack",
        "tests/adapters/web/test_session.py::test_who_only_reads_about_accord_gets_no_cookie",
    ),
)
MORE = PrivacyStatement(
    N_("What happens to your data? Type privacy in your chat or on your page."),
    (f"{HANDLERS}/test_privacy.py::test_the_notice_is_shown_to_anybody",),
)
