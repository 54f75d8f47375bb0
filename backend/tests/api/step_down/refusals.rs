use chrono::Days;
use serde_json::{Value, json};

use super::{Planned, ahead};
use crate::{
    cases::crew::today,
    support::{World, on_both},
};

on_both! {
    /// What a plan lacks is said at its field, in the words of the gate list.
    async fn a_plan_that_lacks_something_is_not_proposed(world: World) {
        let planned = Planned::begun(&world).await;
        let coordinator = world.by(world.seed.coordinator).await;
        let closed = coordinator.post("/services", &json!({
            "name": "Closed club", "kind": "other", "level_from": 1, "level_to": 2,
        })).await.expect(201);
        let closed = closed["id"].as_str().unwrap();
        let last = json!({"last_day": today() - Days::new(1), "reason": "Ended."});
        coordinator.post_to(&format!("/services/{closed}/close"), 1, &last).await.expect(200);
        type Bend<'b> = &'b dyn Fn(&mut Value);
        let bends: [(&str, Bend<'_>, &str); 5] = [
            ("/to_level", &|content| content["to_level"] = json!(3), "Choose a receiving service at a lower level of need than the one that reduces its support"),
            ("/to_service", &|content| content["to_service"] = json!(closed), "The receiving service is closed on that day. Choose another one, or another day"),
            ("/reviews", &|content| content["reviews"] = json!([]), "Enter two review dates or more, after the day from which support is reduced"),
            ("/reviews", &|content| content["reviews"] = json!([ahead(20), ahead(90)]), "Put the first review 6 to 12 weeks after the day from which support is reduced"),
            ("/carried_on", &|content| content["carried_on"][0]["agency"] = json!(world.seed.charity), "An agency that carries something on takes no part in the case. Invite it, or name another one"),
        ];
        for (pointer, bend, words) in bends {
            let mut content = planned.crew.content();
            bend(&mut content);
            planned.save(0, content).await.expect(200);
            let refused = planned.happen(0, json!({"event": "propose"})).await;
            let problem = refused.json();
            let errors = problem["errors"].as_array().unwrap();
            assert!(errors.iter().any(|error| error["pointer"] == pointer && error["detail"] == words), "{problem}");
            assert_eq!(refused.problem(422), "invalid");
        }
        planned.save(0, planned.crew.content()).await.expect(200);
        planned.happen(0, json!({"event": "propose"})).await.expect(200);
    }
}

on_both! {
    async fn nobody_is_named_in_a_plan(world: World) {
        let planned = Planned::begun(&world).await;
        let mut content = planned.crew.content();
        content["helps"] = json!(["A walk", "Ring 07700 900123"]);
        let refused = planned.save(0, content).await;
        assert!(!refused.text.contains("900123"));
        assert_eq!(refused.json()["errors"][0]["code"], "identifying");
        assert_eq!(refused.pointers(), ["/content/helps/1"]);
        let said = json!({"event": "stop", "words": "Ask Mrs Whitlock"});
        let refused = planned.happen(0, said).await;
        assert!(!refused.text.contains("Whitlock"));
        assert_eq!(refused.pointers(), ["/words"]);
        assert_eq!(planned.happen(0, json!({"event": "stop", "words": " "})).await.pointers(), ["/words"]);
    }
}

on_both! {
    async fn a_review_is_recorded_once_and_not_before_it_was_held(world: World) {
        let planned = Planned::agreed(&world, today(), &[ahead(56), ahead(140)]).await;
        planned.happen(0, json!({"event": "step_down", "on": today()})).await.expect(200);
        let review = |due: Value, on: Value, finding: &str| json!({
            "event": "review", "due": due, "on": on, "finding": finding, "words": "More at school", "next": ahead(10),
        });
        let (due, on) = (json!(ahead(56)), json!(today()));
        assert_eq!(planned.happen(0, review(due.clone(), json!(ahead(1)), "holding")).await.pointers(), ["/on"]);
        assert_eq!(planned.happen(0, review(due.clone(), json!(today() - Days::new(1)), "holding")).await.pointers(), ["/on"]);
        assert_eq!(planned.happen(0, review(json!(ahead(57)), on.clone(), "holding")).await.problem(409), "wrong_state");
        let miss = json!({"event": "miss_review", "due": ahead(56), "words": "Not yet", "next": ahead(10)});
        assert_eq!(planned.happen(0, miss).await.pointers(), ["/due"]);
        planned.happen(0, review(due.clone(), on.clone(), "struggling")).await.expect(200);
        let again = planned.happen(1, review(due, on, "holding")).await;
        assert_eq!(again.json()["refusal"]["code"], "review_held");
        assert_eq!(again.problem(409), "wrong_state");
    }
}

on_both! {
    async fn a_stale_change_gets_the_version_and_no_word_of_the_plan(world: World) {
        let planned = Planned::begun(&world).await;
        planned.save(0, planned.crew.content()).await.expect(200);
        let form = json!({"content": planned.crew.content()});
        let stale = planned.by(1).put(&planned.path(), 1, &form).await;
        assert_eq!(stale.json()["current"], json!({"version": 2}));
        assert_eq!(stale.problem(412), "stale");
        let event = json!({"event": "propose"});
        let path = format!("{}/events", planned.path());
        assert_eq!(planned.by(1).post_to(&path, 1, &event).await.problem(412), "stale");
        assert_eq!(planned.by(1).post(&path, &event).await.problem(428), "version_required");
        let save = json!({"event": "save", "content": {}});
        assert_eq!(planned.happen(0, save).await.pointers(), ["/event"]);
        assert_eq!(planned.happen(0, json!({"event": "parties_changed"})).await.pointers(), ["/event"]);
    }
}

on_both! {
    /// One plan is live at a time, and one that has ended does not come back.
    async fn a_case_has_one_live_plan(world: World) {
        let planned = Planned::begun(&world).await;
        let path = format!("/cases/{}/step-down", planned.case);
        let second = planned.by(1).post(&path, &json!({})).await;
        assert_eq!(second.json()["refusal"]["code"], "plan_running");
        assert_eq!(second.problem(409), "wrong_state");
        planned.happen(0, json!({"event": "stop", "words": "They have moved"})).await.expect(200);
        let ended = planned.happen(0, json!({"event": "propose"})).await;
        assert_eq!(ended.json()["refusal"]["code"], "plan_ended");
        planned.by(1).post(&path, &json!({})).await.expect(201);
    }
}
