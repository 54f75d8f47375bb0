use backend::features::auth::links;
use serde_json::json;

use crate::support::{World, on_both};

on_both! {
    async fn a_link_works_once(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let path = format!("/people/{}/link", world.seed.council_editor);
        let first = admin.post(&path, &json!({})).await.expect(200);
        let token = |link: &serde_json::Value| link["link"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
        let second = admin.post(&path, &json!({})).await.expect(200);
        let guest = world.guest();
        assert_eq!(guest.post("/links/view", &json!({"token": token(&first)})).await.problem(410), "link_spent");
        let view = guest.post("/links/view", &json!({"token": token(&second)})).await.expect(200);
        assert_eq!(view["name"], "Edie Evans");
        let weak = json!({"token": token(&second), "password": "passwordpassword"});
        assert_eq!(guest.post("/links/use", &weak).await.pointers(), ["/password"]);
        let good = json!({"token": token(&second), "password": "violet harbour tractor"});
        guest.post("/links/use", &good).await.expect(200);
        assert_eq!(guest.post("/links/use", &good).await.problem(410), "link_spent");
        assert_eq!(guest.post("/links/view", &json!({"token": "nonsense"})).await.problem(410), "link_spent");
    }
}

on_both! {
    /// The console's link makes an administrator only while nobody has an account.
    async fn the_first_administrator_comes_first_or_not_at_all(world: World) {
        let link = links::first_administrator(&world.app.db, "http://localhost".to_owned()).await.unwrap();
        assert_eq!(link, None);
    }
}
