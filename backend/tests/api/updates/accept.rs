use serde_json::json;
use shared::ids::ActionId;

use crate::support::{World, on_both};

use super::{complete, open_acts, path, version, words};

async fn state_of(world: &World, action: ActionId) -> (String, i32) {
    use sea_orm::EntityTrait;
    let row = entities::action::Entity::find_by_id(action.0)
        .one(&world.app.db.read)
        .await
        .unwrap()
        .unwrap();
    (row.state, row.version)
}

on_both! {
    async fn the_action_follows_what_is_accepted(world: World) {
        let action = world.seed.council_action;
        let editor = world.by(world.seed.council_editor).await;
        assert_eq!(state_of(&world, action).await.0, "agreed");
        let first = world.accepted(&editor, world.seed.council_lead, action, &words()).await;
        assert_eq!(state_of(&world, action).await, ("in_progress".to_owned(), 2));
        let form = json!({"action": action, "cycle": world.seed.cycle, "corrects": first["id"]});
        let draft = editor.post("/updates", &form).await.expect(201);
        let saved = editor.put(&path(&draft), 1, &complete()).await.expect(200);
        let sent = editor.event(&saved, "submit", "").await;
        world.by(world.seed.council_lead).await.event(&sent, "accept", "").await;
        assert_eq!(state_of(&world, action).await, ("complete".to_owned(), 3));
        let acts = world.acts().await;
        for act in ["action.start", "action.complete"] {
            assert_eq!(acts.iter().filter(|done| *done == act).count(), 1, "{act}");
        }
        assert_eq!(acts.iter().filter(|done| *done == "update.accept").count(), 2);
    }
}

on_both! {
    async fn milestones_are_done_and_moved(world: World) {
        use sea_orm::EntityTrait;
        let editor = world.by(world.seed.council_editor).await;
        let mut moving = words();
        moving["milestones"] = json!([
            {"what": "moved", "milestone": world.seed.milestone, "to": "2027-02-01", "reason": "The venue closed."}
        ]);
        let sent = world.submitted(&editor, world.seed.council_action, &moving).await;
        let milestone = async || {
            entities::milestone::Entity::find_by_id(world.seed.milestone.0)
                .one(&world.app.db.read)
                .await
                .unwrap()
                .unwrap()
        };
        assert_eq!(milestone().await.moves, 0, "nothing before it is accepted");
        let done = world.by(world.seed.council_lead).await.event(&sent, "accept", "").await;
        let row = milestone().await;
        assert_eq!((row.due.as_deref(), row.moves, row.version), (Some("2027-02-01"), 1, 2));
        assert_eq!(done["milestones"][0]["due"], "2027-02-01");
        let form = json!({"action": world.seed.council_action, "cycle": world.seed.cycle, "corrects": done["id"]});
        let draft = editor.post("/updates", &form).await.expect(201);
        let mut finished = words();
        finished["milestones"] = json!([{"what": "done", "milestone": world.seed.milestone, "on": "2024-05-01"}]);
        let saved = editor.put(&path(&draft), 1, &finished).await.expect(200);
        let sent = editor.event(&saved, "submit", "").await;
        let done = world.by(world.seed.council_lead).await.event(&sent, "accept", "").await;
        assert_eq!(done["milestones"][0]["state"], "done");
        assert_eq!(done["milestones"][0]["done_on"], "2024-05-01");
        assert_eq!(milestone().await.version, 3);
    }
}

on_both! {
    async fn an_accepted_update_does_not_change(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let done = world.accepted(&editor, world.seed.council_lead, world.seed.council_action, &words()).await;
        assert_eq!(open_acts(&editor.get(&path(&done)).await.expect(200)), ["correct"]);
        assert_eq!(editor.put(&path(&done), version(&done), &complete()).await.problem(409), "wrong_state");
        for event in ["submit", "withdraw"] {
            let answer = editor.post_to(&format!("{}/{event}", path(&done)), version(&done), &json!({})).await;
            assert_eq!(answer.json()["refusal"]["code"], "already_accepted", "{event}");
        }
        // Everyone of the plan reads it, nobody else knows of it.
        for person in [world.seed.health_editor, world.seed.board_member, world.seed.auditor] {
            world.by(person).await.get(&path(&done)).await.expect(200);
        }
        assert_eq!(world.by(world.seed.stranger).await.get(&path(&done)).await.problem(404), "not_found");
    }
}
