use chrono::Days;
use serde_json::{Value, json};

use super::{Planned, ago, ahead, refusal};
use crate::{
    cases::crew::today,
    support::{World, on_both},
};

fn held(due: chrono::NaiveDate, on: chrono::NaiveDate, next: Value) -> Value {
    json!({"event": "review", "due": due, "on": on, "finding": "holding", "words": "It goes well", "next": next})
}

on_both! {
    async fn a_plan_is_agreed_reviewed_sustained_and_closed(world: World) {
        let planned = Planned::begun(&world).await;
        let empty = planned.read(0).await;
        assert_eq!((empty["state"].as_str(), empty["number"].as_u64()), (Some("draft"), Some(1)));
        assert_eq!(empty["gaps"][0], json!({"gap": "from_service", "pointer": "/from_service", "words": "Choose the service that reduces its support, and its level"}));
        assert_eq!(refusal(&empty, "save"), None);
        assert_eq!(refusal(&empty, "propose"), Some("plan_incomplete"));

        let mut content = planned.crew.content();
        content["steps_down_on"] = json!(ago(100));
        content["reviews"] = json!([ago(44), ahead(30)]);
        planned.save(1, content.clone()).await.expect(200);
        planned.happen(0, json!({"event": "propose"})).await.expect(200);
        let proposed = planned.read(1).await;
        assert_eq!(proposed["outstanding"].as_array().unwrap().len(), 2);
        planned.happen(0, json!({"event": "accept"})).await.expect(200);
        let half = planned.read(1).await;
        assert_eq!((half["state"].as_str(), refusal(&half, "accept")), (Some("proposed"), None));
        assert_eq!(half["versions"][0]["acceptances"].as_array().unwrap().len(), 1);
        assert_eq!(half["versions"][0]["written_by"]["id"], json!(planned.crew.workers[1].person));
        planned.happen(1, json!({"event": "accept"})).await.expect(200);
        let agreed = planned.read(0).await;
        assert_eq!((agreed["state"].as_str(), agreed["in_force"].as_u64()), (Some("agreed"), Some(1)));
        assert!(agreed["reviews"].as_array().unwrap().is_empty());

        planned.happen(0, json!({"event": "step_down", "on": ago(100)})).await.expect(200);
        let reduced = planned.read(1).await;
        assert_eq!(reduced["reviews"][0], json!({"due": ago(44), "overdue": true}));
        assert_eq!(reduced["reviews"][1], json!({"due": ahead(30), "overdue": false}));
        assert!(reduced["duties"].as_array().unwrap().iter().all(|duty| duty["overdue"] == true));
        assert_eq!(refusal(&reduced, "sustain"), Some("review_missed"));
        assert_eq!(planned.duty(1, "name_worker", ago(101)).await.pointers(), ["/on"]);
        planned.duty(1, "name_worker", today()).await.expect(200);
        assert_eq!(planned.duty(1, "name_worker", today()).await.problem(409), "wrong_state");
        let named = planned.read(0).await;
        assert_eq!(named["duties"][0]["done_on"], json!(today()));
        assert_eq!(named["duties"][0]["overdue"], false);

        planned.happen(1, held(ago(44), ago(40), Value::Null)).await.expect(200);
        planned.happen(0, held(ahead(30), today(), json!(ahead(90)))).await.expect(200);
        let reviewed = planned.read(0).await;
        assert_eq!(reviewed["reviews"][0]["answer"]["finding"], "holding");
        assert_eq!(reviewed["reviews"][0]["answer"]["agency"]["id"], json!(planned.crew.workers[1].agency));
        planned.happen(0, json!({"event": "sustain"})).await.expect(200);
        planned.happen(0, json!({"event": "close", "words": "The school carries on"})).await.expect(200);
        let closed = planned.read(1).await;
        assert_eq!((closed["state"].as_str(), closed["open_events"].as_array().map(Vec::len)), (Some("closed"), Some(0)));
        assert_eq!(closed["events"][0]["event"], "close");
        assert_eq!(closed["events"][0]["words"], "The school carries on");
        assert_eq!(closed["content"]["strengths"], content["strengths"]);
    }
}

on_both! {
    /// The way back is one step, and the promised time is counted from it.
    async fn coming_back_in_is_one_step(world: World) {
        let planned = Planned::agreed(&world, today(), &[ahead(56), ahead(140)]).await;
        planned.happen(0, json!({"event": "step_down", "on": today()})).await.expect(200);
        planned.happen(1, json!({"event": "re_enter", "words": "Has stopped drawing"})).await.expect(200);
        let back = planned.read(0).await;
        let clock = shared::pathways::Clock::working_days(5);
        assert_eq!(back["state"], "re_entered");
        assert_eq!(back["re_entry"], json!({
            "on": today(), "words": "Has stopped drawing",
            "answer_by": shared::pathways::due(clock, today()), "overdue": false,
        }));
        let told = planned.by(0).get("/session/notices").await.expect(200);
        let told: Vec<&Value> = told["items"].as_array().unwrap().iter().filter(|one| one["occasion"] == "re_entered").collect();
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["until"], back["re_entry"]["answer_by"]);
        let path = format!("/cases/{}/step-down", planned.case);
        let made = planned.by(1).post(&path, &json!({})).await.expect(201);
        assert_ne!(made["id"], json!(planned.plan));
        assert_eq!(planned.read(0).await["re_entry"]["answered_on"], json!(today()));
    }
}

on_both! {
    /// A later change is a new version, and the one in force stays until everybody has accepted.
    async fn a_change_is_a_new_version(world: World) {
        let planned = Planned::agreed(&world, today(), &[ahead(56), ahead(140)]).await;
        planned.happen(1, json!({"event": "revise", "words": "A new timetable"})).await.expect(200);
        let mut content = planned.crew.content();
        content["strengths"] = json!(["Sings"]);
        planned.save(0, content).await.expect(200);
        let view = planned.read(0).await;
        assert_eq!((view["number"].as_u64(), view["in_force"].as_u64()), (Some(2), Some(1)));
        assert_eq!(view["versions"][1]["content"]["strengths"], json!(["Draws"]));
        planned.happen(0, json!({"event": "propose"})).await.expect(200);
        planned.happen(1, json!({"event": "ask_for_change", "words": "Not on Mondays"})).await.expect(200);
        planned.happen(0, json!({"event": "propose"})).await.expect(200);
        for worker in [0, 1] {
            planned.happen(worker, json!({"event": "accept"})).await.expect(200);
        }
        let view = planned.read(0).await;
        assert_eq!((view["in_force"].as_u64(), view["versions"][1]["stage"].as_str()), (Some(2), Some("superseded")));
    }
}

on_both! {
    /// Who joins is asked too, and who leaves is waited for no longer.
    async fn who_takes_part_accepts(world: World) {
        let planned = Planned::begun(&world).await;
        planned.save(0, planned.crew.content()).await.expect(200);
        planned.happen(0, json!({"event": "propose"})).await.expect(200);
        planned.happen(0, json!({"event": "accept"})).await.expect(200);
        planned.crew.join(&world, &planned.case, 2).await;
        planned.happen(1, json!({"event": "accept"})).await.expect(200);
        let waiting = planned.read(0).await;
        assert_eq!(waiting["state"], "proposed");
        assert_eq!(waiting["outstanding"][0]["id"], json!(planned.crew.workers[2].agency));
        let part = planned.crew.part(&world, &planned.case, 2).await.unwrap();
        let left = planned.by(2).post(&format!("{}/leave", part.path), &json!({"words": "No place"})).await;
        assert!(left.status < 300, "{}", left.text);
        assert_eq!(planned.read(0).await["state"], "agreed");
        assert_eq!(planned.by(2).get(&planned.path()).await.problem(404), "not_found");
    }
}

on_both! {
    async fn a_missed_review_is_answered_and_the_next_one_is_set(world: World) {
        let planned = Planned::agreed(&world, ago(100), &[ago(44), ahead(200)]).await;
        planned.happen(0, json!({"event": "step_down", "on": ago(100)})).await.expect(200);
        let miss = |next: Value| json!({"event": "miss_review", "due": ago(44), "words": "Nobody was there", "next": next});
        assert_eq!(planned.happen(0, miss(Value::Null)).await.pointers(), ["/next"]);
        assert_eq!(planned.happen(0, miss(json!(today()))).await.pointers(), ["/next"]);
        planned.happen(0, miss(json!(today() + Days::new(14)))).await.expect(200);
        let view = planned.read(0).await;
        let dues: Vec<&Value> = view["reviews"].as_array().unwrap().iter().map(|one| &one["due"]).collect();
        assert_eq!(dues, [&json!(ago(44)), &json!(ahead(14)), &json!(ahead(200))]);
        assert!(view["reviews"][0]["answer"]["held_on"].is_null());
        assert_eq!(view["reviews"][0]["overdue"], false);
        assert_eq!(planned.happen(1, held(ago(44), ago(44), Value::Null)).await.problem(409), "wrong_state");
    }
}
