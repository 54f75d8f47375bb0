//! `/agencies`.

use serde_json::json;

use crate::support::{World, on_both};

on_both! {
    async fn a_class_names_the_member_that_reports_for_it(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let path = format!("/agencies/{}", world.seed.schools);
        let set = async |body: serde_json::Value| admin.patch(&path, 1, &body).await;
        assert_eq!(set(json!({"reported_by": world.seed.schools})).await.pointers(), ["/reported_by"]);
        let council = format!("/agencies/{}", world.seed.council);
        assert_eq!(admin.patch(&council, 1, &json!({"is_class": true})).await.pointers(), ["/is_class"]);
        assert_eq!(admin.patch(&council, 1, &json!({"reported_by": world.seed.health})).await.pointers(), ["/reported_by"]);
        let view = set(json!({"reported_by": world.seed.charity})).await.expect(200);
        assert_eq!(view["reported_by"]["name"], "Northshire Families");
        // Whoever reports takes part in the plan from now on.
        let stranger = world.by(world.seed.stranger).await;
        assert_eq!(stranger.get("/session").await.expect(200)["plans"].as_array().unwrap().len(), 1);
    }
}

on_both! {
    async fn an_agency_is_not_part_of_itself(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let path = |agency| format!("/agencies/{agency}");
        admin.patch(&path(world.seed.charity), 1, &json!({"parent": world.seed.council})).await.expect(200);
        let answer = admin.patch(&path(world.seed.council), 1, &json!({"parent": world.seed.charity})).await;
        assert_eq!(answer.pointers(), ["/parent"]);
        assert_eq!(admin.patch(&path(world.seed.council), 1, &json!({"name": "Northshire Families"})).await.pointers(), ["/name"]);
        assert_eq!(admin.patch(&path(world.seed.council), 1, &json!({"nome": "x"})).await.pointers(), ["/nome"]);
        assert_eq!(admin.patch(&path(world.seed.council), 1, &json!([])).await.pointers(), [""]);
    }
}

on_both! {
    async fn duties_move_to_a_successor_and_accounts_go_with_them(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let today = backend::clock::london_day(backend::clock::now());
        let path = format!("/agencies/{}/succession", world.seed.council);
        let form = json!({"new_name": "North and West Council", "on": today, "reason": "Reorganised."});
        assert_eq!(admin.post_to(&path, 1, &json!({"on": today, "reason": "x"})).await.pointers(), ["/successor"]);
        let heir = admin.post_to(&path, 1, &form).await.expect(200);
        assert_eq!(heir["name"], "North and West Council");
        assert_eq!(heir["duties"].as_array().unwrap().len(), 3, "two of its own and the schools'");
        assert_eq!(heir["reports_for"][0]["name"], "Individual schools");
        let old = admin.get(&format!("/agencies/{}", world.seed.council)).await.expect(200);
        assert_eq!(old["name"], "Northshire Council", "history keeps the old name");
        assert_eq!(old["successor"]["name"], "North and West Council");
        assert!(old["duties"].as_array().unwrap().is_empty());
        let lead = world.by(world.seed.council_lead).await;
        assert_eq!(lead.get("/session").await.expect(200)["grants"][0]["agency"]["name"], "North and West Council");
        assert_eq!(admin.post_to(&path, 2, &form).await.problem(409), "wrong_state");
    }
}

on_both! {
    async fn joint_leads_that_merge_leave_one_lead(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let today = backend::clock::london_day(backend::clock::now());
        let path = format!("/agencies/{}/succession", world.seed.health);
        let heir = admin
            .post_to(&path, 1, &json!({"successor": world.seed.council, "on": today, "reason": "Merged."}))
            .await
            .expect(200);
        let joint = heir["duties"].as_array().unwrap().iter().find(|duty| duty["reference"] == "2.1").unwrap();
        assert_eq!(joint["role"], "lead");
    }
}

on_both! {
    /// Words that are being written go on under the new name; what was accepted keeps the old one.
    async fn reports_follow_their_agency(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let words = json!({"delivery_status": "in_progress", "brag": "green", "done": "Begun.", "next": "More."});
        let start = async |action| {
            let body = json!({"action": action, "cycle": world.seed.cycle, "agency": world.seed.council});
            let draft = editor.post("/updates", &body).await.expect(201);
            let path = format!("/updates/{}", draft["id"].as_str().unwrap());
            let saved = editor.put(&path, draft["version"].as_i64().unwrap(), &words).await.expect(200);
            (path, saved["version"].as_i64().unwrap())
        };
        let (accepted, version) = start(world.seed.council_action).await;
        let sent = editor.post_to(&format!("{accepted}/submit"), version, &json!({})).await.expect(200);
        lead.post_to(&format!("{accepted}/accept"), sent["version"].as_i64().unwrap(), &json!({})).await.expect(200);
        let (draft, version) = start(world.seed.joint_action).await;
        let admin = world.by(world.seed.administrator).await;
        let today = backend::clock::london_day(backend::clock::now());
        let form = json!({"new_name": "North and West Council", "on": today, "reason": "Reorganised."});
        admin.post_to(&format!("/agencies/{}/succession", world.seed.council), 1, &form).await.expect(200);
        assert_eq!(editor.get(&accepted).await.expect(200)["agency"]["name"], "Northshire Council");
        let moved = editor.get(&draft).await.expect(200);
        assert_eq!(moved["agency"]["name"], "North and West Council");
        assert_eq!(editor.put(&draft, version, &words).await.problem(412), "stale");
        editor.put(&draft, version + 1, &words).await.expect(200);
    }
}
