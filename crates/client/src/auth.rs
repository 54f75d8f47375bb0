//! Sessions, devices, one-time links and people.

use shared::{
    auth::api::{
        ChangePassword, DeviceList, InvitePerson, Invited, LinkToken, LinkView, OneTimeLink,
        PatchPerson, PersonList, PersonView, ServiceInfo, SessionView, SetGrants, SignIn, UseLink,
    },
    ids::{DeviceId, PersonId},
};

use crate::{
    Call, Client,
    Method::{Delete, Get, Patch, Post, Put},
    Result,
};

impl Client {
    /// What anyone may know of the service.
    pub async fn service(&self) -> Result<ServiceInfo> {
        self.send(Call::new(Get, "/service")).await
    }

    /// Signs in.
    pub async fn sign_in(&self, form: &SignIn) -> Result<SessionView> {
        self.send(Call::new(Post, "/session").json(form)).await
    }

    /// Who is signed in.
    pub async fn session(&self) -> Result<SessionView> {
        self.send(Call::new(Get, "/session")).await
    }

    /// Signs out on this device.
    pub async fn sign_out(&self) -> Result<()> {
        self.send(Call::new(Delete, "/session")).await
    }

    /// The devices on which the caller is signed in.
    pub async fn devices(&self) -> Result<DeviceList> {
        self.send(Call::new(Get, "/session/devices")).await
    }

    /// Signs out on another device.
    pub async fn end_device(&self, device: DeviceId) -> Result<()> {
        self.send(Call::new(Delete, format!("/session/devices/{device}")))
            .await
    }

    /// Changes the caller's password and signs out on every other device.
    pub async fn change_password(&self, form: &ChangePassword) -> Result<()> {
        self.send(Call::new(Put, "/session/password").json(form))
            .await
    }

    /// What a one-time link is for.
    pub async fn view_link(&self, token: &LinkToken) -> Result<LinkView> {
        self.send(Call::new(Post, "/links/view").json(token)).await
    }

    /// Sets a password by a one-time link and signs in.
    pub async fn use_link(&self, form: &UseLink) -> Result<SessionView> {
        self.send(Call::new(Post, "/links/use").json(form)).await
    }

    /// The people that the caller may know of.
    pub async fn people(&self) -> Result<PersonList> {
        self.send(Call::new(Get, "/people")).await
    }

    /// One person.
    pub async fn person(&self, person: PersonId) -> Result<PersonView> {
        self.send(Call::new(Get, format!("/people/{person}"))).await
    }

    /// Invites a person.
    pub async fn invite(&self, form: &InvitePerson) -> Result<Invited> {
        self.send(Call::new(Post, "/people").json(form)).await
    }

    /// Changes an account.
    pub async fn patch_person(
        &self,
        person: PersonId,
        version: i32,
        form: &PatchPerson,
    ) -> Result<PersonView> {
        self.send(
            Call::new(Patch, format!("/people/{person}"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Sets a person's roles.
    pub async fn set_grants(
        &self,
        person: PersonId,
        version: i32,
        form: &SetGrants,
    ) -> Result<PersonView> {
        self.send(
            Call::new(Put, format!("/people/{person}/grants"))
                .version(version)
                .json(form),
        )
        .await
    }

    /// Makes a one-time link to a new password.
    pub async fn make_link(&self, person: PersonId) -> Result<OneTimeLink> {
        self.send(Call::new(Post, format!("/people/{person}/link")))
            .await
    }
}
