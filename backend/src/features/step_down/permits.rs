//! What can be done to a plan now, by the same rules that decide it.

use shared::{
    auth::api::Permit,
    ids::AgencyId,
    policy::{Refusal, RefusalCode},
    step_down::{
        ReviewFinding, StepDown, StepDownEvent,
        api::{DutyView, StepDownContent},
    },
};

use super::around::Surroundings;

/// The word of the permit for what is owed around the step-down.
const DUTY: &str = "duty";

/// One event of each kind that somebody can send, as the plan stands.
fn events(plan: &StepDown, today: chrono::NaiveDate) -> Vec<StepDownEvent> {
    use StepDownEvent as E;
    let words = String::new;
    let due = plan.next_review().map_or(today, |review| review.due);
    // The day that was agreed, where it has come.
    let on = plan
        .in_force()
        .and_then(|version| version.content.steps_down_on)
        .filter(|on| *on <= today)
        .unwrap_or(today);
    vec![
        E::Save {
            content: Box::new(StepDownContent::default()),
        },
        E::Propose {},
        E::Accept {},
        E::AskForChange { words: words() },
        E::Revise { words: words() },
        E::Drop { words: words() },
        E::StepDown { on },
        E::Review {
            due,
            on: today,
            finding: ReviewFinding::Holding,
            words: words(),
            next: None,
        },
        E::MissReview {
            due,
            words: words(),
            next: None,
        },
        E::Sustain {},
        E::Close { words: words() },
        E::ReEnter { words: words() },
        E::Stop { words: words() },
    ]
}

/// Everything that can be done, with why not, for who acts for `mine`: who acts for none only reads.
pub(super) fn permits(
    plan: &StepDown,
    duties: &[DutyView],
    mine: &[AgencyId],
    surroundings: &Surroundings,
    today: chrono::NaiveDate,
) -> Vec<Permit> {
    let around = surroundings.around();
    let judge = |event: &StepDownEvent| -> Result<(), RefusalCode> {
        let Some(first) = mine.first() else {
            return Err(RefusalCode::NotTheHolder);
        };
        let by = mine
            .iter()
            .find(|agency| {
                matches!(event, StepDownEvent::Accept {})
                    && plan
                        .working()
                        .is_some_and(|version| !version.accepted_by.contains(agency))
            })
            .unwrap_or(first);
        if !around.agencies.contains(by) {
            return Err(RefusalCode::TakesNoPart);
        }
        plan.state()
            .next(event, &plan.facts(event, *by, &around))
            .map(drop)
    };
    let missing = plan.missed(today).next().is_some();
    let permit = |act: &str, rule: Result<(), RefusalCode>| Permit {
        act: act.to_owned(),
        refusal: rule.err().map(Refusal::from),
    };
    let mut permits: Vec<Permit> = events(plan, today)
        .iter()
        .map(|event| {
            let rule = judge(event);
            // Only of what was missed can be said that it was not held.
            let to_come = matches!(event, StepDownEvent::MissReview { .. }) && !missing;
            permit(
                event.code(),
                match rule {
                    Ok(()) if to_come => Err(RefusalCode::ReviewToCome),
                    rule => rule,
                },
            )
        })
        .collect();
    let owed = duties.iter().any(|duty| duty.done_on.is_none());
    let rule = if mine.is_empty() {
        Err(RefusalCode::NotTheHolder)
    } else if !plan.state().live() {
        Err(RefusalCode::PlanEnded)
    } else if owed {
        Ok(())
    } else {
        Err(RefusalCode::NotNow)
    };
    permits.push(permit(DUTY, rule));
    permits
}
