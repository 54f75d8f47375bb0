//! `/webhooks`, and what is sent to real receivers.

mod deliver;
mod fail;
mod manage;
mod receiver;
mod safe;
mod tls;

use backend::features::{
    audit::sealer,
    webhooks::{
        send::{Limits, Sender},
        worker::Postman,
    },
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use crate::support::{Caller, World};

/// Types of event that the tests follow.
const FOLLOWED: &[&str] = &[
    "update.submitted",
    "update.accepted",
    "agency.created",
    "webhook.disabled",
    "plan.imported",
];

fn postman(world: &World) -> Postman {
    postman_with(world, Limits::default())
}

fn postman_with(world: &World, limits: Limits) -> Postman {
    Postman {
        db: world.app.db.clone(),
        vault: world.app.vault.clone(),
        sender: Sender::new(limits, true).unwrap(),
        loopback: true,
    }
}

/// Gives events their places and delivers all that is due.
async fn deliver(world: &World) {
    sealer::seal_all(&world.app.db).await.unwrap();
    postman(world).deliver_due().await.unwrap();
}

/// A webhook of the council's, and its secret.
async fn hook(world: &World, url: &str) -> (String, String) {
    let lead = world.by(world.seed.council_lead).await;
    let body = json!({"agency": world.seed.council, "url": url, "events": FOLLOWED});
    let made = lead.post("/webhooks", &body).await.expect(201);
    (
        format!("/webhooks/{}", made["webhook"]["id"].as_str().unwrap()),
        made["secret"].as_str().unwrap().to_owned(),
    )
}

/// Something happens of which everybody is told.
async fn happen(world: &World, name: &str) {
    let admin = world.by(world.seed.administrator).await;
    admin
        .post("/agencies", &json!({"name": name, "kind": "police"}))
        .await
        .expect(201);
}

/// The log of a webhook, first to last.
async fn log(world: &World, webhook: &str) -> Vec<Value> {
    let lead = world.by(world.seed.council_lead).await;
    let page = lead
        .get(&format!("{webhook}/deliveries?limit=200"))
        .await
        .expect(200);
    let mut items = page["items"].as_array().unwrap().clone();
    items.reverse();
    items
}

/// Lets the time come at which everything that waits is due, and every loan has run out.
async fn later(world: &World) {
    world
        .app
        .db
        .unit(backend::db::Who::console("test"), |unit| {
            Box::pin(async move {
                use entities::webhook_delivery::{Column, Entity};
                unit.changes_nothing();
                Entity::update_many()
                    .col_expr(Column::DueAt, Expr::value(unit.now))
                    .col_expr(Column::LeasedUntil, Expr::value(unit.now))
                    .filter(Column::State.eq("waiting"))
                    .exec(unit.txn)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

/// The version of a webhook.
async fn version(caller: &Caller, webhook: &str) -> i64 {
    caller.get(webhook).await.expect(200)["version"]
        .as_i64()
        .unwrap()
}
