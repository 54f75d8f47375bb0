//! `GET /plans/{plan}/overview`: every figure is a number of rows of the register.

use serde_json::{Value, json};

use crate::support::{World, on_both};

const PLAN: &str = "/plans/northshire-2024";

/// Reports `brag` on an action of the council and has it accepted.
pub async fn report(world: &World, action: shared::ids::ActionId, brag: &str) {
    report_at(world, &world.base(), action, brag).await;
}

/// As [`report`], at one of several servers.
pub async fn report_at(world: &World, base: &str, action: shared::ids::ActionId, brag: &str) {
    let editor = world.by(world.seed.council_editor).await.at(base);
    let lead = world.by(world.seed.council_lead).await.at(base);
    let start = json!({"action": action, "cycle": world.seed.cycle, "agency": world.seed.council});
    let draft = editor.post("/updates", &start).await.expect(201);
    let path = format!("/updates/{}", draft["id"].as_str().unwrap());
    let words = json!({"delivery_status": "in_progress", "brag": brag, "done": "We began.", "changed": "They wait less.",
        "next": "We go on.", "help": "A room.", "milestones": [], "cause": "staffing",
        "recovery": {"step": "Borrow a room.", "owner": "The manager", "by": "2199-01-01"}});
    let saved = editor.put(&path, 1, &words).await.expect(200);
    let sent = editor
        .post_to(
            &format!("{path}/submit"),
            saved["version"].as_i64().unwrap(),
            &json!({}),
        )
        .await
        .expect(200);
    let health = world.by(world.seed.health_lead).await.at(base);
    let mut version = sent["version"].as_i64().unwrap();
    for asked in sent["contributions"].as_array().unwrap() {
        let agency = asked["agency"]["id"].as_str().unwrap();
        let path = format!("{path}/contributions/{agency}/endorse");
        let endorsed = health.post_to(&path, version, &json!({})).await.expect(200);
        version = endorsed["version"].as_i64().unwrap();
    }
    lead.post_to(&format!("{path}/accept"), version, &json!({}))
        .await
        .expect(200);
}

fn rows<'v>(register: &'v Value, belongs: impl Fn(&'v Value) -> bool) -> usize {
    register["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| belongs(row))
        .count()
}

fn total(counts: &Value) -> u64 {
    ["blue", "red", "amber", "green", "grey"]
        .iter()
        .map(|rating| counts[rating].as_u64().unwrap())
        .sum()
}

on_both! {
    async fn figures_are_rows_of_the_register(world: World) {
        report(&world, world.seed.council_action, "red").await;
        report(&world, world.seed.joint_action, "green").await;
        let member = world.by(world.seed.board_member).await;
        let overview = member.get(&format!("{PLAN}/overview")).await.expect(200);
        let register = member.get(&format!("{PLAN}/actions")).await.expect(200);
        for rating in ["blue", "red", "amber", "green"] {
            let shown = rows(&register, |row| row["brag"] == rating);
            assert_eq!(overview["totals"][rating], json!(shown), "{rating}");
            let shown = rows(&register, |row| row["brag"] == rating && row["level"] == overview["by_level"][0]["level"]);
            assert_eq!(overview["by_level"][0]["counts"][rating], json!(shown), "{rating}");
            let shown = rows(&register, |row| row["brag"] == rating
                && row["outcomes"].as_array().unwrap().contains(&overview["by_outcome"][0]["outcome"]));
            assert_eq!(overview["by_outcome"][0]["counts"][rating], json!(shown), "{rating}");
        }
        assert_eq!(overview["totals"]["grey"], json!(rows(&register, |row| row["brag"].is_null())));
        for row in overview["by_agency"].as_array().unwrap() {
            let shown = rows(&register, |action| action["parts"].as_array().unwrap().iter().any(|part| {
                let answers = if part["reported_by"].is_null() { &part["agency"] } else { &part["reported_by"] };
                *answers == row["agency"]["id"] && (part["role"] == "lead" || part["role"] == "joint-lead")
            }));
            assert_eq!(total(&row["counts"]), shown as u64, "{}", row["agency"]["name"]);
        }
        assert_eq!(overview["by_agency"].as_array().unwrap().len(), 2, "the schools' falls on the council");
        assert_eq!(overview["silent"].as_array().unwrap().len(), 1);
        assert_eq!(overview["silent"][0]["leads"][0]["name"], "Northshire Council");
        assert_eq!(overview["attention"][0]["action"]["reference"], "1.1");
        assert_eq!(overview["attention"][0]["help"], "A room.");
        assert_eq!((&overview["cycle"]["owed"], &overview["cycle"]["accepted"]), (&json!(3), &json!(2)));
        let view = member.get(&format!("{PLAN}/actions/1.1")).await.expect(200);
        assert_eq!((&view["brag"], &view["last"]["brag"]), (&json!("red"), &json!("red")));
        let line = member.get(&format!("{PLAN}/actions/1.1/timeline")).await.expect(200);
        let update = line["items"].as_array().unwrap().iter().find(|entry| entry["update"].is_object()).unwrap();
        assert_eq!((&update["by"], &update["agency"]), (&json!("Lee Lambert"), &json!("Northshire Council")));
    }
}
