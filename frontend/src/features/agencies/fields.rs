//! What the forms of agencies share: the choices of agencies and kinds, and how a field becomes a change.

use shared::agencies::AgencyKind;
use shared::agencies::api::AgencySummary;
use shared::ids::AgencyId;
use shared::patch::Patch;

use super::standing::ended;
use crate::ui::Choice;

/// The agencies of today as choices, without `except`, after one that chooses none.
pub fn agencies(
    agencies: &[AgencySummary],
    except: Option<AgencyId>,
    none: &str,
    also: impl Fn(&AgencySummary) -> bool,
) -> Vec<Choice> {
    let choices = agencies
        .iter()
        .filter(|agency| Some(agency.id) != except && !ended(agency.valid_to) && also(agency))
        .map(|agency| Choice::new(agency.id.to_string(), agency.name.clone()));
    std::iter::once(Choice::new("", none))
        .chain(choices)
        .collect()
}

/// Every kind as a choice, by its words.
pub fn kinds() -> Vec<Choice> {
    let mut kinds: Vec<Choice> = AgencyKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), kind.label()))
        .collect();
    kinds.sort_by(|a, b| a.label.cmp(&b.label));
    kinds.insert(0, Choice::new("", "Choose a kind"));
    kinds
}

/// The change of an optional field from `before` to `now`, where nothing typed clears it.
pub fn change<T: PartialEq>(before: Option<&T>, now: Option<T>) -> Patch<T> {
    match now {
        now if now.as_ref() == before => Patch::Keep,
        Some(now) => Patch::Set(now),
        None => Patch::Clear,
    }
}

/// A text without the space around it; none where nothing is left.
pub fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use shared::patch::Patch;

    use super::change;

    #[test]
    fn only_what_differs_is_a_change() {
        assert_eq!(change(Some(&1), Some(1)), Patch::Keep);
        assert_eq!(change(None::<&i32>, None), Patch::Keep);
        assert_eq!(change(Some(&1), None), Patch::Clear);
        assert_eq!(change(Some(&1), Some(2)), Patch::Set(2));
    }
}
