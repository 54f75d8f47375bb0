use serde_json::{Value, json};

use crate::{
    plans::as_at::ten_days_pass,
    support::{World, on_both},
};

use super::{day, first_of};

const ACTION: &str = "/plans/northshire-2024/actions/1.1";

fn references(action: &Value) -> Vec<&str> {
    action["decisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|decision| decision["reference"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn an_action_is_paused_by_a_decision(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let meeting = world.meeting(&coordinator, -3, "Autumn meeting").await;
        let made = world.decision(&coordinator, &meeting, "To pause the training.").await;
        let reference = first_of(day(-3));
        let pause = async |words: &str, version: i64| {
            coordinator.post_to(&format!("{ACTION}/events"), version, &json!({"event": "pause", "decision": words})).await
        };
        assert_eq!(pause(&reference, 1).await.pointers(), ["/decision"], "it is only proposed");
        assert_eq!(pause(&format!("By {reference}"), 1).await.pointers(), ["/decision"]);
        assert_eq!(pause("D-1999-001", 1).await.pointers(), ["/decision"], "there is none such");
        coordinator.decide(&made, &json!({"event": "agree"})).await.expect(200);
        let paused = pause(&reference.to_lowercase(), 1).await.expect(200);
        assert_eq!((paused["state"].as_str(), references(&paused)), (Some("paused"), vec![reference.as_str()]));
        assert_eq!(paused["decisions"][0]["meeting"]["board"]["name"], "Northshire Wellbeing Board");

        let read = coordinator.get(&format!("/plans/northshire-2024/decisions/{reference}")).await.expect(200);
        assert_eq!((read["used"][0]["event"].as_str(), read["used"][0]["action"]["reference"].as_str()), (Some("pause"), Some("1.1")));
        let listed = coordinator.get(&format!("/plans/northshire-2024/decisions?action={}", world.seed.council_action)).await.expect(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    }
}

on_both! {
    async fn decisions_made_elsewhere_stay_words(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        for (words, event) in [("Cabinet, minute 12/2026", "pause"), ("Cabinet D-1999-001", "defer")] {
            let version = coordinator.get(ACTION).await.expect(200)["version"].as_i64().unwrap();
            let after = coordinator.post_to(&format!("{ACTION}/events"), version, &json!({"event": event, "decision": words})).await.expect(200);
            assert_eq!(after["decisions"], json!([]), "{words}");
        }
    }
}

on_both! {
    async fn earlier_days_show_what_was_so_then(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let meeting = world.meeting(&coordinator, -3, "Autumn meeting").await;
        let made = world.decision(&coordinator, &meeting, "To go on.").await;
        let reference = made["reference"].as_str().unwrap();
        let one = format!("/plans/northshire-2024/decisions/{reference}");
        coordinator.patch(&one, 1, &json!({"actions": [world.seed.council_action]})).await.expect(200);
        ten_days_pass(&world).await;
        let version = coordinator.get(&one).await.expect(200);
        coordinator.decide(&version, &json!({"event": "agree"})).await.expect(200);
        world.meeting(&coordinator, 0, "Today").await;

        let then = day(-1);
        let past = coordinator.get(&format!("{one}?as_at={then}")).await.expect(200);
        assert_eq!((past["outcome"].as_str(), past["steps"].as_array().unwrap().len()), (Some("proposed"), 1));
        assert_eq!((past["allowed"].clone(), past["as_at"].clone()), (json!([]), json!(then)));
        let now = coordinator.get(&one).await.expect(200);
        assert_eq!((now["outcome"].as_str(), now["steps"].as_array().unwrap().len()), (Some("agreed"), 2));
        let meetings = "/plans/northshire-2024/meetings";
        assert_eq!(coordinator.get(meetings).await.expect(200)["items"].as_array().unwrap().len(), 2);
        let before = coordinator.get(&format!("{meetings}?as_at={then}")).await.expect(200);
        assert_eq!((before["items"].as_array().unwrap().len(), before["allowed"].clone()), (1, json!([])));
        let list = coordinator.get(&format!("/plans/northshire-2024/decisions?as_at={then}&outcome=proposed")).await.expect(200);
        assert_eq!(list["total"], 1);
        let action = coordinator.get(&format!("{ACTION}?as_at={then}")).await.expect(200);
        assert_eq!((references(&action), action["decisions"][0]["outcome"].as_str()), (vec![reference], Some("proposed")));
        let day_of_meeting = coordinator.get(&format!("{meetings}/{}?as_at={then}", meeting["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(day_of_meeting["decisions"][0]["decision"]["outcome"], "proposed");
    }
}
