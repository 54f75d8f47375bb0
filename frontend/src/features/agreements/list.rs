use leptos::prelude::*;
use shared::agreements::AgreementStanding;
use shared::agreements::api::{AgreementList, AgreementView};

use super::fields::days;
use crate::api::{load, open};
use crate::routes::Route;
use crate::ui::table::{Caption, Column};
use crate::ui::{
    Breadcrumbs, ButtonLink, Cell, EmptyState, Load, NavItem, PageHeading, RowHeader, Table, Tag,
    TagColour,
};

static NAME: Column = Column::words("name", "Agreement");
static DAYS: Column = Column::words("days", "From and until");
static PARTIES: Column = Column::words("parties", "Signed by");
static COLUMNS: [Column; 3] = [NAME, DAYS, PARTIES];

/// The sharing agreements of the partnership.
#[component]
pub fn AgreementsPage() -> impl IntoView {
    let resource = load(|client| async move { client.sharing_agreements().await });
    view! {
        <Breadcrumbs items=vec![NavItem::new("Agencies", Route::Agencies.href())] />
        <PageHeading title="Sharing agreements" />
        <p class="govuk-body tl-measure">
            "An agency is told of a young person only under an agreement that both sides have signed and that is in force."
        </p>
        <Load resource children=move |list: AgreementList| view! { <Agreements list /> } />
    }
}

#[component]
fn Agreements(list: AgreementList) -> impl IntoView {
    let may_add = open(&list.allowed, "create");
    let add = may_add.then(|| {
        view! { <p><ButtonLink href=Route::NewAgreement.href()>"Add a sharing agreement"</ButtonLink></p> }
    });
    if list.items.is_empty() {
        let words = if may_add {
            "Until there is one, no agency can be invited to a case."
        } else {
            "Until there is one, no agency can be invited to a case. An administrator adds them."
        };
        return view! {
            {add}
            <EmptyState title="There is no sharing agreement yet">
                <p class="govuk-body">{words}</p>
            </EmptyState>
        }
        .into_any();
    }
    let rows = list
        .items
        .into_iter()
        .map(|agreement| view! { <AgreementRow agreement /> })
        .collect_view();
    view! {
        {add}
        <Table caption="Sharing agreements" caption_style=Caption::Hidden columns=&COLUMNS>
            {rows}
        </Table>
    }
    .into_any()
}

#[component]
fn AgreementRow(agreement: AgreementView) -> impl IntoView {
    let signed = agreement.parties.len();
    view! {
        <tr role="row">
            <RowHeader of=&NAME>
                <a href=Route::Agreement { agreement: agreement.id }.href()>{agreement.name.clone()}</a>
                " "
                <StandingTag standing=agreement.standing />
                <span class="tl-under">{agreement.purpose.clone()}</span>
            </RowHeader>
            <Cell of=&DAYS>{days(agreement.starts_on, agreement.ends_on)}</Cell>
            <Cell of=&PARTIES>{format!("{signed} agencies")}</Cell>
        </tr>
    }
}

/// How an agreement stands today.
#[component]
pub fn StandingTag(standing: AgreementStanding) -> impl IntoView {
    let colour = match standing {
        AgreementStanding::InForce => TagColour::Green,
        AgreementStanding::ToCome => TagColour::Teal,
        AgreementStanding::Ended => TagColour::Grey,
    };
    view! { <Tag colour word=standing.label() /> }
}
