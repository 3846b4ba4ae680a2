//! What a provider is, in codes.

coded! {
    /// Where an identity provider stands.
    pub enum ProviderState {
        /// Being set up: only its administrators sign in, on trial, and no session comes of it.
        Draft = "DRAFT",
        /// In use.
        Active = "ACTIVE",
        /// Set aside: nobody signs in; sessions live on.
        Paused = "PAUSED",
    }
}

coded! {
    /// How the hub proves to a provider that it is its client.
    pub enum ClientAuthentication {
        /// The secret in the header (`client_secret_basic`).
        Basic = "BASIC",
        /// The secret in the form (`client_secret_post`).
        Post = "POST",
        /// A token signed with a private key (`private_key_jwt`).
        PrivateKeyJwt = "PRIVATE_KEY_JWT",
    }
}

coded! {
    /// Whether the provider is asked about the person after the sign-in.
    pub enum UserinfoForm {
        /// It is not: all is in the id token.
        None = "NONE",
        /// It is, and answers in JSON.
        Json = "JSON",
        /// It is, and answers with a signed token.
        Signed = "SIGNED",
    }
}

coded! {
    /// Whether something optional of the protocol is used.
    pub enum ProtocolUsage {
        /// Where the provider offers it.
        Auto = "AUTO",
        /// Always.
        Always = "ALWAYS",
        /// Never: some providers refuse parameters that they do not know.
        Never = "NEVER",
    }
}

coded! {
    /// Whose e-mail addresses are believed. None of them ever identifies a person.
    pub enum EmailTrust {
        /// Those that the provider says it verified.
        Verified = "VERIFIED",
        /// Those in the domains that the provider proved, whether or not it says that it verified them.
        Domain = "DOMAIN",
        /// None: accounts are made without an address.
        Never = "NEVER",
    }
}

coded! {
    /// What becomes of people who sign in and whom nobody knows.
    pub enum JustInTime {
        /// They are turned away: people are invited first.
        Off = "OFF",
        /// They get an account that waits until an administrator lets them in.
        Pending = "PENDING",
        /// They get an account and are in.
        Active = "ACTIVE",
    }
}

coded! {
    /// What becomes of the sessions of who signs out at the provider.
    pub enum BackChannelLogout {
        /// They end.
        EndSessions = "END_SESSIONS",
        /// They live on.
        Ignore = "IGNORE",
    }
}

coded! {
    /// What a provider may sign with.
    pub enum SigningAlgorithm {
        /// RSA PKCS#1 v1.5 with SHA-256.
        Rs256 = "RS256",
        /// RSA PKCS#1 v1.5 with SHA-384.
        Rs384 = "RS384",
        /// RSA PKCS#1 v1.5 with SHA-512.
        Rs512 = "RS512",
        /// RSA PSS with SHA-256.
        Ps256 = "PS256",
        /// RSA PSS with SHA-384.
        Ps384 = "PS384",
        /// RSA PSS with SHA-512.
        Ps512 = "PS512",
        /// ECDSA on P-256 with SHA-256.
        Es256 = "ES256",
        /// ECDSA on P-384 with SHA-384.
        Es384 = "ES384",
        /// Edwards curves.
        EdDsa = "EdDSA",
    }
}
