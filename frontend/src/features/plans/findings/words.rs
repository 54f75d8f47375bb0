use shared::plans::checks::FindingCode;

/// What a kind of finding means for the plan and for those who use it.
pub const fn explained(code: FindingCode) -> &'static str {
    match code {
        FindingCode::DuplicateRef => {
            "Two actions carry the same number, so nobody can tell which one a reference means. Each action needs a number of its own before it can be agreed."
        }
        FindingCode::MalformedRef => {
            "The number does not look like the others in the plan. It may be a slip of the pen."
        }
        FindingCode::DanglingLink => {
            "The text points to a number that no action of the plan has. Readers who follow it find nothing."
        }
        FindingCode::SelfLink => {
            "The text of an action points to the action itself, which it can hardly mean."
        }
        FindingCode::WrongTarget => {
            "The words beside the number describe another action clearly better than the one that has the number."
        }
        FindingCode::ExternalRef => {
            "The number belongs to another plan or document, and must not be read as an action of this one."
        }
        FindingCode::MissingOutcome => {
            "The plan does not say which outcome the action serves, so it stands under none. It cannot be agreed without one."
        }
        FindingCode::Alias => {
            "One body or outcome is printed under several names. Unless they are kept as one, its actions are counted apart."
        }
        FindingCode::CountMismatch => {
            "A number in the text is not the number of things that the plan lists."
        }
        FindingCode::NoCoordinator => {
            "Several agencies lead, and none is said to coordinate, or nobody leads at all. Somebody has to answer for the report."
        }
        FindingCode::NoDate => "Without a date nobody can say whether these actions are late.",
        FindingCode::NoMeasure => {
            "Without a measure nobody can say whether these actions make a difference."
        }
    }
}
