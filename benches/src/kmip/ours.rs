//! Our client: over tokio and rustls; requests are encoded, responses read, keys copied out and all else wiped.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use fieldgate_core::{
    kmip::{
        Error as KmipError, KeyFormatType,
        op::{Create, Get},
    },
    secret::Secret,
};
use fieldgate_kmip_client::{
    Client, ClientAuth, ClientCertificate, Error, ServerConfig, UniqueIdentifier, VersionChoice,
};
use tokio::{runtime::Runtime, task::JoinSet};

use super::{
    Fault, floor_tokio, messages,
    worker::{Target, Worker, shares},
};

pub(super) struct Ours {
    runtime: Runtime,
    client: Arc<Client>,
    id: UniqueIdentifier,
    pki: PathBuf,
    port: u16,
}

impl Ours {
    pub(super) fn open(target: &Target<'_>) -> Result<Self, Fault> {
        let this = Self {
            runtime: floor_tokio::runtime()?,
            client: Arc::new(client(target.pki, target.port)?),
            id: UniqueIdentifier::new(target.id.to_owned()),
            pki: target.pki.to_owned(),
            port: target.port,
        };
        let version = this.runtime.block_on(this.client.version())?;
        if version != messages::VERSION {
            return Err(format!("KMIP {version} was negotiated, which isn't measured").into());
        }
        Ok(this)
    }
}

fn client(pki: &Path, port: u16) -> Result<Client, Fault> {
    let file = |name: &str| pki.join(name);
    let certificate = ClientCertificate::from_pem_files(&file("client.pem"), &file("client.key"))?;
    let auth = ClientAuth::Certificate(certificate);
    let config = ServerConfig::new("localhost", &file("ca.pem"), auth)?
        .with_port(port)
        .with_versions(VersionChoice::UpTo(messages::VERSION))?;
    Ok(Client::new(config))
}

/// Get alone, and the key in a place of its own.
async fn get(client: &Client, id: &UniqueIdentifier) -> Result<Box<Secret<32>>, Error> {
    let request = Get {
        target: id.as_str().into(),
    };
    let mut key = Box::new(Secret::zeroed());
    let place = key.expose_mut();
    client
        .call(&request, |response| {
            let material = response.key.material.try_into();
            *place = material.map_err(|_| Error::BadResponse {
                operation: fieldgate_core::kmip::Operation::GET,
                source: KmipError::KeyFormat(KeyFormatType::RAW),
            })?;
            Ok(())
        })
        .await?;
    Ok(key)
}

impl Worker for Ours {
    fn get(&mut self, calls: u32) -> Result<(), Fault> {
        self.runtime.block_on(async {
            for _ in 0..calls {
                get(&self.client, &self.id).await?;
            }
            Ok(())
        })
    }

    fn pool(&mut self, calls: u32) -> Result<(), Fault> {
        self.runtime.block_on(async {
            let mut tasks = JoinSet::new();
            for share in shares(calls) {
                let (client, id) = (Arc::clone(&self.client), self.id.clone());
                tasks.spawn(async move {
                    for _ in 0..share {
                        get(&client, &id).await?;
                    }
                    Ok::<_, Fault>(())
                });
            }
            while let Some(done) = tasks.join_next().await {
                done??;
            }
            Ok(())
        })
    }

    fn life(&mut self, keys: u32) -> Result<(), Fault> {
        let client = &self.client;
        let create = Create {
            attributes: &messages::ATTRIBUTES,
        };
        self.runtime.block_on(async {
            for _ in 0..keys {
                let id = client
                    .call(&create, |id: &str| Ok(UniqueIdentifier::new(id.to_owned())))
                    .await?;
                client.activate(&id).await?;
                get(client, &id).await?;
                client.revoke(&id).await?;
                client.destroy(&id).await?;
            }
            Ok(())
        })
    }

    fn connect(&mut self, connections: u32) -> Result<(), Fault> {
        self.runtime.block_on(async {
            for _ in 0..connections {
                // Another client each time: one remembers the version for its next connection. So the files are read again, too.
                client(&self.pki, self.port)?.version().await?;
            }
            Ok(())
        })
    }
}
