# Starts cohort-simulator on free ports with a fresh folder, reads its JSON, and ends it again.
package SimulatorUnderTest;
use strict;
use warnings;
use File::Temp qw(tempdir);
use IO::Socket::INET;
use JSON::PP;

sub start {
    my ($class, $program, @arguments) = @_;
    my $self = bless {program => $program, data => tempdir(CLEANUP => 1), arguments => \@arguments}, $class;
    $self->run;
    return $self;
}

sub run {
    my ($self) = @_;
    my $pid = open(my $out, '-|', $self->{program}, '--data', $self->{data}, @{$self->{arguments}})
        or die "cannot start $self->{program}: $!";
    local $SIG{ALRM} = sub { die "no ready line within 20 s" };
    alarm 20;
    my $line = <$out>;
    alarm 0;
    die "the simulator ended at once" unless defined $line;
    @$self{qw(pid out ready)} = ($pid, $out, decode_json($line));
}

sub end {
    my ($self, $signal) = @_;
    return unless $self->{pid};
    kill $signal || 'TERM', $self->{pid};
    my $pid = delete $self->{pid};
    waitpid $pid, 0;
    my $status = $?;
    close delete $self->{out};
    return $status;
}

# Method, path, body to status and decoded JSON.
sub ask {
    my ($self, $method, $path, $body) = @_;
    my $port = $self->{ready}{http_port};
    my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port", Timeout => 10) or die "web: $!";
    $body = '' unless defined $body;
    print $socket "$method $path HTTP/1.1\r\nHost: 127.0.0.1:$port\r\nConnection: close\r\n"
        . "Content-Type: application/json\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
    local $/;
    my $answer = <$socket>;
    my ($head, $content) = split /\r\n\r\n/, $answer, 2;
    my ($status) = $head =~ m{^HTTP/1\.1 (\d+)};
    return ($status, $content =~ /^[\[{]/ ? decode_json($content) : $content);
}

sub DESTROY {
    my ($self) = @_;
    local $?;
    $self->end('KILL');
}

1;
