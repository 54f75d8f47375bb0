//! `/cases/{case}/participants` and `/cases/{case}/pass`: who is asked, who answers, who is named,
//! and that exactly one agency holds a case at any moment.

use chrono::Days;
use entities::{case_event, case_named, case_part, notice, responsibility};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use shared::ids::{AgencyId, PersonId};
use uuid::Uuid;

use super::crew::{Crew, Part, invitation, text, today};
use crate::support::{Answer, World, on_both};

/// The code of the refusal in an answer with a status.
fn refusal(answer: Answer, status: u16) -> String {
    text(&answer.expect(status)["refusal"]["code"])
}

fn id(case: &str) -> Uuid {
    case.parse().unwrap()
}

/// The agencies that hold a case now.
async fn holders(world: &World, case: &str) -> Vec<AgencyId> {
    responsibility::Entity::find()
        .filter(responsibility::Column::CaseId.eq(id(case)))
        .filter(responsibility::Column::UntilAt.is_null())
        .all(&world.app.db.read)
        .await
        .unwrap()
        .into_iter()
        .map(|row| AgencyId(row.agency_id))
        .collect()
}

/// What somebody has been told and not read.
async fn told(world: &World, person: PersonId) -> Vec<String> {
    notice::Entity::find()
        .filter(notice::Column::PersonId.eq(person.0))
        .filter(notice::Column::ReadAt.is_null())
        .order_by_asc(notice::Column::At)
        .all(&world.app.db.read)
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.occasion)
        .collect()
}

async fn asked(world: &World, crew: &Crew, case: &str, whose: usize) -> (Part, String) {
    crew.invite(0, case, whose).await.expect(201);
    let part = crew.part(world, case, whose).await.unwrap();
    let one = part.path.rsplit_once('/').unwrap().1.to_owned();
    (part, format!("/cases/asked/{one}"))
}

on_both! {
    /// The asked agency reads no more than it needs, answers, and reads the case from then on.
    async fn an_agency_is_asked_answers_and_takes_part(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        let path = format!("/cases/{case}");
        let (part, asking) = asked(&world, &crew, &case, 1).await;
        let (lead, practitioner) = (world.by(world.seed.health_lead).await, &crew.workers[1].caller);
        for reader in [&lead, practitioner] {
            let answer = reader.get(&asking).await;
            assert_eq!(answer.header("etag"), None);
            let seen = answer.expect(200);
            assert_eq!(seen["words"], "To see them every week.");
            assert_eq!(seen["level"], 3);
            assert!(seen.get("born").is_none() && seen.get("parts").is_none());
            assert_eq!(reader.get(&path).await.problem(404), "not_found");
        }
        assert!(told(&world, crew.workers[1].person).await.contains(&"case_asked".to_owned()));
        // Nobody else knows of the asking: not the asker, not the administrator, no third agency.
        for reader in [&crew.workers[0].caller, &crew.workers[2].caller, &world.by(world.seed.administrator).await] {
            assert_eq!(reader.get(&asking).await.problem(404), "not_found");
        }
        // Only practitioners of the agency can be named, and nothing that tells who somebody is.
        let answer = format!("{}/answer", part.path);
        let form = json!({"accept": true, "people": [world.seed.health_lead], "offers": ""});
        assert_eq!(lead.post(&answer, &form).await.pointers(), ["/people/0"]);
        assert_eq!(refusal(lead.post(&answer, &json!({"accept": true})).await, 409), "nobody_named");
        let form = json!({"accept": true, "people": [crew.workers[1].person], "offers": "Ring 07700 900123"});
        assert_eq!(lead.post(&answer, &form).await.pointers(), ["/offers"]);
        assert_eq!(lead.post(&answer, &json!({"accept": false})).await.pointers(), ["/words"]);
        // The lead answers for the agency.
        let form = json!({"accept": true, "people": [crew.workers[1].person], "offers": "Somebody to talk to."});
        lead.post(&answer, &form).await.expect(200);
        assert_eq!(practitioner.get(&path).await.status, 200);
        assert_eq!(lead.get(&path).await.problem(404), "not_found", "a lead reads no case");
        assert_eq!(lead.get(&asking).await.problem(404), "not_found", "it was answered");
        assert_eq!(lead.post(&answer, &form).await.problem(404), "not_found");
        let after = told(&world, crew.workers[1].person).await;
        assert!(after.contains(&"case_named".to_owned()) && !after.contains(&"case_asked".to_owned()), "{after:?}");
        assert!(told(&world, crew.workers[0].person).await.contains(&"case_answered".to_owned()));
        // The lead sees who is named, and not a word of what they offer.
        let own = lead.get(&part.path).await.expect(200);
        assert_eq!(own["people"][0]["id"], json!(crew.workers[1].person));
        assert!(own.get("offers").is_none());
    }
}

on_both! {
    async fn an_asking_needs_its_ground_and_its_agreement(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        let path = format!("/cases/{case}/participants");
        let holder = &crew.workers[0].caller;
        let good = invitation(&crew, 1, "What helps at school", "To see them every week.");
        let with = |member: &str, value: Value| {
            let mut form = good.clone();
            form[member] = value;
            form
        };
        let sharing = |member: &str, value: Value| {
            let mut form = good.clone();
            form["sharing"][member] = value;
            form
        };
        for (form, pointer) in [
            (with("words", json!(" ")), "/words"),
            (with("words", json!("Ask Sarah on 07700 900123")), "/words"),
            (with("agency", json!(Uuid::nil())), "/agency"),
            (with("agency", json!(world.seed.schools)), "/agency"),
            (with("agreement", json!(Uuid::nil())), "/agreement"),
            (sharing("consenter", Value::Null), "/sharing/consenter"),
            (sharing("on", json!(today() + Days::new(1))), "/sharing/on"),
            (sharing("purpose", json!("NHS 943 476 5919")), "/sharing/purpose"),
        ] {
            assert_eq!(holder.post(&path, &form).await.pointers(), [pointer], "{form}");
        }
        // The board has not signed.
        assert_eq!(refusal(holder.post(&path, &with("agency", json!(world.seed.board))).await, 409), "agreement_missing");
        holder.post(&path, &good).await.expect(201);
        assert_eq!(refusal(holder.post(&path, &good).await, 409), "asked_already");
        let part = crew.part(&world, &case, 1).await.unwrap();
        crew.answer(&part, 1, true).await.expect(200);
        assert_eq!(refusal(holder.post(&path, &good).await, 409), "already_takes_part");
        // Only the holder asks; who takes part is told so, and a stranger nothing.
        assert_eq!(refusal(crew.workers[1].caller.post(&path, &good).await, 403), "not_the_holder");
        assert_eq!(crew.workers[2].caller.post(&path, &good).await.problem(404), "not_found");
        // An agreement that has ended carries nobody who has not answered yet.
        crew.invite(0, &case, 2).await.expect(201);
        let admin = world.by(world.seed.administrator).await;
        let agreement = format!("/sharing-agreements/{}", crew.agreement);
        let mut form = admin.get(&agreement).await.expect(200);
        let parties: Vec<Value> = form["parties"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
        form = json!({
            "name": form["name"], "purpose": form["purpose"], "basis": form["basis"],
            "starts_on": form["starts_on"], "ends_on": today() - Days::new(1), "parties": parties,
        });
        admin.put(&agreement, 1, &form).await.expect(200);
        let part = crew.part(&world, &case, 2).await.unwrap();
        assert_eq!(refusal(crew.answer(&part, 2, true).await, 409), "agreement_missing");
        crew.answer(&part, 2, false).await.expect(200);
    }
}

on_both! {
    async fn people_and_offers_change_by_version_and_by_their_own_agency(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        crew.join(&world, &case, 1).await;
        let part = crew.part(&world, &case, 1).await.unwrap();
        let (second, colleague) = (&crew.workers[1], &crew.colleagues[1]);
        let case_path = format!("/cases/{case}");
        assert_eq!(colleague.caller.get(&case_path).await.status, 404);
        let people = format!("{}/people", part.path);
        let both = json!({"people": [second.person, colleague.person]});
        second.caller.post_to(&people, part.version, &both).await.expect(200);
        assert_eq!(colleague.caller.get(&case_path).await.status, 200);
        // What somebody saved meanwhile is not overwritten; the answer says no word of it.
        let stale = second.caller.post_to(&people, part.version, &both).await.expect(412);
        assert_eq!(stale["current"], json!({"version": part.version + 1}));
        assert_eq!(second.caller.post(&people, &both).await.status, 428);
        let offer = format!("{}/offer", part.path);
        let words = json!({"offers": "A walk every week.", "own_reference": "RiO 1234567"});
        second.caller.post_to(&offer, part.version + 1, &words).await.expect(200);
        let telling = json!({"offers": "A walk.", "own_reference": "943 476 5919"});
        assert_eq!(second.caller.post_to(&offer, part.version + 2, &telling).await.pointers(), ["/own_reference"]);
        let seen = second.caller.get(&case_path).await.expect(200);
        assert_eq!(seen["own_reference"], "RiO 1234567");
        let holder = &crew.workers[0].caller;
        assert!(!holder.get(&case_path).await.text.contains("RiO"), "an own reference is seen by its agency alone");
        assert_eq!(refusal(holder.post_to(&offer, part.version + 2, &words).await, 403), "not_yours");
        assert_eq!(refusal(holder.post_to(&people, part.version + 2, &both).await, 403), "not_yours");
        // Not named any more, not one answer more.
        let alone = json!({"people": [second.person]});
        second.caller.post_to(&people, part.version + 2, &alone).await.expect(200);
        assert_eq!(colleague.caller.get(&case_path).await.problem(404), "not_found");
        let named = case_named::Entity::find()
            .filter(case_named::Column::PersonId.eq(colleague.person.0))
            .all(&world.app.db.read)
            .await
            .unwrap();
        assert!(named.len() == 1 && named[0].until_at.is_some(), "who was named stays known");
    }
}

on_both! {
    /// Who loses the role, or the account, reads nothing more; the name alone opens nothing.
    async fn a_role_that_ends_closes_the_door(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        let path = format!("/cases/{case}");
        crew.join(&world, &case, 1).await;
        let second = &crew.workers[1];
        assert_eq!(second.caller.get(&path).await.status, 200);
        let lead = world.by(world.seed.health_lead).await;
        let person = format!("/people/{}", second.person);
        let version = lead.get(&person).await.expect(200)["version"].as_i64().unwrap();
        let grants = json!({"grants": [{"role": "agency_editor", "agency": world.seed.health}]});
        lead.put(&format!("{person}/grants"), version, &grants).await.expect(200);
        assert_eq!(second.caller.get(&path).await.problem(404), "not_found");
        let holder = &crew.workers[0];
        let admin = world.by(world.seed.administrator).await;
        let person = format!("/people/{}", holder.person);
        let version = admin.get(&person).await.expect(200)["version"].as_i64().unwrap();
        admin.patch(&person, version, &json!({"state": "disabled"})).await.expect(200);
        assert_eq!(holder.caller.get(&path).await.status, 401);
    }
}

on_both! {
    async fn consent_that_is_withdrawn_ends_the_part(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        crew.join(&world, &case, 1).await;
        let part = crew.part(&world, &case, 1).await.unwrap();
        let path = format!("{}/sharing", part.path);
        let form = |on| json!({"on": on, "words": "They told us on the telephone."});
        let holder = &crew.workers[0].caller;
        assert_eq!(holder.post_to(&path, part.version, &form(today() + Days::new(1))).await.pointers(), ["/on"]);
        assert_eq!(crew.workers[2].caller.post_to(&path, part.version, &form(today())).await.problem(404), "not_found");
        crew.workers[1].caller.post_to(&path, part.version, &form(today())).await.expect(200);
        assert_eq!(crew.workers[1].caller.get(&format!("/cases/{case}")).await.problem(404), "not_found");
        let row = case_part::Entity::find()
            .filter(case_part::Column::AgencyId.eq(crew.workers[1].agency.0))
            .one(&world.app.db.read)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((row.state.as_str(), row.own_reference), ("left", None));
        assert_eq!(row.sharing.unwrap()["withdrawn_on"], json!(today()));
    }
}

on_both! {
    /// Asked, accepted, first contact: only then it passes, and only between the two.
    async fn responsibility_passes_in_its_steps(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        let pass = format!("/cases/{case}/pass");
        let [holder, second, third] = [0, 1, 2].map(|at| &crew.workers[at]);
        let ask = |to: AgencyId| json!({"to": to, "words": "They go to school there."});
        assert_eq!(refusal(holder.caller.post(&pass, &ask(second.agency)).await, 409), "takes_no_part");
        crew.join(&world, &case, 1).await;
        crew.join(&world, &case, 2).await;
        assert_eq!(refusal(holder.caller.post(&pass, &ask(holder.agency)).await, 409), "already_holds");
        assert_eq!(refusal(second.caller.post(&pass, &ask(second.agency)).await, 403), "not_the_holder");
        assert_eq!(refusal(holder.caller.post(&format!("{pass}/withdraw"), &json!({})).await, 409), "no_pass");
        holder.caller.post(&pass, &ask(second.agency)).await.expect(200);
        assert_eq!(refusal(holder.caller.post(&pass, &ask(third.agency)).await, 409), "pass_open");
        let contact = format!("{pass}/first-contact");
        let (answer, reason) = (format!("{pass}/answer"), format!("{pass}/override"));
        // Silence is not acceptance.
        let on = |day| json!({ "on": day });
        assert_eq!(refusal(second.caller.post(&contact, &on(today())).await, 409), "not_accepted_yet");
        let because = json!({"clinical_reason": "They cannot travel yet."});
        assert_eq!(refusal(holder.caller.post(&reason, &because).await, 409), "not_accepted_yet");
        for (who, code) in [(holder, "not_yours"), (third, "not_yours")] {
            assert_eq!(refusal(who.caller.post(&answer, &json!({"accept": true})).await, 403), code);
        }
        assert_eq!(second.caller.post(&answer, &json!({"accept": false})).await.pointers(), ["/words"]);
        second.caller.post(&answer, &json!({"accept": true})).await.expect(200);
        assert_eq!(refusal(second.caller.post(&answer, &json!({"accept": true})).await, 409), "not_now");
        assert_eq!(holders(&world, &case).await, [holder.agency], "acceptance alone passes nothing");
        assert_eq!(second.caller.post(&contact, &on(today() + Days::new(1))).await.pointers(), ["/on"]);
        assert_eq!(second.caller.post(&contact, &on(today() - Days::new(1))).await.pointers(), ["/on"]);
        assert_eq!(refusal(third.caller.post(&contact, &on(today())).await, 403), "not_yours");
        assert_eq!(holder.caller.post(&reason, &json!({"clinical_reason": " "})).await.pointers(), ["/clinical_reason"]);
        second.caller.post(&contact, &on(today())).await.expect(200);
        assert_eq!(holders(&world, &case).await, [second.agency]);
        assert_eq!(refusal(second.caller.post(&contact, &on(today())).await, 409), "no_pass");
        // The one that holds it cannot leave; the other can.
        let words = json!({"words": "What we offered has ended."});
        let part = |at: usize| crew.part(&world, &case, at);
        let leave = format!("{}/leave", part(1).await.unwrap().path);
        assert_eq!(refusal(second.caller.post(&leave, &words).await, 409), "holds_responsibility");
        let leave = format!("{}/leave", part(0).await.unwrap().path);
        assert_eq!(holder.caller.post(&leave, &json!({"words": ""})).await.pointers(), ["/words"]);
        holder.caller.post(&leave, &words).await.expect(200);
        assert_eq!(holder.caller.get(&format!("/cases/{case}")).await.problem(404), "not_found");
        // What happened stands in the time line, and who held it when.
        let seen = second.caller.get(&format!("/cases/{case}")).await.expect(200);
        assert_eq!(seen["responsibility"].as_array().unwrap().len(), 2);
        let lines = case_event::Entity::find()
            .filter(case_event::Column::CaseId.eq(id(&case)))
            .filter(case_event::Column::Kind.starts_with("case.pass"))
            .count(&world.app.db.read)
            .await
            .unwrap();
        assert_eq!(lines, 3);
    }
}

on_both! {
    /// Two agencies at once, one leaving and one passing, in both orders: one holder at any moment,
    /// and it takes part.
    async fn two_who_leave_and_pass_at_once_leave_one_holder(world: World) {
        let crew = Crew::new(&world).await;
        for round in 0..6 {
            let case = crew.open().await;
            crew.join(&world, &case, 1).await;
            crew.join(&world, &case, 2).await;
            let pass = format!("/cases/{case}/pass");
            let [holder, second, third] = [0, 1, 2].map(|at| &crew.workers[at]);
            let ask = json!({"to": second.agency, "words": "They go to school there."});
            holder.caller.post(&pass, &ask).await.expect(200);
            second.caller.post(&format!("{pass}/answer"), &json!({"accept": true})).await.expect(200);
            let words = json!({"words": "What we offered has ended."});
            let on = json!({"on": today()});
            let contact = format!("{pass}/first-contact");
            let leaving = if round % 2 == 0 { 1 } else { 0 };
            let leave = format!("{}/leave", crew.part(&world, &case, leaving).await.unwrap().path);
            let away = format!("{}/leave", crew.part(&world, &case, 2).await.unwrap().path);
            let (passed, left, gone) = tokio::join!(
                holder.caller.post(&contact, &on),
                crew.workers[leaving].caller.post(&leave, &words),
                third.caller.post(&away, &words),
            );
            assert!(gone.status == 200, "{}", gone.text);
            assert!(passed.status < 500 && left.status < 500, "{} {}", passed.text, left.text);
            let now = holders(&world, &case).await;
            assert_eq!(now.len(), 1, "exactly one holds it");
            let live: Vec<Uuid> = case_part::Entity::find()
                .filter(case_part::Column::CaseId.eq(id(&case)))
                .filter(case_part::Column::State.eq("live"))
                .all(&world.app.db.read)
                .await
                .unwrap()
                .into_iter()
                .map(|row| row.agency_id)
                .collect();
            assert!(live.contains(&now[0].0), "and it takes part");
            if leaving == 1 {
                assert_ne!(passed.status == 200, left.status == 200, "{} {}", passed.text, left.text);
            } else {
                assert_eq!(passed.status, 200);
            }
        }
    }
}

on_both! {
    /// An agency with open cases does not end: it is told how many, and none of which.
    async fn an_agency_does_not_end_over_its_cases(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        crew.join(&world, &case, 1).await;
        let admin = world.by(world.seed.administrator).await;
        let agency = format!("/agencies/{}", world.seed.health);
        let version = admin.get(&agency).await.expect(200)["version"].as_i64().unwrap();
        let form = json!({"successor": world.seed.council, "on": today(), "reason": "Merged."});
        let succession = format!("{agency}/succession");
        let refused = admin.post_to(&succession, version, &form).await;
        assert!(refused.text.contains(": 1, of which it holds responsibility for 0"), "{}", refused.text);
        assert!(!refused.text.contains(&case));
        assert_eq!(refused.pointers(), ["/on"]);
        let part = crew.part(&world, &case, 1).await.unwrap();
        let words = json!({"words": "The agency ends."});
        crew.workers[1].caller.post(&format!("{}/leave", part.path), &words).await.expect(200);
        admin.post_to(&succession, version, &form).await.expect(200);
    }
}

on_both! {
    /// Programs reach nothing of it, whatever they are allowed.
    async fn programs_know_of_no_case(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        let (part, asking) = asked(&world, &crew, &case, 1).await;
        let client = world.client(&["plans:read", "updates:write"]).await;
        let program = world.program(&client, None).await;
        for path in [asking.as_str(), &part.path, "/cases/break-glass", "/sharing-agreements"] {
            let status = program.get(path).await.status;
            assert!(matches!(status, 403 | 404), "{path}: {status}");
        }
    }
}
