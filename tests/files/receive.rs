//! What is taken in, and what is not.

use respyrem::files::{Declared, UploadFault};
use respyrem::kernel::actor::{Actor, Role};

use crate::on_both;
use crate::support::TestHub;
use crate::support::file::{PDF, PNG};

async fn editor(hub: &TestHub) -> Actor {
    let owner = hub.structure("Parc").await;
    hub.person("Aina", owner, Role::Editor).await
}

on_both!(a_file_that_arrives_is_counted_and_hashed, |hub| {
    let actor = editor(&hub).await;
    let received = hub.send(&actor, ("Fiche d’été.pdf", "application/pdf; x=y"), PDF).await.expect("taken");
    assert_eq!((received.filename.as_str(), received.mime.as_str()), ("Fiche d’été.pdf", "application/pdf"));
    assert_eq!(received.size, 19);
    assert_eq!(received.sha256, "531624bdcfafca80dd139eb0c66e1110aecc07f960ded3737f5427ddc67eb289");
    assert_eq!(received.expires_at.to_rfc3339(), "2026-03-15T09:00:00+00:00");
});

on_both!(what_is_refused_leaves_nothing_but_what_is_swept, |hub| {
    let actor = editor(&hub).await;
    let large = [PNG, &vec![1; 70_000]].concat();
    let cases: [(_, _, &[u8], _); 7] = [
        (&Actor::Anonymous, ("a.png", "image/png"), PNG, "Anonymous"),
        (&actor, ("", "image/png"), PNG, "Name"),
        (&actor, ("../a.png", "image/png"), PNG, "Name"),
        (&actor, ("a.html", "text/html"), b"<html>", "Media"),
        (&actor, ("a.pdf", "application/pdf"), PNG, "Media"),
        (&actor, ("a.png", "image/png"), b"", "Empty"),
        (&actor, ("a.png", "image/png"), &large, "TooLarge"),
    ];
    for (actor, what, bytes, expected) in cases {
        let refused = hub.send(actor, what, bytes).await.expect_err(expected);
        assert!(format!("{refused:?}").starts_with(expected), "{refused:?}");
    }
    assert_eq!(hub.count("upload").await, 1, "the row of the one that was too large, to be swept");
});

on_both!(a_file_whose_end_does_not_come_is_no_upload, |hub| {
    let actor = editor(&hub).await;
    let declared = Declared { filename: "a.png".to_owned(), mime: "image/png".to_owned() };
    let body = futures_util::stream::iter([Ok(bytes::Bytes::from_static(PNG)), Err(())]);
    let broken = hub.files.receive(&actor, declared, body).await;
    assert!(matches!(broken, Err(UploadFault::Broken)), "{broken:?}");
});

on_both!(one_sender_has_so_many_uploads_that_wait, |hub| {
    let actor = editor(&hub).await;
    for _ in 0..100 {
        hub.upload(&actor, ("a.png", "image/png"), PNG).await;
    }
    let one_more = hub.send(&actor, ("a.png", "image/png"), PNG).await;
    assert!(matches!(one_more, Err(UploadFault::TooMany)), "{one_more:?}");
    hub.clock.set("2026-03-15T09:00:01Z".parse().expect("a moment"));
    assert!(hub.send(&actor, ("a.png", "image/png"), PNG).await.is_ok());
});
