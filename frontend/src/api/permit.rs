use shared::auth::api::Permit;

/// Whether the act is open to the person now.
pub fn open(allowed: &[Permit], act: &str) -> bool {
    allowed
        .iter()
        .any(|permit| permit.act == act && permit.refusal.is_none())
}

/// Why the act is not open to the person, where the record says so.
pub fn refusal(allowed: &[Permit], act: &str) -> Option<String> {
    allowed
        .iter()
        .find(|permit| permit.act == act)
        .and_then(|permit| permit.refusal.as_ref())
        .map(|refusal| refusal.sentence.clone())
}
