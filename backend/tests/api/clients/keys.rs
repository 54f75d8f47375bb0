//! The keys that sign, and those by which anyone can check.

use backend::features::clients::token::signing::{self, Rotation};
use serde_json::Value;

use super::forge::ours;
use crate::support::{World, on_both};

async fn published(world: &World) -> Vec<String> {
    let answer = reqwest::get(format!("{}/.well-known/jwks.json", world.base()))
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let set: Value = answer.json().await.unwrap();
    set["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| {
            assert_eq!(
                (key["kty"].as_str(), key["crv"].as_str()),
                (Some("OKP"), Some("Ed25519"))
            );
            assert!(key["d"].is_null(), "the secret half stays here");
            key["kid"].as_str().unwrap().to_owned()
        })
        .collect()
}

async fn rotate(world: &World, why: Rotation) {
    signing::rotate_now(&world.app.db, &world.app.vault, why)
        .await
        .unwrap();
}

on_both! {
    async fn keys_are_published_before_they_sign_and_stay_while_their_tokens_last(world: World) {
        let client = world.client(&["plans:read"]).await;
        let before = world.program(&client, None).await;
        let (_, first) = ours(&world).await;
        let two = published(&world).await;
        assert_eq!(two.len(), 2, "one that signs and one that will");
        rotate(&world, Rotation::Ordinary).await;
        let (_, second) = ours(&world).await;
        assert!(second != first && two.contains(&second), "the next one signs, and was known before");
        let three = published(&world).await;
        assert_eq!(three.len(), 3);
        assert!(three.contains(&first), "the last tokens can still be checked");
        assert_eq!(before.get("/plans").await.status, 200, "a token outlives the rotation");
        assert_eq!(world.program(&client, None).await.get("/plans").await.status, 200);

        rotate(&world, Rotation::Revoking).await;
        let fresh = published(&world).await;
        assert_eq!(fresh.len(), 2);
        assert!(three.iter().all(|kid| !fresh.contains(kid)));
        assert_eq!(before.get("/plans").await.problem(401), "bad_token", "a revoked key's token is dead");
        assert_eq!(world.program(&client, None).await.get("/plans").await.status, 200);
        let acts = world.acts().await;
        assert!(acts.contains(&"key.rotate".to_owned()) && acts.contains(&"key.revoke".to_owned()));
    }
}

on_both! {
    async fn a_key_that_was_replaced_long_ago_is_retired(world: World) {
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
        let client = world.client(&["plans:read"]).await;
        let program = world.program(&client, None).await;
        rotate(&world, Rotation::Ordinary).await;
        assert_eq!(program.get("/plans").await.status, 200);
        world.app.db.unit(backend::db::Who::console("test"), |unit| Box::pin(async move {
            unit.changes_nothing();
            let long_ago = unit.now - chrono::Duration::seconds(606);
            entities::signing_key::Entity::update_many()
                .col_expr(entities::signing_key::Column::RetiredAt, Expr::value(long_ago))
                .filter(entities::signing_key::Column::RetiredAt.is_not_null())
                .exec(unit.txn)
                .await?;
            Ok(())
        })).await.unwrap();
        assert_eq!(program.get("/plans").await.problem(401), "bad_token");
        assert_eq!(published(&world).await.len(), 2);
    }
}

on_both! {
    async fn an_old_key_makes_room_by_itself_and_only_then(world: World) {
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
        let client = world.client(&["plans:read"]).await;
        world.program(&client, None).await;
        let (_, first) = ours(&world).await;
        signing::rotate_by_age(&world.app.db, &world.app.vault).await.unwrap();
        assert_eq!(ours(&world).await.1, first, "a young key stays");
        world.app.db.unit(backend::db::Who::console("test"), |unit| Box::pin(async move {
            unit.changes_nothing();
            let long_ago = unit.now - chrono::Duration::days(91);
            entities::signing_key::Entity::update_many()
                .col_expr(entities::signing_key::Column::SignsFrom, Expr::value(long_ago))
                .filter(entities::signing_key::Column::SignsFrom.is_not_null())
                .exec(unit.txn)
                .await?;
            Ok(())
        })).await.unwrap();
        signing::rotate_by_age(&world.app.db, &world.app.vault).await.unwrap();
        assert_ne!(ours(&world).await.1, first);
    }
}

on_both! {
    async fn the_secret_half_is_not_in_the_database(world: World) {
        use sea_orm::EntityTrait;
        let client = world.client(&["plans:read"]).await;
        world.program(&client, None).await;
        let stranger = backend::vault::Vault::at(&world.directory.path().join("another.key")).unwrap();
        for row in entities::signing_key::Entity::find().all(&world.app.db.read).await.unwrap() {
            let seed = world.app.vault.open("signing key", row.id, &row.sealed).unwrap();
            assert!(!row.sealed.windows(seed.len()).any(|part| part == seed));
            assert!(stranger.open("signing key", row.id, &row.sealed).is_err());
        }
    }
}
