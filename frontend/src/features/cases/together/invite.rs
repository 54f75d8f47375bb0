use leptos::prelude::*;
use shared::agreements::AgreementStanding;
use shared::agreements::api::{AgreementList, AgreementView};
use shared::cases::api::{CaseView, Invitation};
use shared::cases::{Known, PartState};
use shared::ids::{AgencyId, CaseId};
use shared::text::PASSAGE_MAX;

use super::said::{Reading, after};
use super::sharing::{SharingFields, Typed};
use crate::api::{Sending, load, show};
use crate::dates;
use crate::features::cases::told::ToldArea;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, Choice, EmptyState, ErrorSummary, Form,
    FormErrors, Load, NavItem, PageHeading, Select,
};

/// Where an agency is asked to take part in a case.
#[component]
pub fn InviteAgencyPage(case: CaseId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move {
        Ok((client.case(case).await?, client.sharing_agreements().await?))
    });
    view! {
        <Breadcrumbs items=vec![
            NavItem::new("Cases", Route::Cases.href()),
            NavItem::new("Case", Route::Case { case }.href()),
        ] />
        <ErrorSummary errors />
        <PageHeading title="Ask an agency to take part" errors />
        <Load
            resource
            children=move |(case, agreements): (CaseView, AgreementList)| {
                view! { <Invite case agreements errors /> }
            }
        />
    }
}

/// The agreements under which the holder may tell somebody today, and the agencies of an agreement that can be asked: not
/// those that take part or are asked already.
fn usable(case: &CaseView, list: AgreementList) -> Vec<AgreementView> {
    let holder = case.holder.as_ref().map(|agency| agency.id);
    let taken: Vec<AgencyId> = case
        .parts
        .iter()
        .filter(|part| matches!(part.state, PartState::Asked | PartState::Live))
        .map(|part| part.agency.id)
        .collect();
    list.items
        .into_iter()
        .filter(|one| one.standing == AgreementStanding::InForce)
        .filter(|one| holder.is_some_and(|holder| one.parties.iter().any(|it| it.id == holder)))
        .map(|mut one| {
            one.parties.retain(|agency| !taken.contains(&agency.id));
            one
        })
        .filter(|one| !one.parties.is_empty())
        .collect()
}

#[component]
fn Invite(case: CaseView, agreements: AgreementList, errors: FormErrors) -> impl IntoView {
    let agreements = usable(&case, agreements);
    if agreements.is_empty() {
        return view! {
            <EmptyState title="No agency can be asked">
                <p class="govuk-body">
                    "No agency that takes no part yet is on a sharing agreement in force with the agency that holds responsibility. An administrator adds agencies to an agreement. "
                    <a href=Route::Agreements.href()>"Sharing agreements"</a>
                </p>
            </EmptyState>
        }
        .into_any();
    }
    view! { <InviteForm case agreements errors /> }.into_any()
}

#[component]
fn InviteForm(case: CaseView, agreements: Vec<AgreementView>, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let after = after();
    let (id, born) = (case.id, case.born);
    let known = Known { born: Some(born) };
    let only = match agreements.as_slice() {
        [one] => one.id.to_string(),
        _ => String::new(),
    };
    let agreement = RwSignal::new(only);
    let agency = RwSignal::new(String::new());
    let words = RwSignal::new(String::new());
    let sharing = Typed::new();
    let choices = std::iter::once(Choice::new("", "Choose an agreement"))
        .chain(
            agreements
                .iter()
                .map(|one| Choice::new(one.id.to_string(), one.name.clone())),
        )
        .collect::<Vec<_>>();
    let agreements = StoredValue::new(agreements);
    let agencies = Signal::derive(move || {
        let parties = agreement.with(|chosen| {
            agreements.with_value(|all| {
                all.iter()
                    .find(|one| one.id.to_string() == *chosen)
                    .map(|one| one.parties.clone())
                    .unwrap_or_default()
            })
        });
        std::iter::once(Choice::new("", "Choose an agency"))
            .chain(
                parties
                    .into_iter()
                    .map(|agency| Choice::new(agency.id.to_string(), agency.name)),
            )
            .collect::<Vec<_>>()
    });
    let submit = Callback::new(move |()| {
        let mut reading = Reading::new();
        let asked = reading.one(
            "agency",
            agency,
            |id| id.parse().ok(),
            "Choose the agency that you ask",
        );
        let under = reading.one(
            "agreement",
            agreement,
            |id| id.parse().ok(),
            "Choose the agreement under which it is told",
        );
        let said = reading.text("words", words, known, Some("Say what you ask of it"));
        let ground = sharing.read(born, dates::today(), &mut reading);
        if let Err(faults) = reading.done() {
            return errors.set(faults);
        }
        let (Some(agency), Some(agreement), Some(sharing)) = (asked, under, ground) else {
            return;
        };
        errors.clear();
        let form = Invitation {
            agency,
            agreement,
            sharing,
            words: said,
        };
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.invite_agency(id, &form).await }
            },
            move |answer| match answer {
                Ok(_) => after.run((Route::Case { case: id }, "The agency has been asked.")),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <p class="govuk-body tl-measure">
            "Before it answers, the agency reads the reference, the level of need, who asks, and what you write in the fields below. It reads the case once it has accepted and named its people."
        </p>
        <Form errors on_submit=submit>
            <Select
                id="agreement"
                label="Sharing agreement"
                hint="Those in force that the agency that holds responsibility has signed"
                value=agreement
                choices=Signal::stored(choices)
                on_change=Callback::new(move |_| agency.set(String::new()))
            />
            <Select id="agency" label="Agency" value=agency choices=agencies />
            <ToldArea id="words" label="What you ask of it" value=words known limit=PASSAGE_MAX rows=3 />
            <h2 class="govuk-heading-m">"The ground on which it is told"</h2>
            <SharingFields typed=sharing known />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Ask the agency"
                </Button>
                <a href=Route::Case { case: id }.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}
