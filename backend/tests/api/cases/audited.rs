//! What reading leaves behind: exactly one entry each, seen by those who look after it, and nothing
//! that others hear of or that makes the server forget what it remembers.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use serde_json::{Value, json};
use shared::ids::PersonId;
use uuid::Uuid;

use super::{
    canary::version,
    crew::{Crew, reference, text, today},
};
use crate::support::{Caller, World, on_both};

/// A number that the database counts.
async fn count(world: &World, sql: &str) -> i64 {
    let db = &world.app.db.read;
    let row = db
        .query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .unwrap()
        .unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn events(world: &World) -> i64 {
    count(world, "SELECT count(*) FROM outbox").await
}

async fn revisions(world: &World) -> i64 {
    count(
        world,
        "SELECT CAST(coalesce(sum(number), 0) AS bigint) FROM revision",
    )
    .await
}

/// The acts of an answer of the audit log that concern cases.
async fn of_cases(caller: &Caller) -> Vec<String> {
    let log = caller.get("/audit?limit=200").await.expect(200);
    let entries = log["items"].as_array().unwrap().iter();
    entries
        .filter(|entry| {
            let kind = entry["subject_kind"].as_str().unwrap();
            kind == "case" || kind == "case_listing"
        })
        .map(|entry| text(&entry["act"]))
        .collect()
}

on_both! {
    async fn each_reading_is_one_entry_and_nothing_else(world: World) {
        let crew = Crew::new(&world).await;
        let caller = &crew.workers[0].caller;
        let case = crew.open().await;
        let found = json!({ "reference": reference(&world, &case).await });
        let lead = world.by(world.seed.council_lead).await;
        let (entries, told, numbers) = (world.entries().await, events(&world).await, revisions(&world).await);
        let mut readings = 0;
        for path in [
            format!("/cases/{case}"),
            format!("/cases/{case}/log"),
            "/cases".to_owned(),
            "/cases?view=asked".to_owned(),
            "/cases?view=reviews".to_owned(),
            "/cases?view=stuck".to_owned(),
            "/cases?view=ended".to_owned(),
        ] {
            caller.get(&path).await.expect(200);
            readings += 1;
            assert_eq!(world.entries().await - entries, readings, "{path}");
        }
        caller.post("/cases/find", &found).await.expect(200);
        lead.get(&format!("/cases/{case}/log")).await.expect(200);
        lead.get("/cases/log").await.expect(200);
        assert_eq!(world.entries().await - entries, readings + 3);
        assert_eq!((events(&world).await, revisions(&world).await), (told, numbers));
        // What is done to it is told to nobody either.
        let draft = json!({"born": "2011-05", "level": 2});
        caller.put(&format!("/cases/{case}"), 1, &draft).await.expect(200);
        assert_eq!((events(&world).await, revisions(&world).await), (told, numbers));
        assert_eq!(world.entries().await - entries, readings + 4);
        // A list names in one row the cases that it showed.
        let listed = entities::case_listed::Entity::find()
            .filter(entities::case_listed::Column::PersonId.eq(crew.workers[0].person.0))
            .filter(entities::case_listed::Column::View.eq("mine"))
            .all(&world.app.db.read)
            .await
            .unwrap();
        let shown: Vec<&Value> = listed.iter().map(|row| &row.cases).collect();
        assert_eq!(shown, [&json!([case])]);
        assert_eq!(listed[0].agency_id, Some(crew.workers[0].agency.0));
    }
}

on_both! {
    async fn the_log_of_cases_is_for_those_who_look_after_it(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        crew.workers[0].caller.get(&format!("/cases/{case}")).await.expect(200);
        let seed = &world.seed;
        for person in [seed.administrator, seed.coordinator, seed.health_lead, seed.council_editor, seed.board_member] {
            let caller = world.by(person).await;
            let answer = caller.get("/audit?limit=200").await;
            if answer.status == 200 {
                assert_eq!(of_cases(&caller).await, Vec::<String>::new());
                assert!(!answer.text.contains(&case), "{}", answer.text);
            }
            let by_case = caller.get(&format!("/audit?subject={case}")).await;
            assert!(!by_case.text.contains("case."), "{}", by_case.text);
            let told: Option<usize> = (person != seed.health_lead).then_some(404);
            let readings = caller.get("/cases/log").await;
            assert_eq!(usize::from(readings.status), told.unwrap_or(200));
            assert!(!readings.text.contains(&case));
        }
        for person in [seed.auditor, seed.council_lead, crew.workers[0].person] {
            let acts = of_cases(&world.by(person).await).await;
            for act in ["case.open", "case.read"] {
                assert!(acts.iter().any(|one| one == act), "{act} {acts:?}");
            }
        }
        let reads = async |person: PersonId| -> Vec<String> {
            let log = world.by(person).await.get("/cases/log").await.expect(200);
            let items = log["items"].as_array().unwrap().iter();
            items.filter(|item| item["case"] == case).map(|item| text(&item["act"])).collect()
        };
        assert_eq!(reads(seed.auditor).await, ["case.read"]);
        assert_eq!(reads(seed.council_lead).await, ["case.read"]);
    }
}

on_both! {
    async fn the_log_goes_on_page_by_page(world: World) {
        let crew = Crew::new(&world).await;
        let caller = &crew.workers[0].caller;
        let case = crew.open().await;
        for _ in 0..60 {
            caller.get(&format!("/cases/{case}")).await.expect(200);
            caller.get("/cases").await.expect(200);
        }
        let auditor = world.by(world.seed.auditor).await;
        let mut acts = Vec::new();
        let mut times = Vec::new();
        let mut path = format!("/cases/{case}/log");
        loop {
            let page = auditor.get(&path).await.expect(200);
            for item in page["items"].as_array().unwrap() {
                acts.push(text(&item["act"]));
                times.push(text(&item["at"]));
            }
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/cases/{case}/log?after={next}");
        }
        let of = |act: &str| acts.iter().filter(|one| *one == act).count();
        assert_eq!((of("case.read"), of("case.list")), (60, 60));
        // That the auditor read the first page is newer than where the second begins.
        assert_eq!(acts.len(), 120);
        let newest_first = times.iter().map(|at| at.parse::<DateTime<Utc>>().unwrap());
        assert!(newest_first.is_sorted_by(|one, other| one >= other));
    }
}

on_both! {
    async fn a_merger_is_told_in_the_case_that_carries_on(world: World) {
        let crew = Crew::new(&world).await;
        let holder = &crew.workers[0];
        let (case, other) = (crew.open().await, crew.open().await);
        // Health takes part in the other case alone.
        crew.join(&world, &other, 1).await;
        let into = reference(&world, &other).await;
        let merge = json!({"event": "merge", "words": "The same school and family.", "into": into});
        let path = format!("/cases/{case}/events");
        holder.caller.post_to(&path, version(&world, &case).await, &merge).await.expect(200);
        let health = &crew.workers[1].caller;
        let view = health.get(&format!("/cases/{other}")).await;
        assert!(!view.text.contains("The same school"), "{}", view.text);
        let acts = |view: &Value| -> Vec<String> {
            view["timeline"].as_array().unwrap().iter().map(|entry| text(&entry["act"])).collect()
        };
        assert_eq!(acts(&view.expect(200))[0], "case.take_in");
        health.get(&format!("/cases/{case}")).await.expect(404);
        let notices = entities::notice::Entity::find()
            .filter(entities::notice::Column::PersonId.eq(crew.workers[1].person.0))
            .filter(entities::notice::Column::Occasion.eq("case_told"))
            .all(&world.app.db.read)
            .await
            .unwrap();
        assert_eq!(notices.len(), 1);
        assert_ne!(notices[0].subject_id, other.parse::<Uuid>().unwrap());
        let apart = json!({"event": "separate", "words": "Two children of one family."});
        holder.caller.post_to(&path, version(&world, &case).await, &apart).await.expect(200);
        let view = health.get(&format!("/cases/{other}")).await.expect(200);
        assert_eq!(acts(&view)[..2], ["case.separate", "case.take_in"]);
    }
}

on_both! {
    async fn a_ground_that_has_ended_is_stuck(world: World) {
        let crew = Crew::new(&world).await;
        let holder = &crew.workers[0].caller;
        let case = crew.open().await;
        crew.join(&world, &case, 1).await;
        let stuck = async || holder.get("/cases?view=stuck").await.expect(200)["items"].clone();
        assert_eq!(stuck().await, json!([]));
        let administrator = world.by(world.seed.administrator).await;
        let path = format!("/sharing-agreements/{}", crew.agreement);
        let held = administrator.get(&path).await.expect(200);
        let day = today();
        let form = json!({
            "name": held["name"], "purpose": held["purpose"], "basis": held["basis"],
            "starts_on": day - chrono::Days::new(30), "ends_on": day - chrono::Days::new(1),
            "parties": crew.workers.each_ref().map(|worker| worker.agency),
        });
        let version = held["version"].as_i64().unwrap();
        administrator.put(&path, version, &form).await.expect(200);
        let items = stuck().await;
        assert_eq!((items[0]["id"].as_str(), &items[0]["why"]), (Some(case.as_str()), &json!(["no_ground"])));
    }
}

/// How often somebody has read a case, as the log has it.
async fn readings(world: &World, case: &str, person: PersonId) -> u64 {
    use entities::audit_entry::{Column, Entity};
    Entity::find()
        .filter(Column::SubjectId.eq(case.parse::<Uuid>().unwrap()))
        .filter(Column::Act.eq("case.read"))
        .filter(Column::ActorId.eq(person.0))
        .count(&world.app.db.read)
        .await
        .unwrap()
}

on_both! {
    async fn a_removal_waits_for_the_readings_under_way(world: World) {
        let crew = Crew::new(&world).await;
        let (holder, reader) = (&crew.workers[0], &crew.colleagues[0]);
        for _ in 0..3 {
            let case = crew.open().await;
            let name = async |people: &[PersonId]| {
                let part = crew.part(&world, &case, 0).await.unwrap();
                let path = format!("{}/people", part.path);
                let body = json!({ "people": people });
                holder.caller.post_to(&path, part.version, &body).await.expect(200);
            };
            name(&[holder.person, reader.person]).await;
            let reads: Vec<_> = (0..6)
                .map(|_| {
                    let (caller, path) = (reader.caller.clone(), format!("/cases/{case}"));
                    tokio::spawn(async move {
                        let mut answers = 0_u64;
                        while caller.get(&path).await.status == 200 {
                            answers += 1;
                        }
                        answers
                    })
                })
                .collect();
            name(&[holder.person]).await;
            // Whoever is told of the removal is told after the last reading is in the log.
            let told = readings(&world, &case, reader.person).await;
            let mut answers = 0;
            for read in reads {
                answers += read.await.unwrap();
            }
            assert_eq!(readings(&world, &case, reader.person).await, told);
            assert_eq!(answers, told);
        }
    }
}
