//! Three pathways of the plan, worked out. The papers print their names, doors, services and
//! targets, and no stages: the stages here are an example, and each pathway says so.

use shared::pathways::{
    Clock,
    ExitKind::{self, AdultService, Discharge, Signposted},
    MoveKind::{self, On, SideDoor, StepDown, StepUp},
};

/// A pathway of the plan and what is made up for it.
pub struct Example {
    /// Its name in the plan.
    pub name: &'static str,
    /// What is said beside what the papers print.
    pub note: &'static str,
    /// Words of a printed door, and the stage to which it leads. Every other door leads to the
    /// stage of the last one.
    pub doors: &'static [(&'static str, &'static str)],
    /// Its stages.
    pub stages: &'static [Step],
    /// From, to, which way, and when.
    pub moves: &'static [(&'static str, &'static str, MoveKind, &'static str)],
    /// Its ways out.
    pub exits: &'static [Out],
    /// What is promised.
    pub promises: &'static [Promise],
}

/// A stage.
pub struct Step {
    pub key: &'static str,
    pub name: &'static str,
    pub level: i32,
    /// By their names in the directory.
    pub services: &'static [&'static str],
    pub what: &'static str,
}

/// A way out.
pub struct Out {
    pub from: &'static str,
    pub kind: ExitKind,
    pub words: &'static str,
    pub way_back: &'static str,
}

/// A standard: one that the papers print, completed, or one that is made up.
pub struct Promise {
    /// Words of the printed one; empty for one that is made up.
    pub printed: &'static str,
    /// Its words, where it is made up.
    pub text: &'static str,
    pub clock: Option<Clock>,
    pub starts: &'static str,
    pub stops: &'static str,
    pub stage: &'static str,
}

/// Where a standard that is made up was read.
pub const MADE_UP: &str = "Worked example, not from the papers";

const SCHOOL_HEALTH: &str =
    "Primary School Public Health Service; Adolescent Health and Targeted Emotional Health Service";
const SPECIALIST: &str = "Children and Young People's Mental Health Service";
const FRONT_DOOR: &str = "Single Point of Access";
const UNITS: &str = "Early Help Units";
const SCHOOL_TEAMS: &str = "School emotional wellbeing teams";

/// All of them.
pub const EXAMPLES: [Example; 3] = [SINGLE, CARE, STEP];

const SINGLE: Example = Example {
    name: "Single emotional wellbeing pathway / single point of access",
    note: "The papers print who can come, who takes part and what is promised. The stages and the ways between them are one way to put this into practice.",
    doors: &[("drop-in", "advice"), ("", "front-door")],
    stages: &[
        Step {
            key: "advice",
            name: "Somebody to talk to, and help for oneself",
            level: 1,
            services: &[SCHOOL_HEALTH, SCHOOL_TEAMS, "HeadStart Resilience Hub"],
            what: "School staff and school nurses listen and help at once. Nobody needs a referral, and nothing has to be wrong first.",
        },
        Step {
            key: "front-door",
            name: "Front door: screening and joint triage",
            level: 2,
            services: &[FRONT_DOOR],
            what: "Whatever comes in is screened the same working day and put in order by risk. Qualified practitioners assess, and several agencies decide together who can help best.",
        },
        Step {
            key: "early-help",
            name: "Early help near home and school",
            level: 2,
            services: &[SCHOOL_HEALTH, UNITS, "Mind and Body"],
            what: "One kind of help at a time, with aims agreed at the start and a look at the whole family.",
        },
        Step {
            key: "specialist",
            name: "Specialist assessment and treatment",
            level: 3,
            services: &[SPECIALIST],
            what: "More than one practitioner works with the young person, the family and the school. The way back to less help is planned from the first day.",
        },
        Step {
            key: "intensive",
            name: "Hospital or intensive care at home",
            level: 4,
            services: &[],
            what: "Care around the clock for a short time. The directory names no service yet that could hold this stage.",
        },
    ],
    moves: &[
        (
            "advice",
            "front-door",
            StepUp,
            "What the school can do is not enough",
        ),
        (
            "front-door",
            "early-help",
            On,
            "One kind of help is likely to be enough",
        ),
        (
            "front-door",
            "specialist",
            StepUp,
            "The need is lasting, or there is risk",
        ),
        (
            "front-door",
            "advice",
            StepDown,
            "Nobody needs a service: advice is enough",
        ),
        (
            "front-door",
            "intensive",
            SideDoor,
            "In an emergency, without waiting for triage",
        ),
        (
            "early-help",
            "specialist",
            StepUp,
            "The aims are not reached, or the need grows",
        ),
        ("early-help", "advice", StepDown, "The aims are reached"),
        (
            "specialist",
            "intensive",
            StepUp,
            "Life or safety is at risk",
        ),
        (
            "specialist",
            "early-help",
            StepDown,
            "A step-down plan is agreed",
        ),
        (
            "intensive",
            "specialist",
            StepDown,
            "It is safe to be treated as an outpatient",
        ),
    ],
    exits: &[
        Out {
            from: "advice",
            kind: Discharge,
            words: "No more help is wanted",
            way_back: "Talk to anybody at school again, or ring the front door",
        },
        Out {
            from: "front-door",
            kind: Signposted,
            words: "Help in the family’s own locality",
            way_back: "Ring the front door again at any time",
        },
        Out {
            from: "specialist",
            kind: AdultService,
            words: "Mental health services for adults, under the transition protocol",
            way_back: "",
        },
    ],
    promises: &[Promise {
        printed: "screened on the working day",
        text: "",
        clock: Some(Clock::SAME_WORKING_DAY),
        starts: "The referral arrives",
        stops: "The referral has been screened",
        stage: "front-door",
    }],
};

const CARE: Example = Example {
    name: "Children in care pathway",
    note: "The papers ask for an assessment on entering care, a known way to specialist help and advice for carers. The stages and the ways between them are one way to put this into practice.",
    doors: &[("", "assessment")],
    stages: &[
        Step {
            key: "everyday",
            name: "Everyday care at home and school",
            level: 1,
            services: &[SCHOOL_HEALTH],
            what: "Foster carers, the social worker and the school look after the child’s wellbeing, and know whom to ask.",
        },
        Step {
            key: "advice",
            name: "Clinical advice for carers and professionals",
            level: 2,
            services: &[SPECIALIST],
            what: "A clinician thinks with the foster carer, the social worker and the personal adviser. The child need not be a patient.",
        },
        Step {
            key: "early-help",
            name: "Early help within the care plan",
            level: 2,
            services: &[UNITS],
            what: "Where the clinicians who know the child think it safe, and the care plan allows it.",
        },
        Step {
            key: "assessment",
            name: "Assessment on entering care",
            level: 3,
            services: &["Children in care priority assessment"],
            what: "A specialist assesses within two weeks. What the child needs, and by which treatment, is decided there.",
        },
        Step {
            key: "treatment",
            name: "Treatment that fits the child",
            level: 3,
            services: &[SPECIALIST],
            what: "It begins soon after the assessment, stays with the child through a change of placement, and is told to all who care.",
        },
    ],
    moves: &[
        ("assessment", "treatment", On, "The child needs treatment"),
        (
            "assessment",
            "early-help",
            StepDown,
            "Early help is safe and enough",
        ),
        (
            "assessment",
            "advice",
            StepDown,
            "The carers need support rather than the child treatment",
        ),
        (
            "treatment",
            "early-help",
            StepDown,
            "A step-down plan is agreed",
        ),
        ("early-help", "everyday", StepDown, "The aims are reached"),
        ("advice", "everyday", StepDown, "The carers are confident"),
        ("everyday", "advice", StepUp, "Somebody is worried"),
        ("advice", "assessment", StepUp, "Advice is not enough"),
        ("early-help", "assessment", StepUp, "The need grows"),
        (
            "everyday",
            "assessment",
            SideDoor,
            "Priority referral by the social worker",
        ),
    ],
    exits: &[
        Out {
            from: "everyday",
            kind: Discharge,
            words: "The child is well, or leaves care",
            way_back: "The social worker can ask for a priority assessment again",
        },
        Out {
            from: "treatment",
            kind: AdultService,
            words: "Mental health services for adults, with the care leavers pathway",
            way_back: "",
        },
    ],
    promises: &[Promise {
        printed: "within two weeks",
        text: "",
        clock: Some(Clock::days(14)),
        starts: "The referral arrives",
        stops: "The assessment is done",
        stage: "assessment",
    }],
};

const STEP: Example = Example {
    name: "Step-down pathway",
    note: "The papers ask for an agreed way to ease back support at every level, planned with the family from the start. The stages, the ways between them and the times are one way to put this into practice.",
    doors: &[("", "specialist")],
    stages: &[
        Step {
            key: "intensive",
            name: "Hospital or intensive care at home",
            level: 4,
            services: &[],
            what: "Going home is planned on the first day. The directory names no service yet that could hold this stage.",
        },
        Step {
            key: "specialist",
            name: "Specialist treatment, easing back",
            level: 3,
            services: &[SPECIALIST],
            what: "The young person and the family say what has helped, what an early sign would look like and whom they would ring. Less support is tried before treatment ends.",
        },
        Step {
            key: "early-help",
            name: "Early help carries on",
            level: 2,
            services: &[UNITS, SCHOOL_HEALTH],
            what: "A named worker takes over at a meeting with the family. Two reviews look at whether the gains hold.",
        },
        Step {
            key: "everyday",
            name: "Everyday support at school and home",
            level: 1,
            services: &[SCHOOL_HEALTH, SCHOOL_TEAMS],
            what: "School staff know what helps, and when to ask for advice.",
        },
    ],
    moves: &[
        (
            "intensive",
            "specialist",
            StepDown,
            "It is safe to be treated as an outpatient",
        ),
        (
            "specialist",
            "early-help",
            StepDown,
            "The step-down plan is agreed",
        ),
        (
            "early-help",
            "everyday",
            StepDown,
            "Two reviews have found that it holds",
        ),
        (
            "specialist",
            "intensive",
            StepUp,
            "Life or safety is at risk",
        ),
        (
            "early-help",
            "specialist",
            StepUp,
            "A review finds that the young person struggles",
        ),
        ("everyday", "early-help", StepUp, "An early sign shows"),
        (
            "everyday",
            "specialist",
            SideDoor,
            "By the way back in that the step-down plan names",
        ),
    ],
    exits: &[
        Out {
            from: "everyday",
            kind: Discharge,
            words: "Support ends; everyday life carries on",
            way_back: "The step-down plan names whom to ring; no new referral is needed",
        },
        Out {
            from: "specialist",
            kind: AdultService,
            words: "Mental health services for adults, under the transition protocol",
            way_back: "",
        },
    ],
    promises: &[
        Promise {
            printed: "Planned with the family",
            text: "",
            clock: None,
            starts: "Support begins",
            stops: "The step-down plan is begun",
            stage: "specialist",
        },
        Promise {
            printed: "",
            text: "The worker who takes over is named the same working day",
            clock: Some(Clock::SAME_WORKING_DAY),
            starts: "The step-down plan is agreed",
            stops: "The worker is named",
            stage: "early-help",
        },
        Promise {
            printed: "",
            text: "Whoever referred the young person is told within one working day",
            clock: Some(Clock::working_days(1)),
            starts: "The step-down plan is agreed",
            stops: "The referrer has been told",
            stage: "early-help",
        },
        Promise {
            printed: "",
            text: "Both workers meet the family within five working days",
            clock: Some(Clock::working_days(5)),
            starts: "The step-down plan is agreed",
            stops: "The meeting has been held",
            stage: "early-help",
        },
        Promise {
            printed: "",
            text: "The first review is held within twelve weeks",
            clock: Some(Clock::days(84)),
            starts: "Support has stepped down",
            stops: "The review is recorded",
            stage: "early-help",
        },
    ],
};
