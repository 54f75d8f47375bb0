//! The step-down plan of a case: its versions, who has accepted them, and its reviews.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::json;
use shared::{
    cases::NeedLevel,
    ids::{AgencyId, ServiceId},
    pathways::Clock,
    step_down::{
        Duty, StepDownState, VersionStage,
        api::{CarriedOn, Goal, StepDownContent, Voice, WayBack},
    },
};
use uuid::Uuid;

use super::{
    cast::Cast,
    file::{File, Rows},
};
use crate::{
    row,
    set::{after, before, made::Made},
};

tables! {
    PLAN = "step_down": "id" "case_id" "state" "proposed_at" "stepped_down_on" "duties" "begun_at" "begun_by" "begun_for" "ended_at" "version";
    VERSION = "step_down_version": "plan_id" "number" "stage" "content" "written_by" "written_for" "written_at";
    ACCEPTANCE = "step_down_acceptance": "plan_id" "number" "agency_id" "person_id" "at";
    REVIEW = "step_down_review": "plan_id" "due" "case_id" "held_on" "finding" "words" "not_held" "answered_by" "answered_for" "answered_at";
}

const GOALS: [&str; 4] = [
    "Go to school every day",
    "Sleep through most nights of the week",
    "Meet friends again outside of school",
    "Ask for help before it gets too much",
];
const SIGNS: [&str; 4] = [
    "Stops drawing",
    "Stays in the room after school",
    "Sleeps less than before",
    "Says no to things that used to be fun",
];

/// How the plan of an open case stands, by a number below 100.
const fn state(number: usize) -> StepDownState {
    match number {
        0..25 => StepDownState::Draft,
        25..37 => StepDownState::Proposed,
        37..60 => StepDownState::Agreed,
        60..88 => StepDownState::SteppingDown,
        _ => StepDownState::Sustained,
    }
}

/// Adds the plan of a case, if it has one.
pub fn rows(made: &mut Made, cast: &Cast, file: &File, rows: &mut Rows, today: NaiveDate) {
    let state = if file.is_open() {
        if made.below(10) < 2 {
            return;
        }
        state(made.below(100))
    } else if made.below(10) < 3 {
        StepDownState::Stopped
    } else {
        StepDownState::Closed
    };
    let id = made.id(file.opened);
    let begun = file.opened + Duration::days(2);
    let (holder, by) = file.holder(cast);
    let stepped = match state {
        StepDownState::SteppingDown => Some(before(today, 20 + made.below(80))),
        StepDownState::Sustained => Some(before(today, 120 + made.below(100))),
        StepDownState::Closed => Some(before(file.since.date_naive(), 150)),
        _ => None,
    };
    let proposed_at =
        (state == StepDownState::Proposed).then(|| moment_before(today, made.below(40)).max(begun));
    let duties = stepped.map_or_else(|| json!({}), |stepped| duties(made, stepped, by, holder));
    let ended = (!state.live()).then_some(file.since);
    rows.push(
        PLAN,
        row![
            id,
            file.id,
            state.code(),
            proposed_at,
            stepped,
            duties,
            begun,
            by,
            holder,
            ended,
            4
        ],
    );
    let on = stepped.unwrap_or_else(|| after(today, 30));
    let reviews = [after(on, 56), after(on, 140)];
    let stage = match state {
        StepDownState::Draft => VersionStage::Draft,
        StepDownState::Proposed => VersionStage::Proposed,
        _ => VersionStage::InForce,
    };
    // A third of those in force has replaced an earlier one.
    let earlier = stage == VersionStage::InForce && made.below(3) == 0;
    let stages = [(earlier, VersionStage::Superseded), (true, stage)];
    for (number, (_, stage)) in (1..).zip(stages.into_iter().filter(|(there, _)| *there)) {
        let content = content(made, cast, file, on, &reviews);
        let written = begun + Duration::days(number);
        let content = serde_json::to_value(content).unwrap_or_default();
        rows.push(
            VERSION,
            row![id, number, stage.code(), content, by, holder, written],
        );
        if stage == VersionStage::Draft {
            continue;
        }
        for (at, (agency, person)) in file.live(cast).enumerate() {
            // Of what is proposed the last agency has said nothing yet.
            if stage == VersionStage::Proposed && at > 0 {
                continue;
            }
            rows.push(
                ACCEPTANCE,
                row![id, number, agency, person, written + Duration::days(1)],
            );
        }
    }
    if stepped.is_some() {
        review_rows(made, id, file, (by, holder), &reviews, state, rows, today);
    }
}

fn moment_before(today: NaiveDate, days: usize) -> DateTime<Utc> {
    crate::set::moment(before(today, days), 10 * 3_600)
}

/// What was owed is done, but for one duty in ten.
fn duties(made: &mut Made, stepped: NaiveDate, by: Uuid, holder: Uuid) -> serde_json::Value {
    Duty::ALL
        .iter()
        .filter(|_| made.below(10) > 0)
        .map(|duty| {
            let done = json!({"on": duty.due(stepped), "by": by, "for": holder});
            (duty.code().to_owned(), done)
        })
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[expect(
    clippy::too_many_arguments,
    reason = "what a review's row says, and where it goes"
)]
fn review_rows(
    made: &mut Made,
    plan: Uuid,
    file: &File,
    (by, holder): (Uuid, Uuid),
    reviews: &[NaiveDate],
    state: StepDownState,
    rows: &mut Rows,
    today: NaiveDate,
) {
    let mut open = false;
    for due in reviews {
        // One in eight of those whose day has passed was missed, and nobody has said why.
        let held = *due <= today && (!state.live() || made.below(8) > 0);
        if !held && !state.live() {
            continue;
        }
        open |= !held;
        let at = held.then(|| crate::set::moment(*due, 11 * 3_600));
        rows.push(
            REVIEW,
            row![
                plan,
                *due,
                file.id,
                held.then_some(*due),
                held.then_some("holding"),
                held.then_some("Goes well; the check-ins stay."),
                false,
                held.then_some(by),
                held.then_some(holder),
                at
            ],
        );
    }
    if state.live() && !open {
        rows.push(
            REVIEW,
            row![
                plan,
                after(today, 3 + made.below(80)),
                file.id,
                None::<NaiveDate>,
                None::<&str>,
                None::<&str>,
                false,
                None::<Uuid>,
                None::<Uuid>,
                None::<DateTime<Utc>>
            ],
        );
    }
}

fn content(
    made: &mut Made,
    cast: &Cast,
    file: &File,
    on: NaiveDate,
    reviews: &[NaiveDate],
) -> StepDownContent {
    let [from, to, crisis] = cast.services(made).map(ServiceId);
    let mut one_of = |words: &[&str]| {
        words
            .get(made.below(words.len()))
            .copied()
            .unwrap_or_default()
            .to_owned()
    };
    let goals = (0..2)
        .map(|_| Goal {
            goal: one_of(&GOALS),
            known_by: "It happens in four weeks out of five, by their own count".to_owned(),
        })
        .collect();
    let early_signs = vec![one_of(&SIGNS), one_of(&SIGNS)];
    StepDownContent {
        from_service: Some(from),
        from_level: NeedLevel::try_from(3).ok(),
        to_service: Some(to),
        to_level: NeedLevel::try_from(2).ok(),
        steps_down_on: Some(on),
        goals,
        strengths: vec!["Draws, and is good with younger children".to_owned()],
        helps: vec!["Ten minutes alone, then a walk".to_owned()],
        early_signs,
        carried_on: file
            .live(cast)
            .map(|(agency, _)| CarriedOn {
                agency: AgencyId(agency),
                what: "A check-in every week, at the place that suits them".to_owned(),
            })
            .collect(),
        way_back: Some(WayBack {
            how: "Ask the link worker at school, who asks the team".to_owned(),
            promised: Clock::working_days(5),
            crisis_contact: crisis,
        }),
        reviews: reviews.to_vec(),
        own_view: Voice {
            said: "I want to know who to talk to".to_owned(),
            not_because: String::new(),
        },
        family_part: Voice {
            said: "Keeps the evenings calm".to_owned(),
            not_because: String::new(),
        },
    }
}
