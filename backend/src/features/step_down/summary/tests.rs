use shared::{
    cases::NeedLevel,
    pathways::Clock,
    step_down::{
        Version,
        api::{CarriedOn, Goal, Voice, WayBack},
    },
};
use uuid::Uuid;

use super::{
    print::{HEIGHT, Kind, set},
    *,
};

fn service(
    number: u128,
    name: &str,
    provider: Option<u128>,
    phone: Option<&str>,
) -> service::Model {
    service::Model {
        id: Uuid::from_u128(number),
        source_id: None,
        name: name.to_owned(),
        name_key: name.to_lowercase(),
        aliases: serde_json::json!([]),
        kind: "other".to_owned(),
        summary: String::new(),
        about: None,
        provider_id: provider.map(Uuid::from_u128),
        commissioners: serde_json::json!([]),
        level_from: None,
        level_to: None,
        levels_inferred: false,
        age_from: None,
        age_to: None,
        area: None,
        routes_in: serde_json::json!([]),
        access: None,
        phone: phone.map(str::to_owned),
        email: None,
        url: None,
        valid_from: None,
        valid_to: None,
        closed_because: None,
        source: None,
        search: String::new(),
        public_search: String::new(),
        created_at: chrono::DateTime::UNIX_EPOCH,
        version: 1,
    }
}

fn content() -> StepDownContent {
    let id = |number: u128| Some(ServiceId(Uuid::from_u128(number)));
    StepDownContent {
        from_service: id(1),
        from_level: NeedLevel::try_from(3).ok(),
        to_service: id(2),
        to_level: NeedLevel::try_from(2).ok(),
        steps_down_on: "2026-12-01".parse().ok(),
        goals: vec![Goal {
            goal: "Go to school every day".into(),
            known_by: "A half term without a missed day".into(),
        }],
        strengths: vec!["Draws <well> & laughs".into()],
        helps: vec!["Ten minutes alone".into()],
        early_signs: vec!["Stops drawing".into()],
        carried_on: vec![CarriedOn {
            agency: AgencyId(Uuid::from_u128(20)),
            what: "A weekly check-in".into(),
        }],
        way_back: Some(WayBack {
            how: "Ask the link worker".into(),
            promised: Clock::working_days(5),
            crisis_contact: ServiceId(Uuid::from_u128(3)),
        }),
        reviews: vec!["2027-01-19".parse().unwrap()],
        own_view: Voice {
            said: "I want to know who to talk to".into(),
            not_because: String::new(),
        },
        family_part: Voice {
            said: String::new(),
            not_because: "Nobody could come on the day".into(),
        },
    }
}

fn written(content: StepDownContent, stage: VersionStage) -> Summary {
    let services = [
        service(1, "Specialist team", None, None),
        service(2, "School counselling", Some(20), Some("01622 000002")),
        service(3, "Crisis line", None, Some("0800 000003")),
    ];
    let agencies = HashMap::from([(
        AgencyId(Uuid::from_u128(20)),
        AgencyRef {
            id: AgencyId(Uuid::from_u128(20)),
            name: "The school".into(),
            abbreviation: None,
        },
    )]);
    let version = Version {
        number: 1,
        stage,
        content,
        accepted_by: Vec::new(),
    };
    let state = if stage == VersionStage::InForce {
        StepDownState::Agreed
    } else {
        StepDownState::Draft
    };
    let plan = StepDown::kept(state, vec![version.clone()], Vec::new(), None);
    let told = Told {
        services: &services,
        agencies: &agencies,
        today: "2027-01-19".parse().unwrap(),
    };
    summed_up(&plan, &version, &told)
}

#[test]
fn a_day_that_has_passed_is_not_promised() {
    let said = |due: &str| {
        let mut content = content();
        content.reviews = vec![due.parse().unwrap()];
        format!("{:?}", written(content, VersionStage::InForce))
    };
    assert!(said("2027-01-18").contains("This day has passed"));
    assert!(!said("2027-01-19").contains("This day has passed"));
}

fn sheets(bytes: &[u8]) -> usize {
    bytes
        .windows(b"/MediaBox".len())
        .filter(|window| *window == b"/MediaBox")
        .count()
}

/// The words that the file shows, in their order, as a program that reads it aloud takes them.
fn words_of(bytes: &[u8]) -> String {
    let text: String = bytes.iter().copied().map(char::from).collect();
    let mut words = String::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(" Tf\n") {
        rest = &rest[start + 1..];
        let end = rest.find(" Tj").unwrap_or(rest.len());
        if let Some(open) = rest[..end].find('(') {
            let shown = &rest[open + 1..end];
            words.push_str(&shown[..shown.rfind(')').unwrap_or(shown.len())].replace('\\', ""));
            words.push('\n');
        }
    }
    words
}

#[test]
fn the_page_says_what_was_agreed_in_plain_words() {
    let page = page(&written(content(), VersionStage::InForce));
    for words in [
        "Everybody who helps you has said yes to this plan.",
        "From 1 December 2026, you will have less help from Specialist team.",
        "Call School counselling: 01622 000002",
        "Go to school every day. How we will know: A half term without a missed day.",
        "The school: A weekly check-in. Call 01622 000002",
        "You will get an answer within 5 working days.",
        "Call Crisis line: 0800 000003",
        "19 January 2027",
        "I want to know who to talk to",
        "Draws &lt;well&gt; &amp; laughs.",
    ] {
        assert!(page.contains(words), "{words}");
    }
    // Why somebody said nothing is for those who work with the plan.
    assert!(!page.contains("Nobody could come"));
    assert!(!page.contains("What your family does"));
    assert!(!page.contains("<script"));
}

#[test]
fn a_draft_is_told_to_be_one_and_may_be_empty() {
    let page = page(&written(StepDownContent::default(), VersionStage::Draft));
    assert!(page.contains("This is a draft."));
    assert!(!page.contains("What changes"));
    assert!(pdf(&written(StepDownContent::default(), VersionStage::Draft)).starts_with(b"%PDF-1."));
}

#[test]
fn the_pdf_is_a4_tagged_and_says_the_same() {
    let summary = written(content(), VersionStage::InForce);
    let bytes = pdf(&summary);
    assert!(bytes.starts_with(b"%PDF-1."));
    let text: String = bytes.iter().copied().map(char::from).collect();
    for part in [
        "/MediaBox [0 0 595.28 841.89]",
        "/Lang (en-GB)",
        "/Title (Your plan)",
        "/Marked true",
        "/DisplayDocTitle true",
        "/StructTreeRoot",
        "/S /H1",
        "/S /LBody",
    ] {
        assert!(text.contains(part), "{part}");
    }
    let words = words_of(&bytes).replace('\n', "");
    for part in [
        "Your plan",
        "Everybody who helps you has said yes to this plan.",
        "Call Crisis line: 0800 000003",
        "If somebody is in danger, call 999.",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert_eq!(sheets(&bytes), set(&summary).1);
}

#[test]
fn a_long_plan_goes_on_over_sheets_and_no_line_leaves_them() {
    let mut long = content();
    long.helps =
        vec!["Quiet, then a walk around the block with somebody who knows them. ".repeat(8); 20];
    long.strengths = vec!["x".repeat(600)];
    let summary = written(long, VersionStage::InForce);
    let (pieces, count) = set(&summary);
    assert!(count > 2, "{count}");
    for line in pieces.iter().flat_map(|piece| &piece.lines) {
        assert!(line.y > 50.0 && line.y < HEIGHT - 50.0 && line.sheet < count);
    }
    let ends = pieces
        .iter()
        .filter(|piece| piece.kind == Kind::Heading)
        .filter_map(|piece| piece.lines.last())
        .any(|line| line.y < 75.0);
    assert!(!ends, "a heading stands alone at the foot of a sheet");
    assert_eq!(sheets(&pdf(&summary)), count);
}

#[test]
fn what_cannot_be_printed_is_told() {
    let mut other = content();
    other.own_view.said = "\u{141}adnie".into();
    let words = words_of(&pdf(&written(other, VersionStage::InForce)));
    assert!(words.contains("Ladnie") && words.contains("Some letters could not be printed here."));
    let words = words_of(&pdf(&written(content(), VersionStage::InForce)));
    assert!(!words.contains("Some letters"));
}
