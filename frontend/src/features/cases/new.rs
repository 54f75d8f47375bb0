use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::agencies::api::AgencyRef;
use shared::cases::api::NewCase;
use shared::cases::{Known, identifiers};
use shared::ids::AgencyId;
use shared::policy::Role;
use shared::text::PASSAGE_MAX;

use super::fields::{Fields, Typed};
use super::told::ToldArea;
use crate::api::{Sending, in_words};
use crate::dates;
use crate::routes::Route;
use crate::session::Session;
use crate::ui::field::FormError;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, Choice, EmptyState, ErrorSummary, Form,
    FormErrors, InsetText, NavItem, Notice, NoticeKind, Notices, PageHeading, Select,
};

/// Where a case is opened.
#[component]
pub fn NewCasePage() -> impl IntoView {
    let errors = FormErrors::new();
    let agencies = own_agencies(Session::here());
    let body = if agencies.is_empty() {
        view! {
            <EmptyState title="Only practitioners open cases">
                <p>"Ask the lead of your agency for the role, or ask a colleague who has it."</p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <NewForm agencies errors /> }.into_any()
    };
    view! {
        <Breadcrumbs items=vec![NavItem::new("Cases", Route::Cases.href())] />
        <ErrorSummary errors />
        <PageHeading title="Open a case" errors />
        {body}
    }
}

/// The agencies of which the person is a practitioner.
fn own_agencies(session: Session) -> Vec<AgencyRef> {
    session
        .view()
        .map(|view| {
            view.grants
                .into_iter()
                .filter(|grant| grant.role == Role::Practitioner)
                .filter_map(|grant| grant.agency)
                .collect()
        })
        .unwrap_or_default()
}

/// A fault at the field that shows it: what is said about the young person lies one step deeper on the wire.
fn at_field(mut error: FormError) -> FormError {
    error.field = error.field.map(|field| match field.strip_prefix("case-") {
        Some(inner) => inner.to_owned(),
        None => field,
    });
    error
}

#[component]
fn NewForm(agencies: Vec<AgencyRef>, errors: FormErrors) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let go = use_navigate();
    let typed = Typed::of(None);
    let offers = RwSignal::new(String::new());
    let first = match agencies.as_slice() {
        [only] => only.id.to_string(),
        _ => String::new(),
    };
    let agency = RwSignal::new(first);
    let several = agencies.len() > 1;
    let read = move || {
        let mut faults = Vec::new();
        let agency = agency.with_untracked(|id| id.parse::<AgencyId>().ok());
        if agency.is_none() {
            faults.push(FormError::field(
                "agency",
                "Choose the agency that opens the case",
            ));
        }
        let case = typed
            .read(dates::today())
            .map_err(|found| faults.extend(found));
        let known = Known {
            born: untrack(|| typed.born()),
        };
        let offers = offers
            .with_untracked(|text| identifiers::check("/offers", text, PASSAGE_MAX, &known))
            .map_err(|fault| faults.push(fault.into()));
        match (agency, case, offers) {
            (Some(agency), Ok(case), Ok(offers)) => Ok(NewCase {
                agency,
                offers,
                case,
            }),
            _ => Err(faults),
        }
    };
    let submit = Callback::new(move |()| {
        let form = match read() {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let go = go.clone();
        sending.send(
            move |client| {
                let form = form.clone();
                async move { client.open_case(&form).await }
            },
            move |answer| match answer {
                Ok(receipt) => {
                    if let Some(notices) = notices {
                        notices.next(Notice {
                            kind: NoticeKind::Success,
                            text: "The case is open, and your agency holds responsibility for it."
                                .to_owned(),
                        });
                    }
                    let page = Route::Case { case: receipt.id };
                    go(&page.href(), NavigateOptions::default());
                }
                Err(fault) => errors.set(in_words(&fault).into_iter().map(at_field).collect()),
            },
        );
    });
    let choices = Signal::stored(
        std::iter::once(Choice::new("", "Choose an agency"))
            .chain(
                agencies
                    .into_iter()
                    .map(|agency| Choice::new(agency.id.to_string(), agency.name)),
            )
            .collect::<Vec<_>>(),
    );
    view! {
        <InsetText>
            "A case has no field for a name, an address or an NHS number. It gets a reference that can be read aloud."
        </InsetText>
        <Form errors on_submit=submit>
            {several
                .then(|| view! { <Select id="agency" label="Agency that opens it" value=agency choices /> })}
            <Fields typed />
            {move || {
                let known = Known { born: typed.born() };
                view! {
                    <ToldArea
                        id="offers"
                        label="What your agency offers (optional)"
                        hint="In words that a family understands: the passport shows it"
                        value=offers
                        known
                        limit=PASSAGE_MAX
                        rows=3
                    />
                }
            }}
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Open the case"
                </Button>
                <a href=Route::Cases.href()>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_stands_at_the_field_that_is_on_the_page() {
        for (field, shown) in [("case-born", "born"), ("offers", "offers")] {
            let told = at_field(FormError::field(field, "No"));
            assert_eq!(told.field.as_deref(), Some(shown));
        }
    }
}
