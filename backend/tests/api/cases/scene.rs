//! A case and those around it, and what can be done to it.

use chrono::Days;
use entities::{audit_entry, step_down_review};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter,
};
use serde_json::{Value, json};
use shared::cases::CaseEventKind;
use uuid::Uuid;

use super::{
    crew::{Crew, today},
    look::Look,
};
use crate::support::{Answer, World};

/// Something that a worker does.
#[derive(Clone, Debug)]
pub enum Act {
    Invite(usize),
    Answer(bool),
    TakeBack(usize),
    Leave,
    Name(bool),
    Offer,
    WithdrawConsent(usize),
    PassAsk(usize),
    PassAnswer(bool),
    PassContact,
    PassReason,
    PassBack,
    Happen(CaseEventKind),
    Change,
    Begin,
    Save(Value),
    Plan(Value),
    Read,
}

impl Act {
    /// Its word in what a run prints.
    pub fn name(&self) -> String {
        match self {
            Self::Plan(event) => format!("plan {}", event["event"].as_str().unwrap()),
            Self::Happen(event) => format!("case {}", event.code()),
            other => {
                let name = format!("{other:?}");
                name.split('(').next().unwrap_or_default().to_owned()
            }
        }
    }
}

/// A case and those around it.
pub struct Scene<'w> {
    world: &'w World,
    pub crew: &'w Crew,
    pub case: String,
    id: Uuid,
}

impl<'w> Scene<'w> {
    /// A case that the first worker has opened.
    pub async fn new(world: &'w World, crew: &'w Crew) -> Self {
        let case = crew.open().await;
        Self {
            id: case.parse().unwrap(),
            world,
            crew,
            case,
        }
    }

    /// The case as it stands.
    pub async fn look(&self) -> Look {
        Look::at(self.world, self.id).await
    }

    /// How many readings of the case are in the log.
    pub async fn readings(&self) -> u64 {
        audit_entry::Entity::find()
            .filter(audit_entry::Column::SubjectId.eq(self.id))
            .filter(audit_entry::Column::Act.eq("case.read"))
            .count(&self.world.app.db.read)
            .await
            .unwrap()
    }

    /// Does something; none where there is nothing that it could be done to.
    pub async fn act(&self, by: usize, act: &Act) -> Option<Answer> {
        let worker = &self.crew.workers[by];
        let (caller, case) = (&worker.caller, format!("/cases/{}", self.case));
        let post = async |path: &str, body: Value| {
            let path = format!("{case}/{path}");
            Some(caller.post(&path, &body).await)
        };
        let part = async |whose: usize| self.crew.part(self.world, &self.case, whose).await;
        match act {
            Act::Invite(whom) => Some(self.crew.invite(by, &self.case, *whom).await),
            Act::Answer(accept) => Some(self.crew.answer(&part(by).await?, by, *accept).await),
            Act::TakeBack(whose) => {
                let path = format!("{}/withdraw", part(*whose).await?.path);
                let body = json!({"words": "Asked by mistake."});
                Some(caller.post(&path, &body).await)
            }
            Act::Leave => {
                let path = format!("{}/leave", part(by).await?.path);
                let body = json!({"words": "Our part is done."});
                Some(caller.post(&path, &body).await)
            }
            Act::Name(both) => {
                let part = part(by).await?;
                let colleague = self.crew.colleagues[by].person;
                let people = if *both {
                    vec![worker.person, colleague]
                } else {
                    vec![worker.person]
                };
                let path = format!("{}/people", part.path);
                Some(
                    caller
                        .post_to(&path, part.version, &json!({"people": people}))
                        .await,
                )
            }
            Act::Offer => {
                let part = part(by).await?;
                let body = json!({"offers": "A group on Thursdays.", "own_reference": "R 4711"});
                let path = format!("{}/offer", part.path);
                Some(caller.post_to(&path, part.version, &body).await)
            }
            Act::WithdrawConsent(whose) => {
                let part = part(*whose).await?;
                let body = json!({"on": today(), "words": "They do not want it."});
                let path = format!("{}/sharing", part.path);
                Some(caller.post_to(&path, part.version, &body).await)
            }
            Act::PassAsk(to) => {
                let to = self.crew.workers[*to].agency;
                post(
                    "pass",
                    json!({"to": to, "words": "You see them every week."}),
                )
                .await
            }
            Act::PassAnswer(accept) => {
                let words = if *accept { "" } else { "No place." };
                post("pass/answer", json!({"accept": accept, "words": words})).await
            }
            Act::PassContact => post("pass/first-contact", json!({"on": today()})).await,
            Act::PassReason => {
                let reason = "The risk has to be held there from today.";
                post("pass/override", json!({"clinical_reason": reason})).await
            }
            Act::PassBack => post("pass/withdraw", json!({})).await,
            Act::Happen(event) => {
                let words = event.asks().map_or("", |_| "What is known.");
                let version = self.look().await.case.version.into();
                let path = format!("{case}/events");
                let body = json!({"event": event, "words": words});
                Some(caller.post_to(&path, version, &body).await)
            }
            Act::Change => {
                let version = self.look().await.case.version.into();
                let draft = json!({"born": "2011-05", "level": 2, "district": "swale"});
                Some(caller.put(&case, version, &draft).await)
            }
            Act::Begin => post("step-down", json!({})).await,
            Act::Save(content) => {
                let look = self.look().await;
                let plan = look.plan()?;
                let path = format!("/step-downs/{}", plan.id);
                let body = json!({"content": content});
                Some(caller.put(&path, plan.version.into(), &body).await)
            }
            Act::Plan(event) => {
                let look = self.look().await;
                let plan = look.plan()?;
                let path = format!("/step-downs/{}/events", plan.id);
                Some(caller.post_to(&path, plan.version.into(), event).await)
            }
            Act::Read => Some(caller.get(&case).await),
        }
    }

    /// Lets days pass for the plans of the case: all of theirs move back.
    pub async fn days_pass(&self, days: u64) {
        let owner = self.world.app.db.owner();
        let look = self.look().await;
        for plan in look.plans.iter().filter(|plan| plan.ended_at.is_none()) {
            let mut row = plan.clone().into_active_model();
            row.stepped_down_on = Set(plan.stepped_down_on.map(|day| day - Days::new(days)));
            row.update(owner).await.unwrap();
            let all = step_down_review::Entity::delete_many()
                .filter(step_down_review::Column::PlanId.eq(plan.id));
            all.exec(owner).await.unwrap();
            let reviews = look.reviews.values().filter(|one| one.plan_id == plan.id);
            for review in reviews {
                let mut row = review.clone();
                row.due = row.due - Days::new(days);
                row.held_on = row.held_on.map(|day| day - Days::new(days));
                row.into_active_model().insert(owner).await.unwrap();
            }
        }
    }
}
