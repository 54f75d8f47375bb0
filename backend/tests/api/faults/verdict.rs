//! How a story ends: everybody finishes, the service stops, and the checker has its say.

use std::collections::BTreeMap;

use shared::ids::PersonId;
use tokio::task::JoinSet;

use super::{
    checker::check,
    ledger::{Acknowledged, Heard, Write},
    program::{Program, verify},
    writers::Desk,
};

/// Lets the writers finish, and judges.
pub async fn judge(desk: &Desk, program: Program, writers: JoinSet<()>) {
    desk.close(writers).await;
    judge_quiet(desk, program).await;
}

/// Judges when nobody writes any more.
pub async fn judge_quiet(desk: &Desk, program: Program) {
    let writes = desk.ledger.writes();
    let read = still_there(desk, &writes).await;
    // A program that is asked to end seals what is not sealed yet.
    program.stop().await;
    let said = verify(&desk.partnership).await;
    let traces = desk.partnership.traces().await;
    println!(
        "{}; {read} records read again; {}",
        summary(&writes),
        said.replace('\n', " ")
    );
    assert!(
        said.starts_with(&format!("{} entries are sealed", traces.entries.len())),
        "{said}"
    );
    let faults = check(&writes, &traces);
    assert!(faults.is_empty(), "{faults:#?}");
}

fn summary(writes: &[Write]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for asked in writes.iter().flat_map(|write| &write.asked) {
        let word = match &asked.heard {
            Heard::Done(_) => "done",
            Heard::Nothing => "unheard",
            Heard::Refused(_) => "refused",
            Heard::Undone => "undone",
            Heard::Unsure => "unsure",
            Heard::Broken(_) => "broken",
        };
        *counts.entry(word).or_default() += 1;
    }
    format!("{} changes, {counts:?}", writes.len())
}

/// Reads every record whose last change was acknowledged: it must be what was answered then.
async fn still_there(desk: &Desk, writes: &[Write]) -> usize {
    let mut last: BTreeMap<_, (PersonId, &str, &Acknowledged)> = BTreeMap::new();
    for write in writes {
        if let Some(answer) = write.acknowledged() {
            let known = last
                .entry(answer.subject)
                .or_insert((write.person, write.act, answer));
            if answer.version > known.2.version {
                *known = (write.person, write.act, answer);
            }
        }
    }
    let mut same = 0;
    for (subject, (person, act, answer)) in last {
        let kind = if act.starts_with("agency") {
            "agencies"
        } else {
            "updates"
        };
        let (etag, body) = desk.read(person, &format!("/{kind}/{subject}")).await;
        let present: serde_json::Value = serde_json::from_str(&body).unwrap();
        // Somebody may have changed it since and not heard of it.
        if present["version"] == answer.version {
            assert_eq!((&etag, &body), (&answer.etag, &answer.body));
            same += 1;
        }
    }
    same
}
