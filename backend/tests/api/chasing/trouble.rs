//! Mail servers that are away, refuse, or hang up; processes that end in the middle.

use backend::features::chasing::{
    plan, queue,
    queue::Ending,
    send::{MailSetupError, Mailer, Trouble},
};
use sea_orm::sea_query::Expr;

use super::{
    Receiver, change, clerk, later, messages, plan_today, post, receiver::Answer, send_all, today,
};
use crate::support::{World, on_both};

on_both! {
    async fn a_server_that_is_away_loses_nothing(world: World) {
        let receiver = Receiver::start().await;
        let away = backend::features::chasing::worker::Clerk {
            mailer: Mailer::new("smtp://127.0.0.1:1", "reports@example.org").unwrap(),
            ..clerk(&world, &receiver)
        };
        plan_today(&world).await;
        assert_eq!(away.send_one().await.unwrap(), Some(Ending::Failed(Trouble::Unreachable)));
        let back = clerk(&world, &receiver);
        assert_eq!(send_all(&back).await.len(), 3, "the one that failed waits for its time");
        later(&world).await;
        assert_eq!(send_all(&back).await, [Ending::Sent]);
        assert_eq!(receiver.got().len(), 4);
        assert!(messages(&world).await.iter().all(|row| row.state == "sent" && row.trouble.is_none()));
    }
}

on_both! {
    async fn a_mail_that_may_have_arrived_comes_again_under_the_same_id(world: World) {
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        plan_today(&world).await;
        receiver.answers(Answer::TakeAndHangUp);
        assert_eq!(clerk.send_one().await.unwrap(), Some(Ending::Failed(Trouble::Unreachable)));
        receiver.answers(Answer::Take);
        later(&world).await;
        send_all(&clerk).await;
        let got = receiver.got();
        assert_eq!(got.len(), 5);
        let again: Vec<String> = got.iter().filter(|mail| mail.to == got[0].to).map(|mail| mail.header("Message-ID")).collect();
        assert_eq!(again.len(), 2);
        assert_eq!(again[0], again[1]);
        assert!(again[0].ends_with("@example.org>"));
    }
}

on_both! {
    async fn a_process_that_ends_between_sending_and_marking_leaves_its_mail_to_another(world: World) {
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        plan_today(&world).await;
        // It takes one and ends.
        let lent = queue::take(&world.app.db).await.unwrap().unwrap();
        assert_eq!(send_all(&clerk).await.len(), 3, "what is lent is left alone");
        later(&world).await;
        assert_eq!(send_all(&clerk).await, [Ending::Sent]);
        // Had it not ended, its word would come too late.
        queue::record(&world.app.db, lent, Ending::Failed(Trouble::Unreachable)).await.unwrap();
        assert!(messages(&world).await.iter().all(|row| row.state == "sent"));
    }
}

on_both! {
    async fn two_processes_plan_and_send_once(world: World) {
        let receiver = Receiver::start().await;
        let first = clerk(&world, &receiver);
        let second = clerk(&world, &receiver);
        let (one, other) = tokio::join!(post(&world, &first), post(&world, &second));
        assert_eq!(one.len() + other.len(), 4);
        assert_eq!(receiver.got().len(), 4);
        assert_eq!(messages(&world).await.len(), 4);
    }
}

on_both! {
    async fn a_refusal_is_tried_again_and_given_up_at_last(world: World) {
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        plan_today(&world).await;
        receiver.answers(Answer::Say(451));
        assert_eq!(clerk.send_one().await.unwrap(), Some(Ending::Failed(Trouble::NotNow(451))));
        receiver.answers(Answer::Say(550));
        for round in 0..5 {
            later(&world).await;
            let endings = send_all(&clerk).await;
            assert!(endings.iter().all(|ending| *ending == Ending::Failed(Trouble::Refused(550))), "{round}");
        }
        let rows = messages(&world).await;
        assert!(rows.iter().all(|row| row.state == "failed" && row.trouble.as_deref() == Some("refused: 550")), "{rows:?}");
        assert_eq!(world.acts().await.iter().filter(|act| *act == "digest.fail").count(), 4);
        later(&world).await;
        assert_eq!(send_all(&clerk).await, []);
    }
}

on_both! {
    async fn what_waited_for_too_long_is_given_up(world: World) {
        let receiver = Receiver::start().await;
        let clerk = clerk(&world, &receiver);
        plan_today(&world).await;
        receiver.answers(Answer::Say(451));
        let old = backend::clock::now() - chrono::Duration::days(8);
        change(&world, vec![(entities::message::Column::CreatedAt, Expr::value(old))]).await;
        assert_eq!(send_all(&clerk).await.len(), 4);
        assert!(messages(&world).await.iter().all(|row| row.state == "failed"));
    }
}

on_both! {
    async fn nothing_goes_out_at_night(world: World) {
        let night = backend::clock::end_of(today()) - chrono::Duration::hours(18);
        plan::plan_due(&world.app.db, night, shared::chasing::SENDING_HOUR).await.unwrap();
        assert!(messages(&world).await.is_empty());
    }
}

#[test]
fn a_mail_server_that_cannot_be_used_is_refused_at_start() {
    let of = |url, from| Mailer::new(url, from).unwrap_err();
    assert!(matches!(
        of("ftp://mail.example.org", "a@b.example"),
        MailSetupError::Url(_)
    ));
    assert!(matches!(
        of("nowhere", "a@b.example"),
        MailSetupError::Url(_)
    ));
    assert!(matches!(
        of("smtp://u:p@mail.example.org", "a@b.example"),
        MailSetupError::OpenPassword
    ));
    assert!(matches!(
        of("smtp://mail.example.org", "nobody"),
        MailSetupError::From(_)
    ));
    for url in [
        "smtps://u:p@mail.example.org",
        "smtp://u:p@mail.example.org:587?tls=required",
        "smtp://127.0.0.1:25",
    ] {
        assert!(
            Mailer::new(url, "The partnership <a@b.example>").is_ok(),
            "{url}"
        );
    }
}
