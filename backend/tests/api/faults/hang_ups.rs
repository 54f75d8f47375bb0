//! Callers hang up: in the middle of what they say, while they wait, or in the middle of the answer.

use std::{sync::Arc, time::Duration};

use backend::clock;
use reqwest::Method;
use serde_json::json;
use shared::ids::PersonId;
use tokio::{io::AsyncWriteExt, net::TcpStream, task::JoinSet};
use uuid::Uuid;

use super::{
    dice::Dice,
    ledger::{Asked, Heard, Write},
    partnership::Partnership,
    program::Program,
    verdict::judge,
    writers::Desk,
};

/// How many hang up.
const HANG_UPS: usize = 2_000;
/// How many do so at the same time.
const CALLERS: usize = 16;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    story(Partnership::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    story(Partnership::postgres().await).await;
}

async fn story(partnership: Partnership) {
    let mut dice = Dice::cast("hang-ups");
    let desk = Desk::new(partnership);
    let program = Program::serve(&desk.partnership).await;
    desk.move_to(Some(&program.base));
    // Others write meanwhile, on connections that those who hang up leave behind.
    let writers = desk.open(&mut dice, 4).await;
    let mut callers = JoinSet::new();
    for number in 0..CALLERS {
        let (desk, mut dice) = (Arc::clone(&desk), dice.split());
        callers.spawn(async move {
            for call in 0..HANG_UPS / CALLERS {
                hang_up(&desk, &mut dice, format!("caller {number} call {call}")).await;
            }
        });
    }
    callers.join_all().await;
    judge(&desk, program, writers).await;
}

/// Asks for an agency, hangs up at some moment, and half of the time asks again.
async fn hang_up(desk: &Desk, dice: &mut Dice, name: String) {
    let person = desk.partnership.seed.administrator;
    let key = clock::random_id().to_string();
    let body = json!({"name": name, "kind": "police"});
    let request = clock::random_id();
    call(desk, dice, person, request, &key, &body.to_string()).await;
    let mut write = Write {
        act: "agency.create",
        person,
        key: Some(key.clone()),
        marker: None,
        asked: vec![Asked {
            request,
            heard: Heard::Nothing,
        }],
    };
    let mut wanted = dice.below(2) == 0;
    while wanted {
        let request = clock::random_id();
        let headers = [("idempotency-key", format!("\"{key}\""))];
        let heard = desk
            .ask(
                person,
                request,
                (Method::POST, "/agencies"),
                &headers,
                &body,
            )
            .await;
        // With so many connections to end it may be busy for a while, and says so.
        wanted = matches!(heard, Heard::Undone | Heard::Unsure);
        assert!(wanted || matches!(heard, Heard::Done(_)), "{heard:?}");
        write.asked.push(Asked { request, heard });
    }
    desk.ledger.note(write);
}

async fn call(
    desk: &Desk,
    dice: &mut Dice,
    person: PersonId,
    request: Uuid,
    key: &str,
    body: &str,
) {
    let base = desk.base().await;
    let host = base.trim_start_matches("http://");
    let text = format!(
        "POST /api/v1/agencies HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nX-Throughline: 1\r\nX-Request-ID: {request}\r\n\
         Idempotency-Key: \"{key}\"\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        desk.partnership.cookie(person),
        body.len()
    );
    let mut stream = TcpStream::connect(host).await.unwrap();
    if dice.below(2) == 0 {
        // Gone without a word, as when the network goes.
        stream.set_zero_linger().unwrap();
    }
    // One in eight goes while still speaking, the others at any moment of the work.
    let said = if dice.below(8) == 0 {
        usize::try_from(dice.below(text.len() as u64)).unwrap()
    } else {
        text.len()
    };
    stream.write_all(&text.as_bytes()[..said]).await.unwrap();
    tokio::time::sleep(Duration::from_micros(dice.below(30_000))).await;
}
