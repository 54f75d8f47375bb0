//! The keys that hold somebody's answers, and the collections without a type of their own.
//!
//! A plan file may carry the conclusions of a person who has already gone through the plan. The
//! checks are worth nothing if they can see them, so answers are declared, accepted whatever their
//! value, and dropped before anything else looks at the file.

/// Collections at the top of the file that are answers as a whole.
pub(super) const COLLECTIONS: &[&str] = &["cross_reference_summary", "pledge_note", "defects"];

/// Collections that are kept as source records; `true` where the key holds one object, not a list.
pub(super) const SOURCE_COLLECTIONS: &[(&str, bool)] = &[
    ("meta", true),
    ("document_references", false),
    ("contracts", false),
    ("funding", false),
    ("measures", false),
    ("statistics", false),
    ("engagement", false),
    ("consultation_findings", false),
    ("meetings", false),
    ("governance", false),
    ("procurement_stages", false),
    ("risks", false),
    ("suicide_prevention", false),
    ("suicide_prevention_note", true),
    ("themes", false),
    ("model_features", false),
    ("review_findings_2014", false),
    ("public_health_vision", false),
];

/// Answer keys of single collections, beside the patterns that hold everywhere.
const KEYS: &[(&str, &[&str])] = &[
    (
        "actions",
        &[
            "proposed_ref",
            "ref_status",
            "ref_reason",
            "ref_alternatives",
        ],
    ),
    ("outcomes", &["actions"]),
    (
        "cross_references",
        &[
            "resolves_to_as_printed",
            "intended_target",
            "detectable",
            "note",
        ],
    ),
    (
        "document_references",
        &[
            "resolves_to_as_printed",
            "intended_target",
            "detectable",
            "note",
        ],
    ),
];

/// Patterns that hold in every item, for the schema.
#[cfg(feature = "schema")]
pub(super) const PATTERNS: &[&str] = &["^suggested_", "_inferred$", "^verdict"];

/// The answer keys of one collection that follow no pattern.
pub(super) fn keys(collection: &str) -> &'static [&'static str] {
    KEYS.iter()
        .find(|(name, _)| *name == collection)
        .map_or(&[], |(_, keys)| keys)
}

/// Whether a key inside an item of a collection holds an answer; the top of the file is collection `""`.
pub(super) fn is_answer(collection: &str, key: &str) -> bool {
    let pattern =
        key.starts_with("suggested_") || key.ends_with("_inferred") || key.starts_with("verdict");
    (pattern && !collection.is_empty()) || keys(collection).contains(&key)
}
