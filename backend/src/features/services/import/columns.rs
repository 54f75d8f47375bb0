//! The columns of the directory as a sheet, declared once for writing and for reading.

use shared::{
    ids::AgencyId,
    services::{ServiceKind, api::ServiceDraft},
};
use tabular::{Cell, Column, Kind};

const KINDS: &[&str] = &[
    ServiceKind::Access.label(),
    ServiceKind::Clinical.label(),
    ServiceKind::Crisis.label(),
    ServiceKind::EarlyHelp.label(),
    ServiceKind::Education.label(),
    ServiceKind::ElectronicResource.label(),
    ServiceKind::Parenting.label(),
    ServiceKind::Pilot.label(),
    ServiceKind::Programme.label(),
    ServiceKind::Proposed.label(),
    ServiceKind::PublicHealth.label(),
    ServiceKind::Resource.label(),
    ServiceKind::Training.label(),
    ServiceKind::Universal.label(),
    ServiceKind::Website.label(),
    ServiceKind::Other.label(),
];

/// What stands between several names in one cell.
pub const BETWEEN: char = ';';

/// Services, one a row.
pub const SERVICES: &[Column] = &[
    Column::needed("Name", "name", Kind::Line),
    Column::optional("Other names", "aliases", Kind::Line),
    Column::optional("Kind", "kind", Kind::Choice(KINDS)),
    Column::optional("What it does", "summary", Kind::Passage),
    Column::optional("What else is known", "about", Kind::Passage),
    Column::optional("Provider", "provider", Kind::Line),
    Column::optional("Paid for by", "commissioners", Kind::Line),
    Column::optional("Lowest level of need", "level_from", Kind::Number),
    Column::optional("Highest level of need", "level_to", Kind::Number),
    Column::optional("Youngest age", "age_from", Kind::Number),
    Column::optional("Oldest age", "age_to", Kind::Number),
    Column::optional("Area", "area", Kind::Line),
    Column::optional("Who can ask for it", "routes_in", Kind::Line),
    Column::optional("How to get in", "access", Kind::Passage),
    Column::optional("Telephone", "phone", Kind::Line),
    Column::optional("Email", "email", Kind::Line),
    Column::optional("Website", "url", Kind::Line),
    Column::optional("First day", "valid_from", Kind::Date),
    Column::shown("Last day", "valid_to", Kind::Date),
    Column::shown("Standing", "standing", Kind::Line),
    Column::optional("Where this was read", "source", Kind::Passage),
    Column::optional("Service id", "id", Kind::Id),
];

/// The column that stands for a field.
pub fn heading(field: &str) -> Option<String> {
    SERVICES
        .iter()
        .find(|column| column.field == field)
        .map(|column| column.heading.to_owned())
}

/// What stands in a row besides the draft.
pub struct Beside<'s> {
    /// The service's id.
    pub id: uuid::Uuid,
    /// Its last day.
    pub valid_to: Option<chrono::NaiveDate>,
    /// How it stands, in words.
    pub standing: &'s str,
}

/// A service as a row.
pub fn row(
    draft: &ServiceDraft,
    beside: &Beside<'_>,
    agency: impl Fn(AgencyId) -> String,
) -> Vec<Cell> {
    let several = |names: Vec<String>| Cell::text(names.join(&format!("{BETWEEN} ")));
    let number = |number: Option<i32>| number.map_or(Cell::Empty, Cell::number);
    vec![
        Cell::text(&draft.name),
        several(draft.aliases.clone()),
        Cell::text(draft.kind.label()),
        Cell::text(&draft.summary),
        Cell::perhaps(draft.about.as_ref()),
        Cell::perhaps(draft.provider.map(&agency)),
        several(draft.commissioners.iter().map(|id| agency(*id)).collect()),
        number(draft.level_from),
        number(draft.level_to),
        number(draft.age_from),
        number(draft.age_to),
        Cell::perhaps(draft.area.as_ref()),
        several(
            draft
                .routes_in
                .iter()
                .map(|way| way.label().to_owned())
                .collect(),
        ),
        Cell::perhaps(draft.access.as_ref()),
        Cell::perhaps(draft.phone.as_ref()),
        Cell::perhaps(draft.email.as_ref()),
        Cell::perhaps(draft.url.as_ref()),
        Cell::day(draft.valid_from),
        Cell::day(beside.valid_to),
        Cell::text(beside.standing),
        Cell::perhaps(draft.source.as_ref()),
        Cell::text(beside.id.to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_offered_and_every_column_is_written() {
        for kind in ServiceKind::ALL {
            assert!(KINDS.contains(&kind.label()), "{kind:?}");
        }
        let draft = ServiceDraft::new("Cygnet", ServiceKind::Parenting);
        let beside = Beside {
            id: uuid::Uuid::nil(),
            valid_to: None,
            standing: "Open",
        };
        assert_eq!(
            row(&draft, &beside, |_| String::new()).len(),
            SERVICES.len()
        );
        for (at, column) in SERVICES.iter().enumerate() {
            let mut earlier = SERVICES.iter().take(at);
            assert!(earlier.all(|other| other.field != column.field));
        }
    }
}
