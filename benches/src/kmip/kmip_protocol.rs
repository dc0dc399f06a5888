//! kmip-protocol, over the very connections of the blocking floor: what differs is KMIP.
//!
//! Its own `connect` would take rustls 0.19, and keep a text of each message for diagnosis; neither is done here.

use std::thread;

use kmip_protocol::{
    client::{Client, ClientBuilder},
    types::{
        common::{CryptographicAlgorithm, CryptographicUsageMask, ObjectType},
        request::{Attribute, RequestPayload, TemplateAttribute},
        response::ResponsePayload,
    },
};

use super::{
    Fault, POOL,
    floor_blocking::{Opener, Stream},
    worker::{Target, Worker, shares},
};

pub(super) struct Peer {
    opener: Opener,
    clients: Vec<Client<Stream>>,
    id: String,
}

impl Peer {
    pub(super) fn open(target: &Target<'_>) -> Result<Self, Fault> {
        let opener = Opener::new(target.port, target.pki, target.tls_version)?;
        Ok(Self {
            clients: vec![ClientBuilder::new(opener.open()?).build()],
            opener,
            id: target.id.to_owned(),
        })
    }
}

fn create(client: &Client<Stream>) -> Result<String, Fault> {
    let attributes = vec![
        Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
        Attribute::CryptographicLength(256),
        Attribute::CryptographicUsageMask(
            CryptographicUsageMask::Encrypt | CryptographicUsageMask::Decrypt,
        ),
    ];
    let template = TemplateAttribute::unnamed(attributes);
    match client.do_request(RequestPayload::Create(ObjectType::SymmetricKey, template))? {
        ResponsePayload::Create(created) => Ok(created.unique_identifier.0),
        _ => Err("no answer to Create".into()),
    }
}

impl Worker for Peer {
    fn get(&mut self, calls: u32) -> Result<(), Fault> {
        let client = &self.clients[0];
        for _ in 0..calls {
            client.get_key(&self.id)?;
        }
        Ok(())
    }

    fn pool(&mut self, calls: u32) -> Result<(), Fault> {
        while self.clients.len() < POOL as usize {
            let client = ClientBuilder::new(self.opener.open()?).build();
            self.clients.push(client);
        }
        let id = &self.id;
        thread::scope(|scope| {
            let threads: Vec<_> = shares(calls)
                .zip(&mut self.clients)
                .map(|(share, client)| {
                    scope.spawn(move || {
                        (0..share).try_for_each(|_| Ok::<_, Fault>(drop(client.get_key(id)?)))
                    })
                })
                .collect();
            threads
                .into_iter()
                .try_for_each(|thread| thread.join().map_err(|_| "a thread panicked")?)
        })
    }

    fn life(&mut self, keys: u32) -> Result<(), Fault> {
        let client = &self.clients[0];
        for _ in 0..keys {
            let id = create(client)?;
            client.activate_key(&id)?;
            client.get_key(&id)?;
            client.revoke_key(&id)?;
            client.destroy_key(&id)?;
        }
        Ok(())
    }

    fn connect(&mut self, connections: u32) -> Result<(), Fault> {
        for _ in 0..connections {
            let client = ClientBuilder::new(self.opener.open()?).build();
            client.do_request(RequestPayload::DiscoverVersions(Vec::new()))?;
            let stream = client.inner();
            let mut stream = stream.lock().map_err(|_| "a lock was poisoned")?;
            stream.conn.send_close_notify();
            std::io::Write::flush(&mut *stream)?;
        }
        Ok(())
    }
}
