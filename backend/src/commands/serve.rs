//! `throughline serve`.

use axum_prometheus::PrometheusMetricLayerBuilder;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use crate::{
    config::{Config, ServeArgs},
    features::{
        auth::{links, passwords::Passwords},
        chasing::{
            send::Mailer,
            worker::{self as mail, Clerk},
        },
        clients::token::signing,
        retention::ledger,
        webhooks::{
            send::{Limits, Sender},
            worker::{self, Postman},
        },
    },
    http::{assets, serve as accept},
    router::router,
    state::App,
};

use super::{CommandError, demo, store};

/// Serves until the process is told to stop.
///
/// # Errors
/// When the database or the socket cannot be opened.
pub async fn run(args: ServeArgs) -> Result<(), CommandError> {
    log_to_stderr(args.log_json);
    let public_origin = args
        .public_url
        .as_deref()
        .map(|url| url.trim_end_matches('/').to_owned());
    let secure_cookies = public_origin
        .as_deref()
        .is_some_and(|origin| origin.starts_with("https://"));
    if !secure_cookies && !args.addr.ip().is_loopback() {
        return Err(CommandError::Usage(
            "Without HTTPS the server only listens on this machine. Put TLS in front and name the address with --public-url https://...".to_owned(),
        ));
    }
    // What cannot be used is said before anything is opened.
    let mailer = match (&args.smtp_url, &args.mail_from) {
        (Some(url), Some(from)) => {
            Some(Mailer::new(url, from).map_err(|error| CommandError::Usage(error.to_string()))?)
        }
        _ => None,
    };
    let db = store::open_current(&args.store).await?;
    let listener = TcpListener::bind(args.addr)
        .await
        .map_err(|error| CommandError::Listen(args.addr, error))?;
    let address = listener
        .local_addr()
        .map_err(|error| CommandError::Listen(args.addr, error))?;
    let passwords = Passwords::default();
    // Of several processes that start on an empty database one fills it.
    let alone = db.starting().await.map_err(CommandError::Migrate)?;
    let vault = store::vault(&args.store, &db).await?;
    let demonstration = demo::prepare(&db, &passwords, !args.no_demo).await?;
    let origin = public_origin
        .clone()
        .unwrap_or_else(|| format!("http://{address}"));
    let app = App::new(
        db,
        Config {
            partnership: args.partnership.unwrap_or_else(|| {
                if demonstration {
                    "Kent children’s partnership".to_owned()
                } else {
                    "Our partnership".to_owned()
                }
            }),
            demonstration,
            issuer: origin.clone(),
            public_origin,
            secure_cookies,
            loopback_webhooks: args.allow_loopback_webhooks,
            kept_months: args.keep_cases_months,
            mail: mailer.is_some(),
        },
        passwords,
        vault,
    );
    let first = links::first_administrator(&app.db, origin.clone()).await?;
    drop(alone);
    let stop = tokio_util::sync::CancellationToken::new();
    let sealer = crate::features::audit::sealer::start(
        app.db.clone(),
        args.store.data_dir.clone(),
        stop.clone(),
    );
    let back = ledger::returned(&app.db, &args.store.data_dir).await?;
    if !back.is_empty() {
        tracing::warn!(
            cases = back.len(),
            "cases that had been erased are in the database again, as after a restore: stop, and run `throughline retention replay`"
        );
    }
    let forgetter = ledger::start(app.db.clone(), args.store.data_dir.clone(), stop.clone());
    let postman = worker::start(
        Postman {
            db: app.db.clone(),
            vault: app.vault.clone(),
            sender: Sender::new(Limits::default(), app.config.loopback_webhooks)
                .map_err(|error| CommandError::Usage(error.to_string()))?,
            loopback: app.config.loopback_webhooks,
        },
        stop.clone(),
    );
    if mailer.is_none() {
        tracing::info!("mail is off: no digests are sent without --smtp-url and --mail-from");
    }
    let clerk = mailer.map(|mailer| {
        let clerk = Clerk {
            db: app.db.clone(),
            mailer,
            origin: origin.clone(),
            partnership: app.config.partnership.clone(),
            hour: args.mail_hour,
        };
        mail::start(clerk, stop.clone())
    });
    let crier = crate::features::notices::worker::start(app.db.clone(), stop.clone());
    let expiry = crate::db::expiry::start(app.db.clone(), stop.clone());
    let keys = signing::start(app.db.clone(), app.vault.clone(), stop.clone());
    let (layer, handle) = PrometheusMetricLayerBuilder::new()
        .with_ignore_patterns(&["/metrics", "/healthz", "/readyz"])
        .with_default_metrics()
        .build_pair();
    println!("Throughline is ready at {origin}");
    if let Some(link) = first {
        println!(
            "\nNobody has an account yet. Make the first administrator with this one-time link:\n{}",
            link.link
        );
    }
    if demonstration {
        demo::print_sign_ins();
    }
    if !assets::present() {
        println!("\nThis server was built without its pages. Build them with `cargo xtask web`.");
    }
    let live = app.live.clone();
    accept::serve(
        listener,
        router(app, Some((layer, handle))),
        accept::Limits::default(),
        async move {
            stopped().await;
            // Pages that are open would keep their connections for ever.
            live.stop();
        },
    )
    .await;
    stop.cancel();
    let clerk = async {
        match clerk {
            Some(clerk) => clerk.await,
            None => Ok(()),
        }
    };
    let _ = tokio::join!(sealer, forgetter, expiry, postman, keys, clerk, crier);
    Ok(())
}

fn log_to_stderr(json: bool) {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,sqlx::postgres::notice=error,backend=info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let _ = if json {
        builder.json().try_init()
    } else {
        builder.try_init()
    };
}

async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminated) =
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
        else {
            let _ = interrupted.await;
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupted.await;
    }
}
