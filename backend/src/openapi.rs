//! The OpenAPI document, made from the routes themselves.

use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, SecurityScheme},
};

/// What the document says besides the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Throughline",
        description = "The REST interface of Throughline. Everything that the pages do can be done here. Conventions, error codes and quirks are in docs/API.md.",
        license(name = "MIT", identifier = "MIT")
    ),
    servers((url = "/api/v1")),
    security(("session" = [])),
    modifiers(&Session),
    components(schemas(shared::problem::Problem))
)]
pub struct Document;

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
    }
}
