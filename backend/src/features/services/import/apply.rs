//! What a file asks, held against the directory, and done.

use std::collections::{HashMap, HashSet};

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, TryIntoModel};
use shared::{
    agencies::api::AgencyRef,
    ids::AgencyId,
    policy::Verb,
    problem::{FieldCode, FieldError},
    services::{
        ServiceEvent, ServiceKind,
        api::{DirectoryReport, ServiceDraft},
        check, folded,
    },
    sheets::api::{RowCode, RowFate, RowFault},
};
use uuid::Uuid;

use crate::{
    clock,
    db::Unit,
    error::{ApiError, permit},
    features::{
        names,
        plans::insert,
        services::{
            read::{judge, standing},
            record::{act_on, fill, keep_all},
        },
    },
};

use super::wish::{FileKind, Named, Wish, Wishes};

use entities::service::{ActiveModel, Entity, Model};

/// A file as it arrived.
#[derive(Debug)]
pub enum Arrived {
    /// A sheet.
    Sheet(tabular::Sheet),
    /// The text of an Open Referral file.
    OpenReferral(String),
}

/// The agencies of the partnership and the directory as they stand.
struct Around {
    agencies: Vec<AgencyRef>,
    ended: HashSet<AgencyId>,
    rows: HashMap<Uuid, Model>,
    by_source: HashMap<String, Uuid>,
    by_name: HashMap<String, Uuid>,
}

impl Around {
    async fn load(unit: &Unit<'_>) -> Result<Self, ApiError> {
        let agencies = entities::agency::Entity::find().all(unit.txn).await?;
        let today = unit.today();
        let ended = agencies
            .iter()
            .filter(|agency| agency.valid_to.is_some_and(|last| last < today))
            .map(|agency| AgencyId(agency.id))
            .collect();
        let rows = Entity::find().all(unit.txn).await?;
        Ok(Self {
            agencies: agencies.into_iter().map(names::agency).collect(),
            ended,
            by_source: rows
                .iter()
                .filter_map(|row| Some((row.source_id.clone()?, row.id)))
                .collect(),
            by_name: rows
                .iter()
                .map(|row| (row.name_key.clone(), row.id))
                .collect(),
            rows: rows.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    /// The service that a row means: by its id, and else by its name.
    fn meant(&self, wish: &Wish) -> Result<Option<&Model>, (&'static str, FieldCode, String)> {
        let by_id = match wish.id {
            Named::No => None,
            Named::Own(id) => Some(self.rows.get(&id).ok_or_else(|| {
                (
                    "id",
                    FieldCode::NotFound,
                    "The directory has no service with this id. Put back the one that was downloaded, or empty the cell".to_owned(),
                )
            })?),
            Named::Foreign(id) => self.rows.get(&id).or_else(|| {
                let known = self.by_source.get(&source_id(id))?;
                self.rows.get(known)
            }),
        };
        Ok(by_id.or_else(|| {
            let known = self.by_name.get(&folded(&wish.said.name))?;
            self.rows.get(known)
        }))
    }
}

/// How the directory keeps the id that a service has elsewhere.
fn source_id(id: Uuid) -> String {
    format!("oruk:{id}")
}

/// What is said about a service that there is.
pub fn draft_of(row: &Model) -> Result<ServiceDraft, ApiError> {
    Ok(ServiceDraft {
        name: row.name.clone(),
        aliases: serde_json::from_value(row.aliases.clone())?,
        kind: ServiceKind::from_code(&row.kind).unwrap_or(ServiceKind::Other),
        summary: row.summary.clone(),
        about: row.about.clone(),
        provider: row.provider_id.map(AgencyId),
        commissioners: serde_json::from_value(row.commissioners.clone())?,
        level_from: row.level_from,
        level_to: row.level_to,
        age_from: row.age_from,
        age_to: row.age_to,
        area: row.area.clone(),
        routes_in: serde_json::from_value(row.routes_in.clone())?,
        access: row.access.clone(),
        phone: row.phone.clone(),
        email: row.email.clone(),
        url: row.url.clone(),
        valid_from: row.valid_from,
        source: row.source.clone(),
    })
}

/// A change that fits.
struct Change {
    known: Option<Model>,
    draft: ServiceDraft,
    source_id: Option<String>,
}

/// The rows of a file while they are held against the directory.
struct Import<'a> {
    around: &'a Around,
    kind: FileKind,
    report: DirectoryReport,
    /// The services that rows were about, and the names that they gave, with their rows.
    seen: HashMap<Uuid, u32>,
    named: HashMap<String, u32>,
    changes: Vec<Change>,
}

impl Import<'_> {
    fn fault(&mut self, row: u32, field: &str, code: FieldCode, detail: impl Into<String>) {
        self.report.errors.push(RowFault {
            row,
            column: self.kind.column(field),
            code: RowCode::Field(code),
            detail: detail.into(),
        });
    }

    fn row(&mut self, wish: Wish, today: chrono::NaiveDate) -> Result<(), ApiError> {
        let row = wish.row;
        if let Some(subject) = wish.skipped {
            self.report.add(row, subject, RowFate::Leave);
            return Ok(());
        }
        let known = match self.around.meant(&wish) {
            Ok(known) => known,
            Err((field, code, detail)) => {
                self.fault(row, field, code, detail);
                return Ok(());
            }
        };
        let before = known.map(draft_of).transpose()?;
        let mut said = wish.said;
        if before.is_some() && self.kind == FileKind::OpenReferral {
            // Where it was read, and remarks, are ours; another directory does not change them.
            said.source = None;
            said.about = None;
        }
        let draft = match check(said.onto(before.clone())) {
            Ok(draft) => draft,
            Err(faults) => {
                for fault in faults {
                    let field = fault.pointer.trim_start_matches('/');
                    let field = field.split('/').next().unwrap_or_default().to_owned();
                    self.fault(row, &field, fault.code, fault.detail);
                }
                return Ok(());
            }
        };
        if !self.fits(row, known, &draft, today) {
            return Ok(());
        }
        let subject = draft.name.clone();
        let same = before
            .and_then(|before| check(before).ok())
            .is_some_and(|before| before == draft);
        let what = match known {
            None => RowFate::Create,
            Some(_) if same => RowFate::Leave,
            Some(_) => RowFate::Change,
        };
        self.report.add(row, subject, what);
        if what != RowFate::Leave {
            self.changes.push(Change {
                known: known.cloned(),
                draft,
                source_id: match wish.id {
                    Named::Foreign(id) => Some(source_id(id)),
                    Named::No | Named::Own(_) => None,
                },
            });
        }
        Ok(())
    }

    /// Whether nothing else stands in the way of a row; otherwise it is told.
    fn fits(
        &mut self,
        row: u32,
        known: Option<&Model>,
        draft: &ServiceDraft,
        today: chrono::NaiveDate,
    ) -> bool {
        let faults = self.report.errors.len();
        let name = folded(&draft.name);
        let again = known
            .and_then(|known| self.seen.insert(known.id, row))
            .or_else(|| self.named.get(&name).copied());
        self.named.entry(name.clone()).or_insert(row);
        if let Some(earlier) = again {
            let words = format!("Row {earlier} is about the same service. Keep one of the two");
            self.fault(row, "name", FieldCode::Duplicate, words);
        }
        let holder = self.around.by_name.get(&name);
        if holder.is_some() && holder.copied() != known.map(|known| known.id) {
            let words = "Another service has this name. Change that one, or choose another name";
            self.fault(row, "name", FieldCode::Taken, words);
        }
        if let Some(known) = known {
            let may = standing(known, today).allows(ServiceEvent::Update, known.valid_to);
            if may.is_err() {
                let words = "A service that has closed has this name. Open it again first, or take this row out";
                self.fault(row, "name", FieldCode::Taken, words);
            }
            if let (Some(first), Some(last)) = (draft.valid_from, known.valid_to)
                && last < first
            {
                let words = "The service has a last day before this one. Open it again first";
                self.fault(row, "valid_from", FieldCode::TooLate, words);
            }
        }
        if let Some(provider) = draft.provider
            && known.and_then(|known| known.provider_id) != Some(provider.0)
            && self.around.ended.contains(&provider)
        {
            let words = "This agency has ended. Name its successor";
            self.fault(row, "provider", FieldCode::Contradiction, words);
        }
        self.report.errors.len() == faults
    }
}

/// Brings in what a file says, in its order.
///
/// # Errors
/// `forbidden`; `unreadable_file`; `invalid` with the report where rows do not fit, unless it is a
/// rehearsal, which gives the report.
pub async fn run(
    unit: &mut Unit<'_>,
    arrived: &Arrived,
    dry_run: bool,
) -> Result<DirectoryReport, ApiError> {
    permit(judge(unit.actor()?, Verb::Create, None))?;
    unit.alone("services").await?;
    let around = Around::load(unit).await?;
    let Wishes {
        kind,
        wishes,
        faults,
        notes,
    } = match arrived {
        Arrived::Sheet(sheet) => super::wish::of_sheet(sheet, &around.agencies),
        Arrived::OpenReferral(text) => {
            super::wish::of_open_referral(text, &around.agencies).map_err(super::routes::unheard)?
        }
    };
    let mut import = Import {
        around: &around,
        kind,
        report: DirectoryReport {
            notes,
            errors: faults,
            ..DirectoryReport::new(dry_run)
        },
        seen: HashMap::new(),
        named: HashMap::new(),
        changes: Vec::new(),
    };
    let broken: HashSet<u32> = import.report.errors.iter().map(|fault| fault.row).collect();
    let today = unit.today();
    for wish in wishes {
        if !broken.contains(&wish.row) {
            import.row(wish, today)?;
        }
    }
    let Import {
        mut report,
        changes,
        ..
    } = import;
    report.errors.sort_by_key(|fault| fault.row);
    if !report.errors.is_empty() && !dry_run {
        return Err(refused(&report)?);
    }
    if dry_run || !report.writes() {
        unit.changes_nothing();
    } else {
        write(unit, changes).await?;
    }
    Ok(report)
}

/// Writes the changes: the new ones in few statements, the others one by one.
async fn write(unit: &mut Unit<'_>, changes: Vec<Change>) -> Result<(), ApiError> {
    let mut made: Vec<ActiveModel> = Vec::new();
    let mut rows: Vec<Model> = Vec::new();
    let mut acts: Vec<&'static str> = Vec::new();
    for change in changes {
        match change.known {
            None => {
                let mut row = ActiveModel {
                    id: Set(clock::ordered_id()),
                    source_id: Set(change.source_id),
                    levels_inferred: Set(false),
                    valid_to: Set(None),
                    closed_because: Set(None),
                    created_at: Set(unit.now),
                    version: Set(1),
                    ..Default::default()
                };
                fill(&mut row, change.draft)?;
                rows.push(row.clone().try_into_model()?);
                acts.push("service.create");
                made.push(row);
            }
            Some(known) => {
                let inferred = known.levels_inferred
                    && (known.level_from, known.level_to)
                        == (change.draft.level_from, change.draft.level_to);
                let version = known.version;
                let mut next: ActiveModel = known.into();
                fill(&mut next, change.draft)?;
                // Levels that a file changes are no longer those that somebody read out of a paper.
                next.levels_inferred = Set(inferred);
                next.version = Set(version + 1);
                rows.push(next.update(unit.txn).await?);
                acts.push("service.update");
            }
        }
    }
    insert::all(unit.txn, made).await?;
    keep_all(unit, &rows).await?;
    for (act, row) in acts.into_iter().zip(&rows) {
        unit.record(act_on(act, row));
    }
    Ok(())
}

/// The report on a file of which nothing was written, as a problem.
fn refused(report: &DirectoryReport) -> Result<ApiError, ApiError> {
    let errors = report
        .errors
        .iter()
        .map(|fault| {
            let pointer = match &fault.column {
                Some(column) => format!("/rows/{}/{column}", fault.row),
                None => format!("/rows/{}", fault.row),
            };
            let code = match fault.code {
                RowCode::Field(code) => code,
                RowCode::Refusal(_) | RowCode::Problem(_) => FieldCode::NotAllowed,
            };
            FieldError::new(pointer, code, fault.detail.clone())
        })
        .collect();
    Ok(ApiError::invalid(errors).with_current(serde_json::to_value(report)?))
}
