//! What holds for every operation: headers, problems, keys, versions.

use reqwest::Method;
use serde_json::json;

use crate::support::{World, on_both};

on_both! {
    async fn every_answer_is_protected(world: World) {
        let guest = world.guest();
        for path in ["/service", "/session", "/nowhere"] {
            let answer = guest.get(path).await;
            for header in ["content-security-policy", "x-content-type-options", "strict-transport-security", "referrer-policy", "cross-origin-opener-policy", "x-request-id", "server-timing"] {
                assert!(answer.header(header).is_some(), "{path} lacks {header}");
            }
        }
        assert_eq!(guest.get("/nowhere").await.problem(404), "not_found");
        assert_eq!(guest.send(Method::PUT, "/service", &[("x-throughline", "1")], None).await.problem(405), "method_not_allowed");
    }
}

on_both! {
    async fn requests_from_elsewhere_change_nothing(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let path = format!("/people/{}/link", world.seed.council_editor);
        let before = world.entries().await;
        let key = ("idempotency-key", "\"k\"");
        let json_type = ("content-type", "application/json");
        let own = ("x-throughline", "1");
        let send = async |headers: &[(&str, &str)], body: &str| admin.send(Method::POST, &path, headers, Some(body)).await;
        assert_eq!(send(&[key, json_type], "{}").await.problem(403), "cross_site");
        assert_eq!(send(&[own, key, json_type, ("origin", "https://evil.example")], "{}").await.problem(403), "cross_site");
        assert_eq!(send(&[own, key, ("content-type", "text/plain")], "{}").await.problem(415), "not_json");
        assert_eq!(send(&[own, json_type], "{}").await.problem(400), "bad_header");
        assert_eq!(send(&[own, json_type, ("idempotency-key", "bare")], "{}").await.problem(400), "bad_header");
        assert_eq!(world.entries().await, before);
    }
}

on_both! {
    async fn a_repeated_request_does_nothing_twice(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let form = |name: &str| json!({"name": name, "kind": "police"}).to_string();
        let send = async |key: &str, body: &str| {
            let headers = [("x-throughline", "1"), ("content-type", "application/json"), ("idempotency-key", key)];
            admin.send(Method::POST, "/agencies", &headers, Some(body)).await
        };
        let first = send("\"one\"", &form("Northshire Police")).await;
        let (etag, location) = (first.header("etag").map(str::to_owned), first.header("location").map(str::to_owned));
        let text = first.text.clone();
        first.expect(201);
        let entries = world.entries().await;
        let again = send("\"one\"", &form("Northshire Police")).await;
        assert_eq!((again.status, &again.text), (201, &text));
        assert_eq!((again.header("etag").map(str::to_owned), again.header("location").map(str::to_owned)), (etag, location));
        assert_eq!(world.entries().await, entries);
        assert_eq!(send("\"one\"", &form("Another Police")).await.problem(422), "key_reused");
        assert_eq!(send("\"two\"", &form("Northshire Police")).await.pointers(), ["/name"]);
        // The key is the caller's own: somebody else may use the same word.
        let lead = world.by(world.seed.council_lead).await;
        let headers = [("x-throughline", "1"), ("content-type", "application/json"), ("idempotency-key", "\"one\"")];
        assert_eq!(lead.send(Method::POST, "/agencies", &headers, Some(&form("X"))).await.problem(403), "forbidden");
    }
}

on_both! {
    async fn the_same_request_at_the_same_time_does_nothing_twice(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let mut calls = Vec::new();
        for _ in 0..12 {
            let admin = admin.clone();
            calls.push(tokio::spawn(async move {
                let headers = [("x-throughline", "1"), ("content-type", "application/json"), ("idempotency-key", "\"race\"")];
                let body = json!({"name": "Northshire Police", "kind": "police"}).to_string();
                admin.send(Method::POST, "/agencies", &headers, Some(&body)).await.expect(201)["id"].clone()
            }));
        }
        let mut made = Vec::new();
        for call in calls {
            made.push(call.await.unwrap());
        }
        made.dedup();
        assert_eq!(made.len(), 1);
        assert_eq!(world.acts().await.iter().filter(|act| *act == "agency.create").count(), 1);
    }
}

on_both! {
    async fn versions_are_named_and_current(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let path = format!("/agencies/{}", world.seed.charity);
        let body = json!({"note": "Helps families."});
        let bare = [("x-throughline", "1"), ("content-type", "application/json")];
        assert_eq!(admin.send(Method::PATCH, &path, &bare, Some(&body.to_string())).await.problem(428), "version_required");
        let read = admin.get(&path).await;
        let etag = read.header("etag").unwrap().to_owned();
        assert!(etag.starts_with("\"v1-"), "{etag}");
        assert_eq!(admin.send(Method::GET, &path, &[("if-none-match", &etag)], None).await.status, 304);
        let with_tag = [bare[0], bare[1], ("if-match", etag.as_str())];
        admin.send(Method::PATCH, &path, &with_tag, Some(&body.to_string())).await.expect(200);
        let stale = admin.send(Method::PATCH, &path, &with_tag, Some(&body.to_string())).await;
        assert_eq!(stale.json()["current"]["note"], "Helps families.");
        assert_eq!(stale.problem(412), "stale");
    }
}

on_both! {
    /// Of many who change the same version at the same time, one succeeds and the others are told.
    async fn no_update_is_lost(world: World) {
        let path = format!("/agencies/{}", world.seed.charity);
        let mut calls = Vec::new();
        for number in 0..16 {
            let admin = world.by(world.seed.administrator).await;
            let path = path.clone();
            calls.push(tokio::spawn(async move {
                admin.patch(&path, 1, &json!({"note": format!("Note {number}")})).await.status
            }));
        }
        let mut statuses = Vec::new();
        for call in calls {
            statuses.push(call.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses[0], 200);
        assert!(statuses[1..].iter().all(|status| *status == 412), "{statuses:?}");
    }
}

on_both! {
    async fn bodies_are_read_strictly(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let send = async |body: &str| {
            let key = format!("\"{}\"", backend::clock::random_id());
            let headers = [("x-throughline", "1"), ("content-type", "application/json"), ("idempotency-key", key.as_str())];
            admin.send(Method::POST, "/agencies", &headers, Some(body)).await
        };
        assert_eq!(send("{").await.problem(400), "malformed_body");
        assert_eq!(send("[]").await.pointers(), [""]);
        assert_eq!(send(r#"{"name":"A","name":"B","kind":"police"}"#).await.pointers(), ["/name"]);
        assert_eq!(send(r#"{"name":"A","kind":"guild"}"#).await.pointers(), ["/kind"]);
        assert_eq!(send(r#"{"kind":"police"}"#).await.pointers(), ["/name"]);
        assert_eq!(send(r#"{"name":"A\u0000","kind":"police"}"#).await.pointers(), ["/name"]);
        let long = json!({"name": "a".repeat(121), "kind": "police"}).to_string();
        assert_eq!(send(&long).await.pointers(), ["/name"]);
        let huge = json!({"name": "a".repeat(9 * 1024 * 1024), "kind": "police"}).to_string();
        assert_eq!(send(&huge).await.problem(413), "too_large");
    }
}
