//! A new milestone of an action.

use leptos::prelude::*;
use shared::plans::api::CreateMilestone;

use super::agencies::Agencies;
use super::change::read_date;
use super::edit::Edit;
use crate::ui::field::FormError;
use crate::ui::{
    Button, ButtonGroup, ButtonRole, Choice, FieldWidth, Form, Load, Select, TextField, TextKind,
};

/// How dates are written in a plan.
pub const DATE_HINT: &str =
    "As exactly as it is known: 2027, 2027/28, 2027-autumn, 2027-04 or 2027-04-30";

/// The form.
#[component]
pub fn MilestoneForm(edit: Edit) -> impl IntoView {
    let (title, due, owner) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let on_submit = Callback::new(move |()| {
        let due = match read_date(&due.get_untracked()) {
            Ok(due) => due,
            Err(message) => return edit.errors.set(vec![FormError::field("due", message)]),
        };
        let form = CreateMilestone {
            title: title.get_untracked(),
            due,
            owner: owner.get_untracked().parse().ok(),
        };
        edit.send(
            move |client, plan, action, _| {
                let form = form.clone();
                async move { client.create_milestone(&plan, &action, &form).await }
            },
            |edit, _| edit.leave_unchanged("The milestone is added."),
        );
    });
    let agencies = Agencies::load();
    view! {
        <Form errors=edit.errors on_submit>
            <TextField id="title" label="What is reached" value=title />
            <TextField
                id="due"
                label="When it is due"
                hint=DATE_HINT
                value=due
                kind=TextKind::Reference
                width=FieldWidth::Ten
            />
            <Load
                resource=agencies
                children=move |agencies| {
                    let choices: Vec<Choice> = std::iter::once(Choice::new("", "Not named"))
                        .chain(agencies.choices())
                        .collect();
                    view! { <Select id="owner" label="Who owns it" value=owner choices=Signal::stored(choices) /> }
                }
            />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=edit.sending.busy()>
                    "Add the milestone"
                </Button>
                <a href=edit.way_back()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
