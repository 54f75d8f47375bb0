use leptos::prelude::*;
use shared::agencies::api::AgencyRef;
use shared::ids::ServiceId;
use shared::services::api::ServiceView;
use shared::services::{ages, levels};

use super::words::StandingTag;
use crate::api::{Sending, in_words, load, open};
use crate::dates;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonKind, ButtonLink, ErrorSummary, FormErrors, InsetText,
    Load, NavItem, Notice, NoticeKind, Notices, PageHeading, SummaryList, SummaryRow,
};

/// One service: what it does, for whom, and how to get in.
#[component]
pub fn ServicePage(service: ServiceId) -> impl IntoView {
    let errors = FormErrors::new();
    let resource = load(move |client| async move { client.directory_service(service).await });
    let known = Signal::derive(move || resource.get().and_then(Result::ok));
    let title = Signal::derive(move || {
        known.with(|service| {
            service
                .as_ref()
                .map_or_else(|| "Service".to_owned(), |service| service.name.clone())
        })
    });
    let caption = Signal::derive(move || {
        known.with(|service| Some(service.as_ref()?.kind.label().to_owned()))
    });
    let again = Callback::new(move |()| resource.refetch());
    view! {
        <Breadcrumbs items=vec![NavItem::new("Services", Route::Services.href())] />
        <ErrorSummary errors />
        <PageHeading title caption />
        <Load resource children=move |service: ServiceView| view! { <Service service errors again /> } />
    }
}

#[component]
fn Service(service: ServiceView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let summary = (!service.summary.is_empty())
        .then(|| view! { <p class="govuk-body-l tl-prose">{service.summary.clone()}</p> });
    view! {
        <p>
            <StandingTag standing=service.standing />
        </p>
        <LastDay service=service.clone() />
        {summary}
        <Acts service=service.clone() errors again />
        <WayInto service=service.clone() />
        <Facts service />
    }
}

#[component]
fn LastDay(service: ServiceView) -> impl IntoView {
    let because = service
        .closed_because
        .map(|reason| view! { " " <span class="tl-prose">{reason}</span> });
    service.valid_to.map(|last| {
        let words = if service.standing == shared::services::Standing::Closed {
            "This service closed. Its last day was "
        } else {
            "This service closes. Its last day is "
        };
        view! { <InsetText>{words} {dates::day(last)} "." {because}</InsetText> }
    })
}

#[component]
fn Acts(service: ServiceView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let id = service.id;
    let may = |act| open(&service.allowed, act);
    let (update, close, reopen) = (may("update"), may("close"), may("reopen"));
    (update || close || reopen).then(|| {
        view! {
            <ButtonGroup>
                {update
                    .then(|| {
                        view! {
                            <ButtonLink href=Route::ServiceEdit { service: id }.href() kind=ButtonKind::Secondary>
                                "Change the details"
                            </ButtonLink>
                        }
                    })}
                {close
                    .then(|| {
                        view! {
                            <ButtonLink href=Route::CloseService { service: id }.href() kind=ButtonKind::Secondary>
                                "Close"
                            </ButtonLink>
                        }
                    })}
                {reopen.then(|| view! { <Reopen service=service.clone() errors again /> })}
            </ButtonGroup>
        }
    })
}

#[component]
fn Reopen(service: ServiceView, errors: FormErrors, again: Callback<()>) -> impl IntoView {
    let sending = Sending::new();
    let notices = use_context::<Notices>();
    let (id, version) = (service.id, service.version);
    let press = Callback::new(move |_| {
        errors.clear();
        sending.send(
            move |client| async move { client.reopen_service(id, version).await },
            move |answer| match answer {
                Ok(service) => {
                    if let Some(notices) = notices {
                        notices.here(Notice {
                            kind: NoticeKind::Success,
                            text: format!("{} is open again.", service.name),
                        });
                    }
                    again.run(());
                }
                Err(fault) => errors.set(in_words(&fault)),
            },
        );
    });
    view! {
        <Button kind=ButtonKind::Secondary busy=sending.busy() on_press=press>
            "Open again"
        </Button>
    }
}

/// How to get in: what somebody who looks for help needs first.
#[component]
fn WayInto(service: ServiceView) -> impl IntoView {
    let ServiceView {
        routes_in,
        access,
        phone,
        email,
        url,
        ..
    } = service;
    let nothing = routes_in.is_empty()
        && access.is_none()
        && phone.is_none()
        && email.is_none()
        && url.is_none();
    let ways = routes_in
        .into_iter()
        .map(|way| view! { <li>{way.label()}</li> })
        .collect::<Vec<_>>();
    let dialled: Option<String> = phone.as_ref().map(|phone| {
        let digits: String = phone
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        format!("tel:{digits}")
    });
    view! {
        <h2 class="govuk-heading-m">"How to get in"</h2>
        {nothing
            .then(|| {
                view! {
                    <p class="govuk-body">
                        "Nobody has said yet how to reach this service. Ask its provider, or the plan's coordinator."
                    </p>
                }
            })}
        <SummaryList>
            {(!ways.is_empty())
                .then(|| {
                    view! {
                        <SummaryRow name="Who can ask for it">
                            <ul class="tl-lines">{ways}</ul>
                        </SummaryRow>
                    }
                })}
            {access
                .map(|access| {
                    view! {
                        <SummaryRow name="How">
                            <span class="tl-prose">{access}</span>
                        </SummaryRow>
                    }
                })}
            {phone
                .map(|phone| {
                    view! {
                        <SummaryRow name="Telephone">
                            <a href=dialled>{phone}</a>
                        </SummaryRow>
                    }
                })}
            {email
                .map(|email| {
                    let mailed = format!("mailto:{email}");
                    view! {
                        <SummaryRow name="Email">
                            <a href=mailed>{email}</a>
                        </SummaryRow>
                    }
                })}
            {url
                .map(|url| {
                    let address = url.clone();
                    view! {
                        <SummaryRow name="Website">
                            <a href=address rel="external noreferrer">
                                {url}
                            </a>
                        </SummaryRow>
                    }
                })}
        </SummaryList>
    }
}

#[component]
fn Facts(service: ServiceView) -> impl IntoView {
    let inferred = service.levels_inferred.then_some(
        "No paper prints these levels. They were read out of what the papers say, and nobody has confirmed them yet.",
    );
    let levels = levels(service.level_from, service.level_to);
    let ages = ages(service.age_from, service.age_to);
    let ServiceView {
        aliases,
        about,
        provider,
        commissioners,
        area,
        valid_from,
        source,
        ..
    } = service;
    view! {
        <h2 class="govuk-heading-m">"About the service"</h2>
        <SummaryList>
            <SummaryRow name="Levels of need">
                {levels.unwrap_or_else(|| "Not stated".to_owned())}
                {inferred.map(|words| view! { <span class="tl-under">{words}</span> })}
            </SummaryRow>
            <SummaryRow name="Ages">{ages.unwrap_or_else(|| "Not stated".to_owned())}</SummaryRow>
            <SummaryRow name="Area">{area.unwrap_or_else(|| "The whole partnership".to_owned())}</SummaryRow>
            {match provider {
                Some(agency) => {
                    view! {
                        <SummaryRow name="Provider">
                            <AgencyLink agency />
                        </SummaryRow>
                    }
                        .into_any()
                }
                None => view! { <SummaryRow name="Provider">"Not stated"</SummaryRow> }.into_any(),
            }}
            {(!commissioners.is_empty())
                .then(|| {
                    let lines = commissioners
                        .into_iter()
                        .map(|agency| view! { <li><AgencyLink agency /></li> })
                        .collect_view();
                    view! {
                        <SummaryRow name="Paid for by">
                            <ul class="tl-lines">{lines}</ul>
                        </SummaryRow>
                    }
                })}
            {valid_from.map(|first| view! { <SummaryRow name="Open since">{dates::day(first)}</SummaryRow> })}
            <Lines name="Other names" lines=aliases />
            <Lines name="What else is known" lines=split(about) />
            <Lines name="Where this was read" lines=split(source) />
        </SummaryList>
    }
}

fn split(text: Option<String>) -> Vec<String> {
    text.unwrap_or_default()
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

/// Lines under one name; nothing where there are none.
#[component]
fn Lines(name: &'static str, lines: Vec<String>) -> impl IntoView {
    (!lines.is_empty()).then(|| {
        let lines = lines
            .into_iter()
            .map(|line| view! { <li>{line}</li> })
            .collect_view();
        view! {
            <SummaryRow name>
                <ul class="tl-lines">{lines}</ul>
            </SummaryRow>
        }
    })
}

/// An agency's name, leading to its page.
#[component]
fn AgencyLink(agency: AgencyRef) -> impl IntoView {
    view! { <a href=Route::Agency { agency: agency.id }.href()>{agency.name}</a> }
}
