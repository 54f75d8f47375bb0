//! The part of the form that puts the owner's rating beside what the dates say, and asks for more only where the two
//! differ or the action is behind.

use leptos::prelude::*;
use shared::text::PASSAGE_MAX;
use shared::updates::api::UpdateContent;
use shared::updates::{
    Audience, Brag, DeliveryStatus, Direction, Implied, VarianceCause, may_say_no_change,
    needs_difference, needs_recovery,
};

use super::fields::{NO_CHANGE as NO_CHANGE_FLAG, RISK as RISK_FLAG};
use super::state::Editor;
use super::{AUDIENCE, BY, CAUSE, DIFFERENCE, FORECAST, NO_CHANGE, OWNER, RISK, STEP};
use crate::features::rating::{implied_view, tone};
use crate::ui::{Checkboxes, Choice, DateInput, LabelSize, Radios, Select, TextArea, TextField};

/// The short way: nothing has changed. It is offered where it may be said, once after a report with words.
#[component]
pub fn Unchanged(editor: Editor) -> impl IntoView {
    let previous = editor.previous();
    let fields = editor.fields;
    let offered =
        may_say_no_change(previous.as_ref()) || !fields.no_change.read_untracked().is_empty();
    offered.then(|| {
        let (delivery, brag) = previous
            .map(|report| (report.delivery_status, report.brag))
            .unwrap_or_default();
        Effect::new(move |before: Option<bool>| {
            let set = !fields.no_change.read().is_empty();
            if set && before == Some(false) {
                fill(fields.delivery, delivery.map(DeliveryStatus::code));
                fill(fields.brag, brag.map(Brag::code));
            }
            set
        });
        let choices = vec![
            Choice::new(NO_CHANGE_FLAG, NO_CHANGE)
                .explained("The rating stays as it was, and no words are needed. The next report asks for words again"),
        ];
        view! {
            <Checkboxes
                id="no_change"
                legend="Is there anything to report?"
                size=LabelSize::Question
                values=fields.no_change
                choices
            />
        }
    })
}

/// Answers with `value` what is not answered yet.
fn fill(field: RwSignal<String>, value: Option<&'static str>) {
    if let Some(value) = value
        && field.with_untracked(String::is_empty)
    {
        field.set(value.to_owned());
    }
}

/// The two ratings side by side, with what a difference or a delay asks for.
#[component]
pub fn Ratings(editor: Editor) -> impl IntoView {
    let fields = editor.fields;
    let now = Memo::new(move |_| {
        let content = fields.read().read().content;
        let implied = editor.implied(&content);
        (content, implied)
    });
    let asked = move |rule: fn(&UpdateContent, &Implied) -> bool| {
        now.with(|(content, implied)| rule(content, implied))
    };
    let differs = move || asked(needs_difference) || !fields.difference.read().is_empty();
    let behind = move || asked(needs_recovery) || !fields.cause.read().is_empty();
    view! {
        <section class="tl-implied" aria-label="What its dates say">
            <p class="tl-implied__head">"What its dates and milestones say"</p>
            {move || now.with(|(_, implied)| implied_view(implied))}
        </section>
        <div hidden=move || !differs()>
            <TextArea
                id="difference"
                label=DIFFERENCE
                hint="The board sees both ratings and your reason"
                size=LabelSize::Question
                value=fields.difference
                limit=PASSAGE_MAX
                rows=3
            />
        </div>
        <div hidden=move || !behind()>
            <Recovery editor />
        </div>
    }
}

#[component]
fn Recovery(editor: Editor) -> impl IntoView {
    let fields = editor.fields;
    let causes: Vec<Choice> = std::iter::once(Choice::new("", "Select a cause"))
        .chain(
            VarianceCause::ALL
                .iter()
                .filter(|cause| cause.direction() == Direction::Behind)
                .map(|cause| Choice::new(cause.code(), cause.label())),
        )
        .collect();
    view! {
        <h2 class="govuk-heading-m">"Back on track"</h2>
        <Select id="cause" label=CAUSE size=LabelSize::Strong value=fields.cause choices=Signal::stored(causes) />
        <TextArea
            id="recovery-step"
            label=STEP
            size=LabelSize::Strong
            value=fields.step
            limit=PASSAGE_MAX
            rows=3
        />
        <TextField
            id="recovery-owner"
            label=OWNER
            hint="A person or a post"
            size=LabelSize::Strong
            value=fields.owner
        />
        <DateInput
            id="recovery-by"
            legend=BY
            hint="For example, 27 3 2027"
            size=LabelSize::Strong
            value=fields.by
        />
    }
}

/// What else a board asks: the forecast, a risk, how far the words may go. None of it has to be answered.
#[component]
pub fn Finish(editor: Editor) -> impl IntoView {
    let fields = editor.fields;
    let forecasts = std::iter::once(Choice::new("", "As it is now"))
        .chain(
            [Brag::Blue, Brag::Green, Brag::Amber, Brag::Red]
                .into_iter()
                .map(|brag| Choice::new(brag.code(), brag.label()).marked(tone(Some(brag)))),
        )
        .collect();
    let audiences = Audience::ALL
        .iter()
        .map(|audience| Choice::new(audience.code(), audience.label()))
        .collect();
    let risk = vec![Choice::new(RISK_FLAG, RISK)];
    view! {
        <Radios id="forecast" legend=FORECAST size=LabelSize::Question value=fields.forecast choices=forecasts />
        <Checkboxes id="risk" legend="Is there a risk?" size=LabelSize::Question values=fields.risk choices=risk />
        <Radios
            id="audience"
            legend=AUDIENCE
            hint="Everyone who sees the plan reads it once it is accepted"
            size=LabelSize::Question
            value=fields.audience
            choices=audiences
        />
    }
}
