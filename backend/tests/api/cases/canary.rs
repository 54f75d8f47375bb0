//! A case with a mark of its own in every field.

use chrono::Days;
use serde_json::{Value, json};

use super::crew::{Crew, Worker, invitation, text, today};
use crate::support::World;

/// Words that mean nothing, each in one field.
const FIELDS: [&str; 34] = [
    "offers when opened",
    "own reference",
    "purpose of the sharing",
    "because of the sharing",
    "asked for",
    "offers of the participant",
    "own reference of the participant",
    "offers changed",
    "why an asking is taken back",
    "purpose of an asking that is taken back",
    "asked for in an asking that is taken back",
    "why responsibility should pass",
    "why not",
    "why again",
    "clinical reason",
    "concern",
    "what became of it",
    "provider closes",
    "goal",
    "known by",
    "strength",
    "helps",
    "early sign",
    "carried on",
    "way back",
    "own view",
    "family part",
    "change asked for",
    "words of a review",
    "why a version is begun",
    "why it is given up",
    "why it comes back in",
    "how it was closed",
    "why reopened",
];

/// The mark of a field.
fn mark(field: &str) -> String {
    let at = FIELDS.iter().position(|one| *one == field).unwrap();
    let syllables = ["vo", "ka", "zu", "mi", "re", "lo"];
    let (one, other) = (syllables[at / 6], syllables[at % 6]);
    format!("quo{one}{other}xel")
}

/// A sentence with the mark of a field.
fn told(field: &str) -> String {
    format!("Something about {} helps.", mark(field))
}

/// What is looked for in answers.
#[derive(Clone, Debug)]
pub struct Marks(pub Vec<(String, String)>);

impl Marks {
    /// The marks that a text shows.
    pub fn found(&self, text: &str) -> Vec<&str> {
        let text = text.to_lowercase();
        let found = self.0.iter().filter(|(_, mark)| text.contains(mark));
        found.map(|(field, _)| field.as_str()).collect()
    }

    /// All but these.
    pub fn without(&self, fields: &[&str]) -> Self {
        let kept = self
            .0
            .iter()
            .filter(|(field, _)| !fields.contains(&field.as_str()));
        Self(kept.cloned().collect())
    }
}

/// A case with a mark in every field, of the council with the charity.
pub struct Canary {
    pub crew: Crew,
    pub case: String,
    pub parts: Vec<String>,
    pub plans: Vec<String>,
    pub reference: String,
    pub marks: Marks,
}

/// The version of a case.
pub async fn version(world: &World, case: &str) -> i64 {
    use sea_orm::EntityTrait;
    let id = case.parse::<uuid::Uuid>().unwrap();
    let row = entities::case_file::Entity::find_by_id(id);
    row.one(&world.app.db.read)
        .await
        .unwrap()
        .unwrap()
        .version
        .into()
}

async fn happens(world: &World, who: &Worker, case: &str, event: &str, field: &str) {
    let body = json!({"event": event, "words": told(field)});
    let path = format!("/cases/{case}/events");
    let version = version(world, case).await;
    who.caller.post_to(&path, version, &body).await.expect(200);
}

/// Lets something happen to a plan, and gives back its version.
async fn plan_event(who: &Worker, plan: &str, version: i64, event: Value) -> i64 {
    let path = format!("/step-downs/{plan}/events");
    let done = who.caller.post_to(&path, version, &event).await;
    done.expect(200)["version"].as_i64().unwrap()
}

/// Opens it, and lets everything happen to it.
pub async fn canary(world: &World) -> Canary {
    let crew = Crew::new(world).await;
    let [council, _, charity] = &crew.workers;
    let form = json!({
        "agency": council.agency,
        "offers": told("offers when opened"),
        "case": {
            "born": "2003-02", "district": "tunbridge_wells", "level": 4,
            "own_reference": mark("own reference"),
        },
    });
    let made = council.caller.post("/cases", &form).await.expect(201);
    let case = text(&made["id"]);
    let participants = format!("/cases/{case}/participants");

    let mut form = invitation(
        &crew,
        2,
        &told("purpose of the sharing"),
        &told("asked for"),
    );
    form["sharing"]["because"] = json!(told("because of the sharing"));
    council.caller.post(&participants, &form).await.expect(201);
    let part = crew.part(world, &case, 2).await.unwrap();
    let answer = json!({
        "accept": true, "people": [charity.person], "offers": told("offers of the participant"),
    });
    let path = format!("{}/answer", part.path);
    charity.caller.post(&path, &answer).await.expect(200);
    let part = crew.part(world, &case, 2).await.unwrap();
    let offer = json!({
        "offers": told("offers changed"),
        "own_reference": mark("own reference of the participant"),
    });
    let path = format!("{}/offer", part.path);
    charity
        .caller
        .post_to(&path, part.version, &offer)
        .await
        .expect(200);

    let form = invitation(
        &crew,
        1,
        &told("purpose of an asking that is taken back"),
        &told("asked for in an asking that is taken back"),
    );
    council.caller.post(&participants, &form).await.expect(201);
    let asked = crew.part(world, &case, 1).await.unwrap();
    let words = json!({"words": told("why an asking is taken back")});
    let path = format!("{}/withdraw", asked.path);
    council.caller.post(&path, &words).await.expect(200);

    let plans = plans(&crew, &case).await;

    let pass = format!("/cases/{case}/pass");
    let ask = |field: &str| json!({"to": charity.agency, "words": told(field)});
    let answer = format!("{pass}/answer");
    council
        .caller
        .post(&pass, &ask("why responsibility should pass"))
        .await
        .expect(200);
    let no = json!({"accept": false, "words": told("why not")});
    charity.caller.post(&answer, &no).await.expect(200);
    council
        .caller
        .post(&pass, &ask("why again"))
        .await
        .expect(200);
    charity
        .caller
        .post(&answer, &json!({"accept": true}))
        .await
        .expect(200);
    let reason = json!({"clinical_reason": told("clinical reason")});
    council
        .caller
        .post(&format!("{pass}/override"), &reason)
        .await
        .expect(200);

    happens(world, charity, &case, "raise_concern", "concern").await;
    happens(world, charity, &case, "settle_concern", "what became of it").await;
    happens(world, council, &case, "provider_closes", "provider closes").await;
    happens(world, charity, &case, "close", "how it was closed").await;
    happens(world, charity, &case, "reopen", "why reopened").await;

    let view = council
        .caller
        .get(&format!("/cases/{case}"))
        .await
        .expect(200);
    let reference = text(&view["reference"]);
    let parts = view["parts"].as_array().unwrap().iter();
    let mut marks: Vec<(String, String)> = FIELDS
        .iter()
        .map(|field| ((*field).to_owned(), mark(field)))
        .collect();
    marks.push(("reference".to_owned(), reference.to_lowercase()));
    marks.push((
        "reference, bare".to_owned(),
        reference.replace('-', "").to_lowercase(),
    ));
    marks.push(("born".to_owned(), "2003-02".to_owned()));
    Canary {
        parts: parts.map(|part| text(&part["id"])).collect(),
        plans,
        case,
        reference,
        marks: Marks(marks),
        crew,
    }
}

/// A plan that went all its way until it came back in, with a mark in every field.
async fn plans(crew: &Crew, case: &str) -> Vec<String> {
    let [council, _, charity] = &crew.workers;
    let path = format!("/cases/{case}/step-down");
    let begun = council.caller.post(&path, &json!({})).await.expect(201);
    let plan = text(&begun["id"]);
    let mut content = crew.content();
    content["goals"][0] = json!({"goal": told("goal"), "known_by": told("known by")});
    content["strengths"] = json!([told("strength")]);
    content["helps"] = json!([told("helps")]);
    content["early_signs"] = json!([told("early sign")]);
    content["carried_on"][0]["what"] = json!(told("carried on"));
    content["way_back"]["how"] = json!(told("way back"));
    content["own_view"] = json!({"said": told("own view")});
    content["family_part"] = json!({"said": told("family part")});
    let saved = council
        .caller
        .put(
            &format!("/step-downs/{plan}"),
            begun["version"].as_i64().unwrap(),
            &json!({ "content": content }),
        )
        .await
        .expect(200);
    let at = saved["version"].as_i64().unwrap();
    let event = |event: &str, field: &str| json!({"event": event, "words": told(field)});
    let at = plan_event(council, &plan, at, json!({"event": "propose"})).await;
    let at = plan_event(
        charity,
        &plan,
        at,
        event("ask_for_change", "change asked for"),
    )
    .await;
    let at = plan_event(council, &plan, at, json!({"event": "propose"})).await;
    let at = plan_event(council, &plan, at, json!({"event": "accept"})).await;
    let at = plan_event(charity, &plan, at, json!({"event": "accept"})).await;
    let at = plan_event(
        council,
        &plan,
        at,
        event("revise", "why a version is begun"),
    )
    .await;
    let at = plan_event(council, &plan, at, event("drop", "why it is given up")).await;
    let at = plan_event(
        council,
        &plan,
        at,
        json!({"event": "step_down", "on": today()}),
    )
    .await;
    let review = json!({
        "event": "review", "due": today() + Days::new(56), "on": today(), "finding": "wobbling",
        "words": told("words of a review"), "next": today() + Days::new(20),
    });
    let at = plan_event(council, &plan, at, review).await;
    plan_event(
        council,
        &plan,
        at,
        event("re_enter", "why it comes back in"),
    )
    .await;
    vec![plan]
}
