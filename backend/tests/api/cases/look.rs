//! What the database says of one case, and what always holds of it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entities::{
    case_file, case_named, case_part, responsibility, step_down, step_down_acceptance,
    step_down_review, step_down_version,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use shared::step_down::StepDownState;
use uuid::Uuid;

use crate::support::World;

/// A case with what hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    pub case: case_file::Model,
    pub holdings: Vec<responsibility::Model>,
    pub parts: Vec<case_part::Model>,
    pub named: BTreeSet<(Uuid, Uuid)>,
    pub plans: Vec<step_down::Model>,
    pub versions: BTreeMap<(Uuid, i32), step_down_version::Model>,
    pub accepted: BTreeSet<(Uuid, i32, Uuid)>,
    pub reviews: BTreeMap<(Uuid, NaiveDate), step_down_review::Model>,
}

fn state(plan: &step_down::Model) -> StepDownState {
    StepDownState::from_code(&plan.state).unwrap()
}

impl Look {
    pub async fn at(world: &World, case: Uuid) -> Self {
        let db = &world.app.db.read;
        let plans = step_down::Entity::find()
            .filter(step_down::Column::CaseId.eq(case))
            .order_by_asc(step_down::Column::BegunAt)
            .all(db)
            .await
            .unwrap();
        let ids: Vec<Uuid> = plans.iter().map(|plan| plan.id).collect();
        let versions = step_down_version::Entity::find()
            .filter(step_down_version::Column::PlanId.is_in(ids.clone()))
            .all(db)
            .await
            .unwrap();
        let accepted = step_down_acceptance::Entity::find()
            .filter(step_down_acceptance::Column::PlanId.is_in(ids))
            .all(db)
            .await
            .unwrap();
        let reviews = step_down_review::Entity::find()
            .filter(step_down_review::Column::CaseId.eq(case))
            .all(db)
            .await
            .unwrap();
        let named = case_named::Entity::find()
            .filter(case_named::Column::CaseId.eq(case))
            .filter(case_named::Column::UntilAt.is_null())
            .all(db)
            .await
            .unwrap();
        Self {
            case: case_file::Entity::find_by_id(case)
                .one(db)
                .await
                .unwrap()
                .unwrap(),
            holdings: responsibility::Entity::find()
                .filter(responsibility::Column::CaseId.eq(case))
                .order_by_asc(responsibility::Column::FromAt)
                .order_by_asc(responsibility::Column::Id)
                .all(db)
                .await
                .unwrap(),
            parts: case_part::Entity::find()
                .filter(case_part::Column::CaseId.eq(case))
                .order_by_asc(case_part::Column::Id)
                .all(db)
                .await
                .unwrap(),
            named: named
                .into_iter()
                .map(|row| (row.agency_id, row.person_id))
                .collect(),
            plans,
            versions: versions
                .into_iter()
                .map(|row| ((row.plan_id, row.number), row))
                .collect(),
            accepted: accepted
                .into_iter()
                .map(|row| (row.plan_id, row.number, row.agency_id))
                .collect(),
            reviews: reviews
                .into_iter()
                .map(|row| ((row.plan_id, row.due), row))
                .collect(),
        }
    }

    /// The agencies that take part.
    pub fn live(&self) -> BTreeSet<Uuid> {
        self.parts
            .iter()
            .filter(|part| part.state == "live")
            .map(|part| part.agency_id)
            .collect()
    }

    /// The plan that is live.
    pub fn plan(&self) -> Option<&step_down::Model> {
        self.plans.iter().find(|plan| state(plan).live())
    }

    /// How the live plan stands.
    pub fn plan_state(&self) -> Option<StepDownState> {
        self.plan().map(state)
    }

    /// The agency that holds responsibility.
    pub fn holder(&self) -> Option<Uuid> {
        self.holdings
            .iter()
            .find(|holding| holding.until_at.is_none())
            .map(|holding| holding.agency_id)
    }

    /// The version of a plan that is being written or proposed.
    pub fn working(&self, plan: Uuid) -> Option<&step_down_version::Model> {
        self.versions.values().find(|version| {
            version.plan_id == plan && matches!(version.stage.as_str(), "draft" | "proposed")
        })
    }

    /// The review of a plan that is next.
    pub fn next_review(&self, plan: Uuid) -> Option<NaiveDate> {
        self.reviews
            .values()
            .find(|review| review.plan_id == plan && review.answered_at.is_none())
            .map(|review| review.due)
    }

    fn in_force(&self, plan: Uuid) -> Vec<i32> {
        self.versions
            .values()
            .filter(|version| version.plan_id == plan && version.stage == "in_force")
            .map(|version| version.number)
            .collect()
    }

    /// What holds at any moment.
    pub fn is_sound(&self) {
        let open = self
            .holdings
            .iter()
            .filter(|holding| holding.until_at.is_none())
            .count();
        assert!(open <= 1, "{open} agencies hold responsibility");
        let live = self.live();
        if self.case.state == "open" {
            let holder = self.holder().expect("an agency holds responsibility");
            assert!(live.contains(&holder), "the holder takes part");
        }
        for pair in self.holdings.windows(2) {
            let until = pair[0].until_at.expect("only the last holding is open");
            assert!(until <= pair[1].from_at, "two hold responsibility at once");
            if self.case.state == "open" {
                assert_eq!(until, pair[1].from_at, "somebody always holds it");
            }
        }
        for agency in &live {
            let named = self.named.iter().any(|(of, _)| of == agency);
            assert!(named, "nobody is named for an agency that takes part");
        }
        for (agency, _) in &self.named {
            assert!(live.contains(agency), "named for one that takes no part");
        }
        let running = self.plans.iter().filter(|plan| state(plan).live()).count();
        assert!(running <= 1, "{running} plans");
        for plan in &self.plans {
            let counts = self.in_force(plan.id).len();
            match state(plan) {
                StepDownState::Draft | StepDownState::Proposed => assert_eq!(counts, 0),
                state if state.agreed() => assert_eq!(counts, 1, "one version counts"),
                _ => assert!(counts <= 1),
            }
            if state(plan).reviewed() {
                let set = self.next_review(plan.id);
                assert!(set.is_some(), "a plan lapses in silence");
            }
        }
    }

    /// What holds between an earlier moment and this one.
    pub fn follows(&self, was: &Self, today: NaiveDate) {
        // Those that took part all the time.
        let part = |part: &case_part::Model| (part.id, part.agency_id);
        let there = |look: &Self| -> BTreeSet<(Uuid, Uuid)> {
            let live = look.parts.iter().filter(|part| part.state == "live");
            live.map(part).collect()
        };
        let live: BTreeSet<(Uuid, Uuid)> = there(self).intersection(&there(was)).copied().collect();
        for plan in &self.plans {
            let before = was.in_force(plan.id);
            for number in self.in_force(plan.id) {
                if before.contains(&number) {
                    continue;
                }
                for (_, agency) in &live {
                    let accepted = self.accepted.contains(&(plan.id, number, *agency));
                    assert!(accepted, "version {number} counts without an acceptance");
                }
            }
        }
        for plan in &was.plans {
            let now = self.plans.iter().find(|one| one.id == plan.id).unwrap();
            if !state(plan).live() {
                assert_eq!(plan, now, "a plan that has ended has changed");
            }
            for review in was.reviews.values().filter(|one| one.plan_id == plan.id) {
                let there = self.reviews.get(&(plan.id, review.due));
                if review.answered_at.is_some() {
                    assert_eq!(there, Some(review), "what was answered has changed");
                } else if state(now).reviewed() && review.due < today {
                    assert!(there.is_some(), "a missed review has gone");
                }
            }
        }
        for (key, version) in &was.versions {
            let now = &self.versions[key];
            if version.stage != "draft" {
                assert_eq!(
                    version.content, now.content,
                    "what was proposed has changed"
                );
            }
        }
        for holding in &was.holdings {
            let now = self.holdings.iter().find(|one| one.id == holding.id);
            let now = now.expect("a holding has gone");
            assert_eq!(
                (holding.agency_id, holding.from_at),
                (now.agency_id, now.from_at)
            );
            assert!(holding.until_at.is_none() || holding.until_at == now.until_at);
        }
    }
}
