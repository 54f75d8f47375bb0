//! Where webhooks may not lead, and what they may not tell.

use backend::{
    db::Who,
    features::{
        audit::sealer,
        webhooks::{
            send::{Limits, Sender},
            worker::Postman,
        },
    },
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, sea_query::Expr};
use serde_json::json;
use shared::ids::AgencyId;

use super::{deliver, happen, hook, later, log, postman, receiver::Receiver};
use crate::support::{World, on_both};

on_both! {
    async fn addresses_that_lead_inside_are_refused(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let form = |url: &str| json!({"agency": world.seed.council, "url": url, "events": ["update.accepted"]});
        let good = lead.post("/webhooks", &form("https://1.1.1.1/in")).await.expect(201);
        let webhook = format!("/webhooks/{}", good["webhook"]["id"].as_str().unwrap());
        for bad in [
            "", "hooks.example.org", "http://1.1.1.1/in", "ftp://1.1.1.1/", "https://lead:secret@1.1.1.1/",
            "https://10.0.0.1/", "https://172.16.5.4/", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data",
            "https://100.64.0.1/", "https://0.0.0.0/", "https://224.0.0.1/", "https://192.0.2.1/", "https://[::]/",
            "https://[fe80::1]/", "https://[fd00:ec2::254]/", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
            "https://[2002:7f00:1::]/", "https://127.1/", "https://2130706433/", "https://0x7f.1/", "https://1.1.1.1:22/",
            "https://intranet/", "https://files.internal/", "https://1.1.1.1/\u{e9}", "https://1.1.1.1/#part",
        ] {
            assert_eq!(lead.post("/webhooks", &form(bad)).await.pointers(), ["/url"], "{bad}");
            assert_eq!(lead.patch(&webhook, 1, &json!({"url": bad})).await.pointers(), ["/url"], "{bad}");
        }
    }
}

/// Changes the address of every webhook behind the interface's back, as a name does that leads
/// elsewhere after it was checked.
async fn readdress(world: &World, url: &str) {
    let url = url.to_owned();
    world
        .app
        .db
        .unit(Who::console("test"), |unit| {
            Box::pin(async move {
                unit.changes_nothing();
                entities::webhook::Entity::update_many()
                    .col_expr(entities::webhook::Column::Url, Expr::value(url))
                    .exec(unit.txn)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

on_both! {
    /// The check at saving is not the last one: every attempt asks again, and connects to nothing
    /// that it has not checked.
    async fn every_attempt_checks_the_address_again(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, _) = hook(&world, &receiver.url).await;
        // Where loopback is not switched on, the very same receiver is out of reach.
        let strict = Postman {
            sender: Sender::new(Limits::default(), false).unwrap(),
            loopback: false,
            ..postman(&world)
        };
        // Its name is public by all its letters; its address is this machine.
        let rebound = Postman { loopback: true, ..strict.clone() };
        happen(&world, "Northshire Police").await;
        sealer::seal_all(&world.app.db).await.unwrap();
        strict.deliver_due().await.unwrap();
        later(&world).await;
        rebound.deliver_due().await.unwrap();
        assert!(receiver.got().is_empty());
        for url in ["https://10.0.0.1/", "https://169.254.169.254/"] {
            readdress(&world, url).await;
            later(&world).await;
            postman(&world).deliver_due().await.unwrap();
        }
        let delivery = &log(&world, &webhook).await[0];
        let outcomes: Vec<&str> = delivery["attempts"].as_array().unwrap().iter().map(|it| it["outcome"].as_str().unwrap()).collect();
        assert_eq!(outcomes, ["not_public"; 4]);
        // The control: the same delivery to the same receiver, where that is switched on.
        readdress(&world, &receiver.url).await;
        later(&world).await;
        postman(&world).deliver_due().await.unwrap();
        assert_eq!(receiver.got().len(), 1);
    }
}

on_both! {
    async fn an_agency_is_told_of_what_it_may_read_and_no_more(world: World) {
        let lead = world.by(world.seed.health_lead).await;
        let (health, council) = (Receiver::plain().await, Receiver::plain().await);
        let body = json!({"agency": world.seed.health, "url": health.url, "events": ["update.submitted", "update.accepted", "action.changed"]});
        let made = lead.post("/webhooks", &body).await.expect(201);
        let webhook = format!("/webhooks/{}", made["webhook"]["id"].as_str().unwrap());
        hook(&world, &council.url).await;
        let stranger = world.by(world.seed.stranger).await;
        let outside = Receiver::plain().await;
        let body = json!({"agency": world.seed.charity, "url": outside.url, "events": ["update.submitted", "update.accepted"]});
        stranger.post("/webhooks", &body).await.expect(201);
        let (path, version) = crate::events::start(&world).await;
        deliver(&world).await;
        assert_eq!(council.types(), ["update.submitted"]);
        assert!(health.got().is_empty(), "another agency's open update");
        let council_lead = world.by(world.seed.council_lead).await;
        council_lead.post_to(&format!("{path}/accept"), version, &json!({})).await.expect(200);
        deliver(&world).await;
        assert_eq!(health.types().iter().filter(|word| *word == "update.accepted").count(), 1);
        assert!(outside.got().is_empty(), "an agency that takes part in no plan");
        // A right that ends between the event and the sending.
        let coordinator = world.by(world.seed.coordinator).await;
        let action = format!("/plans/{}/actions/{}", world.seed.plan, world.seed.schools_action);
        let at = coordinator.get(&action).await.expect(200)["version"].as_i64().unwrap();
        coordinator.patch(&action, at, &json!({"ends": "2031-03", "reason": "It takes longer."})).await.expect(200);
        let before = health.got().len();
        sealer::seal_all(&world.app.db).await.unwrap();
        backend::features::webhooks::queue::enqueue(&world.app.db).await.unwrap();
        leave(&world, world.seed.health).await;
        deliver(&world).await;
        assert_eq!(health.got().len(), before);
        let page = lead.get(&format!("{webhook}/deliveries")).await.expect(200);
        assert_eq!(page["items"][0]["state"], "withheld");
    }
}

/// Takes an agency out of the plan.
async fn leave(world: &World, agency: AgencyId) {
    world
        .app
        .db
        .unit(Who::console("test"), move |unit| {
            Box::pin(async move {
                use entities::plan_party::{Column, Entity};
                unit.changes_nothing();
                Entity::delete_many()
                    .filter(Column::AgencyId.eq(agency.0))
                    .exec(unit.txn)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

on_both! {
    async fn secrets_are_shown_once_and_lie_sealed(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let body = json!({"agency": world.seed.council, "url": "https://1.1.1.1/in", "events": ["plan.changed"]}).to_string();
        let headers = [("x-throughline", "1"), ("content-type", "application/json"), ("idempotency-key", "\"once\"")];
        let first = lead.send(reqwest::Method::POST, "/webhooks", &headers, Some(&body)).await.expect(201);
        let secret = first["secret"].as_str().unwrap();
        let again = lead.send(reqwest::Method::POST, "/webhooks", &headers, Some(&body)).await;
        assert_eq!((again.status, again.text.as_str()), (201, ""), "a repeated request is not shown it");
        let view = lead.get(&format!("/webhooks/{}", first["webhook"]["id"].as_str().unwrap())).await;
        assert!(!view.text.contains("whsec_") && !view.text.contains(secret));
        let bytes = {
            use base64::Engine;
            base64::engine::general_purpose::STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap()
        };
        assert_eq!(bytes.len(), 32);
        let read = &world.app.db.read;
        let row = read.query_one_raw(Statement::from_string(read.get_database_backend(), "SELECT secret FROM webhook")).await.unwrap().unwrap();
        let kept: Vec<u8> = row.try_get_by_index(0).unwrap();
        assert!(!kept.windows(8).any(|part| part == &bytes[..8]));
    }
}
