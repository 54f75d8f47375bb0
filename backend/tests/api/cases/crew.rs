//! Practitioners of three agencies who share a case, and what they do to it.

use backend::{clock, db::Who, features::auth::people};
use chrono::{Days, NaiveDate};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};
use shared::{
    ids::{AgencyId, PersonId},
    policy::{Grant, Role},
};
use uuid::Uuid;

use crate::support::{Answer, Caller, World};

/// A practitioner of an agency.
#[derive(Clone, Debug)]
pub struct Worker {
    pub agency: AgencyId,
    pub person: PersonId,
    pub caller: Caller,
}

/// Those who can work together under one agreement: of the council, of the health board and of the
/// charity, two of each; and the services between which support is reduced.
#[derive(Clone, Debug)]
pub struct Crew {
    pub workers: [Worker; 3],
    pub colleagues: [Worker; 3],
    pub agreement: String,
    pub services: [String; 3],
}

/// Today in London.
pub fn today() -> NaiveDate {
    clock::london_day(clock::now())
}

/// Somebody new who holds a role in an agency.
pub async fn newcomer(world: &World, role: Role, agency: AgencyId) -> Worker {
    let person = world
        .app
        .db
        .unit(Who::console("test"), move |unit| {
            Box::pin(async move {
                unit.changes_nothing();
                let one = clock::random_id().simple().to_string();
                let email = format!("{one}@example.org");
                let grant = Grant {
                    role,
                    agency: Some(agency),
                    plan: None,
                };
                let name = format!("Somebody {one}");
                let (person, _) =
                    people::add(unit, "http://localhost", name, email, &[grant]).await?;
                Ok(person)
            })
        })
        .await
        .unwrap();
    Worker {
        agency,
        person,
        caller: world.by(person).await,
    }
}

impl Crew {
    pub async fn new(world: &World) -> Self {
        let seed = &world.seed;
        let agencies = [seed.council, seed.health, seed.charity];
        let mut workers = Vec::new();
        for _ in 0..2 {
            for agency in agencies {
                workers.push(newcomer(world, Role::Practitioner, agency).await);
            }
        }
        let colleagues = workers.split_off(3);
        let agreement = world
            .by(seed.administrator)
            .await
            .post(
                "/sharing-agreements",
                &json!({
                    "name": clock::random_id().to_string(),
                    "purpose": "What helps a young person.",
                    "basis": "Working together.",
                    "starts_on": today() - Days::new(30),
                    "parties": agencies,
                }),
            )
            .await
            .expect(201);
        let coordinator = world.by(seed.coordinator).await;
        let mut services = Vec::new();
        for (lowest, highest) in [(3, 4), (1, 2), (1, 4)] {
            let form = json!({
                "name": clock::random_id().to_string(), "kind": "clinical", "provider": seed.council,
                "level_from": lowest, "level_to": highest,
            });
            let made = coordinator.post("/services", &form).await.expect(201);
            services.push(text(&made["id"]));
        }
        Self {
            workers: workers.try_into().unwrap(),
            colleagues: colleagues.try_into().unwrap(),
            agreement: text(&agreement["id"]),
            services: services.try_into().unwrap(),
        }
    }

    /// A case of the first worker.
    pub async fn open(&self) -> String {
        let form =
            json!({"agency": self.workers[0].agency, "case": {"born": "2011-05", "level": 3}});
        let made = self.workers[0].caller.post("/cases", &form).await;
        text(&made.expect(201)["id"])
    }

    /// Asks an agency to take part.
    pub async fn invite(&self, by: usize, case: &str, whom: usize) -> Answer {
        let form = invitation(
            self,
            whom,
            "What helps at school",
            "To see them every week.",
        );
        let path = format!("/cases/{case}/participants");
        self.workers[by].caller.post(&path, &form).await
    }

    /// The part that an agency is asked to take or takes.
    pub async fn part(&self, world: &World, case: &str, whose: usize) -> Option<Part> {
        use entities::case_part::{Column, Entity};
        Entity::find()
            .filter(Column::CaseId.eq(case.parse::<Uuid>().unwrap()))
            .filter(Column::AgencyId.eq(self.workers[whose].agency.0))
            .filter(Column::State.is_in(["asked", "live"]))
            .one(&world.app.db.read)
            .await
            .unwrap()
            .map(|row| Part {
                path: format!("/cases/{case}/participants/{}", row.id),
                version: row.version.into(),
            })
    }

    /// Answers for an agency that was asked.
    pub async fn answer(&self, part: &Part, by: usize, accept: bool) -> Answer {
        let worker = &self.workers[by];
        let form = if accept {
            json!({"accept": true, "people": [worker.person], "offers": "Somebody to talk to."})
        } else {
            json!({"accept": false, "words": "No place before spring."})
        };
        let path = format!("{}/answer", part.path);
        worker.caller.post(&path, &form).await
    }

    /// Lets an agency take part.
    pub async fn join(&self, world: &World, case: &str, whom: usize) {
        self.invite(0, case, whom).await.expect(201);
        let part = self.part(world, case, whom).await.unwrap();
        self.answer(&part, whom, true).await.expect(200);
    }

    /// A plan that lacks nothing, carried on by the council.
    pub fn content(&self) -> Value {
        let day = |days| today() + Days::new(days);
        json!({
            "from_service": self.services[0], "from_level": 3,
            "to_service": self.services[1], "to_level": 2,
            "steps_down_on": today(),
            "goals": [{"goal": "Go to school every day", "known_by": "Nine days in ten for a half term"}],
            "strengths": ["Draws"], "helps": ["A walk"], "early_signs": ["Stops drawing"],
            "carried_on": [{"agency": self.workers[0].agency, "what": "A weekly check-in"}],
            "way_back": {
                "how": "Ask the link worker",
                "promised": {"unit": "working-days", "count": 5},
                "crisis_contact": self.services[2],
            },
            "reviews": [day(56), day(140)],
            "own_view": {"said": "I want to know who to talk to"},
            "family_part": {"not_because": "They were away"},
        })
    }
}

/// An open part of an agency.
#[derive(Clone, Debug)]
pub struct Part {
    pub path: String,
    pub version: i64,
}

/// Asks an agency to take part, with the words of the ground and of the asking.
pub fn invitation(crew: &Crew, whom: usize, purpose: &str, words: &str) -> Value {
    json!({
        "agency": crew.workers[whom].agency,
        "agreement": crew.agreement,
        "sharing": {
            "basis": "consent", "consenter": "both", "on": today(), "purpose": purpose, "told": true,
        },
        "words": words,
    })
}

/// A text of an answer.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The reference of a case, as its holders read it.
pub async fn reference(world: &World, case: &str) -> String {
    entities::case_file::Entity::find_by_id(case.parse::<Uuid>().unwrap())
        .one(&world.app.db.read)
        .await
        .unwrap()
        .and_then(|row| row.reference)
        .unwrap()
}
