//! The OpenAPI document, made from the routes themselves.

use shared::auth::TokenScope;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        ContentBuilder, Ref, RefOr, ResponseBuilder,
        security::{ApiKey, ApiKeyValue, ClientCredentials, Flow, OAuth2, Scopes, SecurityScheme},
    },
};

use crate::features::clients::token::endpoint;

/// What the document says besides the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Throughline",
        description = "The REST interface of Throughline. Everything that the pages do can be done here. Conventions, error codes and quirks are in docs/API.md.",
        license(name = "MIT", identifier = "MIT")
    ),
    servers((url = "/api/v1")),
    security(("session" = []), ("token" = [])),
    modifiers(&Session),
    components(schemas(shared::problem::Problem))
)]
pub struct Document;

/// Says of every operation what holds for all of them: a failure is a problem, whatever its status.
pub fn with_problems(mut document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    let problem = || {
        ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("Problem")))
            .build()
    };
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
        ];
        for operation in operations.into_iter().flatten() {
            let responses = &mut operation.responses.responses;
            for (status, response) in responses.iter_mut() {
                if let RefOr::T(response) = response
                    && status.starts_with(['4', '5'])
                {
                    response.content.clear();
                    response
                        .content
                        .insert(PROBLEM.to_owned(), problem().into());
                }
            }
            let any = ResponseBuilder::new()
                .description("Any other failure")
                .content(PROBLEM, problem())
                .build();
            responses.insert("default".to_owned(), RefOr::T(any));
        }
    }
    document
}

const PROBLEM: &str = "application/problem+json";

struct Session;

impl Modify for Session {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "session",
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
                "__Host-throughline",
                "The cookie that POST /session sets. State-changing requests also send the header X-Throughline.",
            ))),
        );
        let scopes = TokenScope::ALL
            .iter()
            .map(|scope| (scope.code(), scope.summary()));
        components.add_security_scheme(
            "token",
            SecurityScheme::OAuth2(OAuth2::with_description(
                [Flow::ClientCredentials(ClientCredentials::new(
                    endpoint::PATH,
                    Scopes::from_iter(scopes),
                ))],
                "An access token of an API client. Which operations it reaches, and with which scope, is in docs/API.md.",
            )),
        );
    }
}
