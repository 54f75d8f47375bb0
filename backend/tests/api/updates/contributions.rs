//! Joint leads and supporting agencies stand behind an update, or do not.

use chrono::Days;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};

use crate::support::{Answer, Caller, World, on_both};

use super::{path, version, words};

async fn answer(
    by: &Caller,
    update: &Value,
    agency: impl ToString,
    event: &str,
    words: &str,
) -> Answer {
    let path = format!(
        "{}/contributions/{}/{event}",
        path(update),
        agency.to_string()
    );
    by.post_to(&path, version(update), &json!({"comment": words}))
        .await
}

/// Moves the seed's cycle so that it was due, and perhaps closed, before today.
pub async fn overdue(world: &World, closed: bool) {
    let today = backend::clock::london_day(backend::clock::now());
    entities::cycle::ActiveModel {
        id: Set(world.seed.cycle.0),
        opens: Set(today - Days::new(20)),
        due: Set(today - Days::new(10)),
        closes: Set(if closed { today - Days::new(1) } else { today }),
        ..Default::default()
    }
    .update(world.app.db.owner())
    .await
    .unwrap();
}

fn states(update: &Value) -> Vec<(&str, &str)> {
    update["contributions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["agency"]["name"].as_str().unwrap(),
                one["state"].as_str().unwrap(),
            )
        })
        .collect()
}

on_both! {
    async fn the_coordinating_lead_waits_for_the_other(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let health = world.by(world.seed.health_lead).await;
        let sent = world.submitted(&editor, world.seed.joint_action, &words()).await;
        assert_eq!(states(&sent), [("Northshire Health Board", "requested")]);
        assert_eq!(sent["agreement"], "none");
        let refused = lead.post_to(&format!("{}/accept", path(&sent)), version(&sent), &json!({})).await;
        assert_eq!(refused.json()["refusal"]["code"], "not_endorsed");
        let work = health.get("/my-work").await.expect(200);
        assert_eq!(work["to_endorse"][0]["id"], sent["id"]);
        let theirs = world.by(world.seed.health_editor).await;
        assert_eq!(answer(&theirs, &sent, world.seed.health, "endorse", "").await.problem(403), "forbidden");
        assert_eq!(answer(&lead, &sent, world.seed.health, "endorse", "").await.problem(403), "forbidden");
        assert_eq!(answer(&health, &sent, world.seed.charity, "endorse", "").await.problem(404), "not_found");
        let confirmed = answer(&health, &sent, world.seed.health, "endorse", "").await.expect(200);
        assert_eq!((&confirmed["state"], &confirmed["agreement"]), (&json!("submitted"), &json!("full")));
        assert_eq!(confirmed["contributions"][0]["by"]["name"], "Hari Hughes");
        assert_eq!(answer(&health, &confirmed, world.seed.health, "endorse", "").await.problem(409), "wrong_state");
        assert!(health.get("/my-work").await.expect(200)["to_endorse"].as_array().unwrap().is_empty());
        let done = lead.event(&confirmed, "accept", "").await;
        assert_eq!(done["state"], "accepted");
        assert!(done["not_endorsed"].as_array().unwrap().is_empty());
        assert_eq!(answer(&health, &done, world.seed.health, "dispute", "No.").await.problem(409), "wrong_state");
    }
}

on_both! {
    async fn a_dispute_sends_it_back_with_its_words(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let health = world.by(world.seed.health_lead).await;
        let sent = world.submitted(&editor, world.seed.joint_action, &words()).await;
        assert_eq!(answer(&health, &sent, world.seed.health, "dispute", " ").await.pointers(), ["/comment"]);
        let disputed = answer(&health, &sent, world.seed.health, "dispute", "One school, not two.").await.expect(200);
        assert_eq!((&disputed["state"], &disputed["agreement"]), (&json!("returned"), &json!("disputed")));
        let work = editor.get("/my-work").await.expect(200);
        assert_eq!(work["returned"][0]["returned_with"], "One school, not two.");
        let saved = editor.put(&path(&sent), version(&disputed), &words()).await.expect(200);
        let again = editor.event(&saved, "submit", "").await;
        assert_eq!(states(&again), [("Northshire Health Board", "requested")], "asked again for the new words");
        let steps: Vec<&str> = again["steps"].as_array().unwrap().iter().map(|step| step["event"].as_str().unwrap()).collect();
        assert_eq!(steps, ["submit", "dispute", "submit"]);
    }
}

on_both! {
    async fn what_is_missing_at_the_due_date_is_printed(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let sent = world.submitted(&editor, world.seed.joint_action, &words()).await;
        assert!(sent["not_endorsed"].as_array().unwrap().is_empty(), "not before it is due");
        overdue(&world, false).await;
        let seen = lead.get(&path(&sent)).await.expect(200);
        assert_eq!(seen["not_endorsed"][0]["name"], "Northshire Health Board");
        let done = lead.event(&sent, "accept", "").await;
        assert_eq!(done["not_endorsed"][0]["name"], "Northshire Health Board");
        let reader = world.by(world.seed.board_member).await.get(&path(&sent)).await.expect(200);
        assert_eq!(reader["not_endorsed"][0]["name"], "Northshire Health Board");
    }
}

on_both! {
    async fn nobody_endorses_after_the_close(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let health = world.by(world.seed.health_lead).await;
        let sent = world.submitted(&editor, world.seed.joint_action, &words()).await;
        overdue(&world, true).await;
        let refused = answer(&health, &sent, world.seed.health, "endorse", "").await;
        assert_eq!(refused.json()["refusal"]["code"], "endorsement_over");
        assert_eq!(states(&health.get(&path(&sent)).await.expect(200)), [("Northshire Health Board", "not_received")]);
    }
}

on_both! {
    async fn the_coordinating_lead_accepts_what_another_reports(world: World) {
        let health = world.by(world.seed.health_editor).await;
        let health_lead = world.by(world.seed.health_lead).await;
        let council = world.by(world.seed.council_lead).await;
        let sent = world.submitted(&health, world.seed.joint_action, &words()).await;
        let refused = health_lead.post_to(&format!("{}/accept", path(&sent)), version(&sent), &json!({})).await;
        assert_eq!(refused.problem(403), "forbidden");
        assert_eq!(council.get("/my-work").await.expect(200)["to_review"][0]["id"], sent["id"]);
        let done = council.event(&sent, "accept", "").await;
        assert_eq!(states(&done), [("Northshire Council", "confirmed")], "accepting it stands behind it");
    }
}

on_both! {
    async fn a_supporting_agency_is_asked_but_not_waited_for(world: World) {
        entities::assignment::ActiveModel {
            id: Set(backend::clock::ordered_id()),
            plan_id: Set(world.seed.plan.0),
            action_id: Set(world.seed.council_action.0),
            agency_id: Set(world.seed.health.0),
            role: Set("support".to_owned()),
            coordinates: Set(false),
            printed: Set(None),
            sort: Set(2),
        }
        .insert(world.app.db.owner())
        .await
        .unwrap();
        let editor = world.by(world.seed.council_editor).await;
        let sent = world.submitted(&editor, world.seed.council_action, &words()).await;
        assert_eq!(sent["contributions"][0]["part"], "support");
        let done = world.by(world.seed.council_lead).await.event(&sent, "accept", "").await;
        assert_eq!(done["not_endorsed"][0]["name"], "Northshire Health Board");
    }
}
