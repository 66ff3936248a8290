"""The one table of handlers: which function answers which command, and which kind of request it takes.

A handler in `PUBLIC` needs no partnership. One in `FOR_MEMBERS` is about a partnership that the speaker is
in. One in `FOR_INVITED` is about an open round that the speaker was invited to.
"""

from bot.handlers import (
    account,
    account_sign_in,
    actions,
    alerts,
    check_in,
    email,
    evidence,
    membership,
    notes,
    outcomes,
    partnership,
    privacy,
    profile,
    results,
    rounds,
    schedule,
    set_up,
    sharing,
    weekly,
)
from bot.handlers.request import HandlerTable, InvitationRequest, MemberRequest, Request
from bot.language import commands as c

PUBLIC = HandlerTable[Request]()
PUBLIC.register(c.StartCheckIn, check_in.start_check_in)
PUBLIC.register(c.RemindMeLater, check_in.remind_later)
PUBLIC.register(c.TypeAnswer, check_in.refuse_typed_answer)
PUBLIC.register(c.StartPartnership, partnership.start_partnership)
PUBLIC.register(c.FoundPartnership, partnership.found_partnership)
PUBLIC.register(c.JoinPartnership, membership.join)
PUBLIC.register(c.ConfirmMembership, membership.confirm)
PUBLIC.register(c.ChooseOrganisation, membership.choose_organisation)
PUBLIC.register(c.ApproveMember, membership.approve)
PUBLIC.register(c.DeclineMember, membership.decline)
PUBLIC.register(c.ShowHelp, account.show_help)
PUBLIC.register(c.ShowMenu, account.show_menu)
PUBLIC.register(c.AcceptThanks, account.accept_thanks)
PUBLIC.register(c.OfferToStop, account.offer_to_stop)
PUBLIC.register(c.ShowSettings, account.show_settings)
PUBLIC.register(c.PauseMe, account.pause)
PUBLIC.register(c.ResumeMe, account.resume)
PUBLIC.register(c.SetLanguage, account.set_language)
PUBLIC.register(c.SetTimeZone, account.set_time_zone)
PUBLIC.register(c.SetEmail, email.set_email)
PUBLIC.register(c.SetWeeklySummary, weekly.set_weekly_summary)
PUBLIC.register(c.ShowPrivacy, privacy.show_privacy)
PUBLIC.register(c.ShowComplaintWays, privacy.show_complaint_ways)
PUBLIC.register(c.ShowMyData, account.show_my_data)
PUBLIC.register(c.ForgetMe, account.forget_me)

FOR_MEMBERS = HandlerTable[MemberRequest]()
FOR_MEMBERS.register(c.ShowStatus, rounds.show_status)
FOR_MEMBERS.register(c.ShowResults, results.show_results)
FOR_MEMBERS.register(c.ShowComments, results.show_comments)
FOR_MEMBERS.register(c.ShowTrends, results.show_trends)
FOR_MEMBERS.register(c.DiscussAlert, alerts.discuss)
FOR_MEMBERS.register(c.ActOnAlert, alerts.act)
FOR_MEMBERS.register(c.DismissAlert, alerts.dismiss)
FOR_MEMBERS.register(c.PreviewQuestions, rounds.preview_questions)
FOR_MEMBERS.register(c.AskOwnQuestion, rounds.ask_own_question)
FOR_MEMBERS.register(c.AskTheme, rounds.ask_theme)
FOR_MEMBERS.register(c.StartYearlyLook, rounds.start_yearly_look)
FOR_MEMBERS.register(c.CloseRound, rounds.close_round)
FOR_MEMBERS.register(c.CancelRound, rounds.cancel_round)
FOR_MEMBERS.register(c.RetryDeliveries, rounds.retry_deliveries)
FOR_MEMBERS.register(c.ShowSchedule, schedule.show_schedule)
FOR_MEMBERS.register(c.SetSchedule, schedule.set_schedule)
FOR_MEMBERS.register(c.PauseSchedule, schedule.pause_schedule)
FOR_MEMBERS.register(c.ResumeSchedule, schedule.resume_schedule)
FOR_MEMBERS.register(c.SetReminders, schedule.set_reminders)
FOR_MEMBERS.register(c.AddAction, actions.add_action)
FOR_MEMBERS.register(c.AddPlanAction, actions.add_plan_action)
FOR_MEMBERS.register(c.ListActions, actions.list_actions)
FOR_MEMBERS.register(c.CompleteAction, actions.complete_action)
FOR_MEMBERS.register(c.ReportAction, actions.report_action)
FOR_MEMBERS.register(c.CorrectAction, actions.correct_action)
FOR_MEMBERS.register(c.ClearActionDetail, actions.clear_detail)
FOR_MEMBERS.register(c.RemoveAction, actions.remove_action)
FOR_MEMBERS.register(c.AddNote, notes.add_note)
FOR_MEMBERS.register(c.ListNotes, notes.list_notes)
FOR_MEMBERS.register(c.CorrectNote, notes.correct_note)
FOR_MEMBERS.register(c.RemoveNote, notes.remove_note)
FOR_MEMBERS.register(c.DescribeEntry, evidence.describe_entry)
FOR_MEMBERS.register(c.ClearDescription, evidence.clear_description)
FOR_MEMBERS.register(c.RebaseTheme, notes.rebase_theme)
FOR_MEMBERS.register(c.StartBaseline, notes.start_baseline)
FOR_MEMBERS.register(c.UndoRebase, notes.undo_rebase)
FOR_MEMBERS.register(c.ListOutcomes, outcomes.list_outcomes)
FOR_MEMBERS.register(c.ShowOutcome, outcomes.show_outcome)
FOR_MEMBERS.register(c.FindOutcome, outcomes.show_outcome)
FOR_MEMBERS.register(c.AddOutcome, outcomes.add_outcome)
FOR_MEMBERS.register(c.AddNamedOutcome, outcomes.add_named_outcome)
FOR_MEMBERS.register(c.ChangeOutcome, outcomes.change_outcome)
FOR_MEMBERS.register(c.RemoveOutcome, outcomes.remove_outcome)
FOR_MEMBERS.register(c.EnterOutcomeValue, outcomes.enter_value)
FOR_MEMBERS.register(c.EnterOutcomeRows, outcomes.enter_rows)
FOR_MEMBERS.register(c.RemoveOutcomeValue, outcomes.remove_value)
FOR_MEMBERS.register(c.ShareHub, sharing.share_hub)
FOR_MEMBERS.register(c.ShareHubUnquoted, sharing.share_hub)
FOR_MEMBERS.register(c.ListShares, sharing.list_shares)
FOR_MEMBERS.register(c.StopSharing, sharing.stop_sharing)
FOR_MEMBERS.register(c.OpenHub, account.open_hub)
FOR_MEMBERS.register(c.SetAccountSignIn, account_sign_in.set_account_sign_in)
FOR_MEMBERS.register(c.SetDataContact, privacy.set_data_contact)
FOR_MEMBERS.register(c.ListMembers, membership.list_members)
FOR_MEMBERS.register(c.ShowSetUp, set_up.show_set_up)
FOR_MEMBERS.register(c.HideSetUp, set_up.hide_set_up)
FOR_MEMBERS.register(c.ListRequests, membership.list_requests)
FOR_MEMBERS.register(c.InviteOrganisation, partnership.invite)
FOR_MEMBERS.register(c.AddMember, membership.add)
FOR_MEMBERS.register(c.RenewLoginLink, membership.renew_link)
FOR_MEMBERS.register(c.RemoveMember, membership.remove)
FOR_MEMBERS.register(c.ChangeRole, membership.change_role)
FOR_MEMBERS.register(c.SetPurpose, partnership.set_purpose)
FOR_MEMBERS.register(c.SetProfile, profile.set_profile)
FOR_MEMBERS.register(c.PostHere, partnership.post_here)
FOR_MEMBERS.register(c.SetThreshold, partnership.set_threshold)
FOR_MEMBERS.register(c.EndPartnership, partnership.end_partnership)
FOR_MEMBERS.register(c.LeavePartnership, membership.leave)

FOR_INVITED = HandlerTable[InvitationRequest]()
FOR_INVITED.register(c.GiveAnswer, check_in.give_answer)
FOR_INVITED.register(c.SkipQuestion, check_in.skip_question)
FOR_INVITED.register(c.WriteComment, check_in.write_comment)
FOR_INVITED.register(c.DeleteComment, check_in.delete_comment)
FOR_INVITED.register(c.ChangeAnswer, check_in.change_answer)
