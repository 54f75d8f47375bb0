use crate::policy::Resource;

/// A type of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventType {
    /// The type on the wire, as `update.submitted`.
    pub code: &'static str,
    /// The act of the audit log that it tells of.
    pub act: &'static str,
    /// What one must be allowed to read to be told.
    pub about: Resource,
    /// What has happened, in a sentence.
    pub sentence: &'static str,
}

const fn told(
    code: &'static str,
    act: &'static str,
    about: Resource,
    sentence: &'static str,
) -> EventType {
    EventType {
        code,
        act,
        about,
        sentence,
    }
}

use Resource::{
    Action, Agency, Cycle, Decision, Finding, Meeting, OpenUpdate, Pathway, Plan, Service, Webhook,
};

/// The type of the event that is sent to try a webhook out. Nothing has happened.
pub const TEST_EVENT: &str = "webhook.test";

/// Every type of event. An act that is not here, such as one on a person, is told to nobody.
pub const EVENT_TYPES: &[EventType] = &[
    told(
        "update.started",
        "update.start",
        OpenUpdate,
        "A progress update was started.",
    ),
    told(
        "update.saved",
        "update.save",
        OpenUpdate,
        "The words of a progress update were saved.",
    ),
    told(
        "update.submitted",
        "update.submit",
        OpenUpdate,
        "A progress update was sent for review.",
    ),
    told(
        "update.handed_over",
        "update.hand_over",
        OpenUpdate,
        "A progress update was handed to a colleague.",
    ),
    told(
        "update.withdrawn",
        "update.withdraw",
        OpenUpdate,
        "A progress update was withdrawn.",
    ),
    told(
        "update.taken_up",
        "update.take_up",
        OpenUpdate,
        "The review of a progress update began.",
    ),
    told(
        "update.accepted",
        "update.accept",
        OpenUpdate,
        "A progress update was accepted.",
    ),
    told(
        "update.returned",
        "update.return",
        OpenUpdate,
        "A progress update was returned to its authors.",
    ),
    told(
        "update.overridden",
        "update.override",
        OpenUpdate,
        "The coordinator accepted a progress update in an agency's stead.",
    ),
    told(
        "update.endorsed",
        "update.endorse",
        OpenUpdate,
        "A partner confirmed a progress update.",
    ),
    told(
        "update.disputed",
        "update.dispute",
        OpenUpdate,
        "A partner disputed a progress update, which goes back to its authors.",
    ),
    told(
        "action.changed",
        "action.update",
        Action,
        "An action was changed.",
    ),
    told(
        "action.agreed",
        "action.agree",
        Action,
        "A proposed action was agreed.",
    ),
    told(
        "action.started",
        "action.start",
        Action,
        "Work on an action started.",
    ),
    told(
        "action.completed",
        "action.complete",
        Action,
        "An action was completed.",
    ),
    told(
        "action.embedded",
        "action.embed",
        Action,
        "An action became part of everyday practice.",
    ),
    told(
        "action.reopened",
        "action.reopen",
        Action,
        "An action was opened again.",
    ),
    told(
        "action.paused",
        "action.pause",
        Action,
        "An action was paused.",
    ),
    told(
        "action.stopped",
        "action.stop",
        Action,
        "An action was stopped.",
    ),
    told(
        "action.deferred",
        "action.defer",
        Action,
        "An action was deferred.",
    ),
    told(
        "milestone.created",
        "milestone.create",
        Action,
        "A milestone was added.",
    ),
    told(
        "milestone.done",
        "milestone.done",
        Action,
        "A milestone was marked as done.",
    ),
    told(
        "milestone.moved",
        "milestone.move",
        Action,
        "A milestone was moved to another date.",
    ),
    told(
        "cycle.created",
        "cycle.create",
        Cycle,
        "A reporting cycle was added.",
    ),
    told(
        "cycle.changed",
        "cycle.update",
        Cycle,
        "A reporting cycle was changed.",
    ),
    told(
        "cycle.locked",
        "cycle.lock",
        Cycle,
        "A reporting cycle was locked.",
    ),
    told(
        "cycle.exception_given",
        "cycle.exception",
        Cycle,
        "A closed cycle was reopened for one action by an exception.",
    ),
    told(
        "cycle.exception_ended",
        "cycle.exception_end",
        Cycle,
        "An exception was ended before its time.",
    ),
    told(
        "meeting.created",
        "meeting.create",
        Meeting,
        "A meeting of a board was added.",
    ),
    told(
        "meeting.changed",
        "meeting.update",
        Meeting,
        "A meeting was changed.",
    ),
    told(
        "decision.created",
        "decision.create",
        Decision,
        "A decision was put to a board.",
    ),
    told(
        "decision.changed",
        "decision.update",
        Decision,
        "A decision’s owner, date, actions or words were changed.",
    ),
    told(
        "decision.agreed",
        "decision.agree",
        Decision,
        "A board agreed a decision, in whole, in part or with conditions.",
    ),
    told(
        "decision.deferred",
        "decision.defer",
        Decision,
        "A board deferred a decision.",
    ),
    told(
        "decision.declined",
        "decision.decline",
        Decision,
        "A board declined a decision.",
    ),
    told(
        "decision.withdrawn",
        "decision.withdraw",
        Decision,
        "A decision was withdrawn before the board took it.",
    ),
    told(
        "decision.begun",
        "decision.begin",
        Decision,
        "Work on a decision began.",
    ),
    told(
        "decision.implemented",
        "decision.implement",
        Decision,
        "A decision was implemented.",
    ),
    told(
        "decision.verified",
        "decision.verify",
        Decision,
        "It was verified that a decision was implemented.",
    ),
    told(
        "decision.given_up",
        "decision.give_up",
        Decision,
        "A decision will not be taken further.",
    ),
    told(
        "decision.resumed",
        "decision.resume",
        Decision,
        "A decision was taken up again.",
    ),
    told(
        "finding.accepted",
        "finding.accept",
        Finding,
        "The repair of a finding was accepted.",
    ),
    told(
        "finding.overruled",
        "finding.overrule",
        Finding,
        "A finding was overruled.",
    ),
    told(
        "finding.parked",
        "finding.park",
        Finding,
        "A finding was parked.",
    ),
    told(
        "finding.reopened",
        "finding.reopen",
        Finding,
        "A finding was taken up again.",
    ),
    told(
        "plan.imported",
        "plan.import",
        Plan,
        "A plan was brought in.",
    ),
    told("plan.changed", "plan.update", Plan, "A plan was changed."),
    told(
        "plan.duties_moved",
        "plan.succession",
        Plan,
        "Duties in a plan moved to an agency's successor.",
    ),
    told(
        "agency.created",
        "agency.create",
        Agency,
        "An agency was added.",
    ),
    told(
        "agency.changed",
        "agency.update",
        Agency,
        "An agency was changed.",
    ),
    told(
        "agency.ended",
        "agency.succession",
        Agency,
        "An agency ended and another carries on.",
    ),
    told(
        "service.created",
        "service.create",
        Service,
        "A service was added to the directory.",
    ),
    told(
        "service.changed",
        "service.update",
        Service,
        "A service of the directory was changed.",
    ),
    told(
        "service.closed",
        "service.close",
        Service,
        "A service got its last day.",
    ),
    told(
        "service.reopened",
        "service.reopen",
        Service,
        "A service was opened again.",
    ),
    told(
        "pathway.created",
        "pathway.create",
        Pathway,
        "A pathway was added to a plan.",
    ),
    told(
        "pathway.changed",
        "pathway.update",
        Pathway,
        "A pathway was changed.",
    ),
    told(
        "pathway.closed",
        "pathway.close",
        Pathway,
        "A pathway got its last day.",
    ),
    told(
        "pathway.reopened",
        "pathway.reopen",
        Pathway,
        "A pathway was opened again.",
    ),
    told(
        "webhook.disabled",
        "webhook.disable",
        Webhook,
        "A webhook of your agency was switched off because it failed.",
    ),
];

/// The type of event that tells of `act`, where one does.
pub fn of_act(act: &str) -> Option<&'static EventType> {
    EVENT_TYPES.iter().find(|event| event.act == act)
}

/// The type of event that `code` names.
pub fn of_code(code: &str) -> Option<&'static EventType> {
    EVENT_TYPES.iter().find(|event| event.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit;

    /// What is nobody's business but the people's whom it is about, reading, and the running of the
    /// service: kinds of act, or single ones.
    const SILENT: &[&str] = &[
        "person",
        "link",
        "session",
        "client",
        "key",
        "audit",
        "digest",
        "publication",
        "agreement",
        "case",
        "retention",
        "step_down",
        "agency.accountable",
        "cycle.remind",
        "plan.export",
        "service.export",
        "webhook.create",
        "webhook.update",
        "webhook.rotate",
        "webhook.test",
        "webhook.replay",
        "webhook.remove",
    ];

    #[test]
    fn every_act_is_told_or_meant_to_be_silent() {
        for (kind, _, acts) in audit::acts_by_kind() {
            for (act, _) in acts {
                assert_ne!(
                    SILENT.contains(&kind) || SILENT.contains(&act),
                    of_act(act).is_some(),
                    "{act}: give it a type of event in the catalogue, or name its kind as silent"
                );
            }
        }
        for event in EVENT_TYPES {
            assert!(audit::label_of(event.act).is_some(), "{}", event.act);
        }
    }

    #[test]
    fn types_stand_once_and_read_as_sentences() {
        for (at, event) in EVENT_TYPES.iter().enumerate() {
            let earlier = &EVENT_TYPES[..at];
            assert!(
                earlier
                    .iter()
                    .all(|other| other.code != event.code && other.act != event.act),
                "{}",
                event.code
            );
            assert!(event.sentence.ends_with('.'), "{}", event.sentence);
            assert_eq!(of_code(event.code), Some(event));
        }
        assert_eq!(of_code(TEST_EVENT), None);
    }

    #[test]
    fn the_documentation_lists_every_type() {
        let page = include_str!("../../../docs/API.md");
        for event in EVENT_TYPES {
            let row = format!("| `{}` | {} |", event.code, event.sentence);
            assert!(page.contains(&row), "docs/API.md lacks the row {row}");
        }
    }
}
