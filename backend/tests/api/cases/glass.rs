//! `/cases/break-glass`: who may open a case in an emergency, for how long, and who is told.

use backend::{clock, db::Who, features::chasing::send::Mailer};
use chrono::Duration;
use entities::{broken_glass, message, notice};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use shared::{ids::PersonId, policy::Role};

use super::crew::{Crew, newcomer, reference, text};
use crate::{
    chasing::{Receiver, clerk, later, send_all},
    support::{Answer, Caller, World, on_both},
};

/// The code of the refusal in an answer with a status.
fn refusal(answer: Answer, status: u16) -> String {
    text(&answer.expect(status)["refusal"]["code"])
}

fn form(reference: &str) -> Value {
    json!({"reference": reference, "reason": "crisis", "words": "Came to the ward tonight, alone and in distress."})
}

async fn broken(caller: &Caller, reference: &str) -> Answer {
    caller.post("/cases/break-glass", &form(reference)).await
}

/// Lets everybody have signed in so many minutes ago.
async fn signed_in(world: &World, minutes: i64) {
    let at = clock::now() - Duration::minutes(minutes);
    behind(world, move |unit| {
        Box::pin(async move {
            entities::session::Entity::update_many()
                .col_expr(entities::session::Column::CreatedAt, Expr::value(at))
                .exec(unit.txn)
                .await?;
            Ok(())
        })
    })
    .await;
}

/// Lets all glass have been broken so many minutes ago.
async fn opened(world: &World, minutes: i64) {
    let at = clock::now() - Duration::minutes(minutes);
    behind(world, move |unit| {
        Box::pin(async move {
            broken_glass::Entity::update_many()
                .col_expr(broken_glass::Column::OpenedAt, Expr::value(at))
                .exec(unit.txn)
                .await?;
            Ok(())
        })
    })
    .await;
}

type Behind<'u> =
    std::pin::Pin<Box<dyn Future<Output = Result<(), backend::error::ApiError>> + Send + 'u>>;

/// Changes something behind the server's back.
async fn behind<F>(world: &World, change: F)
where
    F: for<'u, 't> FnOnce(&'u mut backend::db::Unit<'t>) -> Behind<'u> + Send + 'static,
{
    world
        .app
        .db
        .unit(Who::console("test"), move |unit| {
            unit.changes_nothing();
            change(unit)
        })
        .await
        .unwrap();
}

/// Whether somebody has been told of broken glass, by a notice and by a mail that waits.
async fn told(world: &World, person: PersonId) -> (usize, usize) {
    let notices = notice::Entity::find()
        .filter(notice::Column::PersonId.eq(person.0))
        .filter(notice::Column::Occasion.eq("glass_broken"))
        .all(&world.app.db.read)
        .await
        .unwrap();
    let mails = message::Entity::find()
        .filter(message::Column::PersonId.eq(person.0))
        .filter(message::Column::Kind.eq("glass"))
        .all(&world.app.db.read)
        .await
        .unwrap();
    (notices.len(), mails.len())
}

on_both! {
    /// It opens one case, to read it, and tells those who hold it and the auditors.
    async fn it_opens_one_case_for_reading_and_tells(world: World) {
        let crew = Crew::new(&world).await;
        let (case, other) = (crew.open().await, crew.open().await);
        crew.join(&world, &case, 1).await;
        let breaker = newcomer(&world, Role::Practitioner, world.seed.charity).await;
        let path = format!("/cases/{case}");
        assert_eq!(breaker.caller.get(&path).await.problem(404), "not_found");
        let receipt = broken(&breaker.caller, &reference(&world, &case).await).await;
        assert_eq!(receipt.expect(200)["id"], json!(case));
        let seen = breaker.caller.get(&path).await.expect(200);
        assert_eq!(seen["standing"], "glass");
        assert!(seen["glass_until"].is_string());
        assert_eq!(breaker.caller.get(&format!("/cases/{other}")).await.problem(404), "not_found");
        // It reads and does nothing else.
        let draft = json!({"born": "2011-05", "level": 4});
        assert_eq!(refusal(breaker.caller.put(&path, 1, &draft).await, 403), "not_the_holder");
        assert_eq!(refusal(broken(&breaker.caller, &reference(&world, &case).await).await, 409), "glass_open");
        // The holders and the auditor know at once; who works for another agency does not.
        assert_eq!(told(&world, crew.workers[0].person).await, (1, 1));
        assert_eq!(told(&world, world.seed.auditor).await, (1, 1));
        assert_eq!(told(&world, crew.workers[1].person).await, (0, 0));
        assert_eq!(told(&world, breaker.person).await, (0, 0));
        let notices = crew.workers[0].caller.get("/session/notices").await;
        assert!(!notices.text.contains(&reference(&world, &case).await) && !notices.text.contains(&case));
        // Nobody else reads by it.
        let colleague = newcomer(&world, Role::Practitioner, world.seed.charity).await;
        assert_eq!(colleague.caller.get(&path).await.problem(404), "not_found");
    }
}

on_both! {
    async fn it_ends_by_itself_and_by_hand(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        let path = format!("/cases/{case}");
        let breaker = newcomer(&world, Role::Practitioner, world.seed.charity).await;
        let reference = reference(&world, &case).await;
        broken(&breaker.caller, &reference).await.expect(200);
        opened(&world, 179).await;
        assert_eq!(breaker.caller.get(&path).await.status, 200);
        opened(&world, 181).await;
        assert_eq!(breaker.caller.get(&path).await.problem(404), "not_found");
        let end = format!("{path}/break-glass/end");
        assert_eq!(breaker.caller.post(&end, &json!({})).await.problem(404), "not_found");
        broken(&breaker.caller, &reference).await.expect(200);
        assert_eq!(breaker.caller.get(&path).await.status, 200);
        breaker.caller.post(&end, &json!({})).await.expect(200);
        assert_eq!(breaker.caller.get(&path).await.problem(404), "not_found");
    }
}

on_both! {
    /// Only practitioners of an agency on an agreement, who gave their password just now. Nobody
    /// else is told whether there is such a case.
    async fn only_the_eligible_are_told_anything(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        let (known, unknown) = (reference(&world, &case).await, "0000-0000");
        let outside = newcomer(&world, Role::Practitioner, world.seed.board).await;
        let seed = &world.seed;
        let mut others = vec![outside.caller];
        for person in [seed.administrator, seed.coordinator, seed.council_lead, seed.auditor, seed.board_member] {
            others.push(world.by(person).await);
        }
        for caller in &others {
            for one in [&known, unknown] {
                assert_eq!(refusal(broken(caller, one).await, 403), "not_on_agreement");
            }
        }
        let breaker = newcomer(&world, Role::Practitioner, seed.charity).await;
        assert_eq!(broken(&breaker.caller, unknown).await.problem(404), "not_found");
        assert_eq!(broken(&breaker.caller, "0000-0001").await.pointers(), ["/reference"]);
        let short = json!({"reference": known, "reason": "crisis", "words": "urgent"});
        assert_eq!(breaker.caller.post("/cases/break-glass", &short).await.pointers(), ["/words"]);
        let telling = json!({"reference": known, "reason": "crisis", "words": "Came in tonight; NHS 943 476 5919 on the band."});
        assert_eq!(breaker.caller.post("/cases/break-glass", &telling).await.pointers(), ["/words"]);
        assert_eq!(refusal(broken(&crew.workers[0].caller, &known).await, 403), "named_already");
        signed_in(&world, 11).await;
        for one in [&known, unknown] {
            assert_eq!(refusal(broken(&breaker.caller, one).await, 403), "sign_in_again");
        }
        assert_eq!(told(&world, crew.workers[0].person).await, (0, 0), "nothing was opened");
        signed_in(&world, 9).await;
        broken(&breaker.caller, &known).await.expect(200);
    }
}

on_both! {
    async fn trying_references_takes_longer_and_longer(world: World) {
        Crew::new(&world).await;
        let breaker = newcomer(&world, Role::Practitioner, world.seed.charity).await;
        let mut answers = Vec::new();
        for _ in 0..8 {
            answers.push(broken(&breaker.caller, "0000-0000").await.status);
        }
        assert_eq!(answers[..6], [404; 6], "{answers:?}");
        assert!(answers.contains(&429), "{answers:?}");
    }
}

on_both! {
    /// A mail server that is away neither stops it nor loses the word of it.
    async fn it_opens_while_mail_is_down(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        let receiver = Receiver::start().await;
        let away = backend::features::chasing::worker::Clerk {
            mailer: Mailer::new("smtp://127.0.0.1:1", "reports@example.org").unwrap(),
            ..clerk(&world, &receiver)
        };
        let breaker = newcomer(&world, Role::Practitioner, world.seed.charity).await;
        let known = reference(&world, &case).await;
        broken(&breaker.caller, &known).await.expect(200);
        assert_eq!(breaker.caller.get(&format!("/cases/{case}")).await.status, 200);
        send_all(&away).await;
        assert!(receiver.got().is_empty());
        later(&world).await;
        send_all(&clerk(&world, &receiver)).await;
        let got = receiver.got();
        assert_eq!(got.len(), 2, "the holder and the auditor");
        for mail in got {
            let words = mail.words();
            assert!(words.contains("/cases/glass"), "{words}");
            for telling in [&known, &case, &breaker.person.to_string()] {
                assert!(!mail.text.contains(telling.as_str()), "{telling} in {words}");
            }
        }
    }
}

on_both! {
    /// Somebody else looks into it: an auditor, or who holds the case. Once.
    async fn it_is_reviewed_by_somebody_else(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        crew.join(&world, &case, 1).await;
        let breaker = newcomer(&world, Role::Practitioner, world.seed.charity).await;
        let known = reference(&world, &case).await;
        broken(&breaker.caller, &known).await.expect(200);
        let list = "/cases/break-glass";
        let auditor = world.by(world.seed.auditor).await;
        let holder = &crew.workers[0].caller;
        let seen = auditor.get(list).await;
        assert!(!seen.text.contains(&known), "an auditor reads no reference");
        let seen = seen.expect(200);
        assert_eq!(seen["items"].as_array().unwrap().len(), 1);
        assert_eq!(seen["items"][0]["reason"], "crisis");
        assert_eq!(seen["items"][0]["allowed"][0].get("refusal"), None);
        assert_eq!(holder.get(list).await.expect(200)["items"][0]["reference"], known);
        let lead = world.by(world.seed.council_lead).await;
        assert_eq!(lead.get(list).await.expect(200)["items"].as_array().unwrap().len(), 1);
        // Another agency that takes part, and who broke it, see none of it there.
        for other in [&crew.workers[1].caller, &breaker.caller, &world.by(world.seed.health_lead).await] {
            assert_eq!(other.get(list).await.expect(200)["items"], json!([]));
        }
        assert_eq!(world.by(world.seed.administrator).await.get(list).await.problem(404), "not_found");
        let review = format!("{list}/{}/review", text(&seen["items"][0]["id"]));
        let found = json!({"finding": "needed", "words": "The ward could not reach anybody who is named."});
        assert_eq!(breaker.caller.post(&review, &found).await.problem(404), "not_found");
        assert_eq!(crew.workers[1].caller.post(&review, &found).await.problem(404), "not_found");
        assert_eq!(holder.post(&review, &json!({"finding": "needed", "words": " "})).await.pointers(), ["/words"]);
        auditor.post(&review, &found).await.expect(200);
        assert_eq!(refusal(holder.post(&review, &found).await, 409), "glass_reviewed");
        let after = auditor.get(list).await.expect(200);
        assert_eq!(after["items"][0]["reviewed"]["finding"], "needed");
        assert_eq!(after["items"][0]["overdue"], false);
        // What asked for the review asks no more.
        let notices = holder.get("/session/notices").await.expect(200);
        let glass: Vec<&Value> = notices["items"].as_array().unwrap().iter().filter(|one| one["occasion"] == "glass_broken").collect();
        assert!(glass.len() == 1 && glass[0]["read"] == true, "{glass:?}");
    }
}
