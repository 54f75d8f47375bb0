//! References that two actions share, and references in the wrong form.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::facts::{ActionFacts, PlanFacts};
use super::finding::{Finding, FindingCode, Proposal};
use super::joined;
use super::scheme::{Numbers, Prefix, Scheme};

/// `duplicate-ref` and `malformed-ref`.
pub(super) fn check(facts: &PlanFacts, scheme: Option<&Scheme>) -> Vec<Finding> {
    // What is proposed or cited counts as taken, so that no two proposals collide and no link that
    // leads nowhere today is given a home by accident.
    let mut taken: BTreeSet<String> = facts
        .actions
        .iter()
        .map(|a| a.current_ref().to_owned())
        .collect();
    let mut findings = Vec::new();
    if let Some(scheme) = scheme {
        for action in &facts.actions {
            if scheme.numbers_of(action).is_none() && action.reference.is_none() {
                findings.push(malformed(facts, scheme, action, &mut taken));
            }
        }
    }
    taken.extend(
        facts
            .links
            .iter()
            .map(|link| link.printed_target.trim().to_owned()),
    );
    let mut holders: BTreeMap<&str, Vec<&ActionFacts>> = BTreeMap::new();
    for action in &facts.actions {
        holders
            .entry(action.current_ref())
            .or_default()
            .push(action);
    }
    for holders in holders.values().filter(|holders| holders.len() > 1) {
        findings.extend(duplicates(facts, scheme, holders, &mut taken));
    }
    findings
}

fn malformed(
    facts: &PlanFacts,
    scheme: &Scheme,
    action: &ActionFacts,
    taken: &mut BTreeSet<String>,
) -> Finding {
    let printed = action.current_ref();
    let free: Vec<Numbers> = scheme
        .readings(printed)
        .into_iter()
        .filter(|n| !taken.contains(&scheme.print(*n)))
        .collect();
    let fitting: Vec<Numbers> = free
        .into_iter()
        .filter(|n| scheme.fits(n.first, action))
        .collect();
    let rule = format!(
        "References in this plan are two numbers, as in {}, and {}.",
        scheme.example,
        scheme.meaning()
    );
    let set = |numbers: &Numbers| Proposal::SetReference {
        action: action.id.clone(),
        reference: scheme.print(*numbers),
    };
    match fitting.as_slice() {
        [only] => {
            let reading = scheme.print(*only);
            let fit = fitting_outcome(facts, scheme, action, only.first);
            let reason = format!(
                "{rule} “{printed}” reads as {reading}: {fit}no other action has {reading}."
            );
            taken.insert(reading);
            Finding::new(FindingCode::MalformedRef, &action.id, printed, reason)
                .proposing(Some(set(only)), facts)
        }
        [] => {
            let reason = format!("{rule} No reading of “{printed}” is free and fits this action.");
            Finding::new(FindingCode::MalformedRef, &action.id, printed, reason)
        }
        several => {
            let readings = several.iter().map(|n| scheme.print(*n)).collect();
            let reason = format!(
                "{rule} “{printed}” can be read as {}; nothing decides between them.",
                joined(readings)
            );
            let mut finding = Finding::new(FindingCode::MalformedRef, &action.id, printed, reason);
            finding.alternatives = several.iter().map(set).collect();
            finding
        }
    }
}

/// "4 is the number of its outcome, Whole Family Approaches, and ", where the scheme says so.
fn fitting_outcome(facts: &PlanFacts, scheme: &Scheme, action: &ActionFacts, first: u32) -> String {
    if scheme.prefix != Prefix::Outcome {
        return String::new();
    }
    let outcome = facts
        .outcomes
        .iter()
        .find(|o| o.number == Some(first) && action.outcomes.contains(&o.id));
    outcome
        .map(|o| format!("{first} is the number of its outcome, {}, and ", o.name))
        .unwrap_or_default()
}

/// All holders of one reference but the one that keeps it: settled before unsettled, then the one
/// that the scheme fits, then the first in print.
fn duplicates(
    facts: &PlanFacts,
    scheme: Option<&Scheme>,
    holders: &[&ActionFacts],
    taken: &mut BTreeSet<String>,
) -> Vec<Finding> {
    let fits = |action: &ActionFacts| {
        scheme.is_some_and(|s| {
            s.numbers_of(action)
                .is_some_and(|n| s.likely(action).contains(&n.first))
        })
    };
    let mut ranked = holders.to_vec();
    ranked.sort_by_key(|action| (Reverse(action.reference.is_some()), Reverse(fits(action))));
    let Some((keeper, others)) = ranked.split_first() else {
        return Vec::new();
    };
    let ids: Vec<String> = holders.iter().map(|action| action.id.clone()).collect();
    let mut findings = Vec::new();
    for action in others {
        let printed = action.current_ref();
        let keeps = if fits(keeper) && !fits(action) {
            format!(
                "“{}” keeps {printed}, because its outcome has that number",
                keeper.title
            )
        } else if keeper.reference.is_some() {
            format!(
                "“{}” keeps {printed}, because that is settled",
                keeper.title
            )
        } else {
            format!(
                "“{}” keeps {printed}, because it is printed first",
                keeper.title
            )
        };
        let mut finding = Finding::new(
            FindingCode::DuplicateRef,
            &action.id,
            printed,
            String::new(),
        );
        finding.items.clone_from(&ids);
        let free: Vec<(u32, String)> = scheme
            .map(|s| {
                s.likely(action)
                    .into_iter()
                    .map(|first| (first, next_free(s, first, taken)))
                    .collect()
            })
            .unwrap_or_default();
        let mut why = format!("{} actions are printed {printed}. {keeps}.", ids.len());
        let set = |reference: &String| Proposal::SetReference {
            action: action.id.clone(),
            reference: reference.clone(),
        };
        if let (Some(scheme), Some((first, reference))) = (scheme, free.first()) {
            why.push_str(&format!(
                " In this plan {}, and {reference} is the next free number under {first}{}.",
                scheme.meaning(),
                outcome_name(facts, scheme, *first),
            ));
            if free.len() > 1 && scheme.by_last_outcome() {
                why.push_str(
                    " Actions with several outcomes take the number of the last one here.",
                );
            }
            finding.alternatives = free
                .iter()
                .skip(1)
                .map(|(_, reference)| set(reference))
                .collect();
            finding = finding.proposing(Some(set(reference)), facts);
            taken.insert(reference.clone());
        } else {
            why.push_str(" What number the other should have, the plan does not show.");
        }
        finding.reason = why;
        findings.push(finding);
    }
    findings
}

fn outcome_name(facts: &PlanFacts, scheme: &Scheme, first: u32) -> String {
    let outcome = facts
        .outcomes
        .iter()
        .find(|o| scheme.prefix == Prefix::Outcome && o.number == Some(first));
    outcome
        .map(|o| format!(" ({})", o.name))
        .unwrap_or_default()
}

/// The number after the last one taken under a first number.
fn next_free(scheme: &Scheme, first: u32, taken: &BTreeSet<String>) -> String {
    let numbers = taken
        .iter()
        .filter_map(|reference| scheme.parse(reference))
        .filter(|n| n.first == first);
    let last = numbers.map(|n| n.second).max().unwrap_or(0);
    scheme.print(Numbers {
        first,
        second: last + 1,
    })
}
