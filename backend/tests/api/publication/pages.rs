//! `/public`.

use super::{directory, get, switch};
use crate::support::{World, on_both};

async fn page(world: &World, path: &str, status: u16) -> String {
    let answer = get(world, path).await;
    assert_eq!(answer.status(), status, "{path}");
    let headers = answer.headers();
    assert_eq!(
        headers["content-type"], "text/html; charset=utf-8",
        "{path}"
    );
    let kept = if status == 200 {
        "public, max-age=60"
    } else {
        "no-store"
    };
    assert_eq!(headers["cache-control"], kept, "{path}");
    assert!(
        headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("default-src 'none'")
    );
    let text = answer.text().await.unwrap();
    assert!(text.starts_with("<!doctype html>"), "{path}");
    assert!(
        !text.contains("<script") && !text.contains(" style="),
        "{path}"
    );
    text
}

fn shows(text: &str) -> Vec<&'static str> {
    [
        "Cygnet",
        "Front door",
        "Not yet",
        "Wished for",
        "Old service",
    ]
    .into_iter()
    .filter(|name| text.contains(&format!("\">{name}</a>")))
    .collect()
}

on_both! {
    async fn people_without_an_account_find_a_service(world: World) {
        let (cygnet, closed) = directory(&world).await;
        switch(&world, true).await;
        for (query, found) in [
            ("", vec!["Cygnet", "Front door"]), ("?q=PARENTS", vec!["Cygnet"]), ("?q=swan+council", vec!["Cygnet"]), ("?q=secret", vec![]),
            ("?q=&level=&age=&area=", vec!["Cygnet", "Front door"]), ("?level=3", vec!["Cygnet"]), ("?age=12", vec!["Front door"]),
            ("?area=Northmouth", vec!["Cygnet", "Front door"]), ("?area=Elsewhere", vec!["Front door"]), ("?utm_source=a-letter", vec!["Cygnet", "Front door"]),
            ("?q=%25", vec![]), ("?q=%27%3B+DROP+TABLE+service%3B--", vec![]), ("?page=7", vec![]),
        ] {
            let text = page(&world, &format!("/public/services{query}"), 200).await;
            assert_eq!(shows(&text), found, "{query}");
            assert!(!text.contains("secret paper"), "{query}");
        }
        // What is typed comes back as words, never as markup.
        let text = page(&world, "/public/services?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&area=%3Cb%3E", 200).await;
        assert!(text.contains("&quot;&gt;&lt;script&gt;") && text.contains("&lt;b&gt;"));

        let text = page(&world, &format!("/public/services/{cygnet}"), 200).await;
        for words in ["For &lt;parents&gt; &amp; carers.", "Northshire Council", "Levels 2 to 3", "5 to 11", "Swan", "Northmouth",
            "href=\"tel:01622123456\"", "href=\"mailto:desk@example.org\"", "href=\"https://example.org/cygnet\""] {
            assert!(text.contains(words), "{words}");
        }
        for words in ["secret", "Health Board", "Coordinator"] {
            assert!(!text.contains(words), "{words}");
        }
        for path in [format!("/public/services/{closed}"), "/public/services/1".into(), "/public/nothing".into(), "/public/pathways".into()] {
            let text = page(&world, &path, 404).await;
            assert!(text.contains("There is nothing here") && !text.contains("Old service"), "{path}");
        }
        for query in ["level=5", "level=x", "age=121", "age=-1", "page=0", "q=%FF"] {
            let text = page(&world, &format!("/public/services?{query}"), 400).await;
            assert!(text.contains("This cannot be searched for"), "{query}");
        }
        let long = format!("/public/services?q={}", "x".repeat(201));
        page(&world, &long, 400).await;
    }
}

on_both! {
    async fn a_page_that_has_not_changed_is_not_sent_again(world: World) {
        directory(&world).await;
        switch(&world, true).await;
        let first = get(&world, "/public/services").await;
        let tag = first.headers()["etag"].clone();
        let again = || reqwest::Client::new().get(format!("{}/public/services", world.base())).header("if-none-match", tag.clone()).send();
        assert_eq!(again().await.unwrap().status(), 304);
        switch(&world, false).await;
        assert_eq!(again().await.unwrap().status(), 404, "what is kept is not confirmed once it is closed");
    }
}

on_both! {
    async fn long_lists_are_turned(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        let rows: Vec<String> = (0..60).map(|number| format!("Service {number:02}")).collect();
        let csv = format!("Name,Kind\n{}\n", rows.iter().map(|name| format!("{name},Training")).collect::<Vec<_>>().join("\n"));
        let made = coordinator.upload("/imports/services", "text/csv", csv.into_bytes()).await.expect(200);
        assert_eq!(made["create"], 60);
        switch(&world, true).await;
        let first = page(&world, "/public/services?q=service", 200).await;
        assert!(first.contains("60 services") && first.contains(">Service 49</a>") && !first.contains(">Service 50</a>"));
        assert!(first.contains("rel=\"next\" href=\"/public/services?q=service&amp;page=2\"") && !first.contains("rel=\"prev\""));
        let second = page(&world, "/public/services?q=service&page=2", 200).await;
        assert!(second.contains(">Service 50</a>") && second.contains("rel=\"prev\"") && !second.contains("rel=\"next\""));
    }
}
