//! `/events`: the change feed.

use backend::{
    db::{Act, Who},
    features::audit::sealer,
};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::support::{Caller, World, on_both};

async fn seal(world: &World) {
    sealer::seal_all(&world.app.db).await.unwrap();
}

/// Everything behind `after`, a page at a time, and the cursor at its end.
async fn follow(caller: &Caller, after: Option<&str>, limit: u16) -> (Vec<Value>, String) {
    let mut found = Vec::new();
    let mut path = match after {
        Some(after) => format!("/events?limit={limit}&after={after}"),
        None => format!("/events?limit={limit}"),
    };
    loop {
        let page = caller.get(&path).await.expect(200);
        found.extend(page["items"].as_array().unwrap().iter().cloned());
        if page["more"] == false {
            return (found, page["cursor"].as_str().unwrap().to_owned());
        }
        path = page["next"]
            .as_str()
            .unwrap()
            .strip_prefix("/api/v1")
            .unwrap()
            .to_owned();
    }
}

fn types(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect()
}

/// Starts an update of the council on its action and gives back its address and version.
pub async fn start(world: &World) -> (String, i64) {
    let editor = world.by(world.seed.council_editor).await;
    let body = json!({"action": world.seed.council_action, "cycle": world.seed.cycle, "agency": world.seed.council});
    let draft = editor.post("/updates", &body).await.expect(201);
    let path = format!("/updates/{}", draft["id"].as_str().unwrap());
    let words = json!({"delivery_status": "in_progress", "brag": "green", "done": "Begun.", "next": "More."});
    let saved = editor.put(&path, 1, &words).await.expect(200);
    let sent = editor
        .post_to(
            &format!("{path}/submit"),
            saved["version"].as_i64().unwrap(),
            &json!({}),
        )
        .await
        .expect(200);
    (path, sent["version"].as_i64().unwrap())
}

on_both! {
    async fn a_reader_that_was_away_misses_nothing(world: World) {
        seal(&world).await;
        let council = world.by(world.seed.council_lead).await;
        let now = council.get("/events?after=latest").await.expect(200);
        assert_eq!((now["items"].as_array().unwrap().len(), &now["more"]), (0, &json!(false)));
        let (path, version) = start(&world).await;
        assert!(follow(&council, now["cursor"].as_str(), 50).await.0.is_empty(), "nothing has its place yet");
        council.post_to(&format!("{path}/accept"), version, &json!({})).await.expect(200);
        seal(&world).await;
        let (all, end) = follow(&council, now["cursor"].as_str(), 50).await;
        assert_eq!(types(&all)[..3], ["update.started", "update.saved", "update.submitted"]);
        assert!(types(&all).contains(&"update.accepted"), "{all:?}");
        assert_eq!(follow(&council, now["cursor"].as_str(), 1).await.0, all, "pages of one tell the same");
        assert!(follow(&council, Some(&end), 50).await.0.is_empty());
        let (begun, _) = follow(&council, None, 2).await;
        assert_eq!(types(&begun)[0], "plan.imported");
        // An event says where its record is, and no more.
        let event = &all[0];
        assert_eq!(event["data"]["address"], json!(format!("/api/v1{path}")));
        assert_eq!(event["data"]["plan"], json!(world.seed.plan));
        assert_eq!(event.as_object().unwrap().len(), 4);
        let ids: std::collections::BTreeSet<&str> = all.iter().map(|event| event["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), all.len());
    }
}

on_both! {
    async fn the_feed_tells_nobody_what_they_may_not_read(world: World) {
        let admin = world.by(world.seed.administrator).await;
        admin.post(&format!("/people/{}/link", world.seed.council_editor), &json!({})).await.expect(200);
        let (path, version) = start(&world).await;
        seal(&world).await;
        let council = world.by(world.seed.council_lead).await;
        let health = world.by(world.seed.health_lead).await;
        let stranger = world.by(world.seed.stranger).await;
        let board = world.by(world.seed.board_member).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let told = async |caller: &Caller| {
            let (events, _) = follow(caller, None, 50).await;
            types(&events).iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()
        };
        let open = ["update.started", "update.saved", "update.submitted"];
        for (caller, sees) in [(&council, true), (&coordinator, true), (&health, false), (&board, false), (&admin, false)] {
            let told = told(caller).await;
            assert!(told.contains(&"plan.imported".to_owned()), "{told:?}");
            assert_eq!(open.iter().all(|word| told.contains(&(*word).to_owned())), sees, "{told:?}");
            assert_eq!(open.iter().any(|word| told.contains(&(*word).to_owned())), sees, "{told:?}");
            assert!(!told.iter().any(|word| word.starts_with("person") || word.starts_with("session")), "{told:?}");
        }
        assert!(told(&stranger).await.is_empty(), "an agency in no plan is told of none");
        council.post_to(&format!("{path}/accept"), version, &json!({})).await.expect(200);
        seal(&world).await;
        assert!(told(&health).await.contains(&"update.accepted".to_owned()), "an accepted update is everyone's");
        // The cursor of now names the last event that the caller may know of, never a hidden one.
        admin.post(&format!("/people/{}/link", world.seed.council_editor), &json!({})).await.expect(200);
        let cursor = async || health.get("/events?after=latest").await.expect(200)["cursor"].clone();
        let before = cursor().await;
        seal(&world).await;
        assert_eq!(cursor().await, before);
    }
}

on_both! {
    async fn the_feed_narrows_to_a_plan_and_refuses_what_it_cannot_read(world: World) {
        let admin = world.by(world.seed.administrator).await;
        admin.post("/agencies", &json!({"name": "Northshire Police", "kind": "police"})).await.expect(201);
        seal(&world).await;
        let told = async |path: &str| {
            let page = admin.get(path).await.expect(200);
            types(page["items"].as_array().unwrap()).iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(told("/events").await, ["plan.imported", "agency.created"]);
        assert_eq!(told(&format!("/events?plan={}", world.seed.plan)).await, ["plan.imported"]);
        let page = admin.get("/events?plan=northshire-2024&limit=1").await.expect(200);
        assert!(page["next"].as_str().unwrap().ends_with("&plan=northshire-2024"), "{page}");
        for bad in ["/events?after=x", "/events?after=", "/events?limit=0", "/events?limit=201", "/events?colour=red"] {
            assert_eq!(admin.get(bad).await.problem(400), "bad_query", "{bad}");
        }
        // 16 bytes that are no event's id.
        assert_eq!(admin.get("/events?after=AAAAAAAAAAAAAAAAAAAAAQ").await.problem(410), "cursor_gone");
        let stranger = world.by(world.seed.stranger).await;
        assert_eq!(stranger.get("/events?plan=northshire-2024").await.problem(404), "not_found");
        assert_eq!(world.guest().get("/events").await.problem(401), "not_signed_in");
    }
}

mod a_late_commit_is_not_skipped {
    use super::*;

    /// On PostgreSQL units run beside one another, so one can begin before another and commit after it.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let world = World::postgres().await;
        seal(&world).await;
        let admin = world.by(world.seed.administrator).await;
        let start = admin.get("/events?after=latest").await.expect(200)["cursor"]
            .as_str()
            .unwrap()
            .to_owned();
        let (begun, has_begun) = oneshot::channel::<()>();
        let (release, released) = oneshot::channel::<()>();
        let db = world.app.db.clone();
        let agency = world.seed.council;
        let late = tokio::spawn(async move {
            db.unit(Who::console("test"), move |unit| {
                Box::pin(async move {
                    unit.record(Act {
                        act: "agency.update",
                        kind: "agency",
                        subject: agency.0,
                        plan: None,
                        agency: Some(agency),
                    });
                    begun.send(()).unwrap();
                    released.await.unwrap();
                    Ok(())
                })
            })
            .await
            .unwrap();
        });
        has_begun.await.unwrap();
        admin
            .post(
                "/agencies",
                &json!({"name": "Northshire Police", "kind": "police"}),
            )
            .await
            .expect(201);
        seal(&world).await;
        let (first, cursor) = follow(&admin, Some(&start), 50).await;
        assert_eq!(types(&first), ["agency.created"]);
        release.send(()).unwrap();
        late.await.unwrap();
        seal(&world).await;
        let (second, _) = follow(&admin, Some(&cursor), 50).await;
        assert_eq!(
            types(&second),
            ["agency.changed"],
            "what was committed late comes later"
        );
        // The negative control: whoever follows by time is past it already, and never sees it.
        let by_time = entities::outbox::Entity::find()
            .order_by_asc(entities::outbox::Column::At)
            .all(&world.app.db.read)
            .await
            .unwrap();
        let acts: Vec<&str> = by_time.iter().map(|event| event.kind.as_str()).collect();
        assert!(
            acts.ends_with(&["agency.update", "agency.create"]),
            "{acts:?}"
        );
    }
}
