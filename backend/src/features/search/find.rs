//! The questions to the index. SQLite and PostgreSQL are asked in their own words, under the ORM,
//! which knows neither; what of it the caller may know of is said to both by the same conditions.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement, SimpleExpr},
};
use shared::{
    ids::PlanId,
    policy::{Actor, Resource, Scope, Target, Verb, decide},
    search::{SearchKind, Wanted},
};
use uuid::Uuid;

use crate::{ctx::Ctx, error::ApiError, features::updates::store};

use entities::search_text::{Column, Entity};

/// What stands around the words that were looked for, until they are told apart. No text that is
/// kept holds these characters.
pub(super) const BEGIN: char = '\u{2}';
pub(super) const END: char = '\u{3}';
/// Stands for `<` while PostgreSQL makes an excerpt: it would take what follows for markup.
pub(super) const LESS: char = '\u{4}';

/// Among what to look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Among<'a> {
    pub kinds: &'a [SearchKind],
    pub plan: Option<PlanId>,
}

/// Which part of each kind's records to give.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub skip: u32,
    pub limit: u16,
}

/// A record that was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub id: Uuid,
    pub kind: SearchKind,
    pub plan: Option<PlanId>,
    /// How many of its kind there are.
    pub count: u64,
}

#[derive(FromQueryResult)]
struct Row {
    record_id: Uuid,
    kind: String,
    plan_id: Option<Uuid>,
    found: i64,
}

/// A record's title and a passage of it, with the words that were looked for marked.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Marked {
    pub record_id: Uuid,
    pub title: String,
    pub excerpt: String,
}

/// The records within the caller's reach, the best of each kind first.
pub(super) async fn ranked(
    ctx: &Ctx,
    wanted: &Wanted,
    among: Among<'_>,
    span: Span,
) -> Result<Vec<Found>, ApiError> {
    let backend = ctx.read().get_database_backend();
    let order = match backend {
        DbBackend::Postgres => "ts_rank_cd(search_text.words, asked.query) DESC",
        _ => "search_index.rank",
    };
    let mut matching = matching(backend, wanted);
    matching
        .column((Entity, Column::RecordId))
        .column((Entity, Column::Kind))
        .column((Entity, Column::PlanId))
        .expr_as(
            // Of two that fit equally well the newer comes first: ids sort by time.
            Expr::cust(format!(
                "row_number() OVER (PARTITION BY search_text.kind ORDER BY {order}, search_text.record_id DESC)"
            )),
            Alias::new("place"),
        )
        .expr_as(
            Expr::cust("count(*) OVER (PARTITION BY search_text.kind)"),
            Alias::new("found"),
        )
        .cond_where(reach(ctx.actor(), ctx.scope(), among));
    let place = || Expr::col(Alias::new("place"));
    let select = Query::select()
        .columns(["record_id", "kind", "plan_id", "found"].map(Alias::new))
        .from_subquery(matching, Alias::new("ranked"))
        .and_where(place().gt(i64::from(span.skip)))
        .and_where(place().lte(i64::from(span.skip) + i64::from(span.limit)))
        .order_by(Alias::new("place"), sea_orm::Order::Asc)
        .to_owned();
    let rows = ctx.read().query_all(&select).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let row = Row::from_query_result(row, "")?;
        if let Some(kind) = SearchKind::from_code(&row.kind) {
            found.push(Found {
                id: row.record_id,
                kind,
                plan: row.plan_id.map(PlanId),
                count: u64::try_from(row.found).unwrap_or_default(),
            });
        }
    }
    Ok(found)
}

/// The titles and passages of records that were found, with what was looked for marked.
pub(super) async fn marked(
    connection: &impl ConnectionTrait,
    wanted: &Wanted,
    found: &[Found],
) -> Result<Vec<Marked>, ApiError> {
    let backend = connection.get_database_backend();
    let (title, excerpt) = match backend {
        DbBackend::Postgres => {
            let headline = |text: &str, how: &str| {
                Expr::cust(format!(
                    "ts_headline('english', replace({text}, '<', '{LESS}'), asked.query, \
                     'StartSel={BEGIN}, StopSel={END}, {how}')"
                ))
            };
            (
                headline("search_text.title", "HighlightAll=true"),
                headline("search_text.body", "MaxWords=36, MinWords=18, ShortWord=0"),
            )
        }
        _ => (
            Expr::cust(format!("highlight(search_index, 0, '{BEGIN}', '{END}')")),
            Expr::cust(format!(
                "snippet(search_index, 1, '{BEGIN}', '{END}', '…', 32)"
            )),
        ),
    };
    let select = matching(backend, wanted)
        .column((Entity, Column::RecordId))
        .expr_as(title, Alias::new("title"))
        .expr_as(excerpt, Alias::new("excerpt"))
        .and_where(Column::RecordId.is_in(found.iter().map(|row| row.id)))
        .to_owned();
    let rows = connection.query_all(&select).await?;
    Ok(rows
        .iter()
        .map(|row| Marked::from_query_result(row, ""))
        .collect::<Result<_, _>>()?)
}

/// The rows with the words. `asked.query` names the question on PostgreSQL, `search_index` the
/// index on SQLite.
fn matching(backend: DbBackend, wanted: &Wanted) -> SelectStatement {
    let mut select = Query::select();
    if backend == DbBackend::Postgres {
        let asked = Query::select()
            .expr_as(tsquery(wanted), Alias::new("query"))
            .to_owned();
        select
            .from(Entity)
            .from_subquery(asked, Alias::new("asked"))
            .and_where(Expr::cust("search_text.words @@ asked.query"));
        return select;
    }
    let index = Alias::new("search_index");
    select
        .from(index)
        // A cross join keeps SQLite from beginning with the texts. It takes no condition of its own.
        .join(JoinType::CrossJoin, Entity, Condition::all())
        .and_where(Expr::cust("search_text.id = search_index.rowid"))
        .and_where(Expr::cust_with_values(
            "search_index MATCH ?",
            [quoted(wanted)],
        ));
    select
}

/// The phrases for FTS5: in quotation marks nothing is an operator.
fn quoted(wanted: &Wanted) -> String {
    let phrases: Vec<String> = wanted
        .looked_for()
        .into_iter()
        .map(|phrase| format!("\"{}\"", phrase.replace('"', "")))
        .collect();
    phrases.join(" ")
}

/// The phrases for PostgreSQL, which reads each as words and nothing else.
fn tsquery(wanted: &Wanted) -> SimpleExpr {
    let phrases = wanted.looked_for();
    let parts: Vec<String> = (1..=phrases.len())
        .map(|number| {
            format!(
                "phraseto_tsquery('english', translate(${number}, \
                 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'))"
            )
        })
        .collect();
    Expr::cust_with_values(parts.join(" && "), phrases)
}

/// What the caller may know of: plans within reach with their actions and evidence, agencies, and
/// the updates that they could read one by one. Updates that a correction has replaced are left
/// out, as they are from lists of what was reported.
fn reach(actor: &Actor, scope: &Scope, among: Among<'_>) -> Condition {
    let may = |resource| decide(actor, Verb::List, resource, &Target::default()).allowed();
    let mut any = Condition::any();
    for kind in among.kinds {
        let mut of_kind = Condition::all().add(Column::Kind.eq(kind.code()));
        match (kind, among.plan) {
            (SearchKind::Agency, Some(plan)) => {
                use entities::plan_party as party;
                let parties = Query::select()
                    .column(party::Column::AgencyId)
                    .from(party::Entity)
                    .and_where(party::Column::PlanId.eq(plan.0))
                    .to_owned();
                of_kind = of_kind.add(Column::RecordId.in_subquery(parties));
            }
            (_, Some(plan)) => of_kind = of_kind.add(Column::PlanId.eq(plan.0)),
            (_, None) => {}
        }
        let seen = match kind {
            SearchKind::Action => {
                may(Resource::Action).then(|| store::in_plans(Column::PlanId, scope))
            }
            SearchKind::Evidence => {
                may(Resource::Plan).then(|| store::in_plans(Column::PlanId, scope))
            }
            SearchKind::Agency => may(Resource::Agency).then(Condition::all),
            SearchKind::Update => Some(Condition::all().add(updates(actor, scope))),
        };
        if let Some(seen) = seen {
            any = any.add(of_kind.add(seen));
        }
    }
    // Who may see no kind at all is shown nothing: an empty condition would hold for everything.
    any.add(Expr::value(1).eq(0))
}

/// Whether the row is that of an update within reach. Each is looked up by itself, so that those
/// without the words cost nothing.
fn updates(actor: &Actor, scope: &Scope) -> SimpleExpr {
    use entities::progress_update as update;
    let own = Query::select()
        .expr(Expr::value(1))
        .from(update::Entity)
        .and_where(
            Expr::col((update::Entity, update::Column::Id)).equals((Entity, Column::RecordId)),
        )
        .and_where(update::Column::Superseded.eq(false))
        .cond_where(store::reach(actor, scope))
        .to_owned();
    Expr::exists(own)
}
