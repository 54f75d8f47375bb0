//! `GET /plans`, `/plans/{plan}` and `/plans/{plan}/actions`.

use serde_json::json;

use crate::support::{World, on_both};

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
