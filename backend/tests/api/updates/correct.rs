use serde_json::json;

use crate::support::{World, on_both};

use super::{open_acts, path, rated, words};

on_both! {
    async fn a_correction_takes_the_place_of_what_it_corrects(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let first = world.accepted(&editor, world.seed.council_lead, world.seed.council_action, &words()).await;
        let form = json!({"action": world.seed.council_action, "cycle": world.seed.cycle, "corrects": first["id"]});
        let draft = editor.post("/updates", &form).await.expect(201);
        assert_eq!(draft["edition"], 2);
        assert_eq!(draft["corrects"], first["id"]);
        assert_eq!(draft["content"]["done"], "", "its words are not copied");
        assert_eq!(editor.post("/updates", &form).await.problem(409), "already_exists");
        let saved = editor.put(&path(&draft), 1, &rated("amber")).await.expect(200);
        let sent = editor.event(&saved, "submit", "").await;
        assert_eq!(editor.get(&path(&first)).await.expect(200)["superseded"], false);
        let second = lead.event(&sent, "accept", "").await;
        assert_eq!(second["superseded"], false);
        let before = editor.get(&path(&first)).await.expect(200);
        assert_eq!(before["superseded"], true);
        assert_eq!(before["content"]["brag"], "green", "and keeps its words");
        assert!(open_acts(&before).is_empty());
        assert_eq!(editor.post("/updates", &form).await.pointers(), ["/corrects"], "the second one counts now");
    }
}

on_both! {
    async fn the_cycle_before_is_read_beside_the_next(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let first = world.accepted(&editor, world.seed.council_lead, world.seed.council_action, &words()).await;
        let today = backend::clock::london_day(backend::clock::now());
        let form = json!({"name": "Next quarter", "observes_from": today, "observes_to": today, "opens": today, "due": today, "closes": today});
        let coordinator = world.by(world.seed.coordinator).await;
        let next = coordinator.post(&format!("/plans/{}/cycles", world.seed.plan), &form).await.expect(201);
        let draft = editor.post("/updates", &json!({"action": world.seed.council_action, "cycle": next["id"]})).await.expect(201);
        assert_eq!(draft["previous"]["cycle"]["name"], "This quarter");
        assert_eq!(draft["previous"]["content"]["done"], first["content"]["done"]);
        let work = world.by(world.seed.council_editor).await.get("/my-work").await.expect(200);
        assert!(work["owed"].as_array().unwrap().iter().all(|owed| owed["action"]["reference"] != "1.1"));
    }
}
