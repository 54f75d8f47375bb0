//! What agencies get, and who of them.

use backend::features::chasing::queue::Ending;
use chrono::{Datelike, Days};
use serde_json::{Value, json};

use super::{Receiver, clerk, due_in, leaves, messages, noon, plan_today, post, send_all, today};
use crate::{
    plans::overview::report,
    support::{World, on_both},
    updates::{path, version, words},
};

const COUNCIL: [&str; 2] = ["edie.evans@example.org", "lee.lambert@example.org"];
const ALL: [&str; 4] = [
    "edie.evans@example.org",
    "hari.hughes@example.org",
    "helen.hart@example.org",
    "lee.lambert@example.org",
];

on_both! {
    async fn an_agency_gets_one_digest_and_not_one_mail_an_action(world: World) {
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        assert_eq!(post(&world, &clerk).await, [Ending::Sent; 4]);
        assert_eq!(receiver.reached(), ALL, "one each, and nobody else");
        let mail = receiver.got().into_iter().find(|mail| mail.to == COUNCIL[1]).unwrap();
        let due = shared::calendar::day_in_words(today() + Days::new(10));
        assert_eq!(mail.header("Subject"), format!("3 updates due by {due}"));
        assert_eq!(mail.header("From"), "Partnership <reports@example.org>");
        assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
        assert_eq!(mail.header("List-Unsubscribe"), "<https://plans.example.org/account/mail>");
        let words = mail.words();
        assert!(mail.text.contains("Content-Type: text/plain") && mail.text.contains("Content-Type: text/html"));
        let address = format!("https://plans.example.org/plans/northshire-2024/actions/{}", world.seed.council_action);
        assert_eq!(words.matches(&address).count(), 2, "once in each form: {words}");
        for name in ["Lee", "Edie", "Hari"] {
            assert!(!words.split("\r\n\r\n").skip(1).any(|part| part.contains(name)), "no name of a person in the words");
        }
        let sent: Vec<String> = world.acts().await.into_iter().filter(|act| act == "digest.send").collect();
        assert_eq!(sent.len(), 4);
        assert_eq!(post(&world, &clerk).await, [], "nothing twice");
    }
}

on_both! {
    async fn what_has_been_done_is_not_asked_for(world: World) {
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        plan_today(&world).await;
        let editor = world.by(world.seed.council_editor).await;
        world.submitted(&editor, world.seed.joint_action, &words()).await;
        let lead = world.seed.council_lead;
        world.accepted(&editor, lead, world.seed.council_action, &words()).await;
        send_all(&clerk).await;
        let mail = receiver.got().into_iter().find(|mail| mail.to == COUNCIL[0]).unwrap().words();
        assert!(!mail.contains("Train the people"), "it was accepted after the digest was planned");
        let waiting = mail.find("Waiting for your agency's review").unwrap();
        assert!(mail.find("Wellbeing in lessons").unwrap() < waiting && mail.find("One front door").unwrap() > waiting);
    }
}

on_both! {
    async fn a_hand_over_is_told_to_whoever_has_it_when_it_is_sent(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let hand = async |update: &Value, to: Value| {
            let address = format!("{}/hand-over", path(update));
            lead.post_to(&address, version(update), &json!({"person": to})).await.expect(200)
        };
        let editor = world.seed.council_editor;
        let kept = world.draft(&lead, world.seed.council_action).await;
        hand(&kept, json!(editor)).await;
        let given = world.draft(&lead, world.seed.schools_action).await;
        let handed = hand(&given, json!(editor)).await;
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        plan_today(&world).await;
        hand(&handed, Value::Null).await;
        send_all(&clerk).await;
        let mail = receiver.got().into_iter().find(|mail| mail.to == COUNCIL[0]).unwrap().words();
        assert!(mail.contains("HANDED TO YOU TO WRITE"), "{mail}");
        let address = |update: &Value| format!("https://plans.example.org{}/edit", path(update));
        assert_eq!(mail.matches(&address(&kept)).count(), 2, "once in each form: {mail}");
        assert!(!mail.contains(&address(&given)), "it is not theirs any more");
        let other = receiver.got().into_iter().find(|mail| mail.to == COUNCIL[1]).unwrap().words();
        assert!(!other.contains("HANDED TO YOU"), "the lead knows");
        assert_eq!(post(&world, &clerk).await, [], "nothing twice");
    }
}

on_both! {
    async fn an_agency_that_owes_nothing_hears_nothing(world: World) {
        for action in [world.seed.council_action, world.seed.joint_action, world.seed.schools_action] {
            report(&world, action, "green").await;
        }
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        post(&world, &clerk).await;
        // Only the writer hears that what they wrote was accepted.
        assert_eq!(receiver.reached(), [COUNCIL[0]]);
        let mail = &receiver.got()[0];
        assert_eq!(mail.header("Subject"), "What became of your updates");
        assert!(mail.words().contains("Accepted: 2.1 One front door"));
    }
}

on_both! {
    async fn after_the_grace_period_it_goes_up(world: World) {
        due_in(&world, -8, 5).await;
        let lead = world.by(world.seed.council_lead).await;
        let path = format!("/agencies/{}/accountable", world.seed.council);
        lead.put(&path, 0, &json!({"person": world.seed.council_lead})).await.expect(200);
        // It cannot be declined.
        lead.put("/session/mail", 0, &json!({"reminders": false, "decisions": false, "weekly": false})).await.expect(200);
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        post(&world, &clerk).await;
        assert_eq!(receiver.reached(), ["hari.hughes@example.org", "lee.lambert@example.org"]);
        assert!(receiver.got().iter().all(|mail| mail.header("Subject").starts_with("Reporting closed without")));
    }
}

on_both! {
    async fn who_has_left_or_wants_none_gets_nothing(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        editor.put("/session/mail", 0, &json!({"reminders": false, "decisions": true, "weekly": false})).await.expect(200);
        leaves(&world, world.seed.health_editor).await;
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        plan_today(&world).await;
        assert_eq!(messages(&world).await.len(), 2);
        // One more leaves between the planning and the sending.
        leaves(&world, world.seed.health_lead).await;
        let endings = send_all(&clerk).await;
        assert_eq!(receiver.reached(), ["lee.lambert@example.org"]);
        assert!(endings.contains(&Ending::Needless));
    }
}

on_both! {
    async fn each_step_of_a_cycle_is_said_once(world: World) {
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        let plan = async |days: u64| {
            backend::features::chasing::plan::plan_due(&world.app.db, noon(today() + Days::new(days)), shared::chasing::SENDING_HOUR).await.unwrap();
            messages(&world).await.len()
        };
        // Due in ten days: open now, a week before in three, two days before in eight.
        assert_eq!(plan(0).await, 4);
        send_all(&clerk).await;
        assert_eq!(plan(1).await, 4, "said already");
        assert_eq!(plan(3).await, 8);
        send_all(&clerk).await;
        assert_eq!(plan(3).await, 8, "planned once a day");
        assert_eq!(plan(8).await, 12);
        assert_eq!(plan(11).await, 16);
        // The mails of the eighth day were not sent, and go into those of the eleventh.
        let waiting = messages(&world).await.into_iter().filter(|row| row.state == "waiting").count();
        assert_eq!(waiting, 4);
    }
}

on_both! {
    async fn a_week_before_and_on_mondays(world: World) {
        due_in(&world, 5, 7).await;
        let editor = world.by(world.seed.council_editor).await;
        editor.put("/session/mail", 0, &json!({"reminders": false, "decisions": false, "weekly": true})).await.expect(200);
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        let days_to = u64::from(chrono::Weekday::Mon.num_days_from_monday() + 7 - today().weekday().num_days_from_monday()) % 7;
        let monday = today() + Days::new(days_to);
        assert!(post(&world, &clerk).await.iter().all(|ending| *ending == Ending::Sent), "a week before the due date");
        let before = receiver.reached().into_iter().filter(|to| to == COUNCIL[0]).count();
        assert_eq!((receiver.got().len() - before, before), (3, usize::from(days_to == 0)));
        backend::features::chasing::plan::plan_due(&world.app.db, noon(monday), shared::chasing::SENDING_HOUR).await.unwrap();
        send_all(&clerk).await;
        let summaries: Vec<_> = receiver.got().into_iter().filter(|mail| mail.to == COUNCIL[0]).collect();
        assert_eq!(summaries.len(), 1, "who asked for the summary alone gets it on Monday");
        assert!(summaries[0].header("Subject").starts_with("3 updates due by"));
    }
}
