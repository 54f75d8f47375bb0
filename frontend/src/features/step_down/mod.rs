//! Step-down plans: one plan to read and to act on, the form with its gate list, and what happens to a plan.

mod begin;
mod changes;
mod course;
mod duty;
mod edit;
mod event;
mod reading;
mod review;
mod send;
mod status;
mod versions;
mod view;
mod words;

use shared::step_down::api::{StepDownContent, StepDownView};

use words::Names;

pub use begin::BeginStepDown;
pub use duty::StepDownDutyPage;
pub use edit::StepDownEditPage;
pub use event::StepDownEventPage;
pub use review::StepDownReviewPage;
pub use view::StepDownPage;
pub use words::{StateTag, listed};

/// Whether something can happen to a plan now, as far as the person may bring it about.
fn may(view: &StepDownView, event: &str) -> bool {
    view.open_events.iter().any(|open| open == event)
}

/// What the version in force says.
fn in_force(view: &StepDownView) -> Option<&StepDownContent> {
    let number = view.in_force?;
    view.versions
        .iter()
        .find(|version| version.number == number)
        .map(|version| &version.content)
}

/// What the services and agencies around a plan are called.
fn names(view: &StepDownView) -> Names {
    // Those that have left since are known from what they accepted.
    let accepted = view
        .versions
        .iter()
        .flat_map(|version| version.acceptances.iter().map(|one| &one.agency));
    Names::of(
        view.services
            .iter()
            .map(|service| (service.id, service.name.clone())),
        accepted
            .chain(&view.agencies)
            .map(|agency| (agency.id, agency.name.clone())),
    )
}
