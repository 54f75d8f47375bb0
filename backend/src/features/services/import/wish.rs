//! What a file asks of the directory, whichever kind of file it is.

use std::collections::BTreeSet;

use shared::{
    agencies::api::AgencyRef,
    ids::AgencyId,
    problem::FieldCode,
    services::{
        Said, ServiceKind, WayIn,
        open_referral::{Heard, heard},
    },
    sheets::api::{RowCode, RowFault},
};
use tabular::{Row, Sheet};
use uuid::Uuid;

use crate::features::names::is_called;

use super::columns::{BETWEEN, heading};

/// What a file says about one service.
#[derive(Debug)]
pub struct Wish {
    /// The row of the sheet, or the place in the list, from 1.
    pub row: u32,
    /// What is said.
    pub said: Said,
    /// The id that the file gives it.
    pub id: Named,
    /// Why nothing is done about it, where nothing is.
    pub skipped: Option<String>,
}

/// By which id a file knows a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// None.
    No,
    /// The directory's own, which has to be there.
    Own(Uuid),
    /// That of another directory, or our own come back.
    Foreign(Uuid),
}

/// The kind of file, which decides what its columns are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A sheet with the columns of the directory.
    Sheet,
    /// Open Referral JSON.
    OpenReferral,
}

impl FileKind {
    /// What the column is called that stands for a field of a draft.
    pub fn column(self, field: &str) -> Option<String> {
        match self {
            Self::Sheet => heading(field),
            Self::OpenReferral => Some(
                match field {
                    "summary" => "description",
                    "age_from" => "minimum_age",
                    "age_to" => "maximum_age",
                    "level_from" | "level_to" | "kind" => "attributes",
                    "area" => "service_areas",
                    "provider" => "organization",
                    other => other,
                }
                .to_owned(),
            ),
        }
    }
}

/// A file that was read.
#[derive(Debug)]
pub struct Wishes {
    /// Of which kind.
    pub kind: FileKind,
    /// What it says, service by service.
    pub wishes: Vec<Wish>,
    /// What does not fit.
    pub faults: Vec<RowFault>,
    /// What the sender may not have meant.
    pub notes: Vec<String>,
}

fn agency(agencies: &[AgencyRef], name: &str) -> Option<AgencyId> {
    agencies
        .iter()
        .find(|agency| is_called(agency, name))
        .map(|agency| agency.id)
}

fn names(text: &str) -> Option<Vec<&str>> {
    let names: Vec<&str> = text
        .split(BETWEEN)
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    (!names.is_empty()).then_some(names)
}

/// What a sheet says.
pub fn of_sheet(sheet: &Sheet, agencies: &[AgencyRef]) -> Wishes {
    let mut faults: Vec<RowFault> = sheet
        .faults
        .iter()
        .map(|fault| RowFault {
            row: fault.row,
            column: fault.column.clone(),
            code: RowCode::Field(fault.code),
            detail: fault.detail.clone(),
        })
        .collect();
    let mut wishes = Vec::new();
    if sheet.headings_fit {
        for row in &sheet.rows {
            wishes.push(of_row(row, agencies, &mut faults));
        }
    }
    let mut notes: Vec<String> = sheet.notes.iter().map(|note| note.detail.clone()).collect();
    notes.push("An empty cell leaves what the directory says as it is.".to_owned());
    Wishes {
        kind: FileKind::Sheet,
        wishes,
        faults,
        notes,
    }
}

fn of_row(row: &Row, agencies: &[AgencyRef], faults: &mut Vec<RowFault>) -> Wish {
    let mut wrong = |field: &str, code: FieldCode, detail: String| {
        faults.push(RowFault {
            row: row.number,
            column: heading(field),
            code: RowCode::Field(code),
            detail,
        });
    };
    let text = |field: &str| {
        let text = row.text(field).trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let mut one = |field: &str, name: &str| {
        let found = agency(agencies, name);
        if found.is_none() {
            let words = format!(
                "No agency of the partnership has the name {name}. Write it as the agencies page has it"
            );
            wrong(field, FieldCode::NotFound, words);
        }
        found
    };
    let provider = text("provider").and_then(|name| one("provider", &name));
    let commissioners = names(row.text("commissioners")).map(|names| {
        names
            .into_iter()
            .filter_map(|name| one("commissioners", name))
            .collect()
    });
    let routes_in = names(row.text("routes_in")).map(|names| {
        names
            .into_iter()
            .filter_map(|name| {
                let found = way(name);
                if found.is_none() {
                    let labels: Vec<&str> = WayIn::ALL.iter().map(|way| way.label()).collect();
                    let words = format!(
                        "Write some of these, with {BETWEEN} between them: {}",
                        labels.join(&format!("{BETWEEN} "))
                    );
                    wrong("routes_in", FieldCode::NotAllowed, words);
                }
                found
            })
            .collect()
    });
    // A number that no level or age can be is told by the rules: it must not become another here.
    let number = |field: &str| {
        row.number(field)
            .map(|number| i32::try_from(number).unwrap_or(i32::MAX))
    };
    let said = Said {
        name: row.text("name").trim().to_owned(),
        aliases: names(row.text("aliases"))
            .map(|names| names.into_iter().map(str::to_owned).collect()),
        kind: ServiceKind::ALL
            .iter()
            .copied()
            .find(|kind| kind.label() == row.text("kind")),
        summary: text("summary"),
        about: text("about"),
        provider,
        commissioners,
        level_from: number("level_from"),
        level_to: number("level_to"),
        age_from: number("age_from"),
        age_to: number("age_to"),
        area: text("area"),
        routes_in,
        access: text("access"),
        phone: text("phone"),
        email: text("email"),
        url: text("url"),
        valid_from: row.day("valid_from"),
        source: text("source"),
    };
    Wish {
        row: row.number,
        said,
        id: row.id("id").map_or(Named::No, Named::Own),
        skipped: None,
    }
}

fn way(name: &str) -> Option<WayIn> {
    let name = name.to_lowercase();
    WayIn::ALL
        .iter()
        .copied()
        .find(|way| way.label().to_lowercase() == name || way.code() == name)
}

/// What a file in the words of Open Referral says.
///
/// # Errors
/// Why nothing in it can be read.
pub fn of_open_referral(
    text: &str,
    agencies: &[AgencyRef],
) -> Result<Wishes, shared::services::open_referral::Unheard> {
    let mut faults = Vec::new();
    let mut unread: BTreeSet<String> = BTreeSet::new();
    let mut notes = Vec::new();
    let mut wishes = Vec::new();
    for service in heard(text)? {
        unread.extend(service.unread.iter().cloned());
        faults.extend(service.faults.iter().cloned());
        wishes.push(of_heard(service, agencies, &mut notes));
    }
    if !unread.is_empty() {
        let names: Vec<String> = unread.into_iter().collect();
        notes.push(format!(
            "The directory has no place for these members, so they are not read: {}.",
            names.join(", ")
        ));
    }
    Ok(Wishes {
        kind: FileKind::OpenReferral,
        wishes,
        faults,
        notes,
    })
}

fn of_heard(service: Heard, agencies: &[AgencyRef], notes: &mut Vec<String>) -> Wish {
    let row = service.row;
    let mut said = service.said;
    let name = said.name.clone();
    if let Some(provider) = service.provider {
        said.provider = agency(agencies, &provider);
        if said.provider.is_none() {
            notes.push(format!(
                "Service {row}, {name}: {provider} is no agency of the partnership, so the service comes without its provider."
            ));
        }
    }
    if let Some(area) = service.wide_area {
        notes.push(format!(
            "Service {row}, {name}: its area is told in more words than an area has room for, so it is added to what else is known."
        ));
        said.about = Some(format!("Area: {area}"));
    }
    if let Some(id) = service.id {
        said.source = Some(format!("Open Referral, service {id}"));
    }
    Wish {
        row,
        said,
        id: service.id.map_or(Named::No, Named::Foreign),
        skipped: service
            .closed
            .map(|closed| format!("{name} (the file says: {closed})")),
    }
}
