//! `GET /plans/{plan}/reporting`: agencies by cycle, every figure a number of rows of the register.

use chrono::Days;
use serde_json::{Value, json};

use super::overview::report;
use crate::{
    support::{World, on_both},
    updates::words,
};

const GRID: &str = "/plans/northshire-2024/reporting";

fn row<'v>(grid: &'v Value, agency: &str) -> &'v Value {
    grid["agencies"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["agency"]["name"] == agency)
        .unwrap()
}

on_both! {
    async fn the_grid_counts_rows_of_the_register(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let before = lead.get(GRID).await.expect(200);
        let council = row(&before, "Northshire Council");
        assert_eq!(council["cells"][0]["owed"], 3, "the schools' falls on the council");
        assert_eq!(council["cells"][0]["standing"], "still_due");
        assert!(council["last_report"].is_null() && council["days_silent"].is_null());
        assert_eq!(before["agencies"].as_array().unwrap().len(), 2, "who owes nothing is left out");

        report(&world, world.seed.council_action, "red").await;
        let editor = world.by(world.seed.council_editor).await;
        world.submitted(&editor, world.seed.joint_action, &words()).await;
        let after = lead.get(GRID).await.expect(200);
        let council = row(&after, "Northshire Council");
        let cell = &council["cells"][0];
        assert_eq!((&cell["accepted"], &cell["late"], &cell["not_reported"], &cell["submitted"]), (&json!(1), &json!(0), &json!(2), &json!(1)));
        assert_eq!(council["days_silent"], 0);
        assert_eq!(after["agencies"][0]["agency"]["name"], "Northshire Health Board", "who was never heard of comes first");

        let path = format!("/plans/northshire-2024/actions?lead={}&cycle={}", world.seed.council, world.seed.cycle);
        let register = lead.get(&path).await.expect(200);
        let rows = register["rows"].as_array().unwrap();
        assert_eq!(cell["owed"], json!(rows.len()));
        assert_eq!(cell["accepted"], json!(rows.iter().filter(|row| !row["brag"].is_null()).count()));
        assert_eq!(cell["not_reported"], json!(rows.iter().filter(|row| row["brag"].is_null()).count()));
    }
}

on_both! {
    async fn what_waits_is_told_to_those_who_may_know(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        world.submitted(&editor, world.seed.joint_action, &words()).await;
        for (person, council, health) in [
            (world.seed.council_lead, json!(1), Value::Null),
            (world.seed.coordinator, json!(1), json!(1)),
            // The other joint lead is asked to stand behind it, and so sees it.
            (world.seed.health_lead, Value::Null, json!(1)),
            (world.seed.board_member, Value::Null, Value::Null),
            (world.seed.administrator, Value::Null, Value::Null),
        ] {
            let grid = world.by(person).await.get(GRID).await.expect(200);
            let told = |agency| row(&grid, agency)["cells"][0]["submitted"].clone();
            assert_eq!((told("Northshire Council"), told("Northshire Health Board")), (council, health));
        }
        let stranger = world.by(world.seed.stranger).await;
        assert_eq!(stranger.get(GRID).await.problem(404), "not_found");
        assert_eq!(stranger.get("/plans/nowhere/reporting").await.problem(404), "not_found");
        assert_eq!(world.guest().get(GRID).await.problem(401), "not_signed_in");
    }
}

on_both! {
    async fn what_is_sent_after_the_due_date_is_late(world: World) {
        let today = backend::clock::london_day(backend::clock::now());
        let cycle = format!("/plans/northshire-2024/cycles/{}", world.seed.cycle);
        let coordinator = world.by(world.seed.coordinator).await;
        coordinator.patch(&cycle, 1, &json!({"due": today - Days::new(1)})).await.expect(200);
        report(&world, world.seed.council_action, "green").await;
        let grid = coordinator.get(GRID).await.expect(200);
        let cell = &row(&grid, "Northshire Council")["cells"][0];
        assert_eq!((&cell["accepted"], &cell["late"], &cell["standing"]), (&json!(1), &json!(1), &json!("partly_reported")));
        assert_eq!(row(&grid, "Northshire Health Board")["cells"][0]["standing"], "silent");
    }
}

on_both! {
    async fn only_the_latest_cycles_that_have_opened_are_shown(world: World) {
        let today = backend::clock::london_day(backend::clock::now());
        let coordinator = world.by(world.seed.coordinator).await;
        let day = |back: u64| today - Days::new(back);
        for number in 1..=6u64 {
            let back = number * 20;
            coordinator.post("/plans/northshire-2024/cycles", &json!({
                "name": format!("Cycle {number}"), "observes_from": day(back + 10), "observes_to": day(back + 10),
                "opens": day(back + 9), "due": day(back + 5), "closes": day(back),
            })).await.expect(201);
        }
        let ahead = today + Days::new(3);
        coordinator.post("/plans/northshire-2024/cycles", &json!({
            "name": "Next", "observes_from": today, "observes_to": today, "opens": ahead, "due": ahead, "closes": ahead,
        })).await.expect(201);
        let grid = coordinator.get(GRID).await.expect(200);
        let names: Vec<&str> = grid["cycles"].as_array().unwrap().iter().map(|cycle| cycle["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["This quarter", "Cycle 1", "Cycle 2", "Cycle 3", "Cycle 4", "Cycle 5"]);
        let cells = row(&grid, "Northshire Council")["cells"].as_array().unwrap();
        assert_eq!(cells.len(), 6);
        assert_eq!((&cells[1]["cycle"], &cells[1]["standing"]), (&grid["cycles"][1]["id"], &json!("silent")));
    }
}
