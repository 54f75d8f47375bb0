use backend::features::{governance::meetings, plans::find};
use serde_json::json;

use crate::{
    support::{World, on_both},
    updates::open_acts,
};

use super::day;

const LIST: &str = "/plans/northshire-2024/meetings";

on_both! {
    async fn a_coordinator_adds_and_changes_a_meeting(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let form = json!({
            "board": world.seed.board, "date": day(-3), "title": " Autumn meeting ",
            "papers": [{"title": "Progress report", "url": "https://example.org/report.pdf"}],
        });
        let made = coordinator.post(LIST, &form).await;
        let location = made.header("location").unwrap().to_owned();
        let made = made.expect(201);
        assert_eq!((made["title"].as_str(), made["held"].as_bool()), (Some("Autumn meeting"), Some(true)));
        assert_eq!(open_acts(&made), ["update", "decide"]);
        let one = location.trim_start_matches("/api/v1").to_owned();
        let changed = coordinator.patch(&one, 1, &json!({"date": day(9), "papers": null})).await.expect(200);
        assert_eq!((changed["held"].as_bool(), changed["papers"].as_array().unwrap().len()), (Some(false), 0));
        let answer = coordinator.patch(&one, 1, &json!({"title": "Winter"})).await;
        assert_eq!(answer.json()["current"]["date"], json!(day(9)));
        assert_eq!(answer.problem(412), "stale");
        world.meeting(&coordinator, -40, "Summer meeting").await;
        let all = coordinator.get(LIST).await.expect(200);
        let titles: Vec<_> = all["items"].as_array().unwrap().iter().map(|item| item["meeting"]["title"].as_str().unwrap()).collect();
        assert_eq!(titles, ["Autumn meeting", "Summer meeting"]);
        assert_eq!(all["boards"][0]["name"], "Northshire Wellbeing Board");
        assert_eq!(open_acts(&all), ["create"]);
        let none = coordinator.get(&format!("{LIST}?board={}", world.seed.council)).await.expect(200);
        assert_eq!(none["items"], json!([]));
        let acts = world.acts().await;
        assert_eq!(acts[acts.len() - 3..], ["meeting.create", "meeting.update", "meeting.create"]);
    }
}

on_both! {
    async fn others_read_meetings(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let made = world.meeting(&coordinator, -3, "Autumn meeting").await;
        let one = format!("{LIST}/{}", made["id"].as_str().unwrap());
        let form = json!({"board": world.seed.board, "date": day(0), "title": "Mine"});
        for person in [world.seed.council_lead, world.seed.administrator, world.seed.board_member, world.seed.practitioner] {
            let caller = world.by(person).await;
            assert!(open_acts(&caller.get(LIST).await.expect(200)).is_empty());
            assert!(open_acts(&caller.get(&one).await.expect(200)).is_empty());
            assert_eq!(caller.post(LIST, &form).await.problem(403), "forbidden");
            assert_eq!(caller.patch(&one, 1, &json!({"title": "Mine"})).await.problem(403), "forbidden");
        }
        let stranger = world.by(world.seed.stranger).await;
        for path in [LIST, &one] {
            assert_eq!(stranger.get(path).await.problem(404), "not_found");
            assert_eq!(world.guest().get(path).await.problem(401), "not_signed_in");
        }
        assert_eq!(stranger.post(LIST, &form).await.problem(404), "not_found");
    }
}

on_both! {
    async fn meetings_are_of_boards_and_papers_on_the_web(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let made = world.meeting(&coordinator, -3, "Autumn meeting").await;
        let one = format!("{LIST}/{}", made["id"].as_str().unwrap());
        let board = world.seed.board;
        for (body, pointers) in [
            (json!({"board": world.seed.council, "date": day(0), "title": " "}), vec!["/board", "/title"]),
            (json!({"board": world.seed.plan, "date": day(0), "title": "A"}), vec!["/board"]),
            (json!({"board": board, "date": day(-3), "title": "Autumn meeting"}), vec!["/title"]),
            (json!({"board": board, "date": "12026-01-01", "title": "A"}), vec!["/date"]),
            (json!({"board": board, "date": day(0), "title": "A", "minutes": ""}), vec!["/minutes"]),
            (json!({"board": board, "date": day(0), "title": "A", "papers": [
                {"title": "", "url": "javascript:alert(1)"}, {"title": "B", "url": "https://me:secret@example.org/"},
            ]}), vec!["/papers/0/title", "/papers/0/url", "/papers/1/url"]),
        ] {
            assert_eq!(coordinator.post(LIST, &body).await.pointers(), pointers, "{body}");
        }
        for (body, pointer) in [
            (json!({"board": null}), "/board"),
            (json!({"date": null}), "/date"),
            (json!({"title": null}), "/title"),
        ] {
            assert_eq!(coordinator.patch(&one, 1, &body).await.pointers(), [pointer], "{body}");
        }
        for nowhere in [format!("{LIST}/{board}"), format!("{LIST}/x")] {
            assert_eq!(coordinator.get(&nowhere).await.problem(404), "not_found");
            assert_eq!(coordinator.patch(&nowhere, 1, &json!({})).await.problem(404), "not_found");
        }
        assert_eq!(coordinator.get(&format!("{LIST}?limit=2")).await.problem(400), "bad_query");
        assert_eq!(coordinator.get(&format!("{LIST}?as_at={}", day(1))).await.pointers(), ["/as_at"]);
    }
}

on_both! {
    async fn the_last_meeting_is_the_boards_own(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let admin = world.by(world.seed.administrator).await;
        let other = admin.post("/agencies", &json!({"name": "Scrutiny committee", "kind": "committee"})).await.expect(201);
        let last = async || {
            let plans = find::plans(&world.app.db.read, &everything(&world)).await.unwrap();
            meetings::last(&world.app.db.read, &plans[0], day(0)).await.unwrap().map(|meeting| meeting.title)
        };
        assert_eq!(last().await, None);
        coordinator.post(LIST, &json!({"board": other["id"], "date": day(-1), "title": "Scrutiny"})).await.expect(201);
        assert_eq!(last().await.as_deref(), Some("Scrutiny"));
        world.meeting(&coordinator, 0, "Today").await;
        assert_eq!(last().await.as_deref(), Some("Scrutiny"));
        world.meeting(&coordinator, -9, "Ours").await;
        assert_eq!(last().await.as_deref(), Some("Ours"));
    }
}

/// The scope of an administrator.
fn everything(world: &World) -> shared::policy::Scope {
    shared::policy::Scope::of(
        &shared::policy::Actor {
            person: world.seed.administrator,
            grants: vec![shared::policy::Grant {
                role: shared::policy::Role::Administrator,
                agency: None,
                plan: None,
            }],
            scopes: None,
        },
        &[],
    )
}
