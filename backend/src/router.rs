//! The table of contents: one line a feature, then the layers in the order in which a request
//! passes them.

use std::time::Duration;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use axum_prometheus::PrometheusMetricLayer;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer,
};
use utoipa::{OpenApi, openapi::OpenApi as Specification};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    error,
    features::{
        agencies, agreements, audit, auth, cases, chasing, clients, clients::token, events, feeds,
        governance, health, live, needs, notices, pathways, plans, publication, retention, search,
        services, sheets, step_down, updates, webhooks,
    },
    http::{assets, body, headers, request_id, same_site},
    openapi::{Document, with_problems},
    state::App,
};

/// Most bytes of a request's body; a plan file is the largest.
const BODY: usize = 8 * 1024 * 1024;
/// Most bytes of a form at the token endpoint.
const FORM: usize = 32 * 1024;
/// Longest that a request may take.
const TIME: Duration = Duration::from_secs(30);

fn interface() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(auth::routes::router())
        .merge(agencies::routes::router())
        .merge(agreements::routes::router())
        .merge(cases::routes::router())
        .merge(retention::routes::router())
        .merge(services::routes::router())
        .merge(step_down::routes::router())
        .merge(services::import::routes::router())
        .merge(publication::routes::router())
        .merge(plans::routes::router())
        .merge(needs::routes::router())
        .merge(plans::import::routes::router())
        .merge(plans::findings::routes::router())
        .merge(pathways::routes::router())
        .merge(sheets::routes::router())
        .merge(audit::routes::router())
        .merge(chasing::routes::router())
        .merge(notices::routes::router())
        .merge(feeds::routes::router())
        .merge(updates::routes::router())
        .merge(governance::routes::router())
        .merge(events::routes::router())
        .merge(search::routes::router())
        .merge(live::routes::router())
        .merge(webhooks::routes::router())
        .merge(clients::routes::router())
}

/// The OpenAPI document of the interface.
pub fn specification() -> Specification {
    with_problems(interface().into_openapi())
}

/// Everything that the server answers.
pub fn router(
    app: App,
    metrics: Option<(
        PrometheusMetricLayer<'static>,
        axum_prometheus::metrics_exporter_prometheus::PrometheusHandle,
    )>,
) -> Router {
    let (interface, specification) = interface().split_for_parts();
    let specification = with_problems(specification);
    let interface = interface.route(
        "/openapi.json",
        get(move || {
            let document = specification.clone();
            async move { axum::Json(document) }
        }),
    );
    let mut router = Router::new()
        .nest("/api/v1", interface)
        .route(
            token::endpoint::PATH,
            post(token::endpoint::token).layer(DefaultBodyLimit::max(FORM)),
        )
        .route(token::known::KEYS, get(token::known::keys))
        .route(token::known::METADATA, get(token::known::metadata))
        .merge(publication::open_referral::router(&app))
        .merge(publication::pages::router())
        .route(feeds::feed::PATH, get(feeds::feed::feed))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(assets::serve);
    if let Some((_, handle)) = &metrics {
        let handle = handle.clone();
        router = router.route("/metrics", get(move || async move { handle.render() }));
    }
    let mut router = router
        .with_state(app.clone())
        .layer(middleware::from_fn_with_state(BODY, body::buffer))
        .layer(middleware::from_fn_with_state(app, same_site::check))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::SERVICE_UNAVAILABLE,
            TIME,
        ))
        .layer(CatchPanicLayer::new())
        .layer(
            CompressionLayer::new()
                .br(true)
                .gzip(true)
                .quality(tower_http::CompressionLevel::Precise(4)),
        );
    if let Some((layer, _)) = metrics {
        router = router.layer(layer);
    }
    router
        .layer(middleware::from_fn(error::render))
        .layer(middleware::from_fn(headers::protect))
        .layer(middleware::from_fn(request_id::number))
}
