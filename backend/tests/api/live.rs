//! Pages that are open: what they are told, by whom, and when they are let go.

use std::time::Duration;

use backend::{
    db::{Act, Who},
    features::audit::sealer,
};
use serde_json::{Value, json};
use shared::ids::PersonId;

use crate::{
    events::start,
    support::{Caller, World, on_both},
};

/// A page that is open.
struct Page {
    answer: reqwest::Response,
    text: String,
}

/// What a page is told.
#[derive(Debug, PartialEq)]
struct Message {
    kind: String,
    id: Option<String>,
    data: Value,
}

impl Message {
    fn event(&self) -> &str {
        self.data["type"].as_str().unwrap_or_default()
    }
}

impl Page {
    /// Opens a page, which begins after `last`, and gives the place where it begins.
    async fn open(caller: &Caller, last: Option<&str>) -> (Self, String) {
        let answer = caller.watch("/live", last).await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert_eq!(answer.headers()["cache-control"], "no-store");
        assert!(answer.headers().get("content-encoding").is_none());
        let mut page = Self {
            answer,
            text: String::new(),
        };
        let hello = page.next().await.unwrap();
        assert_eq!(hello.kind, "hello");
        (page, hello.id.unwrap())
    }

    /// The next message; none when the connection has ended. A test that would wait for ever fails.
    async fn next(&mut self) -> Option<Message> {
        loop {
            if let Some((message, rest)) = self.text.split_once("\n\n") {
                let message = read(message);
                self.text = rest.to_owned();
                match message {
                    // How many notices are unread has tests of its own.
                    Some(message) if message.kind != "notices" => return Some(message),
                    Some(_) | None => continue,
                }
            }
            let chunk = tokio::time::timeout(Duration::from_secs(60), self.answer.chunk());
            match chunk.await.expect("nothing came").unwrap() {
                Some(chunk) => self.text.push_str(std::str::from_utf8(&chunk).unwrap()),
                None => return None,
            }
        }
    }

    async fn heard(&mut self) -> (String, String) {
        let message = self.next().await.unwrap();
        (message.kind.clone(), message.event().to_owned())
    }
}

/// A message; none for a heartbeat.
fn read(text: &str) -> Option<Message> {
    let field = |name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name))
            .map(str::to_owned)
    };
    Some(Message {
        kind: field("event: ")?,
        id: field("id: "),
        data: serde_json::from_str(&field("data: ")?).unwrap(),
    })
}

fn pair(kind: &str, event: &str) -> (String, String) {
    (kind.to_owned(), event.to_owned())
}

async fn seal(world: &World) {
    sealer::seal_all(&world.app.db).await.unwrap();
}

/// Makes `count` events of which everybody is told.
async fn happen(world: &World, count: usize, by: Option<PersonId>) {
    let agency = world.seed.council;
    let who = Who {
        person: by,
        ..Who::console("test")
    };
    world
        .app
        .db
        .unit(who, move |unit| {
            Box::pin(async move {
                for _ in 0..count {
                    unit.record(Act {
                        act: "agency.update",
                        kind: "agency",
                        subject: agency.0,
                        plan: None,
                        agency: Some(agency),
                    });
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    seal(world).await;
}

on_both! {
    /// Two servers on one database, as two processes are.
    async fn a_page_is_told_what_its_reader_may_know(world: World) {
        seal(&world).await;
        let other = world.another().await;
        let editor = world.by(world.seed.council_editor).await;
        let lead = world.by(world.seed.council_lead).await;
        let (mut own, _) = Page::open(&editor, None).await;
        let (mut council, _) = Page::open(&lead.at(&other), None).await;
        let (mut health, _) = Page::open(&world.by(world.seed.health_lead).await.at(&other), None).await;
        let (mut stranger, _) = Page::open(&world.by(world.seed.stranger).await, None).await;
        let (path, version) = start(&world).await;
        seal(&world).await;
        for event in ["update.started", "update.saved", "update.submitted"] {
            assert_eq!(own.heard().await, pair("own", event));
            let message = council.next().await.unwrap();
            assert_eq!((message.kind.as_str(), message.event()), ("change", event));
            assert_eq!(message.data["data"]["address"], format!("/api/v1{path}"));
            assert_eq!(message.data.as_object().unwrap().len(), 4, "ids, and no more");
        }
        // Something that is everyone's is the first that the others hear.
        happen(&world, 1, None).await;
        for page in [&mut own, &mut council, &mut health, &mut stranger] {
            assert_eq!(page.heard().await, pair("change", "agency.changed"));
        }
        lead.post_to(&format!("{path}/accept"), version, &json!({})).await.expect(200);
        happen(&world, 1, None).await;
        assert_eq!(own.heard().await, pair("change", "update.accepted"));
        assert_eq!(council.heard().await, pair("own", "update.accepted"));
        assert_eq!(health.heard().await, pair("change", "update.accepted"), "accepted, it is everyone's who sees the plan");
        assert_eq!(stranger.heard().await, pair("change", "agency.changed"), "the plan is not theirs");
    }
}

on_both! {
    async fn a_page_that_comes_back_misses_nothing(world: World) {
        seal(&world).await;
        let lead = world.by(world.seed.council_lead).await;
        let (page, place) = Page::open(&lead, None).await;
        drop(page);
        happen(&world, 2, None).await;
        let (mut page, again) = Page::open(&lead, Some(&place)).await;
        assert_eq!(again, place);
        assert_eq!(page.heard().await, pair("change", "agency.changed"));
        let second = page.next().await.unwrap();
        drop(page);
        happen(&world, 1, Some(world.seed.council_lead)).await;
        let (mut page, _) = Page::open(&lead, second.id.as_deref()).await;
        assert_eq!(page.heard().await, pair("own", "agency.changed"), "and is told nothing twice");
        // The place of another database, and more than anybody would count.
        let (mut page, _) = Page::open(&lead, Some("AAAAAAAAAAAAAAAAAAAAAQ")).await;
        assert_eq!(page.heard().await, pair("reset", ""));
        let (mut page, _) = Page::open(&lead, None).await;
        happen(&world, 201, None).await;
        assert_eq!(page.heard().await, pair("reset", ""));
        happen(&world, 1, None).await;
        assert_eq!(page.heard().await, pair("change", "agency.changed"), "it goes on from there");
    }
}

on_both! {
    async fn a_page_hears_nothing_more_than_its_reader_may_know_now(world: World) {
        seal(&world).await;
        let editor = world.by(world.seed.council_editor).await;
        let (mut page, _) = Page::open(&editor, None).await;
        let admin = world.by(world.seed.administrator).await;
        let person = format!("/people/{}", world.seed.council_editor);
        let version = admin.get(&person).await.expect(200)["version"].as_i64().unwrap();
        let charity = json!({"grants": [{"role": "agency_editor", "agency": world.seed.charity}]});
        admin.put(&format!("{person}/grants"), version, &charity).await.expect(200);
        let lead = world.by(world.seed.council_lead).await;
        let body = json!({"action": world.seed.council_action, "cycle": world.seed.cycle, "agency": world.seed.council});
        lead.post("/updates", &body).await.expect(201);
        happen(&world, 1, None).await;
        assert_eq!(page.heard().await, pair("change", "agency.changed"), "the draft is none of theirs any more");
        // When the session ends, so does the page, at whichever server it is.
        let (mut elsewhere, _) = Page::open(&editor.at(&world.another().await), None).await;
        editor.delete("/session").await.expect(204);
        for page in [&mut page, &mut elsewhere] {
            assert_eq!(page.heard().await, pair("ended", ""));
            assert_eq!(page.next().await, None);
        }
        assert_eq!(editor.watch("/live", None).await.status(), 401);
    }
}

on_both! {
    async fn who_may_not_watch_is_told_why(world: World) {
        seal(&world).await;
        let lead = world.by(world.seed.council_lead).await;
        for (path, last) in [("/live?after=x", None), ("/live", Some("x")), ("/live?colour=red", None)] {
            assert_eq!(lead.watch(path, last).await.status(), 400, "{path} {last:?}");
        }
        assert_eq!(world.guest().watch("/live", None).await.status(), 401);
        let client = world.client(&["events:read"]).await;
        assert_eq!(world.program(&client, None).await.get("/live").await.problem(403), "forbidden");
        let mut open = Vec::new();
        let refused = loop {
            let answer = lead.watch("/live", None).await;
            if answer.status() != 200 {
                break answer;
            }
            open.push(answer);
            assert!(open.len() < 100, "one session takes all the room");
        };
        assert_eq!(refused.status(), 429);
        let (mut other, _) = Page::open(&world.by(world.seed.council_lead).await, None).await;
        assert_eq!(world.app.live.open(), open.len() + 1);
        // A server that stops lets everyone go at once.
        world.app.live.stop();
        assert_eq!(other.next().await, None);
        assert_eq!(lead.watch("/live", None).await.status(), 503);
    }
}
