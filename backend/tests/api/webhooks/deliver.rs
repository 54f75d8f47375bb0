//! What receivers get, and how often.

use backend::features::webhooks::queue;
use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    deliver, happen, hook, later, log, postman,
    receiver::{Answer, Receiver},
    version,
};
use crate::support::{World, on_both};

on_both! {
    async fn an_event_arrives_once_signed_and_thin(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, secret) = hook(&world, &receiver.url).await;
        happen(&world, "Northshire Police").await;
        deliver(&world).await;
        deliver(&world).await;
        let got = receiver.got();
        assert_eq!(got.len(), 1, "once, and not what happened before there was a webhook");
        let letter = &got[0];
        assert!(letter.is_signed_with(&secret));
        assert!(!letter.is_signed_with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "the library tells secrets apart");
        assert_eq!(letter.header("content-type"), "application/json");
        assert!(letter.body.len() < 1_000, "thin");
        let sent: DateTime<Utc> = DateTime::from_timestamp(letter.header("webhook-timestamp").parse().unwrap(), 0).unwrap();
        assert!((backend::clock::now() - sent).num_minutes() < 5);
        // The body is what the feed says, word for word.
        let lead = world.by(world.seed.council_lead).await;
        let feed = lead.get("/events?limit=200").await.expect(200);
        let told = feed["items"].as_array().unwrap().iter().find(|event| event["type"] == "agency.created").unwrap();
        assert_eq!(&letter.json(), told);
        let log = log(&world, &webhook).await;
        assert_eq!(log.len(), 1);
        assert_eq!((&log[0]["state"], &log[0]["id"]), (&json!("delivered"), &json!(letter.id())));
        assert_eq!(log[0]["attempts"][0]["status"], 204);
        assert_eq!(log[0]["event"], told["id"]);
    }
}

on_both! {
    async fn a_failed_delivery_comes_again_under_the_same_id(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, secret) = hook(&world, &receiver.url).await;
        receiver.answers(Answer::Body(500, "Out of order\u{0}".to_owned()));
        happen(&world, "Northshire Police").await;
        deliver(&world).await;
        let first = log(&world, &webhook).await;
        assert_eq!((&first[0]["state"], first[0]["attempts"].as_array().unwrap().len()), (&json!("waiting"), 1));
        assert_eq!((&first[0]["attempts"][0]["outcome"], &first[0]["attempts"][0]["excerpt"]), (&json!("refused"), &json!("Out of order")));
        deliver(&world).await;
        assert_eq!(receiver.got().len(), 1, "not before its time");
        receiver.answers(Answer::Status(200));
        later(&world).await;
        deliver(&world).await;
        let got = receiver.got();
        assert_eq!(got.len(), 2);
        assert_eq!(got[0].id(), got[1].id());
        assert_eq!(got[0].body, got[1].body);
        assert!(got[1].is_signed_with(&secret));
        let log = log(&world, &webhook).await;
        assert_eq!((&log[0]["state"], log[0]["attempts"].as_array().unwrap().len()), (&json!("delivered"), 2));
    }
}

on_both! {
    /// The process ends after the receiver has the letter and before that is written down.
    async fn a_killed_process_sends_again_and_loses_nothing(world: World) {
        let (receiver, mut hears) = Receiver::start().await;
        let (webhook, _) = hook(&world, &receiver.url).await;
        receiver.answers(Answer::Hang);
        happen(&world, "Northshire Police").await;
        backend::features::audit::sealer::seal_all(&world.app.db).await.unwrap();
        queue::enqueue(&world.app.db).await.unwrap();
        let parcel = queue::take(&world.app.db, 1).await.unwrap().pop().unwrap();
        let killed = tokio::spawn({
            let postman = postman(&world);
            async move { postman.deliver(parcel).await }
        });
        hears.recv().await.unwrap();
        killed.abort();
        assert!(killed.await.unwrap_err().is_cancelled());
        receiver.answers(Answer::Status(200));
        deliver(&world).await;
        assert_eq!(receiver.got().len(), 1, "while it is lent nobody else sends it");
        later(&world).await;
        deliver(&world).await;
        let got = receiver.got();
        assert_eq!(got.len(), 2);
        assert_eq!(got[0].id(), got[1].id());
        assert_eq!(log(&world, &webhook).await[0]["state"], "delivered");
    }
}

on_both! {
    async fn two_processes_deliver_once(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, _) = hook(&world, &receiver.url).await;
        for number in 0..24 {
            happen(&world, &format!("Police {number}")).await;
        }
        backend::features::audit::sealer::seal_all(&world.app.db).await.unwrap();
        let (one, other) = (postman(&world), postman(&world));
        let (first, second) = tokio::join!(
            tokio::spawn(async move { one.deliver_due().await }),
            tokio::spawn(async move { other.deliver_due().await }),
        );
        first.unwrap().unwrap();
        second.unwrap().unwrap();
        let ids: std::collections::BTreeSet<String> = receiver.got().iter().map(|got| got.id().to_owned()).collect();
        assert_eq!((receiver.got().len(), ids.len()), (24, 24));
        assert!(log(&world, &webhook).await.iter().all(|delivery| delivery["state"] == "delivered"));
    }
}

on_both! {
    async fn what_was_missed_can_be_sent_again(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, _) = hook(&world, &receiver.url).await;
        let lead = world.by(world.seed.council_lead).await;
        let began = backend::clock::now();
        happen(&world, "Told").await;
        deliver(&world).await;
        lead.patch(&webhook, 1, &json!({"state": "disabled"})).await.expect(200);
        happen(&world, "Missed").await;
        deliver(&world).await;
        assert_eq!(receiver.got().len(), 1, "a webhook that is switched off is told nothing");
        lead.patch(&webhook, 2, &json!({"state": "active"})).await.expect(200);
        deliver(&world).await;
        assert_eq!(receiver.got().len(), 1);
        let one = log(&world, &webhook).await[0]["id"].as_str().unwrap().to_owned();
        lead.post(&format!("{webhook}/deliveries/{one}/replay"), &json!({})).await.expect(200);
        deliver(&world).await;
        assert_eq!(receiver.got().iter().filter(|got| got.id() == one).count(), 2, "the same id");
        let again = lead.post(&format!("{webhook}/replay"), &json!({"since": began})).await.expect(200);
        assert_eq!(again["deliveries"], 2);
        deliver(&world).await;
        let got = receiver.got();
        assert_eq!(got.len(), 4);
        assert_eq!(got.iter().filter(|got| got.id() == one).count(), 3);
        let ids: std::collections::BTreeSet<&str> = got.iter().map(|got| got.id()).collect();
        assert_eq!(ids.len(), 2);
        for (since, pointer) in [(began + chrono::Duration::days(1), "/since"), (began - chrono::Duration::days(31), "/since")] {
            let answer = lead.post(&format!("{webhook}/replay"), &json!({"since": since})).await;
            assert_eq!(answer.pointers(), [pointer]);
        }
        let nobody = backend::clock::random_id();
        assert_eq!(lead.post(&format!("{webhook}/deliveries/{nobody}/replay"), &json!({})).await.problem(404), "not_found");
    }
}

on_both! {
    async fn both_secrets_sign_until_the_old_one_ends(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, old) = hook(&world, &receiver.url).await;
        let lead = world.by(world.seed.council_lead).await;
        let path = format!("{webhook}/secret");
        assert_eq!(lead.post_to(&path, 1, &json!({"keep_old_for_hours": 169})).await.pointers(), ["/keep_old_for_hours"]);
        let made = lead.post_to(&path, 1, &json!({"keep_old_for_hours": 24})).await.expect(200);
        let new = made["secret"].as_str().unwrap().to_owned();
        assert!(made["webhook"]["old_secret_until"].is_string());
        let test = format!("{webhook}/test");
        lead.post(&test, &json!({})).await.expect(200);
        deliver(&world).await;
        let both = &receiver.got()[0];
        assert!(both.is_signed_with(&old) && both.is_signed_with(&new));
        assert_eq!(both.json()["type"], "webhook.test");
        let made = lead.post_to(&path, version(&lead, &webhook).await, &json!({"keep_old_for_hours": 0})).await.expect(200);
        lead.post(&test, &json!({})).await.expect(200);
        deliver(&world).await;
        let last = &receiver.got()[1];
        assert!(last.is_signed_with(made["secret"].as_str().unwrap()));
        assert!(!last.is_signed_with(&old) && !last.is_signed_with(&new));
    }
}
