use leptos::prelude::*;
use shared::ids::MilestoneId;

use crate::features::updates::draft::{Draft, MilestoneDraft, Said};
use crate::ui::DateParts;

/// The name of the flag of a risk.
pub const RISK: &str = "risk";
/// The name of the flag that nothing has changed.
pub const NO_CHANGE: &str = "no_change";

fn flag(set: bool, name: &str) -> Vec<String> {
    set.then(|| name.to_owned()).into_iter().collect()
}

/// The fields of one milestone.
#[derive(Clone, Copy)]
pub struct MilestoneFields {
    pub milestone: MilestoneId,
    pub said: RwSignal<String>,
    pub on: RwSignal<DateParts>,
    pub to: RwSignal<DateParts>,
    pub reason: RwSignal<String>,
}

impl MilestoneFields {
    fn of(draft: &MilestoneDraft) -> Self {
        Self {
            milestone: draft.milestone,
            said: RwSignal::new(draft.said.code().to_owned()),
            on: RwSignal::new(draft.on.clone()),
            to: RwSignal::new(draft.to.clone()),
            reason: RwSignal::new(draft.reason.clone()),
        }
    }

    /// What is said of it. Tracks.
    pub fn answer(self) -> Said {
        self.said.with(|code| Said::from_code(code))
    }

    fn read(self) -> MilestoneDraft {
        MilestoneDraft {
            milestone: self.milestone,
            said: self.answer(),
            on: self.on.get(),
            to: self.to.get(),
            reason: self.reason.get(),
        }
    }

    fn set(self, draft: &MilestoneDraft) {
        self.said.set(draft.said.code().to_owned());
        self.on.set(draft.on.clone());
        self.to.set(draft.to.clone());
        self.reason.set(draft.reason.clone());
    }
}

/// The fields of the form.
#[derive(Clone, Copy)]
pub struct Fields {
    pub delivery: RwSignal<String>,
    pub brag: RwSignal<String>,
    pub done: RwSignal<String>,
    pub changed: RwSignal<String>,
    pub next: RwSignal<String>,
    pub help: RwSignal<String>,
    pub forecast: RwSignal<String>,
    pub difference: RwSignal<String>,
    pub cause: RwSignal<String>,
    pub step: RwSignal<String>,
    pub owner: RwSignal<String>,
    pub by: RwSignal<DateParts>,
    /// The flag's name while it is set, as a group of checkboxes has it.
    pub risk: RwSignal<Vec<String>>,
    pub audience: RwSignal<String>,
    /// As `risk`.
    pub no_change: RwSignal<Vec<String>>,
    milestones: StoredValue<Vec<MilestoneFields>>,
}

impl Fields {
    /// The fields, filled with `draft`.
    pub fn of(draft: &Draft) -> Self {
        let text = |text: &String| RwSignal::new(text.clone());
        Self {
            delivery: text(&draft.delivery),
            brag: text(&draft.brag),
            done: text(&draft.done),
            changed: text(&draft.changed),
            next: text(&draft.next),
            help: text(&draft.help),
            forecast: text(&draft.forecast),
            difference: text(&draft.difference),
            cause: text(&draft.cause),
            step: text(&draft.step),
            owner: text(&draft.owner),
            by: RwSignal::new(draft.by.clone()),
            risk: RwSignal::new(flag(draft.risk, RISK)),
            audience: text(&draft.audience),
            no_change: RwSignal::new(flag(draft.no_change, NO_CHANGE)),
            milestones: StoredValue::new(
                draft.milestones.iter().map(MilestoneFields::of).collect(),
            ),
        }
    }

    /// The milestones, in the order of the form.
    pub fn milestones(self) -> Vec<MilestoneFields> {
        self.milestones.get_value()
    }

    /// What is typed. Tracks every field.
    pub fn read(self) -> Draft {
        Draft {
            delivery: self.delivery.get(),
            brag: self.brag.get(),
            done: self.done.get(),
            changed: self.changed.get(),
            next: self.next.get(),
            help: self.help.get(),
            milestones: self
                .milestones()
                .into_iter()
                .map(MilestoneFields::read)
                .collect(),
            forecast: self.forecast.get(),
            difference: self.difference.get(),
            cause: self.cause.get(),
            step: self.step.get(),
            owner: self.owner.get(),
            by: self.by.get(),
            risk: !self.risk.read().is_empty(),
            audience: self.audience.get(),
            no_change: !self.no_change.read().is_empty(),
        }
    }

    /// Fills the fields with `draft`, whose milestones are those of the form.
    pub fn set(self, draft: &Draft) {
        self.delivery.set(draft.delivery.clone());
        self.brag.set(draft.brag.clone());
        self.done.set(draft.done.clone());
        self.changed.set(draft.changed.clone());
        self.next.set(draft.next.clone());
        self.help.set(draft.help.clone());
        self.forecast.set(draft.forecast.clone());
        self.difference.set(draft.difference.clone());
        self.cause.set(draft.cause.clone());
        self.step.set(draft.step.clone());
        self.owner.set(draft.owner.clone());
        self.by.set(draft.by.clone());
        self.risk.set(flag(draft.risk, RISK));
        self.audience.set(draft.audience.clone());
        self.no_change.set(flag(draft.no_change, NO_CHANGE));
        for (fields, milestone) in self.milestones().into_iter().zip(&draft.milestones) {
            fields.set(milestone);
        }
    }
}
