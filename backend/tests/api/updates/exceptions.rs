//! The one way back into a cycle that has closed.

use chrono::Days;
use serde_json::{Value, json};
use shared::ids::PersonId;

use crate::support::{Answer, World, on_both};

use super::{contributions::overdue, path, version, words};

fn today() -> chrono::NaiveDate {
    backend::clock::london_day(backend::clock::now())
}

fn cycle(world: &World) -> String {
    format!("/plans/northshire-2024/cycles/{}", world.seed.cycle)
}

async fn except(world: &World, person: PersonId) -> Answer {
    let form = json!({"action": world.seed.council_action, "agency": world.seed.council, "person": person,
        "until": today() + Days::new(7), "reason": "The author was ill."});
    let coordinator = world.by(world.seed.coordinator).await;
    coordinator
        .post(&format!("{}/exceptions", cycle(world)), &form)
        .await
}

async fn lock(world: &World) -> Value {
    let coordinator = world.by(world.seed.coordinator).await;
    let path = format!("{}/lock", cycle(world));
    coordinator.post_to(&path, 1, &json!({})).await.expect(200)
}

on_both! {
    async fn an_exception_opens_for_the_one_it_names(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        assert_eq!(except(&world, world.seed.council_editor).await.json()["refusal"]["code"], "cycle_still_open");
        overdue(&world, true).await;
        let form = json!({"action": world.seed.council_action, "cycle": world.seed.cycle});
        assert_eq!(editor.post("/updates", &form).await.json()["refusal"]["code"], "cycle_not_open");
        let made = except(&world, world.seed.council_editor).await.expect(201);
        assert_eq!((&made["holds"], &made["person"]["name"]), (&json!(true), &json!("Edie Evans")));
        let owed = &editor.get("/my-work").await.expect(200)["owed"];
        assert_eq!(owed.as_array().unwrap().len(), 1);
        assert_eq!((&owed[0]["action"]["reference"], &owed[0]["due"]), (&json!("1.1"), &made["until"]));
        assert_eq!(lead.post("/updates", &form).await.json()["refusal"]["code"], "cycle_not_open", "not for a colleague");
        let other = json!({"action": world.seed.schools_action, "cycle": world.seed.cycle});
        assert_eq!(editor.post("/updates", &other).await.problem(409), "wrong_state", "not for another action");
        let draft = editor.post("/updates", &form).await.expect(201);
        let saved = editor.put(&path(&draft), 1, &words()).await.expect(200);
        let sent = editor.event(&saved, "submit", "").await;
        assert_eq!(lead.event(&sent, "accept", "").await["state"], "accepted");
        let coordinator = world.by(world.seed.coordinator).await;
        let exceptions = format!("{}/exceptions", cycle(&world));
        let one = format!("{exceptions}/{}", made["id"].as_str().unwrap());
        assert_eq!(coordinator.delete(&one).await.expect(200)["holds"], false);
        assert_eq!(coordinator.delete(&one).await.problem(409), "wrong_state");
        let list = world.by(world.seed.board_member).await.get(&exceptions).await.expect(200);
        assert_eq!(list["items"][0]["reason"], "The author was ill.");
        let correction = json!({"action": world.seed.council_action, "cycle": world.seed.cycle, "corrects": draft["id"]});
        assert_eq!(editor.post("/updates", &correction).await.problem(409), "wrong_state", "it has ended");
    }
}

on_both! {
    async fn in_a_locked_cycle_nothing_moves(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let sent = world.submitted(&editor, world.seed.council_action, &words()).await;
        let back = lead.event(&sent, "return", "Which schools?").await;
        overdue(&world, true).await;
        assert_eq!(lock(&world).await["state"], "locked");
        let submit = format!("{}/submit", path(&sent));
        let saved = editor.put(&path(&sent), version(&back), &words()).await.expect(200);
        let refused = editor.post_to(&submit, version(&saved), &json!({})).await;
        assert_eq!(refused.json()["refusal"]["code"], "cycle_locked");
        except(&world, world.seed.council_editor).await.expect(201);
        let again = editor.event(&saved, "submit", "").await;
        let coordinator = world.by(world.seed.coordinator).await;
        let list = coordinator.get(&format!("{}/exceptions", cycle(&world))).await.expect(200);
        let one = format!("{}/exceptions/{}", cycle(&world), list["items"][0]["id"].as_str().unwrap());
        coordinator.delete(&one).await.expect(200);
        let refused = lead.post_to(&format!("{}/accept", path(&sent)), version(&again), &json!({})).await;
        assert_eq!(refused.json()["refusal"]["code"], "cycle_locked", "not even accepted");
        except(&world, world.seed.council_editor).await.expect(201);
        lead.event(&again, "accept", "").await;
    }
}

on_both! {
    async fn a_closed_cycle_is_not_reopened_by_its_dates(world: World) {
        overdue(&world, true).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let later = json!({"closes": today() + Days::new(30)});
        let refused = coordinator.patch(&cycle(&world), 1, &later).await;
        assert_eq!(refused.json()["refusal"]["code"], "cycle_dates_kept");
        coordinator.patch(&cycle(&world), 1, &json!({"instructions": "Be brief."})).await.expect(200);
    }
}

on_both! {
    async fn what_an_exception_names_belongs_together(world: World) {
        overdue(&world, true).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let exceptions = format!("{}/exceptions", cycle(&world));
        let form = json!({"action": world.seed.council_action, "agency": world.seed.health, "person": world.seed.board_member,
            "until": today() + Days::new(32), "reason": " "});
        let answer = coordinator.post(&exceptions, &form).await;
        assert_eq!(answer.pointers(), ["/reason", "/until", "/agency", "/person"]);
        let editor = world.by(world.seed.council_editor).await;
        assert_eq!(editor.post(&exceptions, &form).await.problem(403), "forbidden");
    }
}
