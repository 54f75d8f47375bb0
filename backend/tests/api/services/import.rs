//! `/imports/services` and `/exports/services`.

use serde_json::{Value, json};
use shared::services::api::DirectoryReport;

use crate::support::{Answer, Caller, World, on_both};

const CSV: &str = "text/csv";
const JSON: &str = "application/json";

async fn send(caller: &Caller, kind: &str, text: &str, dry_run: bool) -> Answer {
    let path = format!("/imports/services?dry_run={dry_run}");
    caller.upload(&path, kind, text.as_bytes().to_vec()).await
}

async fn checked(caller: &Caller, kind: &str, text: &str) -> DirectoryReport {
    let answer = send(caller, kind, text, true).await;
    serde_json::from_value(answer.expect(200)).unwrap()
}

fn faults(report: &DirectoryReport) -> Vec<(u32, &str, Value)> {
    report
        .errors
        .iter()
        .map(|fault| {
            let code = serde_json::to_value(fault.code).unwrap();
            (fault.row, fault.column.as_deref().unwrap_or_default(), code)
        })
        .collect()
}

const fn counts(report: &DirectoryReport) -> (u32, u32, u32) {
    (report.create, report.change, report.leave)
}

async fn names(caller: &Caller) -> Vec<String> {
    let list = caller.get("/services?limit=200").await.expect(200);
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn a_sheet_adds_and_changes_services_or_does_nothing(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        coordinator.post("/services", &json!({"name": "Cygnet", "kind": "parenting", "phone": "01622 123456", "level_from": 2, "level_to": 3})).await.expect(201);
        let closed = coordinator.post("/services", &json!({"name": "Old service", "kind": "pilot"})).await.expect(201);
        let closed = closed["id"].as_str().unwrap();
        coordinator.post_to(&format!("/services/{closed}/close"), 1, &json!({"last_day": "2020-01-01", "reason": "Ended."})).await.expect(200);
        let nobody = backend::clock::random_id();
        let bad = format!("\
Name,Kind,Provider,Lowest level of need,Highest level of need,Youngest age,Oldest age,Who can ask for it,Website,Service id
Hub,Guild,,,,,,,,
Hub 2,,The guild,,,,,,,
,,,,,,,,https://example.org,
Hub 3,,,3,2,ten,,,,
Hub 4,,,,,,200,anybody,,
OLD  service,,,,,,,,,
Hub 5,,,,,,,,javascript:alert(1),
Hub 6,,,,,,,,,
hub 6,,,,,,,,,
Hub 7,,,,,,,,,{nobody}
");
        let report = checked(&coordinator, CSV, &bad).await;
        let code = |word: &str| json!(word);
        assert_eq!(faults(&report), [
            (2, "Kind", code("not_allowed")), (3, "Provider", code("not_found")), (4, "Name", code("required")),
            (5, "Youngest age", code("wrong_type")), (6, "Who can ask for it", code("not_allowed")),
            (7, "Name", code("taken")), (8, "Website", code("not_an_address")), (10, "Name", code("duplicate")), (11, "Service id", code("not_found")),
        ]);
        let before = world.entries().await;
        let refused = send(&coordinator, CSV, &bad, false).await;
        assert_eq!(refused.json()["current"]["errors"].as_array().unwrap().len(), 9);
        assert_eq!(refused.pointers()[0], "/rows/2/Kind");
        assert_eq!((names(&coordinator).await, world.entries().await), (vec!["Cygnet".to_owned(), "Old service".to_owned()], before));
        let unknown = checked(&coordinator, CSV, "Name,Kind,Colour\nHub,Training,red\n").await;
        assert_eq!(faults(&unknown), [(1, "Colour", code("unknown"))]);

        let good = "\
Name,Kind,Other names,Provider,Lowest level of need,Highest level of need,Who can ask for it,What it does
cygnet,,Swan; Signet,northshire COUNCIL,2,4,A GP; a parent or carer,
Hub,Training,,,,,,\"'=1+1\"
";
        let report = checked(&coordinator, CSV, good).await;
        assert_eq!((counts(&report), report.errors.len()), ((1, 1, 0), 0));
        assert_eq!(world.entries().await, before, "a check writes nothing");
        send(&coordinator, CSV, good, false).await.expect(200);
        assert_eq!(world.acts().await[usize::try_from(before).unwrap()..], ["service.update", "service.create"]);
        let list = coordinator.get("/services?q=swan").await.expect(200);
        let cygnet = coordinator.get(&format!("/services/{}", list["items"][0]["id"].as_str().unwrap())).await.expect(200);
        assert_eq!((cygnet["name"].as_str(), cygnet["kind"].as_str(), cygnet["phone"].as_str()), (Some("cygnet"), Some("parenting"), Some("01622 123456")));
        assert_eq!((cygnet["level_to"].as_i64(), &cygnet["routes_in"], &cygnet["aliases"], cygnet["version"].as_i64()), (Some(4), &json!(["parent", "gp"]), &json!(["Swan", "Signet"]), Some(2)));

        let again: DirectoryReport = serde_json::from_value(send(&coordinator, CSV, good, false).await.expect(200)).unwrap();
        assert_eq!(counts(&again), (0, 0, 2), "the same file again changes nothing");

        let file = coordinator.get("/exports/services?format=csv").await;
        assert_eq!(file.status, 200);
        assert!(file.text.contains("'=1+1"), "formulas are written as words: {}", file.text);
        let back = checked(&coordinator, CSV, &file.text).await;
        assert_eq!(faults(&back), [(4, "Name", code("taken"))], "only the closed service is in the way: {:?}", back.errors);
    }
}

on_both! {
    async fn another_directory_is_brought_in_as_open_referral(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let id = |number: u32| format!("ac148810-d857-441c-9679-{number:012}");
        let page = |name: &str| json!({"total_items": 3, "contents": [
            {"id": id(1), "name": name, "status": "active", "description": "Talking.", "minimum_age": 12, "maximum_age": 100.0, "fees": "None",
                "organization": {"id": id(9), "name": "A guild", "description": "A guild"}, "service_areas": [{"id": id(8), "name": "Northmouth"}]},
            {"id": id(2), "name": "Gone", "status": "defunct"},
            {"id": id(3), "name": "Of ours", "status": "active", "organization": {"id": id(9), "name": "NORTHSHIRE council", "description": ""}},
        ]}).to_string();
        let report = checked(&coordinator, JSON, &page("Counselling")).await;
        assert_eq!((counts(&report), report.errors.len()), ((2, 0, 1), 0));
        assert!(report.notes.iter().any(|note| note.contains("fees")), "{:?}", report.notes);
        assert!(report.notes.iter().any(|note| note.contains("A guild is no agency")), "{:?}", report.notes);
        send(&coordinator, JSON, &page("Counselling"), false).await.expect(200);
        assert_eq!(names(&coordinator).await, ["Counselling", "Of ours"]);
        // It is known by its id, whatever it is called there now.
        send(&coordinator, JSON, &page("Counselling for all"), false).await.expect(200);
        assert_eq!(names(&coordinator).await, ["Counselling for all", "Of ours"]);
        let same: DirectoryReport = serde_json::from_value(send(&coordinator, JSON, &page("Counselling for all"), false).await.expect(200)).unwrap();
        assert_eq!(counts(&same), (0, 0, 3));

        let bent = json!([{"id": "7", "name": "A", "status": "open"}, {"id": id(5), "name": "x".repeat(201), "status": "active", "url": "here"}]).to_string();
        let report = checked(&coordinator, JSON, &bent).await;
        let places: Vec<(u32, &str)> = report.errors.iter().map(|fault| (fault.row, fault.column.as_deref().unwrap())).collect();
        assert_eq!(places, [(1, "id"), (1, "status"), (2, "name"), (2, "url")]);
        for (text, code) in [("{", "unreadable_file"), ("[]", "unreadable_file"), ("{\"contents\":7}", "unreadable_file"), ("", "unreadable_file")] {
            assert_eq!(send(&coordinator, JSON, text, true).await.problem(400), code, "{text}");
        }
        assert_eq!(send(&coordinator, "text/plain", "Name", true).await.problem(415), "not_a_sheet");
        assert_eq!(send(&coordinator, CSV, "", true).await.problem(400), "unreadable_file");
        let editor = world.by(world.seed.council_editor).await;
        assert_eq!(send(&editor, CSV, "Name,Kind\nHub,Training\n", true).await.problem(403), "forbidden");
        assert_eq!(editor.get("/exports/services").await.problem(403), "forbidden");
    }
}
