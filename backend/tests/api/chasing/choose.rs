//! What people choose to get, and whom agencies make accountable.

use serde_json::json;

use super::leaves;
use crate::{
    support::{World, on_both},
    updates::open_acts,
};

on_both! {
    async fn a_person_chooses_what_they_get(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let before = lead.get("/session/mail").await.expect(200);
        assert_eq!(before["choice"], json!({"reminders": true, "decisions": true, "weekly": false}));
        assert_eq!(before["on"], false, "no mail server is set up");
        assert_eq!(before["email"], "lee.lambert@example.org");
        assert_eq!(before["answers_for"][0]["name"], "Northshire Council", "a lead answers while nobody is named");
        let choice = json!({"reminders": false, "decisions": false, "weekly": true});
        let after = lead.put("/session/mail", 0, &choice).await.expect(200);
        assert_eq!(after["choice"], choice);
        assert_eq!(lead.get("/session/mail").await.expect(200), after);
        let editor = world.by(world.seed.council_editor).await;
        let others = editor.get("/session/mail").await.expect(200);
        assert_eq!((&others["choice"], &others["answers_for"]), (&before["choice"], &json!([])));
        assert_eq!(lead.put("/session/mail", 0, &json!({"reminders": false})).await.status, 422);
        let more = json!({"reminders": true, "decisions": true, "weekly": true, "escalations": false});
        assert_eq!(lead.put("/session/mail", 0, &more).await.status, 422);
    }
}

on_both! {
    async fn an_agency_names_who_answers_for_it(world: World) {
        let seed = &world.seed;
        let lead = world.by(seed.council_lead).await;
        let path = format!("/agencies/{}/accountable", seed.council);
        let before = lead.get(&path).await.expect(200);
        assert_eq!((&before["version"], open_acts(&before)), (&json!(0), vec!["update".to_owned()]));
        assert_eq!(before["leads"], json!([{"id": seed.council_lead, "name": "Lee Lambert"}]));
        let named = lead.put(&path, 0, &json!({"person": seed.council_lead})).await.expect(200);
        assert_eq!((&named["person"]["name"], &named["version"]), (&json!("Lee Lambert"), &json!(1)));
        let stale = lead.put(&path, 0, &json!({})).await;
        assert_eq!(stale.json()["current"]["version"], 1);
        assert_eq!(stale.problem(412), "stale");
        for person in [seed.council_editor, seed.health_lead, seed.administrator] {
            assert_eq!(lead.put(&path, 1, &json!({"person": person})).await.pointers(), ["/person"]);
        }
        let editor = world.by(seed.council_editor).await;
        assert_eq!(open_acts(&editor.get(&path).await.expect(200)), Vec::<String>::new());
        assert_eq!(editor.put(&path, 1, &json!({})).await.problem(403), "forbidden");
        let health = world.by(seed.health_lead).await;
        assert_eq!(health.get(&path).await.problem(404), "not_found");
        assert_eq!(health.put(&path, 1, &json!({})).await.problem(404), "not_found");
        // Who has left is not shown as the one who answers.
        leaves(&world, seed.council_lead).await;
        let admin = world.by(seed.administrator).await;
        let after = admin.get(&path).await.expect(200);
        assert!(after["person"].is_null() && after["leads"] == json!([]));
        admin.put(&path, 1, &json!({"person": null})).await.expect(200);
    }
}
