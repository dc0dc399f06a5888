//! `fieldgate serve`: the gateway with its keys, until it is told to stop.

use std::{error::Error, fs, net::SocketAddr, path::Path, sync::Arc};

use fieldgate_gateway::{
    causes::with_causes,
    keyring::{Keyring, PartitionFields},
    proxy::{Gateway, Limits, Settings, UnknownWrites, Upstream},
    rules::Rules,
};
use rustls::ServerConfig;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{
    config::{self, Config},
    keys::{self, KmipGets},
    outcome::Outcome,
    tls,
};

/// Everything that a reload replaces.
struct Parts {
    settings: Settings,
    rules: Arc<Rules>,
    keyring: Arc<Keyring>,
    tls: ServerConfig,
}

impl Parts {
    fn read(config: &Config, gets: &mut KmipGets) -> Result<Self, Box<dyn Error>> {
        let limits = Limits::default();
        let gateway = &config.gateway;
        let authority = match &gateway.upstream_certificate_authority {
            Some(file) => Some(fs::read(file).map_err(|error| {
                format!("upstream_certificate_authority {}: {error}", file.display())
            })?),
            None => None,
        };
        let upstream = Upstream::new(&gateway.upstream, authority.as_deref(), &limits)
            .map_err(|error| format!("upstream: {}", with_causes(&error)))?;
        let unknown_writes = match gateway.unknown_writes {
            config::UnknownWrites::Allow => UnknownWrites::Allow,
            config::UnknownWrites::Warn => UnknownWrites::Warn,
            config::UnknownWrites::Refuse => UnknownWrites::Refuse,
        };
        let rules = Arc::new(Rules::load(&gateway.rules)?);
        let keyring = keys::keyring(config, &rules, gets)?;
        tokio::spawn(Keyring::wipe_expired(Arc::downgrade(&keyring)));
        Ok(Self {
            settings: Settings {
                upstream: Arc::new(upstream),
                unknown_writes,
                limits,
            },
            keyring,
            tls: tls::server_config(&gateway.certificate, &gateway.private_key)?,
            rules,
        })
    }

    fn fields(&self) -> Arc<PartitionFields> {
        Arc::new(PartitionFields::new(Arc::clone(&self.keyring)))
    }
}

pub(crate) async fn run(file: &Path) -> Outcome {
    let config = Config::read(file)?;
    let mut gets = KmipGets::default();
    let parts = Parts::read(&config, &mut gets)?;
    let mut hangup = signal(SignalKind::hangup())?;
    let listener = listen(config.gateway.listen).await?;
    let status = match config.gateway.status {
        Some(address) => Some(listen(address).await?),
        None => None,
    };
    // A key server that is down now may be up when the first request comes: serve, and say no on /readyz until then.
    if let Err(why) = parts.keyring.fetch_all().await {
        tracing::warn!("starting without a key: {why}");
    }
    let gateway = Gateway::new(
        parts.settings.clone(),
        Arc::clone(&parts.rules),
        parts.fields(),
        &parts.tls,
    );
    drop(parts);

    let (stop, stopping) = watch::channel(());
    let stopped = |mut stopping: watch::Receiver<()>| async move {
        let _ = stopping.changed().await;
    };
    tracing::info!("listening on https://{}", listener.local_addr()?);
    let status = match status {
        Some(status) => {
            tracing::info!("status on http://{}", status.local_addr()?);
            let (gateway, stopped) = (gateway.clone(), stopped(stopping.clone()));
            Some(tokio::spawn(async move {
                gateway.serve_status(status, stopped).await;
            }))
        }
        None => None,
    };
    let serving = {
        let (gateway, stopped) = (gateway.clone(), stopped(stopping));
        tokio::spawn(async move { gateway.serve(listener, stopped).await })
    };
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    loop {
        tokio::select! {
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = hangup.recv() => match reload(&gateway, file, &mut gets, &config.gateway).await {
                Ok(()) => tracing::info!("reloaded {}", file.display()),
                Err(why) => tracing::error!(
                    "not reloaded, the running configuration stays: {}",
                    with_causes(why.as_ref())
                ),
            },
        }
    }
    tracing::info!("stopping; requests under way may finish");
    drop(stop);
    let cut = serving.await?;
    if let Some(status) = status {
        status.await?;
    }
    tracing::info!(connections_cut = cut, "stopped");
    Ok(())
}

/// All or nothing: the new parts serve once their keys are there.
async fn reload(
    gateway: &Gateway<PartitionFields>,
    file: &Path,
    gets: &mut KmipGets,
    started: &config::Gateway,
) -> Outcome {
    let config = Config::read(file)?;
    let parts = Parts::read(&config, gets)?;
    parts.keyring.fetch_all().await?;
    if (config.gateway.listen, config.gateway.status) != (started.listen, started.status) {
        tracing::warn!("listen and status change at a restart only; the old addresses stay");
    }
    let fields = parts.fields();
    gateway.reload(parts.settings, parts.rules, fields, &parts.tls);
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<TcpListener, Box<dyn Error>> {
    TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on {address}: {error}").into())
}
