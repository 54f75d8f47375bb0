//! PostgreSQL is restarted, crashes, and loses its connections, while sixteen people write.

use std::{sync::Arc, time::Duration};

use sea_orm::{ConnectOptions, ConnectionTrait};

use super::{
    cluster::Cluster,
    dice::Dice,
    partnership::Partnership,
    program::Program,
    verdict::judge,
    writers::{Desk, WRITERS},
};

/// How often it is restarted, half of the times by a crash.
const RESTARTS: u64 = 4;
/// How often all connections are cut.
const CUTS: u64 = 30;

mod restarted {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let mut dice = Dice::cast("restarts");
        let cluster = Arc::new(Cluster::start().await);
        let desk = Desk::new(cluster.partnership().await);
        let program = Program::serve(&desk.partnership).await;
        desk.move_to(Some(&program.base));
        let writers = desk.open(&mut dice, WRITERS).await;
        for round in 0..RESTARTS {
            desk.more(20 + dice.below(40)).await;
            tokio::time::sleep(Duration::from_micros(dice.below(4_000))).await;
            let mode = if round % 2 == 0 { "immediate" } else { "fast" };
            control(&cluster, "restart", mode).await;
        }
        // Longer away: the service says so, and is there again by itself.
        control(&cluster, "stop", "fast").await;
        desk.trouble(1).await;
        assert_eq!(desk.status("/readyz").await, 503);
        assert_eq!(desk.status("/healthz").await, 200);
        control(&cluster, "start", "fast").await;
        desk.more(20).await;
        assert_eq!(desk.status("/readyz").await, 200);
        judge(&desk, program, writers).await;
    }

    async fn control(cluster: &Arc<Cluster>, what: &'static str, mode: &'static str) {
        let cluster = Arc::clone(cluster);
        tokio::task::spawn_blocking(move || cluster.control(what, mode))
            .await
            .unwrap();
    }
}

mod cut {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        let mut dice = Dice::cast("cuts");
        let desk = Desk::new(Partnership::postgres().await);
        let program = Program::serve(&desk.partnership).await;
        desk.move_to(Some(&program.base));
        let writers = desk.open(&mut dice, WRITERS).await;
        let mut options = ConnectOptions::new(desk.partnership.url.clone().unwrap());
        options.max_connections(1).sqlx_logging(false);
        let other = sea_orm::Database::connect(options).await.unwrap();
        for _ in 0..CUTS {
            desk.more(5 + dice.below(25)).await;
            tokio::time::sleep(Duration::from_micros(dice.below(4_000))).await;
            let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
            other.execute_unprepared(sql).await.unwrap();
        }
        judge(&desk, program, writers).await;
    }
}
