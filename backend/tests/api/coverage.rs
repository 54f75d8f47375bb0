//! Reads the OpenAPI document and fails on any operation without its cases: who may and who may
//! not, what the anonymous get, and what the audit log says afterwards.

use std::collections::BTreeSet;

use backend::router::specification;
use reqwest::Method;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};
use shared::updates::questions::{CHANGED, DELIVERY, DONE, HELP, NEXT, RATING};

use crate::support::{Caller, World, on_both};

/// Who may do an operation.
enum May {
    /// Nobody needs to be signed in.
    Anyone,
    /// Everyone who is signed in.
    Everyone,
    /// These people and no others.
    Only(&'static [&'static str]),
}
use May::{Anyone, Everyone, Only};

const PARTNERS: &[&str] = &[
    "administrator",
    "auditor",
    "coordinator",
    "council lead",
    "council editor",
    "health lead",
    "health editor",
    "practitioner",
    "board member",
];
const DELIVERERS: &[&str] = &[
    "administrator",
    "auditor",
    "coordinator",
    "council lead",
    "council editor",
    "health lead",
    "health editor",
];
const OWNERS: &[&str] = &["coordinator", "council lead", "council editor"];
/// Those of an update that a joint lead is asked to endorse.
const READERS: &[&str] = &[
    "coordinator",
    "council lead",
    "council editor",
    "health lead",
    "health editor",
];
const COUNCIL: &[&str] = &["council lead", "council editor"];
const KEEPERS: &[&str] = &["administrator", "auditor", "council lead"];
const CLIENT_READERS: &[&str] = &[
    "administrator",
    "auditor",
    "council lead",
    "health lead",
    "stranger",
];
const AGREEMENT_READERS: &[&str] = &[
    "administrator",
    "auditor",
    "council lead",
    "health lead",
    "practitioner",
    "stranger",
];
const CASE_ANSWERERS: &[&str] = &["council lead", "health lead", "practitioner", "stranger"];
const REPORTERS: &[&str] = &[
    "council lead",
    "council editor",
    "health lead",
    "health editor",
];
const MANAGERS: &[&str] = &["administrator", "council lead"];

/// Every operation of the document with those who may do it, on a record of the council or of the
/// plan that the coordinator keeps.
const AUTHORISATION: &[(&str, May)] = &[
    ("GET /service", Anyone),
    ("POST /session", Anyone),
    ("GET /session", Everyone),
    ("DELETE /session", Everyone),
    ("GET /session/devices", Everyone),
    ("DELETE /session/devices/{device}", Only(&[])),
    ("PUT /session/password", Everyone),
    ("GET /session/mail", Everyone),
    ("PUT /session/mail", Everyone),
    ("GET /session/calendar", Everyone),
    ("POST /session/calendar", Everyone),
    ("DELETE /session/calendar", Everyone),
    ("GET /session/notices", Everyone),
    ("POST /session/notices/read", Everyone),
    (
        "POST /session/notices/{notice}/read",
        Only(&["council lead"]),
    ),
    ("POST /links/view", Anyone),
    ("POST /links/use", Anyone),
    ("GET /people", Everyone),
    ("POST /people", Only(MANAGERS)),
    (
        "GET /people/{person}",
        Only(&["administrator", "auditor", "council lead", "council editor"]),
    ),
    ("PATCH /people/{person}", Only(MANAGERS)),
    ("PUT /people/{person}/grants", Only(MANAGERS)),
    ("POST /people/{person}/link", Only(MANAGERS)),
    ("GET /agencies", Everyone),
    ("POST /agencies", Only(&["administrator"])),
    ("GET /agencies/{agency}", Everyone),
    ("PATCH /agencies/{agency}", Only(&["administrator"])),
    (
        "POST /agencies/{agency}/succession",
        Only(&["administrator"]),
    ),
    // The agency of these addresses is the charity, whose lead is the stranger.
    (
        "GET /agencies/{agency}/accountable",
        Only(&["administrator", "auditor", "coordinator", "stranger"]),
    ),
    (
        "PUT /agencies/{agency}/accountable",
        Only(&["administrator", "stranger"]),
    ),
    ("GET /services", Everyone),
    ("POST /services", Only(&["coordinator"])),
    ("GET /services/{service}", Everyone),
    (
        "PUT /services/{service}",
        Only(&["coordinator", "council lead"]),
    ),
    ("POST /services/{service}/close", Only(&["coordinator"])),
    ("POST /services/{service}/reopen", Only(&["coordinator"])),
    ("POST /imports/services", Only(&["coordinator"])),
    ("GET /exports/services", Only(&["coordinator"])),
    (
        "GET /publication",
        Only(&["administrator", "auditor", "coordinator"]),
    ),
    ("PUT /publication", Only(&["administrator"])),
    ("GET /audit", Everyone),
    ("GET /events", Everyone),
    ("GET /search", Everyone),
    ("GET /plans/{plan}/activity", Only(PARTNERS)),
    ("GET /agencies/{agency}/activity", Everyone),
    ("GET /live", Everyone),
    ("GET /webhooks", Everyone),
    ("POST /webhooks", Only(MANAGERS)),
    ("GET /webhooks/{webhook}", Only(KEEPERS)),
    ("PATCH /webhooks/{webhook}", Only(MANAGERS)),
    ("DELETE /webhooks/{webhook}", Only(MANAGERS)),
    ("POST /webhooks/{webhook}/secret", Only(MANAGERS)),
    ("POST /webhooks/{webhook}/test", Only(MANAGERS)),
    ("GET /webhooks/{webhook}/deliveries", Only(KEEPERS)),
    (
        "POST /webhooks/{webhook}/deliveries/{delivery}/replay",
        Only(MANAGERS),
    ),
    ("POST /webhooks/{webhook}/replay", Only(MANAGERS)),
    ("GET /plans", Everyone),
    ("POST /plans", Only(&["administrator"])),
    ("GET /plans/{plan}", Only(PARTNERS)),
    ("GET /plans/{plan}/actions", Only(PARTNERS)),
    ("GET /plans/{plan}/overview", Only(PARTNERS)),
    ("GET /plans/{plan}/board", Only(PARTNERS)),
    ("GET /plans/{plan}/reporting", Only(PARTNERS)),
    ("GET /plans/{plan}/levels", Only(PARTNERS)),
    ("GET /plans/{plan}/groups", Only(PARTNERS)),
    ("GET /plans/{plan}/actions/{action}", Only(PARTNERS)),
    ("PATCH /plans/{plan}/actions/{action}", Only(OWNERS)),
    ("POST /plans/{plan}/actions/{action}/events", Only(OWNERS)),
    (
        "GET /plans/{plan}/actions/{action}/timeline",
        Only(PARTNERS),
    ),
    (
        "POST /plans/{plan}/actions/{action}/milestones",
        Only(OWNERS),
    ),
    ("POST /plans/{plan}/agreement", Only(&["coordinator"])),
    ("GET /plans/{plan}/findings", Only(DELIVERERS)),
    (
        "POST /plans/{plan}/findings/{finding}/decision",
        Only(&["coordinator"]),
    ),
    ("GET /plans/{plan}/exports/register", Only(PARTNERS)),
    (
        "GET /plans/{plan}/exports/updates",
        Only(&[
            "auditor",
            "coordinator",
            "council lead",
            "council editor",
            "health lead",
            "health editor",
        ]),
    ),
    ("GET /plans/{plan}/exports/template", Only(REPORTERS)),
    ("POST /plans/{plan}/imports/updates", Only(REPORTERS)),
    (
        "POST /plans/{plan}/imports/milestones",
        Only(&[
            "coordinator",
            "council lead",
            "council editor",
            "health lead",
            "health editor",
        ]),
    ),
    ("GET /plans/{plan}/cycles", Only(PARTNERS)),
    ("POST /plans/{plan}/cycles", Only(&["coordinator"])),
    ("POST /plans/{plan}/cycles/series", Only(&["coordinator"])),
    ("PATCH /plans/{plan}/cycles/{cycle}", Only(&["coordinator"])),
    (
        "POST /plans/{plan}/cycles/{cycle}/lock",
        Only(&["coordinator"]),
    ),
    (
        "GET /plans/{plan}/cycles/{cycle}/exceptions",
        Only(PARTNERS),
    ),
    (
        "POST /plans/{plan}/cycles/{cycle}/exceptions",
        Only(&["coordinator"]),
    ),
    (
        "DELETE /plans/{plan}/cycles/{cycle}/exceptions/{exception}",
        Only(&["coordinator"]),
    ),
    ("GET /plans/{plan}/pathways", Only(PARTNERS)),
    ("POST /plans/{plan}/pathways", Only(&["coordinator"])),
    ("GET /plans/{plan}/pathways/{pathway}", Only(PARTNERS)),
    (
        "PUT /plans/{plan}/pathways/{pathway}",
        Only(&["coordinator"]),
    ),
    (
        "GET /plans/{plan}/pathways/{pathway}/changes",
        Only(PARTNERS),
    ),
    (
        "POST /plans/{plan}/pathways/{pathway}/close",
        Only(&["coordinator"]),
    ),
    (
        "POST /plans/{plan}/pathways/{pathway}/reopen",
        Only(&["coordinator"]),
    ),
    ("GET /plans/{plan}/meetings", Only(PARTNERS)),
    ("POST /plans/{plan}/meetings", Only(&["coordinator"])),
    ("GET /plans/{plan}/meetings/{meeting}", Only(PARTNERS)),
    (
        "PATCH /plans/{plan}/meetings/{meeting}",
        Only(&["coordinator"]),
    ),
    ("GET /plans/{plan}/decisions", Only(PARTNERS)),
    ("POST /plans/{plan}/decisions", Only(&["coordinator"])),
    ("GET /plans/{plan}/decisions/{decision}", Only(PARTNERS)),
    (
        "PATCH /plans/{plan}/decisions/{decision}",
        Only(&["coordinator"]),
    ),
    (
        "POST /plans/{plan}/decisions/{decision}/events",
        Only(&["coordinator"]),
    ),
    ("GET /my-work", Everyone),
    ("GET /updates", Everyone),
    ("POST /updates", Only(COUNCIL)),
    ("GET /updates/{update}", Only(READERS)),
    ("GET /updates/{update}/editors", Only(COUNCIL)),
    ("PUT /updates/{update}", Only(COUNCIL)),
    ("POST /updates/{update}/hand-over", Only(&["council lead"])),
    ("POST /updates/{update}/submit", Only(COUNCIL)),
    ("POST /updates/{update}/withdraw", Only(COUNCIL)),
    ("POST /updates/{update}/take-up", Only(&["council lead"])),
    ("POST /updates/{update}/accept", Only(&["council lead"])),
    ("POST /updates/{update}/return", Only(&["council lead"])),
    ("POST /updates/{update}/override", Only(&["coordinator"])),
    (
        "POST /updates/{update}/contributions/{contributor}/endorse",
        Only(&["health lead"]),
    ),
    (
        "POST /updates/{update}/contributions/{contributor}/dispute",
        Only(&["health lead"]),
    ),
    // The case of these addresses was opened by the practitioner, for the health board; the part is
    // what the council is asked to take, which has not answered.
    ("GET /sharing-agreements", Only(AGREEMENT_READERS)),
    ("POST /sharing-agreements", Only(&["administrator"])),
    (
        "GET /sharing-agreements/{agreement}",
        Only(AGREEMENT_READERS),
    ),
    (
        "PUT /sharing-agreements/{agreement}",
        Only(&["administrator"]),
    ),
    ("GET /cases", Only(CASE_ANSWERERS)),
    ("POST /cases", Only(&["practitioner"])),
    // Whoever types a reference is told that a character of it is wrong.
    ("POST /cases/find", Everyone),
    (
        "GET /cases/log",
        Only(&["auditor", "council lead", "health lead", "stranger"]),
    ),
    ("GET /cases/{case}", Only(&["practitioner"])),
    ("PUT /cases/{case}", Only(&["practitioner"])),
    ("POST /cases/{case}/events", Only(&["practitioner"])),
    (
        "GET /cases/{case}/log",
        Only(&["auditor", "health lead", "practitioner"]),
    ),
    ("POST /cases/{case}/participants", Only(&["practitioner"])),
    ("GET /cases/asked/{part}", Only(&["council lead"])),
    ("GET /cases/{case}/participants/{part}", Only(&[])),
    (
        "POST /cases/{case}/participants/{part}/answer",
        Only(&["council lead"]),
    ),
    (
        "POST /cases/{case}/participants/{part}/withdraw",
        Only(&["practitioner"]),
    ),
    ("POST /cases/{case}/participants/{part}/leave", Only(&[])),
    ("POST /cases/{case}/participants/{part}/people", Only(&[])),
    ("POST /cases/{case}/participants/{part}/offer", Only(&[])),
    (
        "POST /cases/{case}/participants/{part}/sharing",
        Only(&["practitioner"]),
    ),
    ("POST /cases/{case}/step-down", Only(&["practitioner"])),
    ("GET /step-downs/{step_down}", Only(&["practitioner"])),
    ("PUT /step-downs/{step_down}", Only(&["practitioner"])),
    (
        "POST /step-downs/{step_down}/events",
        Only(&["practitioner"]),
    ),
    (
        "POST /step-downs/{step_down}/duties",
        Only(&["practitioner"]),
    ),
    (
        "GET /step-downs/{step_down}/summary",
        Only(&["practitioner"]),
    ),
    (
        "GET /step-downs/{step_down}/summary.pdf",
        Only(&["practitioner"]),
    ),
    ("POST /cases/{case}/pass", Only(&["practitioner"])),
    // Nobody is asked to hold responsibility, which those are told who may answer.
    (
        "POST /cases/{case}/pass/answer",
        Only(&["practitioner", "health lead"]),
    ),
    (
        "POST /cases/{case}/pass/first-contact",
        Only(&["practitioner"]),
    ),
    ("POST /cases/{case}/pass/override", Only(&["practitioner"])),
    ("POST /cases/{case}/pass/withdraw", Only(&["practitioner"])),
    (
        "GET /cases/break-glass",
        Only(&[
            "auditor",
            "council lead",
            "health lead",
            "practitioner",
            "stranger",
        ]),
    ),
    ("POST /cases/break-glass", Only(&["practitioner"])),
    ("POST /cases/{case}/break-glass/end", Only(&[])),
    ("POST /cases/break-glass/{glass}/review", Only(&[])),
    // Who leads no agency that takes part is no holder; those who may are told what is missing.
    ("GET /cases/{case}/held", Only(&["practitioner"])),
    ("POST /cases/{case}/hold", Only(&["practitioner"])),
    ("POST /cases/{case}/erase", Only(&["practitioner"])),
    (
        "GET /retention",
        Only(&[
            "administrator",
            "auditor",
            "council lead",
            "health lead",
            "stranger",
        ]),
    ),
    (
        "POST /retention/runs",
        Only(&["council lead", "health lead", "stranger"]),
    ),
    // A run to which somebody has agreed, which those are told who may.
    (
        "POST /retention/runs/{run}/agree",
        Only(&["council lead", "health lead", "stranger"]),
    ),
    ("GET /api-clients", Only(CLIENT_READERS)),
    ("POST /api-clients", Only(MANAGERS)),
    (
        "GET /api-clients/{client}",
        Only(&["administrator", "auditor", "council lead"]),
    ),
    ("PATCH /api-clients/{client}", Only(MANAGERS)),
    ("PUT /api-clients/{client}/keys", Only(MANAGERS)),
    ("POST /api-clients/{client}/secrets", Only(MANAGERS)),
];

/// The operations of the document, as `GET /people/{person}`.
fn operations() -> BTreeSet<String> {
    let document = serde_json::to_value(specification()).unwrap();
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for verb in item.as_object().unwrap().keys() {
            found.insert(format!("{} {path}", verb.to_uppercase()));
        }
    }
    found
}

/// A body with which the operation would be done, were the version right.
pub fn body(operation: &str, world: &World) -> Value {
    let seed = &world.seed;
    let today = backend::clock::london_day(backend::clock::now());
    match operation {
        "POST /session" => json!({"email": "nobody@example.org", "password": "not the password"}),
        "POST /links/view" => json!({"token": "AAAA"}),
        "POST /links/use" => json!({"token": "AAAA", "password": "violet harbour tractor"}),
        "PUT /session/password" => json!({"current": "wrong", "new": "violet harbour tractor"}),
        "PUT /session/mail" => json!({"reminders": true, "decisions": false, "weekly": true}),
        // One that nobody has.
        "POST /session/notices/read" => json!({"notice": seed.council}),
        "POST /people" => json!({
            "name": "New One",
            "email": format!("{}@example.org", backend::clock::random_id().simple()),
            "grants": [{"role": "agency_editor", "agency": seed.council}],
        }),
        "PATCH /people/{person}" => json!({"name": "New Name"}),
        "PUT /people/{person}/grants" => {
            json!({"grants": [{"role": "agency_lead", "agency": seed.council}]})
        }
        "POST /agencies" => {
            json!({"name": backend::clock::random_id().to_string(), "kind": "police"})
        }
        "PATCH /agencies/{agency}" => json!({"note": "A note."}),
        "POST /agencies/{agency}/succession" => {
            json!({"successor": seed.council, "on": today, "reason": "Merged."})
        }
        "POST /services" | "PUT /services/{service}" => json!({
            "name": backend::clock::random_id().to_string(), "kind": "early-help", "provider": seed.council,
        }),
        "POST /services/{service}/close" => {
            json!({"last_day": today, "reason": "The money ended."})
        }
        "PUT /publication" => json!({"services": true, "pathways": true}),
        "POST /webhooks" => {
            json!({"agency": seed.council, "url": "https://1.1.1.1/in", "events": ["update.accepted"]})
        }
        "PATCH /webhooks/{webhook}" => json!({"description": "Our desk"}),
        "POST /webhooks/{webhook}/replay" => json!({"since": backend::clock::now()}),
        "POST /plans" => serde_json::from_str(include_str!("plans/small-plan.json")).unwrap(),
        "PATCH /plans/{plan}/actions/{action}" => {
            json!({"ends": "2031-03", "reason": "It takes longer."})
        }
        "POST /plans/{plan}/actions/{action}/events" => json!({"event": "start"}),
        "POST /plans/{plan}/actions/{action}/milestones" => {
            json!({"title": "A step", "due": "2030-01-01"})
        }
        "POST /plans/{plan}/agreement" => json!({"actions": []}),
        "POST /plans/{plan}/findings/{finding}/decision" => {
            json!({"decision": "park", "note": "Next month."})
        }
        "POST /plans/{plan}/cycles" => json!({
            "name": backend::clock::random_id().to_string(), "observes_from": "2030-01-01", "observes_to": "2030-03-31",
            "opens": "2030-04-01", "due": "2030-04-14", "closes": "2030-04-21",
        }),
        "POST /plans/{plan}/cycles/series" => json!({
            "frequency": "quarterly", "from": "2031-01-01", "count": 2, "due_days": 13, "grace_days": 7,
        }),
        "PATCH /plans/{plan}/cycles/{cycle}" => json!({"instructions": "Be brief."}),
        "POST /plans/{plan}/pathways" | "PUT /plans/{plan}/pathways/{pathway}" => {
            json!({"name": backend::clock::random_id().to_string(), "kind": "care"})
        }
        "POST /plans/{plan}/pathways/{pathway}/close" => {
            json!({"last_day": today, "reason": "Another carries on."})
        }
        "POST /plans/{plan}/meetings" => {
            json!({"board": seed.board, "date": today, "title": backend::clock::random_id().to_string()})
        }
        "PATCH /plans/{plan}/meetings/{meeting}" => json!({"papers": []}),
        // Of a meeting that there is not, which only those are told who may add a decision at all.
        "POST /plans/{plan}/decisions" => {
            json!({"meeting": seed.board, "words": "To go on.", "actions": [seed.council_action]})
        }
        "PATCH /plans/{plan}/decisions/{decision}" => json!({"owner": seed.council}),
        "POST /plans/{plan}/decisions/{decision}/events" => json!({"event": "agree"}),
        "POST /sharing-agreements" | "PUT /sharing-agreements/{agreement}" => json!({
            "name": backend::clock::random_id().to_string(), "purpose": "What helps.",
            "basis": "A public task.", "starts_on": today, "parties": [seed.council, seed.health],
        }),
        // Those who may are told what is missing, and nothing changes.
        "POST /cases" => json!({"agency": seed.health, "case": {"born": "2099-05", "level": 3}}),
        "POST /cases/find" => json!({"reference": "1"}),
        "PUT /cases/{case}" => json!({"born": "2011-06", "level": 2}),
        "POST /cases/{case}/events" => {
            json!({"event": "raise_concern", "words": "The safeguarding lead of the school knows."})
        }
        "POST /cases/{case}/participants" => json!({
            "agency": seed.council, "agreement": seed.council, "words": "",
            "sharing": {"basis": "consent", "on": today, "purpose": "", "told": true},
        }),
        "POST /cases/{case}/participants/{part}/answer" | "POST /cases/{case}/pass/answer" => {
            json!({"accept": false})
        }
        "POST /cases/{case}/participants/{part}/withdraw"
        | "POST /cases/{case}/participants/{part}/leave" => json!({"words": ""}),
        "POST /cases/{case}/participants/{part}/people" => json!({"people": []}),
        "POST /cases/{case}/participants/{part}/offer" => json!({"offers": "Somebody to talk to."}),
        "POST /cases/{case}/participants/{part}/sharing" => {
            json!({"on": today, "words": "They said no."})
        }
        "PUT /step-downs/{step_down}" => json!({"content": {}}),
        "POST /step-downs/{step_down}/events" => json!({"event": "accept"}),
        "POST /step-downs/{step_down}/duties" => json!({"duty": "name_worker", "on": today}),
        "POST /cases/{case}/hold" => json!({"on": true, "words": "A court has asked for it."}),
        "POST /cases/{case}/pass" => {
            json!({"to": seed.council, "words": "They go to school there."})
        }
        "POST /cases/{case}/pass/first-contact" => json!({"on": today}),
        "POST /cases/{case}/pass/override" => json!({"clinical_reason": "They cannot travel yet."}),
        "POST /cases/break-glass" => {
            json!({"reference": "1", "reason": "crisis", "words": "Came to the ward tonight."})
        }
        "POST /cases/break-glass/{glass}/review" => {
            json!({"finding": "needed", "words": "It was."})
        }
        "POST /api-clients" => json!({
            "agency": seed.council,
            "name": backend::clock::random_id().to_string(),
            "scopes": ["plans:read"],
        }),
        "PATCH /api-clients/{client}" => json!({"state": "disabled"}),
        "PUT /api-clients/{client}/keys" => json!({"keys": []}),
        "POST /plans/{plan}/cycles/{cycle}/exceptions" => json!({
            "action": seed.council_action, "agency": seed.council, "person": seed.council_editor,
            "until": today, "reason": "The author was ill.",
        }),
        "POST /updates" => json!({"action": seed.council_action, "cycle": seed.cycle}),
        "POST /updates/{update}/hand-over" => json!({"person": seed.council_editor}),
        "PUT /updates/{update}" => json!({"done": "Something."}),
        "POST /updates/{update}/return"
        | "POST /updates/{update}/override"
        | "POST /updates/{update}/contributions/{contributor}/dispute" => {
            json!({"comment": "Because."})
        }
        _ => json!({}),
    }
}

/// The records that the addresses name.
pub struct Names {
    finding: String,
    update: String,
    device: String,
    exception: String,
    webhook: String,
    delivery: String,
    notice: String,
    client: String,
    meeting: String,
    decision: String,
    service: String,
    pathway: String,
    agreement: String,
    case: String,
    part: String,
    step_down: String,
    run: String,
}

pub async fn names(world: &World) -> Names {
    let editor = world.by(world.seed.council_editor).await;
    let update = editor
        .post("/updates", &json!({"action": world.seed.joint_action, "cycle": world.seed.cycle, "agency": world.seed.council}))
        .await
        .expect(201);
    let path = format!("/updates/{}", update["id"].as_str().unwrap());
    let words = json!({"delivery_status": "in_progress", "brag": "green", "done": "Two courses.", "next": "Two more."});
    let saved = editor.put(&path, 1, &words).await.expect(200);
    let submit = format!("{path}/submit");
    editor
        .post_to(&submit, saved["version"].as_i64().unwrap(), &json!({}))
        .await
        .expect(200);
    let device = editor.get("/session/devices").await.expect(200)["items"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let lead = world.by(world.seed.council_lead).await;
    let webhook = lead
        .post("/webhooks", &body("POST /webhooks", world))
        .await
        .expect(201);
    let webhook = webhook["webhook"]["id"].as_str().unwrap().to_owned();
    let delivery = lead
        .post(&format!("/webhooks/{webhook}/test"), &json!({}))
        .await
        .expect(200);
    let coordinator = world.by(world.seed.coordinator).await;
    let meetings = format!("/plans/{}/meetings", world.seed.plan);
    let meeting = coordinator
        .post(&meetings, &body("POST /plans/{plan}/meetings", world))
        .await
        .expect(201);
    let meeting = meeting["id"].as_str().unwrap().to_owned();
    let decision = coordinator
        .post(
            &format!("/plans/{}/decisions", world.seed.plan),
            &json!({"meeting": meeting, "words": "To go on."}),
        )
        .await
        .expect(201);
    let service = coordinator
        .post("/services", &body("POST /services", world))
        .await
        .expect(201);
    let pathway = coordinator
        .post(
            &format!("/plans/{}/pathways", world.seed.plan),
            &body("POST /plans/{plan}/pathways", world),
        )
        .await
        .expect(201);
    let (agreement, case, part) = case(world).await;
    let begun = world
        .by(world.seed.practitioner)
        .await
        .post(&format!("/cases/{case}/step-down"), &json!({}))
        .await
        .expect(201);
    Names {
        step_down: begun["id"].as_str().unwrap().to_owned(),
        run: run(world).await,
        agreement,
        case,
        part,
        pathway: pathway["id"].as_str().unwrap().to_owned(),
        meeting,
        decision: decision["reference"].as_str().unwrap().to_owned(),
        service: service["id"].as_str().unwrap().to_owned(),
        delivery: delivery["id"].as_str().unwrap().to_owned(),
        webhook,
        notice: lead.get("/session/notices").await.expect(200)["items"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned(),
        finding: finding(world).await,
        update: update["id"].as_str().unwrap().to_owned(),
        exception: exception(world).await,
        device,
        client: world.client(&["plans:read"]).await.id,
    }
}

/// A sharing agreement, a case of the health board under it, and the part that the council is asked
/// to take.
async fn case(world: &World) -> (String, String, String) {
    use sea_orm::EntityTrait;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (seed, admin) = (&world.seed, world.by(world.seed.administrator).await);
    let form = body("POST /sharing-agreements", world);
    let made = admin.post("/sharing-agreements", &form).await.expect(201);
    let agreement = text(&made["id"]);
    let practitioner = world.by(seed.practitioner).await;
    let form = json!({"agency": seed.health, "case": {"born": "2011-05", "level": 3}});
    let case = text(&practitioner.post("/cases", &form).await.expect(201)["id"]);
    let today = backend::clock::london_day(backend::clock::now());
    let form = json!({
        "agency": seed.council, "agreement": agreement, "words": "To see them every week.",
        "sharing": {"basis": "consent", "consenter": "both", "on": today, "purpose": "What helps", "told": true},
    });
    let path = format!("/cases/{case}/participants");
    practitioner.post(&path, &form).await.expect(201);
    let part = entities::case_part::Entity::find()
        .all(&world.app.db.read)
        .await
        .unwrap()
        .into_iter()
        .find(|part| part.state == "asked")
        .unwrap();
    (agreement, case, part.id.to_string())
}

/// A run of retention that was agreed to, so that nobody can agree to it.
async fn run(world: &World) -> String {
    let (seed, now) = (&world.seed, backend::clock::now());
    let id = backend::clock::ordered_id();
    entities::retention_run::ActiveModel {
        id: Set(id),
        proposed_by: Set(seed.council_editor.0),
        proposed_for: Set(seed.council.0),
        proposed_at: Set(now),
        cases: Set(json!([])),
        words: Set(None),
        agreed_by: Set(Some(seed.council_editor.0)),
        agreed_at: Set(Some(now)),
        done_at: Set(Some(now)),
        done: Set(Some(0)),
    }
    .insert(world.app.db.owner())
    .await
    .unwrap();
    id.to_string()
}

/// An exception that has ended, so that nobody can end it.
async fn exception(world: &World) -> String {
    let (seed, now) = (&world.seed, backend::clock::now());
    let id = backend::clock::ordered_id();
    entities::cycle_exception::ActiveModel {
        id: Set(id),
        plan_id: Set(seed.plan.0),
        cycle_id: Set(seed.cycle.0),
        action_id: Set(seed.council_action.0),
        agency_id: Set(seed.council.0),
        person_id: Set(seed.council_editor.0),
        reason: Set("The author was ill.".to_owned()),
        until: Set(backend::clock::london_day(now)),
        by_id: Set(seed.coordinator.0),
        at: Set(now),
        ended_at: Set(Some(now)),
    }
    .insert(world.app.db.owner())
    .await
    .unwrap();
    id.to_string()
}

/// A finding of which the checks on the seed's plan know nothing: it can be parked.
async fn finding(world: &World) -> String {
    let seed = world.seed.clone();
    let id = backend::clock::ordered_id();
    world
        .app
        .db
        .unit(backend::db::Who::console("test"), move |unit| {
            Box::pin(async move {
                unit.changes_nothing();
                entities::finding::ActiveModel {
                    id: Set(id),
                    plan_id: Set(seed.plan.0),
                    code: Set("no-date".to_owned()),
                    item: Set("act-1".to_owned()),
                    items: Set(json!(["act-1"])),
                    printed: Set(String::new()),
                    proposal: Set(None),
                    reason: Set("No date is printed.".to_owned()),
                    state: Set("open".to_owned()),
                    decided_by_id: Set(None),
                    decided_at: Set(None),
                    note: Set(None),
                    sort: Set(1),
                    version: Set(1),
                }
                .insert(unit.txn)
                .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    id.to_string()
}

pub fn address(operation: &str, world: &World, names: &Names) -> (Method, String) {
    let (verb, path) = operation.split_once(' ').unwrap();
    let seed = &world.seed;
    let path = path
        .replace("{plan}", &seed.plan.to_string())
        .replace("{action}", &seed.council_action.to_string())
        .replace("{person}", &seed.council_editor.to_string())
        .replace("{agency}", &seed.charity.to_string())
        .replace("{cycle}", &seed.cycle.to_string())
        .replace("{finding}", &names.finding)
        .replace("{contributor}", &seed.health.to_string())
        .replace("{update}", &names.update)
        .replace("{exception}", &names.exception)
        .replace("{device}", &names.device)
        .replace("{webhook}", &names.webhook)
        .replace("{delivery}", &names.delivery)
        .replace("{notice}", &names.notice)
        .replace("{client}", &names.client)
        .replace("{meeting}", &names.meeting)
        .replace("{decision}", &names.decision)
        .replace("{service}", &names.service)
        .replace("{pathway}", &names.pathway)
        .replace("{agreement}", &names.agreement)
        .replace("{case}", &names.case)
        .replace("{part}", &names.part)
        .replace("{step_down}", &names.step_down)
        .replace("{run}", &names.run)
        // Glass that nobody has broken.
        .replace("{glass}", &names.part);
    // A connection that stays would keep the test waiting: this one is refused for its cursor.
    let path = path.replace("/live", "/live?after=x");
    (verb.parse().unwrap(), path)
}

/// Does an operation with a version that no record has, so that whoever may do it is told that
/// the version is stale and nothing changes.
async fn attempt(caller: &Caller, operation: &str, world: &World, names: &Names) -> u16 {
    let (verb, path) = address(operation, world, names);
    let key = format!("\"{}\"", backend::clock::random_id());
    let headers = [
        ("x-throughline", "1"),
        ("content-type", "application/json"),
        ("idempotency-key", &key),
        ("if-match", "\"v0\""),
    ];
    let body = body(operation, world).to_string();
    let get = verb == Method::GET;
    caller
        .send(
            verb,
            &path,
            if get { &[] } else { &headers },
            if get { None } else { Some(&body) },
        )
        .await
        .status
}

#[test]
fn every_operation_says_who_may() {
    let stated: BTreeSet<String> = AUTHORISATION
        .iter()
        .map(|(operation, _)| (*operation).to_owned())
        .collect();
    assert_eq!(operations(), stated);
}

on_both! {
    async fn the_anonymous_get_nothing(world: World) {
        let names = names(&world).await;
        let before = world.entries().await;
        for (operation, may) in AUTHORISATION {
            let status = attempt(&world.guest(), operation, &world, &names).await;
            if matches!(may, Anyone) {
                // A wrong password is a 401 of its own, told from "not signed in" by its code.
                assert!(status < 500 && (status != 401 || *operation == "POST /session"), "{operation}: {status}");
            } else {
                assert_eq!(status, 401, "{operation}");
            }
        }
        assert_eq!(world.entries().await, before, "nothing was changed");
    }
}

on_both! {
    async fn everyone_may_do_what_the_table_says(world: World) {
        let names = names(&world).await;
        for (operation, may) in AUTHORISATION {
            for (name, person) in world.seed.everyone() {
                let allowed = match may {
                    Anyone => continue,
                    Everyone => true,
                    Only(people) => people.contains(&name),
                };
                let before = world.entries().await;
                let status = attempt(&world.by(person).await, operation, &world, &names).await;
                assert!(status < 500, "{operation} by the {name}: {status}");
                if allowed {
                    assert!(!matches!(status, 401 | 403 | 404), "{operation} by the {name}: {status}");
                } else if *operation == "DELETE /session/devices/{device}" && name == "council editor" {
                    assert_eq!(status, 204, "one's own device can be ended");
                } else {
                    assert!(matches!(status, 403 | 404), "{operation} by the {name}: {status}");
                    assert_eq!(world.entries().await, before, "{operation} by the {name} changed something");
                }
            }
        }
    }
}

/// Notes which operations were done, and that each left its act in the log.
struct Ledger<'a> {
    world: &'a World,
    done: BTreeSet<String>,
}

impl Ledger<'_> {
    async fn done(&mut self, operation: &str, act: &str, answer: crate::support::Answer) -> Value {
        assert!(
            answer.status < 300,
            "{operation}: {} {}",
            answer.status,
            answer.text
        );
        let acts = self.world.acts().await;
        assert!(
            acts.iter().any(|known| known == act),
            "{operation} left no {act} in {acts:?}"
        );
        self.done.insert(operation.to_owned());
        if answer.text.is_empty() {
            Value::Null
        } else {
            answer.json()
        }
    }
}

on_both! {
    /// One story in which everything that changes something is done once.
    async fn every_change_leaves_its_trace(world: World) {
        let seed = world.seed.clone();
        let admin = world.by(seed.administrator).await;
        let coordinator = world.by(seed.coordinator).await;
        let lead = world.by(seed.council_lead).await;
        let editor = world.by(seed.council_editor).await;
        let mut ledger = Ledger { world: &world, done: BTreeSet::new() };
        let body = |operation: &str| body(operation, &world);
        let plan = format!("/plans/{}", seed.plan);
        let action = format!("{plan}/actions/{}", seed.council_action);
        let version = |value: &Value| value["version"].as_i64().unwrap();

        let invited = ledger.done("POST /people", "person.invite", lead.post("/people", &body("POST /people")).await).await;
        let person = format!("/people/{}", invited["person"]["id"].as_str().unwrap());
        let link = ledger.done("POST /people/{person}/link", "person.link", lead.post(&format!("{person}/link"), &json!({})).await).await;
        let token = link["link"].as_str().unwrap().split_once('#').unwrap().1;
        let email = invited["person"]["email"].as_str().unwrap();
        let password = "violet harbour tractor";
        ledger.done("POST /links/use", "link.use", world.guest().post("/links/use", &json!({"token": token, "password": password})).await).await;
        let signed_in = world.guest().post("/session", &json!({"email": email, "password": password})).await;
        let cookie = signed_in.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        ledger.done("POST /session", "session.begin", signed_in).await;
        let newcomer = Caller::new(world.base(), Some(cookie));
        let other = newcomer.get("/session/devices").await.expect(200)["items"]
            .as_array().unwrap().iter().find(|device| device["current"] == false).unwrap()["id"].as_str().unwrap().to_owned();
        ledger.done("DELETE /session/devices/{device}", "session.end", newcomer.delete(&format!("/session/devices/{other}")).await).await;
        ledger.done("PUT /session/password", "person.password", newcomer.put("/session/password", 0, &json!({"current": password, "new": "another long phrase"})).await).await;
        ledger.done("PUT /session/mail", "person.mail", newcomer.put("/session/mail", 0, &body("PUT /session/mail")).await).await;
        ledger.done("POST /session/calendar", "person.calendar", newcomer.post("/session/calendar", &json!({})).await).await;
        ledger.done("DELETE /session/calendar", "person.calendar_end", newcomer.delete("/session/calendar").await).await;
        ledger.done("DELETE /session", "session.end", newcomer.delete("/session").await).await;
        let now = admin.get(&person).await.expect(200);
        let renamed = ledger.done("PATCH /people/{person}", "person.update", admin.patch(&person, version(&now), &body("PATCH /people/{person}")).await).await;
        ledger.done("PUT /people/{person}/grants", "person.grants", admin.put(&format!("{person}/grants"), version(&renamed), &body("PUT /people/{person}/grants")).await).await;

        let made = ledger.done("POST /agencies", "agency.create", admin.post("/agencies", &body("POST /agencies")).await).await;
        let agency = format!("/agencies/{}", made["id"].as_str().unwrap());
        let changed = ledger.done("PATCH /agencies/{agency}", "agency.update", admin.patch(&agency, 1, &body("PATCH /agencies/{agency}")).await).await;
        ledger.done("POST /agencies/{agency}/succession", "agency.succession", admin.post_to(&format!("{agency}/succession"), version(&changed), &body("POST /agencies/{agency}/succession")).await).await;

        ledger.done("PUT /agencies/{agency}/accountable", "agency.accountable",
            lead.put(&format!("/agencies/{}/accountable", seed.council), 0, &json!({"person": seed.council_lead})).await).await;
        let made = ledger.done("POST /services", "service.create", coordinator.post("/services", &body("POST /services")).await).await;
        let service = format!("/services/{}", made["id"].as_str().unwrap());
        ledger.done("PUT /services/{service}", "service.update", lead.put(&service, 1, &body("PUT /services/{service}")).await).await;
        ledger.done("POST /services/{service}/close", "service.close", coordinator.post_to(&format!("{service}/close"), 2, &body("POST /services/{service}/close")).await).await;
        ledger.done("POST /services/{service}/reopen", "service.reopen", coordinator.post_to(&format!("{service}/reopen"), 3, &json!({})).await).await;
        ledger.done("POST /imports/services", "service.create",
            coordinator.upload("/imports/services", "text/csv", b"Name,Kind\nA service from a sheet,Training\n".to_vec()).await).await;
        ledger.done("PUT /publication", "publication.update", admin.put("/publication", 1, &body("PUT /publication")).await).await;

        ledger.done("POST /plans", "plan.import", admin.post("/plans", &body("POST /plans")).await).await;
        let finding = finding(&world).await;
        ledger.done("POST /plans/{plan}/findings/{finding}/decision", "finding.park",
            coordinator.post_to(&format!("{plan}/findings/{finding}/decision"), 1, &body("POST /plans/{plan}/findings/{finding}/decision")).await).await;
        let patched = ledger.done("PATCH /plans/{plan}/actions/{action}", "action.update",
            coordinator.patch(&action, 1, &body("PATCH /plans/{plan}/actions/{action}")).await).await;
        ledger.done("POST /plans/{plan}/actions/{action}/events", "action.start",
            lead.post_to(&format!("{action}/events"), version(&patched), &json!({"event": "start"})).await).await;
        ledger.done("POST /plans/{plan}/actions/{action}/milestones", "milestone.create",
            lead.post(&format!("{action}/milestones"), &body("POST /plans/{plan}/actions/{action}/milestones")).await).await;
        let paused = coordinator.get(&action).await.expect(200);
        assert_eq!(paused["state"], "in_progress");
        ledger.done("POST /plans/{plan}/agreement", "action.agree", agree(&world, &coordinator, &plan).await).await;
        let cycle = ledger.done("POST /plans/{plan}/cycles", "cycle.create", coordinator.post(&format!("{plan}/cycles"), &body("POST /plans/{plan}/cycles")).await).await;
        ledger.done("POST /plans/{plan}/cycles/series", "cycle.create",
            coordinator.post(&format!("{plan}/cycles/series"), &body("POST /plans/{plan}/cycles/series")).await).await;
        ledger.done("PATCH /plans/{plan}/cycles/{cycle}", "cycle.update",
            coordinator.patch(&format!("{plan}/cycles/{}", cycle["id"].as_str().unwrap()), 1, &body("PATCH /plans/{plan}/cycles/{cycle}")).await).await;
        let made = ledger.done("POST /plans/{plan}/pathways", "pathway.create", coordinator.post(&format!("{plan}/pathways"), &body("POST /plans/{plan}/pathways")).await).await;
        let pathway = format!("{plan}/pathways/{}", made["id"].as_str().unwrap());
        ledger.done("PUT /plans/{plan}/pathways/{pathway}", "pathway.update", coordinator.put(&pathway, 1, &body("PUT /plans/{plan}/pathways/{pathway}")).await).await;
        ledger.done("POST /plans/{plan}/pathways/{pathway}/close", "pathway.close", coordinator.post_to(&format!("{pathway}/close"), 2, &body("POST /plans/{plan}/pathways/{pathway}/close")).await).await;
        ledger.done("POST /plans/{plan}/pathways/{pathway}/reopen", "pathway.reopen", coordinator.post_to(&format!("{pathway}/reopen"), 3, &json!({})).await).await;
        let meeting = ledger.done("POST /plans/{plan}/meetings", "meeting.create", coordinator.post(&format!("{plan}/meetings"), &body("POST /plans/{plan}/meetings")).await).await;
        ledger.done("PATCH /plans/{plan}/meetings/{meeting}", "meeting.update",
            coordinator.patch(&format!("{plan}/meetings/{}", meeting["id"].as_str().unwrap()), 1, &body("PATCH /plans/{plan}/meetings/{meeting}")).await).await;
        let decision = ledger.done("POST /plans/{plan}/decisions", "decision.create",
            coordinator.post(&format!("{plan}/decisions"), &json!({"meeting": meeting["id"], "words": "To go on."})).await).await;
        let one = format!("{plan}/decisions/{}", decision["id"].as_str().unwrap());
        ledger.done("PATCH /plans/{plan}/decisions/{decision}", "decision.update", coordinator.patch(&one, 1, &body("PATCH /plans/{plan}/decisions/{decision}")).await).await;
        ledger.done("POST /plans/{plan}/decisions/{decision}/events", "decision.agree",
            coordinator.post_to(&format!("{one}/events"), 2, &body("POST /plans/{plan}/decisions/{decision}/events")).await).await;

        let words = json!({"delivery_status": "in_progress", "brag": "green", "done": "Two courses.", "next": "Two more."});
        let start = async |action: &str| {
            editor.post("/updates", &json!({"action": action, "cycle": seed.cycle, "agency": seed.council})).await
        };
        let draft = ledger.done("POST /updates", "update.start", start(&seed.council_action.to_string()).await).await;
        let update = format!("/updates/{}", draft["id"].as_str().unwrap());
        let saved = ledger.done("PUT /updates/{update}", "update.save", editor.put(&update, version(&draft), &words).await).await;
        let act = async |caller: &Caller, act: &str, seen: &Value| {
            caller.post_to(&format!("{update}/{act}"), version(seen), &json!({"comment": "Because."})).await
        };
        let saved = ledger.done("POST /updates/{update}/hand-over", "update.hand_over",
            lead.post_to(&format!("{update}/hand-over"), version(&saved), &body("POST /updates/{update}/hand-over")).await).await;
        let sent = ledger.done("POST /updates/{update}/submit", "update.submit", act(&editor, "submit", &saved).await).await;
        let taken = ledger.done("POST /updates/{update}/take-up", "update.take_up", act(&lead, "take-up", &sent).await).await;
        let returned = ledger.done("POST /updates/{update}/return", "update.return", act(&lead, "return", &taken).await).await;
        let again = act(&editor, "submit", &returned).await.expect(200);
        ledger.done("POST /updates/{update}/accept", "update.accept", act(&lead, "accept", &again).await).await;

        let second = start(&seed.joint_action.to_string()).await.expect(201);
        let update = format!("/updates/{}", second["id"].as_str().unwrap());
        let saved = editor.put(&update, version(&second), &words).await.expect(200);
        let sent = editor.post_to(&format!("{update}/submit"), version(&saved), &json!({})).await.expect(200);
        let health = world.by(seed.health_lead).await;
        let answer = format!("{update}/contributions/{}", seed.health);
        let sent = ledger.done("POST /updates/{update}/contributions/{contributor}/endorse", "update.endorse",
            health.post_to(&format!("{answer}/endorse"), version(&sent), &json!({})).await).await;
        let disputed = ledger.done("POST /updates/{update}/contributions/{contributor}/dispute", "update.dispute",
            health.post_to(&format!("{answer}/dispute"), version(&sent), &json!({"comment": "We held one course."})).await).await;
        let sent = editor.post_to(&format!("{update}/submit"), version(&disputed), &json!({})).await.expect(200);
        ledger.done("POST /updates/{update}/override", "update.override",
            coordinator.post_to(&format!("{update}/override"), version(&sent), &json!({"comment": "The lead is away."})).await).await;
        let third = start(&seed.schools_action.to_string()).await.expect(201);
        let update = format!("/updates/{}", third["id"].as_str().unwrap());
        ledger.done("POST /updates/{update}/withdraw", "update.withdraw", editor.post_to(&format!("{update}/withdraw"), version(&third), &json!({})).await).await;

        let told = editor.get("/session/notices").await.expect(200)["items"][0]["id"].clone();
        ledger.done("POST /session/notices/{notice}/read", "person.notices",
            editor.post(&format!("/session/notices/{}/read", told.as_str().unwrap()), &json!({})).await).await;
        ledger.done("POST /session/notices/read", "person.notices",
            editor.post("/session/notices/read", &json!({"notice": told})).await).await;
        let made = ledger.done("POST /webhooks", "webhook.create", lead.post("/webhooks", &body("POST /webhooks")).await).await;
        let webhook = format!("/webhooks/{}", made["webhook"]["id"].as_str().unwrap());
        let changed = ledger.done("PATCH /webhooks/{webhook}", "webhook.update", lead.patch(&webhook, 1, &body("PATCH /webhooks/{webhook}")).await).await;
        let rotated = ledger.done("POST /webhooks/{webhook}/secret", "webhook.rotate", lead.post_to(&format!("{webhook}/secret"), version(&changed), &json!({})).await).await;
        let sent = ledger.done("POST /webhooks/{webhook}/test", "webhook.test", lead.post(&format!("{webhook}/test"), &json!({})).await).await;
        let delivery = format!("{webhook}/deliveries/{}", sent["id"].as_str().unwrap());
        ledger.done("POST /webhooks/{webhook}/deliveries/{delivery}/replay", "webhook.replay", lead.post(&format!("{delivery}/replay"), &json!({})).await).await;
        ledger.done("POST /webhooks/{webhook}/replay", "webhook.replay", lead.post(&format!("{webhook}/replay"), &body("POST /webhooks/{webhook}/replay")).await).await;
        let tag = format!("\"v{}\"", version(&rotated["webhook"]));
        let headers = [("x-throughline", "1"), ("content-type", "application/json"), ("if-match", tag.as_str())];
        ledger.done("DELETE /webhooks/{webhook}", "webhook.remove", lead.send(Method::DELETE, &webhook, &headers, Some("{}")).await).await;
        let made = ledger.done("POST /api-clients", "client.create", lead.post("/api-clients", &body("POST /api-clients")).await).await;
        let client = format!("/api-clients/{}", made["client"]["id"].as_str().unwrap());
        ledger.done("PUT /api-clients/{client}/keys", "client.keys", lead.put(&format!("{client}/keys"), 1, &body("PUT /api-clients/{client}/keys")).await).await;
        ledger.done("POST /api-clients/{client}/secrets", "client.secret", lead.post(&format!("{client}/secrets"), &json!({})).await).await;
        ledger.done("PATCH /api-clients/{client}", "client.disable", admin.patch(&client, 2, &body("PATCH /api-clients/{client}")).await).await;
        let sheet = |text: &str| text.as_bytes().to_vec();
        ledger.done("POST /plans/{plan}/imports/updates", "update.start", editor.upload(&format!("{plan}/imports/updates"), "text/csv",
            sheet(&format!("Action reference,{DELIVERY},{RATING},{DONE},{CHANGED},{NEXT},\"{HELP}\"\n3.1,In progress,On track,Two lessons.,,Two more.,\n"))).await).await;
        ledger.done("POST /plans/{plan}/imports/milestones", "milestone.create", editor.upload(&format!("{plan}/imports/milestones"), "text/csv",
            sheet("Action reference,Milestone,Due\n1.1,A step from a sheet,2030-01\n")).await).await;

        together(&mut ledger, &body).await;
        stepping_down(&mut ledger, &body).await;
        keeping(&mut ledger, &body).await;

        close(&world).await;
        let cycle = format!("{plan}/cycles/{}", seed.cycle);
        let exception = ledger.done("POST /plans/{plan}/cycles/{cycle}/exceptions", "cycle.exception",
            coordinator.post(&format!("{cycle}/exceptions"), &body("POST /plans/{plan}/cycles/{cycle}/exceptions")).await).await;
        ledger.done("DELETE /plans/{plan}/cycles/{cycle}/exceptions/{exception}", "cycle.exception_end",
            coordinator.delete(&format!("{cycle}/exceptions/{}", exception["id"].as_str().unwrap())).await).await;
        ledger.done("POST /plans/{plan}/cycles/{cycle}/lock", "cycle.lock",
            coordinator.post_to(&format!("{cycle}/lock"), 1, &json!({})).await).await;

        let reading = ["POST /links/view"];
        let changing: BTreeSet<String> = operations()
            .into_iter()
            .filter(|operation| !operation.starts_with("GET ") && !reading.contains(&operation.as_str()))
            .collect();
        assert_eq!(ledger.done, changing, "every operation that changes something is in this story");
    }
}

/// What agencies do who work together on a case.
async fn together(ledger: &mut Ledger<'_>, body: &impl Fn(&str) -> Value) {
    use crate::cases::crew::{Crew, invitation, newcomer};
    let world = ledger.world;
    let seed = &world.seed;
    let admin = world.by(seed.administrator).await;
    let path = "/sharing-agreements";
    let form = body("POST /sharing-agreements");
    let made = ledger
        .done(
            "POST /sharing-agreements",
            "agreement.create",
            admin.post(path, &form).await,
        )
        .await;
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    ledger
        .done(
            "PUT /sharing-agreements/{agreement}",
            "agreement.update",
            admin.put(&one, 1, &form).await,
        )
        .await;

    let crew = Crew::new(world).await;
    let case = crew.open().await;
    let at = format!("/cases/{case}");
    let form = json!({"agency": crew.workers[0].agency, "case": {"born": "2011-05", "level": 3}});
    let opened = crew.workers[0].caller.post("/cases", &form).await;
    let own = ledger.done("POST /cases", "case.open", opened).await;
    let own = format!("/cases/{}", own["id"].as_str().unwrap());
    let form = json!({"reference": crate::cases::crew::reference(world, &case).await});
    let found = crew.workers[0].caller.post("/cases/find", &form).await;
    ledger.done("POST /cases/find", "case.find", found).await;
    let changed = crew.workers[0]
        .caller
        .put(&own, 1, &body("PUT /cases/{case}"))
        .await;
    ledger
        .done("PUT /cases/{case}", "case.update", changed)
        .await;
    let happened = crew.workers[0]
        .caller
        .post_to(
            &format!("{own}/events"),
            2,
            &body("POST /cases/{case}/events"),
        )
        .await;
    ledger
        .done("POST /cases/{case}/events", "case.raise_concern", happened)
        .await;
    let [holder, second, third] = [0, 1, 2].map(|at| crew.workers[at].caller.clone());
    let form = invitation(&crew, 1, "What helps at school", "To see them every week.");
    let asked = holder.post(&format!("{at}/participants"), &form).await;
    ledger
        .done("POST /cases/{case}/participants", "case.invite", asked)
        .await;
    let part = crew.part(world, &case, 1).await.unwrap();
    let answer = crew.answer(&part, 1, true).await;
    ledger
        .done(
            "POST /cases/{case}/participants/{part}/answer",
            "case.join",
            answer,
        )
        .await;
    let people = json!({"people": [crew.workers[1].person, crew.colleagues[1].person]});
    let named = second
        .post_to(&format!("{}/people", part.path), 2, &people)
        .await;
    ledger
        .done(
            "POST /cases/{case}/participants/{part}/people",
            "case.name",
            named,
        )
        .await;
    let offer = json!({"offers": "A walk every week.", "own_reference": "RiO 1234567"});
    let offered = second
        .post_to(&format!("{}/offer", part.path), 3, &offer)
        .await;
    ledger
        .done(
            "POST /cases/{case}/participants/{part}/offer",
            "case.offer",
            offered,
        )
        .await;

    let ask = json!({"to": crew.workers[1].agency, "words": "They go to school there."});
    let pass = format!("{at}/pass");
    let asked = holder.post(&pass, &ask).await;
    ledger
        .done("POST /cases/{case}/pass", "case.pass_ask", asked)
        .await;
    let back = holder.post(&format!("{pass}/withdraw"), &json!({})).await;
    ledger
        .done(
            "POST /cases/{case}/pass/withdraw",
            "case.pass_withdraw",
            back,
        )
        .await;
    holder.post(&pass, &ask).await.expect(200);
    let yes = json!({"accept": true});
    let answer = second.post(&format!("{pass}/answer"), &yes).await;
    ledger
        .done("POST /cases/{case}/pass/answer", "case.pass_accept", answer)
        .await;
    let contact = body("POST /cases/{case}/pass/first-contact");
    let passed = second
        .post(&format!("{pass}/first-contact"), &contact)
        .await;
    ledger
        .done("POST /cases/{case}/pass/first-contact", "case.pass", passed)
        .await;
    let ask = json!({"to": crew.workers[0].agency, "words": "They have moved again."});
    second.post(&pass, &ask).await.expect(200);
    holder
        .post(&format!("{pass}/answer"), &yes)
        .await
        .expect(200);
    let reason = body("POST /cases/{case}/pass/override");
    let passed = holder.post(&format!("{pass}/override"), &reason).await;
    ledger
        .done("POST /cases/{case}/pass/override", "case.pass", passed)
        .await;

    let words = json!({"words": "What we offered has ended."});
    let left = second.post(&format!("{}/leave", part.path), &words).await;
    ledger
        .done(
            "POST /cases/{case}/participants/{part}/leave",
            "case.leave",
            left,
        )
        .await;
    crew.join(world, &case, 2).await;
    let part = crew.part(world, &case, 2).await.unwrap();
    let consent = body("POST /cases/{case}/participants/{part}/sharing");
    let gone = holder
        .post_to(&format!("{}/sharing", part.path), part.version, &consent)
        .await;
    ledger
        .done(
            "POST /cases/{case}/participants/{part}/sharing",
            "case.consent_withdrawn",
            gone,
        )
        .await;
    assert_eq!(third.get(&at).await.status, 404);
    crew.invite(0, &case, 2).await.expect(201);
    let part = crew.part(world, &case, 2).await.unwrap();
    let back = holder
        .post(&format!("{}/withdraw", part.path), &words)
        .await;
    ledger
        .done(
            "POST /cases/{case}/participants/{part}/withdraw",
            "case.withdraw",
            back,
        )
        .await;

    let breaker = newcomer(world, shared::policy::Role::Practitioner, seed.charity).await;
    let reference = crate::cases::crew::reference(world, &case).await;
    let form = json!({"reference": reference, "reason": "crisis", "words": "Came to the ward tonight, alone."});
    let opened = breaker.caller.post("/cases/break-glass", &form).await;
    ledger
        .done("POST /cases/break-glass", "case.break_glass", opened)
        .await;
    let ended = breaker
        .caller
        .post(&format!("{at}/break-glass/end"), &json!({}))
        .await;
    ledger
        .done(
            "POST /cases/{case}/break-glass/end",
            "case.glass_end",
            ended,
        )
        .await;
    let auditor = world.by(seed.auditor).await;
    let list = auditor.get("/cases/break-glass").await.expect(200);
    let glass = list["items"][0]["id"].as_str().unwrap();
    let found = body("POST /cases/break-glass/{glass}/review");
    let reviewed = auditor
        .post(&format!("/cases/break-glass/{glass}/review"), &found)
        .await;
    ledger
        .done(
            "POST /cases/break-glass/{glass}/review",
            "case.glass_review",
            reviewed,
        )
        .await;
}

/// What agencies do with a step-down plan.
async fn stepping_down(ledger: &mut Ledger<'_>, body: &impl Fn(&str) -> Value) {
    let world = ledger.world;
    let crew = crate::cases::crew::Crew::new(world).await;
    let case = crew.open().await;
    let holder = crew.workers[0].caller.clone();
    let begun = holder
        .post(&format!("/cases/{case}/step-down"), &json!({}))
        .await;
    let begun = ledger
        .done("POST /cases/{case}/step-down", "step_down.begin", begun)
        .await;
    let at = format!("/step-downs/{}", begun["id"].as_str().unwrap());
    let form = json!({"content": crew.content()});
    let saved = holder.put(&at, 1, &form).await;
    ledger
        .done("PUT /step-downs/{step_down}", "step_down.save", saved)
        .await;
    let events = format!("{at}/events");
    let propose = json!({"event": "propose"});
    holder.post_to(&events, 2, &propose).await.expect(200);
    let accepted = holder
        .post_to(&events, 3, &body("POST /step-downs/{step_down}/events"))
        .await;
    ledger
        .done(
            "POST /step-downs/{step_down}/events",
            "step_down.accept",
            accepted,
        )
        .await;
    let on = json!({"event": "step_down", "on": crate::cases::crew::today()});
    holder.post_to(&events, 4, &on).await.expect(200);
    let duty = body("POST /step-downs/{step_down}/duties");
    let done = holder.post_to(&format!("{at}/duties"), 5, &duty).await;
    ledger
        .done(
            "POST /step-downs/{step_down}/duties",
            "step_down.duty",
            done,
        )
        .await;
}

/// What is done about how long a case is kept.
async fn keeping(ledger: &mut Ledger<'_>, body: &impl Fn(&str) -> Value) {
    let world = ledger.world;
    let crew = crate::cases::crew::Crew::new(world).await;
    let at = format!("/cases/{}", crew.open().await);
    let holder = crew.workers[0].caller.clone();
    let close = json!({"event": "close", "words": "The school carries on."});
    holder
        .post_to(&format!("{at}/events"), 1, &close)
        .await
        .expect(200);
    let hold = format!("{at}/hold");
    let held = holder
        .post_to(&hold, 2, &body("POST /cases/{case}/hold"))
        .await;
    ledger
        .done("POST /cases/{case}/hold", "case.hold", held)
        .await;
    let lift = json!({"on": false, "words": "The court has decided."});
    holder.post_to(&hold, 3, &lift).await.expect(200);
    let asked = json!({"words": "The young person asked for it."});
    let asked = holder.post(&format!("{at}/erase"), &asked).await;
    ledger
        .done("POST /cases/{case}/erase", "case.erase", asked)
        .await;
    let lead = world.by(world.seed.council_lead).await;
    let looked = lead.post("/retention/runs", &json!({})).await;
    ledger
        .done("POST /retention/runs", "retention.look", looked)
        .await;
    let runs = lead.get("/retention").await.expect(200);
    let run = runs["runs"][0]["id"].as_str().unwrap();
    let agreed = lead
        .post(&format!("/retention/runs/{run}/agree"), &json!({}))
        .await;
    ledger
        .done(
            "POST /retention/runs/{run}/agree",
            "retention.agree",
            agreed,
        )
        .await;
}

/// Lets the seed's cycle have closed yesterday.
async fn close(world: &World) {
    let today = backend::clock::london_day(backend::clock::now());
    entities::cycle::ActiveModel {
        id: Set(world.seed.cycle.0),
        opens: Set(today - chrono::Days::new(20)),
        due: Set(today - chrono::Days::new(10)),
        closes: Set(today - chrono::Days::new(1)),
        ..Default::default()
    }
    .update(world.app.db.owner())
    .await
    .unwrap();
}

/// Puts an action back to `proposed`, as an import leaves it, and agrees it.
async fn agree(world: &World, coordinator: &Caller, plan: &str) -> crate::support::Answer {
    let action = world.seed.schools_action;
    world
        .app
        .db
        .unit(backend::db::Who::console("test"), move |unit| {
            Box::pin(async move {
                use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
                unit.changes_nothing();
                entities::action::Entity::update_many()
                    .col_expr(entities::action::Column::State, Expr::value("proposed"))
                    .filter(entities::action::Column::Id.eq(action.0))
                    .exec(unit.txn)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    coordinator
        .post(&format!("{plan}/agreement"), &json!({"actions": [action]}))
        .await
}
