//! The directory of services.

use shared::{
    ids::{AgencyId, ServiceId},
    services::{
        ServiceKind, Standing, WayIn,
        api::{
            CloseService, DirectoryReport, ReopenService, ServiceDraft, ServiceList, ServiceView,
        },
    },
    sheets::api::SheetFormat,
};

use crate::{
    Call, Client,
    Method::{Get, Post, Put},
    Result,
};

/// Which services to list, and how many at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceFilter {
    /// Words that all stand in what is said about it.
    pub q: Option<String>,
    /// A level of need that it serves.
    pub level: Option<i32>,
    /// An age that it serves, in years.
    pub age: Option<i32>,
    /// Where it works.
    pub area: Option<String>,
    /// Who provides it.
    pub provider: Option<AgencyId>,
    /// What it is.
    pub kind: Option<ServiceKind>,
    /// Who can open its door.
    pub way_in: Option<WayIn>,
    /// How it stands today.
    pub standing: Option<Standing>,
    /// Where the page begins, from the page before.
    pub cursor: Option<String>,
    /// How many at most.
    pub limit: Option<u16>,
    /// Whether to count all that fit.
    pub count: bool,
    /// Whether to say what the list can be narrowed by.
    pub choices: bool,
}

/// A file of services that somebody chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicesFile {
    /// Its media type: that of a sheet, or of JSON.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The address of the directory as a sheet.
pub fn services_file(format: SheetFormat) -> String {
    Call::new(Get, "/exports/services")
        .query("format", Some(format.code()))
        .address()
}

impl Client {
    /// Brings in a file of services; with `dry_run` only says what would come of it.
    pub async fn import_services(
        &self,
        file: &ServicesFile,
        dry_run: bool,
    ) -> Result<DirectoryReport> {
        self.send(
            Call::new(Post, "/imports/services")
                .query("dry_run", dry_run.then_some(true))
                .file(file.kind, file.bytes.clone()),
        )
        .await
    }

    /// A page of the directory, by name.
    pub async fn services(&self, filter: &ServiceFilter) -> Result<ServiceList> {
        self.send(
            Call::new(Get, "/services")
                .query("q", filter.q.as_deref())
                .query("level", filter.level)
                .query("age", filter.age)
                .query("area", filter.area.as_deref())
                .query("provider", filter.provider)
                .query("kind", filter.kind.map(ServiceKind::code))
                .query("way_in", filter.way_in.map(WayIn::code))
                .query("standing", filter.standing.map(Standing::code))
                .query("cursor", filter.cursor.as_deref())
                .query("limit", filter.limit)
                .query("count", filter.count.then_some(true))
                .query("choices", filter.choices.then_some(true)),
        )
        .await
    }

    /// One service of the directory.
    pub async fn directory_service(&self, service: ServiceId) -> Result<ServiceView> {
        self.send(Call::new(Get, format!("/services/{service}")))
            .await
    }

    /// Adds a service.
    pub async fn create_service(&self, form: &ServiceDraft) -> Result<ServiceView> {
        self.send(Call::new(Post, "/services").json(form)).await
    }

    /// Says anew what a service is.
    pub async fn replace_service(
        &self,
        service: ServiceId,
        version: i32,
        form: &ServiceDraft,
    ) -> Result<ServiceView> {
        self.send(
            Call::new(Put, format!("/services/{service}"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Sets the last day of a service.
    pub async fn close_service(
        &self,
        service: ServiceId,
        version: i32,
        form: &CloseService,
    ) -> Result<ServiceView> {
        self.send(
            Call::new(Post, format!("/services/{service}/close"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Opens a service again.
    pub async fn reopen_service(&self, service: ServiceId, version: i32) -> Result<ServiceView> {
        self.send(
            Call::new(Post, format!("/services/{service}/reopen"))
                .version(version)
                .json(&ReopenService {}),
        )
        .await
    }
}
