//! Sixteen people who write at the same time, and go on writing when the service comes back.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use backend::clock;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use shared::ids::{ActionId, PersonId};
use tokio::{sync::watch, task::JoinSet};
use uuid::Uuid;

use super::{
    dice::Dice,
    ledger::{Acknowledged, Asked, Heard, Ledger, Write},
    partnership::Partnership,
};

/// How many write at the same time.
pub const WRITERS: usize = 16;
/// How long somebody waits who heard that the service is not available.
pub const PAUSE: Duration = Duration::from_millis(50);

/// What the writers share.
pub struct Desk {
    pub partnership: Partnership,
    pub ledger: Ledger,
    http: Client,
    address: watch::Sender<Option<String>>,
    acknowledged: watch::Sender<u64>,
    unavailable: watch::Sender<u64>,
    closing: AtomicBool,
}

/// The records that they write on together.
#[derive(Clone, Copy)]
pub struct Common {
    agency: Uuid,
    /// One that is only written on, and one that also goes to review and back.
    drafts: [Uuid; 2],
}

impl Desk {
    pub fn new(partnership: Partnership) -> Arc<Self> {
        Arc::new(Self {
            partnership,
            ledger: Ledger::default(),
            http: Client::new(),
            address: watch::Sender::new(None),
            acknowledged: watch::Sender::new(0),
            unavailable: watch::Sender::new(0),
            closing: AtomicBool::new(false),
        })
    }

    /// Says where the service is now, if it is anywhere.
    pub fn move_to(&self, base: Option<&str>) {
        self.address.send_replace(base.map(str::to_owned));
    }

    /// Waits until so many more changes have been acknowledged.
    pub async fn more(&self, count: u64) {
        count_on(&self.acknowledged, count).await;
    }

    /// Waits until so many more have heard that the service is not available.
    pub async fn trouble(&self, count: u64) {
        count_on(&self.unavailable, count).await;
    }

    /// Lets the writers finish what they have begun.
    pub async fn close(&self, writers: JoinSet<()>) {
        self.closing.store(true, Ordering::Relaxed);
        writers.join_all().await;
    }

    /// Makes the records that everybody writes on, and sets so many writers to work.
    pub async fn open(self: &Arc<Self>, dice: &mut Dice, count: usize) -> JoinSet<()> {
        let seed = &self.partnership.seed;
        let mut first = Writer::new(self, 0, dice.split());
        let agency = first.create().await;
        let mut drafts = [Uuid::nil(); 2];
        for (draft, action) in drafts
            .iter_mut()
            .zip([seed.council_action, seed.schools_action])
        {
            *draft = first.begin(action).await;
        }
        let common = Common { agency, drafts };
        let mut writers = JoinSet::new();
        for number in 1..=count {
            let writer = Writer::new(self, number, dice.split());
            writers.spawn(writer.run(common));
        }
        writers
    }

    /// Where the service is, once it is anywhere.
    pub async fn base(&self) -> String {
        let mut address = self.address.subscribe();
        let base = address.wait_for(Option::is_some).await.unwrap().clone();
        base.unwrap()
    }

    /// One request by `person`.
    pub async fn ask(
        &self,
        person: PersonId,
        request: Uuid,
        (method, path): (Method, &str),
        headers: &[(&str, String)],
        body: &Value,
    ) -> Heard {
        let base = self.base().await;
        let mut call = self
            .http
            .request(method, format!("{base}/api/v1{path}"))
            .header("cookie", self.partnership.cookie(person))
            .header("x-throughline", "1")
            .header("x-request-id", request.to_string())
            .header("content-type", "application/json")
            .body(body.to_string());
        for (name, value) in headers {
            call = call.header(*name, value);
        }
        let Ok(answer) = call.send().await else {
            return Heard::Nothing;
        };
        let status = answer.status().as_u16();
        let headers = answer.headers().clone();
        let Ok(body) = answer.text().await else {
            return Heard::Nothing;
        };
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let heard = Heard::of(status, header("etag"), header("retry-after"), body);
        if matches!(heard, Heard::Undone | Heard::Unsure) {
            self.unavailable.send_modify(|count| *count += 1);
        }
        heard
    }

    /// A record as it stands, and its tag; asks until there is an answer.
    pub async fn read(&self, person: PersonId, path: &str) -> (String, String) {
        loop {
            let base = self.base().await;
            let call = self
                .http
                .get(format!("{base}/api/v1{path}"))
                .header("cookie", self.partnership.cookie(person));
            if let Ok(answer) = call.send().await {
                let etag = answer.headers().get("etag").cloned();
                if let (200, Some(etag), Ok(body)) =
                    (answer.status().as_u16(), etag, answer.text().await)
                {
                    return (etag.to_str().unwrap().to_owned(), body);
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// The status under which an address answers, which needs nobody signed in.
    pub async fn status(&self, path: &str) -> u16 {
        let base = self.base().await;
        let answer = self.http.get(format!("{base}{path}")).send().await.unwrap();
        answer.status().as_u16()
    }

    /// Asks until an address answers under this status.
    pub async fn until(&self, path: &str, status: u16) {
        while self.status(path).await != status {
            tokio::time::sleep(PAUSE).await;
        }
    }
}

async fn count_on(counter: &watch::Sender<u64>, count: u64) {
    let mut counter = counter.subscribe();
    let enough = *counter.borrow_and_update() + count;
    counter.wait_for(|now| *now >= enough).await.unwrap();
}

/// Somebody who writes.
pub struct Writer {
    desk: Arc<Desk>,
    number: usize,
    dice: Dice,
    own: Vec<(Uuid, i64)>,
    done: u64,
}

impl Writer {
    pub fn new(desk: &Arc<Desk>, number: usize, dice: Dice) -> Self {
        Self {
            desk: Arc::clone(desk),
            number,
            dice,
            own: Vec::new(),
            done: 0,
        }
    }

    async fn run(mut self, common: Common) {
        self.create().await;
        while !self.desk.closing.load(Ordering::Relaxed) {
            match self.dice.below(10) {
                0..=2 => {
                    self.create().await;
                }
                3..=6 => {
                    let at = usize::try_from(self.dice.below(self.own.len() as u64)).unwrap();
                    let (agency, version) = self.own[at];
                    self.own[at].1 = self.patch(agency, version).await;
                }
                7 => {
                    let version = self.version(&format!("/agencies/{}", common.agency)).await;
                    self.patch(common.agency, version).await;
                }
                8 => self.save(common.drafts[0]).await,
                _ => self.review(common.drafts[1]).await,
            }
        }
    }

    /// Words that nobody else writes.
    fn words(&mut self) -> String {
        self.done += 1;
        format!("writer {} change {}", self.number, self.done)
    }

    fn write(&self, act: &'static str, person: PersonId, marker: Option<String>) -> Write {
        Write {
            act,
            person,
            key: None,
            marker,
            asked: Vec::new(),
        }
    }

    /// Asks once and notes what was heard.
    async fn ask(
        &self,
        write: &mut Write,
        what: (Method, &str),
        version: Option<i64>,
        body: &Value,
    ) -> Heard {
        let request = clock::random_id();
        let mut headers = Vec::new();
        if let Some(key) = &write.key {
            headers.push(("idempotency-key", format!("\"{key}\"")));
        }
        if let Some(version) = version {
            headers.push(("if-match", format!("\"v{version}\"")));
        }
        let heard = self
            .desk
            .ask(write.person, request, what, &headers, body)
            .await;
        write.asked.push(Asked {
            request,
            heard: heard.clone(),
        });
        heard
    }

    /// Asks under a key until there is an answer.
    async fn insist(
        &mut self,
        mut write: Write,
        path: &str,
        version: Option<i64>,
        body: &Value,
    ) -> Option<Acknowledged> {
        write.key = Some(clock::random_id().to_string());
        let answer = loop {
            match self
                .ask(&mut write, (Method::POST, path), version, body)
                .await
            {
                Heard::Done(answer) => break Some(answer),
                Heard::Refused(_) | Heard::Broken(_) => break None,
                Heard::Nothing | Heard::Undone | Heard::Unsure => tokio::time::sleep(PAUSE).await,
            }
        };
        self.hear(write, answer.is_some());
        answer
    }

    fn hear(&self, write: Write, done: bool) {
        self.desk.ledger.note(write);
        if done {
            self.desk.acknowledged.send_modify(|count| *count += 1);
        }
    }

    /// Makes an agency.
    pub async fn create(&mut self) -> Uuid {
        let write = self.write(
            "agency.create",
            self.desk.partnership.seed.administrator,
            None,
        );
        let body = json!({"name": self.words(), "kind": "police"});
        let made = self
            .insist(write, "/agencies", None, &body)
            .await
            .expect("nobody refuses");
        self.own.push((made.subject, made.version));
        made.subject
    }

    /// Begins an update.
    async fn begin(&mut self, action: ActionId) -> Uuid {
        let seed = &self.desk.partnership.seed;
        let write = self.write("update.start", seed.council_editor, None);
        let body = json!({"action": action, "cycle": seed.cycle});
        self.insist(write, "/updates", None, &body)
            .await
            .expect("nobody refuses")
            .subject
    }

    /// Changes an agency once, and gives back the version in which it is then.
    async fn patch(&mut self, agency: Uuid, version: i64) -> i64 {
        let words = self.words();
        let person = self.desk.partnership.seed.administrator;
        let mut write = self.write("agency.update", person, Some(words.clone()));
        let path = format!("/agencies/{agency}");
        let body = json!({"note": words});
        let heard = self
            .ask(&mut write, (Method::PATCH, &path), Some(version), &body)
            .await;
        self.hear(write, matches!(heard, Heard::Done(_)));
        match heard {
            Heard::Done(answer) => answer.version,
            _ => self.version(&path).await,
        }
    }

    /// Writes the words of an update.
    async fn save(&mut self, update: Uuid) {
        let path = format!("/updates/{update}");
        let version = self.version(&path).await;
        let words = self.words();
        let person = self.desk.partnership.seed.council_editor;
        let mut write = self.write("update.save", person, Some(words.clone()));
        let body = json!({"delivery_status": "in_progress", "brag": "green", "done": words, "next": "More."});
        let heard = self
            .ask(&mut write, (Method::PUT, &path), Some(version), &body)
            .await;
        self.hear(write, matches!(heard, Heard::Done(_)));
    }

    /// Sends an update for review, or returns it from there, or writes on it.
    async fn review(&mut self, update: Uuid) {
        let seed = &self.desk.partnership.seed;
        let (editor, lead) = (seed.council_editor, seed.council_lead);
        let path = format!("/updates/{update}");
        let (_, body) = self.desk.read(editor, &path).await;
        let record: Value = serde_json::from_str(&body).unwrap();
        let version = record["version"].as_i64();
        let (act, person, event) = match record["state"].as_str().unwrap() {
            "submitted" => ("update.return", lead, "return"),
            _ if record["content"]["done"] == "" => return self.save(update).await,
            _ if self.dice.below(2) == 0 => return self.save(update).await,
            _ => ("update.submit", editor, "submit"),
        };
        let write = self.write(act, person, None);
        let path = format!("{path}/{event}");
        self.insist(write, &path, version, &json!({"comment": "Say more."}))
            .await;
    }

    async fn version(&self, path: &str) -> i64 {
        let seed = &self.desk.partnership.seed;
        let person = if path.starts_with("/updates") {
            seed.council_editor
        } else {
            seed.administrator
        };
        let (_, body) = self.desk.read(person, path).await;
        let record: Value = serde_json::from_str(&body).unwrap();
        record["version"].as_i64().unwrap()
    }
}
