//! Finding services: words, filters, pages.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use shared::services::{ServiceKind, Standing};

use crate::support::{Caller, World, on_both};

async fn add(caller: &Caller, form: Value) -> String {
    let made = caller.post("/services", &form).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}

/// The names that a query finds, in order.
async fn found(caller: &Caller, query: &str) -> Vec<String> {
    let list = caller.get(&format!("/services?{query}")).await.expect(200);
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect()
}

async fn three(world: &World) -> Caller {
    let coordinator = world.by(world.seed.coordinator).await;
    for form in [
        json!({"name": "Cygnet", "kind": "parenting", "summary": "For parents of autistic children.", "aliases": ["Swan"],
            "level_from": 2, "level_to": 2, "age_from": 5, "age_to": 18, "provider": world.seed.council, "routes_in": ["parent"]}),
        json!({"name": "Front door", "kind": "access", "level_from": 2, "level_to": 4, "area": "Northmouth",
            "provider": world.seed.health, "routes_in": ["gp", "self-referral"]}),
        json!({"name": "Text 85258", "kind": "crisis", "summary": "50%_off: a line in caf\u{e9}s, 24 hours", "age_to": 25}),
    ] {
        add(&coordinator, form).await;
    }
    world.by(world.seed.stranger).await
}

on_both! {
    async fn words_and_filters_narrow_the_directory(world: World) {
        let reader = three(&world).await;
        let (council, all) = (world.seed.council, ["Cygnet", "Front door", "Text 85258"]);
        let table: &[(&str, &[&str])] = &[
            ("", &all),
            ("q=SWAN", &all[..1]),
            ("q=parents%20autistic", &all[..1]),
            ("q=parents%20door", &[]),
            ("q=health%20board", &all[1..2]),
            ("q=Caf%C3%A9s", &all[2..]),
            ("level=2", &all[..2]),
            ("level=4", &all[1..2]),
            ("level=1", &[]),
            ("age=4", &all[1..]),
            ("age=18", &all),
            ("age=26", &all[1..2]),
            ("area=Northmouth", &all),
            ("area=Elsewhere", &["Cygnet", "Text 85258"]),
            ("kind=crisis", &all[2..]),
            ("way_in=gp", &all[1..2]),
            ("way_in=drop-in", &[]),
            ("level=2&age=4&q=door", &all[1..2]),
        ];
        for (query, names) in table {
            assert_eq!(found(&reader, query).await, *names, "{query}");
        }
        assert_eq!(found(&reader, &format!("provider={council}")).await, ["Cygnet"]);
        let list = reader.get("/services?limit=1&choices=true&count=true").await.expect(200);
        assert_eq!(list["count"], 3);
        assert_eq!(list["choices"]["areas"], json!(["Northmouth"]));
        let providers: Vec<&str> = list["choices"]["providers"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
        assert_eq!(providers, ["Northshire Council", "Northshire Health Board"]);
        assert_eq!(list["allowed"][0]["refusal"]["code"], "not_your_role");
    }
}

on_both! {
    /// What looks like an instruction to a database is looked for like any other word.
    async fn a_search_cannot_break_out(world: World) {
        let reader = three(&world).await;
        let table: &[(&str, &[&str])] = &[
            ("q=%25", &["Text 85258"]),
            ("q=50%25_off", &["Text 85258"]),
            ("q=_", &["Text 85258"]),
            ("q=y_net", &[]),
            ("q='%20OR%20'1'='1", &[]),
            ("q=%22%3B%20DROP%20TABLE%20service%3B--", &[]),
            ("q=%5C", &[]),
            ("q=%241", &[]),
            ("area='%20OR%201=1--", &["Cygnet", "Text 85258"]),
        ];
        for (query, names) in table {
            assert_eq!(found(&reader, query).await, *names, "{query}");
        }
        let (long, many) = ("x".repeat(201), vec!["a"; 13].join("%20"));
        for bad in [
            format!("q={long}"), format!("q={many}"), "q=%00".into(), "level=0".into(), "level=5".into(), "age=-1".into(),
            "age=121".into(), "kind=guild".into(), "standing=lost".into(), "provider=1".into(), "limit=0".into(),
            "limit=201".into(), "cursor=%2F".into(), "cursor=AA".into(), "q=a&q=b".into(), "colour=red".into(),
        ] {
            assert_eq!(reader.get(&format!("/services?{bad}")).await.problem(400), "bad_query", "{bad}");
        }
        assert_eq!(found(&reader, "").await.len(), 3);
    }
}

on_both! {
    /// The database and the rule in `shared` never disagree on how a service stands.
    async fn standings_are_those_of_the_rule(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let today = backend::clock::london_day(backend::clock::now());
        let days: Vec<Option<NaiveDate>> = vec![None, Some(today - Days::new(1)), Some(today), Some(today + Days::new(1))];
        let mut expected: Vec<(String, Standing)> = Vec::new();
        for (at, from) in days.iter().enumerate() {
            for (to_at, to) in days.iter().enumerate() {
                if from.zip(*to).is_some_and(|(from, to)| to < from) {
                    continue;
                }
                for kind in [ServiceKind::Other, ServiceKind::Proposed] {
                    let name = format!("Service {at}{to_at} {}", kind.code());
                    let id = add(&coordinator, json!({"name": name, "kind": kind, "valid_from": from})).await;
                    if let Some(to) = to {
                        let form = json!({"last_day": to, "reason": "Ends."});
                        coordinator.post_to(&format!("/services/{id}/close"), 1, &form).await.expect(200);
                    }
                    expected.push((name, Standing::of(kind, *from, *to, today)));
                }
            }
        }
        for standing in Standing::ALL {
            let names: Vec<String> = expected.iter().filter(|(_, it)| *it == standing).map(|(name, _)| name.clone()).collect();
            assert!(!names.is_empty(), "{standing:?}");
            assert_eq!(found(&coordinator, &format!("standing={}", standing.code())).await, names, "{standing:?}");
        }
    }
}

on_both! {
    async fn pages_follow_each_other_without_gaps(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let names: BTreeSet<String> = (0..7).map(|number| format!("Caf\u{e9} & {number}")).collect();
        for name in &names {
            add(&coordinator, json!({"name": name, "kind": "other", "level_from": 1, "level_to": 1})).await;
        }
        add(&coordinator, json!({"name": "Elsewhere", "kind": "other"})).await;
        let mut seen: Vec<String> = Vec::new();
        let mut path = "/services?limit=3&q=caf%C3%A9%20%26&level=1&count=true".to_owned();
        loop {
            let answer = coordinator.get(&path).await;
            let link = answer.header("link").map(str::to_owned);
            let list = answer.expect(200);
            assert_eq!(list["count"], 7);
            seen.extend(list["items"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()));
            let Some(next) = list["next"].as_str() else {
                assert_eq!(link, None);
                break;
            };
            assert!(link.unwrap().contains(next));
            path = next.strip_prefix("/api/v1").unwrap().to_owned();
        }
        assert_eq!(seen.len(), 7);
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), names);
    }
}
