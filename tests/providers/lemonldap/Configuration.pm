# The files that LemonLDAP::NG reads: what a partner's administrator would set in its Manager, for clients described as
# OpenID Connect registers them.
package Configuration;
use v5.36;
use Crypt::OpenSSL::RSA;
use JSON qw(encode_json);

# What the directory knows of people. It has no email_verified, as directories have not.
my %CLAIMS = map { $_ => $_ } qw(name given_name family_name email);

sub write_to ( $folder, $portal, $config ) {
    mkdir "$folder/$_" or die "$folder/$_: $!" for qw(conf sessions psessions cache);
    mkdir "$folder/$_/lock" or die "$folder/$_/lock: $!" for qw(sessions psessions);
    put( "$folder/lemonldap-ng.ini", local_settings($folder) );
    put( "$folder/conf/lmConf-1.json", encode_json( settings( $folder, $portal, $config ) ) );
    return;
}

sub local_settings ($folder) {
    return <<~"INI";
        [all]
        logLevel = notice
        [configuration]
        type = File
        dirName = $folder/conf
        localStorage = Cache::FileCache
        localStorageOptions = { 'namespace' => 'configuration', 'cache_root' => '$folder/cache' }
        [portal]
        staticPrefix = /static
        templateDir = /usr/share/lemonldap-ng/portal/templates
        languages = fr, en
        INI
}

sub settings ( $folder, $portal, $config ) {
    my ($host) = $portal =~ m{//([^:/]+)};
    my $key = Crypt::OpenSSL::RSA->generate_key(2048);
    my %names = map { ( "client$_" => $config->{clients}[$_] ) } 0 .. $#{ $config->{clients} };
    return {
        cfgNum => 1,
        cfgAuthor => 'a test',
        cfgDate => time,
        portal => $portal,
        domain => $host,
        securedCookie => 0,
        authentication => 'Demo',
        userDB => 'Same',
        passwordDB => 'Demo',
        registerDB => 'Demo',
        # No page has one; its own module would want GD.
        captcha => '::Main::Plugin',
        demoExportedVars => { %CLAIMS, uid => 'uid' },
        whatToTrace => 'uid',
        locationRules => { $host => { default => 'accept' } },
        portalDisplayRegister => 0,
        portalDisplayResetPassword => 0,
        portalCheckLogins => 0,
        globalStorage => 'Apache::Session::File',
        globalStorageOptions => sessions("$folder/sessions"),
        persistentStorage => 'Apache::Session::File',
        persistentStorageOptions => sessions("$folder/psessions"),
        localSessionStorage => 'Cache::FileCache',
        localSessionStorageOptions => { namespace => 'sessions', cache_root => "$folder/cache" },
        issuerDBOpenIDConnectActivation => 1,
        oidcServiceKeyIdSig => 'test',
        oidcServicePrivateKeySig => $key->get_private_key_string,
        oidcServicePublicKeySig => $key->get_public_key_x509_string,
        oidcRPMetaDataOptions => { map { $_ => options( $names{$_} ) } keys %names },
        oidcRPMetaDataExportedVars => { map { $_ => { %CLAIMS, groups => 'groups;string;always' } } keys %names },
        oidcRPMetaDataOptionsExtraClaims => { map { $_ => { groups => 'groups' } } keys %names },
    };
}

sub sessions ($folder) {
    return {
        Directory => $folder,
        LockDirectory => "$folder/lock",
        generateModule => 'Lemonldap::NG::Common::Apache::Session::Generate::SHA256',
    };
}

# A client's metadata, in this provider's words.
sub options ($client) {
    my %options = (
        ClientID => $client->{client_id},
        ClientSecret => $client->{client_secret},
        RedirectUris => join( ' ', @{ $client->{redirect_uris} } ),
        PostLogoutRedirectUris => join( ' ', @{ $client->{post_logout_redirect_uris} // [] } ),
        IDTokenSignAlg => $client->{id_token_signed_response_alg} // 'RS256',
        UserInfoSignAlg => $client->{userinfo_signed_response_alg} // '',
        LogoutUrl => $client->{backchannel_logout_uri} // '',
        LogoutType => 'back',
        LogoutSessionRequired => 1,
        RequirePKCE => 1,
        BypassConsent => 1,
        AllowOffline => 1,
        # One that ends with the session at the provider; `offline_access` gives one that outlives it.
        RefreshToken => 1,
    );
    return { map { ( "oidcRPMetaDataOptions$_" => $options{$_} ) } keys %options };
}

sub put ( $path, $text ) {
    open my $file, '>', $path or die "$path: $!";
    print {$file} $text;
    close $file or die "$path: $!";
    return;
}

1;
