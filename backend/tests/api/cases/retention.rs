//! How long a case is kept, what is held of it, and that nothing of it is left when it is erased.

use std::{
    io::Write,
    path::Path,
    sync::{Mutex, Once, PoisonError},
};

use backend::{
    clock,
    features::{
        audit::{sealer, verify},
        retention::ledger::{self, ERASURES},
    },
};
use chrono::{Days, Duration};
use entities::{case_file, erasure, retention_look, retention_run};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel,
    PaginatorTrait, Statement,
};
use serde_json::{Value, json};
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

use super::{
    canary::{Marks, canary, version},
    crew::{Crew, text, today},
};
use crate::support::{Answer, Caller, World, on_both};

async fn file(world: &World, case: &str) -> Option<case_file::Model> {
    case_file::Entity::find_by_id(case.parse::<Uuid>().unwrap())
        .one(&world.app.db.read)
        .await
        .unwrap()
}

/// Ends a case so many days ago.
async fn ended(world: &World, holder: &Caller, case: &str, days: i64) {
    let close = json!({"event": "close", "words": "The school carries on."});
    let version = version(world, case).await;
    let path = format!("/cases/{case}/events");
    holder.post_to(&path, version, &close).await.expect(200);
    let mut row = file(world, case).await.unwrap().into_active_model();
    row.state_since = Set(clock::now() - Duration::days(days));
    row.update(world.app.db.owner()).await.unwrap();
}

async fn hold(world: &World, holder: &Caller, case: &str, on: bool) -> Answer {
    let form = json!({"on": on, "words": "A court has asked for it."});
    let path = format!("/cases/{case}/hold");
    holder
        .post_to(&path, version(world, case).await, &form)
        .await
}

async fn agree(caller: &Caller, run: &str) -> Answer {
    caller
        .post(&format!("/retention/runs/{run}/agree"), &json!({}))
        .await
}

fn refusal(answer: Answer) -> String {
    text(&answer.expect(409)["refusal"]["code"])
}

/// Proposes what is due, and gives back the run with how many cases it takes.
async fn propose(lead: &Caller) -> (String, Value) {
    let answer = lead
        .post("/retention/runs?dry=false", &json!({}))
        .await
        .expect(201);
    (text(&answer["run"]), answer["due"].clone())
}

on_both! {
    async fn two_people_dispose_and_a_hold_wins(world: World) {
        let crew = Crew::new(&world).await;
        let holder = &crew.workers[0].caller;
        let (lead, other) = (world.by(world.seed.council_lead).await, world.by(world.seed.health_lead).await);
        let [gone, kept, early] = [crew.open().await, crew.open().await, crew.open().await];
        for (case, days) in [(&gone, 900), (&kept, 800), (&early, 10)] {
            ended(&world, holder, case, days).await;
        }
        let dry = lead.post("/retention/runs", &json!({})).await.expect(200);
        assert_eq!(dry["due"], json!({"cases": 2, "left": 0, "held": 0, "concerns": 0}));
        assert!(dry.get("run").is_none());
        assert_eq!(lead.get("/retention").await.expect(200)["runs"], json!([]));
        let (run, due) = propose(&lead).await;
        assert_eq!(due["cases"], 2);
        assert_eq!(refusal(agree(&lead, &run).await), "own_proposal");
        assert_eq!(agree(holder, &run).await.problem(404), "not_found");
        assert_eq!(agree(&world.by(world.seed.auditor).await, &run).await.problem(403), "forbidden");

        // A hold comes in between, by the holder and nobody else.
        assert_eq!(hold(&world, &crew.workers[1].caller, &kept, true).await.problem(404), "not_found");
        hold(&world, holder, &kept, true).await.expect(200);
        assert_eq!(refusal(hold(&world, holder, &kept, true).await), "not_now");
        let done = agree(&other, &run).await.expect(200);
        assert_eq!((&done["done"], &done["cases"]), (&json!(1), &json!(0)));
        assert_eq!(refusal(agree(&other, &run).await), "run_agreed");
        assert_eq!(holder.get(&format!("/cases/{gone}")).await.problem(404), "not_found");
        holder.get(&format!("/cases/{kept}")).await.expect(200);
        let ask = json!({"words": "The young person asked for it."});
        assert_eq!(refusal(holder.post(&format!("/cases/{kept}/erase"), &ask).await), "retention_not_agreed");

        // Before its time, with words, and by two people too.
        let path = format!("/cases/{early}/erase");
        assert_eq!(holder.post(&path, &json!({"words": ""})).await.pointers(), ["/words"]);
        assert_eq!(holder.post(&path, &json!({"words": "Ring 07700 900123"})).await.pointers(), ["/words"]);
        holder.post(&path, &ask).await.expect(200);
        let view = lead.get("/retention").await.expect(200);
        let one = &view["runs"][0];
        assert_eq!((&one["early"], &one["words"], &view["erased"]), (&json!(true), &ask["words"], &json!(1)));
        let admin = world.by(world.seed.administrator).await;
        let run = one["id"].as_str().unwrap();
        assert_eq!(agree(&admin, run).await.problem(403), "forbidden", "an administrator approves nothing");
        assert_eq!(agree(&other, run).await.expect(200)["done"], 1);
        assert!(file(&world, &early).await.is_none());
        assert_eq!(admin.get("/retention").await.expect(200)["runs"][0].get("words"), None);

        // What is left can be counted, and leads nowhere.
        let left = case_file::Entity::find().all(&world.app.db.read).await.unwrap();
        let stones: Vec<_> = left.iter().filter(|row| row.state == "anonymised").collect();
        assert_eq!(stones.len(), 2);
        for stone in stones {
            assert_eq!((stone.born_year, &stone.born, &stone.reference), (2011, &None, &None));
            assert!(![&gone, &early].contains(&&stone.id.to_string()));
        }
        sealer::seal_all(&world.app.db).await.unwrap();
        let report = verify::verify(&world.app.db.read, world.directory.path()).await.unwrap();
        assert_eq!(report.waiting, 0);
        assert!(world.acts().await.contains(&"case.anonymise".to_owned()));
    }
}

on_both! {
    async fn a_jump_of_the_clock_and_an_old_proposal_are_refused(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        ended(&world, &crew.workers[0].caller, &case, 900).await;
        let (lead, other) = (world.by(world.seed.council_lead).await, world.by(world.seed.health_lead).await);
        let owner = world.app.db.owner();
        let look = |day| retention_look::ActiveModel { id: Set(1), day: Set(day) };
        look(today() - Days::new(40)).insert(owner).await.unwrap();
        for dry in ["true", "false"] {
            let path = format!("/retention/runs?dry={dry}");
            assert_eq!(refusal(lead.post(&path, &json!({})).await), "clock_jumped");
            look(today() + Days::new(1)).update(owner).await.unwrap();
        }
        assert_eq!(lead.get("/retention").await.expect(200)["jumped"], true);
        let looked = json!({"clock_is_right": true});
        lead.post("/retention/runs?dry=true", &looked).await.expect(200);
        assert_eq!(lead.get("/retention").await.expect(200)["jumped"], false);
        let (run, _) = propose(&lead).await;
        let row = retention_run::Entity::find_by_id(run.parse::<Uuid>().unwrap())
            .one(owner).await.unwrap().unwrap();
        let mut old = row.into_active_model();
        old.proposed_at = Set(clock::now() - Duration::days(7));
        old.update(owner).await.unwrap();
        assert_eq!(refusal(agree(&other, &run).await), "run_over");
        assert!(file(&world, &case).await.is_some());
        // Where nothing is due nothing is proposed.
        hold(&world, &crew.workers[0].caller, &case, true).await.expect(200);
        let dry = lead.post("/retention/runs", &json!({})).await.expect(200);
        assert_eq!(dry["due"], json!({"cases": 0, "left": 0, "held": 1, "concerns": 0}));
        assert_eq!(refusal(lead.post("/retention/runs?dry=false", &json!({})).await), "not_now");
    }
}

on_both! {
    /// Everything that anybody ever said of a case, and nobody of the staff by name.
    async fn all_that_is_held_is_given_out_with_who_has_seen_it(world: World) {
        let canary = canary(&world).await;
        let [council, stranger, charity] = &canary.crew.workers;
        let path = format!("/cases/{}/held", canary.case);
        assert_eq!(council.caller.get(&path).await.problem(403), "forbidden");
        assert_eq!(stranger.caller.get(&path).await.problem(404), "not_found");
        let answer = charity.caller.get(&path).await;
        assert_eq!((answer.header("cache-control"), answer.header("etag")), (Some("no-store"), None));
        let marks = canary.marks.without(&["reference, bare"]);
        assert_eq!(marks.found(&answer.text).len(), marks.0.len(), "{:?} of {:?}", marks.found(&answer.text), marks.0);
        assert!(!answer.text.contains("Somebody "), "staff stand there by agency and role");
        let file = answer.expect(200);
        assert_eq!((&file["legal_hold"], &file["ended"]), (&json!(false), &json!(false)));
        let seen = file["seen"].as_array().unwrap();
        assert!(seen.iter().any(|one| one["done"] == "Read a case" && one["who"].as_str().unwrap().ends_with("Practitioner")));
        let again = charity.caller.get(&path).await.expect(200);
        let taken = again["seen"].as_array().unwrap().iter().filter(|one| one["done"] == "Took away all that is held about a case");
        assert_eq!(taken.count(), 1, "the reading before this one");
    }
}

/// All bytes of the files of a SQLite database.
fn bytes(directory: &Path) -> String {
    let mut all = Vec::new();
    for name in ["throughline.sqlite", "throughline.sqlite-wal", ERASURES] {
        all.extend(std::fs::read(directory.join(name)).unwrap_or_default());
    }
    String::from_utf8_lossy(&all).to_lowercase()
}

/// What the server writes to its log, with more words than it has when nobody asks for them.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Begins to keep the log.
fn listen() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("warn,backend=trace"))
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
    });
}

fn logged() -> String {
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner);
    String::from_utf8_lossy(&log).to_lowercase()
}

/// All rows of all tables of a PostgreSQL database.
async fn rows(world: &World) -> String {
    let read = &world.app.db.read;
    let ask = |sql: String| Statement::from_string(DbBackend::Postgres, sql);
    let tables =
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'";
    let mut all = String::new();
    for table in read.query_all_raw(ask(tables.to_owned())).await.unwrap() {
        let table: String = table.try_get_by_index(0).unwrap();
        let sql = format!("SELECT COALESCE(string_agg(x::text, ' '), '') FROM \"{table}\" x");
        let row = read.query_one_raw(ask(sql)).await.unwrap().unwrap();
        all += &row.try_get_by_index::<String>(0).unwrap();
    }
    all.to_lowercase()
}

/// What is kept of a case at this moment, by its marks.
async fn left<'m>(world: &World, marks: &'m Marks) -> Vec<&'m str> {
    let all = if world.app.db.backend() == DbBackend::Sqlite {
        bytes(world.directory.path())
    } else {
        rows(world).await
    };
    marks.found(&all)
}

on_both! {
    async fn an_erased_case_leaves_no_bytes(world: World) {
        listen();
        let canary = canary(&world).await;
        let holder = &canary.crew.workers[2].caller;
        let case = &canary.case;
        // A mark in what is asked with it, too.
        let mut marks = canary.marks.without(&["reference, bare"]);
        let reason = "quoreasonxel";
        marks.0.push(("reason".to_owned(), reason.to_owned()));
        ended(&world, holder, case, 3).await;
        hold(&world, holder, case, true).await.expect(200);
        hold(&world, holder, case, false).await.expect(200);
        let ask = json!({"words": format!("Asked for, since {reason} helps.")});
        holder.post(&format!("/cases/{case}/erase"), &ask).await.expect(200);
        assert_eq!(left(&world, &marks).await.len(), marks.0.len(), "every mark is there before");

        let lead = world.by(world.seed.health_lead).await;
        let runs = lead.get("/retention").await.expect(200);
        let run = text(&runs["runs"][0]["id"]);
        assert_eq!(agree(&lead, &run).await.expect(200)["done"], 1);
        sealer::seal_all(&world.app.db).await.unwrap();
        let db = &world.app.db;
        if db.backend() == DbBackend::Sqlite {
            // The control: the log keeps the pages as they were until it is emptied.
            assert!(!left(&world, &marks).await.is_empty());
        }
        let settled = ledger::round(db, world.directory.path(), None).await.unwrap();
        assert_eq!(settled, Some(1));
        assert_eq!(left(&world, &marks).await, Vec::<&str>::new());
        if db.backend() == DbBackend::Sqlite {
            let copy = world.directory.path().join("backup.sqlite");
            let sql = format!("VACUUM INTO '{}'", copy.display());
            db.owner().execute_unprepared(&sql).await.unwrap();
            let copy = std::fs::read(copy).unwrap();
            assert_eq!(marks.found(&String::from_utf8_lossy(&copy)), Vec::<&str>::new());
        }
        let report = verify::verify(&db.read, world.directory.path()).await.unwrap();
        assert_eq!(report.waiting, 0);
        let log = logged();
        assert!(log.contains("/cases/{case}"), "the log is kept");
        assert_eq!(marks.found(&log), Vec::<&str>::new());
    }
}

on_both! {
    /// A restored copy is made to forget again.
    async fn the_list_of_erasures_is_gone_through_after_a_restore(world: World) {
        let crew = Crew::new(&world).await;
        let holder = &crew.workers[0].caller;
        let case = crew.open().await;
        ended(&world, holder, &case, 900).await;
        let before = file(&world, &case).await.unwrap();
        let db = &world.app.db;
        let directory = world.directory.path();
        assert_eq!(ledger::round(db, directory, None).await.unwrap(), Some(0));
        assert!(!directory.join(ERASURES).exists());
        let (run, _) = propose(&world.by(world.seed.council_lead).await).await;
        agree(&world.by(world.seed.health_lead).await, &run).await.expect(200);
        for _ in 0..2 {
            assert_eq!(ledger::round(db, directory, None).await.unwrap(), Some(1));
        }
        let list = std::fs::read_to_string(directory.join(ERASURES)).unwrap();
        assert_eq!(list.lines().count(), 1, "an erasure stands there once");
        assert!(list.starts_with(&case) && !list.contains(before.reference.as_deref().unwrap()));
        let nothing = ledger::replay(db, directory).await.unwrap();
        assert_eq!((nothing.listed, nothing.erased), (1, 0));

        // As a copy from before would: the case is there, and its erasure is not.
        erasure::Entity::delete_many().exec(db.owner()).await.unwrap();
        before.into_active_model().insert(db.owner()).await.unwrap();
        assert_eq!(ledger::returned(db, directory).await.unwrap().len(), 1);
        assert_eq!(ledger::replay(db, directory).await.unwrap().erased, 1);
        assert!(file(&world, &case).await.is_none());
        assert_eq!(erasure::Entity::find().count(&db.read).await.unwrap(), 1);
    }
}
