//! The schema goes up, down and up again, and the audit log lets nobody change it.

use backend::db::Database;
use migrations::Migrator;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;

use crate::support::{World, database, on_both};

async fn tables(db: &Database) -> Vec<String> {
    let sql = match db.backend() {
        DbBackend::Postgres => {
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        }
        _ => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1"
        }
    };
    let rows = db
        .owner()
        .query_all_raw(Statement::from_string(db.backend(), sql))
        .await
        .unwrap();
    let mut names: Vec<String> = rows
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect();
    names.retain(|name| name != "seaql_migrations");
    names
}

async fn up_down_up(db: Database) {
    Migrator::up(db.owner(), None).await.unwrap();
    let first = tables(&db).await;
    assert!(
        first.contains(&"action".to_owned()) && first.contains(&"audit_entry".to_owned()),
        "{first:?}"
    );
    Migrator::down(db.owner(), None).await.unwrap();
    assert_eq!(
        tables(&db).await,
        Vec::<String>::new(),
        "nothing is left behind"
    );
    Migrator::up(db.owner(), None).await.unwrap();
    assert_eq!(tables(&db).await, first);
    Migrator::up(db.owner(), None).await.unwrap();
}

#[tokio::test]
async fn up_down_and_up_on_sqlite() {
    let (db, _directory) = database::empty_sqlite().await;
    up_down_up(db).await;
}

#[tokio::test]
async fn up_down_and_up_on_postgres() {
    let (db, _directory) = database::empty_postgres().await;
    up_down_up(db).await;
}

on_both! {
    /// Not even the application can change or remove what was recorded.
    async fn the_audit_log_is_only_added_to(world: World) {
        let before = world.entries().await;
        assert!(before > 0);
        for statement in ["UPDATE audit_entry SET act = 'nothing'", "DELETE FROM audit_entry"] {
            let refused = world.app.db.owner().execute_unprepared(statement).await;
            assert!(refused.unwrap_err().to_string().contains("only ever added to"), "{statement}");
        }
        assert_eq!(world.entries().await, before);
    }
}
