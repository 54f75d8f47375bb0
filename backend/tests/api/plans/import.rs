//! `POST /plans`.

use reqwest::Method;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::{KENT, WESTSHIRE};
use crate::support::{Answer, Caller, World, on_both};

async fn send(caller: &Caller, query: &str, text: &str) -> Answer {
    let key = format!("\"{}\"", backend::clock::random_id());
    let headers = [
        ("x-throughline", "1"),
        ("content-type", "application/json"),
        ("idempotency-key", key.as_str()),
    ];
    caller
        .send(
            Method::POST,
            &format!("/plans{query}"),
            &headers,
            Some(text),
        )
        .await
}

async fn plans(world: &World) -> u64 {
    entities::plan::Entity::find()
        .count(&world.app.db.read)
        .await
        .unwrap()
}

on_both! {
    async fn the_kent_plan_comes_in_whole(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let before = world.entries().await;
        let checked = send(&admin, "?dry_run=true", KENT).await.expect(200);
        assert_eq!(checked["findings"].as_array().unwrap().len(), 48);
        assert!(checked["plan"].is_null());
        assert_eq!((plans(&world).await, world.entries().await), (1, before), "a dry run makes nothing");

        let answer = send(&admin, "", KENT).await;
        assert_eq!(answer.header("location"), Some("/api/v1/plans/kent-2015"));
        let made = answer.expect(201);
        assert_eq!(made["plan"]["slug"], "kent-2015");
        assert_eq!(made["findings"], checked["findings"], "the stored plan has the findings of the file");
        assert_eq!(world.acts().await.last().unwrap(), "plan.import");

        let db = &world.app.db.read;
        let plan: uuid::Uuid = made["plan"]["id"].as_str().unwrap().parse().unwrap();
        let count = async |kind: &str| entities::history::Entity::find()
            .filter(entities::history::Column::Kind.eq(kind))
            .filter(entities::history::Column::PlanId.eq(plan))
            .count(db).await.unwrap();
        assert_eq!((count("action").await, count("milestone").await), (22, 37));
        let actions = entities::action::Entity::find()
            .filter(entities::action::Column::PlanId.eq(plan))
            .order_by_asc(entities::action::Column::Sort)
            .all(db).await.unwrap();
        let unsettled: Vec<&str> = actions.iter()
            .filter(|row| row.reference.is_none())
            .map(|row| row.printed_ref.as_str())
            .collect();
        assert_eq!(unsettled, ["3.1", "41", "3.1"]);
        let records = entities::source_record::Entity::find()
            .filter(entities::source_record::Column::PlanId.eq(plan))
            .count(db).await.unwrap();
        assert_eq!(records, 7 + 2 + 239, "plan, note and five papers, two single objects, and the items of 16 collections");
        assert_eq!(count("pathway").await, 25);
        let services = entities::service::Entity::find().all(db).await.unwrap();
        assert_eq!(services.len(), 27);
        let door = services.iter().find(|row| row.source_id.as_deref() == Some("svc-spa")).unwrap();
        assert_eq!((door.level_from, door.level_to, door.levels_inferred), (Some(2), Some(4), true));
        assert!(door.provider_id.is_some());
        let groups = entities::agency::Entity::find()
            .filter(entities::agency::Column::SourceId.eq("ag-ccgs"))
            .one(db).await.unwrap().unwrap();
        assert!(groups.is_class && groups.aliases == json!([]));

        let again = send(&admin, "", KENT).await;
        assert_eq!(again.json()["current"]["slug"], "kent-2015");
        assert_eq!(again.problem(409), "already_exists");
    }
}

on_both! {
    async fn known_agencies_are_not_made_again(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let made = send(&admin, "", WESTSHIRE).await.expect(201);
        let codes: Vec<&str> = made["findings"].as_array().unwrap().iter()
            .map(|finding| finding["code"].as_str().unwrap())
            .collect();
        assert_eq!(codes, [
            "duplicate-ref", "dangling-link", "missing-outcome", "alias", "alias", "no-coordinator", "no-date", "no-measure",
        ]);
        let db = &world.app.db.read;
        let names: Vec<String> = entities::agency::Entity::find()
            .order_by_asc(entities::agency::Column::Name)
            .all(db).await.unwrap().into_iter().map(|row| row.name).collect();
        assert_eq!(names.len(), 7, "two new ones: {names:?}");
        let council = entities::agency::Entity::find_by_id(world.seed.council.0).one(db).await.unwrap().unwrap();
        assert_eq!((council.name.as_str(), council.source_id.as_deref()), ("Northshire Council", Some("ag-council")));
        let plan: uuid::Uuid = made["plan"]["id"].as_str().unwrap().parse().unwrap();
        let parts = entities::assignment::Entity::find()
            .filter(entities::assignment::Column::PlanId.eq(plan))
            .all(db).await.unwrap();
        let twice = parts.iter().find(|part| part.printed.is_some()).unwrap();
        assert_eq!((twice.role.as_str(), twice.printed.as_deref()), ("lead", Some("helps; leads")));
        assert_eq!(parts.len(), 5, "an agency has one part in an action");
        let parties = entities::plan_party::Entity::find()
            .filter(entities::plan_party::Column::PlanId.eq(plan))
            .count(db).await.unwrap();
        assert_eq!(parties, 3, "the board, the council and the trust");
    }
}

on_both! {
    async fn a_file_with_faults_leaves_nothing_behind(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let before = world.entries().await;
        let file: Value = serde_json::from_str(WESTSHIRE).unwrap();
        let with = |pointer: &str, value: Value| {
            let mut file = file.clone();
            *file.pointer_mut(pointer).unwrap() = value;
            file.to_string()
        };
        for (text, pointer) in [
            (with("/plan/title", json!("a\0b")), "/plan/title"),
            (with("/plan/title", json!("x".repeat(501))), "/plan/title"),
            (with("/actions/1/leads/0/agency", json!("ag-nobody")), "/actions/1/leads/0/agency"),
            (with("/actions/0/leads", json!({})), "/actions/0/leads"),
            (with("/milestones/0/end", json!("soon")), "/milestones/0/end"),
            (with("/agencies/0/kind", json!("guild")), "/agencies/0/kind"),
            (with("/risks", json!({})), "/risks"),
            (WESTSHIRE.replacen("\"plan\"", "\"colour\": 1, \"plan\"", 1), "/colour"),
        ] {
            assert_eq!(send(&admin, "", &text).await.pointers(), [pointer]);
            assert_eq!(send(&admin, "?dry_run=true", &text).await.pointers(), [pointer]);
        }
        let several = WESTSHIRE.replace("\"printed_ref\"", "\"printed_rev\"");
        let problem = send(&admin, "", &several).await;
        assert!(problem.json()["errors"][0]["detail"].as_str().unwrap().starts_with("Line "), "{}", problem.text);
        assert_eq!(problem.pointers().len(), 8, "every fault is named: 4 unknown and 4 missing keys");
        for broken in ["{", "", "[1,]"] {
            assert_eq!(send(&admin, "", broken).await.problem(400), "malformed_body", "{broken}");
        }
        assert_eq!(send(&admin, "?dry_run=maybe", WESTSHIRE).await.problem(400), "bad_query");
        assert_eq!((plans(&world).await, world.entries().await), (1, before));
    }
}

on_both! {
    async fn only_an_administrator_brings_in_a_plan(world: World) {
        for person in [world.seed.coordinator, world.seed.council_lead] {
            assert_eq!(send(&world.by(person).await, "", WESTSHIRE).await.problem(403), "forbidden");
            assert_eq!(send(&world.by(person).await, "?dry_run=true", "{").await.problem(403), "forbidden");
        }
        assert_eq!(send(&world.by(world.seed.board_member).await, "", WESTSHIRE).await.problem(404), "not_found");
        assert_eq!(plans(&world).await, 1);
    }
}
