use serde_json::json;
use shared::sheets::api::ImportReport;

use super::{CSV, bring_in, checked, counts, faults};
use crate::support::{World, on_both};

/// The template of milestones as lines of CSV, changed by `edit`.
async fn template(world: &World, edit: impl Fn(&mut Vec<Vec<String>>)) -> String {
    let editor = world.by(world.seed.council_editor).await;
    let path = format!(
        "/plans/{}/exports/template?table=milestones&format=csv",
        world.seed.plan
    );
    let (answer, bytes) = editor.download(&path).await;
    assert_eq!(answer.status, 200);
    let mut rows: Vec<Vec<String>> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes.as_slice())
        .into_records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    edit(&mut rows);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

const TITLE: usize = 2;
const DUE: usize = 3;
const ON: usize = 6;
const TO: usize = 7;
const WHY: usize = 8;
const VERSION: usize = 13;

on_both! {
    async fn milestones_are_added_done_and_moved(world: World) {
        let seed = &world.seed;
        let editor = world.by(seed.council_editor).await;
        let same = template(&world, |_| {}).await;
        let report = checked(&editor, &world, "milestones", &same).await;
        assert_eq!((faults(&report), counts(&report)), (vec![], (0, 0, 3, 0)));

        let filled = template(&world, |rows| {
            rows[1][TO] = "2031-02-01".into();
            rows[1][WHY] = "The trainer is ill.".into();
            rows[2][TITLE] = "A front door opens".into();
            rows[2][DUE] = "2030-autumn".into();
        }).await;
        let before = world.acts().await.len();
        let done = bring_in(&editor, &world, "milestones", false, &filled).await.expect(200);
        let done: ImportReport = serde_json::from_value(done).unwrap();
        assert_eq!(counts(&done), (1, 1, 1, 0));
        assert_eq!(world.acts().await[before..], ["update.start", "update.save", "milestone.create"]);
        let action = editor.get(&format!("/plans/{}/actions/2.1", seed.plan)).await.expect(200);
        assert_eq!((&action["milestones"][0]["title"], &action["milestones"][0]["due"]), (&json!("A front door opens"), &json!("2030-autumn")));
        let updates = editor.get("/updates?state=draft").await.expect(200);
        let update = editor.get(&format!("/updates/{}", updates["items"][0]["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(update["content"]["milestones"], json!([{"what": "moved", "milestone": seed.milestone, "to": "2031-02-01", "reason": "The trainer is ill."}]));

        let done = template(&world, |rows| rows[1][ON] = "2026-01-02".into()).await;
        bring_in(&editor, &world, "milestones", false, &done).await.expect(200);
        let update = editor.get(&format!("/updates/{}", update["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(update["content"]["milestones"][0]["what"], "done", "the later word takes the place of the earlier");
    }
}

on_both! {
    async fn rows_about_milestones_that_do_not_fit_are_named(world: World) {
        let seed = &world.seed;
        let editor = world.by(seed.council_editor).await;
        let told = async |edit: &dyn Fn(&mut Vec<Vec<String>>)| {
            let sheet = template(&world, |rows| { edit(rows); rows.truncate(2); }).await;
            let report = checked(&editor, &world, "milestones", &sheet).await;
            report.errors.iter().map(|fault| (fault.column.clone().unwrap_or_default(), serde_json::to_value(fault.code).unwrap())).collect::<Vec<_>>()
        };
        let one = |column: &str, code: &str| vec![(column.to_owned(), json!(code))];
        assert_eq!(told(&|rows| rows[1][TITLE] = "Another name".into()).await, one("Milestone", "not_allowed"));
        assert_eq!(told(&|rows| rows[1][DUE] = "2031".into()).await, one("Due", "not_allowed"));
        assert_eq!(told(&|rows| { rows[1][TO] = "2031-01-01".into(); rows[1][VERSION] = "7".into(); }).await, one("Version", "stale"));
        assert_eq!(told(&|rows| { rows[1][TO] = "2031-01-01".into(); rows[1][ON] = "2026-01-01".into(); }).await, one("New date", "contradiction"));
        assert_eq!(told(&|rows| rows[1][ON] = "1850-01-01".into()).await, one("Done on", "wrong_type"));

        let health = world.by(seed.health_editor).await;
        let sheet = "Action reference,Milestone,Due\n1.1,A step,2030\n";
        let report = checked(&health, &world, "milestones", sheet).await;
        assert_eq!(faults(&report), [(2, None, json!("not_yours"))]);
        let report = checked(&editor, &world, "milestones", "Action reference,Milestone,Due,Owner\n1.1,A step,1999,Nobody\n1.1,,2030,\n").await;
        assert_eq!(faults(&report), [(2, Some("Owner"), json!("not_found")), (3, Some("Milestone"), json!("required"))]);
        let coordinator = world.by(seed.coordinator).await;
        let answer = coordinator.upload(&format!("/plans/{}/imports/milestones", seed.plan), CSV, sheet.as_bytes().to_vec()).await;
        assert_eq!(answer.expect(200)["create"], 1, "the plan's coordinator adds milestones too");
    }
}

on_both! {
    async fn one_import_changes_so_much_and_no_more(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let sheet = format!("Action reference,Milestone,Due\n{}", "1.1,A step,2030\n".repeat(201));
        let report = checked(&editor, &world, "milestones", &sheet).await;
        assert_eq!((faults(&report), counts(&report)), (vec![(202, None, json!("too_long"))], (200, 0, 0, 0)));
    }
}
