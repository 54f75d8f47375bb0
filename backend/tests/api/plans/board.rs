//! `GET /plans/{plan}/board`: every figure is a number of rows of the register, and an earlier day
//! is shown as it was shown then.

use std::sync::atomic::Ordering;

use chrono::{Days, NaiveDate};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr,
};
use serde_json::{Map, Value, json};

use crate::{
    support::{Caller, World, on_both},
    updates::{path, rated, version},
};

use super::overview::report;

const PLAN: &str = "/plans/northshire-2024";
const BOARD: &str = "/plans/northshire-2024/board";
const DEMONSTRATION: &str = "/plans/kent-2015";
/// Queries of a page that is worked out and compares with nothing.
const FEW: usize = 3;

fn today() -> NaiveDate {
    backend::clock::london_day(backend::clock::now())
}

/// The demonstration beside the seed, and somebody who sits on its board.
async fn demonstrated(world: &World) -> Caller {
    use entities::person::{Column, Entity};
    backend::demo::load(&world.app.db, &world.app.passwords, |_| {})
        .await
        .unwrap();
    let member = Entity::find()
        .filter(Column::Email.starts_with("board@"))
        .one(&world.app.db.read)
        .await
        .unwrap()
        .unwrap();
    world.by(member.id.into()).await
}

/// Every address of records in an answer, with how many there must be.
fn claims(value: &Value, found: &mut Vec<(String, u64)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| claims(item, found)),
        Value::Object(members) => {
            claim(members, found);
            members.values().for_each(|member| claims(member, found));
        }
        _ => {}
    }
}

fn claim(members: &Map<String, Value>, found: &mut Vec<(String, u64)>) {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    for (records, figure) in [
        ("planned_records", "planned"),
        ("complete_records", "complete"),
    ] {
        if let Some(records) = text(records) {
            found.push((records.to_owned(), members[figure].as_u64().unwrap()));
        }
    }
    let Some(records) = text("records") else {
        return;
    };
    if let Some(counts) = members.get("counts").and_then(Value::as_object) {
        found.push((
            records.to_owned(),
            counts.values().filter_map(Value::as_u64).sum(),
        ));
        for (rating, count) in counts {
            let word = if rating == "grey" { "none" } else { rating };
            found.push((format!("{records}&rating={word}"), count.as_u64().unwrap()));
        }
        return;
    }
    let items = members
        .get("items")
        .and_then(Value::as_array)
        .map(|items| items.len() as u64);
    let figure = ["count", "actions"]
        .into_iter()
        .find_map(|name| members.get(name)?.as_u64());
    found.push((records.to_owned(), figure.or(items).unwrap()));
}

async fn hold(caller: &Caller, board: &Value) -> usize {
    let mut found = Vec::new();
    claims(board, &mut found);
    for (records, count) in &found {
        let register = caller.get(records).await.expect(200);
        assert_eq!(
            register["rows"].as_array().unwrap().len() as u64,
            *count,
            "{records}"
        );
    }
    found.len()
}

/// An answer without what names the moment that was asked for.
fn timeless(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(timeless).collect(),
        Value::Object(members) => {
            let kept = members.iter().filter(|(name, _)| {
                !name.ends_with("records")
                    && !["as_at", "allowed", "last_at", "since", "changes", "before"]
                        .contains(&name.as_str())
            });
            Value::Object(
                kept.map(|(name, member)| (name.clone(), timeless(member)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

on_both! {
    async fn every_figure_is_the_number_of_its_records(world: World) {
        let member = demonstrated(&world).await;
        let ago = |days| today() - Days::new(days);
        let mut asked = 0;
        for query in [
            format!("?since={}", ago(209)),
            format!("?as_at={}&since={}", ago(3), ago(100)),
        ] {
            let board = member.get(&format!("{DEMONSTRATION}/board{query}")).await.expect(200);
            asked += hold(&member, &board).await;
        }
        assert!(asked > 150, "{asked} figures");
        let board = member.get(&format!("{DEMONSTRATION}/board")).await.expect(200);
        assert_eq!(board["since"]["basis"], "meeting");
        let reasons: Vec<&str> = board["reasons"].as_array().unwrap().iter().map(|row| row["reason"].as_str().unwrap()).collect();
        assert!(reasons.contains(&"red") && reasons.contains(&"falling"), "{reasons:?}");
        assert!(!reasons.contains(&"silent"), "reports are not due yet");
        assert_eq!(board["trend"]["cycles"].as_array().unwrap().len(), 3);
        // The trend tells the same as the ratings.
        for row in board["trend"]["rows"].as_array().unwrap() {
            let worse = |brag: &Value| ["blue", "green", "amber", "red"].iter().position(|one| brag == one);
            let fell = worse(&row["brags"][1]).zip(worse(&row["brags"][2])).is_some_and(|(before, now)| now > before);
            let says = row["reasons"].as_array().unwrap().contains(&json!("falling"));
            assert_eq!(fell, says, "{row}");
        }
    }
}

on_both! {
    /// What is told by the table of updates is what history tells, on any day.
    async fn an_earlier_day_is_what_history_says(world: World) {
        let member = demonstrated(&world).await;
        for days in (0..210).step_by(13) {
            let day = today() - Days::new(days);
            let board = member.get(&format!("{DEMONSTRATION}/board?as_at={day}")).await.expect(200);
            let told = member.get(&format!("{DEMONSTRATION}/overview?as_at={day}")).await.expect(200);
            assert_eq!(board["totals"]["counts"], told["totals"], "{day}");
            assert_eq!(board["silent"]["items"], told["silent"], "{day}");
            assert_eq!(board["cycle"], told["cycle"], "{day}");
            for kind in ["by_outcome", "by_level", "by_agency"] {
                let counts = |answer: &Value| -> Vec<Value> {
                    answer[kind].as_array().unwrap().iter().map(|row| row["counts"].clone()).collect()
                };
                assert_eq!(counts(&board), counts(&told), "{day} {kind}");
            }
        }
    }
}

/// Moves everything that has happened so far ten days back.
async fn ten_days_pass(world: &World) {
    use entities::{history, plan, progress_update as update};
    let db = world.app.db.owner();
    let then = backend::clock::now() - chrono::Duration::days(10);
    history::Entity::update_many()
        .col_expr(history::Column::FromAt, Expr::value(then))
        .filter(history::Column::ToAt.is_null())
        .exec(db)
        .await
        .unwrap();
    update::Entity::update_many()
        .col_expr(update::Column::AcceptedAt, Expr::value(then))
        .filter(update::Column::AcceptedAt.is_not_null())
        .exec(db)
        .await
        .unwrap();
    plan::Entity::update_many()
        .col_expr(plan::Column::CreatedAt, Expr::value(then))
        .filter(plan::Column::Id.eq(world.seed.plan.0))
        .exec(db)
        .await
        .unwrap();
}

on_both! {
    async fn an_earlier_day_is_shown_as_it_was_shown_then(world: World) {
        report(&world, world.seed.council_action, "amber").await;
        let coordinator = world.by(world.seed.coordinator).await;
        let joint = format!("{PLAN}/actions/2.1");
        coordinator.patch(&joint, 1, &json!({"ends": "2025-03", "reason": "As agreed."})).await.expect(200);
        let member = world.by(world.seed.board_member).await;
        let shown = member.get(BOARD).await.expect(200);
        assert!(shown["since"].is_null(), "there is nothing to compare with yet");
        ten_days_pass(&world).await;
        // A server that remembers nothing of how it was before they passed.
        let member = member.at(&world.another().await);
        let yesterday = today() - Days::new(1);
        let before = member.get(&format!("{BOARD}?as_at={yesterday}")).await.expect(200);
        assert_eq!(timeless(&before), timeless(&shown));

        report(&world, world.seed.schools_action, "red").await;
        coordinator.patch(&joint, 2, &json!({"ends": "2030-01-01", "reason": "Later."})).await.expect(200);
        let stop = json!({"event": "stop", "decision": "Board, item 4"});
        let version = version(&coordinator.get(&format!("{PLAN}/actions/1.1")).await.expect(200));
        coordinator.post_to(&format!("{PLAN}/actions/1.1/events"), version, &stop).await.expect(200);
        let after = member.get(&format!("{BOARD}?as_at={yesterday}")).await.expect(200);
        assert_eq!(timeless(&after), timeless(&shown), "whatever was done since");

        let now = member.get(&format!("{BOARD}?since={yesterday}")).await.expect(200);
        assert_eq!(hold(&member, &now).await, hold(&member, &now).await);
        assert_eq!((&now["totals"]["before"], &now["totals"]["counts"]["red"]), (&shown["totals"]["counts"], &json!(1)));
        let stopped = &now["changes"]["stopped"]["items"];
        assert_eq!((stopped.as_array().unwrap().len(), &stopped[0]["reference"]), (1, &json!("1.1")));
        let moved = &now["changes"]["moved"]["items"][0];
        assert_eq!((&moved["what"], &moved["from"], &moved["to"]), (&json!("End of the action"), &json!("2025-03"), &json!("2030-01-01")));
        let overdue = |board: &Value| board["reasons"].as_array().unwrap().iter()
            .find(|row| row["reason"] == "overdue").map(|row| row["count"].clone());
        assert_eq!((overdue(&shown), overdue(&now)), (Some(json!(1)), None), "the new date is still to come");
    }
}

on_both! {
    async fn a_plan_is_compared_with_the_cycle_before(world: World) {
        report(&world, world.seed.council_action, "green").await;
        ten_days_pass(&world).await;
        // What was this quarter becomes the quarter before, and a new one is open.
        let closed = today() - Days::new(2);
        entities::cycle::ActiveModel {
            id: Set(world.seed.cycle.0),
            opens: Set(today() - Days::new(30)),
            due: Set(today() - Days::new(10)),
            closes: Set(closed),
            ..Default::default()
        }
        .update(world.app.db.owner())
        .await
        .unwrap();
        let coordinator = world.by(world.seed.coordinator).await;
        let next = json!({"name": "Next quarter", "observes_from": today() - Days::new(1), "observes_to": today(),
            "opens": today() - Days::new(1), "due": today() + Days::new(5), "closes": today() + Days::new(9)});
        let next = coordinator.post(&format!("{PLAN}/cycles"), &next).await.expect(201);
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let start = json!({"action": world.seed.council_action, "cycle": next["id"]});
        let draft = editor.post("/updates", &start).await.expect(201);
        let saved = editor.put(&path(&draft), 1, &rated("red")).await.expect(200);
        let sent = editor.post_to(&format!("{}/submit", path(&draft)), version(&saved), &json!({})).await.expect(200);
        lead.post_to(&format!("{}/accept", path(&draft)), version(&sent), &json!({})).await.expect(200);

        let member = world.by(world.seed.board_member).await;
        let board = member.get(BOARD).await.expect(200);
        hold(&member, &board).await;
        assert_eq!(board["cycle"]["name"], "Next quarter");
        assert_eq!((&board["since"]["day"], &board["since"]["basis"]), (&json!(closed), &json!("cycle")));
        assert_eq!((&board["totals"]["before"]["green"], &board["totals"]["counts"]["green"]), (&json!(1), &json!(0)));
        let first = &board["attention"][0];
        assert_eq!(first["reasons"], json!(["red", "falling"]));
        assert_eq!((&first["before"], &first["brag"]), (&json!("green"), &json!("red")));
        assert_eq!(first["next"], "Four more in spring.");
        assert_eq!(board["trend"]["rows"][0]["brags"], json!(["green", "red"]));
        assert_eq!(board["trend"]["rows"][1]["brags"], json!([null, null]));
        // At the cycle before, reports were due and two are missing.
        let earlier = member.get(&format!("{BOARD}?cycle={}", world.seed.cycle)).await.expect(200);
        let silent = earlier["reasons"].as_array().unwrap().iter().find(|row| row["reason"] == "silent").unwrap();
        assert_eq!(silent["count"], 2);
        hold(&member, &earlier).await;
        assert!(earlier["since"].is_null(), "it is the first");
    }
}

on_both! {
    async fn a_dispute_is_shown_without_its_words(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let health = world.by(world.seed.health_lead).await;
        let member = world.by(world.seed.board_member).await;
        let sent = world.submitted(&editor, world.seed.joint_action, &rated("amber")).await;
        assert_eq!(member.get(BOARD).await.expect(200)["reasons"], json!([]));
        let contribution = format!("{}/contributions/{}/dispute", path(&sent), world.seed.health);
        let words = json!({"comment": "One school, not two."});
        let disputed = health.post_to(&contribution, version(&sent), &words).await.expect(200);
        for query in [String::new(), format!("?as_at={}", today())] {
            let answer = member.get(&format!("{BOARD}{query}")).await;
            assert!(!answer.text.contains("One school"));
            let board = answer.expect(200);
            assert_eq!((&board["reasons"][0]["reason"], &board["reasons"][0]["count"]), (&json!("disputed"), &json!(1)), "{query}");
            assert_eq!(board["attention"][0]["action"]["reference"], "2.1");
            hold(&member, &board).await;
        }
        let saved = editor.put(&path(&sent), version(&disputed), &rated("amber")).await.expect(200);
        editor.post_to(&format!("{}/submit", path(&sent)), version(&saved), &json!({})).await.expect(200);
        for query in [String::new(), format!("?as_at={}", today())] {
            assert_eq!(member.get(&format!("{BOARD}{query}")).await.expect(200)["reasons"], json!([]), "asked again");
        }
    }
}

on_both! {
    async fn what_cannot_be_asked_is_refused(world: World) {
        let member = world.by(world.seed.board_member).await;
        let ask = async |query: &str| member.get(&format!("{BOARD}?{query}")).await;
        assert_eq!(ask(&format!("since={}", today())).await.pointers(), ["/since"]);
        assert_eq!(ask("since=2001-01-01").await.pointers(), ["/since"]);
        assert_eq!(ask(&format!("as_at={}", today() + Days::new(1))).await.pointers(), ["/as_at"]);
        assert_eq!(ask("as_at=2001-01-01").await.problem(404), "not_found");
        assert_eq!(ask("since=soon").await.problem(400), "bad_query");
        assert_eq!(ask(&format!("cycle={}", world.seed.plan)).await.problem(400), "bad_query");
        let narrow = async |query: &str| member.get(&format!("{PLAN}/actions?{query}")).await;
        assert_eq!(narrow("show=moved").await.pointers(), ["/from"]);
        assert_eq!(narrow("show=planned").await.pointers(), ["/to"]);
        assert_eq!(narrow(&format!("show=moved&from={}", today())).await.pointers(), ["/from"]);
        for query in ["from=2026-01-01", "show=red&to=2026-01-01", "show=nonsense", "outcome=first", "level=1", "rating=pink"] {
            assert_eq!(narrow(query).await.problem(400), "bad_query", "{query}");
        }
        let stranger = world.by(world.seed.stranger).await;
        assert_eq!(stranger.get(BOARD).await.problem(404), "not_found");
        assert_eq!(world.guest().get(BOARD).await.problem(401), "not_signed_in");
    }
}

on_both! {
    async fn what_is_behind_a_figure_is_paged_like_any_register(world: World) {
        let member = world.by(world.seed.board_member).await;
        let first = member.get(&format!("{PLAN}/actions?show=unreported&rating=none&limit=2&count=true")).await.expect(200);
        assert_eq!((first["rows"].as_array().unwrap().len(), &first["count"]), (2, &json!(3)));
        let next = first["next"].as_str().unwrap().strip_prefix("/api/v1").unwrap().to_owned();
        let second = member.get(&next).await.expect(200);
        assert_eq!((second["rows"].as_array().unwrap().len(), &second["next"]), (1, &Value::Null));
        assert_eq!(second["rows"][0]["reference"], "3.1");
        let led = member.get(&format!("{PLAN}/actions?show=unreported&lead={}", world.seed.health)).await.expect(200);
        assert_eq!(led["rows"].as_array().unwrap().len(), 1);
    }
}

on_both! {
    /// However large the plan is, the page is a few queries: for the last meeting of its own board, of
    /// any board, and for how the actions stand. One that is kept is none.
    async fn it_is_a_few_queries(world: World) {
        report(&world, world.seed.council_action, "red").await;
        let (base, asked) = world.counting().await;
        let member = world.by(world.seed.board_member).await.at(&base);
        let queries = async || {
            let before = asked.load(Ordering::SeqCst);
            member.get(BOARD).await.expect(200);
            asked.load(Ordering::SeqCst) - before
        };
        member.get(&format!("{PLAN}/actions")).await.expect(200);
        assert_eq!((queries().await, queries().await), (FEW, 0));
        // A draft changes the plan but leaves its frame as it is.
        let editor = world.by(world.seed.council_editor).await;
        world.draft(&editor, world.seed.schools_action).await;
        assert_eq!((queries().await, queries().await), (FEW, 0));
    }
}
