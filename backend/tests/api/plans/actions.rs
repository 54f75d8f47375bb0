//! `/plans/{plan}/actions/{action}`, its events, milestones and time line, and `/plans/{plan}/agreement`.

use backend::db::{Act, Who};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};

use crate::support::{World, on_both};

const ACTION: &str = "/plans/northshire-2024/actions/1.1";

/// The refusal of an act in `allowed`, or nothing where it may be done.
fn refusal<'v>(view: &'v Value, act: &str) -> Option<&'v str> {
    let permit = view["allowed"]
        .as_array()
        .unwrap()
        .iter()
        .find(|permit| permit["act"] == act)
        .unwrap();
    permit["refusal"]["code"].as_str()
}

/// Gives an action another state or reference, which nobody may give it through the interface.
async fn set(world: &World, change: entities::action::ActiveModel) {
    let plan = world.seed.plan;
    world
        .app
        .db
        .unit(Who::console("test"), move |unit| {
            Box::pin(async move {
                let row = change.update(unit.txn).await?;
                unit.record(Act {
                    act: "action.update",
                    kind: "action",
                    subject: row.id,
                    plan: Some(plan),
                    agency: None,
                });
                Ok(())
            })
        })
        .await
        .unwrap();
}

on_both! {
    async fn allowed_says_what_the_request_would_say(world: World) {
        let council = world.by(world.seed.council_lead).await;
        let view = council.get(ACTION).await.expect(200);
        assert_eq!(refusal(&view, "update"), None);
        assert_eq!(refusal(&view, "report"), None);
        assert_eq!(refusal(&view, "start"), None);
        assert_eq!(refusal(&view, "embed"), Some("not_now"));
        assert_eq!(refusal(&view, "settle"), Some("not_your_role"));
        assert_eq!(refusal(&view, "pause"), Some("not_your_role"));
        assert_eq!(view["milestones"][0]["title"], "First course held");
        let health = world.by(world.seed.health_lead).await;
        let view = health.get(ACTION).await.expect(200);
        assert_eq!(refusal(&view, "update"), Some("not_yours"));
        assert_eq!(refusal(&view, "report"), Some("not_yours"));
        let answer = health.patch(ACTION, 1, &json!({"ends": "2030", "reason": "Late."})).await;
        assert_eq!(answer.problem(403), "forbidden");
        let answer = council.patch(ACTION, 1, &json!({"title": "Another"})).await;
        assert_eq!(answer.problem(403), "forbidden");
        let member = world.by(world.seed.board_member).await;
        let view = member.get(ACTION).await.expect(200);
        assert_eq!(refusal(&view, "report"), Some("not_your_role"));
    }
}

on_both! {
    async fn dates_move_with_a_reason_and_the_time_line_tells_it(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let patch = async |body: Value| lead.patch(ACTION, 1, &body).await;
        assert_eq!(patch(json!({"ends": "2030"})).await.pointers(), ["/reason"]);
        assert_eq!(patch(json!({"ends": "2023", "reason": "x"})).await.pointers(), ["/ends"]);
        assert_eq!(patch(json!({"starts": "2031", "ends": "2030", "reason": "x"})).await.pointers(), ["/ends"]);
        assert_eq!(patch(json!({"ends": "soon", "reason": "x"})).await.pointers(), ["/ends"]);
        assert_eq!(patch(json!({"ends": "2030", "reason": "a\u{0}b"})).await.pointers(), ["/reason"]);
        assert_eq!(patch(json!([])).await.pointers(), [""]);
        let before = world.entries().await;
        assert_eq!(patch(json!({})).await.expect(200)["version"], 1, "nothing to change");
        assert_eq!(world.entries().await, before);
        let view = patch(json!({"ends": "2030-autumn", "reason": "The trainer left."})).await.expect(200);
        assert_eq!((&view["version"], &view["ends"]), (&json!(2), &json!("2030-autumn")));
        let stale = patch(json!({"ends": "2031", "reason": "Again."})).await;
        let problem = stale.json();
        assert_eq!(stale.problem(412), "stale");
        assert_eq!(problem["current"]["ends"], "2030-autumn");
        let line = lead.get(&format!("{ACTION}/timeline")).await.expect(200);
        let latest = &line["items"][0];
        assert_eq!(latest["title"], "Ends changed");
        assert_eq!((&latest["by"], &latest["agency"]), (&json!("Lee Lambert"), &json!("Northshire Council")));
        assert_eq!(latest["changes"][0]["to"], "Autumn 2030");
        assert_eq!(latest["changes"][1]["to"], "The trainer left.");
        assert_eq!(line["items"].as_array().unwrap().len(), 2);
    }
}

on_both! {
    async fn a_coordinator_settles_the_rest(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let patch = async |body: Value| coordinator.patch(ACTION, 1, &body).await;
        assert_eq!(patch(json!({"reference": "2.1"})).await.pointers(), ["/reference"]);
        assert_eq!(patch(json!({"reference": null})).await.pointers(), ["/reference"]);
        assert_eq!(patch(json!({"title": " "})).await.pointers(), ["/title"]);
        assert_eq!(patch(json!({"level": world.seed.plan})).await.pointers(), ["/level"]);
        assert_eq!(patch(json!({"outcomes": []})).await.pointers(), ["/outcomes"]);
        assert_eq!(patch(json!({"outcomes": [world.seed.outcome, world.seed.outcome]})).await.pointers(), ["/outcomes/1"]);
        let parts = |parts: Value| json!({"parts": parts});
        assert_eq!(patch(parts(json!([]))).await.pointers(), ["/parts"]);
        assert_eq!(patch(parts(json!([{"agency": world.seed.plan, "role": "lead"}]))).await.pointers(), ["/parts/0/agency"]);
        assert_eq!(
            patch(parts(json!([{"agency": world.seed.council, "role": "lead", "coordinates": true}]))).await.pointers(),
            ["/parts/0/coordinates"]
        );
        let stranger = world.by(world.seed.stranger).await;
        assert_eq!(stranger.get(ACTION).await.problem(404), "not_found");
        let body = json!({"title": "Train everyone", "parts": [
            {"agency": world.seed.health, "role": "lead"}, {"agency": world.seed.charity, "role": "support"}]});
        let view = patch(body).await.expect(200);
        assert_eq!(view["title"], "Train everyone");
        assert_eq!(view["parts"].as_array().unwrap().len(), 2);
        stranger.get(ACTION).await.expect(200);
        let version = view["version"].as_i64().unwrap();
        let back = json!({"parts": [{"agency": world.seed.council, "role": "lead"}]});
        coordinator.patch(ACTION, version, &back).await.expect(200);
        assert_eq!(stranger.get(ACTION).await.problem(404), "not_found", "it takes part no longer");
        world.by(world.seed.health_editor).await.get(ACTION).await.expect(200);
    }
}

on_both! {
    async fn a_reference_that_is_printed_twice_offers_a_choice(world: World) {
        for (id, version) in [(world.seed.council_action, 2), (world.seed.joint_action, 2)] {
            set(&world, entities::action::ActiveModel {
                id: Set(id.0), reference: Set(None), printed_ref: Set("4.1".to_owned()), version: Set(version), ..Default::default()
            }).await;
        }
        let coordinator = world.by(world.seed.coordinator).await;
        let path = "/plans/northshire-2024/actions/4.1";
        let choice = coordinator.get(path).await.expect(300);
        assert_eq!(choice["candidates"].as_array().unwrap().len(), 2);
        assert_eq!(choice["candidates"][0]["title"], "Train the people who meet children");
        coordinator.patch(path, 2, &json!({"title": "x"})).await.expect(300);
        let path = format!("/plans/{}/actions/{}", world.seed.plan, world.seed.joint_action);
        assert_eq!(coordinator.get(&path).await.expect(200)["title"], "One front door");
    }
}

on_both! {
    async fn events_move_an_action_through_its_states(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let events = format!("{ACTION}/events");
        let view = lead.post_to(&events, 1, &json!({"event": "start"})).await.expect(200);
        assert_eq!(view["state"], "in_progress");
        assert_eq!(lead.post_to(&events, 2, &json!({"event": "start"})).await.problem(409), "wrong_state");
        assert_eq!(lead.post_to(&events, 1, &json!({"event": "embed"})).await.problem(412), "stale");
        assert_eq!(lead.post_to(&events, 2, &json!({"event": "pause", "decision": "D1"})).await.problem(403), "forbidden");
        assert_eq!(lead.post_to(&events, 2, &json!({"event": "vanish"})).await.status, 422);
        let done = json!({"event": "complete", "evidence": "The report.", "changed": "They wait less."});
        assert_eq!(
            lead.post_to(&events, 2, &json!({"event": "complete", "evidence": "", "changed": ""})).await.pointers(),
            ["/evidence", "/changed"]
        );
        assert_eq!(lead.post_to(&events, 2, &done).await.expect(200)["state"], "complete");
        let coordinator = world.by(world.seed.coordinator).await;
        let reopen = json!({"event": "reopen", "reason": "It was not."});
        assert_eq!(coordinator.post_to(&events, 3, &reopen).await.expect(200)["state"], "in_progress");
        let line = lead.get(&format!("{ACTION}/timeline")).await.expect(200);
        let titles: Vec<_> = line["items"].as_array().unwrap().iter().map(|entry| entry["title"].clone()).collect();
        assert_eq!(titles, ["Reopened", "Completed", "Work began", "Put into the plan"]);
        assert!(world.acts().await.ends_with(&["action.start".into(), "action.complete".into(), "action.reopen".into()]));
    }
}

on_both! {
    async fn milestones_are_added_by_those_who_answer(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let path = format!("{ACTION}/milestones");
        let bad = json!({"title": "", "due": "2020", "owner": world.seed.plan});
        assert_eq!(lead.post(&path, &bad).await.pointers(), ["/title", "/due", "/owner"]);
        let form = json!({"title": "Second course held", "due": "2031-06", "owner": world.seed.council});
        let made = lead.post(&path, &form).await;
        assert!(made.header("location").unwrap().contains("/actions/"));
        assert_eq!(made.expect(201)["state"], "planned");
        assert_eq!(lead.get(ACTION).await.expect(200)["milestones"].as_array().unwrap().len(), 2);
        let line = lead.get(&format!("{ACTION}/timeline")).await.expect(200);
        assert_eq!(line["items"][0]["title"], "Milestone added: Second course held");
        let health = world.by(world.seed.health_lead).await;
        assert_eq!(health.post(&path, &form).await.problem(403), "forbidden");
    }
}

on_both! {
    async fn proposed_actions_are_agreed_together_or_told_why_not(world: World) {
        for (id, reference) in [(world.seed.council_action, Some("1.1".to_owned())), (world.seed.joint_action, None)] {
            set(&world, entities::action::ActiveModel {
                id: Set(id.0), state: Set("proposed".to_owned()), reference: Set(reference), printed_ref: Set("9".to_owned()), ..Default::default()
            }).await;
        }
        let coordinator = world.by(world.seed.coordinator).await;
        let path = "/plans/northshire-2024/agreement";
        assert_eq!(coordinator.post(path, &json!({"actions": [world.seed.plan]})).await.pointers(), ["/actions/0"]);
        let answer = coordinator.post(path, &json!({"actions": []})).await.expect(200);
        assert_eq!(answer["agreed"].as_array().unwrap().len(), 1);
        assert_eq!(answer["refused"][0]["refusal"]["code"], "reference_unsettled");
        assert_eq!(coordinator.get(ACTION).await.expect(200)["state"], "agreed");
        let before = world.entries().await;
        let again = coordinator.post(path, &json!({"actions": [world.seed.council_action]})).await.expect(200);
        assert_eq!(again["refused"][0]["refusal"]["code"], "not_now");
        assert_eq!(world.entries().await, before);
        let lead = world.by(world.seed.council_lead).await;
        assert_eq!(lead.post(path, &json!({"actions": []})).await.problem(403), "forbidden");
    }
}
