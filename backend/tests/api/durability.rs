//! Nothing is half done: a unit of work commits whole, with its trace, or leaves nothing.

use backend::{
    clock,
    db::{Act, Unit, Who, expiry},
    error::ApiError,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, PaginatorTrait, Statement,
};
use serde_json::json;
use tokio::{io::AsyncWriteExt, net::TcpStream};

use crate::support::{World, on_both};

async fn setting(unit: &Unit<'_>, key: &str) -> Result<(), ApiError> {
    entities::setting::ActiveModel {
        key: Set(key.to_owned()),
        value: Set(String::new()),
    }
    .insert(unit.txn)
    .await?;
    Ok(())
}

async fn settings(world: &World) -> u64 {
    entities::setting::Entity::find()
        .count(&world.app.db.read)
        .await
        .unwrap()
}

fn act() -> Act {
    Act {
        act: "setting.update",
        kind: "setting",
        subject: clock::random_id(),
        plan: None,
        agency: None,
    }
}

on_both! {
    async fn a_change_without_its_audit_entry_is_refused(world: World) {
        let unaudited = world
            .app
            .db
            .unit(Who::console("test"), |unit| Box::pin(async move { setting(unit, "a").await }))
            .await;
        assert!(matches!(unaudited, Err(ApiError::Unaudited)), "{unaudited:?}");
        assert_eq!(settings(&world).await, 0);
    }
}

on_both! {
    async fn a_unit_that_fails_leaves_nothing(world: World) {
        let before = world.entries().await;
        let failed: Result<(), _> = world
            .app
            .db
            .unit(Who::console("test"), |unit| {
                Box::pin(async move {
                    setting(unit, "a").await?;
                    unit.record(act());
                    Err(ApiError::not_found())
                })
            })
            .await;
        assert!(failed.is_err());
        assert_eq!((settings(&world).await, world.entries().await), (0, before));
    }
}

on_both! {
    /// One that panics takes neither those beside it nor those after it with it.
    async fn a_unit_that_panics_leaves_nothing_and_harms_nobody(world: World) {
        let write = |key: &'static str, fails: bool| {
            let db = world.app.db.clone();
            tokio::spawn(async move {
                db.unit(Who::console("test"), move |unit| {
                    Box::pin(async move {
                        setting(unit, key).await?;
                        unit.record(act());
                        assert!(!fails, "this unit is meant to panic");
                        Ok(())
                    })
                })
                .await
            })
        };
        let before = world.entries().await;
        let (first, broken, last) = tokio::join!(write("a", false), write("b", true), write("c", false));
        assert!(first.unwrap().is_ok());
        assert!(matches!(broken.unwrap(), Err(ApiError::Lost(_))));
        assert!(last.unwrap().is_ok());
        write("d", false).await.unwrap().unwrap();
        assert_eq!((settings(&world).await, world.entries().await), (3, before + 3));
    }
}

on_both! {
    /// Callers who hang up: what they asked for is done whole, with its trace, or not at all.
    async fn a_cancelled_request_is_never_half_done(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let host = world.base().trim_start_matches("http://").to_owned();
        let mut callers = Vec::new();
        for number in 0..60 {
            let body = json!({"name": format!("Hung up {number}"), "kind": "police"}).to_string();
            let request = format!(
                "POST /api/v1/agencies HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nX-Throughline: 1\r\n\
                 Idempotency-Key: \"{number}\"\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                admin.cookie.as_deref().unwrap(),
                body.len()
            );
            let host = host.clone();
            callers.push(tokio::spawn(async move {
                let mut stream = TcpStream::connect(host).await.unwrap();
                // Some go in the middle of their request, some as soon as it is sent.
                let sent = if number % 3 == 0 { request.len() - 5 } else { request.len() };
                stream.write_all(&request.as_bytes()[..sent]).await.unwrap();
                stream.flush().await.unwrap();
            }));
        }
        for caller in callers {
            caller.await.unwrap();
        }
        // Whoever stays is answered, and so the server has come to the end of its queue.
        for number in 0..8 {
            admin.post("/agencies", &json!({"name": format!("Stayed {number}"), "kind": "police"})).await.expect(201);
        }
        let sql = "SELECT (SELECT count(*) FROM agency WHERE kind = 'police'),
                          (SELECT count(*) FROM audit_entry WHERE act = 'agency.create'),
                          (SELECT count(*) FROM outbox WHERE kind = 'agency.create'),
                          (SELECT count(*) FROM history WHERE kind = 'agency'),
                          (SELECT count(*) FROM kept_answer WHERE route LIKE 'POST /api/v1/agencies %')";
        let read = &world.app.db.read;
        let row = read
            .query_one_raw(Statement::from_string(read.get_database_backend(), sql))
            .await
            .unwrap()
            .unwrap();
        let counts: Vec<i64> = (0..5).map(|at| row.try_get_by_index(at).unwrap()).collect();
        assert!(counts[0] >= 8, "{counts:?}");
        assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
    }
}

on_both! {
    async fn what_has_expired_is_let_go_and_nothing_else(world: World) {
        let admin = world.by(world.seed.administrator).await;
        admin.post("/agencies", &json!({"name": "Northshire Police", "kind": "police"})).await.expect(201);
        let kept = async || entities::kept_answer::Entity::find().count(&world.app.db.read).await.unwrap();
        expiry::let_go(&world.app.db).await.unwrap();
        assert_eq!(kept().await, 1);
        admin.get("/session").await.expect(200);
        world
            .app
            .db
            .unit(Who::console("test"), |unit| {
                Box::pin(async move {
                    use sea_orm::sea_query::Expr;
                    unit.changes_nothing();
                    let long_ago = unit.now - chrono::Duration::days(9);
                    entities::kept_answer::Entity::update_many()
                        .col_expr(entities::kept_answer::Column::At, Expr::value(long_ago))
                        .exec(unit.txn)
                        .await?;
                    entities::session::Entity::update_many()
                        .col_expr(entities::session::Column::EndsAt, Expr::value(long_ago))
                        .exec(unit.txn)
                        .await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        expiry::let_go(&world.app.db).await.unwrap();
        assert_eq!(kept().await, 0);
        assert_eq!(admin.get("/session").await.problem(401), "not_signed_in");
    }
}
