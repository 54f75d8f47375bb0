//! Looking for words: what is found, in which order, by whom, and what cannot break it.

use backend::{
    clock,
    db::Who,
    features::search::rebuild::{self, Mended},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use serde_json::{Value, json};

use crate::support::{Caller, World, on_both};

async fn search(caller: &Caller, query: &str) -> Value {
    caller.get(&format!("/search?q={query}")).await.expect(200)
}

/// How many records of each kind are found: actions, updates, evidence, agencies.
async fn counts(caller: &Caller, query: &str) -> [u64; 4] {
    let answer = search(caller, query).await;
    let groups = answer["groups"].as_array().unwrap();
    for group in groups {
        let shown = group["items"].as_array().unwrap().len() as u64;
        assert_eq!(group["count"].as_u64().unwrap(), shown, "{answer}");
    }
    ["action", "update", "evidence", "agency"].map(|kind| {
        let group = groups.iter().find(|group| group["kind"] == kind).unwrap();
        group["count"].as_u64().unwrap()
    })
}

/// A text of which the words that were found stand in brackets.
fn shown(segments: &Value) -> String {
    segments
        .as_array()
        .unwrap()
        .iter()
        .map(|piece| {
            let text = piece["text"].as_str().unwrap();
            if piece["found"] == true {
                format!("[{text}]")
            } else {
                text.to_owned()
            }
        })
        .collect()
}

/// A draft of the council on its own action with these words; its address and version.
async fn draft(world: &World, done: &str) -> (String, i64) {
    let editor = world.by(world.seed.council_editor).await;
    let body = json!({"action": world.seed.council_action, "cycle": world.seed.cycle, "agency": world.seed.council});
    let draft = editor.post("/updates", &body).await.expect(201);
    let path = format!("/updates/{}", draft["id"].as_str().unwrap());
    let words =
        json!({"delivery_status": "in_progress", "brag": "green", "done": done, "next": "More."});
    let saved = editor.put(&path, 1, &words).await.expect(200);
    (path, saved["version"].as_i64().unwrap())
}

/// Evidence of the plan.
async fn evidence(world: &World, title: &str, note: &str) {
    let (plan, title, note) = (world.seed.plan, title.to_owned(), note.to_owned());
    world
        .app
        .db
        .unit(Who::console("test"), move |unit| {
            Box::pin(async move {
                unit.changes_nothing();
                entities::evidence::ActiveModel {
                    id: Set(clock::ordered_id()),
                    plan_id: Set(plan.0),
                    source_id: Set(None),
                    title: Set(title),
                    author: Set(Some("Ofsted".to_owned())),
                    year: Set(Some(2014)),
                    kind: Set("report".to_owned()),
                    listed: Set(true),
                    variants: Set(json!(["The framework"])),
                    note: Set(Some(note)),
                    sort: Set(1),
                }
                .insert(unit.txn)
                .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

on_both! {
    async fn every_kind_is_found_ranked_and_marked(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        evidence(&world, "Wellbeing in lessons: a framework", "Read <b>this</b> & that.").await;
        let answer = search(&lead, "lesson").await;
        let actions = &answer["groups"][0];
        assert_eq!(actions["kind"], "action");
        assert_eq!(shown(&actions["items"][0]["title"]), "3.1 Wellbeing in [lessons]", "stems are the same word");
        assert_eq!(actions["items"][0]["plan"]["slug"], "northshire-2024");
        assert_eq!(counts(&lead, "lesson").await, [1, 0, 1, 0]);
        assert_eq!(counts(&lead, "3.1").await, [1, 0, 0, 0], "a reference is found as it is printed");
        assert_eq!(counts(&lead, "northshire%20health").await, [0, 0, 0, 1]);
        assert_eq!(counts(&lead, "\"health%20northshire\"").await, [0; 4], "a phrase is in order");
        assert_eq!(counts(&lead, "ofsted%202014").await, [0, 0, 1, 0]);
        assert_eq!(counts(&lead, "FRAMEWORKS").await, [0, 0, 1, 0]);
        // Markup in a text stays text.
        let found = search(&lead, "this%20read").await;
        assert_eq!(found["left_out"], json!(["this"]));
        let excerpt = shown(&found["groups"][2]["items"][0]["excerpt"]);
        assert!(excerpt.contains("[Read] <b>this</b> & that."), "{excerpt}");
        // A word in a title says more than one in the text, whichever was written first.
        evidence(&world, "Something else", "It is about a framework and lessons, lessons, lessons.").await;
        let ranked = search(&lead, "lessons&kind=evidence").await;
        let titles: Vec<String> = ranked["groups"][0]["items"].as_array().unwrap().iter().map(|item| shown(&item["title"])).collect();
        assert_eq!(titles, ["Wellbeing in [lessons]: a framework", "Something else"]);
    }
}

on_both! {
    async fn a_word_in_anothers_draft_is_found_by_nobody_else(world: World) {
        let (path, version) = draft(&world, "The Quokka scheme has begun.").await;
        let seed = world.seed.clone();
        let sees = [
            (seed.council_lead, 1), (seed.council_editor, 1), (seed.coordinator, 1),
            (seed.health_lead, 0), (seed.health_editor, 0), (seed.practitioner, 0),
            (seed.board_member, 0), (seed.administrator, 0), (seed.auditor, 0), (seed.stranger, 0),
        ];
        for (person, count) in sees {
            let caller = world.by(person).await;
            assert_eq!(counts(&caller, "quokka").await, [0, count, 0, 0]);
            let answer = search(&caller, "quokka&kind=update&limit=1").await;
            assert_eq!(answer["groups"][0]["count"], count, "not even counted");
            assert_eq!(answer["groups"][0]["next"], Value::Null);
        }
        let lead = world.by(seed.council_lead).await;
        let hit = search(&lead, "quokka").await["groups"][1]["items"][0].clone();
        assert_eq!(shown(&hit["title"]), "1.1 Train the people who meet children");
        assert!(shown(&hit["excerpt"]).contains("The [Quokka] scheme"), "{hit}");
        assert_eq!((hit["update"]["state"].as_str(), hit["address"].as_str()), (Some("draft"), Some(format!("/api/v1{path}").as_str())));
        // Accepted, it is everyone's who sees the plan.
        let editor = world.by(seed.council_editor).await;
        let sent = editor.post_to(&format!("{path}/submit"), version, &json!({})).await.expect(200);
        lead.post_to(&format!("{path}/accept"), sent["version"].as_i64().unwrap(), &json!({})).await.expect(200);
        for person in [seed.health_editor, seed.board_member, seed.auditor] {
            assert_eq!(counts(&world.by(person).await, "quokka").await, [0, 1, 0, 0]);
        }
        assert_eq!(counts(&world.by(seed.stranger).await, "quokka").await, [0; 4]);
        // The plan itself is out of a stranger's reach too; the names of agencies are not.
        let stranger = world.by(seed.stranger).await;
        assert_eq!(counts(&stranger, "wellbeing").await, [0, 0, 0, 1]);
        assert_eq!(stranger.get("/search?q=wellbeing&plan=northshire-2024").await.problem(404), "not_found");
    }
}

on_both! {
    async fn programs_find_what_their_scopes_cover(world: World) {
        draft(&world, "The Quokka scheme has begun.").await;
        for (scope, expected) in [("plans:read", [1, 0, 0, 0]), ("updates:read", [0, 1, 0, 0]), ("updates:write", [0, 1, 0, 0])] {
            let client = world.client(&[scope]).await;
            let program = world.program(&client, None).await;
            let found = [counts(&program, "lessons").await, counts(&program, "quokka").await];
            assert_eq!([found[0][0], found[1][1], 0, 0], expected, "{scope}");
        }
        let client = world.client(&["webhooks:write"]).await;
        assert_eq!(world.program(&client, None).await.get("/search?q=quokka").await.problem(403), "scope_missing");
    }
}

on_both! {
    async fn the_index_changes_with_the_record_or_not_at_all(world: World) {
        let editor = world.by(world.seed.council_editor).await;
        let (path, version) = draft(&world, "The Quokka scheme has begun.").await;
        let words = json!({"delivery_status": "in_progress", "brag": "green", "done": "The Numbat scheme has begun.", "next": "More."});
        editor.put(&path, version, &words).await.expect(200);
        assert_eq!(counts(&editor, "quokka").await, [0; 4]);
        assert_eq!(counts(&editor, "numbat").await, [0, 1, 0, 0]);
        // A refused save changes nothing, and neither does a unit that fails at its end.
        assert_eq!(editor.put(&path, 1, &json!({"done": "Wombat."})).await.status, 412);
        let agency = world.seed.charity;
        let failed = world.app.db.unit(Who::console("test"), move |unit| Box::pin(async move {
            entities::agency::ActiveModel { id: Set(agency.0), name: Set("Wombat Trust".to_owned()), ..Default::default() }
                .update(unit.txn).await?;
            Ok(())
        })).await;
        assert!(failed.is_err(), "a unit without an act is refused");
        assert_eq!(counts(&editor, "wombat").await, [0; 4]);
        let sent = world.by(world.seed.administrator).await;
        let charity = sent.get(&format!("/agencies/{agency}")).await.expect(200);
        sent.patch(&format!("/agencies/{agency}"), charity["version"].as_i64().unwrap(), &json!({"name": "Wombat Trust"})).await.expect(200);
        assert_eq!(counts(&editor, "wombat").await, [0, 0, 0, 1]);
        assert_eq!(counts(&editor, "families").await, [0; 4], "the old name is not searched");
    }
}

on_both! {
    async fn nothing_that_is_typed_breaks_it(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        for query in ["%22", "%22%22%22", "%27%20OR%201%3D1--", "wellbeing%20AND%20NOT%20(", "title%3Awellbeing", "NEAR(a,b)", "*",
            "%F0%9F%92%9A", "wellbeing%20%F0%9F%92%9A", "%3Cscript%3E", "%5C", "%25_", "a%26b%7C!c", "b:*", "-wellbeing", "^x", "{}", "%E4%BD%A0%E5%A5%BD"] {
            let answer = search(&lead, query).await;
            assert_eq!(answer["groups"].as_array().unwrap().len(), 4, "{query}");
        }
        let common = search(&lead, "the%20and%20of").await;
        assert_eq!((&common["looked_for"], &common["left_out"]), (&json!([]), &json!(["the", "and", "of"])));
        let long = "a".repeat(10_000);
        let many = vec!["ab%20"; 60].concat();
        assert_eq!(search(&lead, &many).await["looked_for"], json!(["ab"]));
        for bad in [format!("/search?q={long}"), "/search?q=".into(), "/search".into(), "/search?q=%20".into(), "/search?q=a%00b".into(),
            "/search?q=plan&kind=person".into(), "/search?q=plan&limit=0".into(), "/search?q=plan&limit=201".into(), "/search?q=plan&cursor=AAAAAQ".into(),
            "/search?q=plan&kind=action&cursor=x".into(), "/search?q=plan&colour=red".into(), "/search?q=plan&q=plan".into()] {
            assert_eq!(lead.get(&bad).await.problem(400), "bad_query", "{bad}");
        }
        assert_eq!(lead.get("/search?q=plan&plan=nowhere").await.problem(404), "not_found");
    }
}

on_both! {
    async fn a_kind_is_read_page_by_page(world: World) {
        for number in 1..=7 {
            evidence(&world, &format!("Study {number} of otters"), "A note.").await;
        }
        let lead = world.by(world.seed.council_lead).await;
        let whole = search(&lead, "otter&kind=evidence").await;
        let ids = |answer: &Value| answer["groups"][0]["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect::<Vec<_>>();
        assert_eq!(whole["groups"][0]["count"], 7);
        let mut paged = Vec::new();
        let mut path = "/search?q=otter&kind=evidence&limit=3&plan=northshire-2024".to_owned();
        loop {
            let answer = lead.get(&path).await;
            let link = answer.header("link").map(str::to_owned);
            let answer = answer.expect(200);
            paged.extend(ids(&answer));
            assert_eq!(answer["groups"][0]["count"], 7);
            match answer["groups"][0]["next"].as_str() {
                Some(next) => {
                    assert_eq!(link, Some(format!("<{next}>; rel=\"next\"")));
                    path = next.strip_prefix("/api/v1").unwrap().to_owned();
                }
                None => break,
            }
        }
        assert_eq!(paged, ids(&whole));
    }
}

on_both! {
    async fn an_index_that_was_written_past_is_made_anew(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let whole = rebuild::rebuild(&world.app.db).await.unwrap();
        assert_eq!(whole, Mended { records: whole.records, ..Mended::default() }, "nothing was wrong");
        let agencies = counts(&lead, "northshire").await;
        assert!(agencies[3] >= 4, "{agencies:?}");
        for sql in ["DELETE FROM search_text WHERE kind = 'agency'", "UPDATE search_text SET title = 'gone' WHERE title LIKE '3.1%'"] {
            world.app.db.owner().execute_unprepared(sql).await.unwrap();
        }
        assert_eq!(counts(&lead, "northshire").await, [0; 4]);
        let mended = rebuild::rebuild(&world.app.db).await.unwrap();
        assert!(mended.added >= 4, "{mended:?}");
        assert_eq!((mended.changed, mended.removed, mended.records), (1, 0, whole.records));
        assert_eq!(counts(&lead, "northshire").await, agencies);
        assert_eq!(counts(&lead, "lessons").await, [1, 0, 0, 0]);
    }
}
