use serde_json::Value;

use crate::support::{World, on_both};

use super::words;

fn ids(page: &Value) -> Vec<String> {
    page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn a_list_shows_what_its_reader_may_know(world: World) {
        let council = world.by(world.seed.council_editor).await;
        let health = world.by(world.seed.health_editor).await;
        let accepted = world.accepted(&council, world.seed.council_lead, world.seed.council_action, &words()).await;
        let draft = world.draft(&council, world.seed.schools_action).await;
        let other = world.submitted(&health, world.seed.joint_action, &words()).await;
        let id = |update: &Value| update["id"].as_str().unwrap().to_owned();
        let sees = async |person| {
            let page = world.by(person).await.get("/updates?count=true").await.expect(200);
            assert_eq!(page["count"].as_u64().unwrap() as usize, ids(&page).len());
            ids(&page)
        };
        let everything = [id(&other), id(&draft), id(&accepted)];
        // The council coordinates the joint leads: it is asked, and accepts.
        assert_eq!(sees(world.seed.council_lead).await, everything);
        assert_eq!(sees(world.seed.health_lead).await, [id(&other), id(&accepted)]);
        assert_eq!(sees(world.seed.coordinator).await, everything);
        for person in [world.seed.auditor, world.seed.administrator, world.seed.practitioner, world.seed.board_member] {
            assert_eq!(sees(person).await, everything[2..]);
        }
        assert!(sees(world.seed.stranger).await.is_empty());
        assert_eq!(world.guest().get("/updates").await.problem(401), "not_signed_in");
    }
}

on_both! {
    async fn a_list_is_read_a_page_at_a_time(world: World) {
        let council = world.by(world.seed.council_editor).await;
        for action in [world.seed.council_action, world.seed.joint_action, world.seed.schools_action] {
            world.draft(&council, action).await;
        }
        let all = ids(&council.get("/updates").await.expect(200));
        assert_eq!(all.len(), 3);
        let mut read = Vec::new();
        let mut next = Some("/api/v1/updates?limit=2&plan=northshire-2024&state=draft&count=true".to_owned());
        while let Some(address) = next {
            let answer = council.get(address.trim_start_matches("/api/v1")).await;
            let link = answer.header("link").map(str::to_owned);
            let page = answer.expect(200);
            assert_eq!(page["count"], 3);
            next = page["next"].as_str().map(str::to_owned);
            assert_eq!(link, next.as_ref().map(|next| format!("<{next}>; rel=\"next\"")));
            read.extend(ids(&page));
        }
        assert_eq!(read, all);
        for (filter, count) in [
            (format!("action={}", world.seed.joint_action), 1),
            (format!("agency={}", world.seed.council), 3),
            (format!("agency={}", world.seed.health), 0),
            (format!("cycle={}", world.seed.cycle), 3),
            ("state=accepted".to_owned(), 0),
        ] {
            assert_eq!(ids(&council.get(&format!("/updates?{filter}")).await.expect(200)).len(), count, "{filter}");
        }
        for bad in ["limit=0", "limit=201", "cursor=x", "state=lost", "other=1", "action=1.1"] {
            assert_eq!(council.get(&format!("/updates?{bad}")).await.problem(400), "bad_query", "{bad}");
        }
        assert_eq!(council.get("/updates?plan=nowhere").await.problem(404), "not_found");
    }
}
