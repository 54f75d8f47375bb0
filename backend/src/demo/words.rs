//! Invented reporting. Every passage says that it is.

use chrono::{Days, NaiveDate};
use shared::updates::{
    Audience, Brag, DeliveryStatus, Implied, VarianceCause,
    api::{RecoveryStep, UpdateContent},
    needs_difference, needs_recovery,
};

struct Passage {
    done: &'static str,
    next: &'static str,
    help: &'static str,
}

const GREEN: [Passage; 4] = [
    Passage {
        done: "The working group met twice and settled who does what until the end of the year.",
        next: "Write the joint procedure and try it with two teams.",
        help: "",
    },
    Passage {
        done: "Two of three districts have begun. Staff were briefed in each of them.",
        next: "Begin in the third district and gather first views from families.",
        help: "",
    },
    Passage {
        done: "The draft was read by young people and parents, and changed where they asked for it.",
        next: "Bring the final text to the partners for agreement.",
        help: "",
    },
    Passage {
        done: "Sixty members of staff took part in the first round of sessions.",
        next: "Hold the second round and compare what people say before and after.",
        help: "",
    },
];

const AMBER: [Passage; 3] = [
    Passage {
        done: "Half of the sessions took place. Two trainers left and have not been replaced yet.",
        next: "Borrow a trainer from a neighbouring service until the posts are filled, and make up the lost sessions by the spring.",
        help: "A trainer for six days, from any partner.",
    },
    Passage {
        done: "The referral form is agreed, but the two record systems do not accept it yet.",
        next: "Use a paper form in the meantime and settle the change with both suppliers next month.",
        help: "Somebody from each provider who can decide on changes to the record system.",
    },
    Passage {
        done: "Waiting times fell at first and have risen again since the holidays.",
        next: "Open an extra clinic on Saturdays for eight weeks and look again after four.",
        help: "",
    },
];

const RED: [Passage; 2] = [
    Passage {
        done: "Recruitment failed for the second time. No child has been seen under the new arrangement.",
        next: "Put a joint post to the commissioners instead of two separate ones, and agree cover until it is filled.",
        help: "A decision on the joint post at the next board.",
    },
    Passage {
        done: "The procurement stopped because the specification was not agreed in time.",
        next: "Bring a shorter specification to all partners and restart within eight weeks.",
        help: "One named person for each partner who can agree the specification.",
    },
];

const BLUE: Passage = Passage {
    done: "Everything that was planned is in place and in use in all districts.",
    next: "",
    help: "",
};

fn pick<const N: usize>(passages: &'static [Passage; N], at: usize) -> &'static Passage {
    // The remainder is smaller than N, so the first one is never needed in its place.
    passages.get(at % N).unwrap_or(&BLUE)
}

/// Why an owner rates an action better than its dates do.
const DIFFERENCE: &str = "Invented for the demonstration. The step was taken in two districts in time; the third follows within the month.";

/// What keeps back the action at a place of the story.
fn cause(at: usize) -> VarianceCause {
    const CAUSES: [VarianceCause; 4] = [
        VarianceCause::Staffing,
        VarianceCause::Systems,
        VarianceCause::Partner,
        VarianceCause::Decision,
    ];
    CAUSES
        .get(at % CAUSES.len())
        .copied()
        .unwrap_or(VarianceCause::OtherBehind)
}

/// `content` with what the facts ask for besides, written on the day `on`.
pub fn answered(
    content: UpdateContent,
    implied: &Implied,
    at: usize,
    on: NaiveDate,
) -> UpdateContent {
    let difference = if needs_difference(&content, implied) {
        DIFFERENCE.to_owned()
    } else {
        String::new()
    };
    let behind = needs_recovery(&content, implied);
    UpdateContent {
        difference,
        cause: behind.then(|| cause(at)),
        recovery: if behind {
            RecoveryStep {
                step: "Invented for the demonstration. Settle it in a meeting of those concerned, and report the outcome to the plan's coordinator.".to_owned(),
                owner: "The programme manager".to_owned(),
                by: on.checked_add_days(Days::new(30)),
            }
        } else {
            RecoveryStep::default()
        },
        ..content
    }
}

/// What an agency says of an action with this rating; `at` chooses among the passages.
pub fn invented(brag: Brag, at: usize) -> UpdateContent {
    let passage = match brag {
        Brag::Green => pick(&GREEN, at),
        Brag::Amber => pick(&AMBER, at),
        Brag::Red => pick(&RED, at),
        Brag::Blue => &BLUE,
    };
    let complete = brag == Brag::Blue;
    UpdateContent {
        delivery_status: Some(if complete {
            DeliveryStatus::Complete
        } else {
            DeliveryStatus::InProgress
        }),
        brag: Some(brag),
        done: format!("Invented for the demonstration. {}", passage.done),
        changed: if complete {
            "Invented for the demonstration. Families reach somebody to talk to within a week."
                .to_owned()
        } else {
            String::new()
        },
        next: passage.next.to_owned(),
        help: passage.help.to_owned(),
        forecast: (brag == Brag::Amber).then_some(Brag::Green),
        risk: brag == Brag::Red,
        audience: if at.is_multiple_of(3) {
            Audience::Board
        } else {
            Audience::Partners
        },
        ..UpdateContent::default()
    }
}

/// The comment with which an invented update is sent back.
pub const RETURNED: &str =
    "Invented for the demonstration. Say how many schools have begun, and by when the others will.";

/// Why the plan's coordinator accepts in the stead of a lead that has no account.
pub const OVERRIDDEN: &str = "Invented for the demonstration. The coordinating lead has nobody with an account yet, and agreed by email.";

/// Why a closed cycle is reopened for one action.
pub const REOPENED: &str = "Invented for the demonstration. The editor was ill for three weeks, and the board has asked for this report.";

/// The words with which a partner disputes an invented update.
pub const DISPUTED: &str = "Invented for the demonstration. Two of the four schools that you count have not begun yet. Count them when they have.";

/// What the writers add after a dispute.
pub const AFTER_DISPUTE: &str = "Two schools have begun; two more follow.";
