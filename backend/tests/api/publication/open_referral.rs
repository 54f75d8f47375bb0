//! `/oruk/v3`.

use serde_json::{Value, json};

use super::{
    directory, get,
    shape::{self, LISTED, META, Member, SERVICE, TAXONOMY, TERM},
    switch,
};
use crate::support::{World, on_both};

async fn read(world: &World, path: &str) -> Value {
    let answer = get(world, &format!("/oruk/v3{path}")).await;
    assert_eq!(answer.status(), 200, "{path}");
    let headers = answer.headers();
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
    assert_eq!(headers["cache-control"], "public, max-age=60");
    assert!(headers.get("set-cookie").is_none());
    answer.json().await.unwrap()
}

fn names(page: &Value) -> Vec<&str> {
    let contents = page["contents"].as_array().unwrap();
    contents
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect()
}

fn fits(value: &Value, members: &[Member]) {
    assert_eq!(
        shape::faults(value, members),
        Vec::<String>::new(),
        "{value}"
    );
}

on_both! {
    async fn anybody_reads_the_directory_in_the_words_of_the_standard(world: World) {
        let (cygnet, closed) = directory(&world).await;
        switch(&world, true).await;
        for path in ["", "/"] {
            let meta = read(&world, path).await;
            assert_eq!(meta["version"], "HSDS-UK-3.0");
            fits(&meta, META);
        }
        let page = read(&world, "/services").await;
        assert_eq!(names(&page), ["Cygnet", "Front door"], "what is not open is not offered");
        for (member, value) in [("total_items", json!(2)), ("total_pages", json!(1)), ("page_number", json!(1)), ("size", json!(2)),
            ("first_page", json!(true)), ("last_page", json!(true)), ("empty", json!(false))] {
            assert_eq!(page[member], value, "{member}");
        }
        for service in page["contents"].as_array().unwrap() {
            fits(service, LISTED);
        }
        let second = read(&world, "/services?per_page=1&page=2").await;
        assert_eq!((names(&second), &second["first_page"], &second["total_pages"]), (vec!["Front door"], &json!(false), &json!(2)));
        assert_eq!(read(&world, "/services?page=9").await["empty"], true);

        let whole = read(&world, &format!("/services/{cygnet}")).await;
        fits(&whole, SERVICE);
        assert_eq!(whole["organization"]["name"], "Northshire Council");
        assert_eq!(whole["description"], "For <parents> & carers.\n\nTelephone: 01622 123456");
        assert!(!whole.to_string().contains("secret"), "remarks and sources stay inside");
        assert!(!whole.to_string().contains("Health Board"), "who pays stays inside");
        assert_eq!(whole["service_areas"][0]["name"], "Northmouth");
        assert_eq!(get(&world, &format!("/oruk/v3/services/{closed}")).await.status(), 404);

        let level = whole["attributes"][1]["taxonomy_term_id"].as_str().unwrap();
        let taxonomy = whole["attributes"][1]["taxonomy_term"]["taxonomy_id"].as_str().unwrap();
        for (query, found) in [
            ("search=PARENTS".to_owned(), vec!["Cygnet"]), ("search=secret".into(), vec![]), ("search=%25".into(), vec![]), ("search=_".into(), vec![]),
            ("search=council%20swan".into(), vec!["Cygnet"]), ("search=%27%20OR%201=1--".into(), vec![]), ("search=health".into(), vec![]),
            (format!("taxonomy_term_id={level}"), vec!["Cygnet"]), (format!("taxonomy_id={taxonomy}"), vec!["Cygnet"]),
            (format!("taxonomy_term_id={cygnet}"), vec![]), (format!("taxonomy_id={cygnet}"), vec![]), ("minimum_age=12".into(), vec!["Front door"]),
            ("maximum_age=11".into(), vec!["Cygnet"]), ("minimum_age=10&maximum_age=12".into(), vec!["Cygnet", "Front door"]),
            ("day=MO".into(), vec![]), ("postcode=CT1%201AA".into(), vec![]),
        ] {
            assert_eq!(names(&read(&world, &format!("/services?{query}")).await), found, "{query}");
        }
        let taxonomies = read(&world, "/taxonomies").await;
        assert_eq!(names(&taxonomies), ["Levels of need", "Kinds of service"]);
        let terms = read(&world, "/taxonomy_terms?per_page=200").await;
        for (page, members) in [(&taxonomies, TAXONOMY), (&terms, TERM)] {
            for item in page["contents"].as_array().unwrap() {
                fits(item, members);
            }
        }
        assert_eq!(names(&read(&world, &format!("/taxonomy_terms?taxonomy_id={taxonomy}")).await).len(), 4);
        assert_eq!(read(&world, &format!("/taxonomies/{taxonomy}")).await["name"], "Levels of need");
        assert_eq!(read(&world, &format!("/taxonomy_terms/{level}")).await["name"], "Level 3");
        assert_eq!(read(&world, "/taxonomy_terms?per_page=3&page=2").await["contents"][0]["name"], "Level 4");
        assert_eq!(read(&world, "/service_at_locations?postcode=CT1%201AA&proximity=500").await["empty"], true);
    }
}

on_both! {
    async fn what_is_asked_wrongly_is_said_so(world: World) {
        switch(&world, true).await;
        let long = format!("/services?search={}", "x".repeat(201));
        let words = format!("/services?search={}", "x+".repeat(13));
        for (path, status) in [
            ("/services?page=0", 400), ("/services?per_page=0", 400), ("/services?per_page=201", 400), ("/services?colour=red", 400),
            ("/services?page=99999999999999999999", 400), ("/services?taxonomy_id=1", 400), ("/services?minimum_age=old", 400), ("/services?minimum_age=-2147483648", 400),
            ("/services?page=1&page=2", 400), ("/services?search=%00", 400), ("/services?search=%FF", 400), (&long, 400), (&words, 400),
            ("/services/1", 404), ("/services/00000000-0000-0000-0000-000000000000", 404), ("/taxonomies/1", 404),
            ("/taxonomy_terms/00000000-0000-0000-0000-000000000000", 404), ("/service_at_locations/1", 404), ("/nothing", 404),
        ] {
            let answer = get(&world, &format!("/oruk/v3{path}")).await;
            assert_eq!(answer.status(), status, "{path}");
            assert_eq!(answer.headers()["content-type"], "application/problem+json", "{path}");
        }
        let posted = reqwest::Client::new().post(format!("{}/oruk/v3/services", world.base())).send().await.unwrap();
        assert!(posted.status().is_client_error());
    }
}
