//! Opening a case, finding, changing and ending it, and who has read it.

use backend::clock;
use serde_json::{Value, json};
use shared::cases::CaseReference;

use super::{
    canary::version,
    crew::{Crew, text, today},
};
use crate::support::{Answer, Caller, World, on_both};

async fn reference(caller: &Caller, case: &str) -> String {
    text(&caller.get(&format!("/cases/{case}")).await.expect(200)["reference"])
}

async fn find(caller: &Caller, reference: &str) -> Answer {
    caller
        .post("/cases/find", &json!({ "reference": reference }))
        .await
}

async fn happens(world: &World, caller: &Caller, case: &str, body: Value) -> Answer {
    let path = format!("/cases/{case}/events");
    caller
        .post_to(&path, version(world, case).await, &body)
        .await
}

on_both! {
    async fn a_reference_is_found_as_it_is_read_aloud_and_a_slip_is_told(world: World) {
        let crew = Crew::new(&world).await;
        let caller = &crew.workers[0].caller;
        let case = crew.open().await;
        let reference = reference(caller, &case).await;
        let typed = [reference.clone(), reference.to_lowercase(), reference.replace('-', " ")];
        for typed in typed {
            assert_eq!(find(caller, &typed).await.expect(200)["id"], case);
        }
        let letters: Vec<char> = reference.chars().collect();
        for at in (0..letters.len()).filter(|at| letters[*at].is_ascii_digit()) {
            let mut bent = letters.clone();
            bent[at] = if letters[at] == '7' { '3' } else { '7' };
            let bent: String = bent.into_iter().collect();
            assert_eq!(find(caller, &bent).await.pointers(), ["/reference"], "{bent}");
        }
        assert_eq!(find(caller, "").await.pointers(), ["/reference"]);
        // One that nobody has, and one that somebody else has, are the same.
        let number = u128::from_be_bytes(clock::random::<16>().unwrap());
        let nobodys = CaseReference::from_random(number).to_string();
        find(caller, &nobodys).await.expect(404);
        let before = world.entries().await;
        let other = &crew.workers[1].caller;
        assert_eq!(find(other, &reference).await.problem(404), "not_found");
        assert_eq!(world.entries().await, before);
    }
}

on_both! {
    async fn a_case_tells_who_nobody_is(world: World) {
        let crew = Crew::new(&world).await;
        let worker = &crew.workers[0];
        let open = async |case: Value, offers: &str| {
            let form = json!({"agency": worker.agency, "offers": offers, "case": case});
            worker.caller.post("/cases", &form).await
        };
        let good = json!({"born": "2011-05", "level": 3});
        let to_come = today() + chrono::Months::new(2);
        let born = json!({"born": to_come.format("%Y-%m").to_string(), "level": 3});
        assert_eq!(open(born, "").await.pointers(), ["/case/born"]);
        for telling in [
            "NHS 943 476 5919",
            "nhs no 9 4 3 4 7 6 5 9 1 9",
            "\u{ff19}\u{ff14}\u{ff13}\u{ff14}\u{ff17}\u{ff16}\u{ff15}\u{ff19}\u{ff11}\u{ff19}",
            "Born on 14 May 2011",
            "Call 07700 900123",
        ] {
            let answer = open(good.clone(), telling).await;
            assert!(!answer.text.contains("900123") && !answer.text.contains("5919"), "{}", answer.text);
            assert_eq!(answer.pointers(), ["/offers"], "{telling}");
        }
        open(json!({"born": "2011-05", "level": 3, "name": "x"}), "").await.expect(422);
        // Only a practitioner of the agency opens one for it.
        for person in [world.seed.council_lead, world.seed.administrator, crew.workers[1].person] {
            let form = json!({"agency": worker.agency, "case": good});
            assert_eq!(world.by(person).await.post("/cases", &form).await.problem(403), "forbidden");
        }
    }
}

on_both! {
    async fn a_case_is_answered_to_nobody_twice_and_to_no_program(world: World) {
        let crew = Crew::new(&world).await;
        let caller = &crew.workers[0].caller;
        let case = crew.open().await;
        let path = format!("/cases/{case}");
        let answer = caller.get(&path).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("etag"), None);
        let list = caller.get("/cases").await;
        assert_eq!(list.header("cache-control"), Some("no-store"));
        assert_eq!(list.header("etag"), None);
        assert_eq!(list.expect(200)["items"][0]["id"], case);
        let client = world.client(&["plans:read"]).await;
        let program = world.program(&client, None).await;
        for path in ["/cases", path.as_str()] {
            let status = program.get(path).await.status;
            assert!(matches!(status, 403 | 404), "{path}: {status}");
        }
        // A change of another version is refused without a word of the case.
        let draft = json!({"born": "2011-05", "level": 2, "district": "swale"});
        let receipt = caller.put(&path, 1, &draft).await.expect(200);
        assert_eq!(receipt, json!({"id": case, "version": 2}));
        let stale = caller.put(&path, 1, &draft).await;
        assert!(!stale.text.contains("swale") && !stale.text.contains("2011"), "{}", stale.text);
        assert_eq!(stale.json()["current"], json!({"version": 2}));
        assert_eq!(stale.problem(412), "stale");
    }
}

on_both! {
    async fn two_cases_are_one_child_and_are_not(world: World) {
        let crew = Crew::new(&world).await;
        let caller = &crew.workers[0].caller;
        let (case, other) = (crew.open().await, crew.open().await);
        let into = reference(caller, &other).await;
        let merge = |into: &str| json!({"event": "merge", "words": "The same school and family.", "into": into});
        // Of another agency's case, or of none, the same is told.
        let form = json!({"agency": crew.workers[1].agency, "case": {"born": "2011-05", "level": 3}});
        let made = crew.workers[1].caller.post("/cases", &form).await.expect(201);
        let anothers = reference(&crew.workers[1].caller, &text(&made["id"])).await;
        let number = u128::from_be_bytes(clock::random::<16>().unwrap());
        let nobodys = CaseReference::from_random(number).to_string();
        let mut told = Vec::new();
        for into in [anothers.as_str(), nobodys.as_str()] {
            let mut problem = happens(&world, caller, &case, merge(into)).await.expect(409);
            problem.as_object_mut().unwrap().remove("request_id");
            told.push(problem);
        }
        assert_eq!(told[0], told[1]);
        happens(&world, caller, &case, merge(&into)).await.expect(200);
        let view = caller.get(&format!("/cases/{case}")).await.expect(200);
        assert_eq!((view["state"].as_str(), &view["merged_into"]), (Some("merged"), &json!(other)));
        let again = caller.put(&format!("/cases/{case}"), 2, &json!({"born": "2011-05", "level": 2})).await;
        assert!(matches!(again.status, 403 | 409), "{}", again.text);
        let apart = json!({"event": "separate", "words": "Two children of one family."});
        happens(&world, caller, &case, apart).await.expect(200);
        let view = caller.get(&format!("/cases/{case}")).await.expect(200);
        assert_eq!((view["state"].as_str(), &view["merged_into"]), (Some("open"), &Value::Null));
    }
}

on_both! {
    async fn who_has_read_it_is_told_to_its_holders(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        crew.join(&world, &case, 1).await;
        let path = format!("/cases/{case}");
        let [council, health, charity] = &crew.workers;
        health.caller.get(&path).await.expect(200);
        charity.caller.get(&path).await.expect(404);
        council.caller.get(&path).await.expect(200);
        let log = format!("{path}/log");
        let who = |log: &Value| -> Vec<String> {
            let reads = log["items"].as_array().unwrap().iter();
            reads
                .filter(|item| item["act"] == "case.read")
                .map(|item| text(&item["person"]["id"]))
                .collect()
        };
        let all = council.caller.get(&log).await.expect(200);
        assert_eq!(who(&all), [council.person.to_string(), health.person.to_string()]);
        // Others read of their own people, and strangers nothing.
        let own = health.caller.get(&log).await.expect(200);
        assert_eq!(who(&own), [health.person.to_string()]);
        charity.caller.get(&log).await.expect(404);
        let auditor = world.by(world.seed.auditor).await.get(&log).await.expect(200);
        assert_eq!(who(&auditor).len(), 2);
        // Having read the log is in the log.
        let again = council.caller.get(&log).await.expect(200);
        let reads = again["items"].as_array().unwrap().iter();
        assert_eq!(reads.filter(|item| item["act"] == "case.read_log").count(), 3);
    }
}
