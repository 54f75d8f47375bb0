//! What happens to made-up plans: their story, the table of the machine, and sequences that nobody
//! thought of.

mod sequences;
mod story;
mod table;

use chrono::NaiveDate;

use super::{
    made::{agency, around, day, plan},
    *,
};
use crate::{ids::AgencyId, policy::RefusalCode};

/// A plan on its way, with the day on which one stands.
struct Walk {
    plan: StepDown,
    agencies: Vec<AgencyId>,
    today: NaiveDate,
}

impl Walk {
    fn begun() -> Self {
        Self {
            plan: StepDown::begun(),
            agencies: around().1,
            today: day("2026-11-22"),
        }
    }

    fn try_by(&self, by: u128, event: &StepDownEvent) -> Result<StepDown, RefusalCode> {
        let (services, _) = around();
        let around = Around {
            services: &services,
            agencies: &self.agencies,
            today: self.today,
        };
        self.plan.apply(event, agency(by), &around)
    }

    #[track_caller]
    fn by(&mut self, by: u128, event: StepDownEvent) -> StepDownState {
        self.plan = self.try_by(by, &event).unwrap();
        self.plan.state()
    }

    #[track_caller]
    fn no(&self, by: u128, event: StepDownEvent) -> RefusalCode {
        self.try_by(by, &event).unwrap_err()
    }

    /// A plan that support is being reduced by, since 1 December 2026.
    fn stepping_down() -> Self {
        let mut walk = Self::begun();
        walk.by(1, save());
        walk.by(1, StepDownEvent::Propose {});
        walk.by(1, StepDownEvent::Accept {});
        walk.by(2, StepDownEvent::Accept {});
        walk.today = day("2026-12-01");
        walk.by(1, StepDownEvent::StepDown { on: walk.today });
        walk
    }
}

fn save() -> StepDownEvent {
    StepDownEvent::Save {
        content: Box::new(plan()),
    }
}

fn words() -> String {
    "As we said".into()
}

fn held(due: &str, finding: ReviewFinding, next: Option<&str>) -> StepDownEvent {
    StepDownEvent::Review {
        due: day(due),
        on: day(due),
        finding,
        words: words(),
        next: next.map(day),
    }
}

fn one_of_each(
    content: Box<api::StepDownContent>,
    on: NaiveDate,
    due: NaiveDate,
    next: Option<NaiveDate>,
    finding: ReviewFinding,
) -> [StepDownEvent; 14] {
    use StepDownEvent as E;
    [
        E::Save { content },
        E::Revise { words: words() },
        E::Drop { words: words() },
        E::Propose {},
        E::AskForChange { words: words() },
        E::Accept {},
        E::PartiesChanged {},
        E::StepDown { on },
        E::Review {
            due,
            on,
            finding,
            words: words(),
            next,
        },
        E::MissReview {
            due,
            words: words(),
            next,
        },
        E::Sustain {},
        E::Close { words: words() },
        E::ReEnter { words: words() },
        E::Stop { words: words() },
    ]
}
