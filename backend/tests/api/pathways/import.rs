//! The pathways of a plan file.

use serde_json::{Value, json};

use crate::{
    plans::KENT,
    support::{World, on_both},
};

fn named<'l>(list: &'l Value, name: &str) -> &'l Value {
    let items = list["items"].as_array().unwrap();
    items.iter().find(|it| it["name"] == name).unwrap()
}

on_both! {
    /// The papers print no stages: that is a finding and no fault.
    async fn printed_pathways_come_with_all_that_is_printed(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let file: Value = serde_json::from_str(KENT).unwrap();
        admin.post("/plans", &file).await.expect(201);
        let list = admin.get("/plans/kent-2015/pathways").await.expect(200);
        assert_eq!(list["total"], file["pathways"].as_array().unwrap().len());
        for item in list["items"].as_array().unwrap() {
            assert_eq!(item["stages"], 0, "{item}");
            assert!(item["findings"].as_u64().unwrap() >= 1, "{item}");
        }

        let care = named(&list, "Children in care pathway");
        let path = format!("/plans/kent-2015/pathways/{}", care["id"].as_str().unwrap());
        let view = admin.get(&path).await.expect(200);
        assert_eq!((&view["level_from"], &view["level_to"], &view["levels_inferred"]), (&json!(1), &json!(3), &json!(true)));
        assert_eq!(view["actions"].as_array().unwrap().len(), 1);
        assert_eq!(view["agencies"].as_array().unwrap().len(), 3);
        assert_eq!(view["named_services"].as_array().unwrap().len(), 2);
        assert!(view["findings"].as_array().unwrap().iter().any(|it| it["code"] == "no-stages"));
        let clocks: Vec<&Value> = view["standards"].as_array().unwrap().iter().map(|it| &it["clock"]).collect();
        assert_eq!(clocks, [&Value::Null, &json!({"unit": "days", "count": 14}), &Value::Null]);
        assert_eq!(view["standards"][1]["measure"], "Children in care assessed within two weeks");
        assert!(view["source"].as_str().unwrap().lines().count() > 1);

        let single = named(&list, "Single emotional wellbeing pathway / single point of access");
        let view = admin.get(&format!("/plans/kent-2015/pathways/{}", single["id"].as_str().unwrap())).await.expect(200);
        let ways: Vec<&Value> = view["graph"]["entry_routes"].as_array().unwrap().iter().map(|it| &it["way"]).collect();
        assert_eq!(ways, [&json!("professional"), &json!("parent"), &json!("self-referral"), &json!("drop-in"), &Value::Null]);
        assert_eq!(view["standards"][1]["clock"], json!({"unit": "working-days", "count": 0}));
        let down = named(&list, "Step-down pathway");
        assert_eq!((&down["level_from"], &down["level_to"]), (&json!(4), &json!(1)));

        // A group is linked where the file says so.
        let linked = list["items"].as_array().unwrap().iter().map(|it| it["groups"].as_array().unwrap().len()).sum::<usize>();
        let printed = file["vulnerable_groups"].as_array().unwrap().iter().map(|it| it["pathways"].as_array().unwrap().len()).sum::<usize>();
        assert!(printed > 0);
        assert_eq!(linked, printed);

        // What came with the file is changed like any other.
        let told = admin.get(&format!("{path}/changes")).await.expect(200);
        assert_eq!(told["items"].as_array().unwrap().len(), 1);
        let plan = admin.get("/plans/kent-2015").await.expect(200);
        assert!(!plan["kept"].as_array().unwrap().iter().any(|it| it["name"] == "pathways"));
    }
}

on_both! {
    /// Two pathways of one name are both kept; whoever changes one of them has to rename it.
    async fn a_name_that_is_printed_twice_is_kept_twice(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let mut file: Value = serde_json::from_str(include_str!("../plans/small-plan.json")).unwrap();
        file["pathways"] = json!([
            {"id": "w1", "name": "Care", "kind": "care", "from_level": "level-1", "to_level": null},
            {"id": "w2", "name": "CARE", "kind": "crisis", "targets": [{"text": "Seen within 5 working days"}]},
        ]);
        let slug = admin.post("/plans", &file).await.expect(201)["plan"]["slug"].as_str().unwrap().to_owned();
        let list = admin.get(&format!("/plans/{slug}/pathways")).await.expect(200);
        assert_eq!(list["total"], 2);

        for (bend, pointer) in [
            (json!({"kind": "ladder"}), "/pathways/0/kind"),
            (json!({"from_level": "level-9"}), "/pathways/0/from_level"),
            (json!({"colour": "red"}), "/pathways/0/colour"),
            (json!({"targets": [{"text": "x", "value": "five"}]}), "/pathways/0/targets/0/value"),
        ] {
            let mut bent = file.clone();
            bent["plan"]["id"] = json!("another");
            for (key, value) in bend.as_object().unwrap() {
                bent["pathways"][0][key] = value.clone();
            }
            assert_eq!(admin.post("/plans", &bent).await.pointers(), [pointer]);
        }
    }
}
