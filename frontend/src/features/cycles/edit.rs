use client::Moment;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::ids::CycleId;
use shared::plans::api::Register;
use shared::updates::api::CycleView;

use super::form::{CycleFields, CycleFieldset, Period, change};
use super::period::days;
use super::scope;
use crate::api::{ChangedMeanwhile, Sending, load, show, stale};
use crate::dates;
use crate::features::site::NotFoundPage;
use crate::routes::Route;
use crate::ui::{
    Breadcrumbs, Button, ButtonGroup, ButtonRole, ErrorSummary, Form, FormErrors, InsetText, Load,
    NavItem, Notice, NoticeKind, Notices, PageHeading,
};

/// Where a cycle is added.
#[component]
pub fn NewCyclePage(plan: String) -> impl IntoView {
    let errors = FormErrors::new();
    let fields = CycleFields::new();
    let sending = Sending::new();
    let asked = plan.clone();
    let register = load(move |client| {
        let plan = asked.clone();
        async move { client.register(&plan, Moment::default()).await }
    });
    let back = Route::Cycles { plan: plan.clone() }.href();
    let cancel = back.clone();
    let done = done(back.clone());
    let submit = Callback::new(move |()| {
        let form = match fields.read() {
            Ok(form) => form,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let plan = plan.clone();
        sending.send(
            move |client| {
                let (plan, form) = (plan.clone(), form.clone());
                async move { client.create_cycle(&plan, &form).await }
            },
            move |answer| match answer {
                Ok(cycle) => done.run(format!("{} has been added.", cycle.name)),
                Err(fault) => show(errors, &fault),
            },
        );
    });
    view! {
        <Breadcrumbs items=vec![NavItem::new("Reporting cycles", back)] />
        <ErrorSummary errors />
        <PageHeading title="Add a reporting cycle" errors />
        <Load resource=register let:register>
            {
                let back = cancel.clone();
                view! {
                    <Form errors on_submit=submit>
                        <CycleFieldset fields period=Period::Open register />
                        <ButtonGroup>
                            <Button role=ButtonRole::Submit busy=sending.busy()>
                                "Add the cycle"
                            </Button>
                            <a href=back>"Cancel"</a>
                        </ButtonGroup>
                    </Form>
                }
            }
        </Load>
    }
}

/// Where a cycle's name, window and instructions are changed.
#[component]
pub fn CycleEditPage(plan: String, cycle: CycleId) -> impl IntoView {
    let errors = FormErrors::new();
    let asked = plan.clone();
    let resource = load(move |client| {
        let plan = asked.clone();
        async move {
            let cycles = client.cycles(&plan).await?;
            let register = client.register(&plan, Moment::default()).await?;
            Ok((cycles, register))
        }
    });
    let back = Route::Cycles { plan: plan.clone() }.href();
    let known = Memo::new(move |_| {
        resource.with(|answer| match answer {
            Some(Ok((list, _))) => Some(list.items.iter().any(|item| item.id == cycle)),
            _ => None,
        })
    });
    view! {
        {move || {
            let back = back.clone();
            (known.get() != Some(false))
                .then(|| {
                    view! {
                        <Breadcrumbs items=vec![NavItem::new("Reporting cycles", back)] />
                        <ErrorSummary errors />
                        <PageHeading title="Change a reporting cycle" errors />
                    }
                })
        }}
        <Load resource=resource let:known>
            {match known.0.items.into_iter().find(|item| item.id == cycle) {
                Some(cycle) => view! { <EditForm plan=plan.clone() cycle register=known.1 errors /> }.into_any(),
                None => view! { <NotFoundPage /> }.into_any(),
            }}
        </Load>
    }
}

#[component]
fn EditForm(
    plan: String,
    cycle: CycleView,
    register: Register,
    errors: FormErrors,
) -> impl IntoView {
    let fields = CycleFields::of(&cycle);
    let sending = Sending::new();
    let back = Route::Cycles { plan: plan.clone() }.href();
    let done = done(back.clone());
    let base = StoredValue::new(cycle.clone());
    let meanwhile = RwSignal::new(Vec::new());
    let submit = Callback::new(move |()| {
        let typed = match fields.read() {
            Ok(typed) => typed,
            Err(faults) => return errors.set(faults),
        };
        errors.clear();
        let (plan, base_now) = (plan.clone(), base.get_value());
        let form = change(&base_now, typed);
        sending.send(
            move |client| {
                let (plan, form) = (plan.clone(), form.clone());
                async move {
                    client
                        .patch_cycle(&plan, base_now.id, base_now.version, &form)
                        .await
                }
            },
            move |answer| match answer {
                Ok(cycle) => done.run(format!("{} has been changed.", cycle.name)),
                Err(fault) => {
                    if let Some(now) = stale::<CycleView>(&fault) {
                        meanwhile.set(base.with_value(|base| differences(base, &now)));
                        base.set_value(now);
                    }
                    show(errors, &fault);
                }
            },
        );
    });
    let period = format!(
        "It reports on {}.",
        days(cycle.observes_from, cycle.observes_to)
    );
    view! {
        <ChangedMeanwhile fields=meanwhile />
        <InsetText>{period}</InsetText>
        <Form errors on_submit=submit>
            <CycleFieldset fields period=Period::Fixed register />
            <ButtonGroup>
                <Button role=ButtonRole::Submit busy=sending.busy()>
                    "Save"
                </Button>
                <a href=back>"Cancel"</a>
            </ButtonGroup>
        </Form>
    }
}

/// What somebody else changed: the name of each field and what it says now.
fn differences(was: &CycleView, now: &CycleView) -> Vec<(String, String)> {
    [
        ("Name", was.name.clone(), now.name.clone()),
        (
            "Reporting opens",
            dates::day(was.opens),
            dates::day(now.opens),
        ),
        ("Updates are due", dates::day(was.due), dates::day(now.due)),
        (
            "Reporting closes",
            dates::day(was.closes),
            dates::day(now.closes),
        ),
        (
            "Locked from",
            was.locks.map_or_else(String::new, dates::day),
            now.locks.map_or_else(|| "No day".to_owned(), dates::day),
        ),
        ("What the cycle asks about", asked(was), asked(now)),
        (
            "What reporters should bear in mind",
            was.instructions.clone(),
            now.instructions.clone(),
        ),
    ]
    .into_iter()
    .filter(|(_, was, now)| was != now)
    .map(|(name, _, now)| (name.to_owned(), now))
    .collect()
}

fn asked(cycle: &CycleView) -> String {
    scope::words(&cycle.scope).unwrap_or_else(|| "Asks about the whole plan".to_owned())
}

/// Back to the list, with word of what was done.
pub(super) fn done(back: String) -> Callback<String> {
    let notices = use_context::<Notices>();
    let go = use_navigate();
    Callback::new(move |text| {
        if let Some(notices) = notices {
            notices.next(Notice {
                kind: NoticeKind::Success,
                text,
            });
        }
        go(&back, NavigateOptions::default());
    })
}
