//! Actions without an outcome.

use super::facts::PlanFacts;
use super::finding::{Finding, FindingCode, Proposal};
use super::quoted;
use super::scheme::{Prefix, Scheme};

/// `missing-outcome`.
pub(super) fn check(facts: &PlanFacts, scheme: Option<&Scheme>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for action in facts
        .actions
        .iter()
        .filter(|action| action.outcomes.is_empty())
    {
        let names = quoted(action.outcomes_printed.iter().map(String::as_str));
        let opening = if action.outcomes_printed.is_empty() {
            "No outcome is printed beside this action.".to_owned()
        } else {
            format!("{names} is the name of no outcome of this plan.")
        };
        let first = scheme
            .filter(|s| s.prefix == Prefix::Outcome)
            .and_then(|s| s.numbers_of(action))
            .map(|numbers| numbers.first);
        let outcome = facts
            .outcomes
            .iter()
            .find(|o| first.is_some() && o.number == first);
        let finding = match (first, outcome) {
            (Some(first), Some(outcome)) => {
                let reason = format!(
                    "{opening} Its reference begins with {first}, which in this plan is the number of {}.",
                    outcome.name
                );
                let outcomes = vec![outcome.id.clone()];
                Finding::new(FindingCode::MissingOutcome, &action.id, names, reason).proposing(
                    Some(Proposal::SetOutcomes {
                        action: action.id.clone(),
                        outcomes,
                    }),
                    facts,
                )
            }
            _ => {
                let reason =
                    format!("{opening} Its reference does not say which outcome it serves.");
                Finding::new(FindingCode::MissingOutcome, &action.id, names, reason)
            }
        };
        findings.push(finding);
    }
    findings
}
