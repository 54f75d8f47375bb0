//! `/session/mail`, `/agencies/{agency}/accountable`, and the digests as a mail server gets them.

mod choose;
mod clocks;
mod digests;
mod receiver;
mod trouble;

use backend::{
    clock,
    db::{Act, Who},
    features::chasing::{plan, queue::Ending, send::Mailer, worker::Clerk},
};
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, SimpleExpr},
};
use serde_json::json;
use shared::{chasing::SENDING_HOUR, ids::PersonId};

use crate::support::World;
pub use receiver::Receiver;

/// Today in London.
pub fn today() -> NaiveDate {
    clock::london_day(clock::now())
}

/// Noon of a day: digests may go out.
pub fn noon(day: NaiveDate) -> DateTime<Utc> {
    clock::end_of(day) - Duration::hours(12)
}

/// A clerk who sends to `receiver`.
pub fn clerk(world: &World, receiver: &Receiver) -> Clerk {
    Clerk {
        db: world.app.db.clone(),
        mailer: Mailer::new(&receiver.url(), "Partnership <reports@example.org>").unwrap(),
        origin: "https://plans.example.org".to_owned(),
        partnership: "Northshire partnership".to_owned(),
        hour: SENDING_HOUR,
    }
}

/// Plans today's digests, whatever the hour.
pub async fn plan_today(world: &World) {
    let now = clock::now().max(noon(today()));
    plan::plan_due(&world.app.db, now, SENDING_HOUR)
        .await
        .unwrap();
}

/// Sends everything that is due, and gives back how each ended.
pub async fn send_all(clerk: &Clerk) -> Vec<Ending> {
    let mut endings = Vec::new();
    while let Some(ending) = clerk.send_one().await.unwrap() {
        endings.push(ending);
    }
    endings
}

/// Plans and sends today's digests.
pub async fn post(world: &World, clerk: &Clerk) -> Vec<Ending> {
    plan_today(world).await;
    send_all(clerk).await
}

/// The mails, first to last.
pub async fn messages(world: &World) -> Vec<entities::message::Model> {
    entities::message::Entity::find()
        .order_by_asc(entities::message::Column::Id)
        .all(&world.app.db.read)
        .await
        .unwrap()
}

/// Lets every mail be due, as if time had passed.
pub async fn later(world: &World) {
    use entities::message::Column;
    let past = clock::now() - Duration::minutes(1);
    change(
        world,
        vec![
            (Column::DueAt, Expr::value(past)),
            (Column::LeasedUntil, Expr::value(past)),
        ],
    )
    .await;
}

/// Changes every mail behind the server's back.
pub async fn change(world: &World, columns: Vec<(entities::message::Column, SimpleExpr)>) {
    world
        .app
        .db
        .unit(Who::console("test"), move |unit| {
            Box::pin(async move {
                unit.changes_nothing();
                let mut update = entities::message::Entity::update_many()
                    .filter(entities::message::Column::State.eq("waiting"));
                for (column, value) in columns {
                    update = update.col_expr(column, value);
                }
                update.exec(unit.txn).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

/// Lets the seed's cycle be due so many days from today, and close so many days later.
pub async fn due_in(world: &World, days: i64, grace: u64) {
    let coordinator = world.by(world.seed.coordinator).await;
    let path = format!("/plans/northshire-2024/cycles/{}", world.seed.cycle);
    let cycles = coordinator
        .get("/plans/northshire-2024/cycles")
        .await
        .expect(200);
    let version = cycles["items"][0]["version"].as_i64().unwrap();
    let due = today() + Duration::days(days);
    let form = json!({
        "opens": today() - Days::new(60), "due": due, "closes": due + Days::new(grace),
    });
    coordinator.patch(&path, version, &form).await.expect(200);
}

/// Closes the account of a person, be they the last who leads their agency.
pub async fn leaves(world: &World, person: PersonId) {
    use entities::person::{Column, Entity};
    world
        .app
        .db
        .unit(Who::console("test"), move |unit| {
            Box::pin(async move {
                Entity::update_many()
                    .col_expr(Column::Disabled, Expr::value(true))
                    .filter(Column::Id.eq(person.0))
                    .exec(unit.txn)
                    .await?;
                unit.record(Act {
                    act: "person.disable",
                    kind: "person",
                    subject: person.0,
                    plan: None,
                    agency: None,
                });
                Ok(())
            })
        })
        .await
        .unwrap();
}
