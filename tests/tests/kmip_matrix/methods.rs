//! The client's methods, each as a cell of the matrix calls it: a line for each.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use fieldgate_core::kmip::attribute::{Attribute, AttributeKind, AttributeName};
use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::op::{AttributeInstance, Locate, LocatePage};
use fieldgate_core::kmip::{Operation, ProtocolVersion, QueryFunction, tags};
use fieldgate_core::secret::Secret;
use fieldgate_core::ttlv::Value;
use fieldgate_kmip_client::{
    Client, Error, KeyPurpose, KeySelector, NewKey, Revocation, UniqueIdentifier,
};

use crate::kmip_support::{KEY, secret};

/// A wrapping key that is not a real one.
const WRAPPING: [u8; 32] = [0x5a; 32];

/// That a key is not to leave the server unwrapped: an attribute of one value, which clients may set.
const SENSITIVE: Attribute<'static> = Attribute::Other {
    name: AttributeName::Tag(tags::SENSITIVE),
    value: Value::Boolean(false),
};

/// What the keys of a cell belong to.
const GROUP: Attribute<'static> = Attribute::ObjectGroup("films");

/// What a call comes to.
type Called<'c> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'c>>;

/// A method under its name, and how it is called.
type Method = (&'static str, for<'c> fn(&'c Client, &'c Keys) -> Called<'c>);

/// What the calls are about. Where the server lets us make nothing, identifiers of nothing.
pub(crate) struct Keys {
    name: String,
    active: UniqueIdentifier,
    wrapping: UniqueIdentifier,
}

impl Keys {
    pub(crate) async fn new(client: &Client, name: &str) -> Self {
        let name = format!("films {name}");
        let wrapping_key = Secret::copied_from(&WRAPPING).unwrap();
        let wrapping_name = format!("wrapping {name}");
        let wrapping = client
            .register_key(&wrapping_key, &NewKey::to_wrap(&wrapping_name))
            .await
            .map(|made| made.unique_identifier);
        let grouped = NewKey {
            group: Some("films"),
            ..NewKey::new(&name)
        };
        let active = client
            .register_key(&secret(), &grouped)
            .await
            .map(|made| made.unique_identifier);
        for id in [&active, &wrapping].into_iter().flatten() {
            client.activate(id).await.unwrap();
        }
        let nothing = |_| UniqueIdentifier::new("1000000".to_owned());
        Self {
            name,
            active: active.unwrap_or_else(nothing),
            wrapping: wrapping.unwrap_or_else(nothing),
        }
    }

    fn selector(&self) -> KeySelector {
        KeySelector::Name(self.name.clone())
    }
}

/// What is no operation of KMIP, or takes any that stand here by themselves.
pub(crate) const NOT_OPERATIONS: &[&str] =
    &["version", "disconnect", "call", "call_longer", "demand"];

/// Every method that asks the server for something.
pub(crate) const METHODS: &[Method] = &[
    ("query", |c, _| {
        Box::pin(async { c.query().await.map(drop) })
    }),
    ("query_for", |c, _| {
        Box::pin(async { c.query_for(&[QueryFunction::OBJECTS], |_| Ok(())).await })
    }),
    ("offers", |c, _| {
        Box::pin(async { c.offers(Operation::GET).await.map(drop) })
    }),
    ("create", |c, k| {
        Box::pin(async { c.create(&format!("made {}", k.name)).await.map(drop) })
    }),
    ("create_key", |c, k| {
        Box::pin(async {
            let group = NewKey {
                group: Some("films"),
                ..NewKey::new(&k.name[6..])
            };
            c.create_key(&group).await.map(drop)
        })
    }),
    ("register", |c, k| {
        Box::pin(async {
            c.register(&secret(), &format!("registered {}", k.name))
                .await
                .map(drop)
        })
    }),
    ("register_key", |c, k| {
        Box::pin(async {
            c.register_key(
                &secret(),
                &NewKey::new(&format!("registered too {}", k.name)),
            )
            .await
            .map(drop)
        })
    }),
    ("register_active_key", |c, k| {
        Box::pin(async {
            let name = format!("registered to use {}", k.name);
            let registered = c
                .register_active_key(&secret(), &NewKey::new(&name))
                .await?;
            registered.activation.map(drop)
        })
    }),
    ("locate", |c, k| {
        Box::pin(async {
            let found = c.locate(&k.name, 2).await?;
            assert_eq!(found.as_slice(), std::slice::from_ref(&k.active));
            Ok(())
        })
    }),
    ("locate_by", |c, k| {
        Box::pin(async { c.locate_by(&[Attribute::Name(&k.name)], 2).await.map(drop) })
    }),
    ("locate_page", |c, k| {
        Box::pin(async {
            let attributes = [Attribute::Name(&k.name)];
            let page = LocatePage {
                locate: Locate {
                    items_max: 2,
                    attributes: &attributes,
                },
                offset_items: Some(1),
                storage_status: None,
                group_member: None,
            };
            c.locate_page(&page).await.map(drop)
        })
    }),
    ("get_attributes", |c, k| {
        Box::pin(async {
            let told = c.get_attributes(&k.active).await?;
            assert_eq!(told.length_bits, Some(256));
            Ok(())
        })
    }),
    ("read_attributes", |c, k| {
        Box::pin(async {
            c.read_attributes(&k.active, &[AttributeKind::State], |_| Ok(()))
                .await
        })
    }),
    ("get_attribute_list", |c, k| {
        Box::pin(async { c.get_attribute_list(&k.active, |_| Ok(())).await })
    }),
    ("fetch_key", |c, k| {
        Box::pin(async {
            let (_, key) = c.fetch_key(&k.selector(), KeyPurpose::Protect).await?;
            assert_eq!(key.expose(), &KEY);
            Ok(())
        })
    }),
    ("fetch_leased_key", |c, k| {
        Box::pin(async {
            let fetched = c
                .fetch_leased_key(&k.selector(), KeyPurpose::Protect)
                .await?;
            assert_eq!(fetched.secret.expose(), &KEY);
            Ok(())
        })
    }),
    ("fetch_wrapped_key", |c, k| {
        Box::pin(async {
            let wrapping_key = Secret::copied_from(&WRAPPING).unwrap();
            let wrapping = KeySelector::UniqueIdentifier(k.wrapping.clone());
            let selector = k.selector();
            let fetched = c
                .fetch_wrapped_key(&selector, KeyPurpose::Protect, &wrapping, &wrapping_key)
                .await?;
            assert_eq!(fetched.secret.expose(), &KEY);
            Ok(())
        })
    }),
    ("obtain_lease", |c, k| {
        Box::pin(async {
            let lease = c.obtain_lease(&k.active).await?;
            assert_eq!(lease.time, Duration::from_secs(60));
            Ok(())
        })
    }),
    ("check", |c, k| {
        Box::pin(async {
            c.check(&k.active, Some(usage::ENCRYPT), None)
                .await
                .map(drop)
        })
    }),
    ("add_attribute", |c, k| {
        Box::pin(async {
            c.add_attribute(&k.active, Attribute::ObjectGroup("films"))
                .await
        })
    }),
    ("modify_attribute", |c, k| {
        Box::pin(async {
            let name = format!("renamed {}", k.name);
            let (before, after) = (Attribute::Name(&k.name), Attribute::Name(&name));
            let instance = instance(c, before).await?;
            c.modify_attribute(&k.active, instance, after).await?;
            let instance = self::instance(c, after).await?;
            c.modify_attribute(&k.active, instance, before).await
        })
    }),
    ("set_attribute", |c, k| {
        Box::pin(async { c.set_attribute(&k.active, SENSITIVE).await })
    }),
    ("delete_attribute", |c, k| {
        Box::pin(async {
            let instance = instance(c, GROUP).await?;
            c.delete_attribute(&k.active, AttributeKind::ObjectGroup, instance)
                .await
        })
    }),
    ("rekey", |c, k| {
        Box::pin(async { c.rekey(&k.active, None).await.map(drop) })
    }),
    ("export", |c, k| {
        Box::pin(async { c.export(&k.active, |_| Ok(())).await.map(drop) })
    }),
    ("import", |c, k| {
        Box::pin(async {
            let id = UniqueIdentifier::new(format!("imported {}", k.name));
            c.import(&id, &secret(), &[Attribute::Name(&k.name)], false)
                .await
                .map(drop)
        })
    }),
    ("activate", |c, k| {
        Box::pin(async {
            let id = c.create(&format!("to activate {}", k.name)).await?;
            c.activate(&id).await.map(drop)
        })
    }),
    ("revoke", |c, k| {
        Box::pin(async { c.revoke(&k.active).await.map(drop) })
    }),
    ("revoke_for", |c, k| {
        Box::pin(async {
            c.revoke_for(&k.wrapping, Revocation::Superseded)
                .await
                .map(drop)
        })
    }),
    ("destroy", |c, k| {
        Box::pin(async { c.destroy(&k.active).await.map(drop) })
    }),
];

/// KMIP 1.x numbers the instances of an attribute, 2.x names them by their values.
async fn instance<'a>(
    client: &Client,
    attribute: Attribute<'a>,
) -> Result<AttributeInstance<'a>, Error> {
    Ok(if client.version().await? < ProtocolVersion::V2_0 {
        AttributeInstance::Only
    } else {
        AttributeInstance::Value(attribute)
    })
}
