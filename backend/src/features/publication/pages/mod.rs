//! `/public`: pages that the server makes, for people who have no account. They need no script.

mod frame;
pub(in crate::features) mod html;
mod pathways;
mod services;

use axum::{Router, extract::Path, http::StatusCode, response::Response, routing::get};
use entities::publication::Model as Public;

use crate::{ctx::Guest, error::ApiError, http::query::Query, state::App};

use super::settings;
use frame::{Frame, answer, failed};
use html::Html;

/// The public pages.
pub fn router() -> Router<App> {
    let routes = Router::new()
        .route("/", get(index))
        .route("/services", get(list))
        .route("/services/{id}", get(one))
        .route("/pathways", get(pathways))
        .route("/pathways/{id}", get(pathway))
        .fallback(nothing);
    Router::new()
        .nest("/public", routes)
        .route("/public/", get(index))
}

/// Makes a page where `open` says that it is public; otherwise, and for what there is not, one that
/// says so.
async fn shown(
    guest: &Guest,
    open: fn(&Public) -> bool,
    page: impl Future<Output = Result<Frame, ApiError>>,
) -> Response {
    let partnership = &guest.app.config.partnership;
    let public = settings::row(&guest.app.db.read).await;
    let made = match &public {
        Ok(public) if open(public) => page.await,
        Ok(_) => Err(ApiError::not_found()),
        Err(_) => Err(ApiError::Lost("what is public")),
    };
    match (made, public) {
        (Ok(page), Ok(public)) => {
            let text = page.write(partnership, &public);
            answer(StatusCode::OK, text, &guest.headers)
        }
        (Err(error), Ok(public)) => failed(error, partnership, &public, &guest.headers),
        (_, Err(error)) => axum::response::IntoResponse::into_response(error),
    }
}

async fn index(guest: Guest) -> Response {
    let page = async {
        let public = settings::row(&guest.app.db.read).await?;
        let mut body = Html::default();
        body.raw("<ul class=\"govuk-list\">");
        if public.services {
            body.raw("<li><a href=\"/public/services\">Services: what help there is, for whom, and how to reach it</a></li>");
        }
        if public.pathways {
            body.raw("<li><a href=\"/public/pathways\">Pathways: how one moves along between services</a></li>");
        }
        body.raw("</ul>");
        Ok(Frame {
            title: "For everybody".to_owned(),
            back: None,
            body,
        })
    };
    shown(&guest, |public| public.services || public.pathways, page).await
}

async fn list(guest: Guest, asked: Result<Query<services::Asked>, ApiError>) -> Response {
    let page = async { services::list(&guest, asked?.0).await };
    shown(&guest, |public| public.services, page).await
}

async fn one(guest: Guest, Path(id): Path<String>) -> Response {
    let page = services::one(&guest, &id);
    shown(&guest, |public| public.services, page).await
}

async fn pathways(guest: Guest) -> Response {
    let page = pathways::list(&guest);
    shown(&guest, |public| public.pathways, page).await
}

async fn pathway(guest: Guest, Path(id): Path<String>) -> Response {
    let page = pathways::one(&guest, &id);
    shown(&guest, |public| public.pathways, page).await
}

async fn nothing(guest: Guest) -> Response {
    let page = async { Err(ApiError::not_found()) };
    shown(&guest, |_| true, page).await
}
