//! The disk is full.
//!
//! For SQLite the operating system refuses to let the files grow, and SQLite's own limit on pages
//! gives the code of a full disk. A full disk under PostgreSQL cannot be had without a file system
//! of its own: there the database answers with the code of a full disk, once to a statement and
//! once to the commit itself.

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{
    checker::check,
    dice::Dice,
    ledger::Heard,
    partnership::Partnership,
    program::Program,
    verdict::judge,
    writers::{Desk, PAUSE, WRITERS},
};
use crate::support::{World, on_both};

/// How large a file may grow before the disk is full.
const ROOM: u64 = 3 * 1024 * 1024;

mod files_that_cannot_grow {
    use super::*;

    /// Under sixteen writers, until somebody makes room.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        let mut dice = Dice::cast("disk");
        let desk = Desk::new(Partnership::sqlite().await);
        let program = Program::serve_within(&desk.partnership, ROOM).await;
        desk.move_to(Some(&program.base));
        let writers = desk.open(&mut dice, WRITERS).await;
        desk.trouble(40).await;
        // A change that is small enough may still find room where most do not.
        desk.until("/readyz", 503).await;
        assert_eq!(desk.status("/healthz").await, 200);
        let seed = &desk.partnership.seed;
        desk.read(seed.administrator, &format!("/agencies/{}", seed.charity))
            .await;
        // Room is made, and made again when it is used up: what has been written ahead moves to where it belongs.
        let db = desk.partnership.open().await;
        let maker = tokio::spawn(async move {
            loop {
                db.owner()
                    .execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)")
                    .await
                    .unwrap();
                tokio::time::sleep(PAUSE).await;
            }
        });
        desk.more(30).await;
        desk.until("/readyz", 200).await;
        judge(&desk, program, writers).await;
        maker.abort();
        let writes = desk.ledger.writes();
        let mut heard = writes
            .iter()
            .flat_map(|write| &write.asked)
            .map(|asked| &asked.heard);
        assert!(heard.any(|heard| matches!(heard, Heard::Undone | Heard::Unsure)));
        // The checker is not content with anything: take one change away, and it says so.
        let mut traces = desk.partnership.traces().await;
        traces.entries.pop();
        assert!(!check(&writes, &traces).is_empty());
    }
}

mod no_more_pages {
    use super::*;

    /// Those who share a commit with one for whom there is no room are told the truth.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        let world = World::sqlite().await;
        let admin = world.by(world.seed.administrator).await;
        let mut refused = 0;
        for round in 0..6 {
            let owner = world.app.db.owner();
            owner
                .execute_unprepared("PRAGMA max_page_count = 1")
                .await
                .unwrap();
            let calls = (0..24).map(|number| {
                let admin = admin.clone();
                tokio::spawn(async move {
                    let note =
                        "Words that take room. ".repeat(if number % 3 == 0 { 1 } else { 80 });
                    let name = format!("Agency {round} {number}");
                    let body = json!({"name": name, "kind": "police"});
                    let answer = admin.post("/agencies", &body).await;
                    if answer.status == 201 {
                        let path = format!("/agencies/{}", answer.json()["id"].as_str().unwrap());
                        let changed = admin.patch(&path, 1, &json!({"note": note})).await;
                        return (name, vec![answer, changed]);
                    }
                    (name, vec![answer])
                })
            });
            for call in calls.collect::<Vec<_>>() {
                let (name, answers) = call.await.unwrap();
                let states = states(&world, &name).await;
                let done = answers.iter().filter(|answer| answer.status < 300).count();
                assert_eq!(states, done, "{name}: {answers:?}");
                for answer in answers {
                    if answer.status >= 300 {
                        refused += 1;
                        assert_eq!(answer.header("retry-after"), Some("2"));
                        assert_eq!(answer.problem(503), "unavailable");
                    }
                }
            }
            owner
                .execute_unprepared("PRAGMA max_page_count = 1000000")
                .await
                .unwrap();
            let body = json!({"name": format!("After {round}"), "kind": "police"});
            admin.post("/agencies", &body).await.expect(201);
        }
        assert!(refused > 0);
    }
}

/// How many states, each with its entry, an agency has had.
async fn states(world: &World, name: &str) -> usize {
    use entities::{agency, audit_entry, history};
    use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
    let read = &world.app.db.read;
    let found = agency::Entity::find()
        .filter(agency::Column::Name.eq(name))
        .one(read)
        .await
        .unwrap();
    let Some(row) = found else { return 0 };
    let states = history::Entity::find().filter(history::Column::RecordId.eq(row.id));
    let entries = audit_entry::Entity::find().filter(audit_entry::Column::SubjectId.eq(row.id));
    let (states, entries) = (
        states.count(read).await.unwrap(),
        entries.count(read).await.unwrap(),
    );
    assert_eq!(states, entries);
    usize::try_from(states).unwrap()
}

/// What the database says to the next changes, whatever they are.
async fn answers(world: &World, when: &str, what: &str) {
    let sql = format!(
        "CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {what}; RETURN NULL; END $$;
         CREATE CONSTRAINT TRIGGER trouble AFTER INSERT ON audit_entry {when} FOR EACH ROW EXECUTE FUNCTION trouble()"
    );
    world.app.db.owner().execute_unprepared(&sql).await.unwrap();
}

async fn and_again(world: &World) {
    let sql = "DROP TRIGGER trouble ON audit_entry; DROP FUNCTION trouble()";
    world.app.db.owner().execute_unprepared(sql).await.unwrap();
}

const FULL: &str = "RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'";
const CUT: &str = "PERFORM pg_terminate_backend(pg_backend_pid())";

mod postgres_answers {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let world = World::postgres().await;
        let admin = world.by(world.seed.administrator).await;
        let make = async |name: &str| {
            admin
                .post("/agencies", &json!({"name": name, "kind": "police"}))
                .await
        };
        let mut number = 0;
        for (when, what, unsure) in [
            ("", FULL, false),
            ("DEFERRABLE INITIALLY DEFERRED", FULL, false),
            ("", CUT, false),
            ("DEFERRABLE INITIALLY DEFERRED", CUT, true),
        ] {
            number += 1;
            let name = format!("Agency {number}");
            answers(&world, when, what).await;
            let answer = make(&name).await;
            let detail = answer.json()["detail"].as_str().unwrap().to_owned();
            assert_eq!(
                detail.starts_with("This may or may not"),
                unsure,
                "{when} {what}: {detail}"
            );
            assert_eq!(answer.header("retry-after"), Some("2"));
            assert_eq!(answer.problem(503), "unavailable");
            assert_eq!(states(&world, &name).await, 0);
            and_again(&world).await;
            make(&name).await.expect(201);
            assert_eq!(states(&world, &name).await, 1);
        }
    }
}

on_both! {
    /// Whether the service is ready is asked of the database, which may come back by itself.
    async fn readiness_follows_the_database(world: World) {
        let ready = async || reqwest::get(format!("{}/readyz", world.base())).await.unwrap().status().as_u16();
        assert_eq!(ready().await, 200);
        world.app.db.read.clone().close().await.unwrap();
        assert_eq!(ready().await, 503);
    }
}
