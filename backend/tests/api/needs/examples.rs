//! The demonstration's worked examples.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::{GROUPS, LEVELS, list, named};
use crate::support::{World, on_both};

on_both! {
    /// They say that they are none of the papers', and lack nothing but what the directory lacks.
    async fn three_pathways_are_worked_out_and_say_so(world: World) {
        backend::demo::load(&world.app.db, &world.app.passwords, |_| {}).await.unwrap();
        use entities::person::{Column, Entity};
        let member = Entity::find()
            .filter(Column::Email.starts_with("board@"))
            .one(&world.app.db.read)
            .await
            .unwrap()
            .unwrap();
        let board = world.by(member.id.into()).await;
        let pathways = board.get("/plans/kent-2015/pathways").await.expect(200);
        let worked: Vec<&Value> = list(&pathways["items"]).iter().filter(|it| it["worked_example"] == true).collect();
        assert_eq!(worked.len(), 3);
        for one in worked {
            let path = format!("/plans/kent-2015/pathways/{}", one["id"].as_str().unwrap());
            let pathway = board.get(&path).await.expect(200);
            assert!(pathway["note"].as_str().unwrap().ends_with("are one way to put this into practice."), "{path}");
            assert!(list(&pathway["graph"]["stages"]).len() > 3);
            for finding in list(&pathway["findings"]) {
                assert_eq!(finding["code"], "stage-without-service", "{finding}");
            }
            assert!(list(&pathway["standards"]).iter().any(|it| !it["clock"].is_null() && !it["stage"].is_null()), "{path}");
        }
        let without: usize = list(&pathways["items"]).iter().filter(|it| it["stages"] == 0).count();
        assert_eq!(without + 3, list(&pathways["items"]).len(), "the papers print no stages");

        let guide = board.get(LEVELS).await.expect(200);
        assert_eq!(guide["levels"][3]["gaps"], json!([]));
        let groups = board.get(GROUPS).await.expect(200);
        let care = named(&groups["groups"], "Children in care");
        assert_eq!(care["gaps"], json!([]));
        assert_eq!(care["pathways"][0]["stages"], 5);
        assert_eq!(care["pathways"][0]["unserved"], false);
    }
}
