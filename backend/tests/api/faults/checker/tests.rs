//! The checker itself: fed with a sound story it says nothing, and with each kind of harm it names it.

use backend::clock;
use chrono::Duration;
use shared::ids::PersonId;

use super::*;
use crate::faults::{
    ledger::Asked,
    traces::{Event, Kept},
};

/// An agency that is made under a key and changed twice, the second time by somebody who hung up.
fn story() -> (Vec<Write>, Traces) {
    let subject = clock::random_id();
    let person = PersonId(clock::random_id());
    let now = clock::now();
    let answer = |version: i64| Acknowledged {
        status: 200,
        etag: format!("\"v{version}\""),
        subject,
        version,
        body: format!("{{\"version\":{version}}}"),
    };
    let write = |act, marker: Option<&str>, heard| Write {
        act,
        person,
        key: None,
        marker: marker.map(str::to_owned),
        asked: vec![Asked {
            request: clock::random_id(),
            heard,
        }],
    };
    let writes = vec![
        Write {
            key: Some("k".to_owned()),
            ..write("agency.create", None, Heard::Done(answer(1)))
        },
        write("agency.update", Some("one"), Heard::Done(answer(2))),
        write("agency.update", Some("two"), Heard::Nothing),
    ];
    let mut traces = Traces::default();
    for (version, (write, marker)) in (1..).zip(writes.iter().zip(["", "one", "two"])) {
        traces.entries.push(Entry {
            request: write.asked[0].request.to_string(),
            act: write.act.to_owned(),
            subject,
        });
        traces.events.push(Event {
            act: write.act.to_owned(),
            subject,
            position: Some(version),
        });
        let end = |version: i64| now + Duration::seconds(version);
        traces.states.entry(subject).or_default().push(State {
            version,
            from: end(version),
            to: (version < 3).then(|| end(version + 1)),
            marker: marker.to_owned(),
        });
    }
    traces.records.insert(subject, (3, "two".to_owned()));
    let kept = Kept {
        status: 200,
        etag: Some("\"v1\"".to_owned()),
        body: answer(1).body,
    };
    traces.kept.insert((person.0, "k".to_owned()), kept);
    (writes, traces)
}

/// The kinds of fault in a story to which this was done.
fn after(harm: impl FnOnce(&mut Vec<Write>, &mut Traces)) -> BTreeSet<&'static str> {
    let (mut writes, mut traces) = story();
    harm(&mut writes, &mut traces);
    let name = |fault: &Fault| match fault {
        Fault::Lost(_) => "lost",
        Fault::Doubled(_) => "doubled",
        Fault::Different(_) => "different",
        Fault::Denied(_) => "denied",
        Fault::Unaudited(_) => "unaudited",
        Fault::Unfounded(_) => "unfounded",
        Fault::Unannounced(_) => "unannounced",
        Fault::NotKept(_) => "not kept",
        Fault::History(_) => "history",
        Fault::Positions(_) => "positions",
        Fault::Broken(_) => "broken",
    };
    check(&writes, &traces).iter().map(name).collect()
}

fn only_states(traces: &mut Traces) -> &mut Vec<State> {
    traces.states.values_mut().next().unwrap()
}

#[test]
fn a_sound_story_has_no_faults() {
    assert_eq!(after(|_, _| {}), BTreeSet::new());
}

#[test]
fn every_harm_is_named() {
    type Harm = fn(&mut Vec<Write>, &mut Traces);
    let harms: [(&str, Harm); 18] = [
        ("lost", |_, traces| {
            // The whole change is gone, with everything that it left.
            only_states(traces).remove(1);
            traces.entries.remove(1);
            traces.events.remove(1);
        }),
        ("lost", |_, traces| {
            traces.states.clear();
            traces.records.clear();
            traces.entries.clear();
            traces.events.clear();
        }),
        ("doubled", |_, traces| {
            let again = traces.entries[0].clone();
            traces.entries.push(again);
        }),
        ("doubled", |_, traces| {
            let again = only_states(traces)[1].clone();
            only_states(traces).push(again);
        }),
        ("different", |_, traces| only_states(traces)[1].version = 7),
        ("different", |_, traces| {
            traces.entries[1].act = "agency.create".to_owned()
        }),
        ("different", |_, traces| {
            traces
                .records
                .values_mut()
                .for_each(|record| record.1 = "x".to_owned())
        }),
        ("denied", |writes, _| {
            writes[2].asked[0].heard = Heard::Refused(412)
        }),
        ("denied", |writes, _| {
            writes[2].asked[0].heard = Heard::Undone
        }),
        ("unaudited", |_, traces| drop(traces.entries.remove(2))),
        ("unfounded", |_, traces| drop(only_states(traces).remove(2))),
        ("unfounded", |writes, _| drop(writes.remove(2))),
        ("unannounced", |_, traces| drop(traces.events.remove(0))),
        ("not kept", |_, traces| traces.kept.clear()),
        ("not kept", |_, traces| {
            traces
                .kept
                .values_mut()
                .for_each(|kept| kept.body.push(' '))
        }),
        ("history", |_, traces| only_states(traces)[1].to = None),
        ("positions", |_, traces| traces.events[2].position = Some(4)),
        ("broken", |writes, _| {
            writes[2].asked[0].heard = Heard::Broken("500".to_owned())
        }),
    ];
    for (number, (name, harm)) in harms.into_iter().enumerate() {
        let found = after(harm);
        assert!(
            found.contains(name),
            "harm {number} should be {name}: {found:?}"
        );
    }
}

#[test]
fn answers_are_heard_as_they_are_meant() {
    let of = |status, etag, retry, body: &str| Heard::of(status, etag, retry, body.to_owned());
    let unavailable = |words: &str| format!("{{\"detail\":\"{words}\"}}");
    assert_eq!(
        of(
            503,
            None,
            Some("2"),
            &unavailable("Nothing was changed. Try again.")
        ),
        Heard::Undone
    );
    assert_eq!(
        of(
            503,
            None,
            Some("2"),
            &unavailable("This may or may not have been done.")
        ),
        Heard::Unsure
    );
    assert_eq!(of(412, None, None, "{}"), Heard::Refused(412));
    for broken in [
        of(500, None, None, "{}"),
        of(503, None, None, &unavailable("Nothing was changed.")),
        of(503, None, Some("2"), "{}"),
        of(200, None, None, "{}"),
    ] {
        assert!(matches!(broken, Heard::Broken(_)), "{broken:?}");
    }
}
