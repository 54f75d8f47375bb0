use serde_json::{Value, json};
use shared::{
    sheets::api::ImportReport,
    updates::{
        VarianceCause,
        questions::{BY, CAUSE, OWNER, STEP},
    },
};

use super::{CSV, XLSX, bring_in, checked, counts, draft, faults, headings};
use crate::support::{World, on_both};

on_both! {
    /// What was downloaded and is sent back as it is changes nothing, in either format.
    async fn what_was_downloaded_comes_back_unchanged(world: World) {
        let seed = &world.seed;
        let editor = world.by(seed.council_editor).await;
        let words = "=1+1\n- one\n'quoted\" and, more; _x000D_ é";
        draft(&editor, &world, &seed.council_action.to_string(), words).await;
        let mine = draft(&editor, &world, &seed.joint_action.to_string(), "Sent.").await;
        let path = format!("/updates/{}", mine["id"].as_str().unwrap());
        let sent = editor.post_to(&format!("{path}/submit"), mine["version"].as_i64().unwrap(), &json!({})).await.expect(200);
        let health = world.by(seed.health_lead).await;
        let endorse = format!("{path}/contributions/{}/endorse", seed.health);
        let sent = health.post_to(&endorse, sent["version"].as_i64().unwrap(), &json!({})).await.expect(200);
        let lead = world.by(seed.council_lead).await;
        lead.post_to(&format!("{path}/accept"), sent["version"].as_i64().unwrap(), &json!({})).await.expect(200);
        let before = world.entries().await;
        let mut downloads = 0;
        for sheet in ["updates", "template"] {
            for (format, kind) in [("csv", CSV), ("xlsx", XLSX)] {
                let (answer, bytes) = editor.download(&format!("/plans/{}/exports/{sheet}?format={format}", seed.plan)).await;
                assert_eq!(answer.status, 200);
                downloads += 1;
                let answer = editor.upload(&format!("/plans/{}/imports/updates?dry_run=true", seed.plan), kind, bytes).await;
                let report: ImportReport = serde_json::from_value(answer.expect(200)).unwrap();
                assert_eq!(faults(&report), vec![], "{sheet} {format}");
                assert_eq!(counts(&report), (0, 0, 2, 0), "{sheet} {format}");
                assert!(!report.writes());
            }
        }
        assert_eq!(world.entries().await, before + downloads);
    }
}

on_both! {
    async fn a_sheet_makes_changes_and_submits(world: World) {
        let seed = &world.seed;
        let editor = world.by(seed.council_editor).await;
        let mine = draft(&editor, &world, &seed.council_action.to_string(), "One course.").await;
        let csv = format!(
            "{},{CAUSE},{STEP},{OWNER},{BY},Submit,Update id,Version\n\
             1.1,In progress,At risk,Two courses.,,Two more.,,{},Hire two,The head of service,{},yes,{},{}\n\
             2.1,In progress,on track,\"Both, at last\",,More.,,,,,,,,\n3.1,,,,,,,,,,,,,\n",
            headings(), VarianceCause::Staffing.label(), backend::clock::london_day(backend::clock::now()), mine["id"].as_str().unwrap(), mine["version"],
        );
        let before = world.acts().await;
        let report = checked(&editor, &world, "updates", &csv).await;
        // The council and the health board lead 2.1 jointly, but an editor reports for one of them.
        assert_eq!(faults(&report), vec![]);
        assert_eq!(counts(&report), (1, 1, 1, 1));
        assert!(report.dry_run);
        assert_eq!(world.acts().await, before, "a rehearsal leaves nothing");
        assert_eq!(editor.get("/updates?state=draft").await.expect(200)["items"].as_array().unwrap().len(), 1);

        let done = bring_in(&editor, &world, "updates", false, &csv).await.expect(200);
        let done: ImportReport = serde_json::from_value(done).unwrap();
        assert_eq!(counts(&done), counts(&report));
        assert_eq!(done.rows, report.rows, "the rehearsal said what came");
        assert_eq!(world.acts().await[before.len()..], ["update.save", "update.submit", "update.start", "update.save"]);
        let now = editor.get(&format!("/updates/{}", mine["id"].as_str().unwrap())).await.expect(200);
        assert_eq!((&now["state"], &now["content"]["brag"], &now["content"]["done"]), (&json!("submitted"), &json!("amber"), &json!("Two courses.")));
        assert_eq!((&now["content"]["cause"], &now["content"]["recovery"]["step"]), (&json!("staffing"), &json!("Hire two")));

        let again = bring_in(&editor, &world, "updates", false, &csv).await;
        assert_eq!(again.status, 422, "the first row is under review, the second is there");
        let again: Value = again.json();
        let report: ImportReport = serde_json::from_value(again["current"].clone()).unwrap();
        assert_eq!(faults(&report), [(3, None, json!("already_exists"))]);
        assert_eq!(again["errors"][0]["pointer"], "/rows/3");
    }
}

on_both! {
    async fn rows_that_do_not_fit_are_named_and_nothing_is_written(world: World) {
        let seed = &world.seed;
        let editor = world.by(seed.council_editor).await;
        let mine = draft(&editor, &world, &seed.council_action.to_string(), "One.").await;
        let id = mine["id"].as_str().unwrap();
        let long = "x".repeat(4_001);
        let csv = format!(
            "{},Submit,Agency,Cycle,Update id,Version\n\
             9.9,In progress,On track,a,,b,,,,,,\n\
             2.1,Complete,On track,a,,,,yes,,,,\n\
             3.1,In progress,Green,a,,b,,,,,,\n\
             1.1,In progress,On track,Other,,b,,,,,{id},1\n\
             1.1,In progress,On track,Other,,b,,,,,{id},\n\
             3.1,In progress,On track,{long},,b,,,,,,\n\
             3.1,In progress,On track,a,,b,,,Northshire Health Board,,,\n\
             3.1,In progress,On track,a,,b,,,,Next century,,\n\
             3.1,In progress,On track,a,,b,,,,,00000000-0000-0000-0000-000000000001,1\n",
            headings(),
        );
        let before = world.acts().await;
        let report = checked(&editor, &world, "updates", &csv).await;
        assert_eq!(faults(&report), [
            (2, Some("Action reference"), json!("not_found")),
            (3, Some("How is it going?"), json!("contradiction")),
            (3, Some("What it changed for children and families"), json!("required")),
            (4, Some("How is it going?"), json!("not_allowed")),
            (5, Some("Version"), json!("stale")),
            (6, Some("Update id"), json!("duplicate")),
            (7, Some("What was done in this period"), json!("too_long")),
            (8, Some("Agency"), json!("not_found")),
            (9, Some("Cycle"), json!("not_found")),
            (10, Some("Update id"), json!("not_found")),
        ]);
        let refused = bring_in(&editor, &world, "updates", false, &csv).await;
        assert_eq!(refused.status, 422);
        assert_eq!(world.acts().await, before);
        let now = editor.get(&format!("/updates/{id}")).await.expect(200);
        assert_eq!(now["content"]["done"], "One.");
    }
}

on_both! {
    async fn nobody_writes_for_another_agency_or_over_what_is_accepted(world: World) {
        let seed = &world.seed;
        let editor = world.by(seed.council_editor).await;
        let mine = draft(&editor, &world, &seed.council_action.to_string(), "One.").await;
        let id = mine["id"].as_str().unwrap();
        let row = |words: &str| format!("{},Update id,Version\n1.1,In progress,On track,{words},,More.,,{id},2\n", headings());
        let health = world.by(seed.health_editor).await;
        let report = checked(&health, &world, "updates", &row("Ours now.")).await;
        assert_eq!(faults(&report), [(2, Some("Update id"), json!("not_found"))], "another agency's draft is not known");
        let report = checked(&health, &world, "updates", &format!("{}\n1.1,In progress,On track,a,,b,\n", headings())).await;
        assert_eq!(faults(&report), [(2, None, json!("not_yours"))]);

        let sent = editor.post_to(&format!("/updates/{id}/submit"), 2, &json!({})).await.expect(200);
        let lead = world.by(seed.council_lead).await;
        lead.post_to(&format!("/updates/{id}/accept"), sent["version"].as_i64().unwrap(), &json!({})).await.expect(200);
        let accepted = |words: &str| row(words).replace(",2\n", ",4\n");
        let report = checked(&editor, &world, "updates", &accepted("Other words.")).await;
        assert_eq!(faults(&report), [(2, None, json!("already_accepted"))]);
        let report = checked(&editor, &world, "updates", &accepted("One.")).await;
        assert_eq!((faults(&report), counts(&report)), (vec![], (0, 0, 1, 0)));
    }
}

on_both! {
    async fn the_same_request_twice_does_nothing_twice(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let path = format!("/plans/{}/imports/updates", world.seed.plan);
        let csv = format!("{}\n1.1,In progress,On track,a,,b,\n", headings());
        let headers = [("x-throughline", "1"), ("content-type", CSV), ("idempotency-key", "\"one\"")];
        let send = async || editor.send(reqwest::Method::POST, &path, &headers, Some(&csv)).await;
        let first = send().await.expect(200);
        let entries = world.entries().await;
        assert_eq!(send().await.expect(200), first);
        assert_eq!(world.entries().await, entries);
        let nameless = editor.send(reqwest::Method::POST, &path, &headers[..2], Some(&csv)).await;
        assert_eq!(nameless.problem(400), "bad_header");
        let rehearsal = editor.send(reqwest::Method::POST, &format!("{path}?dry_run=true"), &headers[..2], Some(&csv)).await;
        assert_eq!(rehearsal.expect(200)["errors"][0]["code"], "already_exists");
    }
}
