//! What a version of a plan may say before it is kept as a draft: sizes, and nothing that tells who
//! somebody is. What it lacks before it can be proposed is asked of [`super::gaps`].

use super::api::{CarriedOn, Goal, StepDownContent, Voice, WayBack};
use crate::{
    cases::{Known, identifiers},
    pathways::COUNT_MAX,
    problem::{FieldCode, FieldError},
};

/// Most goals, strengths, signs and so on of one plan.
pub const ENTRIES_MAX: usize = 20;
/// Most review dates of one plan.
pub const REVIEWS_MAX: usize = 24;
/// Longest text of one entry, in characters.
pub const ENTRY_MAX: usize = 600;

struct Checked<'a> {
    known: &'a Known,
    faults: Vec<FieldError>,
}

impl Checked<'_> {
    fn text(&mut self, pointer: &str, text: &str) -> String {
        identifiers::check(pointer, text, ENTRY_MAX, self.known).unwrap_or_else(|fault| {
            self.faults.push(fault);
            text.to_owned()
        })
    }

    fn many<T>(&mut self, pointer: &str, entries: Vec<T>, most: usize) -> Vec<T> {
        if entries.len() > most {
            self.faults.push(FieldError::new(
                pointer,
                FieldCode::TooLong,
                format!(
                    "Enter {most} or fewer. A plan that is short is read. This has {}",
                    entries.len()
                ),
            ));
        }
        entries
    }

    fn texts(&mut self, pointer: &str, entries: Vec<String>) -> Vec<String> {
        self.many(pointer, entries, ENTRIES_MAX)
            .iter()
            .enumerate()
            .map(|(at, entry)| self.text(&format!("{pointer}/{at}"), entry))
            .filter(|entry| !entry.is_empty())
            .collect()
    }

    fn voice(&mut self, pointer: &str, voice: &Voice) -> Voice {
        let said = self.text(&format!("{pointer}/said"), &voice.said);
        let not_because = self.text(&format!("{pointer}/not_because"), &voice.not_because);
        if !said.is_empty() && !not_because.is_empty() {
            self.faults.push(FieldError::new(
                format!("{pointer}/not_because"),
                FieldCode::Contradiction,
                "Leave this empty, because there is something above",
            ));
        }
        Voice { said, not_because }
    }
}

/// Checks a draft and gives it back as it is kept: texts trimmed, empty entries left out, review
/// dates in order and none twice.
///
/// # Errors
/// Every fault, at its field.
pub fn check(draft: StepDownContent, known: &Known) -> Result<StepDownContent, Vec<FieldError>> {
    let mut checked = Checked {
        known,
        faults: Vec::new(),
    };
    let mut goals = Vec::new();
    for (at, goal) in checked
        .many("/goals", draft.goals, ENTRIES_MAX)
        .into_iter()
        .enumerate()
    {
        let goal = Goal {
            goal: checked.text(&format!("/goals/{at}/goal"), &goal.goal),
            known_by: checked.text(&format!("/goals/{at}/known_by"), &goal.known_by),
        };
        if goal.goal.is_empty() && !goal.known_by.is_empty() {
            checked.faults.push(FieldError::required(
                format!("/goals/{at}/goal"),
                "Enter the goal, or clear how one will know",
            ));
        }
        if !goal.goal.is_empty() {
            goals.push(goal);
        }
    }
    let mut carried_on = Vec::new();
    for (at, one) in checked
        .many("/carried_on", draft.carried_on, ENTRIES_MAX)
        .into_iter()
        .enumerate()
    {
        let what = checked.text(&format!("/carried_on/{at}/what"), &one.what);
        if what.is_empty() {
            checked.faults.push(FieldError::required(
                format!("/carried_on/{at}/what"),
                "Say what this agency carries on, or remove it",
            ));
        }
        carried_on.push(CarriedOn { what, ..one });
    }
    let way_back = draft.way_back.map(|way| {
        let how = checked.text("/way_back/how", &way.how);
        if !(0..=COUNT_MAX).contains(&way.promised.count) {
            checked.faults.push(FieldError::new(
                "/way_back/promised",
                FieldCode::NotAllowed,
                format!("Enter a number of days from 0 to {COUNT_MAX}"),
            ));
        }
        WayBack { how, ..way }
    });
    let mut reviews = checked.many("/reviews", draft.reviews, REVIEWS_MAX);
    reviews.sort_unstable();
    reviews.dedup();
    let kept = StepDownContent {
        goals,
        carried_on,
        way_back,
        reviews,
        strengths: checked.texts("/strengths", draft.strengths),
        helps: checked.texts("/helps", draft.helps),
        early_signs: checked.texts("/early_signs", draft.early_signs),
        own_view: checked.voice("/own_view", &draft.own_view),
        family_part: checked.voice("/family_part", &draft.family_part),
        ..draft
    };
    if checked.faults.is_empty() {
        Ok(kept)
    } else {
        Err(checked.faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::step_down::made::plan;

    fn pointers(draft: StepDownContent) -> Vec<String> {
        let known = Known {
            born: "2011-05".parse().ok(),
        };
        check(draft, &known)
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|fault| fault.pointer)
            .collect()
    }

    #[test]
    fn a_draft_may_be_unfinished_and_is_kept_tidy() {
        assert!(pointers(StepDownContent::default()).is_empty());
        let mut draft = plan();
        draft.reviews.reverse();
        let doubled = draft.reviews[0];
        draft.reviews.push(doubled);
        draft.strengths.push("   ".into());
        let kept = check(draft, &Known::default()).unwrap();
        assert_eq!(kept, plan());
    }

    #[test]
    fn nobody_is_named_anywhere_in_it() {
        let bad = "Ask Mrs Whitlock".to_owned();
        type Bend = fn(&mut StepDownContent, String);
        let places: [(&str, Bend); 10] = [
            ("/goals/0/goal", |plan, bad| plan.goals[0].goal = bad),
            ("/goals/0/known_by", |plan, bad| {
                plan.goals[0].known_by = bad
            }),
            ("/strengths/0", |plan, bad| plan.strengths[0] = bad),
            ("/helps/0", |plan, bad| plan.helps[0] = bad),
            ("/early_signs/0", |plan, bad| plan.early_signs[0] = bad),
            ("/carried_on/0/what", |plan, bad| {
                plan.carried_on[0].what = bad
            }),
            ("/way_back/how", |plan, bad| {
                if let Some(way) = plan.way_back.as_mut() {
                    way.how = bad;
                }
            }),
            ("/own_view/said", |plan, bad| plan.own_view.said = bad),
            ("/family_part/said", |plan, bad| plan.family_part.said = bad),
            ("/family_part/not_because", |plan, bad| {
                plan.family_part = Voice {
                    said: String::new(),
                    not_because: bad,
                };
            }),
        ];
        for (pointer, bend) in places {
            let mut draft = plan();
            bend(&mut draft, bad.clone());
            assert_eq!(pointers(draft), [pointer]);
        }
    }

    #[test]
    fn what_contradicts_itself_is_told() {
        let mut draft = plan();
        draft.own_view.not_because = "Away".into();
        draft.carried_on[0].what = " ".into();
        draft.goals[0].goal = String::new();
        draft.early_signs = vec!["Sleeps less".into(); 21];
        let mut found = pointers(draft);
        found.sort();
        assert_eq!(
            found,
            [
                "/carried_on/0/what",
                "/early_signs",
                "/goals/0/goal",
                "/own_view/not_because"
            ]
        );
    }
}
