//! `/public/pathways`.

use serde_json::{Value, json};

use super::{add, get};
use crate::support::{World, on_both};

const LIST: &str = "/plans/northshire-2024/pathways";

async fn switch(world: &World, services: bool, pathways: bool) {
    let admin = world.by(world.seed.administrator).await;
    let now = admin.get("/publication").await.expect(200);
    let version = now["version"].as_i64().unwrap();
    let form = json!({"services": services, "pathways": pathways});
    admin.put("/publication", version, &form).await.expect(200);
}

async fn page(world: &World, path: &str, status: u16) -> String {
    let answer = get(world, path).await;
    assert_eq!(answer.status(), status, "{path}");
    answer.text().await.unwrap()
}

on_both! {
    async fn people_without_an_account_read_a_pathway(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let door = add(&coordinator, json!({"name": "The <door>", "kind": "access", "level_from": 1, "level_to": 2})).await;
        let old = add(&coordinator, json!({"name": "Old service", "kind": "access", "level_from": 1, "level_to": 2})).await;
        let form = json!({
            "name": "From worry & fear to help", "kind": "care", "summary": "For <everyone>.", "level_from": 1, "level_to": 2,
            "note": "A secret note.", "source": "A secret paper.", "status_printed": "A secret state.", "actions": [world.seed.council_action],
            "agencies": [world.seed.health], "worked_example": true,
            "graph": {
                "entry_routes": [{"way": "school", "to": "door", "words": "by telephone"}],
                "stages": [
                    {"key": "door", "name": "Front door", "level": 1, "services": [door, old], "what": "Somebody listens."},
                    {"key": "help", "name": "Help", "level": 2},
                ],
                "moves": [{"from": "door", "to": "help", "kind": "on", "when": "more is needed"}],
                "exits": [{"from": "help", "kind": "discharge", "way_back": "Ring the front door"}],
            },
            "standards": [{"text": "Screened", "clock": {"unit": "working-days", "count": 0}}],
        });
        let made = coordinator.post(LIST, &form).await.expect(201);
        let path = format!("/public/pathways/{}", made["id"].as_str().unwrap());
        coordinator.post_to(&format!("/services/{old}/close"), 1, &json!({"last_day": "2020-01-01", "reason": "Ended."})).await.expect(200);

        switch(&world, true, false).await;
        for path in ["/public/pathways", &path] {
            assert!(!page(&world, path, 404).await.contains("worry"), "{path}");
        }
        switch(&world, false, true).await;
        assert_eq!(get(&world, "/public/services").await.status(), 404);
        let list = page(&world, "/public/pathways", 200).await;
        assert!(list.contains("From worry &amp; fear to help") && list.contains("For &lt;everyone&gt;."));
        let text = page(&world, &path, 200).await;
        for words in ["Levels 1 to 2", "A school or college: by telephone", "The &lt;door&gt;", "Somebody listens.", "On to <a href=\"#stage-help\">Help</a>: more is needed",
            "No service holds this stage today.", "Discharge, from Help", "Ring the front door", "Screened (the same working day)", "worked example"] {
            assert!(text.contains(words), "{words} in {text}");
        }
        for words in ["secret", "Old service", "Health Board", "<everyone>", "href=\"/public/services/"] {
            assert!(!text.contains(words), "{words}");
        }
        switch(&world, true, true).await;
        assert!(page(&world, &path, 200).await.contains(&format!("href=\"/public/services/{door}\"")));
        for path in ["/public/pathways/1", "/public/pathways/00000000-0000-0000-0000-000000000000"] {
            page(&world, path, 404).await;
        }
        let version = coordinator.get(&format!("{LIST}/{}", made["id"].as_str().unwrap())).await.expect(200)["version"].as_i64().unwrap();
        let ended: Value = coordinator.post_to(&format!("{LIST}/{}/close", made["id"].as_str().unwrap()), version, &json!({"last_day": "2020-01-01", "reason": "Ended."})).await.expect(200);
        assert_eq!(ended["valid_to"], "2020-01-01");
        assert!(!page(&world, "/public/pathways", 200).await.contains("worry"));
        page(&world, &path, 404).await;
    }
}
