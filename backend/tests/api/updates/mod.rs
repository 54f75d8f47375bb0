//! `/plans/{plan}/cycles`, `/my-work`, `/updates`.

mod accept;
mod contributions;
mod correct;
mod cycles;
mod exceptions;
mod hand_over;
mod list;
mod my_work;
mod ratings;
mod review;
mod save;
mod scope;
mod start;
mod too_late;

use serde_json::{Value, json};
use shared::ids::{ActionId, PersonId};

use crate::support::{Caller, World};

/// Words that say enough to be sent.
pub fn words() -> Value {
    json!({
        "delivery_status": "in_progress",
        "brag": "green",
        "done": "Two schools have begun.",
        "next": "Four more in spring.",
    })
}

/// Words that say enough to be sent with this rating, better or worse.
pub fn rated(brag: &str) -> Value {
    let mut words = words();
    words["brag"] = json!(brag);
    words["cause"] = json!("staffing");
    words["recovery"] =
        json!({"step": "Borrow a trainer.", "owner": "The team manager", "by": "2199-01-01"});
    words
}

/// The words of an action that is complete.
pub fn complete() -> Value {
    json!({
        "delivery_status": "complete",
        "brag": "blue",
        "done": "All schools have begun.",
        "changed": "Children wait less.",
        "difference": "The course took another form.",
    })
}

pub fn path(update: &Value) -> String {
    format!("/updates/{}", update["id"].as_str().unwrap())
}

pub fn version(record: &Value) -> i64 {
    record["version"].as_i64().unwrap()
}

/// What `record` allows, in order.
pub fn open_acts(record: &Value) -> Vec<String> {
    record["allowed"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|permit| permit["refusal"].is_null())
        .map(|permit| permit["act"].as_str().unwrap().to_owned())
        .collect()
}

impl World {
    /// A draft on `action` in the open cycle.
    pub async fn draft(&self, by: &Caller, action: ActionId) -> Value {
        let form = json!({"action": action, "cycle": self.seed.cycle});
        by.post("/updates", &form).await.expect(201)
    }

    /// An update with `words`, sent for review.
    pub async fn submitted(&self, by: &Caller, action: ActionId, words: &Value) -> Value {
        let draft = self.draft(by, action).await;
        let saved = by
            .put(&path(&draft), version(&draft), words)
            .await
            .expect(200);
        by.event(&saved, "submit", "").await
    }

    /// An update with `words`, accepted by `reviewer`.
    pub async fn accepted(
        &self,
        by: &Caller,
        reviewer: PersonId,
        action: ActionId,
        words: &Value,
    ) -> Value {
        let update = self.submitted(by, action, words).await;
        self.by(reviewer).await.event(&update, "accept", "").await
    }
}

impl Caller {
    /// Lets an event happen to an update.
    pub async fn event(&self, update: &Value, event: &str, comment: &str) -> Value {
        let path = format!("{}/{event}", path(update));
        let form = json!({"comment": comment});
        self.post_to(&path, version(update), &form)
            .await
            .expect(200)
    }
}
