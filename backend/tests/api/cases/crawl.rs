//! The canary: every field of a case has a mark of its own, and everything that the interface offers
//! is fetched by everybody who takes no part. No mark is found, in no answer and in no table but
//! those of cases; and all of them are found by those who take part.

use std::collections::BTreeSet;

use backend::router::specification;
use reqwest::Method;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use shared::{auth::TokenScope, policy::Role};

use super::{
    canary::{Canary, canary, version},
    crew::newcomer,
};
use crate::{
    coverage::{self, Names},
    support::{Caller, World, on_both},
};

/// Everybody who takes no part, and those who only lead an agency that does, who may know which
/// case it is.
async fn outsiders(world: &World, canary: &Canary) -> Vec<(String, Caller, bool)> {
    let seed = &world.seed;
    let mut found = Vec::new();
    for (name, person) in seed.everyone() {
        let leads = matches!(name, "council lead" | "stranger");
        found.push((name.to_owned(), world.by(person).await, leads));
    }
    found.push((
        "colleague".to_owned(),
        canary.crew.colleagues[0].caller.clone(),
        false,
    ));
    found.push((
        "asked once".to_owned(),
        canary.crew.workers[1].caller.clone(),
        false,
    ));
    let member = newcomer(world, Role::BoardMember, seed.council).await;
    found.push((
        "board member of the agency".to_owned(),
        member.caller,
        false,
    ));
    let scopes: Vec<&str> = TokenScope::ALL.iter().map(|scope| scope.code()).collect();
    let client = world.client(&scopes).await;
    found.push((
        "program".to_owned(),
        world.program(&client, None).await,
        false,
    ));
    found.push(("nobody".to_owned(), world.guest(), false));
    found
}

/// Every address that can be read, with ids that there are.
fn addresses(world: &World, canary: &Canary, names: &Names) -> Vec<String> {
    let mut found = Vec::new();
    let document = serde_json::to_value(specification()).unwrap();
    for (path, operations) in document["paths"].as_object().unwrap() {
        if operations.get("get").is_none() {
            continue;
        }
        for path in filled(path, "{case}", std::slice::from_ref(&canary.case)) {
            for path in filled(&path, "{part}", &canary.parts) {
                for path in filled(&path, "{step_down}", &canary.plans) {
                    let (_, path) = coverage::address(&format!("GET {path}"), world, names);
                    assert!(!path.contains('{'), "{path}: name an id that there is");
                    found.push(path);
                }
            }
        }
    }
    for view in ["mine", "asked", "reviews", "stuck", "ended"] {
        found.push(format!("/cases?view={view}"));
    }
    for agency in [world.seed.council, world.seed.health, world.seed.charity] {
        found.push(format!("/agencies/{agency}/activity"));
        found.push(format!("/agencies/{agency}"));
        found.push(format!("/cases?view=mine&agency={agency}"));
    }
    found.push(format!("/audit?subject={}", canary.case));
    for person in canary.crew.workers.iter().map(|worker| worker.person) {
        found.push(format!("/audit?actor={person}"));
        found.push(format!("/people/{person}"));
    }
    // That the index holds none of the marks is seen in its table.
    for (_, mark) in canary.marks.0.iter().step_by(6) {
        found.push(format!("/search?q={mark}"));
    }
    found
}

/// An address with each of the values in its place.
fn filled(path: &str, place: &str, values: &[String]) -> Vec<String> {
    if values.is_empty() || !path.contains(place) {
        vec![path.to_owned()]
    } else {
        values
            .iter()
            .map(|value| path.replace(place, value))
            .collect()
    }
}

/// What is served outside of the interface.
const OUTSIDE: [&str; 14] = [
    "/",
    "/cases",
    "/public/",
    "/public/services",
    "/public/pathways",
    "/oruk/v3/",
    "/oruk/v3/services",
    "/oruk/v3/taxonomies",
    "/oruk/v3/taxonomy_terms",
    "/oruk/v3/service_at_locations",
    "/.well-known/oauth-authorization-server",
    "/healthz",
    "/readyz",
    "/oauth/jwks",
];

async fn outside(world: &World, caller: &Caller, path: &str) -> String {
    let mut request = reqwest::Client::new().get(format!("{}{path}", world.base()));
    if let Some(cookie) = &caller.cookie {
        request = request.header("cookie", cookie);
    }
    request.send().await.unwrap().text().await.unwrap()
}

/// What a case's writes answer to somebody who may not know of it.
async fn attempts(
    world: &World,
    canary: &Canary,
    names: &Names,
    (caller, leads): (&Caller, bool),
) -> Vec<(String, u16, String)> {
    let mut found = Vec::new();
    let document = serde_json::to_value(specification()).unwrap();
    let now = version(world, &canary.case).await;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let about = path.starts_with("/cases/{case}") || path.starts_with("/step-downs/");
        for verb in ["post", "put"]
            .into_iter()
            .filter(|verb| about && operations.get(*verb).is_some())
        {
            let operation = format!("{} {path}", verb.to_uppercase());
            let path = path
                .replace("{case}", &canary.case)
                .replace("{part}", &canary.parts[0])
                .replace("{step_down}", &canary.plans[0]);
            let (method, path) =
                coverage::address(&format!("{} {path}", verb.to_uppercase()), world, names);
            // Who leads an agency that takes part may do some of it, and is to leave the case as it is.
            let body = if leads {
                json!({})
            } else {
                coverage::body(&operation, world)
            };
            let answer = if method == Method::PUT {
                caller.put(&path, now, &body).await
            } else {
                caller.post_to(&path, now, &body).await
            };
            found.push((operation, answer.status, answer.text));
        }
    }
    let find = json!({"reference": canary.reference});
    let answer = caller.post("/cases/find", &find).await;
    found.push(("POST /cases/find".to_owned(), answer.status, answer.text));
    found
}

/// Every row of every table, as text.
async fn rows(world: &World) -> Vec<(String, String)> {
    let db = &world.app.db.read;
    let backend = db.get_database_backend();
    let ask = async |sql: String| {
        db.query_all_raw(Statement::from_string(backend, sql))
            .await
            .unwrap()
    };
    let tables = match backend {
        DbBackend::Postgres => {
            "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        }
        _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let mut found = Vec::new();
    for row in ask(tables.to_owned()).await {
        let table: String = row.try_get("", "name").unwrap();
        let sql = match backend {
            DbBackend::Postgres => format!("SELECT t::text AS whole FROM \"{table}\" t"),
            _ => {
                let columns = ask(format!("SELECT name FROM pragma_table_info('{table}')")).await;
                let columns: Vec<String> = columns
                    .iter()
                    .map(|row| row.try_get::<String>("", "name").unwrap())
                    // Ids are bytes, and bytes are no text.
                    .map(|name| format!("coalesce(CASE typeof(\"{name}\") WHEN 'blob' THEN hex(\"{name}\") ELSE CAST(\"{name}\" AS TEXT) END, '')"))
                    .collect();
                format!(
                    "SELECT {} AS whole FROM \"{table}\"",
                    columns.join(" || ' ' || ")
                )
            }
        };
        for row in ask(sql).await {
            let whole: String = row.try_get("", "whole").unwrap();
            found.push((table.clone(), whole));
        }
    }
    found
}

async fn same_as_missing(caller: &Caller, path: &str, id: &str) {
    let other = backend::clock::random_id().to_string();
    let (there, missing) = (
        caller.get(path).await,
        caller.get(&path.replace(id, &other)).await,
    );
    assert_eq!(there.status, missing.status);
    let bare = |text: &str| {
        let mut body: Value = serde_json::from_str(text).unwrap();
        for own in ["request_id", "instance"] {
            body.as_object_mut().unwrap().remove(own);
        }
        body
    };
    assert_eq!(bare(&there.text), bare(&missing.text), "{path}");
}

on_both! {
    async fn nothing_of_a_case_is_told_to_who_takes_no_part(world: World) {
        let names = coverage::names(&world).await;
        let admin = world.by(world.seed.administrator).await;
        let open = json!({"services": true, "pathways": true});
        admin.put("/publication", 1, &open).await.expect(200);
        let canary = canary(&world).await;
        let all = addresses(&world, &canary, &names);
        let mut fetched = 0;
        for (who, caller, leads) in outsiders(&world, &canary).await {
            // Who leads an agency that takes part knows which case its people are named on.
            let marks = if leads { canary.marks.without(&["reference", "reference, bare"]) } else { canary.marks.clone() };
            for path in &all {
                // What somebody searched for comes back to them in the words of the answer.
                let searched = path.split_once("?q=").map(|(_, mark)| mark);
                let answer = caller.get(path).await;
                assert!(answer.status < 500, "{path} by {who}: {}", answer.status);
                let text = match searched {
                    Some(searched) => answer.text.to_lowercase().replace(searched, " "),
                    None => answer.text,
                };
                let found = marks.found(&text);
                assert!(found.is_empty(), "{path} tells {who}: {found:?}");
                fetched += 1;
            }
            for path in OUTSIDE {
                let found = marks.found(&outside(&world, &caller, path).await).len();
                assert_eq!(found, 0, "{path} tells {who}");
                fetched += 1;
            }
            for (operation, status, answer) in attempts(&world, &canary, &names, (&caller, leads)).await {
                assert!((400..500).contains(&status), "{operation} by {who}: {status} {answer}");
                let found = marks.found(&answer);
                assert!(found.is_empty(), "{operation} tells {who}: {found:?}");
                fetched += 1;
            }
            if who != "nobody" {
                same_as_missing(&caller, &format!("/cases/{}", canary.case), &canary.case).await;
                same_as_missing(&caller, &format!("/step-downs/{}", canary.plans[0]), &canary.plans[0]).await;
            }
        }
        let of_cases = ["case_", "step_down", "broken_glass"];
        let mut kept = BTreeSet::new();
        for (table, row) in rows(&world).await {
            let found = canary.marks.found(&row);
            if of_cases.iter().any(|begin| table.starts_with(begin)) {
                kept.extend(found.into_iter().map(str::to_owned));
            } else {
                assert!(found.is_empty(), "{table} keeps {found:?}");
            }
        }
        assert!(kept.len() >= 30, "so a mark in a table is found: {kept:?}");
        println!("{fetched} answers without one of {} marks", canary.marks.0.len());
        control(&world, &canary, &names).await;
    }
}

/// Those who take part find every mark by the same addresses, but for the reference that is another
/// agency's own.
async fn control(world: &World, canary: &Canary, names: &Names) {
    let own = ["own reference", "own reference of the participant"];
    let [council, _, charity] = &canary.crew.workers;
    for (worker, anothers) in [(council, own[1]), (charity, own[0])] {
        let mut found = BTreeSet::new();
        for path in addresses(world, canary, names) {
            if path.contains("/search?") {
                continue;
            }
            let answer = worker.caller.get(&path).await;
            assert!(answer.status < 500, "{path}: {}", answer.text);
            let marks = canary.marks.found(&answer.text);
            // What the holder takes away for the person whom it concerns is everything.
            assert!(
                path.ends_with("/held") || !marks.contains(&anothers),
                "{path} shows another agency's own reference"
            );
            found.extend(marks.into_iter().map(str::to_owned));
        }
        let fields = canary.marks.0.iter().map(|(field, _)| field.clone());
        let missing: Vec<String> = fields
            .filter(|field| {
                !found.contains(field) && field != anothers && field != "reference, bare"
            })
            .collect();
        assert!(
            missing.is_empty(),
            "who takes part does not find {missing:?}"
        );
    }
}
