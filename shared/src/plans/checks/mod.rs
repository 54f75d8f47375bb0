//! The checks of a printed plan.
//!
//! [`check`] is a pure function from [`PlanFacts`] to [`Finding`]s. It runs on a file before anything
//! is stored and again on the stored plan after each repair, since one repair can bring the next
//! defect to light. It never changes a plan, and it never says that something is wrong without a
//! reason in words. What it knows about a plan's numbering and wording it learns from that plan:
//! there is no table of references or synonyms.

mod counts;
mod facts;
mod finding;
mod gaps;
mod links;
mod names;
mod outcomes;
mod references;
mod scheme;
#[cfg(test)]
mod tests;
mod words;

pub use facts::{
    ActionFacts, AgencyFacts, CountFacts, EvidenceFacts, LeadFacts, LevelFacts, LinkFacts,
    OutcomeFacts, PlanFacts, PrintedCount, SettledLink,
};
pub use finding::{DryRunLine, Finding, FindingCode, Proposal};
pub use links::{Destination, destination};

/// Everything that the checks find, in the order of [`FindingCode`] and then of the plan.
///
/// A finding's [`key`](Finding::key) stays the same from run to run, so that what a coordinator
/// decided about it can be found again.
#[must_use]
pub fn check(facts: &PlanFacts) -> Vec<Finding> {
    let scheme = scheme::Scheme::learn(facts);
    let mut findings = references::check(facts, scheme.as_ref());
    findings.extend(links::check(facts));
    findings.extend(outcomes::check(facts, scheme.as_ref()));
    findings.extend(names::check(facts));
    findings.extend(counts::check(facts));
    findings.extend(gaps::check(facts));
    findings.sort_by_key(|finding| finding.code);
    findings
}

/// Texts in quotation marks, joined as a person would: “a”, “b” and “c”.
fn quoted<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    joined(texts.into_iter().map(|text| format!("“{text}”")).collect())
}

/// Texts joined as a person would: a, b and c.
fn joined(mut texts: Vec<String>) -> String {
    match texts.pop() {
        Some(last) if texts.is_empty() => last,
        Some(last) => format!("{} and {last}", texts.join(", ")),
        None => String::new(),
    }
}
