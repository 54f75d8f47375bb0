//! Reading a case. That it was read is committed before anything of it is answered.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::{
    agencies::api::AgencyRef,
    audit,
    auth::api::PersonRef,
    cases::{
        CaseFacts, CaseVerb, Cohort, NeedLevel, OtherCase, PartState, Sharing, Standing,
        api::{CaseEntry, CaseStanding, CaseView, HoldingView, PartView, PassView},
    },
    ids::{AgencyId, AgreementId, CaseId, PartId, PassId, PersonId},
};

use crate::{
    db::{Act, Unit},
    error::ApiError,
    features::{names, step_down},
};

use super::door::{self, Opened};

use entities::{case_event, case_named, case_part, case_pass, responsibility, sharing_agreement};

/// Writes down that something of a case was read.
pub(in crate::features) fn reading(unit: &mut Unit<'_>, act: &'static str, opened: &Opened) {
    unit.record(Act {
        act,
        kind: "case",
        subject: opened.row.id,
        plan: None,
        agency: opened.reader(),
    });
}

/// Reads a case.
///
/// # Errors
/// `not_found` for whoever may not know of it.
pub(super) async fn read(unit: &mut Unit<'_>, case: CaseId) -> Result<CaseView, ApiError> {
    let opened = door::open(unit, case, CaseVerb::Read).await?;
    let rows = Rows::load(unit, case).await?;
    let view = rows.view(unit, &opened).await?;
    reading(unit, "case.read", &opened);
    Ok(view)
}

/// What belongs to a case.
struct Rows {
    parts: Vec<case_part::Model>,
    named: Vec<case_named::Model>,
    holdings: Vec<responsibility::Model>,
    pass: Option<case_pass::Model>,
    events: Vec<case_event::Model>,
    agreements: HashMap<uuid::Uuid, String>,
    people: HashMap<PersonId, PersonRef>,
    agencies: HashMap<AgencyId, AgencyRef>,
}

impl Rows {
    async fn load(unit: &Unit<'_>, case: CaseId) -> Result<Self, ApiError> {
        let parts = case_part::Entity::find()
            .filter(case_part::Column::CaseId.eq(case.0))
            .order_by_asc(case_part::Column::AskedAt)
            .order_by_asc(case_part::Column::Id)
            .all(unit.txn)
            .await?;
        let named = case_named::Entity::find()
            .filter(case_named::Column::CaseId.eq(case.0))
            .filter(case_named::Column::UntilAt.is_null())
            .all(unit.txn)
            .await?;
        let holdings = responsibility::Entity::find()
            .filter(responsibility::Column::CaseId.eq(case.0))
            .order_by_asc(responsibility::Column::FromAt)
            .all(unit.txn)
            .await?;
        let pass = case_pass::Entity::find()
            .filter(case_pass::Column::CaseId.eq(case.0))
            .order_by_desc(case_pass::Column::AskedAt)
            .order_by_desc(case_pass::Column::Id)
            .one(unit.txn)
            .await?;
        let events = case_event::Entity::find()
            .filter(case_event::Column::CaseId.eq(case.0))
            .order_by_desc(case_event::Column::At)
            .order_by_desc(case_event::Column::Id)
            .all(unit.txn)
            .await?;
        let people = parts
            .iter()
            .filter_map(|part| part.asked_by)
            .chain(named.iter().map(|one| one.person_id))
            .chain(events.iter().filter_map(|event| event.by_id))
            .chain(pass.iter().map(|pass| pass.asked_by))
            .chain(pass.iter().filter_map(|pass| pass.answered_by))
            .map(PersonId);
        let agencies = parts
            .iter()
            .map(|part| part.agency_id)
            .chain(holdings.iter().map(|one| one.agency_id))
            .chain(events.iter().filter_map(|event| event.agency_id))
            .chain(
                pass.iter()
                    .flat_map(|pass| [pass.from_agency, pass.to_agency]),
            )
            .map(AgencyId);
        let signed = parts.iter().filter_map(|part| part.agreement_id);
        let agreements = sharing_agreement::Entity::find()
            .filter(sharing_agreement::Column::Id.is_in(signed))
            .all(unit.txn)
            .await?
            .into_iter()
            .map(|row| (row.id, row.name))
            .collect();
        Ok(Self {
            people: names::people(unit.txn, people).await?,
            agencies: names::agencies(unit.txn, agencies).await?,
            agreements,
            parts,
            named,
            holdings,
            pass,
            events,
        })
    }

    fn agency(&self, id: uuid::Uuid) -> Result<AgencyRef, ApiError> {
        self.agencies
            .get(&AgencyId(id))
            .cloned()
            .ok_or(ApiError::Lost("an agency of a case"))
    }

    fn person(&self, id: uuid::Uuid) -> Option<PersonRef> {
        self.people.get(&PersonId(id)).cloned()
    }

    async fn view(&self, unit: &Unit<'_>, opened: &Opened) -> Result<CaseView, ApiError> {
        let row = &opened.row;
        let mine = opened.mine();
        let (live, earlier): (Vec<_>, Vec<_>) =
            step_down::heads(unit.txn, opened.id(), unit.today())
                .await?
                .into_iter()
                .partition(|plan| plan.state.live());
        let parts = self
            .parts
            .iter()
            .map(|part| self.part(part, opened, &mine))
            .collect::<Result<Vec<PartView>, ApiError>>()?;
        let facts = facts(opened, !live.is_empty());
        let events = if opened.allowed().contains(&CaseVerb::Update) {
            let mut open = opened.state.open_events(&facts);
            open.retain(|event| *event != shared::cases::CaseEventKind::Anonymise);
            open
        } else {
            Vec::new()
        };
        Ok(CaseView {
            id: opened.id(),
            reference: opened.reference()?,
            version: opened.version(),
            born: opened.born().ok_or_else(ApiError::not_found)?,
            district: row.district.as_deref().map(door::word).transpose()?,
            cohorts: serde_json::from_value::<Vec<Cohort>>(row.cohorts.clone())?,
            level: NeedLevel::try_from(row.level)
                .map_err(|_| ApiError::Lost("the level of a case"))?,
            own_reference: parts
                .iter()
                .filter(|part| part.state == PartState::Live)
                .find_map(|part| part.own_reference.clone()),
            state: opened.state,
            state_since: row.state_since,
            concern: row.concern,
            legal_hold: row.legal_hold,
            merged_into: row.merged_into.map(CaseId),
            opened_at: row.opened_at,
            holder: opened
                .holding()
                .map(|agency| self.agency(agency.0))
                .transpose()?,
            responsibility: self
                .holdings
                .iter()
                .map(|one| {
                    Ok(HoldingView {
                        agency: self.agency(one.agency_id)?,
                        from: one.from_at,
                        until: one.until_at,
                        because: one.because.clone(),
                    })
                })
                .collect::<Result<_, ApiError>>()?,
            pass: self.pass.as_ref().map(|pass| self.pass(pass)).transpose()?,
            plan: live.into_iter().next(),
            earlier_plans: earlier,
            timeline: self.events.iter().map(|event| self.entry(event)).collect(),
            standing: match opened.standing {
                Standing::Holder => CaseStanding::Holder,
                Standing::BrokeGlass => CaseStanding::Glass,
                _ => CaseStanding::Participant,
            },
            mine: mine
                .iter()
                .map(|agency| self.agency(agency.0))
                .collect::<Result<_, ApiError>>()?,
            allowed: opened.allowed().to_vec(),
            events,
            glass_until: opened.glass_until,
            parts,
        })
    }

    fn part(
        &self,
        part: &case_part::Model,
        opened: &Opened,
        mine: &[AgencyId],
    ) -> Result<PartView, ApiError> {
        let state: PartState = door::word(&part.state)?;
        let own = mine.contains(&AgencyId(part.agency_id)) && state == PartState::Live;
        let sharing: Option<Sharing> = part
            .sharing
            .clone()
            .map(serde_json::from_value)
            .transpose()?;
        Ok(PartView {
            id: PartId(part.id),
            agency: self.agency(part.agency_id)?,
            state,
            holds: state == PartState::Live && opened.holding() == Some(AgencyId(part.agency_id)),
            people: self
                .named
                .iter()
                .filter(|one| one.part_id == part.id)
                .filter_map(|one| self.person(one.person_id))
                .collect(),
            offers: part.offers.clone(),
            own_reference: part.own_reference.clone().filter(|_| own),
            basis: sharing.as_ref().map(|sharing| sharing.basis),
            sharing,
            agreement_id: part.agreement_id.map(AgreementId),
            agreement: part
                .agreement_id
                .and_then(|id| self.agreements.get(&id).cloned()),
            asked_by: part.asked_by.and_then(|id| self.person(id)),
            asked_at: part.asked_at,
            asked_for: part.asked_for.clone(),
            from_at: part.from_at,
            until_at: part.until_at,
            words: part.words.clone(),
            version: part.version,
        })
    }

    fn pass(&self, pass: &case_pass::Model) -> Result<PassView, ApiError> {
        Ok(PassView {
            id: PassId(pass.id),
            from: self.agency(pass.from_agency)?,
            to: self.agency(pass.to_agency)?,
            state: door::word(&pass.state)?,
            asked_by: self
                .person(pass.asked_by)
                .ok_or(ApiError::Lost("who asked an agency"))?,
            asked_at: pass.asked_at,
            words: pass.words.clone(),
            answered_by: pass.answered_by.and_then(|id| self.person(id)),
            answered_at: pass.answered_at,
            answer_words: pass.answer_words.clone(),
            first_contact_on: pass.first_contact_on,
            clinical_reason: pass.clinical_reason.clone(),
        })
    }

    fn entry(&self, event: &case_event::Model) -> CaseEntry {
        CaseEntry {
            id: event.id,
            at: event.at,
            by: event.by_id.and_then(|id| self.person(id)),
            agency: event
                .agency_id
                .and_then(|id| self.agencies.get(&AgencyId(id)).cloned()),
            act: event.kind.clone(),
            done: audit::label_of(&event.kind).unwrap_or_default().to_owned(),
            words: event.words.clone(),
        }
    }
}

/// What is known of a case before something happens to it, for buttons: a merger is offered, and
/// decided when the other case is named.
pub(super) fn facts(opened: &Opened, running: bool) -> CaseFacts {
    CaseFacts {
        running,
        concern: opened.row.concern,
        other: Some(OtherCase {
            itself: false,
            state: shared::cases::CaseState::Open,
            same_birth: true,
            named_on_both: true,
        }),
        may_anonymise: false,
    }
}
