//! The real plan, against the answers that stand in its file and that the checks cannot read.

use serde_json::Value;

use super::*;

const KENT: &str = include_str!("../../../../tests/fixtures/kent-plan.json");
const DEMONSTRATION: &str = include_str!("../../../../../backend/demo/kent-plan.json");

fn oracle() -> Value {
    serde_json::from_str(KENT).unwrap()
}

fn rows<'v>(oracle: &'v Value, collection: &str) -> &'v [Value] {
    oracle[collection].as_array().unwrap()
}

fn word<'v>(row: &'v Value, key: &str) -> &'v str {
    row[key].as_str().unwrap()
}

/// The code that a reader gave to a link by number; `None` where the reader found it right.
fn expected_code(row: &Value) -> Option<FindingCode> {
    let to_itself = row["resolves_to_as_printed"]
        .as_array()
        .unwrap()
        .contains(&row["from_action"]);
    match word(row, "verdict") {
        "dangling" => Some(FindingCode::DanglingLink),
        "external" => Some(FindingCode::ExternalRef),
        "wrong-target" if to_itself => Some(FindingCode::SelfLink),
        "wrong-target" => Some(FindingCode::WrongTarget),
        _ => None,
    }
}

#[test]
fn the_findings_are_counted_exactly() {
    let found = check(&facts_of(KENT));
    let expected = [
        ("alias", 20),
        ("count-mismatch", 2),
        ("dangling-link", 2),
        ("duplicate-ref", 1),
        ("external-ref", 1),
        ("malformed-ref", 1),
        ("missing-outcome", 5),
        ("no-coordinator", 8),
        ("no-date", 1),
        ("no-measure", 1),
        ("self-link", 2),
        ("wrong-target", 4),
    ];
    assert_eq!(count(&found), expected.into_iter().collect());
    assert!(
        found
            .iter()
            .all(|f| !f.reason.is_empty() && f.proposed.is_some() == f.proposal.is_some())
    );
    let keys: std::collections::BTreeSet<String> = found.iter().map(Finding::key).collect();
    assert_eq!(keys.len(), found.len(), "keys are unique");
}

/// Recall 12 of 12 on references, no false alarm on the 32 links that are right or carry no number.
#[test]
fn every_reference_is_judged_as_the_reader_judged_it() {
    let oracle = oracle();
    let found = check(&facts_of(KENT));
    let (mut alarms, mut sound, mut first_choice) = (0, 0, 0);
    for row in rows(&oracle, "cross_references") {
        let id = word(row, "id");
        let on_link: Vec<&Finding> = found.iter().filter(|f| f.item == id).collect();
        let codes: Vec<FindingCode> = on_link.iter().map(|f| f.code).collect();
        assert_eq!(
            codes,
            expected_code(row).into_iter().collect::<Vec<_>>(),
            "{id}"
        );
        let Some(finding) = on_link.first() else {
            sound += 1;
            continue;
        };
        alarms += 1;
        let meant = word(row, "intended_target");
        let names_it = |p: &Proposal| match p {
            Proposal::SetLinkTarget { action, .. } => action == meant,
            Proposal::MarkExternal { evidence, .. } => evidence.as_deref() == Some(meant),
            _ => false,
        };
        let proposal = finding.proposal.as_ref().unwrap();
        assert!(
            names_it(proposal) || finding.alternatives.iter().any(names_it),
            "{id}"
        );
        first_choice += usize::from(names_it(proposal));
    }
    assert_eq!((alarms, sound, first_choice), (9, 32, 9));

    let mut wrong_refs = 0;
    for row in rows(&oracle, "actions") {
        let (id, status) = (word(row, "id"), word(row, "ref_status"));
        let on_action: Vec<&Finding> = found
            .iter()
            .filter(|f| {
                f.item == id
                    && matches!(
                        f.code,
                        FindingCode::DuplicateRef | FindingCode::MalformedRef
                    )
            })
            .collect();
        let renumbered = word(row, "proposed_ref") != word(row, "printed_ref");
        assert_eq!(on_action.len(), usize::from(renumbered), "{id} is {status}");
        for finding in on_action {
            wrong_refs += 1;
            let reference = word(row, "proposed_ref").to_owned();
            assert_eq!(
                finding.proposal,
                Some(Proposal::SetReference {
                    action: id.to_owned(),
                    reference
                })
            );
        }
    }
    assert_eq!(wrong_refs, 2);
    let duplicate = with_code(&found, FindingCode::DuplicateRef)[0];
    assert_eq!(
        duplicate.items,
        ["act-single-pathway", "act-step-down-pathway"]
    );
    let other = Proposal::SetReference {
        action: "act-step-down-pathway".to_owned(),
        reference: "4.2".to_owned(),
    };
    assert_eq!(duplicate.alternatives, [other]);
}

#[test]
fn missing_outcomes_are_those_that_the_reader_had_to_infer() {
    let oracle = oracle();
    let found = check(&facts_of(KENT));
    let inferred: Vec<(&str, &Value)> = rows(&oracle, "actions")
        .iter()
        .filter(|row| word(row, "outcomes_basis") != "printed")
        .map(|row| (word(row, "id"), &row["outcomes"]))
        .collect();
    let ours = with_code(&found, FindingCode::MissingOutcome);
    assert_eq!(ours.len(), inferred.len());
    for (finding, (id, outcomes)) in ours.iter().zip(inferred) {
        assert_eq!(finding.item, id);
        let outcomes = serde_json::from_value(outcomes.clone()).unwrap();
        assert_eq!(
            finding.proposal,
            Some(Proposal::SetOutcomes {
                action: id.to_owned(),
                outcomes
            })
        );
    }
}

#[test]
fn names_include_the_misprint_and_those_of_the_list_of_defects() {
    let found = check(&facts_of(KENT));
    let aliases = with_code(&found, FindingCode::Alias);
    for item in [
        "ag-kscb",
        "ag-kcc-public-health",
        "ag-hosc",
        "ag-lottery",
        "out-promotion",
        "out-whole-family",
    ] {
        assert!(aliases.iter().any(|f| f.item == item), "{item}");
    }
    let board = aliases.iter().find(|f| f.item == "ag-kscb").unwrap();
    assert!(
        board
            .reason
            .contains("“KCSB” looks like a misprint of KSCB."),
        "{}",
        board.reason
    );
}

#[test]
fn reading_41_as_4_1_turns_the_dangling_link_into_a_wrong_target() {
    let mut facts = facts_of(KENT);
    let before = check(&facts);
    let malformed = with_code(&before, FindingCode::MalformedRef)[0];
    accept(&mut facts, malformed.proposal.as_ref().unwrap());
    let after = check(&facts);
    let items = |code| {
        with_code(&after, code)
            .iter()
            .map(|f| f.item.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(items(FindingCode::MalformedRef), Vec::<String>::new());
    assert_eq!(items(FindingCode::DanglingLink), ["xref-05"]);
    assert_eq!(
        items(FindingCode::WrongTarget),
        ["xref-03", "xref-04", "xref-06", "xref-09", "xref-10"]
    );
    let turned = after.iter().find(|f| f.item == "xref-06").unwrap();
    let target = Proposal::SetLinkTarget {
        link: "xref-06".to_owned(),
        action: "act-step-down-pathway".to_owned(),
    };
    assert_eq!(turned.proposal, Some(target));
    for row in rows(&oracle(), "cross_references") {
        let numbered = word(row, "kind") == "action-number";
        let wrong = word(row, "verdict_after_renumbering") != "ok";
        assert_eq!(
            after.iter().any(|f| f.item == word(row, "id")),
            (numbered && wrong) || word(row, "verdict") == "external"
        );
    }
}

#[test]
fn accepting_every_proposal_leaves_only_what_people_must_supply() {
    let mut facts = facts_of(KENT);
    for _ in 0..3 {
        for proposal in check(&facts)
            .into_iter()
            .filter_map(|finding| finding.proposal)
        {
            accept(&mut facts, &proposal);
        }
    }
    let left: Vec<FindingCode> = check(&facts).iter().map(|finding| finding.code).collect();
    assert_eq!(left, [FindingCode::NoDate, FindingCode::NoMeasure]);
}

#[test]
fn the_demonstration_copy_has_no_answers_and_the_same_findings() {
    for answer in [
        "proposed_ref",
        "ref_status",
        "verdict",
        "intended_target",
        "suggested_",
        "_inferred",
        "defect",
    ] {
        assert!(!DEMONSTRATION.contains(answer), "{answer}");
    }
    assert_eq!(check(&facts_of(DEMONSTRATION)), check(&facts_of(KENT)));
}

#[test]
fn the_dry_run_prints_five_keys_a_line_in_order() {
    let found = check(&facts_of(KENT));
    let line =
        serde_json::to_string(&with_code(&found, FindingCode::MalformedRef)[0].dry_run_line())
            .unwrap();
    let start = r#"{"code":"malformed-ref","item":"act-whole-family-protocol","printed":"41","proposal":"Renumber to 4.1","reason":""#;
    assert!(line.starts_with(start), "{line}");
    let again: Finding = serde_json::from_value(serde_json::to_value(&found[0]).unwrap()).unwrap();
    assert_eq!(again, found[0]);
}
