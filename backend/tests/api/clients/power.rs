//! What a token can be used for: what its role, its scopes and its agency allow together.

use backend::features::clients::token::reach::OPERATIONS;
use serde_json::json;
use shared::auth::TokenScope;

use crate::support::{Caller, World, on_both};

fn all() -> Vec<&'static str> {
    TokenScope::ALL.iter().map(|scope| scope.code()).collect()
}

on_both! {
    async fn a_program_reports_and_a_person_accepts(world: World) {
        let client = world.client(&all()).await;
        let program = world.program(&client, None).await;
        let seed = &world.seed;
        let start = json!({"action": seed.council_action, "cycle": seed.cycle});
        let draft = program.post("/updates", &start).await.expect(201);
        let update = format!("/updates/{}", draft["id"].as_str().unwrap());
        let words = json!({"delivery_status": "in_progress", "brag": "green", "done": "Two courses.", "next": "Two more."});
        let saved = program.put(&update, 1, &words).await.expect(200);
        assert!(saved["author"]["name"].as_str().unwrap().ends_with(" (program)"), "{saved}");
        let sent = program.post_to(&format!("{update}/submit"), 2, &json!({})).await.expect(200);
        assert_eq!(sent["state"], "submitted");
        for act in ["take-up", "accept", "return", "override", "withdraw"] {
            let answer = program.post_to(&format!("{update}/{act}"), 3, &json!({"comment": "Mine."})).await;
            assert_eq!(answer.problem(403), "forbidden", "{act}");
        }
        let open: Vec<&str> = sent["allowed"].as_array().unwrap().iter()
            .filter(|permit| permit["refusal"].is_null())
            .map(|permit| permit["act"].as_str().unwrap())
            .collect();
        assert!(open.is_empty(), "{open:?}");
        let lead = world.by(seed.council_lead).await;
        lead.post_to(&format!("{update}/accept"), 3, &json!({})).await.expect(200);
        let log = lead.get("/audit").await;
        assert!(log.text.contains("(program)"));
    }
}

on_both! {
    async fn other_agencies_are_out_of_reach(world: World) {
        let client = world.client(&all()).await;
        let program = world.program(&client, None).await;
        let seed = &world.seed;
        let health = world.by(seed.health_lead).await;
        let theirs = health.post("/updates", &json!({"action": seed.joint_action, "cycle": seed.cycle, "agency": seed.health})).await.expect(201);
        let update = format!("/updates/{}", theirs["id"].as_str().unwrap());
        assert_eq!(program.get(&update).await.problem(404), "not_found");
        assert_eq!(program.put(&update, 1, &json!({"done": "x"})).await.problem(404), "not_found");
        assert_eq!(program.post_to(&format!("{update}/submit"), 1, &json!({})).await.problem(404), "not_found");
        let listed = program.get("/updates").await.expect(200);
        assert_eq!(listed["items"], json!([]));
        let for_them = json!({"action": seed.joint_action, "cycle": seed.cycle, "agency": seed.health});
        assert!(matches!(program.post("/updates", &for_them).await.status, 403 | 409));
    }
}

async fn attempt(program: &Caller, operation: &str, world: &World) -> u16 {
    let (verb, path) = operation.split_once(' ').unwrap();
    let seed = &world.seed;
    let path = path
        .replace("{plan}", &seed.plan.to_string())
        .replace("{action}", &seed.council_action.to_string())
        .replace("{agency}", &seed.council.to_string())
        .replace("{update}", &backend::clock::random_id().to_string())
        .replace("{client}", &backend::clock::random_id().to_string());
    let key = format!("\"{}\"", backend::clock::random_id());
    let headers = [
        ("content-type", "application/json"),
        ("idempotency-key", key.as_str()),
        ("if-match", "\"v0\""),
    ];
    let get = verb == "GET";
    program
        .send(
            verb.parse().unwrap(),
            &path,
            if get { &[] } else { &headers },
            if get { None } else { Some("{}") },
        )
        .await
        .status
}

on_both! {
    /// Each operation with every scope but those that it needs, and with one of them alone.
    async fn each_operation_needs_its_scope(world: World) {
        let client = world.client(&all()).await;
        for (operation, needed) in OPERATIONS.iter().filter(|(_, needed)| !needed.is_empty()) {
            let others: Vec<&str> = TokenScope::ALL.iter()
                .filter(|scope| !needed.contains(scope))
                .map(|scope| scope.code())
                .collect();
            let without = world.program(&client, Some(&others.join(" "))).await;
            assert_eq!(attempt(&without, operation, &world).await, 403, "{operation} without {needed:?}");
            for scope in *needed {
                let with = world.program(&client, Some(scope.code())).await;
                let status = attempt(&with, operation, &world).await;
                assert!(!matches!(status, 401 | 403) && status < 500, "{operation} with {scope:?}: {status}");
            }
        }
        let narrow = world.program(&client, Some("plans:read")).await;
        let refused = narrow.get("/updates").await;
        assert!(refused.header("www-authenticate").unwrap().contains("insufficient_scope"));
        assert!(refused.text.contains("updates:read"), "{}", refused.text);
        assert_eq!(refused.problem(403), "scope_missing");
    }
}

on_both! {
    /// What is not in the table of operations is for people: a token gets no further, whatever its
    /// scopes, and changes nothing.
    async fn everything_else_is_for_people(world: World) {
        let client = world.client(&all()).await;
        let program = world.program(&client, None).await;
        let before = world.entries().await;
        let document = serde_json::to_value(backend::router::specification()).unwrap();
        let mut refused = 0;
        for (path, item) in document["paths"].as_object().unwrap() {
            for verb in item.as_object().unwrap().keys() {
                let operation = format!("{} {path}", verb.to_uppercase());
                let anyone = ["GET /service", "POST /session", "POST /links/view", "POST /links/use"];
                if anyone.contains(&operation.as_str()) || OPERATIONS.iter().any(|(known, _)| *known == operation) {
                    continue;
                }
                assert_eq!(attempt(&program, &operation, &world).await, 403, "{operation}");
                refused += 1;
            }
        }
        assert!(refused > 20, "only {refused} were tried");
        assert_eq!(world.entries().await, before);
        for (operation, _) in OPERATIONS {
            let (verb, path) = operation.split_once(' ').unwrap();
            assert!(document["paths"][path][verb.to_lowercase()].is_object(), "{operation} is not in the document");
        }
    }
}

on_both! {
    /// A token stands alone: a cookie beside it is not looked at, our header is not needed, and
    /// keys of idempotency belong to the client.
    async fn a_token_stands_alone(world: World) {
        let client = world.client(&all()).await;
        let mut program = world.program(&client, None).await;
        let lead = world.by(world.seed.council_lead).await;
        program.cookie = lead.cookie.clone();
        assert_eq!(program.get("/session").await.problem(403), "forbidden", "the token counts, not the cookie");
        program.token = Some("nonsense".to_owned());
        assert_eq!(program.get("/plans").await.problem(401), "bad_token", "a bad token is not mended by a cookie");
        let program = world.program(&client, None).await;
        let body = json!({"action": world.seed.council_action, "cycle": world.seed.cycle}).to_string();
        let headers = [("content-type", "application/json"), ("idempotency-key", "\"same\""), ("origin", "https://other.example")];
        let post = || program.send(reqwest::Method::POST, "/updates", &headers, Some(&body));
        let first = post().await.expect(201);
        assert_eq!(post().await.expect(201)["id"], first["id"]);
        let another = json!({"action": world.seed.joint_action, "cycle": world.seed.cycle}).to_string();
        let reused = program.send(reqwest::Method::POST, "/updates", &headers, Some(&another)).await;
        assert_eq!(reused.problem(422), "key_reused");
        let text = [("content-type", "text/plain"), ("idempotency-key", "\"other\"")];
        assert_eq!(program.send(reqwest::Method::POST, "/updates", &text, Some(&body)).await.problem(415), "not_json");
    }
}
