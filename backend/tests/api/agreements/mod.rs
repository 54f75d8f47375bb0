//! `/sharing-agreements`: who has agreed to tell whom of young people.

use chrono::Days;
use serde_json::{Value, json};

use crate::support::{World, on_both};

fn today() -> chrono::NaiveDate {
    backend::clock::london_day(backend::clock::now())
}

fn form(world: &World) -> Value {
    json!({
        "name": "Early help", "purpose": "What helps a young person, so that it is carried on.",
        "basis": "A public task of each agency.", "starts_on": today(),
        "parties": [world.seed.council, world.seed.health],
    })
}

fn with(form: &Value, member: &str, value: Value) -> Value {
    let mut form = form.clone();
    form[member] = value;
    form
}

on_both! {
    async fn one_is_added_changed_and_listed(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let path = "/sharing-agreements";
        let made = admin.post(path, &form(&world)).await.expect(201);
        assert_eq!(made["standing"], "in_force");
        let one = format!("{path}/{}", made["id"].as_str().unwrap());
        let ended = with(&with(&form(&world), "starts_on", json!("2020-01-01")), "ends_on", json!(today() - Days::new(1)));
        let changed = admin.put(&one, 1, &ended).await.expect(200);
        assert_eq!(changed["standing"], "ended");
        assert_eq!(admin.put(&one, 1, &ended).await.problem(412), "stale");
        let second = with(&with(&form(&world), "name", json!("Transitions")), "starts_on", json!(today() + Days::new(1)));
        admin.post(path, &second).await.expect(201);
        let third = with(&form(&world), "name", json!("Zebra"));
        admin.post(path, &third).await.expect(201);
        let practitioner = world.by(world.seed.practitioner).await;
        let list = practitioner.get(path).await.expect(200);
        let names: Vec<&str> = list["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Zebra", "Transitions", "Early help"], "those in force first");
        assert!(list["allowed"][0]["refusal"].is_object());
        assert_eq!(practitioner.get(&one).await.expect(200)["parties"].as_array().unwrap().len(), 2);
    }
}

on_both! {
    async fn what_cannot_be_is_refused_at_its_field(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let path = "/sharing-agreements";
        let good = form(&world);
        admin.post(path, &good).await.expect(201);
        let seed = &world.seed;
        for (form, pointer) in [
            (good.clone(), "/name"),
            (with(&good, "name", json!(" ")), "/name"),
            (with(&good, "purpose", json!("")), "/purpose"),
            (with(&good, "basis", json!("x".repeat(1001))), "/basis"),
            (with(&good, "ends_on", json!(today() - Days::new(1))), "/ends_on"),
            (with(&good, "parties", json!([seed.council, seed.council])), "/parties"),
            (with(&with(&good, "name", json!("Other")), "parties", json!([seed.council, seed.schools])), "/parties"),
            (with(&with(&good, "name", json!("Other")), "parties", json!([seed.council, seed.plan])), "/parties"),
        ] {
            assert_eq!(admin.post(path, &form).await.pointers(), [pointer], "{form}");
        }
        let lead = world.by(seed.council_lead).await;
        assert_eq!(lead.post(path, &good).await.problem(403), "forbidden");
        let editor = world.by(seed.council_editor).await;
        assert_eq!(editor.get(path).await.problem(404), "not_found");
    }
}
