//! What a pathway must not say, and what it lacks.

use serde_json::{Value, json};

use crate::support::{World, on_both};

use super::{LIST, made, service, sound};

on_both! {
    /// What the rules refuse is refused with its place, and nothing is kept.
    async fn contradictions_are_refused_at_their_fields(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let low = service(&coordinator, "Low", (1, 1)).await;
        let high = service(&coordinator, "High", (2, 3)).await;
        let closed = service(&coordinator, "Closed", (1, 4)).await;
        let end = json!({"last_day": "2020-01-01", "reason": "Ended."});
        coordinator.post_to(&format!("/services/{}/close", closed.as_str().unwrap()), 1, &end).await.expect(200);
        let nobody = json!(backend::clock::random_id());
        let another = |key: &str| json!({"key": key, "name": format!("Stage {key}"), "level": 2});
        let way = |from: &str, to: &str, kind: &str| json!({"from": from, "to": to, "kind": kind});
        type Bend<'b> = Box<dyn Fn(&mut Value) + 'b>;
        let push = |list: &'static str, item: Value| -> Bend<'static> {
            Box::new(move |form| form["graph"][list].as_array_mut().unwrap().push(item.clone()))
        };
        let table: Vec<(&str, Bend<'_>)> = vec![
            // A circle of ways on.
            ("/graph/moves/1/to", push("moves", way("help", "door", "on"))),
            // A stage at a level that its service does not serve.
            ("/graph/stages/0/services/0", Box::new(|form| form["graph"]["stages"][0]["services"][0] = high.clone())),
            // A service that has closed.
            ("/graph/stages/1/services/1", Box::new(|form| form["graph"]["stages"][1]["services"] = json!([high, closed]))),
            ("/graph/exits/0/service", Box::new(|form| form["graph"]["exits"][0]["service"] = closed.clone())),
            ("/graph/moves/0/kind", Box::new(|form| form["graph"]["moves"][0]["kind"] = json!("step-down"))),
            ("/graph/stages/2/name", push("stages", json!({"key": "third", "name": "HELP", "level": 2}))),
            ("/graph/stages/2/key", push("stages", another("help"))),
            ("/graph/stages/2/key", push("stages", another("Third one"))),
            ("/graph/moves/1/to", push("moves", way("help", "gone", "on"))),
            ("/graph/stages/1/services/0", Box::new(|form| form["graph"]["stages"][1]["services"][0] = nobody.clone())),
            ("/graph/stages/1/level", Box::new(|form| form["graph"]["stages"][1]["level"] = json!(3_000_000_000_i64))),
            ("/graph/stages/1/services", Box::new(|form| form["graph"]["stages"][1]["services"] = json!({"nine": 1}))),
            ("/graph/moves/0/colour", Box::new(|form| form["graph"]["moves"][0]["colour"] = json!("red"))),
            ("/standards/0/clock/count", Box::new(|form| form["standards"][0]["clock"]["count"] = json!(-1))),
            ("/standards/0/clock/unit", Box::new(|form| form["standards"][0]["clock"]["unit"] = json!("weeks"))),
            ("/standards/0/id", Box::new(|form| form["standards"][0]["id"] = nobody.clone())),
            ("/outcomes/0", Box::new(|form| form["outcomes"] = json!([nobody]))),
            ("/actions/1", Box::new(|form| form["actions"] = json!([world.seed.council_action, nobody]))),
            ("/agencies/0", Box::new(|form| form["agencies"] = json!([nobody]))),
            ("/groups/0", Box::new(|form| form["groups"] = json!([nobody]))),
            ("/services/0", Box::new(|form| form["services"] = json!([nobody]))),
            ("/kind", Box::new(|form| form["kind"] = json!("ladder"))),
            ("/name", Box::new(|form| form["name"] = json!(" "))),
        ];
        for (pointer, bend) in &table {
            let mut form = sound("Help", [&low, &high]);
            bend(&mut form);
            assert_eq!(coordinator.post(LIST, &form).await.pointers(), [*pointer], "{form}");
        }
        assert_eq!(coordinator.get(LIST).await.expect(200)["total"], 0);
        coordinator.post(LIST, &sound("Help", [&low, &high])).await.expect(201);
    }
}

on_both! {
    async fn no_two_pathways_of_a_plan_have_one_name(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let named = |name: &str| json!({"name": name, "kind": "other"});
        coordinator.post(LIST, &named("Step-down  pathway")).await.expect(201);
        for same in ["step-down pathway", " Step\u{2013}down Pathway "] {
            assert_eq!(coordinator.post(LIST, &named(same)).await.pointers(), ["/name"], "{same}");
        }
        let other = coordinator.post(LIST, &named("Other")).await.expect(201);
        let other = format!("{LIST}/{}", other["id"].as_str().unwrap());
        assert_eq!(coordinator.put(&other, 1, &named("STEP-DOWN PATHWAY")).await.pointers(), ["/name"]);
        coordinator.put(&other, 1, &named("OTHER")).await.expect(200);
    }
}

on_both! {
    /// What is only unfinished is kept and told; what becomes wrong later is told, too.
    async fn gaps_are_told_and_kept(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let (path, mut form) = made(&coordinator, "Help").await;
        form["graph"]["stages"].as_array_mut().unwrap().push(json!({"key": "far", "name": "Far", "level": 4}));
        form["graph"]["exits"] = json!([]);
        let view = coordinator.put(&path, 1, &form).await.expect(200);
        let told = |view: &Value| -> Vec<(String, String)> {
            let word = |it: &Value| it.as_str().unwrap().to_owned();
            view["findings"].as_array().unwrap().iter().map(|it| (word(&it["code"]), word(&it["pointer"]))).collect()
        };
        let told_now = told(&view);
        let expected = [
            ("unreachable", "/graph/stages/2"),
            ("dead-end", "/graph/stages/1"),
            ("dead-end", "/graph/stages/2"),
            ("stage-without-service", "/graph/stages/2/services"),
            ("outside-levels", "/graph/stages/2/level"),
        ];
        assert_eq!(told_now.iter().map(|(code, at)| (code.as_str(), at.as_str())).collect::<Vec<_>>(), expected);
        assert!(view["findings"].as_array().unwrap().iter().all(|it| it["severity"] == "gap"));

        // A service closes: what was in order no longer is, and the pathway is mended before it is saved again.
        let service = view["graph"]["stages"][1]["services"][0].as_str().unwrap().to_owned();
        let end = json!({"last_day": "2020-01-01", "reason": "Ended."});
        coordinator.post_to(&format!("/services/{service}/close"), 1, &end).await.expect(200);
        let view = coordinator.get(&path).await.expect(200);
        assert_eq!((&view["findings"][0]["code"], &view["findings"][0]["severity"]), (&json!("service-closed"), &json!("contradiction")));
        assert_eq!(coordinator.put(&path, 2, &form).await.pointers(), ["/graph/stages/1/services/0"]);
        form["graph"]["stages"][1]["services"] = json!([]);
        coordinator.put(&path, 2, &form).await.expect(200);
    }
}
