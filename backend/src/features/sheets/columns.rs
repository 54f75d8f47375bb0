//! The columns of the sheets, each declared once for writing and for reading.

use shared::updates::{
    Brag, DeliveryStatus, VarianceCause,
    questions::{
        BY, CAUSE, CHANGED, DELIVERY, DIFFERENCE, DONE, FORECAST, HELP, NEXT, NO_CHANGE, OWNER,
        RATING, STEP,
    },
};
use tabular::{Column, Kind};

const DELIVERIES: &[&str] = &[
    DeliveryStatus::NotStarted.label(),
    DeliveryStatus::InProgress.label(),
    DeliveryStatus::Complete.label(),
];

const RATINGS: &[&str] = &[
    Brag::Green.label(),
    Brag::Amber.label(),
    Brag::Red.label(),
    Brag::Blue.label(),
];

const CAUSES: &[&str] = &[
    VarianceCause::Staffing.label(),
    VarianceCause::Funding.label(),
    VarianceCause::Procurement.label(),
    VarianceCause::Partner.label(),
    VarianceCause::Demand.label(),
    VarianceCause::Systems.label(),
    VarianceCause::Policy.label(),
    VarianceCause::Scope.label(),
    VarianceCause::Decision.label(),
    VarianceCause::OtherBehind.label(),
    VarianceCause::EarlyStart.label(),
    VarianceCause::MoreMeans.label(),
    VarianceCause::PartnerAhead.label(),
    VarianceCause::LessWork.label(),
    VarianceCause::OtherAhead.label(),
];

/// The actions of a plan, to be read.
pub const REGISTER: &[Column] = &[
    Column::shown("Reference", "reference", Kind::Line),
    Column::shown("Action", "title", Kind::Passage),
    Column::shown("Level of need", "level", Kind::Line),
    Column::shown("Outcomes", "outcomes", Kind::Line),
    Column::shown("Led by", "leads", Kind::Line),
    Column::shown("Support and partners", "others", Kind::Line),
    Column::shown("State", "state", Kind::Line),
    Column::shown("Rating", "brag", Kind::Line),
    Column::shown("Last reported rating", "last_brag", Kind::Line),
    Column::shown("Last reported for", "last_cycle", Kind::Line),
    Column::shown("Last report accepted on", "last_on", Kind::Date),
    Column::shown("Ends", "ends", Kind::PrintedDate),
    Column::shown("Findings to decide", "open_findings", Kind::Number),
    Column::shown("Action id", "action_id", Kind::Id),
];

/// Progress updates, an action a row.
pub const UPDATES: &[Column] = &[
    Column::optional("Action reference", "action", Kind::Line),
    Column::shown("Action", "title", Kind::Passage),
    Column::optional("Agency", "agency", Kind::Line),
    Column::optional("Cycle", "cycle", Kind::Line),
    Column::shown("State", "state", Kind::Line),
    Column::needed(DELIVERY, "delivery_status", Kind::Choice(DELIVERIES)),
    Column::needed(RATING, "brag", Kind::Choice(RATINGS)),
    Column::needed(DONE, "done", Kind::Passage),
    Column::needed(CHANGED, "changed", Kind::Passage),
    Column::needed(NEXT, "next", Kind::Passage),
    Column::needed(HELP, "help", Kind::Passage),
    Column::optional(FORECAST, "forecast", Kind::Choice(RATINGS)),
    Column::optional(DIFFERENCE, "difference", Kind::Passage),
    Column::optional(CAUSE, "cause", Kind::Choice(CAUSES)),
    Column::optional(STEP, "step", Kind::Passage),
    Column::optional(OWNER, "owner", Kind::Line),
    Column::optional(BY, "by", Kind::Date),
    Column::optional(NO_CHANGE, "no_change", Kind::YesNo),
    Column::optional("Submit", "submit", Kind::YesNo),
    Column::shown("Last changed on", "changed_on", Kind::Date),
    Column::shown("Accepted on", "accepted_on", Kind::Date),
    Column::shown("Edition", "edition", Kind::Number),
    Column::optional("Action id", "action_id", Kind::Id),
    Column::optional("Update id", "update", Kind::Id),
    Column::optional("Version", "version", Kind::Number),
];

/// Milestones of actions, an action and a milestone a row.
pub const MILESTONES: &[Column] = &[
    Column::optional("Action reference", "action", Kind::Line),
    Column::shown("Action", "action_title", Kind::Passage),
    Column::needed("Milestone", "title", Kind::Passage),
    Column::needed("Due", "due", Kind::PrintedDate),
    Column::optional("Owner", "owner", Kind::Line),
    Column::shown("State", "state", Kind::Line),
    Column::optional("Done on", "on", Kind::Date),
    Column::optional("New date", "to", Kind::Date),
    Column::optional("Why it moves", "reason", Kind::Passage),
    Column::optional("Agency that reports", "agency", Kind::Line),
    Column::optional("Cycle", "cycle", Kind::Line),
    Column::optional("Action id", "action_id", Kind::Id),
    Column::optional("Milestone id", "milestone", Kind::Id),
    Column::optional("Version", "version", Kind::Number),
];

/// The heading of the column that stands for a field.
pub fn heading(columns: &[Column], field: &str) -> Option<String> {
    columns
        .iter()
        .find(|column| column.field == field)
        .map(|column| column.heading.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_fields_are_unique() {
        for columns in [REGISTER, UPDATES, MILESTONES] {
            for (at, column) in columns.iter().enumerate() {
                assert!(columns[..at].iter().all(|other| {
                    other.field != column.field
                        && !other.heading.eq_ignore_ascii_case(column.heading)
                }));
            }
        }
    }

    #[test]
    fn every_choice_is_offered() {
        for status in DeliveryStatus::ALL {
            assert!(DELIVERIES.contains(&status.label()));
        }
        for brag in Brag::ALL {
            assert!(RATINGS.contains(&brag.label()));
        }
        for cause in VarianceCause::ALL {
            assert!(CAUSES.contains(&cause.label()));
        }
    }
}
