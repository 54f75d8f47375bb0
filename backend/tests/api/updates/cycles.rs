use chrono::Days;
use serde_json::{Value, json};

use crate::support::{World, on_both};

use super::{complete, open_acts, words};

fn form(name: &str) -> Value {
    let today = backend::clock::london_day(backend::clock::now());
    json!({
        "name": name,
        "observes_from": today,
        "observes_to": today + Days::new(80),
        "opens": today + Days::new(81),
        "due": today + Days::new(90),
        "closes": today + Days::new(100),
        "instructions": "Say what changed for children.",
    })
}

on_both! {
    async fn a_coordinator_adds_and_changes_a_cycle(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let list = format!("/plans/{}/cycles", world.seed.plan);
        let made = coordinator.post(&list, &form("Next quarter")).await;
        let location = made.header("location").unwrap().to_owned();
        let made = made.expect(201);
        assert_eq!(made["state"], "scheduled");
        assert_eq!(open_acts(&made), ["update"]);
        assert_eq!(location, format!("/api/v1/plans/northshire-2024/cycles/{}", made["id"].as_str().unwrap()));
        let one = location.trim_start_matches("/api/v1").to_owned();
        let changed = coordinator.patch(&one, 1, &json!({"name": "Spring", "instructions": null})).await.expect(200);
        assert_eq!((changed["name"].as_str(), changed["instructions"].as_str()), (Some("Spring"), Some("")));
        assert_eq!(changed["due"], made["due"]);
        let answer = coordinator.patch(&one, 1, &json!({"name": "Summer"})).await;
        assert_eq!(answer.json()["current"]["name"], "Spring");
        assert_eq!(answer.problem(412), "stale");
        let all = coordinator.get("/plans/northshire-2024/cycles").await.expect(200);
        let names: Vec<_> = all["items"].as_array().unwrap().iter().map(|cycle| cycle["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Spring", "This quarter"]);
        assert_eq!(open_acts(&all), ["create"]);
        let acts = world.acts().await;
        assert_eq!(acts[acts.len() - 2..], ["cycle.create", "cycle.update"]);
    }
}

on_both! {
    async fn others_read_cycles(world: World) {
        let list = format!("/plans/{}/cycles", world.seed.plan);
        let one = format!("{list}/{}", world.seed.cycle);
        for person in [world.seed.council_lead, world.seed.administrator, world.seed.board_member] {
            let caller = world.by(person).await;
            let read = caller.get(&list).await.expect(200);
            assert!(open_acts(&read).is_empty());
            assert!(open_acts(&read["items"][0]).is_empty());
            assert_eq!(caller.post(&list, &form("Mine")).await.problem(403), "forbidden");
            assert_eq!(caller.patch(&one, 1, &json!({"name": "Mine"})).await.problem(403), "forbidden");
        }
        let stranger = world.by(world.seed.stranger).await;
        assert_eq!(stranger.get(&list).await.problem(404), "not_found");
        assert_eq!(stranger.post(&list, &form("Mine")).await.problem(404), "not_found");
        assert_eq!(stranger.patch(&one, 1, &json!({"name": "Mine"})).await.problem(404), "not_found");
        assert_eq!(world.guest().get(&list).await.problem(401), "not_signed_in");
    }
}

on_both! {
    async fn cycles_have_names_and_dates_in_order(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let list = format!("/plans/{}/cycles", world.seed.plan);
        assert_eq!(coordinator.post(&list, &form("This quarter")).await.pointers(), ["/name"]);
        let mut early = form(" ");
        early["observes_from"] = json!("2024-03-31");
        early["closes"] = json!("2024-04-01");
        assert_eq!(coordinator.post(&list, &early).await.pointers(), ["/name", "/observes_from", "/closes"]);
        assert_eq!(coordinator.post(&list, &json!({"name": "x"})).await.status, 422);
        let one = format!("{list}/{}", world.seed.cycle);
        for (body, pointer) in [
            (json!({"name": null}), "/name"),
            (json!({"opens": null}), "/opens"),
            (json!({"closes": "2024-04-01"}), "/closes"),
            (json!({"opens": "12026-01-01"}), "/opens"),
            (json!({"observes_from": "2025-01-01"}), "/observes_from"),
        ] {
            assert_eq!(coordinator.patch(&one, 1, &body).await.pointers(), [pointer], "{body}");
        }
        let nowhere = format!("{list}/{}", world.seed.board);
        assert_eq!(coordinator.patch(&nowhere, 1, &json!({})).await.problem(404), "not_found");
        assert_eq!(coordinator.patch(&format!("{list}/x"), 1, &json!({})).await.problem(404), "not_found");
    }
}

on_both! {
    async fn a_cycle_counts_what_it_is_owed(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let list = format!("/plans/{}/cycles", world.seed.plan);
        let counts = async || {
            let read = editor.get(&list).await.expect(200);
            (read["items"][0]["owed"].as_u64().unwrap(), read["items"][0]["accepted"].as_u64().unwrap())
        };
        assert_eq!(counts().await, (3, 0));
        world.submitted(&editor, world.seed.joint_action, &words()).await;
        assert_eq!(counts().await, (3, 0));
        world.accepted(&editor, world.seed.council_lead, world.seed.council_action, &complete()).await;
        assert_eq!(counts().await, (3, 1), "what is complete no longer owes, but it did");
    }
}

on_both! {
    async fn a_year_of_cycles_is_seen_before_it_is_added(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let list = format!("/plans/{}/cycles", world.seed.plan);
        let series = format!("{list}/series");
        let run = |from: &str, preview: bool| json!({
            "frequency": "quarterly", "from": from, "count": 4, "due_days": 13, "grace_days": 7,
            "instructions": "Be brief.", "preview": preview,
        });
        let before = world.acts().await;
        let seen = coordinator.post(&series, &run("2031-01-01", true)).await.expect(200);
        assert_eq!(seen["added"], false);
        assert_eq!(seen["items"][3]["name"], "October to December 2031");
        assert_eq!(seen["items"][3]["due"], "2032-01-14");
        assert_eq!(world.acts().await, before, "a preview adds nothing");
        let made = coordinator.post(&series, &run("2031-01-01", false)).await.expect(200);
        assert_eq!(made["items"].as_array().unwrap().len(), 4);
        assert_eq!(world.acts().await[before.len()..], ["cycle.create"; 4]);
        let all = coordinator.get(&list).await.expect(200);
        assert_eq!(all["items"][0]["id"], made["items"][3]["id"]);
        assert_eq!(all["items"][0]["instructions"], "Be brief.");
        let acts = world.acts().await;
        let again = coordinator.post(&series, &run("2031-12-01", false)).await;
        assert_eq!(again.json()["errors"][0]["pointer"], "/from");
        assert!(again.text.contains("October to December 2031"), "{}", again.text);
        assert_eq!(coordinator.post(&series, &run("1990-01-01", false)).await.pointers(), ["/from"]);
        let many = json!({"frequency": "monthly", "from": "2040-01-01", "count": 25, "due_days": 91, "grace_days": 0});
        assert_eq!(coordinator.post(&series, &many).await.pointers(), ["/count", "/due_days"]);
        assert_eq!(world.acts().await, acts, "all of them or none");
    }
}
