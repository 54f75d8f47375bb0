//! `/plans/{plan}/findings`.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::{KENT, WESTSHIRE};
use crate::support::{Caller, World, on_both};

/// Imports a plan and makes the seed's coordinator the coordinator of it.
async fn planted(world: &World, file: &str) -> (Caller, String) {
    let admin = world.by(world.seed.administrator).await;
    let file: Value = serde_json::from_str(file).unwrap();
    let made = admin.post("/plans", &file).await.expect(201);
    let person = format!("/people/{}", world.seed.coordinator);
    let version = admin.get(&person).await.expect(200)["version"]
        .as_i64()
        .unwrap();
    let grants = json!({"grants": [{"role": "coordinator", "plan": made["plan"]["id"]}]});
    admin
        .put(&format!("{person}/grants"), version, &grants)
        .await
        .expect(200);
    let path = format!("/plans/{}/findings", made["plan"]["slug"].as_str().unwrap());
    (world.by(world.seed.coordinator).await, path)
}

async fn all(caller: &Caller, path: &str) -> Vec<Value> {
    caller.get(path).await.expect(200)["items"]
        .as_array()
        .unwrap()
        .clone()
}

/// The finding of a code that speaks of `words`.
async fn one(caller: &Caller, path: &str, code: &str, words: &str) -> Value {
    let found = all(caller, path).await;
    let fits = |finding: &&Value| finding["code"] == code && finding.to_string().contains(words);
    found
        .iter()
        .find(fits)
        .unwrap_or_else(|| panic!("no {code} on {words}"))
        .clone()
}

async fn decide(
    caller: &Caller,
    path: &str,
    finding: &Value,
    decision: &str,
    note: Option<&str>,
) -> crate::support::Answer {
    let address = format!("{path}/{}/decision", finding["id"].as_str().unwrap());
    let mut form = json!({"decision": decision});
    if let Some(note) = note {
        form["note"] = json!(note);
    }
    caller
        .post_to(&address, finding["version"].as_i64().unwrap(), &form)
        .await
}

fn open(found: &[Value]) -> Vec<&str> {
    found
        .iter()
        .filter(|f| f["state"] == "open")
        .map(|f| f["code"].as_str().unwrap())
        .collect()
}

async fn action(world: &World, source: &str) -> entities::action::Model {
    entities::action::Entity::find()
        .filter(entities::action::Column::SourceId.eq(source))
        .one(&world.app.db.read)
        .await
        .unwrap()
        .unwrap()
}

async fn link(world: &World, source: &str) -> entities::link::Model {
    entities::link::Entity::find()
        .filter(entities::link::Column::SourceId.eq(source))
        .one(&world.app.db.read)
        .await
        .unwrap()
        .unwrap()
}

on_both! {
    async fn a_repair_brings_the_next_defect_to_light(world: World) {
        let (coordinator, path) = planted(&world, KENT).await;
        assert_eq!(link(&world, "xref-06").await.resolution, "dangling");
        let wrong = one(&coordinator, &path, "malformed-ref", "41").await;
        assert_eq!(wrong["subject"], "41 Whole-family protocol");
        assert_eq!(wrong["proposal"], "Renumber to 4.1");
        let decided = decide(&coordinator, &path, &wrong, "accept", None).await.expect(200);
        assert_eq!((&decided["added"], &decided["gone"]), (&json!(1), &json!(1)));
        assert_eq!(decided["finding"]["state"], "accepted");
        assert!(decided["finding"]["decided_by"].is_string());
        let protocol = action(&world, "act-whole-family-protocol").await;
        assert_eq!((protocol.reference.as_deref(), protocol.version), (Some("4.1"), 2));
        let turned = link(&world, "xref-06").await;
        assert_eq!((turned.resolution.as_str(), turned.target_id), ("resolved", Some(protocol.id)));

        // The link does not dangle any more: it leads to the wrong action, and says so.
        let wrong = one(&coordinator, &path, "wrong-target", "promoting recovery").await;
        assert_eq!(wrong["state"], "open");
        decide(&coordinator, &path, &wrong, "accept", None).await.expect(200);
        let step_down = action(&world, "act-step-down-pathway").await;
        assert_eq!(link(&world, "xref-06").await.target_id, Some(step_down.id));

        // One action is renumbered; the other keeps its reference, which nobody shares now.
        let twice = one(&coordinator, &path, "duplicate-ref", "5.2").await;
        assert_eq!(twice["actions"].as_array().unwrap().len(), 2);
        decide(&coordinator, &path, &twice, "accept", None).await.expect(200);
        let pathway = action(&world, "act-single-pathway").await;
        assert_eq!(pathway.reference.as_deref(), Some("3.1"));
        assert_eq!(action(&world, "act-step-down-pathway").await.reference.as_deref(), Some("5.2"));
        let acts = world.acts().await;
        assert!(acts.iter().filter(|act| *act == "finding.accept").count() == 3 && acts.contains(&"action.update".to_owned()));
        let history = entities::history::Entity::find()
            .filter(entities::history::Column::RecordId.eq(pathway.id))
            .all(&world.app.db.read).await.unwrap();
        assert_eq!(history.len(), 2, "imported, and settled");
    }
}

on_both! {
    async fn accepting_the_repairs_leaves_what_people_must_supply(world: World) {
        let (coordinator, path) = planted(&world, KENT).await;
        // Of the names one is enough: they are all alike, and there are 20.
        let wanted = |finding: &&Value| {
            finding["state"] == "open"
                && !finding["repair"].is_null()
                && (finding["code"] != "alias" || finding["printed"].as_str().unwrap().contains("KCSB"))
        };
        while let Some(next) = all(&coordinator, &path).await.iter().find(wanted) {
            decide(&coordinator, &path, next, "accept", None).await.expect(200);
        }
        let mut found = all(&coordinator, &path).await;
        found.retain(|finding| finding["code"] != "alias");
        assert_eq!(open(&found), ["no-date", "no-measure"]);
        assert_eq!(found[0]["subject"], "20 actions");
        let nothing = decide(&coordinator, &path, &found[0], "accept", None).await;
        assert_eq!(nothing.json()["refusal"]["code"], "nothing_to_apply");
        let unsettled = entities::action::Entity::find()
            .filter(entities::action::Column::Reference.is_null())
            .all(&world.app.db.read).await.unwrap();
        assert!(unsettled.is_empty());
        let board = entities::agency::Entity::find()
            .filter(entities::agency::Column::SourceId.eq("ag-kscb"))
            .one(&world.app.db.read).await.unwrap().unwrap();
        assert!(board.aliases.as_array().unwrap().contains(&json!("KCSB")) && board.version == 2);
    }
}

on_both! {
    async fn decisions_have_words_and_can_be_taken_back_when_nothing_changed(world: World) {
        let (coordinator, path) = planted(&world, WESTSHIRE).await;
        let alias = one(&coordinator, &path, "alias", "Help early").await;
        assert_eq!(alias["subject"], "Early help");
        for decision in ["park", "overrule"] {
            assert_eq!(decide(&coordinator, &path, &alias, decision, None).await.pointers(), ["/note"]);
            assert_eq!(decide(&coordinator, &path, &alias, decision, Some(&"x".repeat(4001))).await.pointers(), ["/note"]);
        }
        assert_eq!(decide(&coordinator, &path, &alias, "reopen", None).await.problem(409), "wrong_state");
        let parked = decide(&coordinator, &path, &alias, "park", Some("Ask the board.")).await.expect(200);
        assert_eq!(parked["finding"]["decision_note"], "Ask the board.");
        let stale = decide(&coordinator, &path, &alias, "accept", None).await;
        assert_eq!(stale.json()["current"]["state"], "parked");
        assert_eq!(stale.problem(412), "stale");
        let opened = decide(&coordinator, &path, &parked["finding"], "reopen", None).await.expect(200);
        assert!(opened["finding"]["decided_by"].is_null() && opened["finding"]["decision_note"].is_null());
        let accepted = decide(&coordinator, &path, &opened["finding"], "accept", None).await.expect(200);
        let outcome = entities::outcome::Entity::find()
            .filter(entities::outcome::Column::SourceId.eq("out-early"))
            .one(&world.app.db.read).await.unwrap().unwrap();
        assert_eq!(outcome.aliases, json!(["Help early"]));
        let refused = decide(&coordinator, &path, &accepted["finding"], "reopen", None).await;
        assert_eq!(refused.json()["refusal"]["code"], "already_decided");

        let coordinating = one(&coordinator, &path, "no-coordinator", "Train staff").await;
        decide(&coordinator, &path, &coordinating, "accept", None).await.expect(200);
        let lead = entities::assignment::Entity::find()
            .filter(entities::assignment::Column::Coordinates.eq(true))
            .filter(entities::assignment::Column::ActionId.eq(action(&world, "w-1").await.id))
            .all(&world.app.db.read).await.unwrap();
        assert_eq!(lead.iter().map(|part| part.agency_id).collect::<Vec<_>>(), [world.seed.council.0]);
        let found = all(&coordinator, &path).await;
        let first_decided = found.iter().position(|f| f["state"] != "open").unwrap();
        assert!(found[first_decided..].iter().all(|f| f["state"] != "open"), "the open ones come first");
    }
}

on_both! {
    async fn others_read_findings_or_know_of_none(world: World) {
        let (coordinator, path) = planted(&world, WESTSHIRE).await;
        let finding = one(&coordinator, &path, "dangling-link", "tell people").await;
        assert_eq!(finding["subject"], "A link in 1.1 Train staff");
        let act = |decision| finding["allowed"].as_array().unwrap().iter()
            .find(|permit| permit["act"] == decision).unwrap().clone();
        assert!(act("accept")["refusal"].is_null());
        assert_eq!(act("reopen")["refusal"]["code"], "not_now");

        let lead = world.by(world.seed.council_lead).await;
        let seen = one(&lead, &path, "dangling-link", "tell people").await;
        assert!(seen["allowed"].as_array().unwrap().iter().all(|permit| permit["refusal"]["code"] == "not_your_role"));
        assert_eq!(decide(&lead, &path, &finding, "accept", None).await.problem(403), "forbidden");
        for person in [world.seed.stranger, world.seed.board_member, world.seed.health_lead] {
            let caller = world.by(person).await;
            assert_eq!(caller.get(&path).await.problem(404), "not_found");
            assert_eq!(decide(&caller, &path, &finding, "accept", None).await.problem(404), "not_found");
        }
        let elsewhere = format!("/plans/{}/findings", world.seed.plan);
        assert_eq!(decide(&coordinator, &elsewhere, &finding, "accept", None).await.problem(404), "not_found");
        let nowhere = json!({"id": "nothing", "version": 1});
        assert_eq!(decide(&coordinator, &path, &nowhere, "accept", None).await.problem(404), "not_found");
    }
}
