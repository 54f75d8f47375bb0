use serde_json::Value;

use crate::support::{World, on_both};

use super::words;

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
