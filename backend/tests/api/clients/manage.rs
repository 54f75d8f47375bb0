//! Clients are made, listed, changed, given new secrets and disabled by those who may.

use serde_json::json;

use crate::support::{World, on_both};

on_both! {
    async fn a_lead_makes_a_client_whose_secret_is_shown_once(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let form = json!({"agency": world.seed.council, "name": "Case system", "scopes": ["updates:write", "plans:read"]});
        let key = ("idempotency-key", "\"one\"");
        let headers = [("x-throughline", "1"), ("content-type", "application/json"), key];
        let body = form.to_string();
        let post = || lead.send(reqwest::Method::POST, "/api-clients", &headers, Some(&body));
        let first = post().await;
        let made = first.json();
        assert_eq!(first.status, 201);
        assert_eq!(made["client"]["scopes"], json!(["plans:read", "updates:write"]));
        assert_eq!(made["client"]["state"], "active");
        let secret = made["secret"]["client_secret"].as_str().unwrap();
        assert!(secret.starts_with("tlcs_") && secret.len() == 48, "{secret}");
        assert_eq!(made["client"]["secrets"][0]["ending"], secret[44..]);
        assert_eq!(post().await.text, "", "the secret is not given a second time");

        let id = made["client"]["id"].as_str().unwrap();
        let read = lead.get(&format!("/api-clients/{id}")).await;
        assert!(!read.text.contains(secret));
        use sea_orm::EntityTrait;
        let rows = entities::client_secret::Entity::find().all(&world.app.db.read).await.unwrap();
        assert!(rows.iter().all(|row| row.hash.len() == 32), "the database holds a digest");

        let again = lead.post("/api-clients", &form).await;
        assert_eq!(again.pointers(), ["/name"]);
        let people = world.by(world.seed.administrator).await.get("/people").await;
        assert!(!people.text.contains("Case system"), "a program is no person");
        assert_eq!(lead.get(&format!("/people/{id}")).await.problem(404), "not_found");
        let log = lead.get("/audit").await;
        assert!(log.text.contains("Case system (program)"), "{}", log.text);
    }
}

on_both! {
    async fn nobody_gives_more_than_they_may_do(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let make = async |scopes: serde_json::Value| {
            admin.post("/api-clients", &json!({"agency": world.seed.council, "name": "By the office", "scopes": scopes})).await
        };
        assert_eq!(make(json!(["plans:read", "updates:write"])).await.pointers(), ["/scopes/1"]);
        assert_eq!(make(json!([])).await.pointers(), ["/scopes"]);
        assert_eq!(make(json!(["everything"])).await.problem(422), "invalid");
        let made = make(json!(["plans:read"])).await.expect(201);
        let client = format!("/api-clients/{}", made["client"]["id"].as_str().unwrap());
        let raise = json!({"scopes": ["plans:read", "updates:write"]});
        assert_eq!(admin.patch(&client, 1, &raise).await.pointers(), ["/scopes/1"]);
        let lead = world.by(world.seed.council_lead).await;
        let raised = lead.patch(&client, 1, &raise).await.expect(200);
        assert_eq!(raised["version"], 2);
        // What somebody else gave may stay when the office changes the name.
        let renamed = json!({"name": "Renamed", "scopes": ["plans:read", "updates:write"]});
        assert_eq!(admin.patch(&client, 2, &renamed).await.expect(200)["name"], "Renamed");
        let stale = lead.patch(&client, 2, &json!({"name": "Late"})).await;
        assert_eq!(stale.problem(412), "stale");
        let health = world.by(world.seed.health_lead).await;
        assert_eq!(health.get(&client).await.problem(404), "not_found");
        assert_eq!(
            health.post("/api-clients", &json!({"agency": world.seed.council, "name": "Theirs", "scopes": ["plans:read"]})).await.problem(404),
            "not_found"
        );
        let class = json!({"agency": world.seed.schools, "name": "Schools", "scopes": ["plans:read"]});
        assert_eq!(admin.post("/api-clients", &class).await.problem(409), "wrong_state");
        let role = json!({"grants": [{"role": "integrator", "agency": world.seed.council}]});
        let person = format!("/people/{}/grants", world.seed.council_editor);
        assert_eq!(lead.put(&person, 1, &role).await.pointers(), ["/grants/0/role"]);
    }
}

on_both! {
    async fn two_secrets_at_most_are_live(world: World) {
        let client = world.client(&["plans:read"]).await;
        let lead = world.by(world.seed.council_lead).await;
        let path = format!("/api-clients/{}/secrets", client.id);
        let next = async |body: serde_json::Value| {
            let mut next = client.clone();
            let made = lead.post(&path, &body).await.expect(200);
            next.secret = made["client_secret"].as_str().unwrap().to_owned();
            next
        };
        let in_an_hour = backend::clock::now() + chrono::Duration::hours(1);
        let second = next(json!({"previous_ends_at": in_an_hour})).await;
        for live in [&client, &second] {
            assert_eq!(world.token(live, None).await.status, 200);
        }
        let third = next(json!({"previous_ends_at": in_an_hour})).await;
        assert_eq!(world.token(&client, None).await.status, 401, "the oldest ended");
        for live in [&second, &third] {
            assert_eq!(world.token(live, None).await.status, 200);
        }
        let fourth = next(json!({})).await;
        for dead in [&client, &second, &third] {
            assert_eq!(world.token(dead, None).await.status, 401, "they ended at once");
        }
        assert_eq!(world.token(&fourth, None).await.status, 200);
        let late = backend::clock::now() + chrono::Duration::days(8);
        assert_eq!(lead.post(&path, &json!({"previous_ends_at": late})).await.pointers(), ["/previous_ends_at"]);

        // The client changes its own secret, and nothing else about itself or another.
        let itself = world.program(&fourth, None).await;
        let own = itself.post(&path, &json!({})).await.expect(200);
        assert!(own["client_secret"].is_string());
        assert_eq!(itself.get(&format!("/api-clients/{}", client.id)).await.problem(403), "forbidden");
        let other = world.client(&["plans:read"]).await;
        assert_eq!(itself.post(&format!("/api-clients/{}/secrets", other.id), &json!({})).await.problem(404), "not_found");
    }
}

on_both! {
    async fn a_disabled_client_is_dead_at_once(world: World) {
        let client = world.client(&["plans:read", "updates:write"]).await;
        let program = world.program(&client, None).await;
        assert_eq!(program.get("/plans").await.status, 200);
        let lead = world.by(world.seed.council_lead).await;
        let path = format!("/api-clients/{}", client.id);
        lead.patch(&path, 1, &json!({"scopes": ["updates:write"]})).await.expect(200);
        assert_eq!(program.get("/plans").await.problem(403), "scope_missing", "a scope that was taken away is gone");
        lead.patch(&path, 2, &json!({"state": "disabled"})).await.expect(200);
        let refused = program.get("/my-work").await;
        assert!(refused.header("www-authenticate").unwrap().contains("invalid_token"));
        assert_eq!(refused.problem(401), "bad_token");
        assert_eq!(world.token(&client, None).await.status, 401);
        assert_eq!(lead.post(&format!("{path}/secrets"), &json!({})).await.problem(409), "wrong_state");
        let back = lead.patch(&path, 3, &json!({"state": "active"})).await.expect(200);
        assert_eq!(back["state"], "active");
        assert_eq!(program.get("/my-work").await.status, 200);
        let acts = world.acts().await;
        assert!(acts.contains(&"client.disable".to_owned()) && acts.contains(&"client.enable".to_owned()));
    }
}
