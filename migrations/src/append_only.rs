//! Triggers that let nobody, the application included, change or remove what was recorded.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend},
};

const TABLES: [&str; 2] = ["audit_entry", "audit_seal"];

pub async fn up(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = schema.get_connection();
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE EXCEPTION 'the audit log is only ever added to'; END $$",
        )
        .await?;
    }
    for table in TABLES {
        for (verb, name) in [("UPDATE", "update"), ("DELETE", "delete")] {
            let statement = if db.get_database_backend() == DbBackend::Postgres {
                format!(
                    "CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}
                     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
                )
            } else {
                format!(
                    "CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table}
                     BEGIN SELECT RAISE(ABORT, 'the audit log is only ever added to'); END"
                )
            };
            db.execute_unprepared(&statement).await?;
        }
    }
    Ok(())
}

pub async fn down(schema: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = schema.get_connection();
    for table in TABLES {
        for name in ["update", "delete"] {
            let statement = if db.get_database_backend() == DbBackend::Postgres {
                format!("DROP TRIGGER {table}_no_{name} ON {table}")
            } else {
                format!("DROP TRIGGER {table}_no_{name}")
            };
            db.execute_unprepared(&statement).await?;
        }
    }
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared("DROP FUNCTION refuse_change()")
            .await?;
    }
    Ok(())
}
