//! A plan of another county, another subject and another way of numbering, so that nothing is
//! fitted to one plan alone.

use super::*;

/// References are `level-number`; outcomes carry no number.
const FLOODS: &str = r#"{
  "plan": { "id": "floods", "title": "Living with water", "action_count": 9 },
  "levels": [ { "id": "l1", "number": 1, "name": "Every home" }, { "id": "l2", "number": 2, "name": "Homes at risk" } ],
  "outcomes": [ { "id": "o1", "name": "Safe homes" } ],
  "agencies": [
    { "id": "ea", "name": "Environment Agency", "abbreviation": "ENVA", "kind": "national-body", "names_printed": ["ENVA", "EVNA"] },
    { "id": "wc", "name": "Wessex Council", "kind": "council" }
  ],
  "evidence": [ { "id": "ev1", "title": "Coastal Erosion Action Plan for the Southern Shore" } ],
  "actions": [
    { "id": "a1", "order": 1, "printed_ref": "1-1", "level": "l1", "outcomes_printed": ["Safe homes"], "title": "Sandbag stores in every parish", "leads": [ { "agency": "wc", "role": "lead" } ] },
    { "id": "a2", "order": 2, "printed_ref": "1-2", "level": "l1", "outcomes_printed": ["safe  homes"], "title": "Gauges on small rivers", "leads": [ { "agency": "ea", "role": "lead" } ], "timescale": { "class": "2027" } },
    { "id": "a3", "order": 3, "printed_ref": "2-1", "level": "l2", "outcomes_printed": ["Safe homes"], "title": "Telephone warnings at night", "leads": [ { "agency": "ea", "role": "joint-lead" }, { "agency": "wc", "role": "joint-lead", "coordinates": true } ] },
    { "id": "a4", "order": 4, "printed_ref": "1-2", "level": "l2", "outcomes_printed": ["Safe homes"], "title": "Insurance advice for tenants", "leads": [ { "agency": "wc", "role": "support" } ] },
    { "id": "a5", "order": 5, "printed_ref": "23", "level": "l2", "outcomes_printed": ["Dry feet"], "title": "Boats and crews", "leads": [ { "agency": "wc", "role": "lead" } ] },
    { "id": "a6", "order": 6, "printed_ref": "2-4", "level": "l2", "outcomes_printed": ["Safe homes"], "title": "Culvert clearing before winter", "leads": [ { "agency": "wc", "role": "lead" } ] }
  ],
  "cross_references": [
    { "id": "x1", "from_action": "a1", "printed_target": "2-1", "printed_label": "night warnings", "kind": "action-number" },
    { "id": "x2", "from_action": "a1", "printed_target": "2-1", "printed_label": "clearing culverts", "kind": "action-number" },
    { "id": "x3", "from_action": "a3", "printed_target": "1-9", "printed_label": "river gauges", "kind": "action-number" },
    { "id": "x4", "from_action": "a3", "printed_target": "3-1", "printed_label": "Coastal Erosion Action Plan, Southern Shore", "kind": "action-number" },
    { "id": "x5", "from_action": "a6", "printed_target": "2-4", "kind": "action-number" },
    { "id": "x6", "from_action": "a6", "printed_target": "1-1", "printed_label": "something else altogether", "kind": "action-number" }
  ]
}"#;

fn one(found: &[Finding], code: FindingCode) -> &Finding {
    let all = with_code(found, code);
    assert_eq!(all.len(), 1, "{code:?}: {all:#?}");
    all[0]
}

#[test]
fn a_scheme_by_level_with_another_mark_is_learned() {
    let found = check(&facts_of(FLOODS));
    let reference = |action: &str, reference: &str| {
        Some(Proposal::SetReference {
            action: action.to_owned(),
            reference: reference.to_owned(),
        })
    };
    let duplicate = one(&found, FindingCode::DuplicateRef);
    assert_eq!(
        (duplicate.item.as_str(), &duplicate.proposal),
        ("a4", &reference("a4", "2-5")),
        "2-3 is promised to a5"
    );
    assert!(
        duplicate.reason.contains("level of need"),
        "{}",
        duplicate.reason
    );
    let malformed = one(&found, FindingCode::MalformedRef);
    assert_eq!(
        (malformed.item.as_str(), &malformed.proposal),
        ("a5", &reference("a5", "2-3"))
    );
}

#[test]
fn links_are_judged_by_the_words_of_this_plan() {
    let found = check(&facts_of(FLOODS));
    let target = |link: &str, action: &str| {
        Some(Proposal::SetLinkTarget {
            link: link.to_owned(),
            action: action.to_owned(),
        })
    };
    assert_eq!(
        one(&found, FindingCode::WrongTarget).proposal,
        target("x2", "a6")
    );
    assert_eq!(
        one(&found, FindingCode::DanglingLink).proposal,
        target("x3", "a2")
    );
    let external = Proposal::MarkExternal {
        link: "x4".to_owned(),
        evidence: Some("ev1".to_owned()),
    };
    assert_eq!(
        one(&found, FindingCode::ExternalRef).proposal,
        Some(external)
    );
    assert_eq!(
        one(&found, FindingCode::SelfLink).proposal,
        None,
        "no words, no proposal"
    );
    assert!(
        !found
            .iter()
            .any(|f| ["x1", "x6"].contains(&f.item.as_str())),
        "{found:#?}"
    );
}

#[test]
fn the_other_checks_say_what_they_see() {
    let found = check(&facts_of(FLOODS));
    let outcome = one(&found, FindingCode::MissingOutcome);
    assert_eq!(
        (
            outcome.item.as_str(),
            outcome.printed.as_str(),
            &outcome.proposal
        ),
        ("a5", "“Dry feet”", &None)
    );
    assert!(
        one(&found, FindingCode::Alias)
            .reason
            .contains("“EVNA” looks like a misprint of ENVA.")
    );
    let use_six = Proposal::UseCount {
        item: "floods".to_owned(),
        count: 6,
    };
    assert_eq!(
        one(&found, FindingCode::CountMismatch).proposal,
        Some(use_six)
    );
    assert_eq!(
        one(&found, FindingCode::NoCoordinator).item,
        "a4",
        "nobody leads it"
    );
    assert_eq!(
        one(&found, FindingCode::NoDate).items,
        ["a1", "a3", "a4", "a5", "a6"]
    );
    assert_eq!(one(&found, FindingCode::NoMeasure).items.len(), 6);
}

#[test]
fn a_plan_without_a_scheme_gets_no_guesses() {
    let mut facts = facts_of(FLOODS);
    for (action, letter) in facts.actions.iter_mut().zip(["A", "B", "C", "A", "E", "F"]) {
        action.printed_ref = letter.to_owned();
    }
    let found = check(&facts);
    assert!(with_code(&found, FindingCode::MalformedRef).is_empty());
    assert_eq!(one(&found, FindingCode::DuplicateRef).proposal, None);
    assert!(check(&PlanFacts::default()).is_empty());
}

#[test]
fn one_undecided_reading_is_left_to_the_coordinator() {
    let mut facts = facts_of(FLOODS);
    facts.actions[4].printed_ref = "212".to_owned();
    facts.actions[4].level = None;
    let found = check(&facts);
    let malformed = one(&found, FindingCode::MalformedRef);
    assert_eq!(malformed.proposal, None);
    assert_eq!(malformed.alternatives.len(), 2, "2-12 and 21-2");
}
