//! What a plan lacks before it can be proposed: the gate list.

use chrono::{Days, NaiveDate};

use super::{
    api::StepDownContent,
    dates::{FIRST_REVIEW_FROM, FIRST_REVIEW_UNTIL, REVIEWS_NEEDED},
};
use crate::{
    cases::{NeedLevel, codes},
    ids::{AgencyId, ServiceId},
    problem::{FieldCode, FieldError},
};

codes! {
    /// Something that a plan lacks.
    Gap {
        /// The service that steps down.
        FromService, "from_service", "Choose the service that reduces its support, and its level";
        /// The service that receives.
        ToService, "to_service", "Choose the service that receives the young person, and its level";
        /// The receiving service's level is not lower.
        LevelNotLower, "level_not_lower", "Choose a receiving service at a lower level of need than the one that reduces its support";
        /// The receiving service does not hold the level.
        LevelNotHeld, "level_not_held", "Choose a level that the receiving service has";
        /// The receiving service is closed, or will be.
        ToServiceClosed, "to_service_closed", "The receiving service is closed on that day. Choose another one, or another day";
        /// The day on which support is reduced.
        StepsDownOn, "steps_down_on", "Enter the day from which support is reduced";
        /// A goal, and how one will know.
        Goal, "goal", "Enter a goal, and for each goal how you will know that it is reached";
        /// Who carries on what.
        CarriedOn, "carried_on", "Say who carries on what";
        /// An agency that takes no part carries something on.
        CarrierGone, "carrier_gone", "An agency that carries something on takes no part in the case. Invite it, or name another one";
        /// An early sign.
        EarlySign, "early_sign", "Enter a sign by which you will notice early that it is getting harder";
        /// The way back in.
        WayBack, "way_back", "Say how to get back in, with a promised time and a crisis contact";
        /// The crisis contact.
        CrisisContact, "crisis_contact", "Choose a crisis contact from the directory that is open";
        /// Two review dates.
        Reviews, "reviews", "Enter two review dates or more, after the day from which support is reduced";
        /// The first review is not 6 to 12 weeks after the step-down.
        FirstReview, "first_review", "Put the first review 6 to 12 weeks after the day from which support is reduced";
        /// What the young person says.
        OwnView, "own_view", "Enter what the young person says to the plan, or why there is nothing";
        /// The family's part.
        FamilyPart, "family_part", "Enter the family's part, or why there is none";
    }
}

impl Gap {
    /// The field where it is mended.
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::FromService => "/from_service",
            Self::ToService | Self::ToServiceClosed => "/to_service",
            Self::LevelNotLower | Self::LevelNotHeld => "/to_level",
            Self::StepsDownOn => "/steps_down_on",
            Self::Goal => "/goals",
            Self::CarriedOn | Self::CarrierGone => "/carried_on",
            Self::EarlySign => "/early_signs",
            Self::WayBack => "/way_back",
            Self::CrisisContact => "/way_back/crisis_contact",
            Self::Reviews | Self::FirstReview => "/reviews",
            Self::OwnView => "/own_view",
            Self::FamilyPart => "/family_part",
        }
    }

    /// The fault at its field, for a form.
    pub fn fault(self) -> FieldError {
        let code = match self {
            Self::LevelNotLower | Self::CarrierGone => FieldCode::Contradiction,
            Self::LevelNotHeld | Self::ToServiceClosed | Self::CrisisContact => {
                FieldCode::NotAllowed
            }
            Self::FirstReview => FieldCode::TooEarly,
            _ => FieldCode::Required,
        };
        FieldError::new(self.pointer(), code, self.label())
    }
}

/// A service of the directory, as far as a plan asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceFacts {
    /// Which.
    pub id: ServiceId,
    /// The levels that it has; none where it is not known.
    pub levels: Option<(NeedLevel, NeedLevel)>,
    /// The first day on which it can be used, where there is one.
    pub opens: Option<NaiveDate>,
    /// The last day on which it can be used, where there is one.
    pub closes: Option<NaiveDate>,
}

impl ServiceFacts {
    fn open(&self, day: NaiveDate) -> bool {
        self.opens.is_none_or(|opens| opens <= day) && self.closes.is_none_or(|last| day <= last)
    }
}

/// What is known around a plan.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The services that the plan names, as the directory has them.
    pub services: &'a [ServiceFacts],
    /// The agencies that take part in the case.
    pub agencies: &'a [AgencyId],
    /// Today, in London.
    pub today: NaiveDate,
}

/// What the plan lacks, in the order of the form. It can be proposed when there is nothing.
pub fn gaps(plan: &StepDownContent, around: &Around<'_>) -> Vec<Gap> {
    let mut found = Vec::new();
    let mut lacks = |gap: Gap, lacking: bool| {
        if lacking {
            found.push(gap);
        }
    };
    let service =
        |id: Option<ServiceId>| id.and_then(|id| around.services.iter().find(|one| one.id == id));
    let to = service(plan.to_service);
    lacks(
        Gap::FromService,
        service(plan.from_service).is_none() || plan.from_level.is_none(),
    );
    lacks(Gap::ToService, to.is_none() || plan.to_level.is_none());
    if let (Some(from), Some(below)) = (plan.from_level, plan.to_level) {
        lacks(Gap::LevelNotLower, below >= from);
    }
    if let (Some(level), Some((lowest, highest))) =
        (plan.to_level, to.and_then(|service| service.levels))
    {
        lacks(Gap::LevelNotHeld, level < lowest || highest < level);
    }
    let day = plan.steps_down_on.unwrap_or(around.today);
    lacks(
        Gap::ToServiceClosed,
        to.is_some_and(|service| !service.open(day.max(around.today))),
    );
    lacks(Gap::StepsDownOn, plan.steps_down_on.is_none());
    let blank = |text: &str| text.trim().is_empty();
    lacks(
        Gap::Goal,
        plan.goals.is_empty()
            || plan
                .goals
                .iter()
                .any(|one| blank(&one.goal) || blank(&one.known_by)),
    );
    lacks(
        Gap::CarriedOn,
        plan.carried_on.is_empty() || plan.carried_on.iter().any(|one| blank(&one.what)),
    );
    lacks(
        Gap::CarrierGone,
        plan.carried_on
            .iter()
            .any(|one| !around.agencies.contains(&one.agency)),
    );
    lacks(
        Gap::EarlySign,
        plan.early_signs.iter().all(|sign| blank(sign)),
    );
    match &plan.way_back {
        Some(way) => {
            lacks(Gap::WayBack, blank(&way.how));
            let contact = service(Some(way.crisis_contact));
            lacks(
                Gap::CrisisContact,
                !contact.is_some_and(|contact| contact.open(day.max(around.today))),
            );
        }
        None => lacks(Gap::WayBack, true),
    }
    let ahead: Vec<NaiveDate> = plan
        .reviews
        .iter()
        .copied()
        .filter(|review| *review > day)
        .collect();
    lacks(
        Gap::Reviews,
        ahead.len() < REVIEWS_NEEDED || ahead.len() < plan.reviews.len(),
    );
    if let (Some(on), Some(first)) = (plan.steps_down_on, ahead.iter().min()) {
        lacks(Gap::FirstReview, !first_review_fits(on, *first));
    }
    lacks(Gap::OwnView, !plan.own_view.heard());
    lacks(Gap::FamilyPart, !plan.family_part.heard());
    found
}

/// Whether the first review lies 6 to 12 weeks after the day from which support is reduced.
pub fn first_review_fits(steps_down_on: NaiveDate, first: NaiveDate) -> bool {
    first_review_window(steps_down_on)
        .is_some_and(|(earliest, latest)| earliest <= first && first <= latest)
}

/// The first and the last day for the first review, where support is reduced from that day on; none
/// at the end of time.
pub fn first_review_window(steps_down_on: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let after = |weeks: u64| steps_down_on.checked_add_days(Days::new(weeks * 7));
    Some((after(FIRST_REVIEW_FROM)?, after(FIRST_REVIEW_UNTIL)?))
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::{
        cases::codes::assert_codes_come_back,
        step_down::{
            api::Voice,
            made::{agency, around, day, plan, service},
        },
    };

    fn found(plan: &StepDownContent) -> Vec<Gap> {
        let (services, agencies) = around();
        gaps(
            plan,
            &Around {
                services: &services,
                agencies: &agencies,
                today: day("2026-11-22"),
            },
        )
    }

    fn bent(bend: impl FnOnce(&mut StepDownContent)) -> Vec<Gap> {
        let mut bent = plan();
        bend(&mut bent);
        found(&bent)
    }

    #[test]
    fn a_whole_plan_lacks_nothing_and_an_empty_one_much() {
        assert_eq!(found(&plan()), []);
        assert_eq!(
            found(&StepDownContent::default()),
            [
                Gap::FromService,
                Gap::ToService,
                Gap::StepsDownOn,
                Gap::Goal,
                Gap::CarriedOn,
                Gap::EarlySign,
                Gap::WayBack,
                Gap::Reviews,
                Gap::OwnView,
                Gap::FamilyPart,
            ]
        );
    }

    #[test]
    fn each_gap_is_told_by_itself() {
        let level = |number: i32| NeedLevel::try_from(number).ok();
        assert_eq!(bent(|plan| plan.from_service = None), [Gap::FromService]);
        assert_eq!(bent(|plan| plan.from_level = None), [Gap::FromService]);
        assert_eq!(bent(|plan| plan.to_service = None), [Gap::ToService]);
        // A service that is not in the directory is none.
        assert_eq!(
            bent(|plan| plan.to_service = Some(service(99))),
            [Gap::ToService]
        );
        assert_eq!(
            bent(|plan| plan.from_level = level(2)),
            [Gap::LevelNotLower]
        );
        assert_eq!(
            bent(|plan| plan.to_level = level(4)),
            [Gap::LevelNotLower, Gap::LevelNotHeld]
        );
        assert_eq!(bent(|plan| plan.to_level = level(1)), [Gap::LevelNotHeld]);
        assert_eq!(
            bent(|plan| plan.to_service = Some(service(4))),
            [Gap::ToServiceClosed]
        );
        assert_eq!(
            bent(|plan| plan.goals[0].known_by = " ".into()),
            [Gap::Goal]
        );
        assert_eq!(bent(|plan| plan.carried_on.clear()), [Gap::CarriedOn]);
        assert_eq!(
            bent(|plan| plan.carried_on[0].agency = agency(9)),
            [Gap::CarrierGone]
        );
        assert_eq!(
            bent(|plan| plan.early_signs = vec![" ".into()]),
            [Gap::EarlySign]
        );
        assert_eq!(bent(|plan| plan.way_back = None), [Gap::WayBack]);
        assert_eq!(
            bent(|plan| if let Some(way) = plan.way_back.as_mut() {
                way.crisis_contact = service(4)
            }),
            [Gap::CrisisContact]
        );
        assert_eq!(
            bent(|plan| plan.own_view = Voice::default()),
            [Gap::OwnView]
        );
        assert_eq!(
            bent(|plan| plan.family_part = Voice::default()),
            [Gap::FamilyPart]
        );
        assert_eq!(
            bent(|plan| {
                plan.reviews.pop();
            }),
            [Gap::Reviews]
        );
        assert_eq!(bent(|plan| plan.reviews.clear()), [Gap::Reviews]);
        // One that lies before support is reduced is no review of it.
        assert_eq!(
            bent(|plan| plan.reviews.push(day("2026-12-01"))),
            [Gap::Reviews]
        );
    }

    #[test]
    fn the_first_review_lies_six_to_twelve_weeks_after() {
        let on = day("2026-12-01");
        for (first, fits) in [
            ("2027-01-11", false),
            ("2027-01-12", true),
            ("2027-02-23", true),
            ("2027-02-24", false),
        ] {
            assert_eq!(first_review_fits(on, day(first)), fits, "{first}");
            let gaps = bent(|plan| {
                plan.steps_down_on = Some(on);
                plan.reviews = vec![day(first), day("2027-06-01")];
            });
            assert_eq!(gaps.is_empty(), fits, "{first} {gaps:?}");
        }
    }

    #[test]
    fn gaps_have_their_fields_and_words() {
        assert_codes_come_back!(Gap);
        for gap in Gap::ALL {
            assert!(gap.pointer().starts_with('/'));
            assert_eq!(gap.fault().detail, gap.label());
        }
    }
}
