//! Bodies and outcomes printed under several names.

use std::collections::BTreeSet;

use super::facts::PlanFacts;
use super::finding::{Finding, FindingCode, Proposal};
use super::quoted;
use super::words::folded;

/// `alias`: one finding an agency and one an outcome.
pub(super) fn check(facts: &PlanFacts) -> Vec<Finding> {
    let mut findings = Vec::new();
    for outcome in &facts.outcomes {
        let known: Vec<&str> = std::iter::once(&outcome.name)
            .chain(&outcome.names_accepted)
            .map(String::as_str)
            .collect();
        if let Some(names) = unknown_names(&known, &outcome.names_printed) {
            let reason = reason(&outcome.name, &names, None);
            let proposal = Proposal::AddOutcomeNames {
                outcome: outcome.id.clone(),
                names: names.clone(),
            };
            let finding = Finding::new(FindingCode::Alias, &outcome.id, names.join("; "), reason);
            findings.push(finding.proposing(Some(proposal), facts));
        }
    }
    for agency in &facts.agencies {
        let own = std::iter::once(&agency.name)
            .chain(&agency.abbreviation)
            .chain(&agency.aliases);
        let known: Vec<&str> = own.map(String::as_str).collect();
        if let Some(names) = unknown_names(&known, &agency.names_printed) {
            let reason = reason(&agency.name, &names, agency.abbreviation.as_deref());
            let proposal = Proposal::AddAliases {
                agency: agency.id.clone(),
                aliases: names.clone(),
            };
            let finding = Finding::new(FindingCode::Alias, &agency.id, names.join("; "), reason);
            findings.push(finding.proposing(Some(proposal), facts));
        }
    }
    findings
}

/// The printed names that are not known yet, if the thing is printed under more than one.
///
/// Case, hyphens, apostrophes and `&` make no other name. A name with an ellipsis is an abridgement
/// by whoever wrote the file.
fn unknown_names(known: &[&str], printed: &[String]) -> Option<Vec<String>> {
    let mut seen: BTreeSet<String> = known.iter().map(|name| folded(name)).collect();
    let distinct: BTreeSet<String> = printed.iter().map(|name| folded(name)).collect();
    let names: Vec<String> = printed
        .iter()
        .filter(|name| !name.contains('…') && seen.insert(folded(name)))
        .cloned()
        .collect();
    (distinct.len() > 1 && !names.is_empty()).then_some(names)
}

fn reason(name: &str, names: &[String], abbreviation: Option<&str>) -> String {
    let mut reason = format!(
        "{name} is also printed as {}.",
        quoted(names.iter().map(String::as_str))
    );
    if let Some(abbreviation) = abbreviation {
        for slip in names.iter().filter(|name| is_slip(name, abbreviation)) {
            reason.push_str(&format!(
                " “{slip}” looks like a misprint of {abbreviation}."
            ));
        }
    }
    reason
}

/// Whether a printed abbreviation is another one with two letters swapped or one letter wrong.
fn is_slip(printed: &str, abbreviation: &str) -> bool {
    let (printed, right): (Vec<char>, Vec<char>) =
        (printed.chars().collect(), abbreviation.chars().collect());
    if printed.len() != right.len() || printed.len() < 3 {
        return false;
    }
    let wrong: Vec<usize> = (0..right.len())
        .filter(|i| printed.get(*i) != right.get(*i))
        .collect();
    match wrong.as_slice() {
        [_] => true,
        [a, b] => {
            b - a == 1 && printed.get(*a) == right.get(*b) && printed.get(*b) == right.get(*a)
        }
        _ => false,
    }
}
