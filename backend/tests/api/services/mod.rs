//! `/services`.

mod find;
mod import;

use chrono::Days;
use serde_json::{Value, json};

use crate::support::{World, on_both};

on_both! {
    async fn a_service_is_added_changed_closed_and_opened(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let today = backend::clock::london_day(backend::clock::now());
        let form = json!({
            "name": "  Young Healthy Minds ", "kind": "early-help", "provider": world.seed.council,
            "commissioners": [world.seed.health], "level_from": 2, "level_to": 3, "age_from": 4, "age_to": 18,
            "routes_in": ["gp", "parent", "gp"], "phone": "01622 123456", "url": "https://example.org/minds",
            "valid_from": "2020-01-01", "aliases": ["YHM"],
        });
        let made = coordinator.post("/services", &form).await.expect(201);
        assert_eq!(made["name"], "Young Healthy Minds");
        assert_eq!(made["routes_in"], json!(["parent", "gp"]));
        assert_eq!(made["commissioners"][0]["name"], "Northshire Health Board");
        assert_eq!(made["standing"], "open");
        let path = format!("/services/{}", made["id"].as_str().unwrap());

        let mut changed = form.clone();
        changed["area"] = json!("Northmouth");
        let now = coordinator.put(&path, 1, &changed).await.expect(200);
        assert_eq!((now["area"].as_str(), now["version"].as_i64()), (Some("Northmouth"), Some(2)));
        let stale = coordinator.put(&path, 1, &changed).await;
        assert_eq!(stale.json()["current"]["area"], "Northmouth");
        assert_eq!(stale.problem(412), "stale");

        let close = |day: &str| json!({"last_day": day, "reason": "The money ended."});
        assert_eq!(coordinator.post_to(&format!("{path}/close"), 2, &close("2019-12-31")).await.pointers(), ["/last_day"]);
        assert_eq!(coordinator.post_to(&format!("{path}/reopen"), 2, &json!({})).await.problem(409), "wrong_state");
        let last = (today - Days::new(1)).to_string();
        let closed = coordinator.post_to(&format!("{path}/close"), 2, &close(&last)).await.expect(200);
        assert_eq!((closed["standing"].as_str(), closed["closed_because"].as_str()), (Some("closed"), Some("The money ended.")));
        assert_eq!(coordinator.post_to(&format!("{path}/close"), 3, &close(&last)).await.problem(409), "wrong_state");
        assert_eq!(coordinator.put(&path, 3, &changed).await.problem(409), "wrong_state");
        let open = coordinator.post_to(&format!("{path}/reopen"), 3, &json!({})).await.expect(200);
        assert_eq!(open["standing"], "open");
        assert!(open["valid_to"].is_null() && open["closed_because"].is_null());

        // A last day to come leaves it open, and its first day cannot pass it.
        let soon = (today + Days::new(7)).to_string();
        let closing = coordinator.post_to(&format!("{path}/close"), 4, &close(&soon)).await.expect(200);
        assert_eq!(closing["standing"], "open");
        changed["valid_from"] = json!((today + Days::new(8)).to_string());
        assert_eq!(coordinator.put(&path, 5, &changed).await.pointers(), ["/valid_from"]);
    }
}

on_both! {
    async fn no_two_services_have_one_name(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let named = |name: &str| json!({"name": name, "kind": "other"});
        let first = coordinator.post("/services", &named("0\u{2013}25  Hubs")).await.expect(201);
        for same in ["0-25 hubs", " 0\u{2013}25 HUBS "] {
            assert_eq!(coordinator.post("/services", &named(same)).await.pointers(), ["/name"], "{same}");
        }
        let path = format!("/services/{}", first["id"].as_str().unwrap());
        coordinator.put(&path, 1, &named("0-25 hubs")).await.expect(200);
        let other = coordinator.post("/services", &named("Other")).await.expect(201);
        let other = format!("/services/{}", other["id"].as_str().unwrap());
        assert_eq!(coordinator.put(&other, 1, &named("0-25 Hubs")).await.pointers(), ["/name"]);
    }
}

on_both! {
    async fn bad_forms_name_their_fields(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let nobody = backend::clock::random_id();
        for (member, value, pointer) in [
            ("level_from", json!(5), "/level_from"),
            ("age_to", json!(400), "/age_to"),
            ("age_to", json!(3_000_000_000_i64), "/age_to"),
            ("provider", json!(nobody), "/provider"),
            ("commissioners", json!([nobody]), "/commissioners/0"),
            ("routes_in", json!(["window"]), "/routes_in/0"),
            ("url", json!("javascript:alert(1)"), "/url"),
            ("kind", json!("guild"), "/kind"),
            ("colour", json!("red"), "/colour"),
            ("valid_from", json!("2020-02-30"), "/valid_from"),
        ] {
            let mut form = json!({"name": "A service", "kind": "other"});
            form[member] = value;
            let found = coordinator.post("/services", &form).await.pointers();
            assert_eq!(found.first().map(String::as_str), Some(pointer), "{form}");
        }
        assert_eq!(coordinator.get("/services?count=true").await.expect(200)["count"], 0);
    }
}

on_both! {
    /// An agency's lead looks after its own services, and gives none away.
    async fn a_lead_keeps_the_services_of_their_agency(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let lead = world.by(world.seed.council_lead).await;
        let of = |agency: &Value, summary: &str| json!({"name": "Front door", "kind": "access", "provider": agency, "summary": summary});
        let (council, health) = (json!(world.seed.council), json!(world.seed.health));
        let made = coordinator.post("/services", &of(&council, "")).await.expect(201);
        let path = format!("/services/{}", made["id"].as_str().unwrap());
        lead.put(&path, 1, &of(&council, "Advice.")).await.expect(200);
        assert_eq!(lead.put(&path, 2, &of(&health, "Advice.")).await.pointers(), ["/provider"]);
        assert_eq!(lead.put(&path, 2, &of(&Value::Null, "Advice.")).await.pointers(), ["/provider"]);
        let rival = world.by(world.seed.health_lead).await;
        assert_eq!(rival.put(&path, 2, &of(&health, "Ours.")).await.problem(403), "forbidden");
        let seen = rival.get(&path).await.expect(200);
        assert_eq!(seen["allowed"][0]["refusal"]["code"], "not_yours");
        assert_eq!(seen["allowed"][1]["refusal"]["code"], "not_your_role");
    }
}

on_both! {
    async fn services_go_with_the_duties_of_a_provider(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let admin = world.by(world.seed.administrator).await;
        let today = backend::clock::london_day(backend::clock::now());
        let add = async |name: &str| {
            let form = json!({"name": name, "kind": "other", "provider": world.seed.council});
            let made = coordinator.post("/services", &form).await.expect(201);
            format!("/services/{}", made["id"].as_str().unwrap())
        };
        let (open, closed) = (add("Open").await, add("Closed").await);
        let past = json!({"last_day": today - Days::new(9), "reason": "Ended."});
        coordinator.post_to(&format!("{closed}/close"), 1, &past).await.expect(200);
        let form = json!({"new_name": "North and West Council", "on": today, "reason": "Reorganised."});
        let heir = admin.post_to(&format!("/agencies/{}/succession", world.seed.council), 1, &form).await.expect(200);
        let provider = async |path: &str| coordinator.get(path).await.expect(200)["provider"]["name"].clone();
        assert_eq!(provider(&open).await, heir["name"]);
        assert_eq!(provider(&closed).await, "Northshire Council");
        // Nothing new is given to an agency that has ended.
        let form = json!({"name": "New", "kind": "other", "provider": world.seed.council});
        assert_eq!(coordinator.post("/services", &form).await.pointers(), ["/provider"]);
    }
}
