//! `GET /plans`, `/plans/{plan}` and `/plans/{plan}/actions`.

use serde_json::{Value, json};

use crate::support::{World, on_both};

use super::overview::report;

on_both! {
    async fn partners_read_the_whole_plan_and_strangers_know_nothing_of_it(world: World) {
        let editor = world.by(world.seed.health_editor).await;
        let list = editor.get("/plans").await.expect(200);
        assert_eq!(list["items"][0]["actions"], 3);
        assert_eq!(list["items"][0]["cycle"]["name"], "This quarter");
        let plan = editor.get("/plans/northshire-2024").await.expect(200);
        assert_eq!(plan["outcomes"][0]["actions"], 3);
        assert_eq!(plan["levels"][0]["actions"], 3);
        assert_eq!(plan["owner_board"]["name"], "Northshire Wellbeing Board");
        assert!(plan["milestones"].as_array().unwrap().is_empty(), "it belongs to an action");
        let register = editor.get("/plans/northshire-2024/actions").await.expect(200);
        let references: Vec<_> = register["rows"].as_array().unwrap().iter().map(|row| row["reference"].clone()).collect();
        assert_eq!(references, ["1.1", "2.1", "3.1"]);
        assert_eq!(register["rows"][2]["parts"][0]["reported_by"], json!(world.seed.council));
        assert_eq!(register["cycle"]["id"], json!(world.seed.cycle));

        let stranger = world.by(world.seed.stranger).await;
        assert!(stranger.get("/plans").await.expect(200)["items"].as_array().unwrap().is_empty());
        for path in ["/plans/northshire-2024", "/plans/northshire-2024/actions", "/plans/northshire-2024/actions/1.1"] {
            assert_eq!(stranger.get(path).await.problem(404), "not_found");
        }
        assert_eq!(world.guest().get("/plans").await.problem(401), "not_signed_in");
    }
}

on_both! {
    async fn parameters_are_read_strictly(world: World) {
        let editor = world.by(world.seed.health_editor).await;
        let path = "/plans/northshire-2024/actions";
        for query in ["as_at=soon", "cycle=1", "other=1", "as_at=2026-01-01&as_at=2026-01-01"] {
            assert_eq!(editor.get(&format!("{path}?{query}")).await.problem(400), "bad_query", "{query}");
        }
        let unknown = format!("{path}?cycle={}", world.seed.plan);
        assert_eq!(editor.get(&unknown).await.problem(400), "bad_query");
        assert_eq!(editor.get("/plans/nowhere").await.problem(404), "not_found");
        assert_eq!(editor.get(&format!("{path}/9.9")).await.problem(404), "not_found");
    }
}

on_both! {
    async fn the_actions_that_fit_are_those_of_the_whole_register(world: World) {
        // A first report begins the action that it is on.
        report(&world, world.seed.council_action, "red").await;
        let editor = world.by(world.seed.health_editor).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let path = "/plans/northshire-2024/actions";
        let view = coordinator.get(&format!("{path}/2.1")).await.expect(200);
        coordinator.post_to(&format!("{path}/2.1/events"), view["version"].as_i64().unwrap(), &json!({"event": "start"})).await.expect(200);
        let whole = editor.get(path).await.expect(200);
        assert!(whole["next"].is_null() && whole["count"].is_null());
        let today = backend::clock::london_day(backend::clock::now());
        let (council, health) = (world.seed.council, world.seed.health);
        for (filter, expected) in [
            (String::new(), vec!["1.1", "2.1", "3.1"]),
            // What the schools lead falls on the council.
            (format!("&lead={council}"), vec!["1.1", "2.1", "3.1"]),
            (format!("&lead={health}"), vec!["2.1"]),
            (format!("&lead={}", world.seed.schools), vec![]),
            (format!("&lead={}", world.seed.charity), vec![]),
            ("&state=in_progress".to_owned(), vec!["1.1", "2.1"]),
            (format!("&state=in_progress&lead={health}"), vec!["2.1"]),
            (format!("&state=agreed&lead={council}"), vec!["3.1"]),
            (format!("&state=agreed&lead={health}"), vec![]),
        ] {
            for moment in [String::new(), format!("&as_at={today}")] {
                let found = editor.get(&format!("{path}?count=true{filter}{moment}")).await.expect(200);
                assert_eq!(references(&found), expected, "{filter}{moment}");
                assert_eq!(found["count"], json!(expected.len()), "{filter}{moment}");
                for row in found["rows"].as_array().unwrap() {
                    let same = whole["rows"].as_array().unwrap().iter().find(|other| other["id"] == row["id"]).unwrap();
                    assert_eq!(row, same, "{filter}{moment}");
                }
                // The same, a page of one at a time.
                let mut paged = Vec::new();
                let mut next = Some(format!("{path}?limit=1&count=true{filter}{moment}"));
                while let Some(address) = next {
                    let answer = editor.get(&address).await;
                    let link = answer.header("link").map(str::to_owned);
                    let page = answer.expect(200);
                    assert_eq!(page["count"], json!(expected.len()), "{filter}{moment}");
                    paged.extend(references(&page).into_iter().map(str::to_owned));
                    next = page["next"].as_str().map(|next| next.trim_start_matches("/api/v1").to_owned());
                    assert_eq!(link.is_some(), next.is_some());
                }
                assert_eq!(paged, expected, "{filter}{moment}");
            }
        }
        for query in ["limit=0", "limit=201", "limit=x", "cursor=x", "state=begun", "lead=1", "count=yes"] {
            assert_eq!(editor.get(&format!("{path}?{query}")).await.problem(400), "bad_query", "{query}");
        }
    }
}

fn references(register: &Value) -> Vec<&str> {
    register["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["reference"].as_str().unwrap())
        .collect()
}
