//! `/audit`, and the seal on it.

use backend::features::audit::{sealer, verify};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::support::{World, on_both};

on_both! {
    async fn everyone_reads_the_part_that_they_may(world: World) {
        let health = world.by(world.seed.health_lead).await;
        let council = world.by(world.seed.council_lead).await;
        council.post(&format!("/people/{}/link", world.seed.council_editor), &json!({})).await.expect(200);
        let acts = async |caller: &crate::support::Caller| {
            let page = caller.get("/audit").await.expect(200);
            page["items"].as_array().unwrap().iter().map(|e| e["act"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(acts(&council).await, ["person.link"]);
        assert!(acts(&health).await.is_empty());
        let coordinator = world.by(world.seed.coordinator).await;
        assert_eq!(acts(&coordinator).await, ["plan.import"]);
        assert_eq!(acts(&world.by(world.seed.auditor).await).await, ["person.link", "plan.import"]);
    }
}

on_both! {
    async fn pages_follow_one_another(world: World) {
        let admin = world.by(world.seed.administrator).await;
        for _ in 0..4 {
            admin.post(&format!("/people/{}/link", world.seed.council_editor), &json!({})).await.expect(200);
        }
        let mut seen = Vec::new();
        let mut path = "/audit?limit=2".to_owned();
        loop {
            let page = admin.get(&path).await.expect(200);
            for entry in page["items"].as_array().unwrap() {
                seen.push(entry["id"].as_str().unwrap().to_owned());
            }
            match page["next"].as_str() {
                Some(next) => path = next.strip_prefix("/api/v1").unwrap().to_owned(),
                None => break,
            }
        }
        let unique: std::collections::HashSet<_> = seen.iter().collect();
        assert_eq!((seen.len(), unique.len()), (5, 5));
        for bad in ["/audit?limit=0", "/audit?limit=201", "/audit?cursor=x", "/audit?limit=2&limit=2", "/audit?colour=red", "/audit?actor=1"] {
            assert_eq!(admin.get(bad).await.problem(400), "bad_query", "{bad}");
        }
    }
}

on_both! {
    async fn the_chain_shows_what_was_tampered_with(world: World) {
        let admin = world.by(world.seed.administrator).await;
        admin.post(&format!("/people/{}/link", world.seed.council_editor), &json!({})).await.expect(200);
        let directory = world.directory.path();
        let check = async || verify::verify(&world.app.db.read, directory).await.unwrap();
        let unsealed = check().await;
        assert_eq!((unsealed.sound, unsealed.waiting), (0, 2));
        sealer::seal_all(&world.app.db).await.unwrap();
        let sealed = check().await;
        assert_eq!((sealed.sound, sealed.waiting, sealed.faults.len()), (2, 0, 0));
        // Somebody with the database in their hands takes the guard away and rewrites an entry.
        let owner = world.app.db.owner();
        let drop = match world.app.db.backend() {
            sea_orm::DbBackend::Postgres => "DROP TRIGGER audit_entry_no_update ON audit_entry",
            _ => "DROP TRIGGER audit_entry_no_update",
        };
        owner.execute_unprepared(drop).await.unwrap();
        owner.execute_unprepared("UPDATE audit_entry SET act = 'person.update' WHERE act = 'person.link'").await.unwrap();
        let tampered = check().await;
        assert_eq!(tampered.sound, 1);
        assert!(tampered.faults[0].contains("Entry 2"), "{:?}", tampered.faults);
    }
}
