//! What an action lacks before it can be reported on: a coordinating lead, a date, a measure.

use super::facts::{ActionFacts, PlanFacts};
use super::finding::{Finding, FindingCode, Proposal};
use super::joined;
use crate::plans::format::LeadRole;

/// `no-coordinator`, and `no-date` and `no-measure` as one finding each.
pub(super) fn check(facts: &PlanFacts) -> Vec<Finding> {
    let mut findings: Vec<Finding> = facts
        .actions
        .iter()
        .filter_map(|action| no_coordinator(facts, action))
        .collect();
    findings.extend(grouped(facts, FindingCode::NoDate, "no date", |action| {
        action.has_date
    }));
    findings.extend(grouped(
        facts,
        FindingCode::NoMeasure,
        "no measure",
        |action| action.has_measure,
    ));
    findings
}

fn no_coordinator(facts: &PlanFacts, action: &ActionFacts) -> Option<Finding> {
    let name = |id: &String| {
        facts
            .agency(id)
            .map_or_else(|| id.clone(), |agency| agency.name.clone())
    };
    let joint: Vec<_> = action
        .leads
        .iter()
        .filter(|lead| lead.role == LeadRole::JointLead)
        .collect();
    let led = action.leads.iter().any(|lead| lead.role == LeadRole::Lead);
    let printed = joined(joint.iter().map(|lead| name(&lead.agency)).collect());
    match joint.first() {
        None if !led => {
            let reason =
                "No agency leads this action. Agree who does before reporting begins.".to_owned();
            Some(Finding::new(
                FindingCode::NoCoordinator,
                &action.id,
                printed,
                reason,
            ))
        }
        Some(first) if joint.len() > 1 && !joint.iter().any(|lead| lead.coordinates) => {
            let reason = format!(
                "{} agencies lead this action jointly and none is named to coordinate. {} is proposed only because it is printed first.",
                joint.len(),
                name(&first.agency)
            );
            let to = |agency: &String| Proposal::NameCoordinator {
                action: action.id.clone(),
                agency: agency.clone(),
            };
            let mut finding = Finding::new(FindingCode::NoCoordinator, &action.id, printed, reason);
            finding.alternatives = joint.iter().skip(1).map(|lead| to(&lead.agency)).collect();
            Some(finding.proposing(Some(to(&first.agency)), facts))
        }
        _ => None,
    }
}

fn grouped(
    facts: &PlanFacts,
    code: FindingCode,
    lack: &str,
    has: fn(&ActionFacts) -> bool,
) -> Option<Finding> {
    let lacking: Vec<&ActionFacts> = facts.actions.iter().filter(|action| !has(action)).collect();
    if lacking.is_empty() {
        return None;
    }
    let refs: Vec<&str> = lacking.iter().map(|action| action.current_ref()).collect();
    let reason = format!(
        "{} of {} actions have {lack} in the plan. Their leads can supply one when they agree the action.",
        lacking.len(),
        facts.actions.len()
    );
    let mut finding = Finding::new(code, &facts.plan, refs.join(", "), reason);
    finding.items = lacking.iter().map(|action| action.id.clone()).collect();
    Some(finding)
}
