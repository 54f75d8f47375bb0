//! `/session/notices`: who is told what, once, and what others have done meanwhile.

use std::time::Duration;

use backend::{
    clock,
    features::{audit::sealer, notices::remind},
};
use chrono::Days;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use shared::notices::RETENTION_DAYS;

use crate::{
    chasing::{due_in, leaves, noon, today},
    plans::overview::report,
    support::{Caller, World, on_both},
    updates::{path, version, words},
};

/// What somebody has been told, latest first: why, and whether it has been read.
async fn told(by: &Caller) -> Vec<(String, bool)> {
    let page = by.get("/session/notices").await.expect(200);
    let items: Vec<(String, bool)> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            (
                item["occasion"].as_str().unwrap().to_owned(),
                item["read"].as_bool().unwrap(),
            )
        })
        .collect();
    let unread = items.iter().filter(|(_, read)| !read).count();
    assert_eq!(page["unread"], json!(unread));
    let session = by.get("/session").await.expect(200);
    assert_eq!(
        session["unread"],
        json!(unread),
        "the session says the same"
    );
    items
}

fn one(occasion: &str, read: bool) -> (String, bool) {
    (occasion.to_owned(), read)
}

on_both! {
    async fn an_update_is_told_to_those_who_have_to_act(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let health = world.by(world.seed.health_lead).await;
        let draft = world.draft(&editor, world.seed.joint_action).await;
        assert_eq!(told(&lead).await, [], "a draft is nobody's business");
        let saved = editor.put(&path(&draft), version(&draft), &words()).await.expect(200);
        let sent = editor.event(&saved, "submit", "").await;
        assert_eq!(told(&lead).await, [one("to_review", false)]);
        assert_eq!(told(&health).await, [one("to_endorse", false)]);
        assert_eq!(told(&editor).await, [], "who acts knows");
        for outside in [world.seed.health_editor, world.seed.board_member, world.seed.stranger, world.seed.coordinator] {
            assert_eq!(told(&world.by(outside).await).await, []);
        }
        let item = &lead.get("/session/notices").await.expect(200)["items"][0];
        assert_eq!(item["words"], "An update waits for your review: 2.1 One front door");
        assert_eq!((&item["update"], &item["by"]["name"]), (&sent["id"], &json!("Edie Evans")));

        let answer = format!("{}/contributions/{}/dispute", path(&sent), world.seed.health);
        let back = health.post_to(&answer, version(&sent), &json!({"comment": "We held one."})).await.expect(200);
        assert_eq!(told(&editor).await, [one("disputed", false)]);
        assert_eq!(told(&lead).await, [one("to_review", true)], "nobody has to review it now");
        assert_eq!(told(&health).await, [one("to_endorse", true)]);

        let again = editor.event(&back, "submit", "").await;
        assert_eq!(told(&editor).await, [one("disputed", true)], "it was sent again");
        assert_eq!(told(&lead).await, [one("to_review", false)], "one notice, told anew");
        assert_eq!(told(&health).await, [one("to_endorse", false)]);
        let answer = format!("{}/contributions/{}/endorse", path(&sent), world.seed.health);
        let endorsed = health.post_to(&answer, version(&again), &json!({})).await.expect(200);
        assert_eq!(told(&health).await, [one("to_endorse", true)]);
        assert_eq!(told(&lead).await, [one("to_review", false)]);
        lead.event(&endorsed, "accept", "").await;
        assert_eq!(told(&editor).await, [one("accepted", false), one("disputed", true)]);
        assert_eq!(told(&lead).await, [one("to_review", true)]);
    }
}

on_both! {
    async fn where_nobody_can_review_the_coordinator_is_told(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let sent = world.submitted(&lead, world.seed.council_action, &words()).await;
        assert_eq!(told(&coordinator).await, [one("to_review", false)]);
        coordinator.event(&sent, "override", "The agency has one person.").await;
        assert_eq!(told(&coordinator).await, [one("to_review", true)]);
        assert_eq!(told(&lead).await, [one("accepted", false)]);
    }
}

on_both! {
    async fn a_hand_over_is_told_and_taken_along(world: World) {
        let seed = &world.seed;
        let lead = world.by(seed.council_lead).await;
        let editor = world.by(seed.council_editor).await;
        let draft = world.draft(&lead, seed.council_action).await;
        let hand = async |seen: &Value, person: Value| {
            lead.post_to(&format!("{}/hand-over", path(seen)), version(seen), &json!({"person": person})).await.expect(200)
        };
        let handed = hand(&draft, json!(seed.council_editor)).await;
        assert_eq!(told(&editor).await, [one("handed_over", false)]);
        let free = hand(&handed, Value::Null).await;
        assert_eq!(told(&editor).await, [one("handed_over", true)], "it is not theirs any more");
        let again = hand(&free, json!(seed.council_editor)).await;
        assert_eq!(told(&editor).await, [one("handed_over", false)]);
        let saved = editor.put(&path(&draft), version(&again), &words()).await.expect(200);
        editor.event(&saved, "submit", "").await;
        assert_eq!(told(&editor).await, [one("handed_over", true)]);
    }
}

on_both! {
    async fn exceptions_and_deputies_are_told_as_long_as_they_hold(world: World) {
        let seed = &world.seed;
        let coordinator = world.by(seed.coordinator).await;
        let editor = world.by(seed.council_editor).await;
        let lead = world.by(seed.council_lead).await;
        due_in(&world, -8, 5).await;
        let exceptions = format!("/plans/northshire-2024/cycles/{}/exceptions", seed.cycle);
        let form = json!({"action": seed.council_action, "agency": seed.council, "person": seed.council_editor,
            "until": today() + Days::new(7), "reason": "The author was ill."});
        let made = coordinator.post(&exceptions, &form).await.expect(201);
        assert_eq!(told(&editor).await, [one("exception", false)]);
        let words = editor.get("/session/notices").await.expect(200)["items"][0]["words"].clone();
        let until = shared::calendar::day_in_words(today() + Days::new(7));
        assert_eq!(words, format!("This quarter is open to you again until {until}: 1.1 Train the people who meet children"));
        coordinator.delete(&format!("{exceptions}/{}", made["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(told(&editor).await, [], "it was taken back");

        let person = format!("/people/{}", seed.council_editor);
        let own = json!({"role": "agency_editor", "agency": seed.council});
        let deputy = json!({"role": "agency_lead", "agency": seed.council, "from": today() + Days::new(1), "until": today() + Days::new(9)});
        lead.put(&format!("{person}/grants"), 1, &json!({"grants": [own, deputy]})).await.expect(200);
        assert_eq!(told(&editor).await, [one("deputy", false)], "before the day has come");
        lead.put(&format!("{person}/grants"), 2, &json!({"grants": [own]})).await.expect(200);
        assert_eq!(told(&editor).await, []);
    }
}

on_both! {
    async fn what_an_agency_owes_is_told_once_a_step(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let editor = world.by(world.seed.council_editor).await;
        // What somebody chose to get by mail has nothing to do with it.
        lead.put("/session/mail", 0, &json!({"reminders": false, "decisions": false, "weekly": false})).await.expect(200);
        let on = async |days: u64| {
            remind::remind_due(&world.app.db, noon(today() + Days::new(days))).await.unwrap();
        };
        on(0).await;
        assert_eq!(told(&lead).await, [one("opened", false)]);
        assert_eq!(told(&editor).await, [one("opened", false)]);
        on(1).await;
        assert_eq!(told(&lead).await.len(), 1, "said already");
        on(3).await;
        let mut lately = told(&lead).await;
        lately.sort_unstable();
        assert_eq!(lately, [one("opened", true), one("week", false)], "the earlier one is overtaken");
        assert_eq!(world.acts().await.iter().filter(|act| *act == "cycle.remind").count(), 2);
        // An agency that owes nothing any more is left in peace.
        for action in [world.seed.council_action, world.seed.joint_action, world.seed.schools_action] {
            report(&world, action, "green").await;
        }
        assert!(told(&lead).await.contains(&one("week", false)));
        on(4).await;
        assert!(told(&lead).await.contains(&one("week", true)));
    }
}

on_both! {
    async fn notices_are_marked_as_read(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        for action in [world.seed.council_action, world.seed.joint_action] {
            world.submitted(&editor, action, &words()).await;
        }
        let page = lead.get("/session/notices?limit=1").await.expect(200);
        let latest = page["items"][0]["id"].as_str().unwrap().to_owned();
        let rest = page["next"].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
        let earlier = lead.get(&rest).await.expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
        assert_ne!(latest, earlier);
        let read = lead.post(&format!("/session/notices/{earlier}/read"), &json!({})).await.expect(200);
        assert_eq!(read, json!({"unread": 1}));
        let before = world.entries().await;
        assert_eq!(lead.post(&format!("/session/notices/{earlier}/read"), &json!({})).await.expect(200), read);
        assert_eq!(world.entries().await, before, "nothing was changed");
        // Up to the earlier one: the latest was not seen.
        assert_eq!(lead.post("/session/notices/read", &json!({"notice": earlier})).await.expect(200), read);
        assert_eq!(lead.post("/session/notices/read", &json!({"notice": latest})).await.expect(200), json!({"unread": 0}));
        assert_eq!(editor.post(&format!("/session/notices/{latest}/read"), &json!({})).await.problem(404), "not_found");
        assert_eq!(editor.post("/session/notices/read", &json!({"notice": latest})).await.pointers(), ["/notice"]);
        assert_eq!(lead.get("/session/notices?limit=0").await.problem(400), "bad_query");
        assert_eq!(lead.get("/session/notices?cursor=x").await.problem(400), "bad_query");
        assert_eq!(world.guest().get("/session/notices").await.problem(401), "not_signed_in");
        let client = world.client(&["updates:read"]).await;
        let program = world.program(&client, None).await;
        assert_eq!(program.get("/session/notices").await.problem(403), "forbidden");
    }
}

on_both! {
    async fn a_notice_is_shown_only_to_those_who_may_still_read_what_it_is_about(world: World) {
        let seed = &world.seed;
        let editor = world.by(seed.council_editor).await;
        let lead = world.by(seed.council_lead).await;
        let sent = world.submitted(&editor, seed.council_action, &words()).await;
        lead.event(&sent, "return", "Which schools?").await;
        assert_eq!(told(&editor).await, [one("returned", false)]);
        let person = format!("/people/{}/grants", seed.council_editor);
        let admin = world.by(seed.administrator).await;
        let board = json!({"grants": [{"role": "board_member", "agency": seed.board}]});
        admin.put(&person, 1, &board).await.expect(200);
        assert_eq!(told(&editor).await, [], "a board member does not see what was returned");

        // What is older than it is kept for is not shown, and goes.
        use entities::notice::{Column, Entity};
        let all = async || Entity::find().all(&world.app.db.read).await.unwrap().len();
        let before = all().await;
        let old = clock::now() - chrono::Duration::days(RETENTION_DAYS + 1);
        Entity::update_many()
            .col_expr(Column::At, Expr::value(old))
            .filter(Column::PersonId.eq(seed.council_lead.0))
            .exec(world.app.db.owner())
            .await
            .unwrap();
        assert_eq!(told(&lead).await, []);
        backend::db::expiry::let_go(&world.app.db).await.unwrap();
        assert_eq!(all().await, before - 1);
    }
}

on_both! {
    /// Whoever has left is told nothing.
    async fn who_has_left_is_not_told(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        leaves(&world, world.seed.council_lead).await;
        world.submitted(&editor, world.seed.council_action, &words()).await;
        let rows = entities::notice::Entity::find().all(&world.app.db.read).await.unwrap();
        assert!(rows.iter().all(|row| row.person_id == world.seed.coordinator.0), "{rows:?}");
        assert_eq!(rows.len(), 1);
    }
}

/// What a live connection says of notices, as it comes.
struct Bell {
    answer: reqwest::Response,
    text: String,
}

impl Bell {
    async fn open(caller: &Caller) -> Self {
        let answer = caller.watch("/live", None).await;
        assert_eq!(answer.status(), 200);
        Self {
            answer,
            text: String::new(),
        }
    }

    /// The next count. A test that would wait for ever fails.
    async fn next(&mut self) -> u64 {
        loop {
            while let Some((message, rest)) = self.text.split_once("\n\n") {
                let message = message.to_owned();
                self.text = rest.to_owned();
                if message.contains("event: notices\n") {
                    let data = message.split_once("data: ").unwrap().1;
                    let data: Value = serde_json::from_str(data).unwrap();
                    return data["unread"].as_u64().unwrap();
                }
            }
            let chunk = tokio::time::timeout(Duration::from_secs(60), self.answer.chunk());
            let chunk = chunk.await.expect("nothing came").unwrap().unwrap();
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}

on_both! {
    /// Two servers on one database, as two processes are.
    async fn open_pages_are_told_how_many_are_unread(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let elsewhere = world.by(world.seed.council_lead).await.at(&world.another().await);
        sealer::seal_all(&world.app.db).await.unwrap();
        let mut bell = Bell::open(&elsewhere).await;
        assert_eq!(bell.next().await, 0, "at once");
        world.submitted(&editor, world.seed.council_action, &words()).await;
        sealer::seal_all(&world.app.db).await.unwrap();
        assert_eq!(bell.next().await, 1);
        let latest = lead.get("/session/notices").await.expect(200)["items"][0]["id"].clone();
        lead.post("/session/notices/read", &json!({"notice": latest})).await.expect(200);
        sealer::seal_all(&world.app.db).await.unwrap();
        assert_eq!(bell.next().await, 0, "read on another device");
    }
}
