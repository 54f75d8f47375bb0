//! Receivers that misbehave.

use backend::features::webhooks::send::Limits;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::time::Duration;

use super::{
    deliver, happen, hook, later, log, postman_with,
    receiver::{Answer, Receiver, drip},
};
use crate::support::{World, on_both};

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

on_both! {
    async fn a_receiver_that_asks_for_time_gets_it(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, _) = hook(&world, &receiver.url).await;
        receiver.answers(Answer::With(429, "retry-after", "7200".to_owned()));
        happen(&world, "Northshire Police").await;
        deliver(&world).await;
        let delivery = &log(&world, &webhook).await[0];
        let wait = instant(&delivery["due_at"]) - instant(&delivery["attempts"][0]["at"]);
        assert!((7_200..7_300).contains(&wait.num_seconds()), "{wait}");
        assert_eq!(delivery["attempts"][0]["status"], 429);
    }
}

on_both! {
    async fn a_receiver_that_wants_no_more_is_told_no_more(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, _) = hook(&world, &receiver.url).await;
        receiver.answers(Answer::Status(410));
        happen(&world, "Northshire Police").await;
        deliver(&world).await;
        happen(&world, "Westshire Police").await;
        deliver(&world).await;
        assert_eq!(receiver.got().len(), 1);
        let lead = world.by(world.seed.council_lead).await;
        let view = lead.get(&webhook).await.expect(200);
        assert_eq!((&view["state"], &view["disabled"]["by"]), (&json!("disabled"), &json!("gone")));
        assert!(world.acts().await.contains(&"webhook.disable".to_owned()));
        // The feed says so to the agency and to nobody else.
        let told = async |person| {
            let feed = world.by(person).await.get("/events?limit=200").await.expect(200);
            feed["items"].as_array().unwrap().iter().any(|event| event["type"] == "webhook.disabled")
        };
        assert!(told(world.seed.council_lead).await && told(world.seed.administrator).await);
        assert!(!told(world.seed.health_lead).await && !told(world.seed.council_editor).await);
    }
}

on_both! {
    async fn redirects_are_not_followed(world: World) {
        let (receiver, elsewhere) = (Receiver::plain().await, Receiver::plain().await);
        let (webhook, _) = hook(&world, &receiver.url).await;
        for status in [301, 302, 307, 308] {
            receiver.answers(Answer::With(status, "location", elsewhere.url.clone()));
            happen(&world, &format!("Police {status}")).await;
            deliver(&world).await;
        }
        assert_eq!((receiver.got().len(), elsewhere.got().len()), (4, 0));
        for delivery in log(&world, &webhook).await {
            assert_eq!((&delivery["state"], &delivery["attempts"][0]["outcome"]), (&json!("waiting"), &json!("redirected")));
        }
    }
}

on_both! {
    /// One that never answers, one that drips its head, one that drips its body, and a good one.
    async fn a_slow_receiver_holds_up_nobody_else(world: World) {
        let slow = Receiver::plain().await;
        slow.answers(Answer::Hang);
        let good = Receiver::plain().await;
        let (hanging, _) = hook(&world, &slow.url).await;
        let (head, _) = hook(&world, &drip("HTTP/1.1 200 OK\r\nX-Slow: ").await).await;
        let (body, _) = hook(&world, &drip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n").await).await;
        let (quick, _) = hook(&world, &good.url).await;
        happen(&world, "Northshire Police").await;
        backend::features::audit::sealer::seal_all(&world.app.db).await.unwrap();
        let limits = Limits { time: Duration::from_millis(1_500), body_time: Duration::from_millis(100), ..Limits::default() };
        postman_with(&world, limits).deliver_due().await.unwrap();
        for webhook in [&hanging, &head] {
            let delivery = &log(&world, webhook).await[0];
            assert_eq!((&delivery["state"], &delivery["attempts"][0]["outcome"]), (&json!("waiting"), &json!("timed_out")));
        }
        for webhook in [&body, &quick] {
            assert_eq!(log(&world, webhook).await[0]["state"], "delivered");
        }
        assert_eq!(good.got().len(), 1);
    }
}

on_both! {
    async fn no_receiver_is_called_more_than_a_few_times_at_once(world: World) {
        use backend::features::webhooks::queue;
        let (slow, good) = (Receiver::plain().await, Receiver::plain().await);
        hook(&world, &slow.url).await;
        hook(&world, &good.url).await;
        for number in 0..7 {
            happen(&world, &format!("Police {number}")).await;
        }
        backend::features::audit::sealer::seal_all(&world.app.db).await.unwrap();
        queue::enqueue(&world.app.db).await.unwrap();
        let lent = queue::take(&world.app.db, 100).await.unwrap();
        let count = |url: &str| lent.iter().filter(|parcel| parcel.webhook.url == url).count();
        assert_eq!((count(&slow.url), count(&good.url)), (4, 4));
        assert!(queue::take(&world.app.db, 100).await.unwrap().is_empty(), "what is lent counts");
    }
}

on_both! {
    async fn a_large_answer_is_cut(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, _) = hook(&world, &receiver.url).await;
        receiver.answers(Answer::Body(200, "a".repeat(5_000_000)));
        happen(&world, "Northshire Police").await;
        deliver(&world).await;
        let delivery = &log(&world, &webhook).await[0];
        assert_eq!(delivery["state"], "delivered");
        assert_eq!(delivery["attempts"][0]["excerpt"].as_str().unwrap().len(), 500);
    }
}

on_both! {
    async fn after_the_last_attempt_it_is_switched_off(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, _) = hook(&world, &receiver.url).await;
        receiver.answers(Answer::Status(503));
        happen(&world, "Northshire Police").await;
        let lead = world.by(world.seed.council_lead).await;
        for attempt in 1..=shared::webhooks::TRIES {
            assert_eq!(lead.get(&webhook).await.expect(200)["state"], "active", "before attempt {attempt}");
            deliver(&world).await;
            later(&world).await;
        }
        deliver(&world).await;
        assert_eq!(receiver.got().len(), 10);
        let view = lead.get(&webhook).await.expect(200);
        assert_eq!((&view["state"], &view["disabled"]["by"]), (&json!("disabled"), &json!("failing")));
        let delivery = &log(&world, &webhook).await[0];
        assert_eq!((&delivery["state"], delivery["attempts"].as_array().unwrap().len()), (&json!("failed"), 10));
        assert_eq!(world.acts().await.iter().filter(|act| *act == "webhook.disable").count(), 1);
        // It can be tried out, switched on, and the delivery sent again.
        receiver.answers(Answer::Status(200));
        lead.post(&format!("{webhook}/test"), &json!({})).await.expect(200);
        deliver(&world).await;
        assert_eq!(receiver.types().last().unwrap(), "webhook.test");
        lead.patch(&webhook, view["version"].as_i64().unwrap(), &json!({"state": "active"})).await.expect(200);
        lead.post(&format!("{webhook}/deliveries/{}/replay", delivery["id"].as_str().unwrap()), &json!({})).await.expect(200);
        deliver(&world).await;
        assert_eq!(log(&world, &webhook).await[0]["state"], "delivered");
    }
}

on_both! {
    /// A test that fails is not repeated and switches nothing off.
    async fn a_test_is_attempted_once(world: World) {
        let receiver = Receiver::plain().await;
        let (webhook, _) = hook(&world, &receiver.url).await;
        receiver.answers(Answer::Status(410));
        let lead = world.by(world.seed.council_lead).await;
        lead.post(&format!("{webhook}/test"), &json!({})).await.expect(200);
        deliver(&world).await;
        later(&world).await;
        deliver(&world).await;
        assert_eq!(receiver.got().len(), 1);
        assert_eq!(lead.get(&webhook).await.expect(200)["state"], "active");
        assert_eq!(log(&world, &webhook).await[0]["state"], "failed");
    }
}
