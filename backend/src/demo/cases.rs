//! Six invented cases, each standing somewhere else on the way, and the agreement under which the
//! agencies tell each other of them. What they say says that it is invented.

use chrono::{Datelike, Duration};
use sea_orm::EntityTrait;
use shared::{
    agreements::api::AgreementDraft,
    cases::{
        BirthMonth, Cohort, Consenter, District, LawfulBasis, NeedLevel, Sharing,
        api::{CaseDraft, Invitation, NewCase, PartAnswer, PassAnswer, PassAsk},
    },
    ids::{AgencyId, AgreementId, CaseId, PartId, PersonId, ServiceId, StepDownId},
    policy::Role,
    step_down::{
        ReviewFinding, StepDownEvent,
        api::{SaveStepDown, StepDownContent},
    },
};

use crate::{
    error::ApiError,
    features::{agreements, cases, step_down},
};

use super::{
    DemoError,
    cast::{CCG, EDUCATION, Member, PROVIDER, PUBLIC_HEALTH},
    plans::{self, Services},
    story::{Story, member},
};

/// On which day from today the agreement came into force.
const SIGNED: i64 = -206;

/// A young person who does not exist.
struct Invented {
    /// How old they are this year, and in which month they were born.
    born: (i32, u32),
    district: District,
    cohorts: &'static [Cohort],
}

const SIX: [Invented; 6] = [
    Invented {
        born: (12, 3),
        district: District::Ashford,
        cohorts: &[],
    },
    Invented {
        born: (15, 9),
        district: District::Thanet,
        cohorts: &[Cohort::YoungCarer],
    },
    Invented {
        born: (14, 6),
        district: District::Maidstone,
        cohorts: &[Cohort::Neurodevelopmental],
    },
    Invented {
        born: (16, 1),
        district: District::Swale,
        cohorts: &[],
    },
    Invented {
        born: (13, 11),
        district: District::Dover,
        cohorts: &[Cohort::NotInSchool],
    },
    Invented {
        born: (17, 4),
        district: District::Canterbury,
        cohorts: &[Cohort::InCare],
    },
];

/// What the holder offers, as the passports of all of them say.
const OFFERED: &str = "Invented for the demonstration: no such young person exists. We see them every second week for talking therapy.";
/// What the school's agency offers.
const SCHOOL_OFFERS: &str =
    "Invented for the demonstration. A worker at school who is there every week at the same time.";
/// What an agency is asked.
const ASKED: &str = "Invented for the demonstration. Be part of the plan for how our support is reduced, and carry on at school.";
/// What an agency is asked that has not answered.
const UNANSWERED: &str =
    "Invented for the demonstration. See whether the school nurse can help with sleep.";

/// What is known while the cases are told.
#[derive(Clone, Copy)]
struct Cast {
    holder: &'static Member,
    school: &'static Member,
    lead: &'static Member,
    provider: AgencyId,
    education: AgencyId,
    worker: PersonId,
    agreement: AgreementId,
    services: Services,
}

impl Story<'_> {
    /// Tells them.
    pub async fn cases(&self) -> Result<(), DemoError> {
        let cast = self.case_cast().await?;
        let [begun, proposed, missed, sustained, asked, passing] = SIX;
        self.begun(&cast, begun).await?;
        self.proposed(&cast, proposed).await?;
        self.missed(&cast, missed).await?;
        self.sustained(&cast, sustained).await?;
        self.asked(&cast, asked).await?;
        self.passing(&cast, passing).await
    }

    async fn case_cast(&self) -> Result<Cast, DemoError> {
        let school = member(Role::Practitioner, Some(EDUCATION))?;
        let services = self.services().await?;
        let service = |name: &'static str| -> Result<ServiceId, DemoError> {
            services.get(name).copied().ok_or(DemoError::Missing(name))
        };
        Ok(Cast {
            holder: member(Role::Practitioner, Some(PROVIDER))?,
            school,
            lead: member(Role::AgencyLead, Some(EDUCATION))?,
            provider: self.agency(PROVIDER)?,
            education: self.agency(EDUCATION)?,
            worker: self
                .people
                .get(school.email)
                .copied()
                .ok_or(DemoError::Missing("such person"))?,
            agreement: self.agreement().await?,
            services: Services {
                from: service(plans::FROM)?,
                to: service(plans::TO)?,
                crisis: service(plans::CRISIS)?,
            },
        })
    }

    async fn agreement(&self) -> Result<AgreementId, DemoError> {
        let draft = AgreementDraft {
            name: "Support for young people in Kent (invented)".to_owned(),
            purpose: "Invented for the demonstration. What helps a young person and who does what, so that support is carried on when one service reduces it.".to_owned(),
            basis: "Invented for the demonstration. The public task of each agency, and consent for each case.".to_owned(),
            starts_on: self.today + Duration::days(SIGNED),
            ends_on: None,
            parties: vec![
                self.agency(PROVIDER)?,
                self.agency(EDUCATION)?,
                self.agency(PUBLIC_HEALTH)?,
                self.agency(CCG)?,
            ],
        };
        let administrator = member(Role::Administrator, None)?;
        self.act(administrator, SIGNED, move |unit| {
            Box::pin(async move { Ok(agreements::create(unit, draft).await?.id) })
        })
        .await
    }

    async fn open(&self, cast: &Cast, day: i64, who: Invented) -> Result<CaseId, DemoError> {
        let (age, month) = who.born;
        let born = BirthMonth::new(self.today.year() - age, month)
            .ok_or(DemoError::Missing("month of birth"))?;
        let level = NeedLevel::try_from(3).map_err(|_| DemoError::Missing("level of need"))?;
        let form = NewCase {
            agency: cast.provider,
            offers: OFFERED.to_owned(),
            case: CaseDraft {
                born,
                district: Some(who.district),
                cohorts: who.cohorts.to_vec(),
                level,
                own_reference: None,
            },
        };
        self.act(cast.holder, day, move |unit| {
            Box::pin(async move { Ok(cases::open::open(unit, form).await?.id) })
        })
        .await
    }

    async fn invite(
        &self,
        cast: &Cast,
        day: i64,
        case: CaseId,
        (agency, words): (AgencyId, &str),
    ) -> Result<PartId, DemoError> {
        let form = Invitation {
            agency,
            agreement: cast.agreement,
            sharing: Sharing {
                basis: LawfulBasis::Consent,
                consenter: Some(Consenter::Both),
                on: self.today + Duration::days(day),
                purpose: "Invented for the demonstration. What helps, what to look out for and who does what.".to_owned(),
                because: "They said in their own words what is passed on, to whom and why.".to_owned(),
                told: true,
                not_told_because: String::new(),
                withdrawn_on: None,
            },
            words: words.to_owned(),
        };
        self.act(cast.holder, day, move |unit| {
            Box::pin(async move { Ok(cases::parts::invite(unit, case, form).await?.0) })
        })
        .await
    }

    /// A case in which the school's agency takes part: opened, asked, and joined two days later.
    async fn shared(&self, cast: &Cast, day: i64, who: Invented) -> Result<CaseId, DemoError> {
        let case = self.open(cast, day, who).await?;
        let part = self
            .invite(cast, day + 1, case, (cast.education, ASKED))
            .await?;
        let form = PartAnswer {
            accept: true,
            people: vec![cast.worker],
            offers: SCHOOL_OFFERS.to_owned(),
            words: String::new(),
        };
        self.act(cast.lead, day + 2, move |unit| {
            Box::pin(async move {
                cases::parts::answer(unit, case, part, form).await?;
                Ok(())
            })
        })
        .await?;
        Ok(case)
    }

    /// Begins a plan and writes what it says.
    async fn plan(
        &self,
        cast: &Cast,
        day: i64,
        case: CaseId,
        content: StepDownContent,
    ) -> Result<StepDownId, DemoError> {
        self.act(cast.holder, day, move |unit| {
            Box::pin(async move {
                let begun = step_down::begin(unit, case).await?;
                unit.flush().await?;
                let form = SaveStepDown { content };
                step_down::save(unit, begun.id, begun.version, form).await?;
                Ok(begun.id)
            })
        })
        .await
    }

    /// Lets something happen to a plan.
    async fn step(
        &self,
        plan: StepDownId,
        who: &Member,
        day: i64,
        event: StepDownEvent,
    ) -> Result<(), DemoError> {
        self.act(who, day, move |unit| {
            Box::pin(async move {
                let row = entities::step_down::Entity::find_by_id(plan.0)
                    .one(unit.txn)
                    .await?
                    .ok_or_else(ApiError::not_found)?;
                step_down::happen(unit, plan, row.version, event).await?;
                Ok(())
            })
        })
        .await
    }

    /// A plan that is agreed, and support that is reduced from the day `on` of today on.
    async fn stepped_down(
        &self,
        cast: &Cast,
        case: CaseId,
        (begun, on): (i64, i64),
        reviews: [i64; 2],
    ) -> Result<StepDownId, DemoError> {
        let day = self.today + Duration::days(on);
        let content = plans::whole(cast.services, cast.education, day, reviews);
        let plan = self.plan(cast, begun, case, content).await?;
        self.step(plan, cast.holder, begun + 1, StepDownEvent::Propose {})
            .await?;
        self.step(plan, cast.holder, begun + 1, StepDownEvent::Accept {})
            .await?;
        self.step(plan, cast.school, begun + 2, StepDownEvent::Accept {})
            .await?;
        self.step(plan, cast.holder, on, StepDownEvent::StepDown { on: day })
            .await?;
        Ok(plan)
    }

    /// One whose plan is being written.
    async fn begun(&self, cast: &Cast, who: Invented) -> Result<(), DemoError> {
        let case = self.shared(cast, -20, who).await?;
        self.plan(cast, -10, case, plans::begun(cast.services))
            .await?;
        Ok(())
    }

    /// One whose plan waits for the agreement of the school's agency.
    async fn proposed(&self, cast: &Cast, who: Invented) -> Result<(), DemoError> {
        let case = self.shared(cast, -60, who).await?;
        let on = self.today + Duration::days(28);
        let content = plans::whole(cast.services, cast.education, on, [56, 112]);
        let plan = self.plan(cast, -50, case, content).await?;
        self.step(plan, cast.holder, -20, StepDownEvent::Propose {})
            .await?;
        self.step(plan, cast.holder, -20, StepDownEvent::Accept {})
            .await
    }

    /// One in which a review was missed.
    async fn missed(&self, cast: &Cast, who: Invented) -> Result<(), DemoError> {
        let case = self.shared(cast, -190, who).await?;
        self.stepped_down(cast, case, (-110, -75), [49, 105])
            .await?;
        Ok(())
    }

    /// One in which what was reached has held.
    async fn sustained(&self, cast: &Cast, who: Invented) -> Result<(), DemoError> {
        let case = self.shared(cast, -205, who).await?;
        let (on, reviews) = (-198, [49, 98]);
        let plan = self.stepped_down(cast, case, (-202, on), reviews).await?;
        let last = self.today + Duration::days(30);
        for (days, next) in reviews.into_iter().zip([None, Some(last)]) {
            let due = self.today + Duration::days(on + days);
            let event = StepDownEvent::Review {
                due,
                on: due,
                finding: ReviewFinding::Holding,
                words:
                    "Invented for the demonstration. They are in school every day and draw again."
                        .to_owned(),
                next,
            };
            self.step(plan, cast.school, on + days, event).await?;
        }
        self.step(plan, cast.holder, -95, StepDownEvent::Sustain {})
            .await
    }

    /// One in which an agency has not answered.
    async fn asked(&self, cast: &Cast, who: Invented) -> Result<(), DemoError> {
        let case = self.open(cast, -35, who).await?;
        let agency = self.agency(PUBLIC_HEALTH)?;
        self.invite(cast, -12, case, (agency, UNANSWERED)).await?;
        Ok(())
    }

    /// One in which responsibility waits to pass.
    async fn passing(&self, cast: &Cast, who: Invented) -> Result<(), DemoError> {
        let case = self.shared(cast, -90, who).await?;
        self.plan(cast, -80, case, plans::begun(cast.services))
            .await?;
        let form = PassAsk {
            to: cast.education,
            words: "Invented for the demonstration. What is left to do is done at school."
                .to_owned(),
        };
        self.act(cast.holder, -6, move |unit| {
            Box::pin(async move {
                cases::pass::ask(unit, case, form).await?;
                Ok(())
            })
        })
        .await?;
        let form = PassAnswer {
            accept: true,
            words: String::new(),
        };
        self.act(cast.school, -3, move |unit| {
            Box::pin(async move {
                cases::pass::answer(unit, case, form).await?;
                Ok(())
            })
        })
        .await
    }
}
