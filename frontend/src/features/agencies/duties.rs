use leptos::prelude::*;
use shared::agencies::api::AgencyDuty;
use shared::plans::AssignmentRole;
use shared::plans::api::PlanRef;

use crate::routes::Route;
use crate::ui::table::Column;
use crate::ui::{Cell, EmptyState, RowHeader, Table};

static ACTION: Column = Column::words("action", "Action");
static PART: Column = Column::words("part", "Part");
static THROUGH: Column = Column::words("through", "Through");
static OWN: [Column; 2] = [ACTION, PART];
static WITH_CLASSES: [Column; 3] = [ACTION, PART, THROUGH];

/// What an agency has to do, plan by plan.
#[component]
pub fn Duties(duties: Vec<AgencyDuty>, agency: String) -> impl IntoView {
    let plans = by_plan(duties);
    let content = if plans.is_empty() {
        view! {
            <EmptyState title="No part in any action">
                <p class="govuk-body">
                    {format!("No plan that you can see names {agency} in an action. A plan's coordinator gives agencies their parts.")}
                </p>
            </EmptyState>
        }
        .into_any()
    } else {
        plans
            .into_iter()
            .map(|(plan, duties)| view! { <PlanDuties plan duties /> })
            .collect_view()
            .into_any()
    };
    view! {
        <h2 class="govuk-heading-m">"Its part in the plans"</h2>
        {content}
    }
}

/// The duties in their order, gathered by plan.
fn by_plan(duties: Vec<AgencyDuty>) -> Vec<(PlanRef, Vec<AgencyDuty>)> {
    let mut plans: Vec<(PlanRef, Vec<AgencyDuty>)> = Vec::new();
    for duty in duties {
        match plans.iter_mut().find(|(plan, _)| plan.id == duty.plan.id) {
            Some((_, found)) => found.push(duty),
            None => plans.push((duty.plan.clone(), vec![duty])),
        }
    }
    plans
}

#[component]
fn PlanDuties(plan: PlanRef, duties: Vec<AgencyDuty>) -> impl IntoView {
    let counted = counted(&duties);
    let slug = plan.slug.clone();
    let through = duties.iter().any(|duty| duty.through.is_some());
    let columns: &'static [Column] = if through { &WITH_CLASSES } else { &OWN };
    let rows = duties
        .into_iter()
        .map(|duty| view! { <DutyRow plan=slug.clone() duty columns /> })
        .collect_view();
    view! {
        <p class="govuk-body">
            <a href=Route::Overview { plan: plan.slug }.href()>{plan.title.clone()}</a> ": " {counted}
        </p>
        <Table caption=plan.title columns caption_style=crate::ui::table::Caption::Hidden>
            {rows}
        </Table>
    }
}

/// "leads 3 actions, has another part in 12".
fn counted(duties: &[AgencyDuty]) -> String {
    let leads = duties.iter().filter(|duty| duty.role.leads()).count();
    let others = duties.len() - leads;
    let actions = |count: usize| match count {
        1 => "1 action".to_owned(),
        _ => format!("{count} actions"),
    };
    match (leads, others) {
        (0, _) => format!("has a part in {}", actions(others)),
        (_, 0) => format!("leads {}", actions(leads)),
        _ => format!("leads {}, has another part in {others}", actions(leads)),
    }
}

#[component]
fn DutyRow(plan: String, duty: AgencyDuty, columns: &'static [Column]) -> impl IntoView {
    let AgencyDuty {
        action,
        reference,
        title,
        role,
        through,
        ..
    } = duty;
    let href = Route::Action {
        plan,
        action: action.to_string(),
    }
    .href();
    let part = match role {
        AssignmentRole::Lead | AssignmentRole::JointLead => {
            view! { <strong>{role.label()}</strong> }.into_any()
        }
        AssignmentRole::Support | AssignmentRole::Partner => role.label().into_any(),
    };
    let through = through.map(|class| {
        view! { <a href=Route::Agency { agency: class.id }.href()>{class.name}</a> }
    });
    view! {
        <tr role="row">
            <RowHeader of=&ACTION>
                <span class="tl-muted tl-nowrap">{reference}</span>
                " "
                <a href=href>{title}</a>
            </RowHeader>
            <Cell of=&PART>{part}</Cell>
            {columns.contains(&THROUGH).then(|| view! { <Cell of=&THROUGH>{through}</Cell> })}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn no_duties_are_counted_as_none() {
        assert_eq!(counted(&[]), "has a part in 0 actions");
    }
}
