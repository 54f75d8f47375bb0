use std::sync::atomic::Ordering;

use chrono::Days;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};

use crate::support::{World, on_both};

use super::{path, version, words};

fn references(list: &Value) -> Vec<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|item| item["action"]["reference"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn work_moves_from_hand_to_hand(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let health = world.by(world.seed.health_editor).await;
        let work = editor.get("/my-work").await.expect(200);
        assert_eq!(references(&work["owed"]), ["1.1", "2.1", "3.1"]);
        assert_eq!(work["owed"][0]["can_start"], true);
        assert_eq!(work["owed"][2]["agency"]["name"], "Northshire Council", "for the schools");
        assert_eq!(references(&health.get("/my-work").await.expect(200)["owed"]), ["2.1"]);

        let sent = world.submitted(&editor, world.seed.council_action, &words()).await;
        world.draft(&health, world.seed.joint_action).await;
        let work = editor.get("/my-work").await.expect(200);
        assert_eq!(references(&work["owed"]), ["3.1"], "the other joint lead reports on 2.1");
        assert_eq!(references(&work["submitted"]), ["1.1"]);
        assert!(references(&work["drafts"]).is_empty());
        let review = lead.get("/my-work").await.expect(200);
        assert_eq!(references(&review["to_review"]), ["1.1"]);
        assert!(references(&review["submitted"]).is_empty());
        assert_eq!(references(&health.get("/my-work").await.expect(200)["drafts"]), ["2.1"]);
        let coordinator = world.by(world.seed.coordinator).await;
        let work = coordinator.get("/my-work").await.expect(200);
        // Accounts of the small partnership have no password yet, so that nobody in the council
        // can sign in to review: it falls to the coordinator.
        assert_eq!(references(&work["to_review"]), ["1.1"]);
        assert!(references(&work["owed"]).is_empty());

        lead.event(&sent, "accept", "").await;
        let work = editor.get("/my-work").await.expect(200);
        assert_eq!(references(&work["owed"]), ["3.1"]);
        assert!(references(&work["submitted"]).is_empty());
        for person in [world.seed.administrator, world.seed.stranger, world.seed.practitioner] {
            let work = world.by(person).await.get("/my-work").await.expect(200);
            for list in ["returned", "to_review", "drafts", "owed", "submitted"] {
                assert!(references(&work[list]).is_empty(), "{list}");
            }
        }
        assert_eq!(world.guest().get("/my-work").await.problem(401), "not_signed_in");
    }
}

on_both! {
    async fn what_is_asked_of_the_database_does_not_grow_with_the_cycles(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let (base, asked) = world.counting().await;
        let editor = world.by(world.seed.council_editor).await.at(&base);
        let day = |back: u64| backend::clock::london_day(backend::clock::now()) - Days::new(back);
        let mut numbers = Vec::new();
        for number in 1..=4u64 {
            let back = number * 20;
            let form = json!({"name": format!("Cycle {number}"), "observes_from": day(back + 10), "observes_to": day(back + 10),
                "opens": day(back + 9), "due": day(back + 5), "closes": day(back)});
            let cycle = coordinator.post("/plans/northshire-2024/cycles", &form).await.expect(201);
            let exceptions = format!("/plans/northshire-2024/cycles/{}/exceptions", cycle["id"].as_str().unwrap());
            let form = json!({"action": world.seed.council_action, "agency": world.seed.council, "person": world.seed.council_editor,
                "until": day(0), "reason": "The author was ill."});
            coordinator.post(&exceptions, &form).await.expect(201);
            let work = editor.get("/my-work").await.expect(200);
            assert_eq!(references(&work["owed"]).len(), 3 + numbers.len() + 1);
            asked.store(0, Ordering::SeqCst);
            editor.get("/my-work").await.expect(200);
            numbers.push(asked.load(Ordering::SeqCst));
        }
        assert!(numbers[0] > 0 && numbers.iter().all(|number| *number == numbers[0]), "{numbers:?}");
    }
}

on_both! {
    async fn a_green_as_before_can_be_accepted_with_others(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let unchanged = async || lead.get("/my-work").await.expect(200)["unchanged"].clone();
        let first = world.submitted(&editor, world.seed.council_action, &words()).await;
        assert_eq!(unchanged().await, json!([]), "there is no green before it");
        lead.event(&first, "accept", "").await;
        let today = backend::clock::london_day(backend::clock::now());
        let next = json!({"name": "Next", "observes_from": today, "observes_to": today,
            "opens": today, "due": today, "closes": today});
        let cycle = coordinator.post("/plans/northshire-2024/cycles", &next).await.expect(201);
        // The cycle before it opened earlier.
        entities::cycle::ActiveModel {
            id: Set(world.seed.cycle.0),
            opens: Set(today - Days::new(1)),
            ..Default::default()
        }
        .update(world.app.db.owner())
        .await
        .unwrap();
        let form = json!({"action": world.seed.council_action, "cycle": cycle["id"]});
        let draft = editor.post("/updates", &form).await.expect(201);
        let saved = editor.put(&path(&draft), 1, &words()).await.expect(200);
        let sent = editor.event(&saved, "submit", "").await;
        assert_eq!(unchanged().await, json!([{"update": sent["id"], "version": version(&sent)}]));
        assert_eq!(editor.get("/my-work").await.expect(200)["unchanged"], json!([]), "not one's own");
        assert_eq!(coordinator.get("/my-work").await.expect(200)["unchanged"], json!([]), "an override is a decision of its own");
        let back = lead.event(&sent, "return", "Which schools?").await;
        let mut asking = words();
        asking["help"] = json!("A room.");
        let saved = editor.put(&path(&draft), version(&back), &asking).await.expect(200);
        editor.event(&saved, "submit", "").await;
        assert_eq!(unchanged().await, json!([]), "it asks for something");
    }
}
