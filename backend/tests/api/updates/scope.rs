//! What a cycle asks about: chosen actions, or what chosen agencies lead.

use backend::features::chasing::queue::Ending;
use chrono::Days;
use serde_json::{Value, json};
use shared::ids::ActionId;

use crate::{
    chasing::{Receiver, clerk, post},
    plans::as_at::ten_days_pass,
    support::{Answer, World, on_both},
};

use super::{contributions::overdue, path, version};

const PLAN: &str = "/plans/northshire-2024";

fn cycle(world: &World) -> String {
    format!("{PLAN}/cycles/{}", world.seed.cycle)
}

async fn ask(world: &World, version: i64, scope: Value) -> Answer {
    let coordinator = world.by(world.seed.coordinator).await;
    let form = json!({"scope": scope});
    coordinator.patch(&cycle(world), version, &form).await
}

fn references(list: &Value) -> Vec<&str> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| row["action"]["reference"].as_str().unwrap())
        .collect()
}

async fn start(world: &World, action: ActionId) -> Answer {
    let editor = world.by(world.seed.council_editor).await;
    let form = json!({"action": action, "cycle": world.seed.cycle});
    editor.post("/updates", &form).await
}

on_both! {
    async fn nobody_owes_what_is_not_asked(world: World) {
        let asked = ask(&world, 1, json!({"actions": [world.seed.council_action]})).await.expect(200);
        assert_eq!((&asked["owed"], &asked["scope"]["actions"]), (&json!(1), &json!([world.seed.council_action])));
        let editor = world.by(world.seed.council_editor).await;
        let work = editor.get("/my-work").await.expect(200);
        assert_eq!(references(&work["owed"]), ["1.1"]);
        let health = world.by(world.seed.health_editor).await;
        assert_eq!(health.get("/my-work").await.expect(200)["owed"], json!([]));
        let overview = editor.get(&format!("{PLAN}/overview")).await.expect(200);
        assert_eq!((references(&overview["silent"]), &overview["cycle"]["owed"]), (vec!["1.1"], &json!(1)));
        let board = editor.get(&format!("{PLAN}/board")).await.expect(200);
        assert_eq!((references(&board["silent"]["items"]), &board["cycle"]["owed"]), (vec!["1.1"], &json!(1)));
        let behind = editor.get(&format!("{PLAN}/actions?show=unreported")).await.expect(200);
        assert_eq!(behind["rows"].as_array().unwrap().len(), 1, "the figure opens its rows");
        let register = editor.get(&format!("{PLAN}/actions")).await.expect(200);
        let outside: Vec<bool> = register["rows"].as_array().unwrap().iter().map(|row| row["outside"] == true).collect();
        assert_eq!(outside, [false, true, true]);
        let grid = editor.get(&format!("{PLAN}/reporting")).await.expect(200);
        let agencies = grid["agencies"].as_array().unwrap();
        assert_eq!((agencies.len(), &agencies[0]["cells"][0]["owed"]), (1, &json!(1)), "who is not asked is left out");
        let receiver = Receiver::start().await;
        assert_eq!(post(&world, &clerk(&world, &receiver)).await, [Ending::Sent; 2]);
        assert_eq!(receiver.reached(), ["edie.evans@example.org", "lee.lambert@example.org"]);
        assert!(receiver.got()[0].header("Subject").starts_with("1 update due by"));
    }
}

on_both! {
    async fn what_is_not_asked_is_not_begun(world: World) {
        ask(&world, 1, json!({"agencies": [world.seed.health]})).await.expect(200);
        let view = world.by(world.seed.council_editor).await.get(&format!("{PLAN}/actions/1.1")).await.expect(200);
        let report = view["allowed"].as_array().unwrap().iter().find(|permit| permit["act"] == "report").unwrap().clone();
        assert_eq!(report["refusal"]["code"], "not_asked");
        assert_eq!(start(&world, world.seed.council_action).await.json()["refusal"]["code"], "not_asked");
        let joint = start(&world, world.seed.joint_action).await;
        assert_eq!(joint.status, 201, "the health board leads it jointly: {}", joint.text);
    }
}

on_both! {
    async fn what_was_reported_stays_asked_about(world: World) {
        let joint = start(&world, world.seed.joint_action).await.expect(201);
        let narrow = json!({"actions": [world.seed.council_action]});
        let refused = ask(&world, 1, narrow.clone()).await;
        assert!(refused.text.contains("2.1 has an update in this cycle"), "{}", refused.text);
        assert_eq!(refused.pointers(), ["/scope"]);
        let both = json!({"actions": [world.seed.council_action, world.seed.joint_action, world.seed.council_action]});
        let asked = ask(&world, 1, both).await.expect(200);
        assert_eq!(asked["scope"]["actions"].as_array().unwrap().len(), 2, "each once");
        let editor = world.by(world.seed.council_editor).await;
        let withdraw = format!("{}/withdraw", path(&joint));
        editor.post_to(&withdraw, version(&joint), &json!({})).await.expect(200);
        let asked = ask(&world, 2, narrow).await.expect(200);
        assert_eq!(asked["owed"], 1);
        let cleared = ask(&world, 3, Value::Null).await.expect(200);
        assert_eq!((&cleared["scope"], &cleared["owed"]), (&Value::Null, &json!(3)), "the whole plan again");
        let acts = world.acts().await;
        assert_eq!(acts[acts.len() - 1], "cycle.update");
    }
}

on_both! {
    async fn what_is_chosen_is_in_the_plan(world: World) {
        let odd = json!({"actions": [world.seed.cycle], "agencies": [world.seed.health, world.seed.charity]});
        assert_eq!(ask(&world, 1, odd).await.pointers(), ["/scope/actions/0", "/scope/agencies/1"]);
        assert_eq!(ask(&world, 1, json!({"levels": []})).await.status, 422);
        assert_eq!(ask(&world, 1, json!([world.seed.council_action])).await.status, 422);
        let editor = world.by(world.seed.council_editor).await;
        let form = json!({"scope": {"actions": []}});
        assert_eq!(editor.patch(&cycle(&world), 1, &form).await.problem(403), "forbidden");
        overdue(&world, true).await;
        let refused = ask(&world, 1, json!({"agencies": [world.seed.health]})).await;
        assert_eq!(refused.json()["refusal"]["code"], "cycle_scope_kept");
    }
}

on_both! {
    async fn a_new_cycle_asks_about_what_was_chosen(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let today = backend::clock::london_day(backend::clock::now());
        let form = json!({"name": "Health only", "observes_from": today, "observes_to": today, "opens": today,
            "due": today + Days::new(3), "closes": today + Days::new(4), "scope": {"agencies": [world.seed.health]}});
        let made = coordinator.post(&format!("{PLAN}/cycles"), &form).await.expect(201);
        assert_eq!((&made["owed"], &made["scope"]["agencies"]), (&json!(1), &json!([world.seed.health])));
        let late = json!({"action": world.seed.council_action, "agency": world.seed.council, "person": world.seed.council_editor,
            "until": today, "reason": "Ill."});
        overdue(&world, true).await;
        ask_closed(&world, &made).await;
        let exceptions = format!("{PLAN}/cycles/{}/exceptions", made["id"].as_str().unwrap());
        assert_eq!(coordinator.post(&exceptions, &late).await.pointers(), ["/action"], "it did not ask about it");
    }
}

/// Lets the days of a cycle pass.
async fn ask_closed(world: &World, cycle: &Value) {
    use sea_orm::{ActiveModelTrait, ActiveValue::Set};
    let today = backend::clock::london_day(backend::clock::now());
    entities::cycle::ActiveModel {
        id: Set(cycle["id"].as_str().unwrap().parse().unwrap()),
        opens: Set(today - Days::new(9)),
        due: Set(today - Days::new(8)),
        closes: Set(today - Days::new(7)),
        ..Default::default()
    }
    .update(world.app.db.owner())
    .await
    .unwrap();
}

on_both! {
    async fn an_earlier_day_shows_what_was_asked_then(world: World) {
        ten_days_pass(&world).await;
        ask(&world, 1, json!({"actions": [world.seed.council_action]})).await.expect(200);
        let lead = world.by(world.seed.council_lead).await;
        let yesterday = backend::clock::london_day(backend::clock::now()) - Days::new(1);
        let then = lead.get(&format!("{PLAN}/board?as_at={yesterday}")).await.expect(200);
        assert_eq!((&then["cycle"]["owed"], &then["cycle"]["scope"]), (&json!(3), &Value::Null));
        let now = lead.get(&format!("{PLAN}/board")).await.expect(200);
        assert_eq!(now["cycle"]["owed"], 1);
        let register = lead.get(&format!("{PLAN}/actions?as_at={yesterday}")).await.expect(200);
        assert!(register["rows"].as_array().unwrap().iter().all(|row| row["outside"].is_null()));
    }
}

on_both! {
    async fn a_successor_is_asked_in_its_predecessors_stead(world: World) {
        ask(&world, 1, json!({"agencies": [world.seed.council]})).await.expect(200);
        let admin = world.by(world.seed.administrator).await;
        let today = backend::clock::london_day(backend::clock::now());
        let form = json!({"new_name": "North and West Council", "on": today, "reason": "Reorganised."});
        let heir = admin.post_to(&format!("/agencies/{}/succession", world.seed.council), 1, &form).await.expect(200);
        let list = admin.get(&format!("{PLAN}/cycles")).await.expect(200);
        assert_eq!(list["items"][0]["scope"]["agencies"], json!([heir["id"]]));
        assert_eq!((&list["items"][0]["owed"], &list["items"][0]["version"]), (&json!(3), &json!(3)));
    }
}
