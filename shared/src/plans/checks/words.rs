//! Comparing a few printed words with the texts of a plan.
//!
//! A word weighs the more the fewer actions use it, so the measure comes from the plan itself. Words
//! are folded to lower case and cut back to a rough stem; nothing is looked up.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{ActionFacts, PlanFacts};

const STOP_WORDS: &[&str] = &[
    "a", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "both", "by", "can",
    "each", "every", "for", "from", "has", "have", "how", "in", "into", "is", "it", "its", "no",
    "not", "of", "on", "one", "or", "other", "so", "such", "than", "that", "the", "their", "them",
    "then", "they", "this", "those", "through", "to", "too", "up", "was", "what", "when", "where",
    "which", "who", "will", "with", "within",
];

/// Endings that are cut, longest first; each leaves at least four letters.
const ENDINGS: &[&str] = &[
    "isation", "ization", "ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es",
    "ly", "s",
];

/// How much a word of each part of an action counts.
const TITLE: f64 = 1.0;
const OUTCOME: f64 = 1.0;
const BODY: f64 = 0.6;
const LEAD: f64 = 0.5;

/// A text folded for comparison: lower case, no apostrophes or hyphens, `&` as "and", single blanks.
pub(super) fn folded(text: &str) -> String {
    let text = text
        .to_lowercase()
        .replace('&', " and ")
        .replace(['’', '\'', '-', '‑'], "");
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let words = match words.as_slice() {
        ["the" | "a" | "an", rest @ ..] if !rest.is_empty() => rest,
        all => all,
    };
    words.join(" ")
}

/// The stems of the words of a text, without stop words.
pub(super) fn stems(text: &str) -> BTreeSet<String> {
    folded(text)
        .split(' ')
        .filter(|w| !w.is_empty() && !STOP_WORDS.contains(w))
        .map(stem)
        .collect()
}

fn stem(word: &str) -> String {
    let cut = ENDINGS
        .iter()
        .find_map(|ending| {
            word.strip_suffix(ending)
                .filter(|rest| rest.chars().count() >= 4 && !rest.ends_with('s'))
        })
        .unwrap_or(word);
    let softened = cut
        .strip_suffix(['e', 'y'])
        .filter(|rest| rest.chars().count() >= 4);
    softened.unwrap_or(cut).to_owned()
}

/// How well two texts cover each other, 0 to 1: the smaller of the two shares of common stems.
pub(super) fn overlap(one: &str, other: &str) -> f64 {
    let (one, other) = (stems(one), stems(other));
    let most = one.len().max(other.len());
    if most == 0 {
        0.0
    } else {
        fraction(one.intersection(&other).count(), most)
    }
}

fn fraction(part: usize, whole: usize) -> f64 {
    let real = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    real(part) / real(whole.max(1))
}

/// The words of every action with their weights.
pub(super) struct Index<'f> {
    actions: Vec<(&'f ActionFacts, BTreeMap<String, f64>)>,
    users: BTreeMap<String, usize>,
}

impl<'f> Index<'f> {
    pub fn of(facts: &'f PlanFacts) -> Self {
        let actions: Vec<_> = facts
            .actions
            .iter()
            .map(|action| (action, weights(facts, action)))
            .collect();
        let mut users = BTreeMap::new();
        for word in actions.iter().flat_map(|(_, words)| words.keys()) {
            *users.entry(word.clone()).or_insert(0) += 1;
        }
        Self { actions, users }
    }

    /// How rare a word is in the plan; never negative.
    fn rarity(&self, word: &str) -> f64 {
        let users = self.users.get(word).copied().unwrap_or(0);
        (1.0 + fraction(self.actions.len() * 2, users * 2 + 1)).ln()
    }

    /// How well a label fits each action, 0 to 1, in printed order.
    pub fn fits(&self, label: &str) -> Vec<(&'f ActionFacts, f64)> {
        let words: Vec<(String, f64)> = stems(label)
            .into_iter()
            .map(|w| (w.clone(), self.rarity(&w)))
            .collect();
        let whole: f64 = words.iter().map(|(_, rarity)| rarity).sum();
        let fit = |own: &BTreeMap<String, f64>| {
            let common: f64 = words
                .iter()
                .map(|(w, rarity)| rarity * own.get(w).copied().unwrap_or(0.0))
                .sum();
            if whole > 0.0 { common / whole } else { 0.0 }
        };
        self.actions
            .iter()
            .map(|(action, own)| (*action, fit(own)))
            .collect()
    }
}

fn weights(facts: &PlanFacts, action: &ActionFacts) -> BTreeMap<String, f64> {
    let mut words = BTreeMap::new();
    let mut add = |text: &str, weight: f64| {
        for word in stems(text) {
            let kept = words.entry(word).or_insert(weight);
            *kept = f64::max(*kept, weight);
        }
    };
    add(&action.title, TITLE);
    add(&action.summary, BODY);
    action.parts.iter().for_each(|part| add(part, BODY));
    action
        .outcomes_printed
        .iter()
        .for_each(|name| add(name, OUTCOME));
    for outcome in facts
        .outcomes
        .iter()
        .filter(|o| action.outcomes.contains(&o.id))
    {
        add(&outcome.name, OUTCOME);
    }
    for agency in action
        .leads
        .iter()
        .filter_map(|lead| facts.agency(&lead.agency))
    {
        add(&agency.name, LEAD);
    }
    words
}
