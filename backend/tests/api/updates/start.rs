use serde_json::json;

use crate::support::{World, on_both};

use super::{open_acts, path, version, words};

on_both! {
    async fn an_editor_begins_a_draft(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        assert_eq!(draft["state"], "draft");
        assert_eq!(draft["edition"], 1);
        assert_eq!(draft["agency"]["name"], "Northshire Council");
        assert_eq!(draft["author"]["name"], "Edie Evans");
        assert_eq!(draft["action"]["reference"], "1.1");
        assert_eq!(draft["cycle_state"], "open");
        assert_eq!(draft["milestones"][0]["title"], "First course held");
        assert_eq!(open_acts(&draft), ["update", "submit", "withdraw"]);
        assert_eq!(world.acts().await.last().unwrap(), "update.start");
        let read = editor.get(&path(&draft)).await;
        assert!(read.header("etag").unwrap().starts_with("\"v1-"));
        assert_eq!(read.expect(200), draft);
    }
}

on_both! {
    async fn one_is_open_for_an_action_and_a_cycle(world: World) {
        let form = json!({"action": world.seed.joint_action, "cycle": world.seed.cycle});
        let council = world.by(world.seed.council_editor).await;
        let first = council.post("/updates", &form).await.expect(201);
        let colleague = world.by(world.seed.council_lead).await;
        let second = colleague.post("/updates", &form).await;
        assert_eq!(second.json()["current"]["id"], first["id"]);
        assert_eq!(second.problem(409), "already_exists");
        // The other joint lead learns that there is one, and nothing else.
        let other = world.by(world.seed.health_editor).await;
        let second = other.post("/updates", &form).await;
        assert!(second.json()["current"].is_null());
        assert_eq!(second.problem(409), "already_exists");
        assert_eq!(other.get(&path(&first)).await.problem(404), "not_found");
        council.event(&first, "withdraw", "").await;
        other.post("/updates", &form).await.expect(201);
    }
}

on_both! {
    async fn of_many_at_once_one_begins(world: World) {
        let form = json!({"action": world.seed.joint_action, "cycle": world.seed.cycle});
        let callers = [
            world.by(world.seed.council_editor).await,
            world.by(world.seed.council_lead).await,
            world.by(world.seed.health_editor).await,
            world.by(world.seed.health_lead).await,
        ];
        let tasks: Vec<_> = callers
            .into_iter()
            .map(|caller| {
                let form = form.clone();
                tokio::spawn(async move { caller.post("/updates", &form).await.status })
            })
            .collect();
        let mut found = Vec::new();
        for task in tasks {
            found.push(task.await.unwrap());
        }
        found.sort_unstable();
        assert_eq!(found, [201, 409, 409, 409]);
    }
}

on_both! {
    async fn only_those_who_lead_the_action_report(world: World) {
        let form = json!({"action": world.seed.council_action, "cycle": world.seed.cycle});
        let entries = world.entries().await;
        let health = world.by(world.seed.health_editor).await;
        let answer = health.post("/updates", &form).await;
        assert_eq!(answer.json()["refusal"]["code"], "not_yours");
        assert_eq!(answer.problem(403), "forbidden");
        let answer = health.post("/updates", &json!({"action": world.seed.council_action, "cycle": world.seed.cycle, "agency": world.seed.health})).await;
        assert_eq!(answer.pointers(), ["/agency"]);
        let answer = health.post("/updates", &json!({"action": world.seed.council_action, "cycle": world.seed.cycle, "agency": world.seed.council})).await;
        assert_eq!(answer.problem(403), "forbidden");
        for person in [world.seed.coordinator, world.seed.administrator, world.seed.practitioner] {
            let answer = world.by(person).await.post("/updates", &form).await;
            assert_eq!(answer.json()["refusal"]["code"], "not_your_role");
            assert_eq!(answer.problem(403), "forbidden");
        }
        // To somebody outside of the plan the action does not exist.
        let answer = world.by(world.seed.stranger).await.post("/updates", &form).await;
        assert_eq!(answer.problem(404), "not_found");
        assert_eq!(world.guest().post("/updates", &form).await.problem(401), "not_signed_in");
        assert_eq!(world.entries().await, entries, "nothing was done");
    }
}

on_both! {
    async fn a_class_is_reported_by_its_member(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let draft = world.draft(&editor, world.seed.schools_action).await;
        assert_eq!(draft["agency"]["name"], "Northshire Council");
    }
}

on_both! {
    async fn what_cannot_be_reported_is_refused(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let nothing = world.seed.board;
        let answer = editor.post("/updates", &json!({"action": nothing, "cycle": world.seed.cycle})).await;
        assert_eq!(answer.problem(404), "not_found");
        let answer = editor.post("/updates", &json!({"action": world.seed.council_action, "cycle": nothing})).await;
        assert_eq!(answer.pointers(), ["/cycle"]);
        let answer = editor.post("/updates", &json!({"action": world.seed.council_action, "cycle": world.seed.cycle, "corrects": nothing})).await;
        assert_eq!(answer.pointers(), ["/corrects"]);
        assert_eq!(editor.post("/updates", &json!({"action": "1.1"})).await.status, 422);
        assert_eq!(editor.post("/updates", &json!({"nome": 1})).await.status, 422);
        let coordinator = world.by(world.seed.coordinator).await;
        let today = backend::clock::london_day(backend::clock::now());
        let yesterday = today.pred_opt().unwrap();
        let cycle = format!("/plans/{}/cycles/{}", world.seed.plan, world.seed.cycle);
        coordinator.patch(&cycle, 1, &json!({"due": yesterday, "closes": yesterday})).await.expect(200);
        let form = json!({"action": world.seed.council_action, "cycle": world.seed.cycle});
        let answer = editor.post("/updates", &form).await;
        assert_eq!(answer.json()["refusal"]["code"], "cycle_not_open");
        assert_eq!(answer.problem(409), "wrong_state");
    }
}

on_both! {
    async fn what_is_accepted_is_not_begun_again(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let update = world.accepted(&editor, world.seed.council_lead, world.seed.council_action, &words()).await;
        assert_eq!(version(&update), 4);
        let answer = editor.post("/updates", &json!({"action": world.seed.council_action, "cycle": world.seed.cycle})).await;
        assert_eq!(answer.json()["refusal"]["code"], "already_accepted");
        assert_eq!(answer.problem(409), "wrong_state");
    }
}
