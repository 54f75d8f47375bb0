mod kent;
mod made_up;

use std::collections::BTreeMap;

use super::*;
use crate::plans::format::{self, PlanFile};

fn parsed(text: &str) -> PlanFile {
    format::parse(text).unwrap_or_else(|faults| {
        panic!(
            "{}",
            faults
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n")
        )
    })
}

fn facts_of(text: &str) -> PlanFacts {
    PlanFacts::from_file(&parsed(text))
}

fn count(findings: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(finding.code.word()).or_insert(0) += 1;
    }
    counts
}

fn with_code(findings: &[Finding], code: FindingCode) -> Vec<&Finding> {
    findings
        .iter()
        .filter(|finding| finding.code == code)
        .collect()
}

/// What the server does when a coordinator accepts a proposal, as far as the checks can see it.
fn accept(facts: &mut PlanFacts, proposal: &Proposal) {
    match proposal {
        Proposal::SetReference { action, reference } => {
            let action = facts.actions.iter_mut().find(|a| a.id == *action).unwrap();
            action.reference = Some(reference.clone());
        }
        Proposal::SetLinkTarget { link, action } => {
            let link = facts.links.iter_mut().find(|l| l.id == *link).unwrap();
            link.settled = Some(SettledLink::Action(action.clone()));
        }
        Proposal::MarkExternal { link, .. } => {
            facts
                .links
                .iter_mut()
                .find(|l| l.id == *link)
                .unwrap()
                .settled = Some(SettledLink::AsItStands);
        }
        Proposal::SetOutcomes { action, outcomes } => {
            facts
                .actions
                .iter_mut()
                .find(|a| a.id == *action)
                .unwrap()
                .outcomes = outcomes.clone();
        }
        Proposal::AddAliases { agency, aliases } => {
            facts
                .agencies
                .iter_mut()
                .find(|a| a.id == *agency)
                .unwrap()
                .aliases
                .extend(aliases.iter().cloned());
        }
        Proposal::AddOutcomeNames { outcome, names } => {
            let outcome = facts
                .outcomes
                .iter_mut()
                .find(|o| o.id == *outcome)
                .unwrap();
            outcome.names_accepted.extend(names.iter().cloned());
        }
        Proposal::NameCoordinator { action, agency } => {
            let action = facts.actions.iter_mut().find(|a| a.id == *action).unwrap();
            action
                .leads
                .iter_mut()
                .find(|l| l.agency == *agency)
                .unwrap()
                .coordinates = true;
        }
        Proposal::UseCount { item, .. } | Proposal::KeepAsPrinted { item } => {
            facts.counts.retain(|count| count.item != *item);
        }
    }
}
