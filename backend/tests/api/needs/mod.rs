//! `/plans/{plan}/levels` and `/plans/{plan}/groups`.

mod examples;

use std::sync::atomic::Ordering;

use chrono::Days;
use serde_json::{Value, json};

use crate::{
    plans::KENT,
    support::{Caller, World, on_both},
};

const LEVELS: &str = "/plans/kent-2015/levels";
const GROUPS: &str = "/plans/kent-2015/groups";

/// The Kent plan beside the seed, and its coordinator.
async fn kent(world: &World) -> Caller {
    let admin = world.by(world.seed.administrator).await;
    let file: Value = serde_json::from_str(KENT).unwrap();
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
    world.by(world.seed.coordinator).await
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

/// What `key` says in every item of a list.
fn each<'v>(value: &'v Value, key: &str) -> Vec<&'v str> {
    list(value)
        .iter()
        .map(|item| item[key].as_str().unwrap())
        .collect()
}

fn named<'v>(value: &'v Value, name: &str) -> &'v Value {
    list(value)
        .iter()
        .find(|item| item["name"] == name)
        .unwrap_or_else(|| panic!("there is no {name}"))
}

on_both! {
    /// What a figure counts is what its page lists.
    async fn every_figure_of_a_level_is_a_number_of_records(world: World) {
        let coordinator = kent(&world).await;
        let guide = coordinator.get(LEVELS).await.expect(200);
        assert_eq!(list(&guide["levels"]).len(), 4);
        let mut told = 0;
        for level in list(&guide["levels"]) {
            let (id, number) = (level["id"].as_str().unwrap(), level["number"].as_i64().unwrap());
            let register = coordinator.get(&format!("/plans/kent-2015/actions?level={id}")).await.expect(200);
            let references: Vec<&Value> = list(&register["rows"]).iter().map(|row| &row["title"]).collect();
            let actions: Vec<&Value> = list(&level["actions"]).iter().map(|action| &action["title"]).collect();
            assert_eq!(actions, references, "level {number}");
            let pathways = coordinator.get(&format!("/plans/kent-2015/pathways?level={number}")).await.expect(200);
            assert_eq!(each(&level["pathways"], "name"), each(&pathways["items"], "name"), "level {number}");
            for (standing, figure) in [("&standing=open", "open"), ("", "total")] {
                let services = coordinator.get(&format!("/services?level={number}{standing}&count=true")).await.expect(200);
                assert_eq!(level["services"][figure], services["count"], "level {number}: {figure}");
            }
            told += list(&level["actions"]).len();
        }
        let all = coordinator.get("/plans/kent-2015/actions").await.expect(200);
        assert_eq!(told + list(&guide["unplaced_actions"]).len(), list(&all["rows"]).len());
        assert_eq!(guide["unplaced_services"]["total"], 2, "the two that are only proposed state no level");
        assert_eq!(guide["unplaced_services"]["open"], 0);
    }
}

on_both! {
    async fn a_level_says_who_helps_and_how_many_children(world: World) {
        let coordinator = kent(&world).await;
        let guide = coordinator.get(LEVELS).await.expect(200);
        let highest = &guide["levels"][3];
        assert_eq!(highest["name"], "Very Complex Needs");
        assert_eq!(highest["share"], "About 0.5%, printed as between 250 and 1,500 children and young people in Kent");
        assert_eq!(list(&highest["delivered_by"]).len(), 4);
        assert_eq!(list(&highest["gaps"]), &[json!("no-stages")]);
        let figures: Vec<&str> = list(&guide["figures"]).iter().map(|it| it["figure"].as_str().unwrap()).collect();
        assert_eq!(figures, ["10%", "100%", "60 to 70%"], "those that speak of no group");
    }
}

on_both! {
    async fn a_group_is_told_what_is_offered_and_what_is_missing(world: World) {
        let coordinator = kent(&world).await;
        let guide = coordinator.get(GROUPS).await.expect(200);
        let groups = &guide["groups"];
        assert_eq!(list(groups).len(), 20);
        let care = named(groups, "Children in care");
        assert_eq!(list(&care["actions"]).len(), 4);
        assert_eq!(each(&care["pathways"], "name"), ["Children in care pathway"]);
        assert_eq!(
            each(&care["services"], "name"),
            ["Children and Young People's Mental Health Service", "Children in care priority assessment"]
        );
        assert_eq!(care["services"][0]["pathways"][0], care["pathways"][0]["id"]);
        assert_eq!(care["figures"][0]["figure"], "64%");
        assert!(each(&care["evidence"], "title").contains(&care["figures"][0]["evidence"]["title"].as_str().unwrap()));
        let gaps = |name: &str| named(groups, name)["gaps"].clone();
        assert_eq!(gaps("Children in care"), json!(["no-stages"]));
        assert_eq!(gaps("Lesbian, gay, bisexual and transgender young people"), json!(["no-pathway", "no-service"]));
        assert_eq!(gaps("Pupils too unwell to attend school"), json!(["nothing"]));
        assert_eq!(gaps("Children and young people in crisis"), json!(["no-stages", "no-service"]));
        assert_eq!(gaps("Children under child protection, child in need or youth justice"), json!(["no-action", "no-stages"]));
    }
}

on_both! {
    /// What has closed or is only proposed is no help.
    async fn a_closed_service_is_a_gap(world: World) {
        let coordinator = kent(&world).await;
        let today = backend::clock::london_day(backend::clock::now());
        let before = coordinator.get(GROUPS).await.expect(200);
        let care = named(&before["groups"], "Children in care");
        assert_eq!(care["pathways"][0]["unserved"], false);
        for service in list(&care["services"]) {
            let path = format!("/services/{}", service["id"].as_str().unwrap());
            let form = json!({"last_day": today - Days::new(1), "reason": "The contract ended."});
            coordinator.post_to(&format!("{path}/close"), 1, &form).await.expect(200);
        }
        let after = coordinator.get(GROUPS).await.expect(200);
        let care = named(&after["groups"], "Children in care");
        assert_eq!(care["gaps"], json!(["no-stages", "none-open"]));
        assert_eq!(each(&care["services"], "standing"), ["closed", "closed"]);
        assert_eq!(care["pathways"][0]["unserved"], true);
        assert_eq!(care["pathways"][0]["levels_without_service"], json!([1, 2, 3]));
    }
}

on_both! {
    async fn a_plan_without_groups_says_so_and_strangers_are_told_nothing(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        assert_eq!(editor.get("/plans/northshire-2024/groups").await.expect(200)["groups"], json!([]));
        let levels = editor.get("/plans/northshire-2024/levels").await.expect(200);
        assert_eq!(list(&levels["levels"]).len(), 1);
        assert_eq!(levels["figures"], json!([]));
        let stranger = world.by(world.seed.stranger).await;
        for path in ["/plans/northshire-2024/levels", "/plans/northshire-2024/groups", LEVELS] {
            assert_eq!(stranger.get(path).await.problem(404), "not_found", "{path}");
        }
    }
}

on_both! {
    /// However many groups, pathways and services there are.
    async fn each_answer_is_one_query(world: World) {
        kent(&world).await;
        let (base, asked) = world.counting().await;
        let coordinator = world.by(world.seed.coordinator).await.at(&base);
        for path in [LEVELS, GROUPS] {
            coordinator.get(path).await.expect(200);
            let before = asked.load(Ordering::SeqCst);
            coordinator.get(path).await.expect(200);
            assert_eq!(asked.load(Ordering::SeqCst) - before, 1, "{path}");
        }
    }
}
