//! Dates that were promised and have moved.

use serde_json::json;

use crate::support::{World, on_both};

const ACTION: &str = "/plans/northshire-2024/actions/1.1";

on_both! {
    async fn every_move_keeps_old_new_reason_and_who_agreed(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let line = lead.get(&format!("{ACTION}/timeline")).await.expect(200);
        assert_eq!(line["commitments"], json!([]));
        // A first date is a promise; the two changes after it move it.
        for (version, ends) in [(1, "2030-04-01"), (2, "2030-05-01"), (3, "2030-04-11")] {
            let body = json!({"ends": ends, "reason": format!("To {ends}.")});
            lead.patch(ACTION, version, &body).await.expect(200);
        }
        let editor = world.by(world.seed.council_editor).await;
        let form = json!({"action": world.seed.council_action, "cycle": world.seed.cycle});
        let draft = editor.post("/updates", &form).await.expect(201);
        let path = format!("/updates/{}", draft["id"].as_str().unwrap());
        let words = json!({"delivery_status": "in_progress", "brag": "green", "done": "We began.", "next": "We go on.", "milestones": [
            {"what": "moved", "milestone": world.seed.milestone, "to": "2199-01-01", "reason": "The venue closed."}]});
        let saved = editor.put(&path, 1, &words).await.expect(200);
        let sent = editor.post_to(&format!("{path}/submit"), saved["version"].as_i64().unwrap(), &json!({})).await.expect(200);
        lead.post_to(&format!("{path}/accept"), sent["version"].as_i64().unwrap(), &json!({})).await.expect(200);
        let line = world.by(world.seed.board_member).await.get(&format!("{ACTION}/timeline")).await.expect(200);
        let end = &line["commitments"][0];
        assert_eq!((&end["what"], &end["times"], &end["days"]), (&json!("End of the action"), &json!(2), &json!(10)));
        let first = &end["moves"][0];
        assert_eq!((&first["from"], &first["to"]), (&json!("2030-04-01"), &json!("2030-05-01")));
        assert_eq!((&first["by"], &first["reason"]), (&json!("Lee Lambert"), &json!("To 2030-05-01.")));
        let milestone = &line["commitments"][1];
        assert_eq!((&milestone["what"], &milestone["times"]), (&json!("First course held"), &json!(1)));
        assert_eq!(milestone["moves"][0]["by"], "Lee Lambert", "who accepted the update agreed to the date");
        assert_eq!(milestone["moves"][0]["reason"], "The venue closed.");
    }
}
