//! How a plan numbers its actions, learned from the plan.
//!
//! Printed plans seldom explain their references. Most are two numbers with a mark between them, and
//! the first number is mostly that of the outcome or of the level of need; which of the two, the
//! actions themselves show.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{ActionFacts, PlanFacts};

/// Fewest references that a scheme can be learned from.
const ENOUGH: usize = 3;

/// What the first number of a reference stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefix {
    Outcome,
    Level,
    Unknown,
}

/// Two numbers with a mark between them, and what the first one means.
#[derive(Debug, Clone)]
pub(super) struct Scheme {
    mark: char,
    pub prefix: Prefix,
    /// Whether actions with several outcomes take the number of the last one.
    last_outcome: bool,
    pub example: String,
    numbers: BTreeMap<String, u32>,
}

/// A reference in its two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Numbers {
    pub first: u32,
    pub second: u32,
}

impl Scheme {
    /// The scheme that most references follow, if there is one.
    pub fn learn(facts: &PlanFacts) -> Option<Self> {
        let refs = || facts.actions.iter().map(ActionFacts::current_ref);
        let mut marks: BTreeMap<char, usize> = BTreeMap::new();
        for (mark, _) in refs().filter_map(split) {
            *marks.entry(mark).or_default() += 1;
        }
        let (mark, count) = marks.into_iter().max_by_key(|(_, count)| *count)?;
        if count < ENOUGH || count * 2 <= facts.actions.len() {
            return None;
        }
        let example = refs()
            .find(|r| split(r).is_some_and(|(m, _)| m == mark))?
            .to_owned();
        let outcomes = facts
            .outcomes
            .iter()
            .filter_map(|o| Some((o.id.clone(), o.number?)));
        let levels = facts.levels.iter().map(|l| (l.id.clone(), l.number));
        let numbers = outcomes.chain(levels).collect();
        let mut scheme = Self {
            mark,
            prefix: Prefix::Unknown,
            last_outcome: false,
            example,
            numbers,
        };
        scheme.learn_prefix(facts);
        Some(scheme)
    }

    /// Holds each meaning of the first number against the actions; three in four must bear it out.
    fn learn_prefix(&mut self, facts: &PlanFacts) {
        let by_outcome = self.agreement(facts, Prefix::Outcome);
        let by_level = self.agreement(facts, Prefix::Level);
        if by_outcome.max(by_level) >= 0.75 {
            self.prefix = if by_outcome >= by_level {
                Prefix::Outcome
            } else {
                Prefix::Level
            };
            self.last_outcome = self.prefers_last_outcome(facts);
        }
    }

    /// The share of actions whose first number agrees with a meaning, 0 where too few can tell.
    fn agreement(&self, facts: &PlanFacts, prefix: Prefix) -> f64 {
        let vote = |action| {
            let expected = self.expected_by(prefix, action);
            let numbers = self.numbers_of(action)?;
            (!expected.is_empty()).then(|| expected.contains(&numbers.first))
        };
        let votes: Vec<bool> = facts.actions.iter().filter_map(vote).collect();
        let real = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        let right = votes.iter().filter(|vote| **vote).count();
        if votes.len() < ENOUGH {
            0.0
        } else {
            real(right) / real(votes.len())
        }
    }

    fn prefers_last_outcome(&self, facts: &PlanFacts) -> bool {
        let (mut first, mut last) = (0, 0);
        for action in facts
            .actions
            .iter()
            .filter(|action| action.outcomes.len() > 1)
        {
            let Some(numbers) = self.numbers_of(action) else {
                continue;
            };
            let expected = self.expected(action);
            first += usize::from(expected.first() == Some(&numbers.first));
            last += usize::from(expected.last() == Some(&numbers.first));
        }
        last > first
    }

    /// The two numbers of an action's current reference, if it follows the scheme.
    pub fn numbers_of(&self, action: &ActionFacts) -> Option<Numbers> {
        self.parse(action.current_ref())
    }

    pub fn parse(&self, reference: &str) -> Option<Numbers> {
        split(reference)
            .filter(|(mark, _)| *mark == self.mark)
            .map(|(_, numbers)| numbers)
    }

    pub fn print(&self, numbers: Numbers) -> String {
        format!("{}{}{}", numbers.first, self.mark, numbers.second)
    }

    /// The first numbers that an action's outcomes or level allow, in the order of its outcomes.
    fn expected(&self, action: &ActionFacts) -> Vec<u32> {
        self.expected_by(self.prefix, action)
    }

    fn expected_by(&self, prefix: Prefix, action: &ActionFacts) -> Vec<u32> {
        let number = |id: &String| self.numbers.get(id).copied();
        match prefix {
            Prefix::Outcome => action.outcomes.iter().filter_map(number).collect(),
            Prefix::Level => action.level.iter().filter_map(number).collect(),
            Prefix::Unknown => Vec::new(),
        }
    }

    /// The first numbers that an action may have, the likeliest first.
    pub fn likely(&self, action: &ActionFacts) -> Vec<u32> {
        let mut expected = self.expected(action);
        if self.last_outcome {
            expected.reverse();
        }
        expected
    }

    /// Whether a first number fits an action; a plan that gives no meaning to it allows any.
    pub fn fits(&self, first: u32, action: &ActionFacts) -> bool {
        let expected = self.expected(action);
        expected.is_empty() || expected.contains(&first)
    }

    /// Whether shared actions have shown which of their outcomes gives the number.
    pub fn by_last_outcome(&self) -> bool {
        self.last_outcome
    }

    /// What can be read into a reference that does not follow the scheme: its mark lost or mistyped.
    pub fn readings(&self, reference: &str) -> BTreeSet<Numbers> {
        let cleaned: String = reference.chars().filter(|c| !c.is_whitespace()).collect();
        let cleaned = cleaned.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let remarked: String = cleaned
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { self.mark })
            .collect();
        if let Some(numbers) = self.parse(&remarked) {
            return BTreeSet::from([numbers]);
        }
        let cuts = 1..cleaned.len();
        cuts.filter_map(|at| {
            let (first, second) = (cleaned.get(..at)?, cleaned.get(at..)?);
            self.parse(&format!("{first}{}{second}", self.mark))
        })
        .collect()
    }

    /// What the first number means, as the end of a sentence.
    pub fn meaning(&self) -> &'static str {
        match self.prefix {
            Prefix::Outcome => "the first number is that of the outcome",
            Prefix::Level => "the first number is that of the level of need",
            Prefix::Unknown => "the first number has no meaning that the plan shows",
        }
    }
}

/// Mark and numbers of a reference such as `3.12`; leading zeros and anything else are not numbers.
fn split(reference: &str) -> Option<(char, Numbers)> {
    let mark = reference
        .chars()
        .find(|c| !c.is_ascii_digit())
        .filter(|c| !c.is_alphanumeric())?;
    let (first, second) = reference.split_once(mark)?;
    let number = |text: &str| {
        let good = (1..=4).contains(&text.len())
            && !text.starts_with('0')
            && text.bytes().all(|b| b.is_ascii_digit());
        good.then(|| text.parse().ok()).flatten()
    };
    Some((
        mark,
        Numbers {
            first: number(first)?,
            second: number(second)?,
        },
    ))
}
