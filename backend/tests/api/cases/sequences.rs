//! Whatever agencies do to a case, in whatever order and at the same time: what [`super::look`]
//! says holds, what is refused changes nothing, who is named reads and nobody else does, and every
//! reading is in the log.
//!
//! `THROUGHLINE_CASE_SEQUENCES` says how many sequences there are (2 where it says nothing), and
//! `THROUGHLINE_CASE_PAIRS` how many pairs of agencies act at the same time (6).

use std::collections::{BTreeMap, BTreeSet};

use chrono::Days;
use entities::step_down;
use serde_json::json;
use shared::{cases::CaseEventKind, step_down::StepDownState};
use uuid::Uuid;

use super::{
    crew::{Crew, today},
    look::Look,
    scene::{Act, Scene},
};
use crate::{
    faults::dice::Dice,
    support::{World, on_both},
};

/// Steps of a sequence.
const STEPS: u32 = 40;
/// Acts of each of two agencies that act at the same time.
const ACTS: u32 = 4;

fn many(name: &str, usually: u32) -> u32 {
    std::env::var(name).map_or(usually, |text| text.parse().unwrap())
}

/// What brings a case on.
fn onwards(look: &Look, crew: &Crew, dice: &mut Dice) -> (usize, Act) {
    let place = |agency: Uuid| {
        crew.workers
            .iter()
            .position(|worker| worker.agency.0 == agency)
            .unwrap()
    };
    let live: Vec<usize> = look.live().into_iter().map(place).collect();
    let holder = look.holder().map_or(0, place);
    if let Some(part) = look.parts.iter().find(|part| part.state == "asked") {
        return (place(part.agency_id), Act::Answer(true));
    }
    if live.len() < 2 {
        let whom = (holder + 1 + dice.below(2) as usize) % 3;
        return (holder, Act::Invite(whom));
    }
    let Some(plan) = look.plan() else {
        return (holder, Act::Begin);
    };
    let number = look.working(plan.id).map_or(0, |version| version.number);
    let event = |event: &str| Act::Plan(json!({"event": event}));
    match look.plan_state() {
        Some(StepDownState::Draft) if dice.below(2) == 0 => {
            let mut content = crew.content();
            content["carried_on"][0]["agency"] = json!(crew.workers[holder].agency);
            (holder, Act::Save(content))
        }
        Some(StepDownState::Draft) => (holder, event("propose")),
        Some(StepDownState::Proposed) => {
            let silent = live.iter().copied().find(|place| {
                let agency = crew.workers[*place].agency.0;
                !look.accepted.contains(&(plan.id, number, agency))
            });
            (silent.unwrap_or(holder), event("accept"))
        }
        Some(StepDownState::Agreed) => (
            holder,
            Act::Plan(json!({"event": "step_down", "on": today()})),
        ),
        Some(StepDownState::SteppingDown) if dice.below(3) == 0 => (holder, event("sustain")),
        Some(_) => (holder, review(look, plan, dice)),
        None => (holder, Act::Begin),
    }
}

fn review(look: &Look, plan: &step_down::Model, dice: &mut Dice) -> Act {
    let due = look.next_review(plan.id).unwrap_or_else(today);
    let next = today() + Days::new(7 + dice.below(30));
    let words = "The check-ins stay.";
    Act::Plan(if due < today() && dice.below(2) == 0 {
        json!({"event": "miss_review", "due": due, "words": words, "next": next})
    } else {
        let finding = ["holding", "holding", "wobbling"][dice.below(3) as usize];
        json!({"event": "review", "due": due, "on": today(), "finding": finding, "words": words, "next": next})
    })
}

/// Anything at all.
fn anything(look: &Look, crew: &Crew, dice: &mut Dice) -> Act {
    let other = dice.below(3) as usize;
    let yes = dice.below(2) == 0;
    let words = "Something has changed.";
    match dice.below(24) {
        0 => Act::Invite(other),
        1 => Act::Answer(yes),
        2 => Act::TakeBack(other),
        3 => Act::Leave,
        4 => Act::Name(yes),
        5 => Act::Offer,
        6 if yes => Act::WithdrawConsent(other),
        7 | 8 => Act::PassAsk(other),
        9 | 10 => Act::PassAnswer(yes || dice.below(2) == 0),
        11 => Act::PassContact,
        12 => Act::PassReason,
        13 => Act::PassBack,
        14 | 15 => {
            let kinds = CaseEventKind::ALL;
            let kind = kinds[dice.below(kinds.len() as u64) as usize];
            // These would end most of what there is to see.
            let ends = matches!(
                kind,
                CaseEventKind::MoveAway | CaseEventKind::RecordDeath | CaseEventKind::Close
            );
            if ends && dice.below(4) > 0 {
                Act::Read
            } else {
                Act::Happen(kind)
            }
        }
        16 => Act::Change,
        17 => {
            let mut content = crew.content();
            match dice.below(3) {
                0 => content["to_level"] = json!(3),
                1 => content["reviews"] = json!([]),
                _ => content["carried_on"][0]["agency"] = json!(crew.workers[other].agency),
            }
            Act::Save(content)
        }
        18 => Act::Plan(json!({"event": "ask_for_change", "words": words})),
        19 => Act::Plan(json!({"event": "revise", "words": words})),
        20 => Act::Plan(json!({"event": if yes { "drop" } else { "close" }, "words": words})),
        21 if dice.below(3) == 0 => {
            Act::Plan(json!({"event": if yes { "re_enter" } else { "stop" }, "words": words}))
        }
        22 => look
            .plan()
            .map_or(Act::Begin, |plan| review(look, plan, dice)),
        _ => Act::Read,
    }
}

/// What a number of sequences came to.
#[derive(Debug, Default)]
struct Reached {
    states: BTreeSet<String>,
    done: BTreeMap<String, u32>,
    refused: u32,
    readings: u32,
    hidden: u32,
    holders: usize,
}

async fn walk(scene: &Scene<'_>, dice: &mut Dice, reached: &mut Reached) {
    let mut was = scene.look().await;
    was.is_sound();
    for _ in 0..STEPS {
        if dice.below(12) == 0 {
            scene.days_pass(20 + dice.below(60)).await;
            was = scene.look().await;
        }
        let (by, act) = if dice.below(3) > 0 {
            onwards(&was, scene.crew, dice)
        } else {
            let by = dice.below(3) as usize;
            (by, anything(&was, scene.crew, dice))
        };
        let readings = scene.readings().await;
        let Some(answer) = scene.act(by, &act).await else {
            continue;
        };
        let what = format!("{act:?} by {by}: {} {}", answer.status, answer.text);
        assert!(answer.status < 500, "{what}");
        let is = scene.look().await;
        let read = matches!(act, Act::Read);
        if answer.status < 300 && !read {
            *reached.done.entry(act.name()).or_default() += 1;
        } else if !read {
            reached.refused += 1;
            assert_eq!(is, was, "what is refused changes nothing: {what}");
        }
        if read {
            let worker = &scene.crew.workers[by];
            let named = was.named.contains(&(worker.agency.0, worker.person.0));
            assert_eq!(answer.status, if named { 200 } else { 404 }, "{what}");
            assert_eq!(
                scene.readings().await - readings,
                u64::from(named),
                "{what}"
            );
            reached.readings += u32::from(named);
            reached.hidden += u32::from(!named);
        }
        is.is_sound();
        is.follows(&was, today());
        reached.states.insert(format!("case {}", is.case.state));
        for plan in &is.plans {
            reached.states.insert(format!("plan {}", plan.state));
        }
        was = is;
    }
    reached.holders = reached.holders.max(was.holdings.len());
}

on_both! {
    async fn nothing_is_lost_in_any_order(world: World) {
        let crew = Crew::new(&world).await;
        let mut dice = Dice::cast("sequences of a case");
        let mut reached = Reached::default();
        let sequences = many("THROUGHLINE_CASE_SEQUENCES", 2);
        for _ in 0..sequences {
            walk(&Scene::new(&world, &crew).await, &mut dice, &mut reached).await;
        }
        println!("{sequences} sequences of {STEPS} steps: {reached:#?}");
        // Or the sequences would prove little.
        assert!(reached.states.contains("plan agreed"), "{reached:?}");
        if sequences >= 100 {
            for state in StepDownState::ALL {
                let state = format!("plan {}", state.code());
                assert!(reached.states.contains(&state), "{state}");
            }
            assert!(reached.holders > 2);
        }
    }
}

/// One of two agencies that act at the same time; gives back how often it read the case.
async fn acts(scene: &Scene<'_>, by: usize, mut dice: Dice) -> u64 {
    let mut readings = 0;
    for _ in 0..ACTS {
        let look = scene.look().await;
        let act = match dice.below(10) {
            0 => Act::PassAnswer(true),
            1 => Act::PassContact,
            2 => Act::PassReason,
            3 => Act::Leave,
            4 => Act::PassAsk(1 - by),
            5 => Act::Plan(json!({"event": "accept"})),
            6 => Act::Read,
            _ => anything(&look, scene.crew, &mut dice),
        };
        if let Some(answer) = scene.act(by, &act).await {
            assert!(
                answer.status < 500,
                "{act:?} by {by}: {} {}",
                answer.status,
                answer.text
            );
            readings += u64::from(matches!(act, Act::Read) && answer.status == 200);
        }
    }
    readings
}

on_both! {
    async fn nothing_is_lost_at_the_same_time(world: World) {
        let crew = Crew::new(&world).await;
        let mut dice = Dice::cast("two agencies at once");
        let pairs = many("THROUGHLINE_CASE_PAIRS", 6);
        let (mut passed, mut readings) = (0, 0);
        for _ in 0..pairs {
            let scene = Scene::new(&world, &crew).await;
            crew.join(&world, &scene.case, 1).await;
            if dice.below(2) == 0 {
                scene.act(0, &Act::Begin).await.unwrap().expect(201);
                scene.act(0, &Act::Save(crew.content())).await.unwrap().expect(200);
                scene.act(0, &Act::Plan(json!({"event": "propose"}))).await.unwrap().expect(200);
            }
            if dice.below(3) > 0 {
                scene.act(0, &Act::PassAsk(1)).await.unwrap().expect(200);
                if dice.below(2) == 0 {
                    scene.act(1, &Act::PassAnswer(true)).await.unwrap().expect(200);
                }
            }
            let (was, before) = (scene.look().await, scene.readings().await);
            let (one, other) = tokio::join!(
                acts(&scene, 0, dice.split()),
                acts(&scene, 1, dice.split()),
            );
            let is = scene.look().await;
            is.is_sound();
            is.follows(&was, today());
            assert_eq!(scene.readings().await - before, one + other, "every reading is in the log");
            passed += is.holdings.len() - 1;
            readings += one + other;
        }
        println!("{pairs} pairs: responsibility passed {passed} times, {readings} readings");
    }
}
