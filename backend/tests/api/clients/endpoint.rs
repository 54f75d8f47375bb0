//! `POST /oauth/token` and its metadata, in the words of the standards.

use serde_json::{Value, json};

use super::forge::Signer;
use crate::support::{World, on_both};

on_both! {
    async fn a_token_is_given_in_the_form_of_the_standard(world: World) {
        let client = world.client(&["updates:write", "plans:read"]).await;
        let answer = world.token(&client, None).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let given = answer.expect(200);
        assert_eq!(given["token_type"], "Bearer");
        assert_eq!(given["expires_in"], 600);
        assert_eq!(given["scope"], "plans:read updates:write");
        let narrow = world.token(&client, Some("plans:read")).await.expect(200);
        assert_eq!(narrow["scope"], "plans:read");
        let acts = world.acts().await;
        assert_eq!(acts.iter().filter(|act| *act == "client.token").count(), 2);
        let lead = world.by(world.seed.council_lead).await;
        let view = lead.get(&format!("/api-clients/{}", client.id)).await.expect(200);
        assert!(view["last_token_at"].is_string());

        let metadata: Value = reqwest::get(format!("{}/.well-known/oauth-authorization-server", world.base()))
            .await.unwrap().json().await.unwrap();
        assert_eq!(metadata["issuer"], world.base());
        assert_eq!(metadata["token_endpoint"], format!("{}/oauth/token", world.base()));
        assert_eq!(metadata["grant_types_supported"], json!(["client_credentials"]));
        let set = reqwest::get(metadata["jwks_uri"].as_str().unwrap()).await.unwrap();
        assert_eq!(set.status(), 200);
    }
}

on_both! {
    async fn refusals_are_in_the_words_of_the_standard(world: World) {
        let client = world.client(&["plans:read"]).await;
        let basic = client.basic();
        let auth = ("authorization", basic.as_str());
        let grant = ("grant_type", "client_credentials");
        let refusal = async |status: u16, headers: &[(&str, &str)], form: &[(&str, &str)]| {
            let answer = world.ask(headers, form).await;
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            assert_eq!(answer.header("content-type"), Some("application/json"));
            let body = answer.expect(status);
            assert!(body["error_description"].is_string());
            body["error"].as_str().unwrap().to_owned()
        };
        assert_eq!(refusal(400, &[auth], &[]).await, "invalid_request");
        assert_eq!(refusal(400, &[auth], &[grant, grant]).await, "invalid_request");
        assert_eq!(refusal(400, &[auth], &[("grant_type", "password")]).await, "unsupported_grant_type");
        assert_eq!(refusal(400, &[auth], &[grant, ("scope", "plans:write")]).await, "invalid_scope");
        assert_eq!(refusal(400, &[auth], &[grant, ("scope", "updates:write")]).await, "invalid_scope");
        assert_eq!(refusal(400, &[auth], &[grant, ("client_secret", &client.secret)]).await, "invalid_request");
        assert_eq!(refusal(400, &[auth], &[grant, ("client_assertion", "x")]).await, "invalid_request");
        assert_eq!(refusal(400, &[], &[grant, ("client_assertion", "x")]).await, "invalid_request");
        assert_eq!(refusal(400, &[auth, ("content-type", "application/json")], &[grant]).await, "invalid_request");
        assert_eq!(refusal(400, &[auth], &[grant, ("client_id", "another")]).await, "invalid_request");
        assert_eq!(refusal(401, &[], &[grant]).await, "invalid_client");
        assert_eq!(refusal(401, &[("authorization", "Basic !")], &[grant]).await, "invalid_client");
        assert_eq!(refusal(401, &[("authorization", "Bearer x")], &[grant]).await, "invalid_client");
        // What the standard says to ignore, and an empty field, which counts as left out.
        let fine = world.ask(&[auth], &[grant, ("resource", "x"), ("scope", ""), ("client_id", &client.id)]).await;
        assert_eq!(fine.status, 200, "{}", fine.text);
        let too_large = world.ask_raw(&[auth], format!("grant_type=client_credentials&x={}", "y".repeat(40_000))).await;
        assert_eq!(too_large.status, 413);
        let get = reqwest::get(format!("{}/oauth/token", world.base())).await.unwrap();
        assert_eq!(get.status(), 405);
    }
}

on_both! {
    /// Who asks wrongly learns nothing about who exists, and waits after some failures; another
    /// client behind the same address does not.
    async fn wrong_secrets_look_alike_and_are_slowed_down(world: World) {
        let client = world.client(&["plans:read"]).await;
        let other = world.client(&["plans:read"]).await;
        let mut wrong = client.clone();
        wrong.secret = "tlcs_wrong".to_owned();
        let mut nobody = wrong.clone();
        nobody.id = backend::clock::random_id().to_string();
        let first = world.token(&wrong, None).await;
        assert_eq!(first.status, 401);
        assert!(first.header("www-authenticate").unwrap().starts_with("Basic"));
        let stranger = world.token(&nobody, None).await;
        assert_eq!((stranger.status, &stranger.text), (401, &first.text));
        for _ in 0..10 {
            assert_eq!(world.token(&wrong, None).await.status, 401);
        }
        // The wait is short at first; the test is not to depend on how fast it runs.
        let waiting = world.app.db.unit(backend::db::Who::console("test"), |unit| Box::pin(async move {
            use entities::throttle::{Column, Entity};
            use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
            unit.changes_nothing();
            let longer = unit.now + chrono::Duration::minutes(10);
            let done = Entity::update_many()
                .col_expr(Column::BlockedUntil, Expr::value(longer))
                .filter(Column::BlockedUntil.is_not_null())
                .exec(unit.txn)
                .await?;
            Ok(done.rows_affected)
        })).await.unwrap();
        assert_eq!(waiting, 1, "one client waits");
        let waiting = world.token(&client, None).await;
        assert!(waiting.header("retry-after").is_some());
        assert_eq!(waiting.expect(429)["error"], "temporarily_unavailable");
        assert_eq!(world.token(&other, None).await.status, 200);
    }
}

on_both! {
    async fn the_same_assertion_at_the_same_time_is_taken_once(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let client = world.client(&["plans:read"]).await;
        let signer = Signer::fresh();
        let path = format!("/api-clients/{}/keys", client.id);
        let private = {
            let mut key = signer.jwk("own");
            key["d"] = json!("AAAA");
            key
        };
        assert_eq!(lead.put(&path, 1, &json!({"keys": [private]})).await.pointers(), ["/keys/0/d"]);
        lead.put(&path, 1, &json!({"keys": [signer.jwk("own")]})).await.expect(200);
        let now = backend::clock::now().timestamp();
        let assertion = signer.token(
            &json!({"alg": "EdDSA", "kid": "own"}),
            &json!({"iss": client.id, "sub": client.id, "aud": world.base(), "exp": now + 60, "jti": "once"}),
        );
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.as_str()),
        ];
        let (a, b, c, d) = tokio::join!(world.ask(&[], &form), world.ask(&[], &form), world.ask(&[], &form), world.ask(&[], &form));
        let mut statuses = [a.status, b.status, c.status, d.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401, 401, 401]);
    }
}
