//! Links by number: to nothing, to themselves, to the wrong action, to another plan.

use std::collections::BTreeMap;

use super::facts::{ActionFacts, EvidenceFacts, LinkFacts, PlanFacts, SettledLink};
use super::finding::{Finding, FindingCode, Proposal};
use super::joined;
use super::words::{Index, overlap};
use crate::plans::format::LinkKind;

/// A label says something about an action from here on.
const SOME_FIT: f64 = 0.2;
/// A label that fits this well may overrule the number printed beside it ...
const GOOD_FIT: f64 = 0.4;
/// ... if it fits better than the printed action by at least this much and twice as well.
const CLEARLY: f64 = 0.25;
/// Other actions within this share of the best are named as ties.
const TIE: f64 = 0.85;
/// What another sound link with the same words adds to the action that it reaches.
const PRECEDENT: f64 = 0.25;
/// Two labels mean the same from here on.
const SAME_WORDS: f64 = 0.6;
/// A label names a source from here on.
const NAMES_SOURCE: f64 = 0.7;

/// Where a link leads before anybody has said what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination<'f> {
    /// To the one action that has the number, be it right or not.
    Action(&'f str),
    /// Nowhere: no action has the number, or more than one has.
    Nowhere,
    /// To another plan.
    OtherPlan,
    /// To a page, an appendix or a thing without a number.
    NotAnAction,
}

/// Where a link leads by its number alone, or by what is settled about it.
#[must_use]
pub fn destination<'f>(facts: &'f PlanFacts, link: &'f LinkFacts) -> Destination<'f> {
    match (&link.settled, link.kind) {
        (Some(SettledLink::Action(id)), _) => Destination::Action(id),
        (Some(SettledLink::AsItStands), LinkKind::ActionNumber)
        | (_, LinkKind::ExternalActionNumber) => Destination::OtherPlan,
        (None, LinkKind::ActionNumber) => {
            let number = number_in(&link.printed_target);
            let mut holders = facts.actions.iter().filter(|a| a.current_ref() == number);
            match (holders.next(), holders.next()) {
                (Some(only), None) => Destination::Action(&only.id),
                _ => Destination::Nowhere,
            }
        }
        (_, LinkKind::Appendix | LinkKind::Named | LinkKind::Page) => Destination::NotAnAction,
    }
}

/// `dangling-link`, `self-link`, `wrong-target` and `external-ref`.
pub(super) fn check(facts: &PlanFacts) -> Vec<Finding> {
    let checker = Checker::new(facts);
    facts
        .links
        .iter()
        .filter(|link| link.settled.is_none())
        .filter_map(|link| checker.finding(link))
        .collect()
}

struct Checker<'f> {
    facts: &'f PlanFacts,
    index: Index<'f>,
    holders: BTreeMap<&'f str, Vec<&'f ActionFacts>>,
}

impl<'f> Checker<'f> {
    fn new(facts: &'f PlanFacts) -> Self {
        let mut holders: BTreeMap<&str, Vec<&ActionFacts>> = BTreeMap::new();
        for action in &facts.actions {
            holders
                .entry(action.current_ref())
                .or_default()
                .push(action);
        }
        Self {
            facts,
            index: Index::of(facts),
            holders,
        }
    }

    fn reached(&self, link: &LinkFacts) -> &[&'f ActionFacts] {
        self.holders
            .get(number_in(&link.printed_target))
            .map_or(&[], Vec::as_slice)
    }

    fn finding(&self, link: &LinkFacts) -> Option<Finding> {
        match link.kind {
            LinkKind::ExternalActionNumber => Some(self.external(link, self.source_named(link))),
            LinkKind::ActionNumber => match self.reached(link) {
                [] => match self.source_named(link) {
                    Some(source) => Some(self.external(link, Some(source))),
                    None => Some(self.dangling(link)),
                },
                reached if reached.iter().all(|action| action.id == link.from) => {
                    Some(self.to_itself(link))
                }
                reached => self.wrong_target(link, reached),
            },
            LinkKind::Appendix | LinkKind::Named | LinkKind::Page => None,
        }
    }

    /// The source that a label names almost word for word.
    fn source_named(&self, link: &LinkFacts) -> Option<&'f EvidenceFacts> {
        let label = link.label.as_deref()?;
        let fit = |source: &EvidenceFacts| {
            source
                .titles
                .iter()
                .map(|t| overlap(label, t))
                .fold(0.0, f64::max)
        };
        let best = self
            .facts
            .evidence
            .iter()
            .map(|source| (source, fit(source)))
            .max_by(|a, b| a.1.total_cmp(&b.1))?;
        (best.1 >= NAMES_SOURCE).then_some(best.0)
    }

    fn external(&self, link: &LinkFacts, source: Option<&EvidenceFacts>) -> Finding {
        let target = link.printed_target.trim();
        let reason = match (source, link.label.as_deref()) {
            (Some(source), _) => {
                format!(
                    "{target} belongs to another plan that this one cites: {}. It is not missing here.",
                    source.title()
                )
            }
            (None, Some(label)) => {
                format!("{target} belongs to another plan: {label}. It is not missing here.")
            }
            (None, None) => {
                format!("{target} is given as an action of another plan. It is not missing here.")
            }
        };
        let evidence = source.map(|source| source.id.clone());
        Finding::new(FindingCode::ExternalRef, &link.id, printed(link), reason).proposing(
            Some(Proposal::MarkExternal {
                link: link.id.clone(),
                evidence,
            }),
            self.facts,
        )
    }

    fn dangling(&self, link: &LinkFacts) -> Finding {
        let opening = format!(
            "No action of this plan has the reference {}.",
            number_in(&link.printed_target)
        );
        self.by_label(FindingCode::DanglingLink, link, opening)
    }

    fn to_itself(&self, link: &LinkFacts) -> Finding {
        self.by_label(
            FindingCode::SelfLink,
            link,
            "This link points at the action that it stands in.".to_owned(),
        )
    }

    /// A link whose number is of no use, with what its label can mean.
    fn by_label(&self, code: FindingCode, link: &LinkFacts, opening: String) -> Finding {
        let Some(label) = link.label.as_deref() else {
            let reason = format!("{opening} No words beside it say what it means.");
            return Finding::new(code, &link.id, printed(link), reason);
        };
        let (best, ties) = leading(self.candidates(link, label), SOME_FIT);
        let Some((best, _)) = best else {
            let reason =
                format!("{opening} The words “{label}” fit no action well enough to propose one.");
            return Finding::new(code, &link.id, printed(link), reason);
        };
        let precedent = if self.precedents(link, label).contains_key(best.id.as_str()) {
            ", and other links with these words reach it"
        } else {
            ""
        };
        let reason = format!(
            "{opening} The words “{label}” fit {} best{precedent}.{}",
            best.cited(),
            also(&ties)
        );
        self.pointing(
            Finding::new(code, &link.id, printed(link), reason),
            link,
            best,
            &ties,
        )
    }

    fn wrong_target(&self, link: &LinkFacts, reached: &[&ActionFacts]) -> Option<Finding> {
        let label = link.label.as_deref()?;
        let as_printed = self.printed_fit(label, reached);
        let others = self
            .fits(link, label)
            .into_iter()
            .filter(|(a, _)| !reached.iter().any(|r| r.id == a.id));
        let (best, ties) = leading(others.collect(), GOOD_FIT);
        let (best, fit) = best?;
        if fit < as_printed * 2.0 || fit - as_printed < CLEARLY {
            return None;
        }
        let there: Vec<String> = reached.iter().map(|action| action.cited()).collect();
        let reason = format!(
            "The words “{label}” fit {} clearly better than {}, which the number reaches.{}",
            best.cited(),
            joined(there),
            also(&ties)
        );
        Some(self.pointing(
            Finding::new(FindingCode::WrongTarget, &link.id, printed(link), reason),
            link,
            best,
            &ties,
        ))
    }

    fn pointing(
        &self,
        mut finding: Finding,
        link: &LinkFacts,
        best: &ActionFacts,
        ties: &[&ActionFacts],
    ) -> Finding {
        let to = |action: &ActionFacts| Proposal::SetLinkTarget {
            link: link.id.clone(),
            action: action.id.clone(),
        };
        finding.alternatives = ties.iter().map(|action| to(action)).collect();
        finding.proposing(Some(to(best)), self.facts)
    }

    fn printed_fit(&self, label: &str, reached: &[&ActionFacts]) -> f64 {
        let fits = self.index.fits(label).into_iter();
        fits.filter(|(a, _)| reached.iter().any(|r| r.id == a.id))
            .map(|(_, fit)| fit)
            .fold(0.0, f64::max)
    }

    /// How well a label fits each action but the one that it stands in.
    fn fits(&self, link: &LinkFacts, label: &str) -> Vec<(&'f ActionFacts, f64)> {
        self.index
            .fits(label)
            .into_iter()
            .filter(|(action, _)| action.id != link.from)
            .collect()
    }

    /// The same, counting where sound links with the same words lead.
    fn candidates(&self, link: &LinkFacts, label: &str) -> Vec<(&'f ActionFacts, f64)> {
        let precedents = self.precedents(link, label);
        let add = |id: &str| {
            if precedents.contains_key(id) {
                PRECEDENT
            } else {
                0.0
            }
        };
        self.fits(link, label)
            .into_iter()
            .map(|(action, fit)| (action, fit + add(&action.id)))
            .collect()
    }

    /// Actions that other links with the same words reach without fault, with how many do.
    fn precedents(&self, link: &LinkFacts, label: &str) -> BTreeMap<&str, usize> {
        let mut found = BTreeMap::new();
        for other in self.facts.links.iter().filter(|other| other.id != link.id) {
            if !other
                .label
                .as_deref()
                .is_some_and(|words| overlap(words, label) >= SAME_WORDS)
            {
                continue;
            }
            let target = match (&other.settled, self.reached(other)) {
                (Some(SettledLink::Action(id)), _) => {
                    self.facts.action(id).map(|action| action.id.as_str())
                }
                (None, [only]) if other.kind == LinkKind::ActionNumber && only.id != other.from => {
                    self.wrong_target(other, &[only])
                        .is_none()
                        .then_some(only.id.as_str())
                }
                _ => None,
            };
            if let Some(id) = target {
                *found.entry(id).or_insert(0) += 1;
            }
        }
        found
    }
}

/// The first action with the best fit, and those that come close to it, in printed order.
fn leading(
    fits: Vec<(&ActionFacts, f64)>,
    least: f64,
) -> (Option<(&ActionFacts, f64)>, Vec<&ActionFacts>) {
    let top = fits.iter().map(|(_, fit)| *fit).fold(0.0, f64::max);
    if top < least {
        return (None, Vec::new());
    }
    // Sums of equal weights in another order may differ in the last digit; that is no difference.
    let best = fits.iter().find(|(_, fit)| top - fit < 1e-9).copied();
    let close = fits
        .iter()
        .filter(|(action, fit)| *fit >= top * TIE && best.is_some_and(|(b, _)| b.id != action.id));
    (best, close.map(|(action, _)| *action).collect())
}

fn also(ties: &[&ActionFacts]) -> String {
    if ties.is_empty() {
        return String::new();
    }
    let others: Vec<String> = ties.iter().map(|action| action.cited()).collect();
    let verb = if others.len() == 1 { "fits" } else { "fit" };
    format!(" {} {verb} about as well.", joined(others))
}

/// The number and the words beside it, as printed.
fn printed(link: &LinkFacts) -> String {
    match &link.label {
        Some(label) => format!("{} ({label})", link.printed_target.trim()),
        None => link.printed_target.trim().to_owned(),
    }
}

/// The reference inside a printed target: `3.6` in `Action 3.6`; the whole text where it has no digit.
fn number_in(target: &str) -> &str {
    let target = target.trim();
    let from = target.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    target
        .get(from..)
        .unwrap_or(target)
        .trim_end_matches(['.', ',', ';', ')'])
}
