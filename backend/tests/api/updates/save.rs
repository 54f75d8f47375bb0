use serde_json::json;

use crate::support::{World, on_both};

use super::{path, version, words};

on_both! {
    async fn words_are_kept_as_they_are_written(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        let half = json!({"done": "  Two schools  ", "help": "Money"});
        let saved = editor.put(&path(&draft), 1, &half).await.expect(200);
        assert_eq!(saved["content"]["done"], "Two schools");
        assert_eq!(saved["content"]["help"], "Money");
        assert!(saved["content"]["brag"].is_null());
        assert_eq!(version(&saved), 2);
        let colleague = world.by(world.seed.council_lead).await;
        let saved = colleague.put(&path(&draft), 2, &words()).await.expect(200);
        assert_eq!(saved["author"]["name"], "Edie Evans");
        assert_eq!(saved["last_editor"]["name"], "Lee Lambert");
        assert_eq!(saved["content"]["brag"], "green");
        assert_eq!(saved["content"]["help"], "");
        assert_eq!(world.acts().await.last().unwrap(), "update.save");
    }
}

on_both! {
    async fn the_second_of_two_learns_what_the_first_wrote(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        editor.put(&path(&draft), 1, &words()).await.expect(200);
        let entries = world.entries().await;
        let answer = world.by(world.seed.council_lead).await.put(&path(&draft), 1, &json!({"done": "Mine"})).await;
        let problem = answer.json();
        assert_eq!(answer.problem(412), "stale");
        assert_eq!(problem["current"]["version"], 2);
        assert_eq!(problem["current"]["content"]["done"], words()["done"]);
        assert_eq!(world.entries().await, entries);
        let answer = editor.send(
            reqwest::Method::PUT,
            &path(&draft),
            &[("x-throughline", "1"), ("content-type", "application/json")],
            Some("{}"),
        ).await;
        assert_eq!(answer.problem(428), "version_required");
    }
}

on_both! {
    async fn words_that_cannot_be_kept_are_named(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        let long = "a".repeat(4001);
        let stranger = world.seed.board;
        let moved = json!({"what": "moved", "milestone": world.seed.milestone, "to": "2200-01-01", "reason": "x"});
        for (body, pointers) in [
            (json!({"done": long, "help": "a\0"}), vec!["/done", "/help"]),
            (json!({"milestones": [{"what": "done", "milestone": stranger, "on": "2024-05-01"}]}), vec!["/milestones/0/milestone"]),
            (json!({"milestones": [moved]}), vec!["/milestones/0/to"]),
            (json!({"brag": "purple"}), vec!["/brag"]),
            (json!({"other": 1}), vec!["/other"]),
            (json!([]), vec![""]),
        ] {
            assert_eq!(editor.put(&path(&draft), 1, &body).await.pointers(), pointers, "{body}");
        }
        let read = editor.get(&path(&draft)).await.expect(200);
        assert_eq!(version(&read), 1);
    }
}

on_both! {
    async fn only_the_agency_writes_and_only_before_review(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let answer = coordinator.put(&path(&draft), 1, &words()).await;
        assert_eq!(answer.json()["refusal"]["code"], "not_your_role");
        assert_eq!(answer.problem(403), "forbidden");
        for person in [world.seed.health_lead, world.seed.administrator, world.seed.auditor, world.seed.stranger] {
            let caller = world.by(person).await;
            assert_eq!(caller.put(&path(&draft), 1, &words()).await.problem(404), "not_found");
            assert_eq!(caller.get(&path(&draft)).await.problem(404), "not_found");
        }
        let saved = editor.put(&path(&draft), 1, &words()).await.expect(200);
        let sent = editor.event(&saved, "submit", "").await;
        let answer = editor.put(&path(&draft), version(&sent), &words()).await;
        assert_eq!(answer.json()["refusal"]["code"], "being_reviewed");
        assert_eq!(answer.problem(409), "wrong_state");
    }
}

on_both! {
    async fn two_writers_see_each_other(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        let editors = format!("{}/editors", path(&draft));
        let names = |answer: &serde_json::Value| -> Vec<String> {
            answer["others"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
        };
        let alone = editor.get(&editors).await.expect(200);
        assert!(names(&alone).is_empty());
        assert_eq!((&alone["version"], &alone["last_editor"]["name"]), (&json!(1), &json!("Edie Evans")));
        let second = lead.get(&editors).await.expect(200);
        assert_eq!(names(&second), ["Edie Evans"]);
        assert_eq!(names(&editor.get(&editors).await.expect(200)).len(), 1);
        let before = world.entries().await;
        editor.get(&editors).await.expect(200);
        assert_eq!(world.entries().await, before, "nothing is written");
        for person in [world.seed.coordinator, world.seed.board_member] {
            let status = world.by(person).await.get(&editors).await.status;
            assert!(matches!(status, 403 | 404), "{status}");
        }
    }
}
