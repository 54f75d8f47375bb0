//! Changing what is written of an action: its place in the plan for a coordinator, its dates for those who lead it.

use leptos::prelude::*;
use shared::calendar::PartialDate;
use shared::ids::AgencyId;
use shared::patch::Patch;
use shared::plans::api::{ActionView, NewPart, PatchAction, PlanView};
use shared::policy::{Resource, Target, Verb};
use shared::text::PASSAGE_MAX;

use super::agencies::Agencies;
use super::edit::Edit;
use super::milestone::DATE_HINT;
use super::parts::{PartFields, PartRows};
use super::stale::Between;
use crate::api;
use crate::session::Session;
use crate::ui::field::FormError;
use crate::ui::{
    Button, ButtonGroup, ButtonRole, Checkboxes, Choice, FieldWidth, Form, Load, Select, TextArea,
    TextField, TextKind,
};

/// What is typed.
#[derive(Clone, Copy)]
struct Fields {
    reference: RwSignal<String>,
    title: RwSignal<String>,
    level: RwSignal<String>,
    outcomes: RwSignal<Vec<String>>,
    parts: PartRows,
    starts: RwSignal<String>,
    ends: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Fields {
    fn of(record: &ActionView) -> Self {
        let date =
            |date: &Option<PartialDate>| date.as_ref().map(ToString::to_string).unwrap_or_default();
        Self {
            reference: RwSignal::new(record.reference.clone().unwrap_or_default()),
            title: RwSignal::new(record.title.clone()),
            level: RwSignal::new(
                record
                    .level
                    .as_ref()
                    .map(|level| level.id.to_string())
                    .unwrap_or_default(),
            ),
            outcomes: RwSignal::new(
                record
                    .outcomes
                    .iter()
                    .map(|outcome| outcome.id.to_string())
                    .collect(),
            ),
            parts: PartRows::of(&record.parts),
            starts: RwSignal::new(date(&record.starts)),
            ends: RwSignal::new(date(&record.ends)),
            reason: RwSignal::new(String::new()),
        }
    }

    /// What differs from the record. The structure of the action goes along only where it is the person's to change.
    fn patch(self, record: &ActionView, structure: bool) -> Result<PatchAction, Vec<FormError>> {
        let mut faults = Vec::new();
        let mut date = |field: &str, text: RwSignal<String>| {
            read_date(&text.get_untracked()).unwrap_or_else(|message| {
                faults.push(FormError::field(field, message));
                None
            })
        };
        let (starts, ends) = (date("starts", self.starts), date("ends", self.ends));
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut patch = PatchAction {
            starts: changed(record.starts.clone(), starts),
            ends: changed(record.ends.clone(), ends),
            ..PatchAction::default()
        };
        let reason = self.reason.get_untracked();
        if !reason.trim().is_empty() {
            patch.reason = Patch::Set(reason);
        }
        if structure {
            self.structure(record, &mut patch);
        }
        Ok(patch)
    }

    fn structure(self, record: &ActionView, patch: &mut PatchAction) {
        let text = |text: RwSignal<String>| {
            let text = text.get_untracked().trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        patch.reference = changed(record.reference.clone(), text(self.reference));
        // A title cannot be taken away: an empty one is sent, and refused in words at its field.
        patch.title = changed(
            Some(record.title.clone()),
            Some(text(self.title).unwrap_or_default()),
        );
        patch.level = changed(
            record.level.as_ref().map(|level| level.id),
            text(self.level).and_then(|level| level.parse().ok()),
        );
        let mut before: Vec<_> = record.outcomes.iter().map(|outcome| outcome.id).collect();
        let mut after: Vec<_> = self
            .outcomes
            .with_untracked(|outcomes| outcomes.iter().filter_map(|id| id.parse().ok()).collect());
        before.sort();
        after.sort();
        patch.outcomes = changed(Some(before), Some(after));
        let before: Vec<NewPart> = record
            .parts
            .iter()
            .map(|part| NewPart {
                agency: part.agency.id,
                role: part.role,
                coordinates: part.coordinates,
            })
            .collect();
        patch.parts = changed(Some(before), Some(self.parts.parts()));
    }
}

/// A date as a plan writes it; none for an empty text.
pub fn read_date(text: &str) -> Result<Option<PartialDate>, String> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|fault: shared::calendar::DateError| {
                let words = fault.to_string();
                let mut letters = words.chars();
                letters.next().map_or_else(String::new, |first| {
                    first.to_uppercase().chain(letters).collect()
                })
            }),
    }
}

fn changed<T: PartialEq>(before: Option<T>, after: Option<T>) -> Patch<T> {
    match after {
        after if after == before => Patch::Keep,
        Some(after) => Patch::Set(after),
        None => Patch::Clear,
    }
}

/// The form.
#[component]
pub fn ChangeForm(edit: Edit) -> impl IntoView {
    let fields = edit.record.with_value(Fields::of);
    let structure = edit
        .record
        .with_value(|record| may_restructure(record, Session::here()));
    let on_submit = Callback::new(move |()| {
        let patch = match edit
            .record
            .with_value(|record| fields.patch(record, structure))
        {
            Ok(patch) => patch,
            Err(faults) => return edit.errors.set(faults),
        };
        if patch == PatchAction::default() {
            return edit.errors.set(vec![FormError::form(
                "Nothing on this page has been changed yet",
            )]);
        }
        edit.send(
            move |client, plan, action, version| {
                let patch = patch.clone();
                async move { client.patch_action(&plan, &action, version, &patch).await }
            },
            |edit, record| edit.leave(&record, "The action is changed."),
        );
    });
    view! {
        <Between changes=edit.between />
        <Form errors=edit.errors on_submit>
            {structure.then(|| view! { <Structure fields edit /> })}
            <Dates fields />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=edit.sending.busy()>
                    "Save the changes"
                </Button>
                <a href=edit.way_back()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

/// Whether the person may change the place of the action in its plan, by the rule that the server asks.
fn may_restructure(record: &ActionView, session: Session) -> bool {
    let leads: Vec<AgencyId> = record
        .parts
        .iter()
        .filter(|part| part.role.leads())
        .map(|part| part.reported_by.as_ref().unwrap_or(&part.agency).id)
        .collect();
    let target = Target {
        plan: Some(record.plan.id),
        agencies: &leads,
        person: None,
    };
    untrack(|| session.can(Verb::Approve, Resource::Action, &target))
}

/// Reference, title, level, outcomes and parts.
#[component]
fn Structure(fields: Fields, edit: Edit) -> impl IntoView {
    let plan = edit.plan.get_value();
    let offered = api::load(move |client| {
        let plan = plan.clone();
        async move { client.plan(&plan).await }
    });
    let agencies = Agencies::load();
    let printed = edit.record.with_value(|record| record.printed_ref.clone());
    view! {
        <TextField
            id="reference"
            label="Reference"
            hint=format!("Unique in the plan. Printed as {printed}")
            value=fields.reference
            kind=TextKind::Reference
            width=FieldWidth::Ten
        />
        <TextField id="title" label="Title" value=fields.title />
        <Load resource=offered children=move |plan| view! { <Place fields plan /> } />
        <Load
            resource=agencies
            children=move |agencies| {
                let choices: Vec<Choice> = agencies.choices().collect();
                view! { <PartFields rows=fields.parts agencies=choices /> }
            }
        />
    }
}

#[component]
fn Place(fields: Fields, plan: PlanView) -> impl IntoView {
    let levels: Vec<Choice> = std::iter::once(Choice::new("", "No level of need"))
        .chain(plan.levels.iter().map(|level| {
            Choice::new(
                level.id.to_string(),
                format!("{}. {}", level.number, level.name),
            )
        }))
        .collect();
    let outcomes: Vec<Choice> = plan
        .outcomes
        .iter()
        .map(|outcome| Choice::new(outcome.id.to_string(), outcome.name.clone()))
        .collect();
    view! {
        <Select id="level" label="Level of need" value=fields.level choices=Signal::stored(levels) />
        <Checkboxes id="outcomes" legend="Outcomes that it serves" values=fields.outcomes choices=outcomes />
    }
}

/// Start, end and why they change.
#[component]
fn Dates(fields: Fields) -> impl IntoView {
    view! {
        <TextField
            id="starts"
            label="Starts"
            hint=DATE_HINT
            value=fields.starts
            kind=TextKind::Reference
            width=FieldWidth::Ten
        />
        <TextField id="ends" label="Ends" hint=DATE_HINT value=fields.ends kind=TextKind::Reference width=FieldWidth::Ten />
        <TextArea
            id="reason"
            label="Why a date changes"
            hint="Needed once the action is agreed. It stays in the history."
            value=fields.reason
            limit=PASSAGE_MAX
            rows=3
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_sent() {
        assert_eq!(changed(Some(1), Some(1)), Patch::Keep);
        assert_eq!(changed(Some(1), Some(2)), Patch::Set(2));
        assert_eq!(changed(Some(1), None), Patch::Clear);
        assert_eq!(changed::<u8>(None, None), Patch::Keep);
    }

    #[test]
    fn a_date_is_read_as_a_plan_writes_it() {
        assert_eq!(read_date(" "), Ok(None));
        assert!(read_date("2027/28").is_ok_and(|date| date.is_some()));
        assert_eq!(
            read_date("soon"),
            Err(
                "A date is written as 2015, 2015-04, 2015-04-01, 2015-autumn or 2015/16".to_owned()
            )
        );
    }
}
