//! A lead hands an update to a colleague.

use serde_json::{Value, json};

use crate::support::{Answer, Caller, World, on_both};

use super::{open_acts, path, version, words};

async fn hand(by: &Caller, update: &Value, person: Value) -> Answer {
    let path = format!("{}/hand-over", path(update));
    by.post_to(&path, version(update), &json!({"person": person}))
        .await
}

on_both! {
    async fn a_colleague_finds_it_in_their_work(world: World) {
        let seed = &world.seed;
        let lead = world.by(seed.council_lead).await;
        let editor = world.by(seed.council_editor).await;
        let draft = world.draft(&lead, seed.council_action).await;
        assert!(open_acts(&draft).contains(&"hand_over".to_owned()));
        assert_eq!(hand(&lead, &draft, json!(seed.health_lead)).await.pointers(), ["/person"]);
        assert_eq!(hand(&editor, &draft, json!(seed.council_editor)).await.problem(403), "forbidden");
        let handed = hand(&lead, &draft, json!(seed.council_editor)).await.expect(200);
        assert_eq!(handed["assigned"]["name"], "Edie Evans");
        assert_eq!(handed["last_editor"]["id"], json!(seed.council_lead), "the words are still the lead's");
        let work = editor.get("/my-work").await.expect(200);
        assert_eq!(work["drafts"][0]["assigned"]["id"], json!(seed.council_editor));
        assert_eq!(hand(&lead, &draft, Value::Null).await.problem(412), "stale");
        let anyone = hand(&lead, &handed, Value::Null).await.expect(200);
        assert_eq!(anyone["assigned"], Value::Null);
        let saved = editor.put(&path(&draft), version(&anyone), &words()).await.expect(200);
        let sent = editor.event(&saved, "submit", "").await;
        assert_eq!(hand(&lead, &sent, json!(seed.council_editor)).await.problem(409), "wrong_state");
    }
}
