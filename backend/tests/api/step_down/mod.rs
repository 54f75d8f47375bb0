//! `/step-downs`: a plan from its beginning to its end, and the way back in.

mod course;
mod reading;
mod refusals;
mod reminders;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::{
    cases::crew::{Crew, today},
    support::{Answer, Caller, World},
};

/// A plan of a case that the first two workers of a crew share.
struct Planned {
    crew: Crew,
    case: String,
    plan: String,
}

impl Planned {
    async fn begun(world: &World) -> Self {
        let crew = Crew::new(world).await;
        let case = crew.open().await;
        crew.join(world, &case, 1).await;
        let path = format!("/cases/{case}/step-down");
        let made = crew.workers[0]
            .caller
            .post(&path, &json!({}))
            .await
            .expect(201);
        let plan = made["id"].as_str().unwrap().to_owned();
        Self { crew, case, plan }
    }

    /// A plan that both have accepted, with these days.
    async fn agreed(world: &World, on: NaiveDate, reviews: &[NaiveDate]) -> Self {
        let planned = Self::begun(world).await;
        let mut content = planned.crew.content();
        content["steps_down_on"] = json!(on);
        content["reviews"] = json!(reviews);
        planned.save(0, content).await.expect(200);
        planned
            .happen(0, json!({"event": "propose"}))
            .await
            .expect(200);
        planned
            .happen(0, json!({"event": "accept"}))
            .await
            .expect(200);
        planned
            .happen(1, json!({"event": "accept"}))
            .await
            .expect(200);
        planned
    }

    fn by(&self, worker: usize) -> &Caller {
        &self.crew.workers[worker].caller
    }

    fn path(&self) -> String {
        format!("/step-downs/{}", self.plan)
    }

    async fn read(&self, worker: usize) -> Value {
        self.by(worker).get(&self.path()).await.expect(200)
    }

    async fn version(&self) -> i64 {
        self.read(0).await["version"].as_i64().unwrap()
    }

    async fn save(&self, worker: usize, content: Value) -> Answer {
        let version = self.version().await;
        let form = json!({ "content": content });
        self.by(worker).put(&self.path(), version, &form).await
    }

    async fn happen(&self, worker: usize, event: Value) -> Answer {
        let version = self.version().await;
        let path = format!("{}/events", self.path());
        self.by(worker).post_to(&path, version, &event).await
    }

    async fn duty(&self, worker: usize, duty: &str, on: NaiveDate) -> Answer {
        let version = self.version().await;
        let path = format!("{}/duties", self.path());
        let form = json!({"duty": duty, "on": on});
        self.by(worker).post_to(&path, version, &form).await
    }
}

fn ago(days: u64) -> NaiveDate {
    today() - Days::new(days)
}

fn ahead(days: u64) -> NaiveDate {
    today() + Days::new(days)
}

/// Why something cannot be done, as the plan says it.
fn refusal<'v>(view: &'v Value, act: &str) -> Option<&'v str> {
    let permits = view["allowed"].as_array().unwrap();
    let permit = permits.iter().find(|permit| permit["act"] == act).unwrap();
    permit["refusal"]["code"].as_str()
}
