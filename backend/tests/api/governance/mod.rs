//! `/plans/{plan}/meetings`, `/plans/{plan}/decisions`, and the actions that decisions are about.

mod actions;
mod decisions;
mod meetings;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::support::{Caller, World};

/// The day that lies `days` from today.
fn day(days: i64) -> NaiveDate {
    let today = backend::clock::london_day(backend::clock::now());
    let distance = Days::new(days.unsigned_abs());
    if days < 0 {
        today - distance
    } else {
        today + distance
    }
}

/// The reference of the first decision of a meeting on `day`.
fn first_of(day: NaiveDate) -> String {
    format!("D-{}-001", day.format("%Y"))
}

impl World {
    /// A meeting of the plan's board on the day that lies `days` from today.
    async fn meeting(&self, by: &Caller, days: i64, title: &str) -> Value {
        let form = json!({"board": self.seed.board, "date": day(days), "title": title});
        by.post("/plans/northshire-2024/meetings", &form)
            .await
            .expect(201)
    }

    /// A decision that is put to a meeting.
    async fn decision(&self, by: &Caller, meeting: &Value, words: &str) -> Value {
        let form = json!({"meeting": meeting["id"], "words": words});
        by.post("/plans/northshire-2024/decisions", &form)
            .await
            .expect(201)
    }
}

impl Caller {
    /// Lets an event happen to a decision.
    async fn decide(&self, decision: &Value, event: &Value) -> crate::support::Answer {
        let path = format!(
            "/plans/northshire-2024/decisions/{}/events",
            decision["reference"].as_str().unwrap()
        );
        self.post_to(&path, decision["version"].as_i64().unwrap(), event)
            .await
    }
}
