//! Counts as printed, held against what is listed.

use super::facts::{CountFacts, PlanFacts, PrintedCount};
use super::finding::{Finding, FindingCode, Proposal};
use super::joined;

/// `count-mismatch`: one finding for each thing counted.
pub(super) fn check(facts: &PlanFacts) -> Vec<Finding> {
    facts
        .counts
        .iter()
        .filter(|count| count.printed.iter().any(|p| differs(p, count)))
        .map(|c| finding(c, facts))
        .collect()
}

/// A rough count may be a tenth off.
fn differs(printed: &PrintedCount, count: &CountFacts) -> bool {
    let slack = if printed.rough { printed.count / 10 } else { 0 };
    printed.count.abs_diff(count.listed) > slack
}

fn finding(count: &CountFacts, facts: &PlanFacts) -> Finding {
    let CountFacts {
        item,
        subject,
        printed,
        listed,
        listed_as,
        complete,
    } = count;
    let one = |p: &PrintedCount| {
        let about = if p.rough { "about " } else { "" };
        format!("{about}{} ({})", p.count, p.place)
    };
    let as_printed = joined(printed.iter().map(one).collect());
    let mut reason =
        format!("The papers print {as_printed} {subject}. The plan lists {listed} {listed_as}.");
    let proposal = if *complete {
        reason.push_str(" What is listed can be counted, so its count stands.");
        Proposal::UseCount {
            item: item.clone(),
            count: *listed,
        }
    } else {
        reason.push_str(" The list does not say that it is complete, so the figure is shown as printed and no sum beside it.");
        Proposal::KeepAsPrinted { item: item.clone() }
    };
    Finding::new(FindingCode::CountMismatch, item, as_printed, reason)
        .proposing(Some(proposal), facts)
}
