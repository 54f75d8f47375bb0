//! The program is killed, again and again, while sixteen people write.

use std::time::Duration;

use super::{
    dice::Dice,
    partnership::Partnership,
    program::Program,
    verdict::judge,
    writers::{Desk, WRITERS},
};

/// How often it is killed under load.
const KILLS: u32 = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    story(Partnership::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    story(Partnership::postgres().await).await;
}

async fn story(partnership: Partnership) {
    let mut dice = Dice::cast("kills");
    let desk = Desk::new(partnership);
    let mut program = Program::serve(&desk.partnership).await;
    desk.move_to(Some(&program.base));
    let writers = desk.open(&mut dice, WRITERS).await;
    for kill in 0..KILLS {
        desk.more(1 + dice.below(6)).await;
        tokio::time::sleep(Duration::from_micros(dice.below(4_000))).await;
        desk.move_to(None);
        program.kill();
        if kill % 20 == 0 {
            println!("{kill} kills");
            // Once more while it starts, when it looks at what the last one left.
            let starting = Program::begin(&desk.partnership);
            tokio::time::sleep(Duration::from_millis(dice.below(60))).await;
            starting.kill();
        }
        program = Program::serve(&desk.partnership).await;
        desk.move_to(Some(&program.base));
    }
    judge(&desk, program, writers).await;
}
