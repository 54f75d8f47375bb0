use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::agencies::api::{AgencyList, AgencyView, Succession};
use shared::ids::AgencyId;
use shared::text::{NAME_MAX, PASSAGE_MAX, line};

use super::fields::agencies;
use crate::api::{ChangedMeanwhile, Sending, load, show, stale};
use crate::routes::Route;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, Choice, DateInput, DateParts, ErrorSummary, Form,
    FormErrors, Load, NavItem, Notice, NoticeKind, Notices, PageHeading, Radios, Select, TextArea,
    TextField, WarningText,
};

/// Where an agency ends and another carries on.
#[component]
pub fn AgencySuccessionPage(agency: AgencyId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move {
        Ok((client.agency(agency).await?, client.agencies().await?))
    });
    let caption = Signal::derive(move || Some(resource.get()?.ok()?.0.name));
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Agencies", Route::Agencies.href()),
            NavItem::new("Agency", Route::Agency { agency }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Merge or rename an agency" caption errors />
        <Load
            resource
            children=move |(agency, list): (AgencyView, AgencyList)| view! { <SuccessionForm agency list errors /> }
        />
    }
}

const MERGER: &str = "merger";
const NEW_NAME: &str = "new-name";

/// The fields as they are typed.
#[derive(Clone, Copy)]
struct Typed {
    how: RwSignal<String>,
    successor: RwSignal<String>,
    new_name: RwSignal<String>,
    on: RwSignal<DateParts>,
    reason: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            how: text(),
            successor: text(),
            new_name: text(),
            on: RwSignal::new(DateParts::default()),
            reason: text(),
        }
    }

    fn read(self) -> Result<Succession, Vec<FormError>> {
        let heir = self.heir();
        let on = match self.on.with_untracked(DateParts::read) {
            Ok(Some(day)) => Ok(day),
            Ok(None) => Err(FormError::field(
                "on",
                "Enter the first day of the successor's duties",
            )),
            Err(fault) => Err(FormError::field("on", fault.sentence("The day"))),
        };
        let reason = self
            .reason
            .with_untracked(|text| line("/reason", "the reason", text, PASSAGE_MAX))
            .map_err(FormError::from);
        match (heir, on, reason) {
            (Ok((successor, new_name)), Ok(on), Ok(reason)) => Ok(Succession {
                successor,
                new_name,
                on,
                reason,
            }),
            (heir, on, reason) => Err([heir.err(), on.err(), reason.err()]
                .into_iter()
                .flatten()
                .collect()),
        }
    }

    fn heir(self) -> Result<(Option<AgencyId>, Option<String>), FormError> {
        match self.how.get_untracked().as_str() {
            MERGER => match self.successor.with_untracked(|id| id.parse().ok()) {
                Some(id) => Ok((Some(id), None)),
                None => Err(FormError::field(
                    "successor",
                    "Choose the agency that carries on",
                )),
            },
            NEW_NAME => self
                .new_name
                .with_untracked(|name| line("/new_name", "the new name", name, NAME_MAX))
                .map(|name| (None, Some(name)))
                .map_err(FormError::from),
            _ => Err(FormError::field("how", "Choose what happens to the agency")),
        }
    }
}

#[component]
fn SuccessionForm(agency: AgencyView, list: AgencyList, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let typed = Typed::new();
    let (id, version) = (agency.id, RwSignal::new(agency.version));
    let changed = RwSignal::new(Vec::new());
    let submit = Callback::new(move |()| {
        let form = match typed.read() {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let (go, read) = (go.clone(), version.get_untracked());
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.succeed_agency(id, read, &form).await }
            },
            move |answer| match answer {
                Ok(heir) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: format!("{} carries on the duties.", heir.name),
                        });
                    }
                    go(
                        &Route::Agency { agency: heir.id }.href(),
                        NavigateOptions::default(),
                    );
                }
                Err(fault) => {
                    if let Some(now) = stale::<AgencyView>(&fault) {
                        version.set(now.version);
                        changed.set(vec![("Name".to_owned(), now.name)]);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    view! {
        <Consequences agency />
        <ChangedMeanwhile fields=changed />
        <Form errors on_submit=submit>
            <Fields typed id list />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "End the agency and move its duties"
                </Button>
                <a href=Route::Agency { agency: id }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

/// What a succession does, with the number of duties that it moves.
#[component]
fn Consequences(agency: AgencyView) -> impl IntoView {
    let own = agency
        .duties
        .iter()
        .filter(|duty| duty.through.is_none())
        .count();
    let parts = match own {
        0 => "It has no part in any action that you can see".to_owned(),
        1 => "Its part in 1 action moves at once, where that action has not ended".to_owned(),
        _ => format!("Its parts in {own} actions move at once, where those actions have not ended"),
    };
    view! {
        <p class="govuk-body">
            {parts} ". What it reported stays, under the name that it had then. Its people hold their roles in the successor."
        </p>
        <WarningText>"An agency that has ended does not come back."</WarningText>
    }
}

#[component]
fn Fields(typed: Typed, id: AgencyId, list: AgencyList) -> impl IntoView {
    let heirs = StoredValue::new(agencies(&list.items, Some(id), "Choose an agency", |_| {
        true
    }));
    view! {
        <Radios
            id="how"
            legend="What happens to it?"
            value=typed.how
            choices=vec![
                Choice::new(MERGER, "It becomes part of another agency").explained("That agency has to be on the list already"),
                Choice::new(NEW_NAME, "It carries on under a new name"),
            ]
        />
        {move || match typed.how.get().as_str() {
            MERGER => {
                view! {
                    <Select
                        id="successor"
                        label="The agency that carries on"
                        value=typed.successor
                        choices=Signal::stored(heirs.get_value())
                    />
                }
                    .into_any()
            }
            NEW_NAME => view! { <TextField id="new_name" label="The new name" value=typed.new_name /> }.into_any(),
            _ => ().into_any(),
        }}
        <DateInput
            id="on"
            legend="First day of the successor's duties"
            hint="Today or a day in the past, for example 1 4 2016"
            value=typed.on
        />
        <TextArea id="reason" label="Reason" hint="It is kept with the record" value=typed.reason limit=PASSAGE_MAX rows=3 />
    }
}
