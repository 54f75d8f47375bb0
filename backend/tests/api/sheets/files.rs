use super::{CSV, XLSX, headings};
use crate::support::{World, on_both};

on_both! {
    async fn files_that_cannot_be_read_are_refused_with_words(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let path = format!("/plans/{}/imports/updates?dry_run=true", world.seed.plan);
        let send = async |kind: &str, bytes: &[u8]| editor.upload(&path, kind, bytes.to_vec()).await;
        let (_, workbook) = editor.download(&format!("/plans/{}/exports/template", world.seed.plan)).await;
        let before = world.entries().await;
        for (kind, bytes, status, code) in [
            ("application/json", b"{}".as_slice(), 415, "not_a_sheet"),
            ("application/vnd.ms-excel", b"x".as_slice(), 415, "not_a_sheet"),
            (CSV, workbook.as_slice(), 400, "unreadable_file"),
            (XLSX, b"Action reference\n1.1\n".as_slice(), 400, "unreadable_file"),
            (XLSX, b"\xD0\xCF\x11\xE0".as_slice(), 400, "unreadable_file"),
            (XLSX, &workbook[..workbook.len() / 2], 400, "unreadable_file"),
            (CSV, b"\0\0".as_slice(), 400, "unreadable_file"),
            (CSV, b"".as_slice(), 400, "unreadable_file"),
            (CSV, &vec![b'a'; 5 * 1024 * 1024], 413, "too_large"),
        ] {
            assert_eq!(send(kind, bytes).await.problem(status), code, "{kind}");
        }
        let bare = send(CSV, headings().as_bytes()).await.expect(200);
        assert_eq!(bare["errors"][0]["code"], "required", "{bare}");
        assert_eq!(world.entries().await, before);
    }
}

on_both! {
    /// Files are taken by imports alone: everywhere else a body is JSON.
    async fn files_are_for_imports_alone(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let answer = editor.upload("/updates", CSV, b"a,b\n".to_vec()).await;
        assert_eq!(answer.problem(415), "not_json");
    }
}
