#!/usr/bin/perl
# Debian's LemonLDAP::NG as an OpenID provider for one test, with no web server, no root and nothing of /etc.
#
# It is started as tests/providers/oidc-provider/server.js is, with the same JSON in one line on standard input (or in
# the file that is its argument), and prints one line when it is ready: {"issuer": …}. Passwords are the names of the
# accounts. It ends on SIGTERM and when its input closes, and takes its folder with it.
use v5.36;
use utf8;
use File::Temp qw(tempdir);
use FindBin;
use HTTP::Server::PSGI;
use IO::Socket::INET;
use JSON qw(decode_json encode_json);
use lib $FindBin::Bin;
use Configuration;

my $config = decode_json( @ARGV ? slurp( $ARGV[0] ) : scalar <STDIN> );

my $socket = IO::Socket::INET->new(
    LocalAddr => '127.0.0.1',
    LocalPort => $config->{port} // 0,
    Listen => 64,
    ReuseAddr => 1,
) or die "no port: $!";
my $portal = 'http://127.0.0.1:' . $socket->sockport . '/';

my $folder = tempdir( 'lemonldap-XXXXXX', TMPDIR => 1, CLEANUP => 1 );
Configuration::write_to( $folder, $portal, $config );
$ENV{LLNG_DEFAULTCONFFILE} = "$folder/lemonldap-ng.ini";
$ENV{LLNG_DEFAULTLOGGER} = 'Lemonldap::NG::Common::Logger::Std';

my $application = application( $config->{accounts} );

# A browser opens connections before it needs them, and each keeps one process of this server until it gives up.
my @workers = map { fork_worker() } 1 .. 3;
END { kill TERM => @workers if @workers }
$SIG{TERM} = sub { exit 0 };

$| = 1;
say encode_json( { issuer => $portal } );
if (@ARGV) { sleep } else { 1 while <STDIN> }

sub fork_worker () {
    my $pid = fork // die "no process: $!";
    return $pid if $pid;
    @workers = ();
    $SIG{TERM} = 'DEFAULT';
    close STDIN;
    HTTP::Server::PSGI->new( listen_sock => $socket, timeout => 5 )->accept_loop($application);
    exit 0;
}

# The portal, over its own Demo directory with the test's accounts in it, and the files of its pages.
sub application ($accounts) {
    require Lemonldap::NG::Portal::Main;
    require Lemonldap::NG::Portal::UserDB::Demo;
    require Plack::App::File;
    require Plack::App::URLMap;

    no warnings 'once';
    my %groups;
    while ( my ( $name, $claims ) = each %$accounts ) {
        push @{ $groups{$_} }, $name for @{ $claims->{groups} // [] };
    }
    my %people = map { $_ => { %{ $accounts->{$_} }, uid => $_ } } keys %$accounts;
    %Lemonldap::NG::Portal::UserDB::Demo::demoAccounts = %people;
    %Lemonldap::NG::Portal::UserDB::Demo::demoGroups = %groups;

    my $portal = Lemonldap::NG::Portal::Main->new( {} );
    $portal->init( {} ) or die 'the portal does not start: ', $portal->error;

    my $urls = Plack::App::URLMap->new;
    $urls->map( '/static', Plack::App::File->new( root => '/usr/share/lemonldap-ng/portal/htdocs/static' )->to_app );
    $urls->map( '/javascript', Plack::App::File->new( root => '/usr/share/javascript' )->to_app );
    $urls->map( '/', $portal->run );
    return $urls->to_app;
}

sub slurp ($path) {
    open my $file, '<', $path or die "$path: $!";
    local $/ = undef;
    return <$file>;
}
