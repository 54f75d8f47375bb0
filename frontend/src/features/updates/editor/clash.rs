//! Two people, or one person in two places, have changed the same update: what differs, side by side, to be chosen from.

use leptos::prelude::*;
use shared::updates::api::UpdateView;
use shared::updates::{Audience, Brag, DeliveryStatus, VarianceCause};

use super::state::Editor;
use crate::dates;
use crate::features::updates::draft::{Draft, MilestoneDraft, Said};
use crate::ui::{Button, ButtonGroup, Choice, DateParts, Radios};

const MINE: &str = "mine";
const THEIRS: &str = "theirs";

/// A part of an update that can be chosen by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Delivery,
    Rating,
    Done,
    Changed,
    Next,
    Help,
    Milestone(usize),
    Unchanged,
    Forecast,
    Difference,
    Cause,
    Recovery,
    Risk,
    Audience,
}

impl Part {
    fn all(milestones: usize) -> impl Iterator<Item = Self> {
        [
            Self::Delivery,
            Self::Rating,
            Self::Done,
            Self::Changed,
            Self::Next,
            Self::Help,
        ]
        .into_iter()
        .chain((0..milestones).map(Self::Milestone))
        .chain([
            Self::Unchanged,
            Self::Forecast,
            Self::Difference,
            Self::Cause,
            Self::Recovery,
            Self::Risk,
            Self::Audience,
        ])
    }

    fn id(self) -> String {
        match self {
            Self::Delivery => "choose-delivery".to_owned(),
            Self::Rating => "choose-rating".to_owned(),
            Self::Done => "choose-done".to_owned(),
            Self::Changed => "choose-changed".to_owned(),
            Self::Next => "choose-next".to_owned(),
            Self::Help => "choose-help".to_owned(),
            Self::Milestone(at) => format!("choose-milestone-{at}"),
            Self::Unchanged => "choose-unchanged".to_owned(),
            Self::Forecast => "choose-forecast".to_owned(),
            Self::Difference => "choose-difference".to_owned(),
            Self::Cause => "choose-cause".to_owned(),
            Self::Recovery => "choose-recovery".to_owned(),
            Self::Risk => "choose-risk".to_owned(),
            Self::Audience => "choose-audience".to_owned(),
        }
    }

    fn name(self, view: &UpdateView, draft: &Draft) -> String {
        match self {
            Self::Delivery => super::DELIVERY.to_owned(),
            Self::Rating => super::RATING.to_owned(),
            Self::Done => super::DONE.to_owned(),
            Self::Changed => super::CHANGED.to_owned(),
            Self::Next => super::NEXT.to_owned(),
            Self::Help => super::HELP.to_owned(),
            Self::Unchanged => super::NO_CHANGE.to_owned(),
            Self::Forecast => super::FORECAST.to_owned(),
            Self::Difference => super::DIFFERENCE.to_owned(),
            Self::Cause => super::CAUSE.to_owned(),
            Self::Recovery => super::STEP.to_owned(),
            Self::Risk => super::RISK.to_owned(),
            Self::Audience => super::AUDIENCE.to_owned(),
            Self::Milestone(at) => draft
                .milestones
                .get(at)
                .and_then(|own| {
                    view.milestones
                        .iter()
                        .find(|milestone| milestone.id == own.milestone)
                })
                .map_or_else(
                    || "Milestone".to_owned(),
                    |milestone| milestone.title.clone(),
                ),
        }
    }

    /// The part as text, for reading.
    fn words(self, draft: &Draft) -> String {
        let words = match self {
            Self::Delivery => DeliveryStatus::from_code(&draft.delivery)
                .map(DeliveryStatus::label)
                .unwrap_or_default()
                .to_owned(),
            Self::Rating => Brag::from_code(&draft.brag)
                .map(Brag::label)
                .unwrap_or_default()
                .to_owned(),
            Self::Done => draft.done.clone(),
            Self::Changed => draft.changed.clone(),
            Self::Next => draft.next.clone(),
            Self::Help => draft.help.clone(),
            Self::Milestone(at) => draft
                .milestones
                .get(at)
                .map(milestone_words)
                .unwrap_or_default(),
            Self::Unchanged => said(draft.no_change),
            Self::Forecast => Brag::from_code(&draft.forecast)
                .map(Brag::label)
                .unwrap_or_default()
                .to_owned(),
            Self::Difference => draft.difference.clone(),
            Self::Cause => VarianceCause::from_code(&draft.cause)
                .map(VarianceCause::label)
                .unwrap_or_default()
                .to_owned(),
            Self::Recovery => recovery_words(draft),
            Self::Risk => said(draft.risk),
            Self::Audience => Audience::from_code(&draft.audience)
                .unwrap_or_default()
                .label()
                .to_owned(),
        };
        if words.trim().is_empty() {
            "Nothing".to_owned()
        } else {
            words
        }
    }

    /// Puts the part of `from` into `to`.
    fn copy(self, from: &Draft, to: &mut Draft) {
        match self {
            Self::Delivery => to.delivery.clone_from(&from.delivery),
            Self::Rating => to.brag.clone_from(&from.brag),
            Self::Done => to.done.clone_from(&from.done),
            Self::Changed => to.changed.clone_from(&from.changed),
            Self::Next => to.next.clone_from(&from.next),
            Self::Help => to.help.clone_from(&from.help),
            Self::Milestone(at) => {
                if let (Some(from), Some(to)) = (from.milestones.get(at), to.milestones.get_mut(at))
                {
                    to.clone_from(from);
                }
            }
            Self::Unchanged => to.no_change = from.no_change,
            Self::Forecast => to.forecast.clone_from(&from.forecast),
            Self::Difference => to.difference.clone_from(&from.difference),
            Self::Cause => to.cause.clone_from(&from.cause),
            Self::Recovery => {
                to.step.clone_from(&from.step);
                to.owner.clone_from(&from.owner);
                to.by.clone_from(&from.by);
            }
            Self::Risk => to.risk = from.risk,
            Self::Audience => to.audience.clone_from(&from.audience),
        }
    }
}

fn said(flag: bool) -> String {
    if flag { "Yes" } else { "" }.to_owned()
}

fn date(parts: &DateParts) -> String {
    match parts.read() {
        Ok(Some(date)) => dates::day(date),
        _ => "a date not yet complete".to_owned(),
    }
}

/// The step, who takes it and by when; empty where none of it is said.
fn recovery_words(draft: &Draft) -> String {
    let by = (draft.by != DateParts::default()).then(|| format!("by {}", date(&draft.by)));
    [Some(draft.step.clone()), Some(draft.owner.clone()), by]
        .into_iter()
        .flatten()
        .filter(|words| !words.trim().is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

fn milestone_words(milestone: &MilestoneDraft) -> String {
    match milestone.said {
        Said::Nothing => String::new(),
        Said::Done => format!("Done on {}", date(&milestone.on)),
        Said::Moved => format!("Moved to {}. {}", date(&milestone.to), milestone.reason),
    }
}

/// The parts in which `mine` and `theirs` differ.
fn differing(mine: &Draft, theirs: &Draft) -> Vec<Part> {
    Part::all(theirs.milestones.len())
        .filter(|part| part.words(mine).trim() != part.words(theirs).trim())
        .collect()
}

/// What the person chose: `mine`, with the parts of `theirs` that were preferred.
fn chosen(mine: &Draft, theirs: &Draft, preferred: impl Iterator<Item = Part>) -> Draft {
    let mut draft = mine.clone();
    for part in preferred {
        part.copy(theirs, &mut draft);
    }
    draft
}

/// The choice. The form waits behind it, with everything that was typed.
#[component]
pub fn ClashPanel(editor: Editor, view: UpdateView) -> impl IntoView {
    let (mine, theirs) = (
        editor.fields.read(),
        Draft::of(&view.content, &view.milestones),
    );
    let choices: Vec<(Part, RwSignal<String>)> = differing(&mine, &theirs)
        .into_iter()
        .map(|part| (part, RwSignal::new(MINE.to_owned())))
        .collect();
    let rows = choices
        .iter()
        .map(|(part, choice)| {
            let (name, id) = (part.name(&view, &theirs), part.id());
            let (own, other) = (part.words(&mine), part.words(&theirs));
            view! { <ClashRow id name mine=own theirs=other choice=*choice /> }
        })
        .collect_view();
    let story = format!(
        "{} changed it on {}. Nothing that you typed is lost: choose for each part which words to keep.",
        view.last_editor.name,
        dates::instant(view.changed_at)
    );
    let resolve = Callback::new(move |_| {
        let preferred = choices
            .iter()
            .filter(|(_, choice)| choice.with_untracked(|choice| choice == THEIRS))
            .map(|(part, _)| *part);
        editor.resolve(&view, chosen(&mine, &theirs, preferred));
    });
    view! {
        <section class="tl-clash" role="alert" aria-labelledby="clash-title">
            <h2 class="govuk-heading-m" id="clash-title">
                "This update has changed since you opened it"
            </h2>
            <p class="govuk-body">{story}</p>
        </section>
        <div class="tl-clash__parts">{rows}</div>
        <ButtonGroup>
            <Button on_press=resolve>"Keep these words"</Button>
        </ButtonGroup>
    }
}

#[component]
fn ClashRow(
    id: String,
    name: String,
    mine: String,
    theirs: String,
    choice: RwSignal<String>,
) -> impl IntoView {
    let legend = format!("Which words to keep: {}", name.to_lowercase());
    let choices = vec![
        Choice::new(MINE, "Keep yours"),
        Choice::new(THEIRS, "Take theirs"),
    ];
    view! {
        <div class="tl-clash__part">
            <h3 class="govuk-heading-s">{name}</h3>
            <div class="tl-clash__sides">
                <div class="tl-clash__words">
                    <h4 class="tl-clash__who">"Yours"</h4>
                    <p class="tl-prose">{mine}</p>
                </div>
                <div class="tl-clash__words">
                    <h4 class="tl-clash__who">"Theirs"</h4>
                    <p class="tl-prose">{theirs}</p>
                </div>
            </div>
            <Radios id legend value=choice choices />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(done: &str, next: &str) -> Draft {
        Draft {
            done: done.to_owned(),
            next: next.to_owned(),
            ..Draft::default()
        }
    }

    #[test]
    fn only_what_differs_is_asked() {
        assert_eq!(differing(&draft("a", "b"), &draft("a ", "c")), [Part::Next]);
        assert!(differing(&draft("a", ""), &draft("a", " ")).is_empty());
    }

    #[test]
    fn each_part_is_taken_from_where_it_was_chosen() {
        let (mine, theirs) = (draft("mine", "mine"), draft("theirs", "theirs"));
        assert_eq!(
            chosen(&mine, &theirs, [Part::Next].into_iter()),
            draft("mine", "theirs")
        );
        assert_eq!(chosen(&mine, &theirs, std::iter::empty()), mine);
    }
}
