//! What comes too late: to a cycle that is locked, to an update that others have finished, to an
//! agency whose only approver has left.

use chrono::Days;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};

use crate::{
    chasing::leaves,
    support::{World, on_both},
};

use super::{contributions::overdue, open_acts, path, version, words};

fn today() -> chrono::NaiveDate {
    backend::clock::london_day(backend::clock::now())
}

fn cycle(world: &World) -> String {
    format!("/plans/northshire-2024/cycles/{}", world.seed.cycle)
}

/// Lets the seed's cycle have closed, to be locked from so many days from today.
async fn locks_in(world: &World, days: i64) {
    overdue(world, true).await;
    entities::cycle::ActiveModel {
        id: Set(world.seed.cycle.0),
        locks: Set(Some(today() + chrono::Duration::days(days))),
        ..Default::default()
    }
    .update(world.app.db.owner())
    .await
    .unwrap();
}

on_both! {
    async fn a_closed_cycle_is_locked_when_its_day_has_come(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let sent = world.submitted(&editor, world.seed.council_action, &words()).await;
        let list = "/plans/northshire-2024/cycles";
        locks_in(&world, 1).await;
        let cycles = coordinator.get(list).await.expect(200);
        assert_eq!((&cycles["items"][0]["state"], open_acts(&cycles["items"][0])), (&json!("closed"), vec!["update".to_owned(), "lock".to_owned()]));
        let back = lead.event(&sent, "return", "Which schools?").await;
        locks_in(&world, 0).await;
        let cycles = coordinator.get(list).await.expect(200);
        assert_eq!((&cycles["items"][0]["state"], open_acts(&cycles["items"][0])), (&json!("locked"), vec!["update".to_owned()]));
        let submit = format!("{}/submit", path(&sent));
        let refused = editor.post_to(&submit, version(&back), &json!({})).await;
        assert_eq!(refused.json()["refusal"]["code"], "cycle_locked");
        let begin = json!({"action": world.seed.schools_action, "cycle": world.seed.cycle});
        assert_eq!(editor.post("/updates", &begin).await.json()["refusal"]["code"], "cycle_locked");
        let form = json!({"action": world.seed.council_action, "agency": world.seed.council, "person": world.seed.council_editor,
            "until": today(), "reason": "The author was ill."});
        coordinator.post(&format!("{}/exceptions", cycle(&world)), &form).await.expect(201);
        editor.event(&back, "submit", "").await;
    }
}

on_both! {
    async fn a_cycle_is_locked_after_it_has_closed(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let early = json!({"locks": today() + Days::new(17)});
        assert_eq!(coordinator.patch(&cycle(&world), 1, &early).await.pointers(), ["/locks"], "it closes on that day");
        let locks = today() + Days::new(18);
        let set = coordinator.patch(&cycle(&world), 1, &json!({"locks": locks})).await.expect(200);
        assert_eq!(set["locks"], json!(locks));
        let both = json!({"closes": today() + Days::new(20)});
        assert_eq!(coordinator.patch(&cycle(&world), 2, &both).await.pointers(), ["/locks"]);
        let cleared = coordinator.patch(&cycle(&world), 2, &json!({"locks": null})).await.expect(200);
        assert_eq!(cleared["locks"], Value::Null);
        locks_in(&world, 5).await;
        let later = coordinator.patch(&cycle(&world), 3, &json!({"locks": today() + Days::new(30)})).await;
        assert_eq!(later.json()["refusal"]["code"], "cycle_dates_kept");
        let series = "/plans/northshire-2024/cycles/series";
        let run = json!({"frequency": "monthly", "from": "2031-01-01", "count": 1, "due_days": 13, "grace_days": 7, "lock_days": 10});
        let made = coordinator.post(series, &run).await.expect(200);
        assert_eq!(made["items"][0]["locks"], "2031-03-03");
        let mut run = run;
        run["lock_days"] = json!(0);
        assert_eq!(coordinator.post(series, &run).await.pointers(), ["/lock_days"]);
    }
}

on_both! {
    async fn a_stale_draft_overwrites_nothing_that_was_accepted(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let draft = world.draft(&editor, world.seed.council_action).await;
        let saved = editor.put(&path(&draft), version(&draft), &words()).await.expect(200);
        let sent = editor.event(&saved, "submit", "").await;
        let accepted = lead.event(&sent, "accept", "").await;
        let mut older = words();
        older["done"] = json!("Written on a train.");
        let stale = editor.put(&path(&draft), version(&draft), &older).await;
        assert_eq!(stale.json()["current"]["state"], "accepted");
        assert_eq!(stale.problem(412), "stale");
        let refused = editor.put(&path(&draft), version(&accepted), &older).await;
        assert_eq!(refused.json()["refusal"]["code"], "already_accepted");
        let again = json!({"action": world.seed.council_action, "cycle": world.seed.cycle});
        assert_eq!(editor.post("/updates", &again).await.json()["refusal"]["code"], "already_accepted");
        let kept = lead.get(&path(&draft)).await.expect(200);
        assert_eq!(kept["content"]["done"], words()["done"]);
    }
}

on_both! {
    async fn the_only_approver_cannot_leave_unnoticed(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let sent = world.submitted(&editor, world.seed.council_action, &words()).await;
        entities::person::ActiveModel {
            id: Set(world.seed.council_lead.0),
            password_hash: Set(Some("can sign in".to_owned())),
            ..Default::default()
        }
        .update(world.app.db.owner())
        .await
        .unwrap();
        let coordinator = world.by(world.seed.coordinator).await;
        assert_eq!(coordinator.get("/my-work").await.expect(200)["to_review"], json!([]), "the lead's to do");
        let admin = world.by(world.seed.administrator).await;
        let person = format!("/people/{}", world.seed.council_lead);
        let known = version(&admin.get(&person).await.expect(200));
        let refused = admin.patch(&person, known, &json!({"state": "disabled"})).await.json();
        assert_eq!(refused["refusal"]["code"], "last_one");
        assert!(refused["refusal"]["sentence"].as_str().unwrap().contains("Give it to another person first"));
        // However they went, what waits falls to the plan's coordinator, who says why.
        leaves(&world, world.seed.council_lead).await;
        let work = coordinator.get("/my-work").await.expect(200);
        assert_eq!(work["to_review"][0]["id"], sent["id"]);
        let path = format!("{}/override", path(&sent));
        assert_eq!(coordinator.post_to(&path, version(&sent), &json!({})).await.pointers(), ["/comment"]);
        let done = coordinator.event(&sent, "override", "The lead has left; agreed by telephone.").await;
        assert_eq!(done["state"], "accepted");
    }
}

on_both! {
    async fn an_update_is_handed_to_nobody_who_could_not_write_it(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let admin = world.by(world.seed.administrator).await;
        let draft = world.draft(&lead, world.seed.council_action).await;
        let hand = format!("{}/hand-over", path(&draft));
        let to = json!({"person": world.seed.practitioner});
        let person = format!("/people/{}", world.seed.practitioner);
        let known = version(&admin.get(&person).await.expect(200));
        let deputy = |from: u64| json!({"grants": [{"role": "agency_lead", "agency": world.seed.council,
            "from": today() + Days::new(from), "until": today() + Days::new(9)}]});
        let later = admin.put(&format!("{person}/grants"), known, &deputy(1)).await.expect(200);
        assert_eq!(lead.post_to(&hand, version(&draft), &to).await.pointers(), ["/person"], "their time has not come");
        let now = admin.put(&format!("{person}/grants"), version(&later), &deputy(0)).await.expect(200);
        let handed = lead.post_to(&hand, version(&draft), &to).await.expect(200);
        assert_eq!(handed["assigned"]["id"], json!(world.seed.practitioner));
        admin.patch(&person, version(&now), &json!({"state": "disabled"})).await.expect(200);
        assert_eq!(lead.post_to(&hand, version(&handed), &to).await.pointers(), ["/person"], "they have left");
    }
}
