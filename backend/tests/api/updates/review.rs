use serde_json::json;

use crate::support::{World, on_both};

use super::{open_acts, path, version, words};

on_both! {
    async fn what_says_too_little_is_not_sent(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        let submit = format!("{}/submit", path(&draft));
        let answer = editor.post_to(&submit, 1, &json!({})).await;
        assert_eq!(answer.pointers(), ["/delivery_status", "/brag", "/done", "/next"]);
        let mut early = words();
        early["milestones"] = json!([{"what": "done", "milestone": world.seed.milestone, "on": "2024-03-31"}]);
        let saved = editor.put(&path(&draft), 1, &early).await.expect(200);
        let answer = editor.post_to(&submit, version(&saved), &json!({})).await;
        assert_eq!(answer.pointers(), ["/milestones/0/on"], "before the plan begins");
    }
}

on_both! {
    async fn a_return_keeps_its_comment_through_all_rounds(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let sent = world.submitted(&editor, world.seed.council_action, &words()).await;
        assert_eq!(sent["state"], "submitted");
        let give_back = format!("{}/return", path(&sent));
        assert_eq!(lead.post_to(&give_back, version(&sent), &json!({"comment": " "})).await.pointers(), ["/comment"]);
        let taken = lead.event(&sent, "take-up", "").await;
        assert_eq!(taken["state"], "in_review");
        let answer = editor.post_to(&format!("{}/withdraw", path(&sent)), version(&taken), &json!({})).await;
        assert_eq!(answer.json()["refusal"]["code"], "being_reviewed");
        let back = lead.event(&taken, "return", "Which schools?").await;
        assert_eq!(back["state"], "returned");
        let work = editor.get("/my-work").await.expect(200);
        assert_eq!(work["returned"][0]["returned_with"], "Which schools?");
        let seen = editor.get(&path(&back)).await.expect(200);
        assert_eq!(open_acts(&seen), ["update", "submit", "withdraw"]);
        let saved = editor.put(&path(&back), version(&back), &words()).await.expect(200);
        let again = editor.event(&saved, "submit", "").await;
        let done = lead.event(&again, "accept", "Thank you").await;
        let steps: Vec<_> = done["steps"].as_array().unwrap().iter()
            .map(|step| (step["event"].as_str().unwrap(), step["round"].as_i64().unwrap(), step["comment"].as_str()))
            .collect();
        assert_eq!(steps, [
            ("submit", 1, None),
            ("take_up", 1, None),
            ("return", 1, Some("Which schools?")),
            ("submit", 2, None),
            ("accept", 2, Some("Thank you")),
        ]);
        // What the two said to each other is not for everyone.
        let outside = world.by(world.seed.board_member).await.get(&path(&done)).await.expect(200);
        assert!(outside["steps"][2]["comment"].is_null());
        assert!(open_acts(&outside).is_empty());
    }
}

on_both! {
    async fn nobody_reviews_their_own(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let sent = world.submitted(&lead, world.seed.council_action, &words()).await;
        for (event, comment) in [("accept", ""), ("return", "No"), ("take-up", "")] {
            let answer = lead.post_to(&format!("{}/{event}", path(&sent)), version(&sent), &json!({"comment": comment})).await;
            assert_eq!(answer.json()["refusal"]["code"], "own_work", "{event}");
            assert_eq!(answer.problem(403), "forbidden");
        }
        let editor = world.by(world.seed.council_editor).await;
        let answer = editor.post_to(&format!("{}/accept", path(&sent)), version(&sent), &json!({})).await;
        assert_eq!(answer.json()["refusal"]["code"], "not_your_role");
        assert_eq!(answer.problem(403), "forbidden");
        let other = world.by(world.seed.health_lead).await;
        assert_eq!(other.post_to(&format!("{}/accept", path(&sent)), version(&sent), &json!({})).await.problem(404), "not_found");
    }
}

on_both! {
    async fn the_coordinator_overrides_with_a_reason(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let sent = world.submitted(&lead, world.seed.council_action, &words()).await;
        let work = coordinator.get("/my-work").await.expect(200);
        assert_eq!(work["to_review"][0]["id"], sent["id"], "the only lead wrote it");
        let address = format!("{}/override", path(&sent));
        assert_eq!(coordinator.post_to(&address, version(&sent), &json!({})).await.pointers(), ["/comment"]);
        assert_eq!(lead.post_to(&address, version(&sent), &json!({"comment": "x"})).await.problem(403), "forbidden");
        let done = coordinator.event(&sent, "override", "The agency has one person.").await;
        assert_eq!(done["state"], "accepted");
        assert_eq!(world.acts().await.iter().filter(|act| *act == "update.override").count(), 1);
        let seen = world.by(world.seed.health_editor).await.get(&path(&done)).await.expect(200);
        assert_eq!(seen["steps"][1]["comment"], "The agency has one person.");
    }
}

on_both! {
    async fn what_is_withdrawn_is_gone_for_the_others(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        coordinator.get(&path(&draft)).await.expect(200);
        let gone = editor.event(&draft, "withdraw", "").await;
        assert_eq!(gone["state"], "withdrawn");
        assert!(open_acts(&gone).is_empty());
        assert_eq!(coordinator.get(&path(&draft)).await.problem(404), "not_found");
        let answer = editor.post_to(&format!("{}/submit", path(&draft)), version(&gone), &json!({})).await;
        assert_eq!(answer.json()["refusal"]["code"], "already_withdrawn");
        let answer = editor.post_to(&format!("{}/submit", path(&draft)), 1, &json!({})).await;
        assert_eq!(answer.problem(412), "stale");
    }
}
