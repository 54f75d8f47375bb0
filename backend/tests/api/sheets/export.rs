use calamine::{Data, Reader, Xlsx};
use serde_json::json;

use super::{XLSX, draft};
use crate::support::{World, on_both};

/// The cells of a sheet of a workbook, as words.
fn cells(bytes: Vec<u8>, sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    book.worksheet_range(sheet)
        .unwrap()
        .rows()
        .map(|row| row.iter().map(Data::to_string).collect())
        .collect()
}

on_both! {
    async fn the_register_comes_as_a_file_with_a_name(world: World) {
        let board = world.by(world.seed.board_member).await;
        let plan = format!("/plans/{}", world.seed.plan);
        let before = world.entries().await;
        let (answer, bytes) = board.download(&format!("{plan}/exports/register")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(XLSX)));
        let today = backend::clock::london_day(backend::clock::now());
        assert_eq!(
            answer.header("content-disposition"),
            Some(format!("attachment; filename=\"northshire-2024-actions-this-quarter-{today}.xlsx\"").as_str())
        );
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let rows = cells(bytes.clone(), "Actions");
        assert_eq!(rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["Reference", "1.1", "2.1", "3.1"]);
        assert_eq!(rows[3][4], "Individual schools (Northshire Council reports)");
        assert_eq!(rows[1][7], "Not reported");
        let about = cells(bytes, "About").concat().join(" ");
        for words in ["Northshire wellbeing plan", "Bo Baker", "This quarter", "Everyone who sees this plan"] {
            assert!(about.contains(words), "{words}: {about}");
        }
        assert_eq!(world.entries().await, before + 1, "a download is one act");
        assert_eq!(world.acts().await.last().map(String::as_str), Some("plan.export"));

        let (answer, _) = board.download(&format!("{plan}/exports/register?format=csv&lead={}", world.seed.health)).await;
        assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
        assert_eq!(answer.text.matches("\r\n").count(), 2, "{}", answer.text);
        let (answer, _) = board.download(&format!("{plan}/exports/register?format=csv&state=complete")).await;
        assert_eq!(answer.text.matches("\r\n").count(), 1);
        for bad in ["format=pdf", "level=1", "cycle=00000000-0000-0000-0000-000000000001", "colour=red"] {
            let (answer, _) = board.download(&format!("{plan}/exports/register?{bad}")).await;
            assert_eq!(answer.problem(400), "bad_query", "{bad}");
        }
        let (answer, _) = board.download(&format!("{plan}/exports/register?as_at=2001-01-01")).await;
        assert_eq!(answer.problem(404), "not_found");
        let before = world.entries().await;
        let (answer, _) = world.by(world.seed.stranger).await.download(&format!("{plan}/exports/register")).await;
        assert_eq!(answer.problem(404), "not_found");
        assert_eq!(world.entries().await, before, "nothing was taken, so nothing is written down");
    }
}

on_both! {
    async fn updates_go_only_to_those_who_may_take_them(world: World) {
        let seed = &world.seed;
        let editor = world.by(seed.council_editor).await;
        draft(&editor, &world, &seed.council_action.to_string(), "=HYPERLINK(\"http://example.org\")").await;
        let path = format!("/plans/{}/exports/updates?format=csv", seed.plan);
        let lines = async |person| {
            let (answer, _) = world.by(person).await.download(&path).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            answer.text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        let own = lines(seed.council_editor).await;
        assert_eq!(own.len(), 1);
        assert!(own[0].contains("\"'=HYPERLINK"), "a formula is marked: {}", own[0]);
        assert_eq!(lines(seed.coordinator).await.len(), 1, "the plan's coordinator sees drafts");
        assert_eq!(lines(seed.health_lead).await.len(), 0, "another agency does not");
        assert_eq!(lines(seed.auditor).await.len(), 0);
        for person in [seed.board_member, seed.administrator, seed.practitioner] {
            let (answer, _) = world.by(person).await.download(&path).await;
            assert_eq!(answer.problem(403), "forbidden");
        }
    }
}

on_both! {
    async fn a_template_holds_what_is_owed(world: World) {
        let seed = &world.seed;
        let editor = world.by(seed.council_editor).await;
        draft(&editor, &world, &seed.joint_action.to_string(), "Begun.").await;
        let path = format!("/plans/{}/exports/template", seed.plan);
        let (answer, bytes) = editor.download(&path).await;
        assert_eq!(answer.status, 200);
        let rows = cells(bytes, "Updates");
        let told: Vec<(&str, &str, &str)> = rows[1..4].iter().map(|row| (row[0].as_str(), row[3].as_str(), row[4].as_str())).collect();
        assert_eq!(told, [
            ("1.1", "This quarter", "Not begun"),
            ("2.1", "This quarter", "Draft"),
            ("3.1", "This quarter", "Not begun"),
        ]);
        let (answer, _) = editor.download(&format!("{path}?table=milestones&format=csv")).await;
        assert!(answer.text.contains("First course held"), "{}", answer.text);
        assert_eq!(answer.text.lines().count(), 4);
        let coordinator = world.by(seed.coordinator).await;
        assert_eq!(coordinator.download(&path).await.0.problem(403), "forbidden");
        assert_eq!(coordinator.download(&format!("{path}?table=milestones")).await.0.status, 200);
        assert_eq!(json!(coordinator.download(&format!("{path}?table=people")).await.0.problem(400)), "bad_query");
    }
}
