/// The kinds of act, in the order in which people think of them, each with its words.
const KINDS: &[(&str, &str)] = &[
    ("update", "Progress updates"),
    ("action", "Actions"),
    ("milestone", "Milestones"),
    ("cycle", "Reporting cycles"),
    ("meeting", "Meetings"),
    ("decision", "Decisions"),
    ("finding", "Findings"),
    ("plan", "Plans"),
    ("agency", "Agencies"),
    ("service", "Services"),
    ("pathway", "Pathways"),
    ("step_down", "Step-down plans"),
    ("publication", "What anybody may read"),
    ("agreement", "Sharing agreements"),
    ("case", "Cases"),
    ("retention", "How long cases are kept"),
    ("webhook", "Webhooks"),
    ("digest", "Mail"),
    ("person", "People"),
    ("link", "One-time links"),
    ("session", "Signing in and out"),
    ("client", "API clients"),
    ("key", "Signing keys"),
    ("audit", "The audit log itself"),
];

/// Every act that the audit log knows, with what was done in words. The part before the dot is one
/// of the kinds.
const ACTS: &[(&str, &str)] = &[
    ("update.start", "Started a progress update"),
    ("update.save", "Saved a progress update"),
    ("update.submit", "Sent a progress update for review"),
    (
        "update.hand_over",
        "Handed a progress update to a colleague",
    ),
    ("update.withdraw", "Withdrew a progress update"),
    ("update.take_up", "Began to review a progress update"),
    ("update.accept", "Accepted a progress update"),
    ("update.return", "Returned a progress update"),
    (
        "update.override",
        "Accepted a progress update in an agency's stead",
    ),
    ("update.endorse", "Confirmed a partner's progress update"),
    ("update.dispute", "Disputed a partner's progress update"),
    ("action.update", "Changed an action"),
    ("action.agree", "Agreed an action"),
    ("action.start", "Started an action"),
    ("action.complete", "Completed an action"),
    ("action.embed", "Marked an action as embedded"),
    ("action.reopen", "Reopened an action"),
    ("action.pause", "Paused an action"),
    ("action.stop", "Stopped an action"),
    ("action.defer", "Deferred an action"),
    ("milestone.create", "Added a milestone"),
    ("milestone.done", "Marked a milestone as done"),
    ("milestone.move", "Moved a milestone"),
    ("cycle.create", "Added a reporting cycle"),
    ("cycle.update", "Changed a reporting cycle"),
    ("cycle.lock", "Locked a reporting cycle"),
    ("cycle.remind", "Told agencies what they owe in a cycle"),
    (
        "cycle.exception",
        "Reopened a cycle for one action by an exception",
    ),
    ("cycle.exception_end", "Ended an exception before its time"),
    ("meeting.create", "Added a meeting"),
    ("meeting.update", "Changed a meeting"),
    ("decision.create", "Added a decision"),
    ("decision.update", "Changed a decision"),
    ("decision.agree", "Recorded a decision as agreed"),
    ("decision.defer", "Recorded a decision as deferred"),
    ("decision.decline", "Recorded a decision as declined"),
    ("decision.withdraw", "Withdrew a decision"),
    ("decision.begin", "Began to carry out a decision"),
    ("decision.implement", "Recorded a decision as implemented"),
    ("decision.verify", "Recorded a decision as verified"),
    ("decision.give_up", "Recorded a decision as not progressing"),
    ("decision.resume", "Took a decision up again"),
    ("finding.accept", "Accepted the repair of a finding"),
    ("finding.overrule", "Overruled a finding"),
    ("finding.park", "Parked a finding"),
    ("finding.reopen", "Took a finding up again"),
    ("plan.import", "Brought in a plan"),
    ("plan.export", "Downloaded a spreadsheet of a plan"),
    ("plan.update", "Changed a plan"),
    ("plan.succession", "Moved duties to a successor"),
    ("agency.create", "Added an agency"),
    ("agency.update", "Changed an agency"),
    (
        "agency.succession",
        "Ended an agency that another carries on",
    ),
    ("agency.accountable", "Named who answers for an agency"),
    ("digest.send", "Sent a digest by mail"),
    ("digest.fail", "Gave up on a digest that could not be sent"),
    ("service.create", "Added a service"),
    ("service.update", "Changed a service"),
    ("service.close", "Closed a service"),
    ("service.reopen", "Opened a service again"),
    ("pathway.create", "Added a pathway"),
    ("pathway.update", "Changed a pathway"),
    ("pathway.close", "Ended a pathway"),
    ("pathway.reopen", "Opened a pathway again"),
    ("service.export", "Downloaded the directory of services"),
    ("step_down.begin", "Began a step-down plan"),
    ("step_down.read", "Read a step-down plan"),
    (
        "step_down.summary",
        "Took the summary of a step-down plan for the family",
    ),
    ("step_down.save", "Saved a step-down plan"),
    (
        "step_down.revise",
        "Began a new version of a step-down plan",
    ),
    (
        "step_down.drop",
        "Gave up a new version of a step-down plan",
    ),
    ("step_down.propose", "Proposed a step-down plan"),
    (
        "step_down.ask_for_change",
        "Asked for a change of a step-down plan",
    ),
    ("step_down.accept", "Accepted a step-down plan"),
    (
        "step_down.parties_changed",
        "Brought a step-down plan in line with who takes part",
    ),
    (
        "step_down.step_down",
        "Recorded that support began to be reduced",
    ),
    (
        "step_down.duty",
        "Recorded what was owed around a step-down",
    ),
    ("step_down.review", "Recorded a review of a step-down plan"),
    (
        "step_down.miss_review",
        "Recorded why a review was not held",
    ),
    (
        "step_down.sustain",
        "Recorded that what was reached has held",
    ),
    ("step_down.close", "Closed a step-down plan"),
    (
        "step_down.re_enter",
        "Recorded that a young person came back in",
    ),
    ("step_down.stop", "Stopped a step-down plan"),
    (
        "step_down.remind",
        "Told people of a review of a step-down plan",
    ),
    (
        "publication.update",
        "Changed what anybody may read without signing in",
    ),
    ("agreement.create", "Added a sharing agreement"),
    ("agreement.update", "Changed a sharing agreement"),
    ("case.open", "Opened a case"),
    ("case.list", "Read a list of cases"),
    ("case.find", "Found a case by its reference"),
    ("case.read", "Read a case"),
    ("case.read_log", "Read who has read a case"),
    ("case.summary", "Took what a family is handed"),
    ("case.export", "Took away all that is held about a case"),
    ("case.update", "Changed a case"),
    ("case.close", "Closed a case"),
    ("case.reopen", "Opened a case again"),
    ("case.move_away", "Recorded that a young person moved away"),
    ("case.merge", "Merged a case into another"),
    (
        "case.take_in",
        "Another case turned out to be the same child, and was merged into this one",
    ),
    ("case.separate", "Separated a case from another"),
    ("case.record_death", "Recorded a death"),
    ("case.correct_death", "Took back a death recorded in error"),
    ("case.raise_concern", "Raised a safeguarding concern"),
    (
        "case.settle_concern",
        "Recorded what became of a safeguarding concern",
    ),
    (
        "case.provider_closes",
        "Recorded that an agency of a case will close",
    ),
    ("case.anonymise", "Anonymised a case"),
    ("case.hold", "Set a legal hold on a case"),
    ("case.release", "Lifted the legal hold of a case"),
    ("case.erase", "Asked that a case is erased before its time"),
    (
        "retention.look",
        "Looked at which cases are due to be anonymised",
    ),
    ("retention.propose", "Proposed to anonymise cases"),
    ("retention.agree", "Agreed to anonymise cases"),
    ("case.invite", "Asked an agency to take part in a case"),
    ("case.asked", "Read what an agency is asked in a case"),
    ("case.join", "Took part in a case for an agency"),
    (
        "case.decline",
        "Declined for an agency to take part in a case",
    ),
    (
        "case.withdraw",
        "Took an asking back, or ended an agency's part",
    ),
    ("case.leave", "Left a case for an agency"),
    ("case.part", "Read who of an agency is named on a case"),
    ("case.name", "Changed who of an agency is named on a case"),
    ("case.offer", "Said what an agency offers in a case"),
    (
        "case.consent_withdrawn",
        "Recorded that consent was withdrawn",
    ),
    ("case.pass_ask", "Asked an agency to hold responsibility"),
    ("case.pass_accept", "Accepted responsibility for an agency"),
    ("case.pass_decline", "Declined responsibility for an agency"),
    (
        "case.pass_withdraw",
        "Took back that an agency is asked to hold responsibility",
    ),
    ("case.pass", "Passed responsibility on"),
    (
        "case.break_glass",
        "Opened a case in an emergency by breaking the glass",
    ),
    ("case.glass_end", "Ended their access in an emergency"),
    ("case.glass_list", "Read what was opened in emergencies"),
    (
        "case.glass_review",
        "Reviewed what was opened in an emergency",
    ),
    ("webhook.create", "Added a webhook"),
    ("webhook.update", "Changed a webhook"),
    ("webhook.rotate", "Gave a webhook a new secret"),
    ("webhook.test", "Sent a test to a webhook"),
    ("webhook.replay", "Sent a webhook's deliveries again"),
    ("webhook.disable", "Switched off a webhook that failed"),
    ("webhook.remove", "Removed a webhook"),
    ("person.invite", "Invited a person"),
    ("person.update", "Changed a person's name"),
    ("person.grants", "Changed a person's roles"),
    ("person.link", "Made a link to a new password"),
    ("person.password", "Changed their password"),
    ("person.mail", "Chose what they get by mail"),
    ("person.notices", "Marked notices as read"),
    ("person.calendar", "Made a link for their calendar"),
    ("person.calendar_end", "Ended the link for their calendar"),
    ("person.disable", "Closed an account"),
    ("person.enable", "Opened an account again"),
    (
        "link.first_administrator",
        "Made the link for the first administrator",
    ),
    ("link.use", "Set a password by a one-time link"),
    ("session.begin", "Signed in"),
    ("session.end", "Signed out"),
    ("client.create", "Added an API client"),
    ("client.update", "Changed an API client"),
    ("client.keys", "Changed the keys of an API client"),
    ("client.secret", "Made a new secret for an API client"),
    ("client.disable", "Disabled an API client"),
    ("client.enable", "Enabled an API client again"),
    ("client.token", "Fetched an access token"),
    ("key.rotate", "Rotated the keys that sign access tokens"),
    ("key.revoke", "Revoked the keys that signed access tokens"),
    ("audit.key", "Began a new key of the seals"),
];

/// What was done, in words; none for an act that this version does not know.
pub fn label_of(act: &str) -> Option<&'static str> {
    ACTS.iter()
        .find(|(code, _)| *code == act)
        .map(|(_, label)| *label)
}

/// What a kind of act is about, in words; none for a kind that this version does not know.
pub fn label_of_kind(kind: &str) -> Option<&'static str> {
    KINDS
        .iter()
        .find(|(code, _)| *code == kind)
        .map(|(_, label)| *label)
}

/// The acts by which somebody reads a case or something of it, for the log of who has.
pub const READINGS: &[&str] = &[
    "case.read",
    "case.find",
    "case.read_log",
    "case.summary",
    "case.export",
    "case.asked",
    "case.part",
    "case.break_glass",
    "step_down.read",
    "step_down.summary",
];

/// Whether an act is an event for others: the change feed, webhooks, activity, open pages. What is
/// done to a case, reading it among that, stays with those who work on it; they have its time line.
pub fn is_told(act: &str) -> bool {
    !matches!(
        act.split('.').next(),
        Some("case" | "step_down" | "retention")
    )
}

/// The kinds of act, each with its words and its acts.
pub fn acts_by_kind() -> impl Iterator<
    Item = (
        &'static str,
        &'static str,
        Vec<(&'static str, &'static str)>,
    ),
> {
    KINDS.iter().map(|(kind, label)| {
        let acts = ACTS
            .iter()
            .filter(|(act, _)| act.split('.').next() == Some(kind))
            .copied()
            .collect();
        (*kind, *label, acts)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_its_kind_and_stands_once() {
        let told: usize = acts_by_kind().map(|(.., acts)| acts.len()).sum();
        assert_eq!(told, ACTS.len());
        for (at, (code, _)) in ACTS.iter().enumerate() {
            assert!(!ACTS[..at].iter().any(|(other, _)| other == code), "{code}");
        }
    }

    #[test]
    fn what_is_done_to_a_case_is_told_to_nobody() {
        for (act, told) in [
            ("case.read", false),
            ("case.break_glass", false),
            ("step_down.review", false),
            ("update.accept", true),
            ("agreement.update", true),
        ] {
            assert_eq!(is_told(act), told, "{act}");
        }
    }

    #[test]
    fn readings_are_acts_and_stay_with_the_case() {
        for act in READINGS {
            assert!(label_of(act).is_some(), "{act}");
            assert!(!is_told(act), "{act}");
        }
    }

    #[test]
    fn acts_of_other_versions_have_no_words() {
        assert_eq!(
            label_of("update.accept"),
            Some("Accepted a progress update")
        );
        assert_eq!(label_of("update.burn"), None);
        assert_eq!(label_of_kind("update"), Some("Progress updates"));
    }
}
