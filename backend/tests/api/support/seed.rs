//! The partnership that every test begins with.
//!
//! Northshire Council leads action 1.1; the health board and the council lead 2.1 jointly, the
//! council coordinating; the schools, a class for which the council reports, lead 3.1. The charity
//! takes part in nothing. One cycle is open today.

use backend::{
    clock,
    db::{Act, Database, Who},
    error::ApiError,
    features::{auth::people, plans::records, updates},
};
use chrono::Days;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde_json::json;
use shared::{
    ids::{ActionId, AgencyId, CycleId, LevelId, MilestoneId, OutcomeId, PersonId, PlanId},
    policy::{Grant, Role},
};

/// The ids of the small partnership.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "each test uses what it needs")]
pub struct Seed {
    pub council: AgencyId,
    pub health: AgencyId,
    pub schools: AgencyId,
    pub charity: AgencyId,
    pub board: AgencyId,
    pub plan: PlanId,
    pub level: LevelId,
    pub outcome: OutcomeId,
    pub council_action: ActionId,
    pub joint_action: ActionId,
    pub schools_action: ActionId,
    pub milestone: MilestoneId,
    pub cycle: CycleId,
    pub administrator: PersonId,
    pub auditor: PersonId,
    pub coordinator: PersonId,
    pub council_lead: PersonId,
    pub council_editor: PersonId,
    pub health_lead: PersonId,
    pub health_editor: PersonId,
    pub practitioner: PersonId,
    pub board_member: PersonId,
    /// A lead of an agency that takes part in no plan.
    pub stranger: PersonId,
}

impl Seed {
    /// Everyone, with the role that they hold.
    pub fn everyone(&self) -> [(&'static str, PersonId); 10] {
        [
            ("administrator", self.administrator),
            ("auditor", self.auditor),
            ("coordinator", self.coordinator),
            ("council lead", self.council_lead),
            ("council editor", self.council_editor),
            ("health lead", self.health_lead),
            ("health editor", self.health_editor),
            ("practitioner", self.practitioner),
            ("board member", self.board_member),
            ("stranger", self.stranger),
        ]
    }
}

/// The slug of the plan.
pub const SLUG: &str = "northshire-2024";

pub async fn plant(db: &Database) -> Seed {
    db.unit(Who::console("seed"), |unit| {
        Box::pin(async move {
            let seed = rows(unit).await?;
            let actions = [seed.council_action, seed.joint_action, seed.schools_action];
            records::keep_actions(unit, seed.plan, &actions).await?;
            records::keep_milestones(unit, seed.plan, &[seed.milestone]).await?;
            let cycles = entities::cycle::Entity::find().all(unit.txn).await?;
            for cycle in &cycles {
                updates::records::keep_cycle(unit, cycle).await?;
            }
            unit.record(Act {
                act: "plan.import",
                kind: "plan",
                subject: seed.plan.0,
                plan: Some(seed.plan),
                agency: None,
            });
            Ok(seed)
        })
    })
    .await
    .unwrap()
}

async fn rows(unit: &mut backend::db::Unit<'_>) -> Result<Seed, ApiError> {
    let id = clock::ordered_id;
    let mut seed = Seed {
        council: id().into(),
        health: id().into(),
        schools: id().into(),
        charity: id().into(),
        board: id().into(),
        plan: id().into(),
        level: id().into(),
        outcome: id().into(),
        council_action: id().into(),
        joint_action: id().into(),
        schools_action: id().into(),
        milestone: id().into(),
        cycle: id().into(),
        administrator: id().into(),
        auditor: id().into(),
        coordinator: id().into(),
        council_lead: id().into(),
        council_editor: id().into(),
        health_lead: id().into(),
        health_editor: id().into(),
        practitioner: id().into(),
        board_member: id().into(),
        stranger: id().into(),
    };
    let agencies = [
        (seed.council, "Northshire Council", "council", false, None),
        (
            seed.health,
            "Northshire Health Board",
            "nhs-commissioner",
            false,
            None,
        ),
        (
            seed.schools,
            "Individual schools",
            "school-sector",
            true,
            Some(seed.council),
        ),
        (
            seed.charity,
            "Northshire Families",
            "voluntary-sector",
            false,
            None,
        ),
        (
            seed.board,
            "Northshire Wellbeing Board",
            "board",
            false,
            None,
        ),
    ];
    entities::agency::Entity::insert_many(agencies.map(|(id, name, kind, is_class, reporter)| {
        entities::agency::ActiveModel {
            id: Set(id.0),
            source_id: Set(None),
            name: Set(name.to_owned()),
            abbreviation: Set(None),
            kind: Set(kind.to_owned()),
            parent_id: Set(None),
            aliases: Set(json!([])),
            role_note: Set(None),
            note: Set(None),
            is_class: Set(is_class),
            reported_by_id: Set(reporter.map(|id| id.0)),
            valid_from: Set(None),
            valid_to: Set(None),
            successor_id: Set(None),
            created_at: Set(unit.now),
            version: Set(1),
        }
    }))
    .exec(unit.txn)
    .await?;
    plan(unit, &seed).await?;
    let agency = |role, agency| Grant {
        role,
        agency: Some(agency),
        plan: None,
    };
    let office = |role| Grant {
        role,
        agency: None,
        plan: None,
    };
    let people = [
        (
            &mut seed.administrator,
            "Ada Adams",
            vec![office(Role::Administrator)],
        ),
        (&mut seed.auditor, "Otto Oduya", vec![office(Role::Auditor)]),
        (
            &mut seed.coordinator,
            "Cora Chen",
            vec![Grant {
                role: Role::Coordinator,
                agency: None,
                plan: Some(seed.plan),
            }],
        ),
        (
            &mut seed.council_lead,
            "Lee Lambert",
            vec![agency(Role::AgencyLead, seed.council)],
        ),
        (
            &mut seed.council_editor,
            "Edie Evans",
            vec![agency(Role::AgencyEditor, seed.council)],
        ),
        (
            &mut seed.health_lead,
            "Hari Hughes",
            vec![agency(Role::AgencyLead, seed.health)],
        ),
        (
            &mut seed.health_editor,
            "Helen Hart",
            vec![agency(Role::AgencyEditor, seed.health)],
        ),
        (
            &mut seed.practitioner,
            "Pia Patel",
            vec![agency(Role::Practitioner, seed.health)],
        ),
        (
            &mut seed.board_member,
            "Bo Baker",
            vec![agency(Role::BoardMember, seed.board)],
        ),
        (
            &mut seed.stranger,
            "Sol Stone",
            vec![agency(Role::AgencyLead, seed.charity)],
        ),
    ];
    for (place, name, grants) in people {
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let (person, _) =
            people::add(unit, "http://localhost", name.to_owned(), email, &grants).await?;
        *place = person;
    }
    Ok(seed)
}

async fn plan(unit: &mut backend::db::Unit<'_>, seed: &Seed) -> Result<(), ApiError> {
    let today = unit.today();
    entities::plan::ActiveModel {
        id: Set(seed.plan.0),
        slug: Set(SLUG.to_owned()),
        source_id: Set(None),
        title: Set("Northshire wellbeing plan".to_owned()),
        owner_board_id: Set(Some(seed.board.0)),
        audience: Set(None),
        summary: Set("What the partnership does for wellbeing.".to_owned()),
        starts: Set(Some("2024-04".to_owned())),
        ends: Set(None),
        period_note: Set(None),
        key_dates: Set(json!([])),
        facts: Set(json!({})),
        revision: Set(1),
        created_at: Set(unit.now),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    for agency in [seed.council, seed.health, seed.schools, seed.board] {
        entities::plan_party::ActiveModel {
            plan_id: Set(seed.plan.0),
            agency_id: Set(agency.0),
        }
        .insert(unit.txn)
        .await?;
    }
    entities::outcome::ActiveModel {
        id: Set(seed.outcome.0),
        plan_id: Set(seed.plan.0),
        source_id: Set(Some("out-1".to_owned())),
        number: Set(Some(1)),
        name: Set("Early help".to_owned()),
        kind: Set("outcome".to_owned()),
        statement: Set("Help comes early.".to_owned()),
        names_printed: Set(json!(["Early help"])),
        aliases: Set(json!([])),
        note: Set(None),
        sort: Set(1),
    }
    .insert(unit.txn)
    .await?;
    entities::level::ActiveModel {
        id: Set(seed.level.0),
        plan_id: Set(seed.plan.0),
        source_id: Set(Some("level-1".to_owned())),
        number: Set(1),
        name: Set("Universal".to_owned()),
        description: Set("Everyone.".to_owned()),
        share: Set(None),
        difficulties: Set(json!([])),
        delivered_by: Set(json!([])),
        relies_on: Set(json!([])),
    }
    .insert(unit.txn)
    .await?;
    let actions = [
        (
            seed.council_action,
            1,
            "1.1",
            "Train the people who meet children",
            vec![(seed.council, "lead", false)],
        ),
        (
            seed.joint_action,
            2,
            "2.1",
            "One front door",
            vec![
                (seed.council, "joint-lead", true),
                (seed.health, "joint-lead", false),
            ],
        ),
        (
            seed.schools_action,
            3,
            "3.1",
            "Wellbeing in lessons",
            vec![(seed.schools, "lead", false)],
        ),
    ];
    for (action, sort, reference, title, parts) in actions {
        action_rows(unit, seed, action, sort, reference, title, parts).await?;
    }
    entities::milestone::ActiveModel {
        id: Set(seed.milestone.0),
        plan_id: Set(seed.plan.0),
        source_id: Set(None),
        title: Set("First course held".to_owned()),
        kind: Set("milestone".to_owned()),
        starts: Set(None),
        due: Set(Some((today + Days::new(30)).to_string())),
        owner_id: Set(Some(seed.council.0)),
        state: Set("planned".to_owned()),
        printed_state: Set(None),
        done_on: Set(None),
        moves: Set(0),
        note: Set(None),
        sort: Set(1),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    entities::milestone_action::ActiveModel {
        milestone_id: Set(seed.milestone.0),
        action_id: Set(seed.council_action.0),
    }
    .insert(unit.txn)
    .await?;
    entities::cycle::ActiveModel {
        id: Set(seed.cycle.0),
        plan_id: Set(seed.plan.0),
        name: Set("This quarter".to_owned()),
        observes_from: Set(today - Days::new(90)),
        observes_to: Set(today - Days::new(1)),
        opens: Set(today - Days::new(1)),
        due: Set(today + Days::new(10)),
        closes: Set(today + Days::new(17)),
        instructions: Set(String::new()),
        locked_at: Set(None),
        locks: Set(None),
        scope: Set(None),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    Ok(())
}

async fn action_rows(
    unit: &mut backend::db::Unit<'_>,
    seed: &Seed,
    action: ActionId,
    sort: i32,
    reference: &str,
    title: &str,
    parts: Vec<(AgencyId, &str, bool)>,
) -> Result<(), ApiError> {
    entities::action::ActiveModel {
        id: Set(action.0),
        plan_id: Set(seed.plan.0),
        source_id: Set(Some(format!("act-{sort}"))),
        sort: Set(sort),
        printed_ref: Set(reference.to_owned()),
        reference: Set(Some(reference.to_owned())),
        title: Set(title.to_owned()),
        summary: Set("What is to be done.".to_owned()),
        rationale: Set("Why.".to_owned()),
        parts: Set(json!([])),
        level_id: Set(Some(seed.level.0)),
        outcomes_printed: Set(json!(["Early help"])),
        lead_note: Set(None),
        timescale: Set(json!({"class": "not-stated", "also": [], "basis": "not-stated"})),
        starts: Set(None),
        ends: Set(None),
        state: Set("agreed".to_owned()),
        source_place: Set(None),
        created_at: Set(unit.now),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    entities::action_outcome::ActiveModel {
        action_id: Set(action.0),
        outcome_id: Set(seed.outcome.0),
        sort: Set(1),
    }
    .insert(unit.txn)
    .await?;
    for (at, (agency, role, coordinates)) in (1..).zip(parts) {
        entities::assignment::ActiveModel {
            id: Set(clock::ordered_id()),
            plan_id: Set(seed.plan.0),
            action_id: Set(action.0),
            agency_id: Set(agency.0),
            role: Set(role.to_owned()),
            coordinates: Set(coordinates),
            printed: Set(None),
            sort: Set(at),
        }
        .insert(unit.txn)
        .await?;
    }
    Ok(())
}
