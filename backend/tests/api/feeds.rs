//! `/session/calendar`, and the feed behind its link.

use std::collections::BTreeMap;

use chrono::Days;
use sea_orm::EntityTrait;
use serde_json::json;

use crate::{
    chasing::{leaves, today},
    plans::overview::report,
    support::{Caller, World, on_both},
    updates::words,
};

struct Feed {
    status: u16,
    headers: reqwest::header::HeaderMap,
    text: String,
}

impl Feed {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

async fn feed(world: &World, address: &str, known: Option<&str>) -> Feed {
    let link = address.split_once("/calendar/").unwrap().1;
    let mut request = reqwest::Client::new().get(format!("{}/calendar/{link}", world.base()));
    if let Some(known) = known {
        request = request.header("if-none-match", known);
    }
    let answer = request.send().await.unwrap();
    Feed {
        status: answer.status().as_u16(),
        headers: answer.headers().clone(),
        text: answer.text().await.unwrap(),
    }
}

type Event = BTreeMap<String, String>;

/// Reads a calendar strictly, as RFC 5545 writes it: the events, each with its properties by name.
fn parse(text: &str) -> Vec<Event> {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let text = text.replace("\r\n ", "");
    let mut lines = text.split("\r\n").filter(|line| !line.is_empty());
    assert_eq!(lines.next(), Some("BEGIN:VCALENDAR"));
    let (mut events, mut open): (Vec<Event>, Option<Event>) = (Vec::new(), None);
    for line in lines {
        let (name, value) = line.split_once(':').unwrap();
        match (line, &mut open) {
            ("BEGIN:VEVENT", open @ None) => *open = Some(Event::new()),
            ("END:VEVENT", open @ Some(_)) => events.extend(open.take()),
            ("END:VCALENDAR", None) => {
                let mut uids: Vec<&str> =
                    events.iter().map(|event| event["UID"].as_str()).collect();
                let all = uids.len();
                uids.sort_unstable();
                uids.dedup();
                assert_eq!(uids.len(), all, "each has an id of its own");
                return events;
            }
            (_, Some(event)) => {
                assert!(
                    event.insert(name.to_owned(), value.to_owned()).is_none(),
                    "{line} twice"
                );
            }
            (_, None) => assert!(
                [
                    "VERSION",
                    "PRODID",
                    "CALSCALE",
                    "METHOD",
                    "NAME",
                    "X-WR-CALNAME",
                    "REFRESH-INTERVAL;VALUE=DURATION"
                ]
                .contains(&name),
                "{line}"
            ),
        }
    }
    panic!("the calendar does not end: {text}");
}

async fn link(by: &Caller) -> String {
    by.post("/session/calendar", &json!({})).await.expect(200)["address"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn events(world: &World, address: &str) -> Vec<Event> {
    let feed = feed(world, address, None).await;
    assert_eq!(
        (feed.status, feed.header("content-type")),
        (200, "text/calendar; charset=utf-8")
    );
    parse(&feed.text)
}

fn of<'e>(events: &'e [Event], words: &str) -> &'e Event {
    let mut found = events
        .iter()
        .filter(|event| event["SUMMARY"].starts_with(words));
    let one = found
        .next()
        .unwrap_or_else(|| panic!("no {words} in {events:?}"));
    assert!(found.next().is_none(), "{words} twice");
    one
}

on_both! {
    async fn a_calendar_gets_what_is_due_by_a_link_of_its_own(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        assert_eq!(lead.get("/session/calendar").await.expect(200), json!({}));
        let address = link(&lead).await;
        let days = events(&world, &address).await;
        let due = of(&days, "Updates are due");
        let on = today() + Days::new(10);
        assert_eq!(due["SUMMARY"], "Updates are due: This quarter\\, Northshire wellbeing plan");
        assert_eq!(due["DTSTART;VALUE=DATE"], on.format("%Y%m%d").to_string());
        assert_eq!(due["DTEND;VALUE=DATE"], (on + Days::new(1)).format("%Y%m%d").to_string());
        assert_eq!(due["UID"], format!("cycle-due-{}@throughline", world.seed.cycle));
        assert_eq!((due["STATUS"].as_str(), due["TRANSP"].as_str()), ("CONFIRMED", "TRANSPARENT"));
        assert!(due["DESCRIPTION"].contains("To report: 1.1 Train the people"), "{due:?}");
        of(&days, "Reporting opens");
        of(&days, "Milestone due: First course held");
        assert!(lead.get("/session/calendar").await.expect(200)["since"].is_string());
        let row = entities::calendar_link::Entity::find().one(&world.app.db.read).await.unwrap().unwrap();
        assert_eq!(row.token_hash.len(), 32, "a digest, not the link");

        let second = link(&lead).await;
        assert_eq!(feed(&world, &address, None).await.status, 404, "a new link ends the one before");
        assert_eq!(feed(&world, &second, None).await.status, 200);
        assert_eq!(lead.delete("/session/calendar").await.status, 204);
        assert_eq!(feed(&world, &second, None).await.status, 404);
        assert_eq!(lead.delete("/session/calendar").await.status, 204, "it is gone already");
        let acts: Vec<String> = world.acts().await.into_iter().filter(|act| act.starts_with("person.calendar")).collect();
        assert_eq!(acts, ["person.calendar", "person.calendar", "person.calendar_end"]);
    }
}

on_both! {
    async fn what_is_done_is_cancelled_and_what_is_known_is_not_sent_again(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let editor = world.by(world.seed.council_editor).await;
        let address = link(&lead).await;
        let first = feed(&world, &address, None).await;
        let tag = first.header("etag").to_owned();
        let known = feed(&world, &address, Some(&tag)).await;
        assert_eq!((known.status, known.text.as_str()), (304, ""));
        let sent = world.submitted(&editor, world.seed.council_action, &words()).await;
        let changed = feed(&world, &address, Some(&tag)).await;
        assert_eq!(changed.status, 200, "there is something to review now");
        let due = of(&parse(&changed.text), "Updates are due").clone();
        assert!(due["DESCRIPTION"].contains("To review: 1.1 Train the people"), "{due:?}");
        assert!(!due["DESCRIPTION"].contains("To report: 1.1"));
        for action in [world.seed.joint_action, world.seed.schools_action] {
            report(&world, action, "green").await;
        }
        lead.event(&sent, "accept", "").await;
        let days = events(&world, &address).await;
        let over = of(&days, "Updates are due");
        assert_eq!((over["STATUS"].as_str(), over.contains_key("DESCRIPTION")), ("CANCELLED", false));
        assert_eq!(over["UID"], due["UID"]);
    }
}

on_both! {
    async fn a_feed_holds_what_its_person_may_know(world: World) {
        let summaries = async |person| {
            let address = link(&world.by(person).await).await;
            let days = events(&world, &address).await;
            days.iter().map(|event| event["SUMMARY"].clone()).collect::<Vec<_>>().join("; ")
        };
        let health = summaries(world.seed.health_editor).await;
        assert!(health.contains("This quarter") && !health.contains("First course held"), "the milestone is the council's");
        assert_eq!(summaries(world.seed.stranger).await, "", "who takes part in nothing has nothing due");
        assert_eq!(summaries(world.seed.board_member).await, "", "a board owes no updates");
        assert!(summaries(world.seed.coordinator).await.contains("This quarter"));

        let editor = world.by(world.seed.council_editor).await;
        let address = link(&editor).await;
        leaves(&world, world.seed.council_editor).await;
        assert_eq!(feed(&world, &address, None).await.status, 404, "who has left reads nothing more");
        for wrong in ["/calendar/AAAA.ics", "/calendar/nothing", "/calendar/%00.ics", "/calendar/.ics"] {
            let answer = feed(&world, wrong, None).await;
            assert_eq!((answer.status, answer.header("content-type")), (404, "application/problem+json"), "{wrong}");
            assert!(!answer.text.contains(wrong), "the link is not repeated: {}", answer.text);
        }
    }
}
