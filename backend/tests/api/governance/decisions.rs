use serde_json::{Value, json};

use crate::{
    support::{World, on_both},
    updates::open_acts,
};

use super::{day, first_of};

const LIST: &str = "/plans/northshire-2024/decisions";

fn references(list: &Value) -> Vec<&str> {
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["decision"]["reference"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn a_decision_is_taken_and_carried_out(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let meeting = world.meeting(&coordinator, -3, "Autumn meeting").await;
        let form = json!({
            "meeting": meeting["id"], "words": "To open a second front door.", "owner": world.seed.council,
            "owner_note": "Head of early help", "due": day(-1), "actions": [world.seed.joint_action],
        });
        let made = coordinator.post(LIST, &form).await;
        let reference = first_of(day(-3));
        assert_eq!(made.header("location"), Some(format!("/api/v1{LIST}/{reference}").as_str()));
        let made = made.expect(201);
        assert_eq!((made["reference"].as_str(), made["outcome"].as_str()), (Some(reference.as_str()), Some("proposed")));
        assert_eq!((made["overdue"].as_bool(), made["actions"][0]["reference"].as_str()), (Some(false), Some("2.1")));
        assert_eq!(open_acts(&made), ["update", "reword", "agree", "agree_with_conditions", "agree_in_part", "defer", "decline", "withdraw"]);

        let agreed = coordinator.decide(&made, &json!({"event": "agree_with_conditions", "words": "Within the budget."})).await.expect(200);
        assert_eq!((agreed["outcome"].as_str(), agreed["progress"].as_str()), (Some("agreed_with_conditions"), Some("open")));
        assert_eq!(agreed["overdue"], true);
        assert_eq!(open_acts(&agreed), ["update", "begin", "implement", "give_up"]);
        let begun = coordinator.decide(&agreed, &json!({"event": "begin"})).await.expect(200);
        let done = coordinator.decide(&begun, &json!({"event": "implement", "words": "It opened in May."})).await.expect(200);
        assert_eq!(done["overdue"], false);
        let verified = coordinator.decide(&done, &json!({"event": "verify", "words": "The board visited it."})).await.expect(200);
        assert_eq!(open_acts(&verified), ["update"]);
        let steps: Vec<_> = verified["steps"].as_array().unwrap().iter()
            .map(|step| (step["progress"].as_str().unwrap_or("none"), step["words"].as_str().unwrap_or("none"), step["by"].as_str().unwrap()))
            .collect();
        assert_eq!(steps, [
            ("none", "none", "Cora Chen"),
            ("open", "Within the budget.", "Cora Chen"),
            ("in_progress", "none", "Cora Chen"),
            ("implemented", "It opened in May.", "Cora Chen"),
            ("verified", "The board visited it.", "Cora Chen"),
        ]);
        let acts = world.acts().await;
        assert_eq!(acts[acts.len() - 5..], ["decision.create", "decision.agree", "decision.begin", "decision.implement", "decision.verify"]);
    }
}

on_both! {
    async fn what_cannot_happen_is_refused(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let ahead = world.meeting(&coordinator, 5, "Next meeting").await;
        let early = world.decision(&coordinator, &ahead, "To wait.").await;
        let answer = coordinator.decide(&early, &json!({"event": "agree"})).await;
        assert_eq!(answer.json()["refusal"]["code"], "meeting_to_come");
        assert_eq!(answer.problem(409), "wrong_state");
        let held = world.meeting(&coordinator, -3, "Autumn meeting").await;
        let made = world.decision(&coordinator, &held, "To go on.").await;
        assert_eq!(coordinator.decide(&made, &json!({"event": "decline", "words": " "})).await.pointers(), ["/words"]);
        assert_eq!(coordinator.decide(&made, &json!({"event": "agree", "words": "a"})).await.status, 422);
        assert_eq!(coordinator.decide(&made, &json!({"event": "verify", "words": "a"})).await.problem(409), "wrong_state");
        let agreed = coordinator.decide(&made, &json!({"event": "agree"})).await.expect(200);
        assert_eq!(coordinator.decide(&made, &json!({"event": "agree"})).await.problem(412), "stale");
        assert_eq!(coordinator.decide(&agreed, &json!({"event": "agree"})).await.problem(409), "wrong_state");

        let one = format!("{LIST}/{}", agreed["reference"].as_str().unwrap());
        for body in [json!({"words": "Something else."}), json!({"meeting": ahead["id"]})] {
            let answer = coordinator.patch(&one, 2, &body).await;
            assert_eq!(answer.json()["refusal"]["code"], "decision_taken", "{body}");
            assert_eq!(answer.problem(409), "wrong_state");
        }
        let meeting = format!("/plans/northshire-2024/meetings/{}", held["id"].as_str().unwrap());
        assert_eq!(coordinator.patch(&meeting, 1, &json!({"date": day(1)})).await.pointers(), ["/date"]);
        coordinator.patch(&one, 2, &json!({"owner": world.seed.health, "due": day(30)})).await.expect(200);
    }
}

on_both! {
    async fn forms_name_what_there_is(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let meeting = world.meeting(&coordinator, -3, "Autumn meeting").await;
        let made = world.decision(&coordinator, &meeting, "To go on.").await;
        let one = format!("{LIST}/{}", made["reference"].as_str().unwrap());
        let action = world.seed.council_action;
        for (body, pointers) in [
            (json!({"meeting": world.seed.plan, "words": ""}), vec!["/meeting", "/words"]),
            (json!({"meeting": meeting["id"], "words": "a", "owner": world.seed.plan, "due": day(-4)}), vec!["/due", "/owner"]),
            (json!({"meeting": meeting["id"], "words": "a", "actions": [action, world.seed.plan, action]}), vec!["/actions/1", "/actions/2"]),
            (json!({"meeting": meeting["id"], "words": "a", "outcome": "agreed"}), vec!["/outcome"]),
        ] {
            assert_eq!(coordinator.post(LIST, &body).await.pointers(), pointers, "{body}");
        }
        for (body, pointer) in [(json!({"words": null}), "/words"), (json!({"meeting": null}), "/meeting")] {
            assert_eq!(coordinator.patch(&one, 1, &body).await.pointers(), [pointer], "{body}");
        }
        let changed = coordinator.patch(&one, 1, &json!({"actions": [action], "owner_note": "Chair"})).await.expect(200);
        let cleared = coordinator.patch(&one, 2, &json!({"actions": null, "owner_note": null})).await.expect(200);
        assert_eq!((changed["actions"][0]["reference"].as_str(), cleared["actions"].as_array().unwrap().len()), (Some("1.1"), 0));
        assert_eq!(coordinator.get(&format!("{LIST}/D-2026-999")).await.problem(404), "not_found");
        let editor = world.by(world.seed.council_editor).await;
        assert_eq!(editor.patch(&one, 3, &json!({"words": "Mine"})).await.problem(403), "forbidden");
        assert_eq!(editor.decide(&cleared, &json!({"event": "agree"})).await.problem(403), "forbidden");
    }
}

on_both! {
    async fn references_run_by_year_and_lists_are_narrowed(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let now = world.meeting(&coordinator, -3, "Autumn meeting").await;
        let before = world.meeting(&coordinator, -800, "An earlier meeting").await;
        let old = world.decision(&coordinator, &before, "Long ago.").await;
        assert_eq!(old["reference"], first_of(day(-800)));
        let first = world.decision(&coordinator, &now, "The first.").await;
        let second = world.decision(&coordinator, &now, "The second.").await;
        let year = day(-3).format("%Y").to_string();
        assert_eq!(second["reference"], format!("D-{year}-002"));
        coordinator.decide(&second, &json!({"event": "agree"})).await.expect(200);
        let path = format!("{LIST}/{}", first["reference"].as_str().unwrap().to_lowercase());
        coordinator.patch(&path, 1, &json!({"owner": world.seed.health, "actions": [world.seed.council_action]})).await.expect(200);
        let find = async |query: &str| coordinator.get(&format!("{LIST}?{query}")).await.expect(200);
        let (one, two, three) = (first["reference"].as_str().unwrap(), second["reference"].as_str().unwrap(), old["reference"].as_str().unwrap());
        assert_eq!(references(&find("").await), [two, one, three]);
        assert_eq!(references(&find("outcome=agreed").await), [two]);
        assert_eq!(references(&find("progress=open").await), [two]);
        assert_eq!(references(&find(&format!("meeting={}", before["id"].as_str().unwrap())).await), [three]);
        assert_eq!(references(&find(&format!("owner={}", world.seed.health)).await), [one]);
        assert_eq!(references(&find(&format!("action={}", world.seed.council_action)).await), [one]);
        assert_eq!(find("overdue=true").await["total"], 3);
        assert!(references(&find("overdue=true").await).is_empty());
        assert_eq!(coordinator.get(&format!("{LIST}?outcome=maybe")).await.problem(400), "bad_query");
        let read = coordinator.get(&format!("/plans/northshire-2024/meetings/{}", now["id"].as_str().unwrap())).await.expect(200);
        let at_meeting: Vec<_> = read["decisions"].as_array().unwrap().iter().map(|item| item["decision"]["reference"].as_str().unwrap()).collect();
        assert_eq!(at_meeting, [one, two]);
    }
}

on_both! {
    /// Two who add at once get two references, on whichever database.
    async fn a_reference_is_given_once(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let meeting = world.meeting(&coordinator, -3, "Autumn meeting").await;
        let form = json!({"meeting": meeting["id"], "words": "To go on."});
        let several = (0..8).map(|_| {
            let (caller, form) = (coordinator.clone(), form.clone());
            tokio::spawn(async move {
                caller.post(LIST, &form).await.expect(201)["reference"].as_str().unwrap().to_owned()
            })
        });
        let mut found = Vec::new();
        for one in several.collect::<Vec<_>>() {
            found.push(one.await.unwrap());
        }
        found.sort();
        let year = day(-3).format("%Y").to_string();
        assert_eq!(found, (1..=8).map(|number| format!("D-{year}-{number:03}")).collect::<Vec<_>>());
    }
}
