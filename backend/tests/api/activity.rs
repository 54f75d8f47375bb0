//! The activity of a plan and of an agency: what happened, in words, for those who may know of it.

use backend::features::audit::sealer;
use serde_json::{Value, json};

use crate::{
    events::start,
    support::{Caller, World, on_both},
};

async fn acts(caller: &Caller, path: &str) -> Vec<String> {
    let page = caller.get(path).await.expect(200);
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["act"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn who_did_what_is_told_to_those_who_may_know(world: World) {
        let (path, version) = start(&world).await;
        sealer::seal_all(&world.app.db).await.unwrap();
        let seed = &world.seed;
        let plan = "/plans/northshire-2024/activity";
        let agency = format!("/agencies/{}/activity", seed.council);
        let lead = world.by(seed.council_lead).await;
        let health = world.by(seed.health_lead).await;
        let stranger = world.by(seed.stranger).await;
        let began = ["Sent a progress update for review", "Started a progress update"];
        assert_eq!(acts(&lead, plan).await, [began[0], began[1], "Brought in a plan"], "saving is no news");
        assert_eq!(acts(&lead, &agency).await, began);
        assert_eq!(acts(&health, plan).await, ["Brought in a plan"]);
        assert!(acts(&health, &agency).await.is_empty());
        assert!(acts(&stranger, &agency).await.is_empty());
        assert_eq!(stranger.get(plan).await.problem(404), "not_found");
        lead.post_to(&format!("{path}/accept"), version, &json!({})).await.expect(200);
        sealer::seal_all(&world.app.db).await.unwrap();
        let page = health.get(plan).await.expect(200);
        // The first report starts the action too.
        let items = page["items"].as_array().unwrap();
        let entry = items.iter().find(|entry| entry["type"] == "update.accepted").unwrap();
        assert_eq!(
            (&entry["by"], &entry["agency"], &entry["act"], &entry["subject"]),
            (&json!("Lee Lambert"), &json!("Northshire Council"), &json!("Accepted a progress update"),
                &json!("Update on 1.1 Train the people who meet children"))
        );
        assert_eq!(entry["data"]["address"], format!("/api/v1{path}"));
        let of_agency = health.get(&agency).await.expect(200);
        assert_eq!(of_agency["items"][0]["plan"]["slug"], "northshire-2024");
        assert!(acts(&health, &agency).await.contains(&"Accepted a progress update".to_owned()));
        // Page by page it is the same.
        let mut paged = Vec::new();
        let mut next = Some(format!("{plan}?limit=1"));
        while let Some(path) = next {
            let page = lead.get(&path).await.expect(200);
            paged.extend(page["items"].as_array().unwrap().iter().map(|entry| entry["act"].as_str().unwrap().to_owned()));
            next = page["next"].as_str().map(|next| next.strip_prefix("/api/v1").unwrap().to_owned());
        }
        assert_eq!(paged, acts(&lead, plan).await);
        for bad in ["?cursor=x", "?limit=0", "?colour=red"] {
            assert_eq!(lead.get(&format!("{plan}{bad}")).await.problem(400), "bad_query", "{bad}");
        }
        assert_eq!(lead.get("/agencies/nobody/activity").await.problem(404), "not_found");
        assert_eq!(page["next"], Value::Null);
    }
}
