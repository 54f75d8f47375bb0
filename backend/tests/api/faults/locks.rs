//! Somebody else holds the database, longer than anybody waits.

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection};

use super::{
    dice::Dice,
    ledger::Heard,
    partnership::Partnership,
    program::Program,
    verdict::judge,
    writers::{Desk, WRITERS},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    let partnership = Partnership::sqlite().await;
    let file = partnership.directory.path().join("throughline.sqlite");
    let other = connect(format!("sqlite:{}", file.display())).await;
    story(partnership, &other, "BEGIN EXCLUSIVE").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    let partnership = Partnership::postgres().await;
    let other = connect(partnership.url.clone().unwrap()).await;
    let lock = "BEGIN; DO $$ DECLARE t name; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' \
                LOOP EXECUTE format('LOCK TABLE %I IN EXCLUSIVE MODE', t); END LOOP; END $$";
    story(partnership, &other, lock).await;
}

async fn connect(url: String) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    sea_orm::Database::connect(options).await.unwrap()
}

async fn story(partnership: Partnership, other: &DatabaseConnection, lock: &str) {
    let mut dice = Dice::cast("locks");
    let desk = Desk::new(partnership);
    let program = Program::serve(&desk.partnership).await;
    desk.move_to(Some(&program.base));
    let writers = desk.open(&mut dice, WRITERS).await;
    desk.more(50).await;
    // Who takes all locks among writers can come to wait for one that waits for them in turn, and is
    // then sent away by the database.
    while let Err(error) = other.execute_unprepared(lock).await {
        assert!(error.to_string().contains("deadlock"), "{error}");
        other.execute_unprepared("ROLLBACK").await.unwrap();
    }
    desk.trouble(1).await;
    // It says that it cannot write, and still lets people read.
    assert_eq!(desk.status("/readyz").await, 503);
    assert_eq!(desk.status("/healthz").await, 200);
    let seed = &desk.partnership.seed;
    desk.read(seed.administrator, &format!("/agencies/{}", seed.charity))
        .await;
    other.execute_unprepared("ROLLBACK").await.unwrap();
    desk.more(50).await;
    assert_eq!(desk.status("/readyz").await, 200);
    judge(&desk, program, writers).await;
    let undone = |heard: &Heard| matches!(heard, Heard::Undone);
    let writes = desk.ledger.writes();
    assert!(
        writes
            .iter()
            .flat_map(|write| &write.asked)
            .any(|asked| undone(&asked.heard))
    );
}
