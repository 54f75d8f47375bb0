//! All that is held under a reference, with who has seen it, for the person whom it concerns.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;
use shared::{
    audit,
    cases::{
        CaseVerb, Cohort, District, NeedLevel, PartState, PassState,
        api::{HeldFile, HeldRecord, HeldSection, HeldSeen},
        retention::Kept,
    },
    ids::{CaseId, PersonId},
    step_down::StepDownState,
};
use uuid::Uuid;

use crate::{clock, db::Unit, error::ApiError};

use super::{
    super::{
        door::{self, Opened},
        read::reading,
    },
    facts::{Called, Facts},
    seen::{self, Glimpse},
};

use entities::{
    broken_glass, case_event, case_named, case_part, case_pass, responsibility, sharing_agreement,
    step_down, step_down_acceptance, step_down_review, step_down_version,
};

/// Everything that is held.
///
/// # Errors
/// `not_found`, or `forbidden` for whoever does not hold the case.
pub(super) async fn held(
    unit: &mut Unit<'_>,
    case: CaseId,
    months: u32,
) -> Result<HeldFile, ApiError> {
    let opened = door::open(unit, case, CaseVerb::Export).await?;
    let rows = Rows::load(unit, case).await?;
    let glimpses = seen::of(unit, case).await?;
    let called = rows.called(unit, &opened, &glimpses).await?;
    let kept = Kept {
        case,
        state: opened.state,
        ended: clock::london_day(opened.row.state_since),
        born: opened.born().ok_or_else(ApiError::not_found)?,
        hold: opened.row.legal_hold,
        concern: opened.row.concern,
    };
    let file = HeldFile {
        id: case,
        reference: opened.reference()?,
        version: opened.version(),
        taken_at: unit.now,
        legal_hold: opened.row.legal_hold,
        ended: opened.state.ended(),
        due: kept.due(months),
        sections: rows.sections(&opened, &called)?,
        seen: glimpses
            .into_iter()
            .map(|one| HeldSeen {
                at: one.at,
                who: called.who(one.person, one.agency),
                done: audit::label_of(&one.act).unwrap_or(&one.act).to_owned(),
            })
            .collect(),
    };
    reading(unit, "case.export", &opened);
    Ok(file)
}

/// A code in words, where it has none of its own here.
fn worded(code: &str) -> String {
    let mut letters = code.chars();
    letters.next().map_or_else(String::new, |first| {
        let rest = letters.as_str().replace('_', " ");
        first.to_uppercase().chain(rest.chars()).collect()
    })
}

/// All rows of a case.
struct Rows {
    parts: Vec<case_part::Model>,
    named: Vec<case_named::Model>,
    holdings: Vec<responsibility::Model>,
    passes: Vec<case_pass::Model>,
    events: Vec<case_event::Model>,
    glass: Vec<broken_glass::Model>,
    agreements: Vec<sharing_agreement::Model>,
    plans: Vec<step_down::Model>,
    versions: Vec<step_down_version::Model>,
    acceptances: Vec<step_down_acceptance::Model>,
    reviews: Vec<step_down_review::Model>,
}

impl Rows {
    async fn load(unit: &Unit<'_>, case: CaseId) -> Result<Self, ApiError> {
        let txn = unit.txn;
        let parts = case_part::Entity::find()
            .filter(case_part::Column::CaseId.eq(case.0))
            .order_by_asc(case_part::Column::AskedAt)
            .all(txn)
            .await?;
        let plans = step_down::Entity::find()
            .filter(step_down::Column::CaseId.eq(case.0))
            .order_by_asc(step_down::Column::BegunAt)
            .all(txn)
            .await?;
        let of_plans: Vec<Uuid> = plans.iter().map(|plan| plan.id).collect();
        let signed = parts.iter().filter_map(|part| part.agreement_id);
        Ok(Self {
            named: case_named::Entity::find()
                .filter(case_named::Column::CaseId.eq(case.0))
                .order_by_asc(case_named::Column::FromAt)
                .all(txn)
                .await?,
            holdings: responsibility::Entity::find()
                .filter(responsibility::Column::CaseId.eq(case.0))
                .order_by_asc(responsibility::Column::FromAt)
                .all(txn)
                .await?,
            passes: case_pass::Entity::find()
                .filter(case_pass::Column::CaseId.eq(case.0))
                .order_by_asc(case_pass::Column::AskedAt)
                .all(txn)
                .await?,
            events: case_event::Entity::find()
                .filter(case_event::Column::CaseId.eq(case.0))
                .order_by_asc(case_event::Column::At)
                .order_by_asc(case_event::Column::Id)
                .all(txn)
                .await?,
            glass: broken_glass::Entity::find()
                .filter(broken_glass::Column::CaseId.eq(case.0))
                .order_by_asc(broken_glass::Column::OpenedAt)
                .all(txn)
                .await?,
            agreements: sharing_agreement::Entity::find()
                .filter(sharing_agreement::Column::Id.is_in(signed))
                .all(txn)
                .await?,
            versions: step_down_version::Entity::find()
                .filter(step_down_version::Column::PlanId.is_in(of_plans.clone()))
                .order_by_asc(step_down_version::Column::PlanId)
                .order_by_asc(step_down_version::Column::Number)
                .all(txn)
                .await?,
            acceptances: step_down_acceptance::Entity::find()
                .filter(step_down_acceptance::Column::PlanId.is_in(of_plans))
                .order_by_asc(step_down_acceptance::Column::At)
                .all(txn)
                .await?,
            reviews: step_down_review::Entity::find()
                .filter(step_down_review::Column::CaseId.eq(case.0))
                .order_by_asc(step_down_review::Column::Due)
                .all(txn)
                .await?,
            plans,
            parts,
        })
    }

    async fn called(
        &self,
        unit: &Unit<'_>,
        opened: &Opened,
        glimpses: &[Glimpse],
    ) -> Result<Called, ApiError> {
        let agencies = self
            .parts
            .iter()
            .map(|part| part.agency_id)
            .chain(self.holdings.iter().map(|one| one.agency_id))
            .chain(self.events.iter().filter_map(|event| event.agency_id))
            .chain(self.glass.iter().map(|glass| glass.agency_id))
            .chain(glimpses.iter().filter_map(|one| one.agency))
            .chain(
                self.passes
                    .iter()
                    .flat_map(|pass| [pass.from_agency, pass.to_agency]),
            )
            .chain(self.plans.iter().map(|plan| plan.begun_for))
            .chain(self.acceptances.iter().map(|one| one.agency_id))
            .chain(self.versions.iter().map(|version| version.written_for))
            .chain(self.reviews.iter().filter_map(|review| review.answered_for))
            .collect();
        let people = self
            .named
            .iter()
            .map(|one| one.person_id)
            .chain(opened.row.opened_by)
            .chain(self.parts.iter().filter_map(|part| part.asked_by))
            .chain(self.passes.iter().map(|pass| pass.asked_by))
            .chain(self.passes.iter().filter_map(|pass| pass.answered_by))
            .chain(self.events.iter().filter_map(|event| event.by_id))
            .chain(self.glass.iter().map(|glass| glass.person_id))
            .chain(self.glass.iter().filter_map(|glass| glass.reviewed_by))
            .chain(self.versions.iter().map(|version| version.written_by))
            .chain(glimpses.iter().filter_map(|one| one.person))
            .collect();
        let documents: Vec<&Value> = self
            .versions
            .iter()
            .map(|version| &version.content)
            .chain(self.parts.iter().filter_map(|part| part.sharing.as_ref()))
            .chain(self.plans.iter().map(|plan| &plan.duties))
            .chain(self.events.iter().filter_map(|event| event.detail.as_ref()))
            .collect();
        Called::look_up(unit, agencies, people, &documents).await
    }

    fn sections(&self, opened: &Opened, called: &Called) -> Result<Vec<HeldSection>, ApiError> {
        let mut sections = vec![
            section(
                "What is said about the young person",
                vec![file(opened, called)?],
            ),
            section("Who takes part", self.parts(called)),
            section("Who is named", self.named(called)),
            section("Who held responsibility", self.holdings(called)),
            section("Responsibility that was to pass", self.passes(called)),
            section("What happened", self.events(called)),
            section("Step-down plans", self.plans(called)),
            section("Versions of step-down plans", self.versions(called)),
            section("Reviews", self.reviews(called)),
            section("Access in an emergency", self.glass(called)),
        ];
        sections.retain(|section| !section.records.is_empty());
        Ok(sections)
    }

    fn parts(&self, called: &Called) -> Vec<HeldRecord> {
        let one = |part: &case_part::Model| {
            let state = PartState::from_code(&part.state);
            let agreement = part.agreement_id.and_then(|id| {
                let agreement = self.agreements.iter().find(|one| one.id == id)?;
                Some(agreement.name.clone())
            });
            let facts = Facts::default()
                .say("Agency", called.agency(part.agency_id))
                .say("How it stands", state.map(|state| state.label().to_owned()))
                .say("What it offers", part.offers.clone())
                .say("Its own reference", part.own_reference.clone())
                .at("Asked", part.asked_at)
                .say(
                    "Asked by",
                    part.asked_by.map(|by| called.who(Some(by), None)),
                )
                .say("Asked for", part.asked_for.clone())
                .at("From", part.from_at)
                .at("Until", part.until_at)
                .say("Words", part.words.clone())
                .say("Sharing agreement", agreement);
            match &part.sharing {
                Some(sharing) => facts.document("Told on the ground", sharing, called),
                None => facts,
            }
            .done()
        };
        self.parts.iter().map(one).collect()
    }

    fn named(&self, called: &Called) -> Vec<HeldRecord> {
        let one = |named: &case_named::Model| {
            Facts::default()
                .say(
                    "Who",
                    called.person(PersonId(named.person_id), named.agency_id),
                )
                .at("From", named.from_at)
                .at("Until", named.until_at)
                .done()
        };
        self.named.iter().map(one).collect()
    }

    fn holdings(&self, called: &Called) -> Vec<HeldRecord> {
        let one = |held: &responsibility::Model| {
            Facts::default()
                .say("Agency", called.agency(held.agency_id))
                .at("From", held.from_at)
                .at("Until", held.until_at)
                .say("Because", worded(&held.because))
                .done()
        };
        self.holdings.iter().map(one).collect()
    }

    fn passes(&self, called: &Called) -> Vec<HeldRecord> {
        let one = |pass: &case_pass::Model| {
            let state = PassState::from_code(&pass.state);
            Facts::default()
                .say("From", called.agency(pass.from_agency))
                .say("To", called.agency(pass.to_agency))
                .say("How it stands", state.map(|state| state.label().to_owned()))
                .at("Asked", pass.asked_at)
                .say(
                    "Asked by",
                    called.who(Some(pass.asked_by), Some(pass.from_agency)),
                )
                .say("Why", pass.words.clone())
                .at("Answered", pass.answered_at)
                .say("Answer", pass.answer_words.clone())
                .on("First contact", pass.first_contact_on)
                .say("Clinical reason", pass.clinical_reason.clone())
                .done()
        };
        self.passes.iter().map(one).collect()
    }

    fn events(&self, called: &Called) -> Vec<HeldRecord> {
        let one = |event: &case_event::Model| {
            let done =
                audit::label_of(&event.kind).map_or_else(|| worded(&event.kind), str::to_owned);
            let facts = Facts::default()
                .at("When", event.at)
                .say("Who", called.who(event.by_id, event.agency_id))
                .say("What", done)
                .say("Words", event.words.clone());
            match &event.detail {
                Some(detail) => facts.document("Detail", detail, called),
                None => facts,
            }
            .done()
        };
        self.events.iter().map(one).collect()
    }

    fn plans(&self, called: &Called) -> Vec<HeldRecord> {
        let one = |plan: &step_down::Model| {
            let state = StepDownState::from_code(&plan.state);
            Facts::default()
                .say("How it stands", state.map(|state| state.label().to_owned()))
                .at("Begun", plan.begun_at)
                .say("Begun for", called.agency(plan.begun_for))
                .at("Proposed", plan.proposed_at)
                .on("Support reduced", plan.stepped_down_on)
                .at("Ended", plan.ended_at)
                .document("Owed", &plan.duties, called)
                .done()
        };
        self.plans.iter().map(one).collect()
    }

    fn versions(&self, called: &Called) -> Vec<HeldRecord> {
        let one = |version: &step_down_version::Model| {
            let accepted: Vec<String> = self
                .acceptances
                .iter()
                .filter(|one| (one.plan_id, one.number) == (version.plan_id, version.number))
                .map(|one| called.agency(one.agency_id))
                .collect();
            Facts::default()
                .say("Version", version.number.to_string())
                .say("Stage", worded(&version.stage))
                .at("Written", version.written_at)
                .say(
                    "Written by",
                    called.who(Some(version.written_by), Some(version.written_for)),
                )
                .say("Accepted by", accepted.join("; "))
                .document("Plan", &version.content, called)
                .done()
        };
        self.versions.iter().map(one).collect()
    }

    fn reviews(&self, called: &Called) -> Vec<HeldRecord> {
        let one = |review: &step_down_review::Model| {
            Facts::default()
                .on("Due", review.due)
                .on("Held", review.held_on)
                .say("Not held", review.not_held.then(|| "Yes".to_owned()))
                .say("Found", review.finding.as_deref().map(worded))
                .say("Words", review.words.clone())
                .say(
                    "Recorded for",
                    review.answered_for.map(|id| called.agency(id)),
                )
                .at("Recorded", review.answered_at)
                .done()
        };
        self.reviews.iter().map(one).collect()
    }

    fn glass(&self, called: &Called) -> Vec<HeldRecord> {
        let one = |glass: &broken_glass::Model| {
            Facts::default()
                .say(
                    "Who",
                    called.person(PersonId(glass.person_id), glass.agency_id),
                )
                .at("Opened", glass.opened_at)
                .at("Ended", glass.ended_at)
                .say("Reason", worded(&glass.reason))
                .say("Words", glass.words.clone())
                .at("Reviewed", glass.reviewed_at)
                .say("Found", glass.finding.as_deref().map(worded))
                .say("Words of the review", glass.review_words.clone())
                .done()
        };
        self.glass.iter().map(one).collect()
    }
}

fn section(title: &str, records: Vec<HeldRecord>) -> HeldSection {
    HeldSection {
        title: title.to_owned(),
        records,
    }
}

/// The record itself.
fn file(opened: &Opened, called: &Called) -> Result<HeldRecord, ApiError> {
    let row = &opened.row;
    let cohorts: Vec<Cohort> = serde_json::from_value(row.cohorts.clone())?;
    let cohorts: Vec<&str> = cohorts.into_iter().map(Cohort::label).collect();
    let district = row.district.as_deref().and_then(District::from_code);
    let level =
        NeedLevel::try_from(row.level).map_err(|_| ApiError::Lost("the level of a case"))?;
    let yes = |yes: bool| if yes { "Yes" } else { "No" }.to_owned();
    Ok(Facts::default()
        .say("Reference", opened.reference()?.to_string())
        .say("Month of birth", opened.born().map(|born| born.to_string()))
        .say(
            "District",
            district.map(|district| district.label().to_owned()),
        )
        .say("Cohorts", cohorts.join("; "))
        .say("Level of need", level.number().to_string())
        .say("How it stands", opened.state.label().to_owned())
        .at("Since", row.state_since)
        .say(
            "Merged into another case",
            row.merged_into.map(|_| "Yes".to_owned()),
        )
        .say("Safeguarding concern", yes(row.concern))
        .say("Legal hold", yes(row.legal_hold))
        .at("Opened", row.opened_at)
        .say(
            "Opened by",
            row.opened_by.map(|by| called.who(Some(by), None)),
        )
        .done())
}
