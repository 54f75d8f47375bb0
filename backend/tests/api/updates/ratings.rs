//! The owner's rating and the one that the facts imply.

use chrono::Days;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

use crate::support::{World, on_both};

use super::{path, rated, version, words};

/// Makes the seed's milestone be due `days` ago.
async fn late(world: &World, days: u64) {
    let due = backend::clock::london_day(backend::clock::now()) - Days::new(days);
    entities::milestone::ActiveModel {
        id: Set(world.seed.milestone.0),
        due: Set(Some(due.to_string())),
        ..Default::default()
    }
    .update(world.app.db.owner())
    .await
    .unwrap();
}

async fn row(world: &World) -> Value {
    let plan = world.by(world.seed.board_member).await;
    let register = plan.get("/plans/northshire-2024/actions").await.expect(200);
    register["rows"][0].clone()
}

on_both! {
    async fn green_with_a_late_milestone_needs_a_reason_and_is_counted(world: World) {
        late(&world, 10).await;
        let editor = world.by(world.seed.council_editor).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        assert_eq!(draft["implied"], json!({"brag": "amber", "reasons": [{"code": "milestones_past", "count": 1, "days": 10}]}));
        let saved = editor.put(&path(&draft), 1, &words()).await.expect(200);
        let submit = format!("{}/submit", path(&draft));
        assert_eq!(editor.post_to(&submit, version(&saved), &json!({})).await.pointers(), ["/difference"]);
        let mut said = words();
        said["difference"] = json!("It was held; only the list of names is missing.");
        let saved = editor.put(&path(&draft), version(&saved), &said).await.expect(200);
        let sent = editor.event(&saved, "submit", "").await;
        world.by(world.seed.council_lead).await.event(&sent, "accept", "").await;
        let row = row(&world).await;
        assert_eq!((&row["brag"], &row["implied"]), (&json!("green"), &json!("amber")));
        let reader = world.by(world.seed.board_member).await;
        assert_eq!(reader.get("/plans/northshire-2024/overview").await.expect(200)["differing"], 1);
        let action = reader.get("/plans/northshire-2024/actions/1.1").await.expect(200);
        assert_eq!(action["implied"]["reasons"][0]["code"], "milestones_past");
    }
}

on_both! {
    async fn what_an_update_reports_counts_among_the_facts(world: World) {
        late(&world, 40).await;
        let editor = world.by(world.seed.council_editor).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        assert_eq!(draft["implied"]["brag"], "red");
        let mut done = words();
        done["milestones"] = json!([{"what": "done", "milestone": world.seed.milestone, "on": "2024-05-01"}]);
        let saved = editor.put(&path(&draft), 1, &done).await.expect(200);
        assert_eq!(saved["implied"]["brag"], "green");
        let sent = editor.event(&saved, "submit", "").await;
        world.by(world.seed.council_lead).await.event(&sent, "accept", "").await;
        // What it implied when it was sent stays with it, whatever becomes of the milestone.
        entities::milestone::ActiveModel {
            id: Set(world.seed.milestone.0),
            state: Set("planned".to_owned()),
            ..Default::default()
        }
        .update(world.app.db.owner())
        .await
        .unwrap();
        assert_eq!(editor.get(&path(&sent)).await.expect(200)["implied"]["brag"], "green");
        assert_eq!(row(&world).await["implied"], "red");
    }
}

on_both! {
    async fn what_is_behind_says_why_and_how_it_gets_back(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        let mut amber = words();
        amber["brag"] = json!("amber");
        let saved = editor.put(&path(&draft), 1, &amber).await.expect(200);
        let submit = format!("{}/submit", path(&draft));
        let answer = editor.post_to(&submit, version(&saved), &json!({})).await;
        assert_eq!(answer.pointers(), ["/cause", "/recovery/step", "/recovery/owner", "/recovery/by"]);
        let mut past = rated("amber");
        past["recovery"]["by"] = json!("2024-05-01");
        past["cause"] = json!("early_start");
        let saved = editor.put(&path(&draft), version(&saved), &past).await.expect(200);
        let answer = editor.post_to(&submit, version(&saved), &json!({})).await;
        assert_eq!(answer.pointers(), ["/cause", "/recovery/by"]);
        let saved = editor.put(&path(&draft), version(&saved), &rated("amber")).await.expect(200);
        assert_eq!(saved["content"]["cause"], "staffing");
        editor.event(&saved, "submit", "").await;
    }
}

on_both! {
    async fn no_change_is_accepted_once(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let unchanged = json!({"delivery_status": "in_progress", "brag": "green", "no_change": true});
        let draft = world.draft(&editor, world.seed.council_action).await;
        let saved = editor.put(&path(&draft), 1, &unchanged).await.expect(200);
        let answer = editor.post_to(&format!("{}/submit", path(&draft)), version(&saved), &json!({})).await;
        assert_eq!(answer.pointers(), ["/no_change"], "there is nothing before it");
        let saved = editor.put(&path(&draft), version(&saved), &words()).await.expect(200);
        let sent = editor.event(&saved, "submit", "").await;
        let lead = world.by(world.seed.council_lead).await;
        lead.event(&sent, "accept", "").await;
        let today = backend::clock::london_day(backend::clock::now());
        let report = async |name: &str, opens: chrono::NaiveDate| {
            let form = json!({"name": name, "observes_from": today - Days::new(30), "observes_to": today, "opens": opens, "due": today, "closes": today});
            let cycle = coordinator.post("/plans/northshire-2024/cycles", &form).await.expect(201);
            let draft = editor.post("/updates", &json!({"action": world.seed.council_action, "cycle": cycle["id"]})).await.expect(201);
            let saved = editor.put(&path(&draft), 1, &unchanged).await.expect(200);
            editor.post_to(&format!("{}/submit", path(&draft)), version(&saved), &json!({})).await
        };
        let sent = report("Second", today).await.expect(200);
        assert_eq!(sent["content"]["no_change"], true);
        let accepted = lead.event(&sent, "accept", "").await;
        // The third cycle opens a day later than the second one did.
        let cycle: uuid::Uuid = accepted["cycle"]["id"].as_str().unwrap().parse().unwrap();
        let row = entities::cycle::Entity::find_by_id(cycle).one(&world.app.db.read).await.unwrap().unwrap();
        let mut earlier: entities::cycle::ActiveModel = row.into();
        earlier.opens = Set(today - Days::new(1));
        earlier.update(world.app.db.owner()).await.unwrap();
        let answer = report("Third", today).await;
        assert_eq!(answer.pointers(), ["/no_change"], "words are asked for now");
    }
}
