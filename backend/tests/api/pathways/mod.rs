//! `/plans/{plan}/pathways`.

mod checks;
mod import;

use chrono::Days;
use serde_json::{Value, json};

use crate::{
    plans::as_at::ten_days_pass,
    support::{Caller, World, on_both},
};

const LIST: &str = "/plans/northshire-2024/pathways";

/// A service at these levels.
async fn service(coordinator: &Caller, name: &str, levels: (i32, i32)) -> Value {
    let form =
        json!({"name": name, "kind": "clinical", "level_from": levels.0, "level_to": levels.1});
    let made = coordinator.post("/services", &form).await.expect(201);
    made["id"].clone()
}

/// A pathway without a finding: in by a school, on from level 1 to level 2, and out.
fn sound(name: &str, services: [&Value; 2]) -> Value {
    json!({
        "name": name, "kind": "care", "summary": "From worry to help.", "level_from": 1, "level_to": 2,
        "graph": {
            "entry_routes": [{"way": "school", "to": "door"}],
            "stages": [
                {"key": "door", "name": "Front door", "level": 1, "services": [services[0]]},
                {"key": "help", "name": "Help", "level": 2, "services": [services[1]], "what": "Six meetings."},
            ],
            "moves": [{"from": "door", "to": "help", "kind": "on"}],
            "exits": [{"from": "help", "kind": "discharge", "way_back": "Ring the front door"}],
        },
        "standards": [{"text": "Screened", "clock": {"unit": "working-days", "count": 0}, "starts": "the referral arrives",
            "stops": "it is screened", "stage": "door", "measure": "Screened the same day"}],
    })
}

async fn made(coordinator: &Caller, name: &str) -> (String, Value) {
    let door = service(coordinator, &format!("{name}, door"), (1, 2)).await;
    let help = service(coordinator, &format!("{name}, help"), (2, 2)).await;
    let form = sound(name, [&door, &help]);
    let view = coordinator.post(LIST, &form).await.expect(201);
    (format!("{LIST}/{}", view["id"].as_str().unwrap()), form)
}

on_both! {
    async fn a_pathway_is_added_changed_closed_and_opened(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let (path, mut form) = made(&coordinator, "Help").await;
        form["outcomes"] = json!([world.seed.outcome]);
        form["actions"] = json!([world.seed.council_action, world.seed.council_action]);
        form["agencies"] = json!([world.seed.health]);
        form["other_parties"] = json!([" Schools ", "schools"]);
        let view = coordinator.get(&path).await.expect(200);
        assert_eq!(view["findings"], json!([]));
        let standard = view["standards"][0].clone();
        assert_eq!(standard["clock"], json!({"unit": "working-days", "count": 0}));
        form["standards"] = json!([standard, {"text": "Kind"}]);

        let now = coordinator.put(&path, 1, &form).await.expect(200);
        assert_eq!(now["version"], 2);
        assert_eq!(now["standards"][0], standard, "a standard keeps its number");
        assert!(now["standards"][1]["id"].is_string());
        assert_eq!(now["other_parties"], json!(["Schools"]));
        assert_eq!(now["actions"].as_array().unwrap().len(), 1);
        assert_eq!(now["agencies"][0]["name"], "Northshire Health Board");
        assert_eq!(now["services"][0]["name"], "Help, door");
        let stale = coordinator.put(&path, 1, &form).await;
        assert_eq!(stale.json()["current"]["version"], 2);
        assert_eq!(stale.problem(412), "stale");

        let today = backend::clock::london_day(backend::clock::now());
        let close = json!({"last_day": today - Days::new(1), "reason": "Another pathway carries on."});
        assert_eq!(coordinator.post_to(&format!("{path}/close"), 2, &json!({"last_day": today, "reason": " "})).await.pointers(), ["/reason"]);
        assert_eq!(coordinator.post_to(&format!("{path}/reopen"), 2, &json!({})).await.problem(409), "wrong_state");
        let closed = coordinator.post_to(&format!("{path}/close"), 2, &close).await.expect(200);
        assert_eq!(closed["closed_because"], "Another pathway carries on.");
        assert_eq!(closed["allowed"][0]["refusal"]["code"], "pathway_closed");
        assert_eq!(coordinator.put(&path, 3, &form).await.problem(409), "wrong_state");
        let open = coordinator.post_to(&format!("{path}/reopen"), 3, &json!({})).await.expect(200);
        assert!(open["valid_to"].is_null() && open["closed_because"].is_null());

        let told = coordinator.get(&format!("{path}/changes")).await.expect(200);
        let items = told["items"].as_array().unwrap();
        let versions: Vec<_> = items.iter().map(|it| it["version"].as_i64().unwrap()).collect();
        assert_eq!(versions, [4, 3, 2, 1]);
        let fields = |at: usize| -> Vec<&str> {
            items[at]["changes"].as_array().unwrap().iter().map(|it| it["field"].as_str().unwrap()).collect()
        };
        assert_eq!(fields(0), ["Last day", "Why it ends"]);
        assert_eq!(fields(2), ["Outcomes", "Actions", "Agencies", "Others with a part", "Standards"]);
        assert_eq!(items[2]["changes"][2]["to"], "Northshire Health Board");
        assert_eq!(items[3]["changes"], json!([]));
        assert!(items.iter().all(|it| it["by"].is_string()));
    }
}

on_both! {
    async fn pathways_are_found_by_what_they_are(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        made(&coordinator, "Help").await;
        let bare = json!({"name": "crisis support", "kind": "crisis", "outcomes": [world.seed.outcome], "level_from": 4, "level_to": 3});
        coordinator.post(LIST, &bare).await.expect(201);
        let reader = world.by(world.seed.board_member).await;
        let found = async |query: &str| -> Vec<String> {
            let list = reader.get(&format!("{LIST}?{query}")).await.expect(200);
            assert_eq!(list["total"], 2);
            list["items"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
        };
        let outcome = format!("outcome={}", world.seed.outcome);
        let table: &[(&str, &[&str])] = &[
            ("", &["crisis support", "Help"]),
            ("q=WORRY", &["Help"]),
            ("q=%25", &[]),
            ("level=2", &["Help"]),
            ("level=4", &["crisis support"]),
            ("staged=false", &["crisis support"]),
            ("staged=true&q=help", &["Help"]),
            (&outcome, &["crisis support"]),
        ];
        for (query, names) in table {
            assert_eq!(found(query).await, *names, "{query}");
        }
        let list = reader.get(LIST).await.expect(200);
        assert_eq!((&list["items"][0]["findings"], &list["items"][1]["stages"]), (&json!(1), &json!(2)));
        assert_eq!(list["allowed"][0]["refusal"]["code"], "not_your_role");
        for bad in ["level=5", "level=x", "staged=1", "group=1", "colour=red", "q=a&q=b", "q=%00"] {
            assert_eq!(reader.get(&format!("{LIST}?{bad}")).await.problem(400), "bad_query", "{bad}");
        }
        assert_eq!(reader.get(&format!("{LIST}?q={}", "x".repeat(201))).await.problem(400), "bad_query");
    }
}

on_both! {
    async fn those_who_do_not_see_the_plan_see_no_pathway(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let (path, form) = made(&coordinator, "Help").await;
        let stranger = world.by(world.seed.stranger).await;
        for address in [path.clone(), LIST.to_owned(), format!("{path}/changes")] {
            assert_eq!(stranger.get(&address).await.problem(404), "not_found", "{address}");
        }
        assert_eq!(stranger.put(&path, 1, &form).await.problem(404), "not_found");
        let lead = world.by(world.seed.council_lead).await;
        assert_eq!(lead.put(&path, 1, &form).await.problem(403), "forbidden");
        assert_eq!(lead.get(&path).await.expect(200)["allowed"][0]["refusal"]["code"], "not_your_role");
        for gone in ["not-an-id".to_owned(), backend::clock::random_id().to_string()] {
            assert_eq!(coordinator.get(&format!("{LIST}/{gone}")).await.problem(404), "not_found");
        }
        // The address of another plan does not lead to it, either.
        let admin = world.by(world.seed.administrator).await;
        let other: Value = serde_json::from_str(include_str!("../plans/small-plan.json")).unwrap();
        let other = admin.post("/plans", &other).await.expect(201)["plan"]["slug"].as_str().unwrap().to_owned();
        let elsewhere = path.replace("northshire-2024", &other);
        assert_eq!(admin.get(&path).await.status, 200);
        assert_eq!(admin.get(&elsewhere).await.problem(404), "not_found");
    }
}

on_both! {
    async fn earlier_days_show_a_pathway_as_it_was(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let (path, mut form) = made(&coordinator, "Help").await;
        ten_days_pass(&world).await;
        form["name"] = json!("Better help");
        coordinator.put(&path, 1, &form).await.expect(200);
        coordinator.post(LIST, &json!({"name": "New", "kind": "other"})).await.expect(201);
        let then = backend::clock::london_day(backend::clock::now()) - Days::new(1);

        let past = coordinator.get(&format!("{path}?as_at={then}")).await.expect(200);
        assert_eq!((past["name"].as_str(), past["version"].as_i64()), (Some("Help"), Some(1)));
        assert_eq!(past["allowed"], json!([]));
        assert_eq!(past["graph"]["stages"].as_array().unwrap().len(), 2);
        let list = coordinator.get(&format!("{LIST}?as_at={then}")).await.expect(200);
        assert_eq!((&list["total"], &list["items"][0]["name"]), (&json!(1), &json!("Help")));
        assert_eq!(coordinator.get(&path).await.expect(200)["name"], "Better help");
    }
}
