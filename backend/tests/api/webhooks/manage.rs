//! Adding, changing and removing webhooks.

use serde_json::json;

use super::{deliver, happen, hook, receiver::Receiver, version};
use crate::support::{World, on_both};

on_both! {
    async fn webhooks_belong_to_an_agency(world: World) {
        let (webhook, _) = hook(&world, "https://1.1.1.1/in").await;
        let count = async |person| {
            world.by(person).await.get("/webhooks").await.expect(200)["items"].as_array().unwrap().len()
        };
        let seed = &world.seed;
        assert_eq!((count(seed.council_lead).await, count(seed.administrator).await, count(seed.auditor).await), (1, 1, 1));
        assert_eq!((count(seed.health_lead).await, count(seed.council_editor).await, count(seed.coordinator).await), (0, 0, 0));
        let health = world.by(seed.health_lead).await;
        assert_eq!(health.get(&webhook).await.problem(404), "not_found");
        let other = json!({"agency": seed.council, "url": "https://1.1.1.1/in", "events": ["plan.changed"]});
        assert_eq!(health.post("/webhooks", &other).await.problem(404), "not_found");
        let auditor = world.by(seed.auditor).await;
        assert_eq!(auditor.patch(&webhook, 1, &json!({"description": "x"})).await.problem(403), "forbidden");
        let allowed = auditor.get(&webhook).await.expect(200)["allowed"].as_array().unwrap().iter().all(|permit| permit["refusal"].is_object());
        assert!(allowed);
    }
}

on_both! {
    async fn forms_are_read_strictly(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let form = |events: serde_json::Value| json!({"agency": world.seed.council, "url": "https://1.1.1.1/in", "events": events});
        assert_eq!(lead.post("/webhooks", &form(json!([]))).await.pointers(), ["/events"]);
        assert_eq!(lead.post("/webhooks", &form(json!(["plan.changed", "plan.burned"]))).await.pointers(), ["/events/1"]);
        assert_eq!(lead.post("/webhooks", &form(json!(["plan.changed", "plan.changed"]))).await.pointers(), ["/events/1"]);
        let (webhook, _) = hook(&world, "https://1.1.1.1/in").await;
        assert_eq!(lead.patch(&webhook, 1, &json!({"events": null})).await.pointers(), ["/events"]);
        assert_eq!(lead.patch(&webhook, 1, &json!({"url": null})).await.pointers(), ["/url"]);
        assert_eq!(lead.patch(&webhook, 1, &json!({"state": null})).await.pointers(), ["/state"]);
        assert_eq!(lead.patch(&webhook, 1, &json!({"description": "x".repeat(201)})).await.pointers(), ["/description"]);
        assert_eq!(lead.patch(&webhook, 1, &json!({"secret": "whsec_x"})).await.pointers(), ["/secret"]);
        assert_eq!(lead.patch(&webhook, 7, &json!({"description": "x"})).await.problem(412), "stale");
        let changed = lead.patch(&webhook, 1, &json!({"description": " Our desk ", "events": ["plan.changed"]})).await.expect(200);
        assert_eq!((&changed["description"], &changed["events"]), (&json!("Our desk"), &json!(["plan.changed"])));
    }
}

on_both! {
    async fn an_agency_has_so_many_and_no_more(world: World) {
        for _ in 0..shared::webhooks::WEBHOOKS_MAX {
            hook(&world, "https://1.1.1.1/in").await;
        }
        let lead = world.by(world.seed.council_lead).await;
        let body = json!({"agency": world.seed.council, "url": "https://1.1.1.1/in", "events": ["plan.changed"]});
        assert_eq!(lead.post("/webhooks", &body).await.pointers(), ["/agency"]);
    }
}

on_both! {
    async fn what_is_removed_is_gone_with_its_log(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, _) = hook(&world, &receiver.url).await;
        happen(&world, "Northshire Police").await;
        deliver(&world).await;
        let lead = world.by(world.seed.council_lead).await;
        let tag = format!("\"v{}\"", version(&lead, &webhook).await);
        let headers = [("x-throughline", "1"), ("content-type", "application/json"), ("if-match", tag.as_str())];
        lead.send(reqwest::Method::DELETE, &webhook, &headers, Some("{}")).await.expect(204);
        assert_eq!(lead.get(&format!("{webhook}/deliveries")).await.problem(404), "not_found");
        happen(&world, "Westshire Police").await;
        deliver(&world).await;
        assert_eq!(receiver.got().len(), 1);
        assert!(world.acts().await.contains(&"webhook.remove".to_owned()));
    }
}

on_both! {
    async fn webhooks_follow_their_agency_to_its_successor(world: World) {
        let (webhook, _) = hook(&world, "https://1.1.1.1/in").await;
        let admin = world.by(world.seed.administrator).await;
        let today = backend::clock::london_day(backend::clock::now());
        let form = json!({"new_name": "North and West Council", "on": today, "reason": "Reorganised."});
        admin.post_to(&format!("/agencies/{}/succession", world.seed.council), 1, &form).await.expect(200);
        let lead = world.by(world.seed.council_lead).await;
        assert_eq!(lead.get(&webhook).await.expect(200)["agency"]["name"], "North and West Council");
    }
}
